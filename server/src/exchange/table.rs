//! CSV as it is found in the wild: RFC 4180, and what programs make of it. A BOM, CRLF or CR line
//! ends, semicolons or tabs for commas and bytes that are not UTF-8 are read; a line whose quotes do
//! not close is reported and reading goes on with the next one.

use super::limits::{BROKEN_LINES_MAX, FIELD_BYTES_MAX};
use super::report::Reason;

/// One line of data; its cells in the order of the header.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The number of the line it begins on, from 1.
    pub(super) line: u32,
    /// The texts.
    pub(super) cells: Vec<String>,
    /// Some bytes were not UTF-8 and were replaced.
    pub(super) is_broken: bool,
    /// Some field was longer than [`FIELD_BYTES_MAX`] and was cut.
    pub(super) is_cut: bool,
}

/// A line that cannot be read.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) line: u32,
    pub(super) reason: Reason,
}

/// Reads lines one after the other. Blank ones are passed over.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
    broken: u32,
    delimiter: u8,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let first = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        let has = |byte: u8| first.contains(&byte);
        let delimiter = match () {
            () if has(b',') => b',',
            () if has(b';') => b';',
            () if has(b'\t') => b'\t',
            () => b',',
        };
        Self { bytes, at: 0, line: 1, broken: 0, delimiter }
    }

    /// Whether cells are parted by commas, as they should be.
    pub(super) fn has_commas(&self) -> bool {
        self.delimiter == b','
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Steps over one line end, if there is one.
    fn end_line(&mut self) -> bool {
        match self.peek() {
            Some(b'\n') => self.at += 1,
            Some(b'\r') => self.at += if self.bytes.get(self.at + 1) == Some(&b'\n') { 2 } else { 1 },
            _ => return false,
        }
        self.line = self.line.saturating_add(1);
        true
    }

    /// Goes to the start of the line after the one that begins at `start`.
    fn recover(&mut self, start: usize, line: u32) -> Fault {
        self.at = start;
        self.line = line;
        self.broken += 1;
        if self.broken > BROKEN_LINES_MAX {
            self.at = self.bytes.len();
            return Fault { line, reason: Reason::GaveUp };
        }
        while self.peek().is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
            self.at += 1;
        }
        self.end_line();
        Fault { line, reason: Reason::BrokenQuotes }
    }

    fn plain(&mut self, row: &mut Row) {
        let rest = &self.bytes[self.at..];
        let is_end = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        self.at += length;
        row.push(&rest[..length]);
    }

    /// Reads a quoted cell; `false`: its quotes do not close where they should.
    fn quoted(&mut self, row: &mut Row) -> bool {
        self.at += 1;
        let mut text = Vec::new();
        loop {
            let rest = &self.bytes[self.at..];
            let Some(length) = rest.iter().position(|byte| *byte == b'"') else { return false };
            let part = &rest[..length];
            let ends = part.iter().filter(|byte| **byte == b'\n').count();
            self.line = self.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
            // Beyond its limit a field is only counted, so that it costs no memory.
            if text.len() <= FIELD_BYTES_MAX {
                text.extend_from_slice(part);
            }
            self.at += length + 1;
            if self.peek() != Some(b'"') {
                break;
            }
            text.push(b'"');
            self.at += 1;
        }
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
        row.push(&text);
        self.peek().is_none_or(|byte| byte == self.delimiter || matches!(byte, b'\n' | b'\r'))
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Row, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let read = self.read()?;
            // Spreadsheets leave lines of nothing but commas behind the last one.
            let is_blank = |row: &Row| row.cells.iter().all(|cell| cell.trim().is_empty());
            if !read.as_ref().is_ok_and(is_blank) {
                return Some(read);
            }
        }
    }
}

impl Reader<'_> {
    fn read(&mut self) -> Option<Result<Row, Fault>> {
        while self.end_line() {}
        self.peek()?;
        let (start, line) = (self.at, self.line);
        let mut row = Row { line, ..Row::default() };
        loop {
            if self.peek() == Some(b'"') {
                if !self.quoted(&mut row) {
                    return Some(Err(self.recover(start, line)));
                }
            } else {
                self.plain(&mut row);
            }
            if self.peek() == Some(self.delimiter) {
                self.at += 1;
            } else {
                self.end_line();
                break;
            }
        }
        Some(Ok(row))
    }
}

impl Row {
    fn push(&mut self, bytes: &[u8]) {
        let kept = if bytes.len() > FIELD_BYTES_MAX {
            self.is_cut = true;
            let is_start = |at: &usize| bytes[*at] & 0b1100_0000 != 0b1000_0000;
            &bytes[..(0..=FIELD_BYTES_MAX).rev().find(is_start).unwrap_or(0)]
        } else {
            bytes
        };
        let text = String::from_utf8_lossy(kept);
        self.is_broken |= matches!(text, std::borrow::Cow::Owned(_));
        self.cells.push(text.into_owned());
    }
}

#[cfg(test)]
mod tests;
