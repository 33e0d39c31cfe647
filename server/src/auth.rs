//! Accounts and sessions: who is at the other end.
//!
//! An account is not a person of the directory: it is bound to one by a link (set-up, invitation) or
//! by the command line, never by an address that an import brought. Tokens are random, only their
//! hashes are stored. Every failure to sign in looks the same and takes the same time.

mod accounts;
mod caller;
mod links;
mod password;
mod service;
mod throttle;
mod token;
mod tokens;

pub use accounts::CameFrom;
pub use caller::{bearer, guard, session};
pub use service::{Caller, Door};
pub use token::Token;
pub use tokens::{ACCESS_TOKEN_PREFIX, MadeToken, id_of};

use std::sync::Arc;

use tokio::sync::{Mutex, MutexGuard};
use weft_app::api::ApiError;
use weft_domain::{CommandId, DAY_MS};

use crate::{
    engine::{Engine, NotSaved},
    hub::{Hub, Revoked},
    store::{Store, StoreError},
};
use password::Hasher;
use throttle::Throttle;

/// How long a session lives without being used, in milliseconds: 14 days, as long as a replica's lease.
pub const SESSION_MS: i64 = 14 * DAY_MS;
/// How long an invitation can be accepted, in milliseconds.
pub const INVITATION_MS: i64 = 7 * DAY_MS;
/// How long a link for another password is good, in milliseconds.
pub const RESET_MS: i64 = DAY_MS;
/// How long the link of an empty database is good, in milliseconds. Starting again makes another.
pub const SETUP_MS: i64 = DAY_MS;

/// Everything about signing in. A clone is the same.
#[derive(Clone)]
pub struct Auth {
    engine: Engine,
    hasher: Hasher,
    throttle: Arc<Throttle>,
    hub: Hub,
    /// Held while an account is made.
    making: Arc<Mutex<()>>,
}

impl Auth {
    /// Over a running engine; the hub is told whose connections end.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn new(engine: Engine, hub: Hub) -> Result<Self, getrandom::Error> {
        Ok(Self { engine, hasher: Hasher::new()?, throttle: Arc::default(), hub, making: Arc::default() })
    }

    /// The engine beneath.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    fn store(&self) -> &Store {
        self.engine.store()
    }

    fn now(&self) -> weft_domain::Timestamp {
        self.engine.clock().now()
    }

    fn new_id(&self) -> Result<CommandId, AuthError> {
        let mut random = [0; 16];
        getrandom::fill(&mut random)?;
        Ok(CommandId::new_v7(self.now().0, random))
    }

    /// The turn to make an account. Of what is looked at under it (is the link good, is the address free?)
    /// nobody in this process makes anything else until the account is there. Another server over the same
    /// database can: then the database takes the first (an address, a person and a link are used once), and
    /// the other is told so.
    async fn turn(&self) -> MutexGuard<'_, ()> {
        self.making.lock().await
    }

    fn revoke(&self, revoked: Revoked) {
        self.hub.revoke(revoked);
    }
}

/// Why it was not done: what the asker is told, or what only the log is.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The asker is told.
    #[error(transparent)]
    Told(#[from] ApiError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing was saved.
    #[error(transparent)]
    NotSaved(#[from] NotSaved),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(#[from] getrandom::Error),
    /// A password could not be hashed.
    #[error("a password could not be hashed: {0}")]
    Hash(String),
}

impl From<AuthError> for ApiError {
    /// What the asker is told; the detail goes to the log, once, here.
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Told(told) => told,
            AuthError::Store(StoreError::LinkUsed) => Self::LinkInvalid,
            AuthError::Store(StoreError::Constraint(_)) => Self::AccountExists,
            AuthError::Store(_) | AuthError::NotSaved(_) | AuthError::Random(_) | AuthError::Hash(_) => {
                tracing::error!(%error, "an account could not be served");
                Self::NotSaved
            }
        }
    }
}

#[cfg(test)]
mod tests;
