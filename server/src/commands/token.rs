//! `weft token create`, `weft token list` and `weft token revoke`.

use serde_json::{Value, json};
use weft_app::api::TokenScope;

use super::open::perform;
use super::task::{Files, Task};
use crate::auth::id_of;
use crate::cli::{CommandError, Report, TokenCreateArgs, TokenListArgs, TokenRevokeArgs};
use crate::config::Settings;
use crate::exchange::instant_text;
use crate::store::AccessTokenRow;

/// Makes an access token and prints it, this once.
///
/// # Errors
/// [`CommandError::Refused`] when no account has the address, or its name is not good.
pub async fn token_create(settings: &Settings, args: TokenCreateArgs) -> Result<Report, CommandError> {
    let TokenCreateArgs { email, name, scope, days } = args;
    let task = Task::CreateToken { email, name, scope: scope.into(), days };
    Ok(perform(settings, task, Files::new(), |_| {}).await?.report)
}

/// Lists the tokens of an account.
///
/// # Errors
/// [`CommandError::Refused`] when no account has the address.
pub async fn token_list(settings: &Settings, args: TokenListArgs) -> Result<Report, CommandError> {
    let task = Task::ListTokens { email: args.email };
    Ok(perform(settings, task, Files::new(), |_| {}).await?.report)
}

/// Revokes a token, at once.
///
/// # Errors
/// [`CommandError::Refused`] when no account has the address, or the account no such token.
pub async fn token_revoke(settings: &Settings, args: TokenRevokeArgs) -> Result<Report, CommandError> {
    let task = Task::RevokeToken { email: args.email, id: args.id };
    Ok(perform(settings, task, Files::new(), |_| {}).await?.report)
}

/// A token as a program reads it.
pub(super) fn told(row: &AccessTokenRow) -> Value {
    json!({
        "id": id_of(&row.token_hash),
        "name": row.name,
        "scope": row.scope.name(),
        "created_at": instant_text(row.created_at),
        "expires_at": instant_text(row.expires_at),
        "last_used": row.last_used.map(instant_text),
    })
}

/// A token in one line, for a person.
pub(super) fn line(row: &AccessTokenRow) -> String {
    let used =
        row.last_used.map_or_else(|| "never used".to_owned(), |at| format!("used {}", instant_text(at)));
    let (id, scope, until) = (id_of(&row.token_hash), row.scope.name(), instant_text(row.expires_at));
    format!("{id}  {scope:5}  until {until}  {used}  {}", row.name)
}

impl From<crate::cli::TokenScopeArg> for TokenScope {
    fn from(scope: crate::cli::TokenScopeArg) -> Self {
        match scope {
            crate::cli::TokenScopeArg::Read => Self::Read,
            crate::cli::TokenScopeArg::Write => Self::Write,
        }
    }
}
