//! `weft backup` and `weft restore`.

use crate::cli::{BackupArgs, CommandError, Report, RestoreArgs};
use crate::config::Settings;

/// Writes a copy of the whole database to one file.
///
/// # Errors
/// [`CommandError::Refused`] when the file exists already.
pub async fn backup(_settings: &Settings, _args: BackupArgs) -> Result<Report, CommandError> {
    Err(CommandError::Unsupported("back up"))
}

/// Puts a backup in the place of the database, under a new epoch.
///
/// # Errors
/// [`CommandError::Busy`] while a server runs, [`CommandError::Refused`] for a file that is no backup.
pub async fn restore(_settings: &Settings, _args: RestoreArgs) -> Result<Report, CommandError> {
    Err(CommandError::Unsupported("restore"))
}
