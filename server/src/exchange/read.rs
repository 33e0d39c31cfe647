//! Reading: bytes in, typed records with line numbers out. Nothing is looked up here; what a record
//! refers to is found in [`plan`](super::plan).

use std::collections::BTreeMap;

use super::clean;
use super::files::File;
use super::limits::{COLUMNS_MAX, ID_CHARS_MAX, IMPORT_BYTES_MAX, IMPORT_FILES_MAX, ROWS_MAX};
use super::records::Records;
use super::report::{Notes, Reason, Refused, Warning};
use super::table::{Reader, Row};

/// One line of a file whose header has been read.
pub(super) struct Line<'a> {
    columns: &'a BTreeMap<&'static str, usize>,
    cells: &'a [String],
}

/// What a record is made from.
pub(super) trait Record: Sized {
    /// The file it stands in.
    const FILE: File;
    /// Makes one of a line, or says why it cannot be.
    fn of(line: &Line<'_>) -> Result<Self, (Reason, String)>;
}

/// A record and the number of its line.
pub(super) type Numbered<T> = (u32, T);

/// Reads the files of an import, by name. Files that are none of the format's are noted.
///
/// # Errors
/// When the import is beyond its limits as a whole, or holds nothing that can be read.
pub fn read(files: &BTreeMap<String, Vec<u8>>) -> Result<Records, Refused> {
    if files.len() > IMPORT_FILES_MAX {
        return Err(Refused::TooManyFiles);
    }
    let bytes: u64 = files.values().map(|bytes| bytes.len() as u64).sum();
    if bytes > IMPORT_BYTES_MAX {
        return Err(Refused::TooLarge);
    }
    let mut found: BTreeMap<File, &[u8]> = BTreeMap::new();
    let mut notes = Notes::default();
    for (path, bytes) in files {
        match File::of_path(path) {
            Some(file) if !found.contains_key(&file) => drop(found.insert(file, bytes)),
            _ => notes.unknown_files.push(path.clone()),
        }
    }
    if found.is_empty() {
        return Err(Refused::NothingToRead);
    }
    let mut records = Records { notes, ..Records::default() };
    for (file, bytes) in found {
        records.read(file, bytes);
    }
    Ok(records)
}

/// Reads all records of one file.
pub(super) fn all<R: Record>(notes: &mut Notes, bytes: &[u8]) -> Vec<Numbered<R>> {
    let mut records = Vec::new();
    lines(notes, R::FILE, bytes, |notes, number, line| match R::of(line) {
        Ok(record) => records.push((number, record)),
        Err((reason, value)) => notes.skip(R::FILE, number, reason, &value),
    });
    records
}

/// Counts the lines of a file whose contents Weft does not keep yet.
pub(super) fn count_only(notes: &mut Notes, file: File, bytes: &[u8]) {
    lines(notes, file, bytes, |notes, _, _| notes.of(file).not_kept += 1);
}

fn lines(notes: &mut Notes, file: File, bytes: &[u8], mut each: impl FnMut(&mut Notes, u32, &Line<'_>)) {
    notes.of(file);
    let mut reader = Reader::new(bytes);
    if !reader.has_commas() {
        notes.warn(file, 1, Warning::OtherDelimiter, "");
    }
    let header = match reader.next() {
        None => return,
        Some(Ok(row)) => row,
        Some(Err(fault)) => {
            notes.of(file).rows += 1;
            return notes.skip(file, fault.line, fault.reason, "");
        }
    };
    let width = header.cells.len();
    let columns = columns(notes, file, header);
    let missing: Vec<&str> =
        file.required().iter().copied().filter(|column| !columns.contains_key(column)).collect();
    for read in reader {
        notes.of(file).rows += 1;
        notes.rows += 1;
        let row = match read {
            Ok(row) => row,
            Err(fault) => {
                notes.skip(file, fault.line, fault.reason, "");
                continue;
            }
        };
        let reason = match () {
            () if !missing.is_empty() => Some(Reason::ColumnMissing),
            () if notes.rows > ROWS_MAX => Some(Reason::TooManyRows),
            () if row.cells.len() > width => Some(Reason::TooManyCells),
            () => None,
        };
        if let Some(reason) = reason {
            notes.skip(file, row.line, reason, &missing.join(", "));
            continue;
        }
        if row.is_broken {
            notes.warn(file, row.line, Warning::BrokenText, "");
        }
        if row.is_cut {
            notes.warn(file, row.line, Warning::Shortened, "");
        }
        each(notes, row.line, &Line { columns: &columns, cells: &row.cells });
    }
}

/// Where the known columns are. Unknown ones are noted, unless nothing of the file is kept anyway.
fn columns(notes: &mut Notes, file: File, header: Row) -> BTreeMap<&'static str, usize> {
    let mut columns = BTreeMap::new();
    for (at, name) in header.cells.iter().enumerate().take(COLUMNS_MAX) {
        let name = clean::line(name).to_lowercase().replace([' ', '-'], "_");
        let known = file.columns().iter().copied().find(|known| *known == name);
        match known {
            Some(known) if columns.contains_key(known) => {
                notes.warn(file, header.line, Warning::ColumnTwice, known);
            }
            Some(known) => drop(columns.insert(known, at)),
            None if file.columns().is_empty() || name.is_empty() => {}
            None => notes.warn(file, header.line, Warning::UnknownColumn, &name),
        }
    }
    columns
}

impl Line<'_> {
    /// The cell in a column as it stands; empty where the file has no such column.
    pub(super) fn raw(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|at| self.cells.get(*at)).map_or("", String::as_str)
    }

    /// The cell as a text of one line.
    pub(super) fn line(&self, column: &str) -> String {
        clean::line(self.raw(column))
    }

    /// The cell as a text of several lines.
    pub(super) fn prose(&self, column: &str) -> String {
        clean::prose(self.raw(column))
    }

    /// The cell as a text of one line, if the file has the column.
    pub(super) fn own(&self, column: &str) -> Option<String> {
        self.columns.contains_key(column).then(|| self.line(column))
    }

    /// The cell as a text of several lines, if the file has the column.
    pub(super) fn own_prose(&self, column: &str) -> Option<String> {
        self.columns.contains_key(column).then(|| self.prose(column))
    }

    /// The cell as something's id.
    pub(super) fn id(&self, column: &str) -> Result<String, (Reason, String)> {
        let id = self.line(column);
        match () {
            () if id.is_empty() => Err((Reason::MissingId, column.to_owned())),
            () if id.chars().count() > ID_CHARS_MAX => Err((Reason::IdTooLong, id)),
            () => Ok(id),
        }
    }

    /// The cell as a reference to something else, if there is one.
    pub(super) fn reference(&self, column: &str) -> Option<String> {
        Some(self.line(column)).filter(|id| !id.is_empty())
    }
}
