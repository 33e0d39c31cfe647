//! The doors of import and export, for the page.
//!
//! A browser puts the files of a dropped folder (or one zip) one by one under an upload id of its
//! own making, asks for a preview, starts the import, and asks how far it is. Uploads are kept in
//! memory, belong to the person who made them and are dropped when they are done or left alone.

mod uploads;

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Extension, Json, Router};
use serde::Deserialize;
use tracing::error;
use uuid::Uuid;
use weft_domain::{Actor, PersonId};

use super::{AppError, AppState};
use crate::exchange::{self, Import, ImportError, Refused, Report};
use crate::hub::SessionPerson;
use uploads::{Progress, Upload, Uploads};

/// Characters of an uploaded file's name.
const FILE_NAME_CHARS_MAX: usize = 200;

/// The doors. They are not under the limit for small bodies.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/exchange/upload/{id}", axum::routing::delete(forget))
        .route("/exchange/upload/{id}/file/{file}", put(upload))
        .route("/exchange/upload/{id}/preview", post(preview))
        .route("/exchange/upload/{id}/apply", post(apply))
        .route("/exchange/upload/{id}/progress", get(progress))
        .route("/exchange/export.zip", get(export))
        .layer(Extension(Arc::<Uploads>::default()))
}

#[derive(Debug, Deserialize)]
struct Named {
    /// Under which name the source's ids are kept; none: the files' own, else the folder's.
    source: Option<String>,
    /// What the dropped folder is called.
    folder: Option<String>,
}

async fn upload(
    State(state): State<AppState>,
    Extension(uploads): Extension<Arc<Uploads>>,
    who: SessionPerson,
    Path((id, file)): Path<(Uuid, String)>,
    body: Body,
) -> Result<StatusCode, AppError> {
    let person = allowed(&state, who)?;
    if file.is_empty() || file.chars().count() > FILE_NAME_CHARS_MAX {
        return Err(AppError::BadRequest);
    }
    let upload = uploads.open(id, person, state.auth.engine().clock().now())?;
    // What others hold just now is theirs; beyond the rest a body is not even read.
    let room = uploads.room();
    let bytes = to_bytes(body, room).await.map_err(|_| AppError::TooLarge)?;
    uploads.put(&upload, file, bytes)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn preview(
    State(state): State<AppState>,
    Extension(uploads): Extension<Arc<Uploads>>,
    who: SessionPerson,
    Path(id): Path<Uuid>,
    Query(named): Query<Named>,
) -> Result<Json<Report>, AppError> {
    let person = allowed(&state, who)?;
    let upload = uploads.find(id, person, state.auth.engine().clock().now())?;
    let import = import(&upload, named, person, true);
    let run = exchange::import(state.auth.engine(), import?, |_| {});
    report(run.await).map(Json)
}

/// Starts the import. It goes on when the page is closed.
async fn apply(
    State(state): State<AppState>,
    Extension(uploads): Extension<Arc<Uploads>>,
    who: SessionPerson,
    Path(id): Path<Uuid>,
    Query(named): Query<Named>,
) -> Result<StatusCode, AppError> {
    let person = allowed(&state, who)?;
    let upload = uploads.find(id, person, state.auth.engine().clock().now())?;
    if !upload.start() {
        return Ok(StatusCode::ACCEPTED);
    }
    let import = import(&upload, named, person, false)?;
    let engine = state.auth.engine().clone();
    tokio::spawn(async move {
        let run = exchange::import(&engine, import, |step| upload.step(step));
        let report = report(run.await).unwrap_or_else(|_| Report::refusal("", Refused::Failed));
        upload.finish(report);
    });
    Ok(StatusCode::ACCEPTED)
}

async fn progress(
    State(state): State<AppState>,
    Extension(uploads): Extension<Arc<Uploads>>,
    who: SessionPerson,
    Path(id): Path<Uuid>,
) -> Result<Json<Progress>, AppError> {
    let person = allowed(&state, who)?;
    Ok(Json(uploads.find(id, person, state.auth.engine().clock().now())?.progress()))
}

async fn forget(
    State(state): State<AppState>,
    Extension(uploads): Extension<Arc<Uploads>>,
    who: SessionPerson,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, AppError> {
    let person = allowed(&state, who)?;
    uploads.find(id, person, state.auth.engine().clock().now())?;
    uploads.forget(id);
    Ok(StatusCode::NO_CONTENT)
}

async fn export(State(state): State<AppState>, who: SessionPerson) -> Result<Response, AppError> {
    let person = allowed(&state, who)?;
    let exported = exchange::export_all(state.auth.engine(), Some(person)).await;
    let exported = exported.map_err(|cause| AppError::internal(&cause))?;
    let zipped = tokio::task::spawn_blocking(move || exchange::zip(&exported.files)).await;
    let zipped = zipped.map_err(|cause| AppError::internal(&cause))?;
    let bytes = zipped.map_err(|cause| AppError::internal(&cause))?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"weft-export.zip\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}

/// The person, if they may import and export.
fn allowed(state: &AppState, who: SessionPerson) -> Result<PersonId, AppError> {
    let actor = Actor::of(&state.auth.engine().current().world, who.person);
    if exchange::may_exchange(&actor) { Ok(who.person) } else { Err(AppError::Forbidden) }
}

fn import(upload: &Upload, named: Named, person: PersonId, is_preview: bool) -> Result<Import, AppError> {
    Ok(Import {
        files: upload.files(),
        source: named.source.filter(|name| !name.trim().is_empty()),
        folder: named.folder.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "upload".to_owned()),
        person: Some(person),
        is_preview,
        meter: upload.meter(),
    })
}

/// What the page is told. A refusal is an answer too.
fn report(run: Result<Report, ImportError>) -> Result<Report, AppError> {
    match run {
        Ok(report) => Ok(report),
        Err(ImportError::Refused(refused)) => Ok(Report::refusal("", refused)),
        Err(cause) => {
            error!(%cause, "an import was not done");
            Err(AppError::Unavailable)
        }
    }
}
