//! `weft import` and `weft export`.

use serde_json::json;

use super::open::open;
use crate::cli::{CommandError, ExportArgs, ImportArgs, Report};
use crate::config::Settings;
use crate::exchange::{self, FolderError, Import, ImportError, Step};

/// Brings in a folder in the exchange format, or says what would come in.
///
/// # Errors
/// [`CommandError::Refused`] when nothing can be brought in as the folder stands,
/// [`CommandError::Busy`] while a server has the database.
pub async fn import(settings: &Settings, args: ImportArgs) -> Result<Report, CommandError> {
    let (files, folder) = exchange::read_path(&args.folder)?;
    let running = open(settings).await?;
    let import = Import { files, source: args.source, folder, person: None, is_preview: args.preview };
    let result = exchange::import(&running.engine, import, tell).await;
    running.stop().await;
    let report = result?;
    let json = json!({ "preview": args.preview, "report": report });
    Ok(Report { text: report.to_string(), json })
}

/// Writes everything as a folder in the exchange format.
///
/// # Errors
/// [`CommandError::Refused`] when the folder is not empty.
pub async fn export(settings: &Settings, args: ExportArgs) -> Result<Report, CommandError> {
    let running = open(settings).await?;
    let exported = exchange::export_all(&running.engine, None).await;
    running.stop().await;
    let exported = exported?;
    exchange::write_folder(&args.folder, &exported.files)?;
    let text = exported
        .lines
        .iter()
        .map(|(file, lines)| format!("{file}: {lines} lines"))
        .collect::<Vec<_>>()
        .join("\n");
    Ok(Report { text, json: json!({ "folder": args.folder, "files": exported.lines }) })
}

/// Progress, on standard error.
fn tell(step: Step) {
    let doing = match step {
        Step::Reading => "reading the files",
        Step::Planning => "working out what they bring",
        Step::Applying => "writing",
        Step::Done => "done",
    };
    eprintln!("{:>3} % {doing}", step.percent());
}

impl From<FolderError> for CommandError {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Refused(refused) => Self::Refused(refused.english().to_owned()),
            FolderError::Io(error) => Self::Io(error),
        }
    }
}

impl From<ImportError> for CommandError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Refused(refused) => Self::Refused(refused.english().to_owned()),
            ImportError::Store(error) => error.into(),
            error => Self::Failed(error.to_string()),
        }
    }
}
