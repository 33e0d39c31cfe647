//! Whose connection it is.

use axum::{extract::FromRequestParts, http::request::Parts};
use weft_domain::{PersonId, Timestamp};

use crate::http::AppError;

/// A session's name: the SHA-256 of its token, as the store has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionHash(pub [u8; 32]);

/// Who is signed in. `auth` puts it into a request's extensions after it checked the cookie; as an
/// extractor it answers 401 where nobody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPerson {
    /// The person.
    pub person: PersonId,
    /// The session.
    pub session: SessionHash,
    /// When the session ends by itself; a connection ends with it.
    pub expires_at: Timestamp,
}

impl<S: Send + Sync> FromRequestParts<S> for SessionPerson {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
        parts.extensions.get::<Self>().copied().ok_or(AppError::Unauthorized)
    }
}
