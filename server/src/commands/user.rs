//! `weft user add` and `weft user reset-link`.

use crate::cli::{CommandError, Report, ResetLinkArgs, UserAddArgs};
use crate::config::Settings;

/// Makes an account with this password.
///
/// # Errors
/// [`CommandError::Refused`] when the address has an account, or the password is too weak.
pub async fn user_add(
    _settings: &Settings,
    _args: UserAddArgs,
    _password: String,
) -> Result<Report, CommandError> {
    Err(CommandError::Unsupported("add users"))
}

/// Makes a link by which a person sets a new password.
///
/// # Errors
/// [`CommandError::Refused`] when no account has the address.
pub async fn user_reset_link(_settings: &Settings, _args: ResetLinkArgs) -> Result<Report, CommandError> {
    Err(CommandError::Unsupported("make reset links"))
}
