//! `weft backup`, `weft restore` and `weft migrate`.

use serde_json::json;

use crate::cli::{BackupArgs, CommandError, MigrateArgs, Report, RestoreArgs};
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

/// Puts a backup in the place of the database, under a new epoch. Without a file it gives the epoch to
/// a PostgreSQL database that was restored already.
///
/// # Errors
/// [`CommandError::Busy`] while a server runs, [`CommandError::Refused`] for a file that is no backup.
pub async fn restore(settings: &Settings, args: RestoreArgs) -> Result<Report, CommandError> {
    let url = settings.database.url();
    let Some(file) = args.file else {
        let done = store::renew(&url).await?;
        let text = "the database begins a new life; everybody signs in again".to_owned();
        return Ok(Report { text, json: json!({ "seq": done.seq.0, "former": null }) });
    };
    let done = store::restore(&url, &file, Clock::system().now()).await?;
    let former = done.former.map(|path| path.display().to_string());
    let kept = former.as_ref().map(|path| format!("; what was there is now {path}")).unwrap_or_default();
    Ok(Report {
        text: format!("restored {}{kept}", file.display()),
        json: json!({ "seq": done.seq.0, "former": former }),
    })
}

/// Moves a SQLite organisation to PostgreSQL.
///
/// # Errors
/// [`CommandError::Busy`] while a server has either, [`CommandError::Refused`] where the database there
/// is not empty.
pub async fn migrate(settings: &Settings, args: MigrateArgs) -> Result<Report, CommandError> {
    let moved = store::transfer(&settings.database.url(), &args.to).await?;
    let rows: u64 = moved.tables.values().sum();
    let place = moved.place;
    let lines = moved.tables.iter().filter(|(_, rows)| **rows > 0);
    let lines: String = lines.map(|(table, rows)| format!("{table}: {rows} rows\n")).collect();
    Ok(Report {
        text: format!(
            "{lines}moved {rows} rows to {place} and compared them; name it in the setting `database`"
        ),
        json: json!({ "to": place, "seq": moved.seq.0, "rows": rows, "tables": moved.tables }),
    })
}
