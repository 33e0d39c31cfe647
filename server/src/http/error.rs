//! What goes wrong at a door: a constant text to the client, the detail to the log, once.

use std::any::Any;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tracing::error;

/// An error as a client may see it. Its text never depends on what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppError {
    /// The request makes no sense to this door.
    BadRequest,
    /// Nobody is signed in.
    Unauthorized,
    /// It is not theirs to do, or comes from another site.
    Forbidden,
    /// There is nothing here, or nothing they may see.
    NotFound,
    /// The door takes other methods.
    MethodNotAllowed,
    /// The body is longer than the door takes.
    TooLarge,
    /// Too many tries; it works again later.
    TooMany,
    /// Our fault.
    Internal,
    /// We are stopping, or cannot keep up.
    Unavailable,
}

impl AppError {
    /// Logs the cause of an error that is our fault and gives what the client may see.
    pub fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        error!(cause, "a request failed");
        Self::Internal
    }

    fn parts(self) -> (StatusCode, &'static str) {
        match self {
            Self::BadRequest => (StatusCode::BAD_REQUEST, "Bad request\n"),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "Sign in first\n"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "Not allowed\n"),
            Self::NotFound => (StatusCode::NOT_FOUND, "Not found\n"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "Method not allowed\n"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Too large\n"),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "Too many requests\n"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "Internal server error\n"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "Unavailable\n"),
        }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let (status, text) = self.parts();
        (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
    }
}

/// The answer to a request whose handler panicked; the panic itself is already on standard error.
pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    error!("a handler panicked");
    AppError::Internal.into_response()
}
