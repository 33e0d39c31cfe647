//! One CSV file while it is written: UTF-8, LF, quotes where RFC 4180 wants them.

use crate::exchange::files::File;

pub(super) struct Sheet {
    file: File,
    bytes: Vec<u8>,
    lines: u32,
}

impl Sheet {
    pub(super) fn new(file: File) -> Self {
        let mut sheet = Self { file, bytes: Vec::new(), lines: 0 };
        sheet.write(file.columns().iter().copied());
        sheet
    }

    pub(super) fn file(&self) -> File {
        self.file
    }

    pub(super) fn lines(&self) -> u32 {
        self.lines
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Writes a line of data; columns that are not named stay empty.
    pub(super) fn line(&mut self, cells: &[(&str, String)]) {
        let columns = self.file.columns();
        let text = |column: &&str| cells.iter().find(|(name, _)| name == column).map_or("", |(_, text)| text);
        self.write(columns.iter().map(text));
        self.lines += 1;
    }

    fn write<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                self.bytes.push(b',');
            }
            let needs_quotes = cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell;
            if needs_quotes {
                self.bytes.push(b'"');
                self.bytes.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
                self.bytes.push(b'"');
            } else {
                self.bytes.extend_from_slice(cell.as_bytes());
            }
        }
        self.bytes.push(b'\n');
    }
}
