//! `weft import` and `weft export`.

use super::open::perform;
use super::task::{Files, Task};
use crate::cli::{CommandError, ExportArgs, ImportArgs, Report};
use crate::config::Settings;
use crate::exchange::{self, FolderError, ImportError, Step};

/// Brings in a folder in the exchange format, or says what would come in.
///
/// # Errors
/// [`CommandError::Refused`] when nothing can be brought in as the folder stands.
pub async fn import(settings: &Settings, args: ImportArgs) -> Result<Report, CommandError> {
    let (files, folder) = exchange::read_path(&args.folder)?;
    let task = Task::Import { source: args.source, folder, is_preview: args.preview };
    Ok(perform(settings, task, files, tell).await?.report)
}

/// Writes everything as a folder in the exchange format.
///
/// # Errors
/// [`CommandError::Refused`] when the folder is not empty.
pub async fn export(settings: &Settings, args: ExportArgs) -> Result<Report, CommandError> {
    exchange::new_folder(&args.folder)?;
    let mut done = perform(settings, Task::Export, Files::new(), |_| {}).await?;
    exchange::write_folder(&args.folder, &done.files)?;
    done.report.json["folder"] = args.folder.display().to_string().into();
    Ok(done.report)
}

/// Progress, on standard error.
fn tell(step: Step) {
    let doing = match step {
        Step::Reading => "reading the files",
        Step::Planning => "working out what they bring",
        Step::Applying => "writing",
        Step::Done => "done",
    };
    eprintln!("{:>3} % {doing}", step.percent(0));
}

impl From<FolderError> for CommandError {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Refused(refused) => Self::Refused(refused.english().to_owned()),
            FolderError::Full(_) => Self::Refused(error.to_string()),
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
