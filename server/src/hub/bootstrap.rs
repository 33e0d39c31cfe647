//! The replica's standing part, over HTTP while the program loads: in the compact form for our own, as
//! JSON for whoever asks for that.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use weft_domain::Viewer;
use weft_sync::{
    message::{ReadableBootstrap, encode, rights},
    server::Session,
};

use super::{Hub, SessionPerson};
use crate::http::AppError;

/// The content type of the readable form.
const JSON: &str = "application/json";

/// `GET /sync/bootstrap`: personal, so nobody between us and the browser may keep it.
pub(super) async fn bootstrap(
    State(hub): State<Hub>,
    who: SessionPerson,
    asked: HeaderMap,
) -> Result<Response, AppError> {
    let is_json = wants_json(&asked);
    // What another server told this browser must be in it.
    hub.0.engine.look().await.map_err(|_| AppError::Unavailable)?;
    let snapshot = hub.0.engine.current();
    let now = hub.0.engine.clock().now();
    // Up to 100,000 rows: too long for a thread that serves sockets.
    let rows = tokio::task::spawn_blocking(move || {
        let bootstrap = Session::bootstrap(who.person, &snapshot.world, snapshot.head, now);
        if !is_json {
            return Ok(encode(&bootstrap));
        }
        let rights = rights(&Viewer::of(&snapshot.world, who.person));
        serde_json::to_vec(&ReadableBootstrap { bootstrap, rights })
    });
    let body = rows.await.map_err(|error| AppError::internal(&error))?;
    let body = body.map_err(|error| AppError::internal(&error))?;
    let form = if is_json { JSON } else { "application/octet-stream" };
    let headers = [
        (header::CONTENT_TYPE, form),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::VARY, "Cookie, Authorization, Accept"),
    ];
    Ok((headers, body).into_response())
}

/// Whether JSON is asked for by its own name: a browser that takes anything gets the compact form.
fn wants_json(asked: &HeaderMap) -> bool {
    let kinds = asked.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok()).unwrap_or_default();
    kinds.split(',').any(|kind| kind.split(';').next().is_some_and(|kind| kind.trim() == JSON))
}
