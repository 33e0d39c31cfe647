//! What is asked of the server that is not a command: accounts, sessions, invitations. The only
//! place for `#[server]` functions. Their bodies call the [`Access`] service that the server puts
//! into context; nothing of it is compiled into the browser.
//!
//! Each answers twice: the outer result is how the call went, the inner one ([`Answer`]) what came of
//! it. A page that does not care which calls `flatten`.
#![expect(missing_docs, reason = "#[server] makes a struct of each function's arguments")]

use std::{future::Future, pin::Pin, sync::Arc};

use leptos::prelude::*;
use leptos::server_fn::codec::{Json, JsonEncoding};
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use weft_domain::{OrganisationRole, PersonId, Refusal, Timestamp};

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

/// What an invitation link says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// The organisation's name.
    pub organisation: String,
    /// The person of the directory the account will belong to; none: a new one.
    pub person: Option<String>,
    /// The address it was written for.
    pub email: Option<String>,
}

/// What an account is to be made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAccount {
    /// What the person is called. Ignored where an invitation names a person.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// The password.
    pub password: String,
}

/// One of my sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Names it, but does not open it.
    pub id: String,
    /// It is the one that asks.
    pub is_this: bool,
    /// The browser's own words for itself.
    pub user_agent: String,
    /// From where it was last seen.
    pub address: String,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last seen.
    pub last_seen: Timestamp,
}

/// One account, as those who run the system see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Whose.
    pub person: PersonId,
    /// The address to sign in with.
    pub email: String,
    /// It cannot be signed in to.
    pub is_disabled: bool,
}

/// What the server does for the functions below.
pub trait Access: Send + Sync {
    /// See [`set_up`].
    fn set_up(&self, token: String, organisation: String, account: NewAccount) -> Done<()>;
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
    organisation: String,
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
