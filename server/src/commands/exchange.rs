//! `weft import` and `weft export`.

use crate::cli::{CommandError, ExportArgs, ImportArgs, Report};
use crate::config::Settings;

/// Brings in a folder in the exchange format, or says what would come in.
///
/// # Errors
/// [`CommandError::Refused`] when nothing can be brought in as the folder stands.
pub async fn import(_settings: &Settings, _args: ImportArgs) -> Result<Report, CommandError> {
    Err(CommandError::Unsupported("import"))
}

/// Writes everything as a folder in the exchange format.
///
/// # Errors
/// [`CommandError::Refused`] when the folder is not empty.
pub async fn export(_settings: &Settings, _args: ExportArgs) -> Result<Report, CommandError> {
    Err(CommandError::Unsupported("export"))
}
