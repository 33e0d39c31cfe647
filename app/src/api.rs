//! What is asked of the server that is not a command: accounts, sessions, invitations. The only
//! place for `#[server]` functions. Their bodies call the [`Access`] service that the server puts
//! into context; nothing of it is compiled into the browser.
//!
//! Each answers twice: the outer result is how the call went, the inner one ([`Answer`]) what came of
//! it. A page that does not care which calls `flatten`.
#![expect(missing_docs, reason = "#[server] makes a struct of each function's arguments")]

mod views;

pub use views::{
    AccountView, InvitationView, NewAccount, NewOrganisation, SessionView, TokenScope, TokenView,
};

use std::{future::Future, pin::Pin, sync::Arc};

use leptos::prelude::*;
use leptos::server_fn::codec::{Json, JsonEncoding};
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use weft_domain::{OrganisationRole, PersonId, Refusal};

/// Why the server did not do it. Closed; the words are in `i18n/access.rs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ApiError {
    /// E-mail and password do not go together. The same for an unknown e-mail.
    #[error("e-mail and password do not go together")]
    BadCredentials,
    /// Too many tries; come back later.
    #[error("too many tries")]
    Throttled {
        /// Seconds to wait.
        seconds: u32,
    },
    /// The link was used, has run out or never was.
    #[error("the link is no longer good")]
    LinkInvalid,
    /// The password is shorter or longer than its limits.
    #[error("the password is too short or too long")]
    BadPassword,
    /// The e-mail address has no usable form.
    #[error("the e-mail address has no usable form")]
    BadEmail,
    /// Another account has this e-mail address, or the person has an account.
    #[error("there is an account already")]
    AccountExists,
    /// Only somebody with another role may.
    #[error("not allowed")]
    Forbidden,
    /// Nobody is signed in.
    #[error("signed out")]
    SignedOut,
    /// A token has no name, a name that is too long, or more days than one may live.
    #[error(
        "a token needs a name of at most {TOKEN_NAME_CHARS_MAX} characters and 1 to {TOKEN_DAYS_MAX} days"
    )]
    BadToken,
    /// The account has as many tokens as one may have.
    #[error("there are {TOKENS_MAX} tokens already: revoke one")]
    TooManyTokens,
    /// A rule refused it.
    #[error("refused")]
    Refused(Refusal),
    /// The server cannot store anything right now.
    #[error("the server cannot store anything right now")]
    NotSaved,
    /// No answer came, or none that could be read.
    #[error("no answer")]
    Unreachable,
}

impl ApiError {
    /// Whether somebody who uses the pages as they are meant to can meet it: a wrong password, an
    /// address that is taken, a link that has run out. Such an outcome is an answer like any other,
    /// not a failed call, and no browser shows it as one.
    pub fn is_expected(&self) -> bool {
        match self {
            Self::BadCredentials
            | Self::Throttled { .. }
            | Self::LinkInvalid
            | Self::BadPassword
            | Self::BadEmail
            | Self::AccountExists
            | Self::BadToken
            | Self::TooManyTokens
            | Self::Refused(_) => true,
            Self::Forbidden | Self::SignedOut | Self::NotSaved | Self::Unreachable => false,
        }
    }
}

/// What came of a call that went well.
pub type Answer<T> = Result<T, ApiError>;

#[cfg_attr(
    target_arch = "wasm32",
    expect(dead_code, reason = "server function bodies are compiled on the server only")
)]
fn answer<T>(done: Result<T, ApiError>) -> Result<Answer<T>, ApiError> {
    match done {
        Err(error) if !error.is_expected() => Err(error),
        answer => Ok(answer),
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Unreachable
    }
}

/// Characters a password has at least.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Characters a password has at most: hashing longer ones only costs the server time.
pub const PASSWORD_CHARS_MAX: usize = 200;

/// Days that an access token lives at most.
pub const TOKEN_DAYS_MAX: u32 = 366;
/// Characters of an access token's name at most.
pub const TOKEN_NAME_CHARS_MAX: usize = 60;
/// Access tokens of one account. A further one is refused until one is revoked or has run out.
pub const TOKENS_MAX: usize = 20;

/// What the server does for the functions below.
pub trait Access: Send + Sync {
    /// See [`set_up`].
    fn set_up(&self, token: String, organisation: NewOrganisation, account: NewAccount) -> Done<()>;
    /// See [`sign_in`].
    fn sign_in(&self, email: String, password: String) -> Done<()>;
    /// See [`sign_out`].
    fn sign_out(&self) -> Done<()>;
    /// See [`see_invitation`].
    fn see_invitation(&self, token: String) -> Done<InvitationView>;
    /// See [`accept_invitation`].
    fn accept_invitation(&self, token: String, account: NewAccount) -> Done<()>;
    /// See [`invite`].
    fn invite(
        &self,
        person: Option<PersonId>,
        email: Option<String>,
        roles: Vec<OrganisationRole>,
    ) -> Done<String>;
    /// See [`reset_password`].
    fn reset_password(&self, token: String, password: String) -> Done<()>;
    /// See [`make_reset_link`].
    fn make_reset_link(&self, person: PersonId) -> Done<String>;
    /// See [`change_password`].
    fn change_password(&self, old: String, new: String) -> Done<()>;
    /// See [`sessions`].
    fn sessions(&self) -> Done<Vec<SessionView>>;
    /// See [`end_session`].
    fn end_session(&self, id: String) -> Done<()>;
    /// See [`tokens`].
    fn tokens(&self) -> Done<Vec<TokenView>>;
    /// See [`make_token`].
    fn make_token(&self, name: String, scope: TokenScope, days: u32) -> Done<String>;
    /// See [`revoke_token`].
    fn revoke_token(&self, id: String) -> Done<()>;
    /// See [`accounts`].
    fn accounts(&self) -> Done<Vec<AccountView>>;
    /// See [`set_account_disabled`].
    fn set_account_disabled(&self, person: PersonId, disabled: bool) -> Done<()>;
}

/// What an [`Access`] call answers.
pub type Done<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + Send>>;

#[cfg_attr(
    target_arch = "wasm32",
    expect(dead_code, reason = "server function bodies are compiled on the server only")
)]
fn access() -> Result<Arc<dyn Access>, ApiError> {
    use_context::<Arc<dyn Access>>().ok_or(ApiError::Unreachable)
}

/// Makes the first account, by the one-time link an empty database's server prints, and signs it in.
/// It holds every role: somebody must be able to give them.
///
/// # Errors
/// Where the link is not good, or the account's fields are not.
#[server(endpoint = "set_up", input = Json, output = Json)]
pub async fn set_up(
    token: String,
    organisation: NewOrganisation,
    account: NewAccount,
) -> Result<Answer<()>, ApiError> {
    answer(access()?.set_up(token, organisation, account).await)
}

/// Opens a session.
///
/// # Errors
/// The same for a wrong password and an unknown e-mail; after some tries one has to wait.
#[server(endpoint = "sign_in", input = Json, output = Json)]
pub async fn sign_in(email: String, password: String) -> Result<Answer<()>, ApiError> {
    answer(access()?.sign_in(email, password).await)
}

/// Ends this session.
///
/// # Errors
/// Where the server cannot store it.
#[server(endpoint = "sign_out", input = Json, output = Json)]
pub async fn sign_out() -> Result<Answer<()>, ApiError> {
    answer(access()?.sign_out().await)
}

/// Reads what an invitation link says.
///
/// # Errors
/// Where the link is not good.
#[server(endpoint = "see_invitation", input = Json, output = Json)]
pub async fn see_invitation(token: String) -> Result<Answer<InvitationView>, ApiError> {
    answer(access()?.see_invitation(token).await)
}

/// Makes an account by an invitation link and signs it in.
///
/// # Errors
/// Where the link is not good, or the account's fields are not.
#[server(endpoint = "accept_invitation", input = Json, output = Json)]
pub async fn accept_invitation(token: String, account: NewAccount) -> Result<Answer<()>, ApiError> {
    answer(access()?.accept_invitation(token, account).await)
}

/// Makes an invitation link: for a person of the directory, or for a new one.
///
/// # Errors
/// Only those who run the system or keep the directory invite; nobody grants more than they hold.
#[server(endpoint = "invite", input = Json, output = Json)]
pub async fn invite(
    person: Option<PersonId>,
    email: Option<String>,
    roles: Vec<OrganisationRole>,
) -> Result<Answer<String>, ApiError> {
    answer(access()?.invite(person, email, roles).await)
}

/// Sets another password by a link, and ends all sessions of the account.
///
/// # Errors
/// Where the link or the password is not good.
#[server(endpoint = "reset_password", input = Json, output = Json)]
pub async fn reset_password(token: String, password: String) -> Result<Answer<()>, ApiError> {
    answer(access()?.reset_password(token, password).await)
}

/// Makes a link by which a person can set another password.
///
/// # Errors
/// Only those who run the system may.
#[server(endpoint = "make_reset_link", input = Json, output = Json)]
pub async fn make_reset_link(person: PersonId) -> Result<Answer<String>, ApiError> {
    answer(access()?.make_reset_link(person).await)
}

/// Sets another password for oneself, and ends all other sessions.
///
/// # Errors
/// Where the old password is wrong or the new one not good.
#[server(endpoint = "change_password", input = Json, output = Json)]
pub async fn change_password(old: String, new: String) -> Result<Answer<()>, ApiError> {
    answer(access()?.change_password(old, new).await)
}

/// My sessions, the newest first.
///
/// # Errors
/// Where nobody is signed in.
#[server(endpoint = "sessions", input = Json, output = Json)]
pub async fn sessions() -> Result<Answer<Vec<SessionView>>, ApiError> {
    answer(access()?.sessions().await)
}

/// Ends one of my sessions, at once.
///
/// # Errors
/// Where there is none of mine with this id.
#[server(endpoint = "end_session", input = Json, output = Json)]
pub async fn end_session(id: String) -> Result<Answer<()>, ApiError> {
    answer(access()?.end_session(id).await)
}

/// My access tokens, the newest first.
///
/// # Errors
/// Where nobody is signed in.
#[server(endpoint = "tokens", input = Json, output = Json)]
pub async fn tokens() -> Result<Answer<Vec<TokenView>>, ApiError> {
    answer(access()?.tokens().await)
}

/// Makes an access token for me, and gives it: it is shown this once, only its hash is kept.
///
/// # Errors
/// Where name or days are not good, or there are [`TOKENS_MAX`].
#[server(endpoint = "make_token", input = Json, output = Json)]
pub async fn make_token(name: String, scope: TokenScope, days: u32) -> Result<Answer<String>, ApiError> {
    answer(access()?.make_token(name, scope, days).await)
}

/// Revokes one of my access tokens; what is connected by it ends at once.
///
/// # Errors
/// Where there is none of mine with this id.
#[server(endpoint = "revoke_token", input = Json, output = Json)]
pub async fn revoke_token(id: String) -> Result<Answer<()>, ApiError> {
    answer(access()?.revoke_token(id).await)
}

/// Every account.
///
/// # Errors
/// Only those who run the system may.
#[server(endpoint = "accounts", input = Json, output = Json)]
pub async fn accounts() -> Result<Answer<Vec<AccountView>>, ApiError> {
    answer(access()?.accounts().await)
}

/// Closes an account, ending its sessions at once, or opens it again.
///
/// # Errors
/// Only those who run the system may; not their own.
#[server(endpoint = "set_account_disabled", input = Json, output = Json)]
pub async fn set_account_disabled(person: PersonId, disabled: bool) -> Result<Answer<()>, ApiError> {
    answer(access()?.set_account_disabled(person, disabled).await)
}
