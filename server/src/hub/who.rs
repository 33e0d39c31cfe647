//! Whose connection it is.

use axum::{extract::FromRequestParts, http::request::Parts};
use weft_domain::{PersonId, Timestamp};
use weft_sync::server::SessionEffect;

use crate::http::AppError;

/// A session's name: the SHA-256 of its token, as the store has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionHash(pub [u8; 32]);

/// What somebody showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedInBy {
    /// A session's cookie, which a browser sends along from every page.
    Cookie,
    /// An access token, which only a program sends that was given it.
    Token {
        /// It opens what its person may see, and nothing else.
        is_read_only: bool,
    },
}

/// Who is signed in. `auth` puts it into a request's extensions after it checked the cookie, or before
/// the doors of this module an access token; as an extractor it answers 401 where nobody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPerson {
    /// The person.
    pub person: PersonId,
    /// The session, or the access token: both are named by a hash.
    pub session: SessionHash,
    /// By what.
    pub by: SignedInBy,
    /// When the session ends by itself; a connection ends with it.
    pub expires_at: Timestamp,
}

impl SessionPerson {
    /// Whether what they showed lets them do what a message asks for: a token that only reads does
    /// nothing that others notice.
    pub(super) fn may(&self, effect: &SessionEffect) -> bool {
        let is_noticed = matches!(effect, SessionEffect::Submit { .. } | SessionEffect::Presence(_));
        !is_noticed || self.by != (SignedInBy::Token { is_read_only: true })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SessionPerson {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
        parts.extensions.get::<Self>().copied().ok_or(AppError::Unauthorized)
    }
}
