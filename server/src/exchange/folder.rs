//! The edges: folders and archives.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write as _};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::limits::{IMPORT_BYTES_MAX, IMPORT_FILES_MAX};
use super::report::Refused;

/// Why files could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// They are no import.
    #[error("{}", .0.english())]
    Refused(Refused),
    /// The folder to write to holds something.
    #[error("{} is not empty; name a new folder", .0.display())]
    Full(PathBuf),
    /// The system said no.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// The files of a folder (not of those within it) or of a zip archive, and what it is called.
///
/// # Errors
/// Where it cannot be read or is beyond the limits of an import.
pub fn read_path(path: &Path) -> Result<(BTreeMap<String, Vec<u8>>, String), FolderError> {
    let full = fs::canonicalize(path)?;
    let stem = if full.is_dir() { full.file_name() } else { full.file_stem() };
    let name = stem.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if full.is_dir() {
        return Ok((read_folder(&full)?, name));
    }
    if fs::metadata(&full)?.len() > IMPORT_BYTES_MAX {
        return Err(FolderError::Refused(Refused::TooLarge));
    }
    Ok((unzip(&fs::read(&full)?).map_err(FolderError::Refused)?, name))
}

fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, FolderError> {
    let mut files = BTreeMap::new();
    let mut left = IMPORT_BYTES_MAX;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // What lies beside the data (a README, a licence) is none of an import's business.
        if !entry.file_type()?.is_file() || !is_csv(&name) {
            continue;
        }
        let bytes = entry.metadata()?.len();
        left = left.checked_sub(bytes).ok_or(FolderError::Refused(Refused::TooLarge))?;
        files.insert(name, fs::read(entry.path())?);
        if files.len() > IMPORT_FILES_MAX {
            return Err(FolderError::Refused(Refused::TooManyFiles));
        }
    }
    Ok(files)
}

/// The CSV files in a zip archive. It is unpacked in memory, never further than an import may be
/// large, whatever the archive says of itself.
///
/// # Errors
/// Where it is no archive, or is beyond the limits of an import.
pub fn unzip(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Refused> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::BrokenArchive)?;
    let mut files = BTreeMap::new();
    let mut left = IMPORT_BYTES_MAX;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|_| Refused::BrokenArchive)?;
        let name = entry.name().to_owned();
        // macOS puts a shadow of each file beside it.
        if !entry.is_file() || !is_csv(&name) || name.starts_with("__MACOSX") {
            continue;
        }
        let mut content = Vec::new();
        entry.take(left + 1).read_to_end(&mut content).map_err(|_| Refused::BrokenArchive)?;
        left = left.checked_sub(content.len() as u64).ok_or(Refused::TooLarge)?;
        files.insert(name, content);
        if files.len() > IMPORT_FILES_MAX {
            return Err(Refused::TooManyFiles);
        }
    }
    Ok(files)
}

/// Files as one zip archive.
///
/// # Errors
/// Where the archive would be larger than one can be.
pub fn zip(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        archive.start_file(name, options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Makes a folder to write to, or takes one that is empty.
///
/// # Errors
/// Where the folder holds something already, or the system says no.
pub fn new_folder(folder: &Path) -> Result<(), FolderError> {
    fs::create_dir_all(folder)?;
    match fs::read_dir(folder)?.next() {
        Some(_) => Err(FolderError::Full(folder.to_owned())),
        None => Ok(()),
    }
}

/// Writes files into a [new folder](new_folder).
///
/// # Errors
/// What the system says.
pub fn write_folder(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), FolderError> {
    Ok(files.iter().try_for_each(|(name, bytes)| fs::write(folder.join(name), bytes))?)
}

fn is_csv(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}
