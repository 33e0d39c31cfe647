//! `/healthz`: for a proxy or a supervisor that asks whether to send people here.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{AppError, AppState};

/// 200 while serving; 503 while stopping, and where the writer is gone: a server that saves nothing is
/// to be started again.
pub(super) async fn healthz(State(state): State<AppState>) -> Response {
    let is_stopping = *state.stopping.borrow();
    match is_stopping || !state.auth.engine().is_writing() {
        true => AppError::Unavailable.into_response(),
        false => Json(json!({ "ok": true, "version": env!("CARGO_PKG_VERSION") })).into_response(),
    }
}
