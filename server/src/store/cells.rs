//! One row's values on their way into a statement and out of an answer, column by column.

use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    Arguments as _, Row as _, ValueRef as _,
    any::{AnyArguments, AnyRow},
};
use uuid::Uuid;
use weft_domain::{
    DepartmentKind, DependencyState, Grade, KudosCategory, Level, Locale, MembershipRole, Mode, Origin,
    RequestKind, ServiceState, Side, StateCategory, Timestamp,
};

use super::StoreError;

/// A value. Nulls are typed, because PostgreSQL wants to know.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Int(Option<i64>),
    Text(Option<String>),
    Blob(Option<Vec<u8>>),
}

/// The values of one or more rows, in the order of their columns.
#[derive(Debug, Default)]
pub(super) struct Cells(Vec<Cell>);

impl Cells {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn int(&mut self, value: impl Into<i64>) -> &mut Self {
        self.push(Cell::Int(Some(value.into())))
    }

    pub(super) fn int_or(&mut self, value: Option<impl Into<i64>>) -> &mut Self {
        self.push(Cell::Int(value.map(Into::into)))
    }

    /// An unsigned number by its bits: beyond `i64::MAX` it is stored as a negative one.
    pub(super) fn bits(&mut self, value: u64) -> &mut Self {
        self.int(value.cast_signed())
    }

    pub(super) fn at(&mut self, value: Timestamp) -> &mut Self {
        self.int(value.0)
    }

    pub(super) fn at_or(&mut self, value: Option<Timestamp>) -> &mut Self {
        self.int_or(value.map(|at| at.0))
    }

    pub(super) fn flag(&mut self, value: bool) -> &mut Self {
        self.int(value)
    }

    pub(super) fn text(&mut self, value: impl Into<String>) -> &mut Self {
        self.push(Cell::Text(Some(value.into())))
    }

    pub(super) fn text_or(&mut self, value: Option<impl Into<String>>) -> &mut Self {
        self.push(Cell::Text(value.map(Into::into)))
    }

    pub(super) fn id(&mut self, value: Uuid) -> &mut Self {
        self.text(id_text(value))
    }

    pub(super) fn id_or(&mut self, value: Option<Uuid>) -> &mut Self {
        self.text_or(value.map(id_text))
    }

    pub(super) fn word<T: Word>(&mut self, value: T) -> &mut Self {
        self.text(value.word())
    }

    pub(super) fn word_or<T: Word>(&mut self, value: Option<T>) -> &mut Self {
        self.text_or(value.map(Word::word))
    }

    /// A value as JSON. The domain's types have no form that JSON lacks.
    pub(super) fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> &mut Self {
        self.text(serde_json::to_string(value).unwrap_or_default())
    }

    pub(super) fn json_or<T: Serialize>(&mut self, value: Option<&T>) -> &mut Self {
        self.text_or(value.map(|value| serde_json::to_string(value).unwrap_or_default()))
    }

    pub(super) fn blob(&mut self, value: Vec<u8>) -> &mut Self {
        self.push(Cell::Blob(Some(value)))
    }

    pub(super) fn blob_or(&mut self, value: Option<Vec<u8>>) -> &mut Self {
        self.push(Cell::Blob(value))
    }

    /// Shows the values from `start` to `see`, so that other values are seen otherwise; says how many
    /// bytes they are.
    pub(super) fn show(&self, start: usize, mut see: impl FnMut(&[u8])) -> usize {
        let mut bytes = 0;
        for cell in self.0.iter().skip(start) {
            let number;
            let (kind, value): (u8, Option<&[u8]>) = match cell {
                Cell::Int(value) => {
                    number = value.unwrap_or_default().to_le_bytes();
                    (0, value.is_some().then_some(&number[..]))
                }
                Cell::Text(value) => (1, value.as_deref().map(str::as_bytes)),
                Cell::Blob(value) => (2, value.as_deref()),
            };
            see(&[kind, u8::from(value.is_some())]);
            let value = value.unwrap_or_default();
            see(&(value.len() as u64).to_le_bytes());
            see(value);
            bytes += value.len();
        }
        bytes
    }

    /// Takes the first `count` values out, as a statement's arguments.
    pub(super) fn take_arguments(&mut self, count: usize) -> Result<AnyArguments, StoreError> {
        let mut arguments = AnyArguments::default();
        arguments.reserve(count, 0);
        for cell in self.0.drain(..count.min(self.0.len())) {
            match cell {
                Cell::Int(value) => arguments.add(value),
                Cell::Text(value) => arguments.add(value),
                Cell::Blob(value) => arguments.add(value),
            }
            .map_err(StoreError::Other)?;
        }
        Ok(arguments)
    }

    /// Takes the first `rows` rows out, column by column, each as the text of an array; gives the
    /// expressions that read them, for PostgreSQL.
    pub(super) fn take_columns(
        &mut self,
        rows: usize,
        width: usize,
        arguments: &mut AnyArguments,
    ) -> Result<Vec<String>, StoreError> {
        let taken: Vec<Cell> = self.0.drain(..(rows * width).min(self.0.len())).collect();
        let mut arrays = Vec::with_capacity(width);
        for column in 0..width {
            let of_column = || taken.iter().skip(column).step_by(width);
            let kind = of_column().next().map_or("text", Cell::kind);
            arguments.add(array_text(of_column())).map_err(StoreError::Other)?;
            arrays.push(format!("${}::{kind}[]", arguments.len()));
        }
        Ok(arrays)
    }

    fn push(&mut self, cell: Cell) -> &mut Self {
        self.0.push(cell);
        self
    }
}

impl Cell {
    /// What PostgreSQL calls its type.
    fn kind(&self) -> &'static str {
        match self {
            Self::Int(_) => "bigint",
            Self::Text(_) => "text",
            Self::Blob(_) => "bytea",
        }
    }
}

/// Values as PostgreSQL reads an array: `{1,NULL}`, `{"a","say \"b\""}`, `{"\\x00ff"}`.
fn array_text<'a>(cells: impl Iterator<Item = &'a Cell>) -> String {
    use std::fmt::Write as _;
    let mut text = String::from("{");
    for cell in cells {
        if text.len() > 1 {
            text.push(',');
        }
        match cell {
            Cell::Int(None) | Cell::Text(None) | Cell::Blob(None) => text.push_str("NULL"),
            Cell::Int(Some(value)) => {
                // Writing into a string cannot fail.
                let _ = write!(text, "{value}");
            }
            Cell::Text(Some(value)) => push_quoted(&mut text, value),
            Cell::Blob(Some(bytes)) => push_hex(&mut text, bytes),
        }
    }
    text.push('}');
    text
}

fn push_quoted(text: &mut String, value: &str) {
    text.reserve(value.len() + 2);
    text.push('"');
    for part in value.split_inclusive(['"', '\\']) {
        match part.strip_suffix(['"', '\\']) {
            Some(before) => {
                text.push_str(before);
                text.push('\\');
                text.push_str(&part[before.len()..]);
            }
            None => text.push_str(part),
        }
    }
    text.push('"');
}

fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    text.reserve(bytes.len() * 2 + 6);
    text.push_str("\"\\\\x");
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text.push('"');
}

/// An id as it is stored.
pub(super) fn id_text(id: Uuid) -> String {
    id.hyphenated().to_string()
}

/// Reads one row's values from the left.
pub(super) struct Columns<'a> {
    row: &'a AnyRow,
    table: &'static str,
    names: &'static [&'static str],
    next: usize,
}

impl<'a> Columns<'a> {
    /// The values of `row`, selected as `names` of `table`; both are for errors.
    pub(super) fn new(row: &'a AnyRow, table: &'static str, names: &'static [&'static str]) -> Self {
        Self { row, table, names, next: 0 }
    }

    pub(super) fn int(&mut self) -> Result<i64, StoreError> {
        let at = self.step();
        self.row.try_get(at).map_err(|_| self.unknown(at))
    }

    pub(super) fn int_or(&mut self) -> Result<Option<i64>, StoreError> {
        if self.is_null()? { self.skip() } else { self.int().map(Some) }
    }

    /// A number of a narrower type.
    pub(super) fn number<T: TryFrom<i64>>(&mut self) -> Result<T, StoreError> {
        let value = self.int()?;
        T::try_from(value).map_err(|_| self.unknown(self.next - 1))
    }

    pub(super) fn number_or<T: TryFrom<i64>>(&mut self) -> Result<Option<T>, StoreError> {
        if self.is_null()? { self.skip() } else { self.number().map(Some) }
    }

    pub(super) fn bits(&mut self) -> Result<u64, StoreError> {
        Ok(self.int()?.cast_unsigned())
    }

    pub(super) fn at(&mut self) -> Result<Timestamp, StoreError> {
        self.int().map(Timestamp)
    }

    pub(super) fn at_or(&mut self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.int_or()?.map(Timestamp))
    }

    pub(super) fn flag(&mut self) -> Result<bool, StoreError> {
        Ok(self.int()? != 0)
    }

    pub(super) fn text(&mut self) -> Result<String, StoreError> {
        let at = self.step();
        self.row.try_get(at).map_err(|_| self.unknown(at))
    }

    pub(super) fn text_or(&mut self) -> Result<Option<String>, StoreError> {
        if self.is_null()? { self.skip() } else { self.text().map(Some) }
    }

    pub(super) fn id(&mut self) -> Result<Uuid, StoreError> {
        let text = self.text()?;
        Uuid::try_parse(&text).map_err(|_| self.unknown(self.next - 1))
    }

    pub(super) fn id_or(&mut self) -> Result<Option<Uuid>, StoreError> {
        if self.is_null()? { self.skip() } else { self.id().map(Some) }
    }

    pub(super) fn word<T: Word>(&mut self) -> Result<T, StoreError> {
        let text = self.text()?;
        T::from_word(&text).ok_or_else(|| self.unknown(self.next - 1))
    }

    pub(super) fn word_or<T: Word>(&mut self) -> Result<Option<T>, StoreError> {
        if self.is_null()? { self.skip() } else { self.word().map(Some) }
    }

    pub(super) fn json<T: DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let text = self.text()?;
        serde_json::from_str(&text).map_err(|_| self.unknown(self.next - 1))
    }

    pub(super) fn json_or<T: DeserializeOwned>(&mut self) -> Result<Option<T>, StoreError> {
        if self.is_null()? { self.skip() } else { self.json().map(Some) }
    }

    pub(super) fn blob(&mut self) -> Result<Vec<u8>, StoreError> {
        let at = self.step();
        self.row.try_get(at).map_err(|_| self.unknown(at))
    }

    /// The error for the value that was read last: it was read but means nothing.
    pub(super) fn bad(&self) -> StoreError {
        self.unknown(self.next.saturating_sub(1))
    }

    fn is_null(&self) -> Result<bool, StoreError> {
        Ok(self.row.try_get_raw(self.next).map_err(|_| self.unknown(self.next))?.is_null())
    }

    fn skip<T>(&mut self) -> Result<Option<T>, StoreError> {
        self.next += 1;
        Ok(None)
    }

    fn step(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    fn unknown(&self, at: usize) -> StoreError {
        StoreError::Value { table: self.table, column: self.names.get(at).copied().unwrap_or("?") }
    }
}

/// A closed word of the domain, as it is stored and checked by the database.
pub(super) trait Word: Sized {
    fn word(self) -> &'static str;
    fn from_word(word: &str) -> Option<Self>;
}

macro_rules! words {
    ($($type:ident { $($variant:ident = $word:literal),* $(,)? })*) => {$(
        impl Word for $type {
            fn word(self) -> &'static str {
                match self { $($type::$variant => $word),* }
            }
            fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($type::$variant),)* _ => None }
            }
        }
    )*};
}

words! {
    Locale { En = "en", ZhHans = "zh-Hans", ZhHant = "zh-Hant" }
    DepartmentKind {
        Division = "division", Department = "department", Team = "team", Committee = "committee",
        WorkingGroup = "working_group", Subsidiary = "subsidiary", Affiliate = "affiliate",
        Partner = "partner", Supplier = "supplier", Other = "other",
    }
    MembershipRole { Member = "member", Agent = "agent", Lead = "lead" }
    ServiceState { Draft = "draft", Active = "active", Retired = "retired" }
    DependencyState { Proposed = "proposed", Agreed = "agreed", Disputed = "disputed", Retired = "retired" }
    Mode { Collaboration = "collaboration", AsAService = "as_a_service", Facilitating = "facilitating" }
    Grade { A = "A", B = "B", C = "C" }
    Origin { Declared = "declared", Imported = "imported" }
    RequestKind {
        Service = "service", Question = "question", Problem = "problem", Complaint = "complaint",
        Suggestion = "suggestion",
    }
    Level { High = "high", Medium = "medium", Low = "low" }
    StateCategory {
        New = "new", Accepted = "accepted", InProgress = "in_progress", Waiting = "waiting",
        Resolved = "resolved", Closed = "closed", Declined = "declined", Cancelled = "cancelled",
    }
    Side { Customer = "customer", Provider = "provider" }
    KudosCategory { Help = "help", Teamwork = "teamwork", Innovation = "innovation", Craft = "craft" }
}
