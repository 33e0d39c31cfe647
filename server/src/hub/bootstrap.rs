//! The replica's standing part, over HTTP while the program loads.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use weft_sync::{message::encode, server::Session};

use super::{Hub, SessionPerson};
use crate::http::AppError;

/// `GET /sync/bootstrap`: personal, so nobody between us and the browser may keep it.
pub(super) async fn bootstrap(State(hub): State<Hub>, who: SessionPerson) -> Result<Response, AppError> {
    let snapshot = hub.0.engine.current();
    let now = hub.0.engine.clock().now();
    // Up to 100,000 rows: too long for a thread that serves sockets.
    let rows = tokio::task::spawn_blocking(move || {
        encode(&Session::bootstrap(who.person, &snapshot.world, snapshot.head, now))
    });
    let body = rows.await.map_err(|error| AppError::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::VARY, "Cookie"),
    ];
    Ok((headers, body).into_response())
}
