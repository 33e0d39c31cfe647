//! `weft backup` and `weft restore`.

use serde_json::json;

use crate::cli::{BackupArgs, CommandError, Report, RestoreArgs};
use crate::clock::Clock;
use crate::config::Settings;
use crate::store;

/// Writes a copy of the whole database to one file.
///
/// # Errors
/// [`CommandError::Refused`] when the file exists already; [`CommandError::Failed`] when there is no
/// database, or no room for the copy.
pub async fn backup(settings: &Settings, args: BackupArgs) -> Result<Report, CommandError> {
    store::backup(&settings.database.url(), &args.file).await?;
    let file = args.file.display().to_string();
    Ok(Report { text: format!("backed up to {file}"), json: json!({ "file": file }) })
}

/// Puts a backup in the place of the database, under a new epoch.
///
/// # Errors
/// [`CommandError::Busy`] while a server runs, [`CommandError::Refused`] for a file that is no backup.
pub async fn restore(settings: &Settings, args: RestoreArgs) -> Result<Report, CommandError> {
    let done = store::restore(&settings.database.url(), &args.file, Clock::system().now()).await?;
    let former = done.former.map(|path| path.display().to_string());
    let kept = former.as_ref().map(|path| format!("; what was there is now {path}")).unwrap_or_default();
    Ok(Report {
        text: format!("restored {}{kept}", args.file.display()),
        json: json!({ "seq": done.seq.0, "former": former }),
    })
}
