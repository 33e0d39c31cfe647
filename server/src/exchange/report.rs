//! What an import did or would do, file by file and line by line.

mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::files::File;
use super::limits::{SKIPS_LISTED_MAX, VALUE_CHARS_MAX, WARNING_LINES_MAX, WARNINGS_LISTED_MAX};

/// What an import did or would do. The page shows it; `weft import --json` prints it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Under which name the source's ids are kept.
    pub source: String,
    /// Why nothing can come in as it stands; none: it can.
    pub refused: Option<Refused>,
    /// What becomes of each file, in reading order.
    pub files: Vec<FileReport>,
    /// Names of files that are none of the format's.
    pub unknown_files: Vec<String>,
    /// How many rows are written in all, by-products included.
    pub changes: u32,
    /// How many entries the journal gets.
    pub journal: u32,
}

/// What becomes of one file. Every line of data is counted exactly once: `rows` is the sum of
/// `created`, `changed`, `unchanged`, `used`, `not_kept` and `skipped`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    /// Its name, as `departments.csv`.
    pub file: String,
    /// Lines of data in it.
    pub rows: u32,
    /// Lines that bring something new.
    pub created: u32,
    /// Lines that change what is there.
    pub changed: u32,
    /// Lines that say what is there already.
    pub unchanged: u32,
    /// Lines that only say how others are to be read (states).
    pub used: u32,
    /// Lines of what Weft does not keep yet.
    pub not_kept: u32,
    /// Lines left out.
    pub skipped: u32,
    /// Each line left out, in order, up to [`SKIPS_LISTED_MAX`].
    pub skips: Vec<Skip>,
    /// Those beyond, by reason.
    pub skips_unlisted: BTreeMap<Reason, u32>,
    /// What looks wrong or was guessed, most frequent first.
    pub warnings: Vec<Warned>,
}

/// One line left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// Its number in the file; the header is line 1.
    pub line: u32,
    /// Why.
    pub reason: Reason,
    /// The value that is at fault, shortened; may be empty.
    pub value: String,
}

/// Something that looks wrong or was guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warned {
    /// What.
    pub warning: Warning,
    /// The value it is about, shortened; may be empty.
    pub value: String,
    /// What was made of it; may be empty.
    pub became: String,
    /// On how many lines.
    pub count: u32,
    /// The first of them, up to [`WARNING_LINES_MAX`].
    pub lines: Vec<u32>,
}

/// Why nothing can come in. Closed; the page translates it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// There is no file of the format.
    NothingToRead,
    /// The files are larger than an import may be.
    TooLarge,
    /// There are more files than an import may have.
    TooManyFiles,
    /// The archive cannot be read.
    BrokenArchive,
    /// The source's name is empty or too long.
    BadSourceName,
    /// The server could not finish it; nothing was changed.
    Failed,
}

/// Why a line is left out. Closed; the page translates it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The file lacks a column it cannot do without.
    ColumnMissing,
    /// Its quotes do not close.
    BrokenQuotes,
    /// Too many lines before it had broken quotes; the rest of the file was not read.
    GaveUp,
    /// It has more cells than the header.
    TooManyCells,
    /// The import has more lines than one may have.
    TooManyRows,
    /// It has no id.
    MissingId,
    /// Its id is too long.
    IdTooLong,
    /// The same id came on an earlier line.
    Duplicate,
    /// It names a department that there is not.
    UnknownDepartment,
    /// It names a person that there is not.
    UnknownPerson,
    /// It names a request that there is not.
    UnknownRequest,
    /// It names a dependency that there is not.
    UnknownDependency,
    /// The dependency has as many needs as one may have.
    TooManyNeeds,
    /// A department would depend on itself.
    Itself,
    /// Its time cannot be read.
    BadTime,
    /// It is about a former member, who gets no rights.
    FormerMember,
    /// The person has as many memberships as one may have.
    TooManyMemberships,
    /// The service has as many providers as one may have.
    TooManyProviders,
    /// The request is confidential; an import does not touch it.
    Confidential,
    /// It says nothing that its request does not say already.
    SaysNothing,
    /// It is about something that was here before, which people here change.
    HereBefore,
    /// It would speak for somebody who is here and speaks for themselves.
    InTheirName,
    /// The person was erased; an import does not bring them back.
    Erased,
    /// The request is confidential and nobody would handle it.
    NoHandler,
}

/// What looks wrong or was guessed. Closed; the page translates it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// A column nobody knows; its values are not kept.
    UnknownColumn,
    /// A column there is already; the first one counts.
    ColumnTwice,
    /// Cells are parted by something other than commas.
    OtherDelimiter,
    /// Bytes that are not UTF-8 were replaced.
    BrokenText,
    /// A text was longer than it may be and was shortened.
    Shortened,
    /// A name is missing; the id stands in.
    MissingName,
    /// A title is missing; kind and number stand in.
    MissingTitle,
    /// The department above is none that there is; it comes in at the top level.
    UnknownParent,
    /// The department would be above itself; it comes in at the top level.
    OwnAncestor,
    /// The tree would be too deep; it comes in at the top level.
    TooDeep,
    /// The kind of department was guessed.
    KindGuessed,
    /// The department comes in retired.
    ComesRetired,
    /// The request key is malformed or taken; another was made.
    KeyChanged,
    /// The address is none.
    BadEmail,
    /// Another person has this address already.
    EmailTaken,
    /// The role was guessed.
    RoleGuessed,
    /// The role names no department and is not kept.
    RoleWithoutDepartment,
    /// Two lines say the same and were joined.
    Joined,
    /// Two lines call the same id by different names; the first counts.
    OtherName,
    /// A number cannot be read and was left out.
    BadNumber,
    /// A time cannot be read and was left out.
    BadTime,
    /// A time lies in the future.
    FutureTime,
    /// A time is missing; another stands in.
    MissingTime,
    /// Times run backwards.
    Backwards,
    /// A state was guessed from its words.
    StateGuessed,
    /// A category was guessed from its words.
    CategoryGuessed,
    /// A priority was mapped.
    PriorityMapped,
    /// A priority cannot be read; medium stands in.
    PriorityUnknown,
    /// A kind of request was mapped.
    RequestKindMapped,
    /// A department that there is not was left out.
    UnknownDepartment,
    /// A person that there is not was left out.
    UnknownPerson,
    /// A service that there is not was left out.
    UnknownService,
    /// Who did it is not in the directory.
    UnknownActor,
    /// It has a closing time though its last state was none; it comes in closed.
    ClosedByTime,
    /// A person left a department by the source; the membership ends.
    Left,
    /// Its last event says another holder than the request; the event counts.
    OtherHolder,
    /// Its holder takes part no more; it goes to the unrouted intake.
    HolderRetired,
    /// Its number is malformed or taken; it got another.
    NumberChanged,
    /// Neither department is known, so it gets no number.
    NoNumber,
    /// A person's part in a request was mapped.
    PartMapped,
    /// It has as many watchers as a request may have.
    TooManyWatchers,
    /// It came in earlier and is no longer in the source; it stays.
    Vanished,
    /// The source changed what it had said before; the journal keeps what came first.
    HistoryRewritten,
    /// A word is none of those there are; the usual one stands in.
    UnknownWord,
    /// What people here agreed of a dependency stays, whatever the source says.
    AgreementKept,
    /// Somebody who is here would have said it; it is left to them.
    InTheirName,
    /// Who may see a request never changes.
    SightKept,
    /// A request went through more departments than may be remembered of one; the journal has them all.
    TooManyHolders,
    /// The organisation's time zone is unknown to this machine; times without one are read as UTC.
    UnknownZone,
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It says what is there already.
    Unchanged,
    /// It changes what is there.
    Changed,
    /// It brings something new.
    Created,
}

/// The report while it is being written.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    files: BTreeMap<File, FileReport>,
    index: BTreeMap<(File, Warning, String), usize>,
    pub(super) unknown_files: Vec<String>,
    pub(super) rows: u32,
}

impl Notes {
    /// The notes on one file.
    pub(super) fn of(&mut self, file: File) -> &mut FileReport {
        self.files
            .entry(file)
            .or_insert_with(|| FileReport { file: file.name().into(), ..FileReport::default() })
    }

    /// Counts a line.
    pub(super) fn count(&mut self, file: File, outcome: Outcome) {
        let report = self.of(file);
        match outcome {
            Outcome::Created => report.created += 1,
            Outcome::Changed => report.changed += 1,
            Outcome::Unchanged => report.unchanged += 1,
        }
    }

    /// Leaves a line out.
    pub(super) fn skip(&mut self, file: File, line: u32, reason: Reason, value: &str) {
        let report = self.of(file);
        report.skipped += 1;
        if report.skips.len() < SKIPS_LISTED_MAX {
            report.skips.push(Skip { line, reason, value: shortened(value) });
        } else {
            *report.skips_unlisted.entry(reason).or_default() += 1;
        }
    }

    /// Says that something looks wrong.
    pub(super) fn warn(&mut self, file: File, line: u32, warning: Warning, value: &str) {
        self.guess(file, line, warning, value, "");
    }

    /// Says what was made of something that the source did not say clearly.
    pub(super) fn guess(&mut self, file: File, line: u32, warning: Warning, value: &str, became: &str) {
        let value = shortened(value);
        let key = (file, warning, value);
        let at = self.index.get(&key).copied();
        let report = self.files.entry(file).or_default();
        let at = at.unwrap_or_else(|| {
            let (at, value) = if report.warnings.len() < WARNINGS_LISTED_MAX {
                (report.warnings.len(), key.2.clone())
            } else {
                let joined =
                    report.warnings.iter().position(|old| old.warning == warning && old.value == "…");
                (joined.unwrap_or(report.warnings.len()), "…".to_owned())
            };
            if at == report.warnings.len() {
                let became = became.to_owned();
                report.warnings.push(Warned { warning, value, became, count: 0, lines: Vec::new() });
            }
            at
        });
        if report.warnings.len() < WARNINGS_LISTED_MAX {
            self.index.insert(key, at);
        }
        if let Some(warned) = report.warnings.get_mut(at) {
            warned.count += 1;
            // Line 0: it is about what is not in the file.
            if line > 0 && warned.lines.len() < WARNING_LINES_MAX {
                warned.lines.push(line);
            }
        }
    }

    /// The report as far as the files go.
    pub(super) fn into_report(self, source: String) -> Report {
        let is_told = |report: &FileReport| report.rows > 0 || !report.warnings.is_empty();
        let files = self.files.into_iter().filter(|(_, report)| is_told(report)).map(|(file, mut report)| {
            report.file = file.name().into();
            report.skips.sort_by_key(|skip| skip.line);
            report.warnings.sort_by_key(|warned| std::cmp::Reverse(warned.count));
            report
        });
        Report { source, files: files.collect(), unknown_files: self.unknown_files, ..Report::default() }
    }
}

impl Report {
    /// A report of an import that is refused whole.
    pub fn refusal(source: &str, refused: Refused) -> Self {
        Self { source: source.to_owned(), refused: Some(refused), ..Self::default() }
    }

    /// What is said of one file.
    pub fn file(&self, name: &str) -> Option<&FileReport> {
        self.files.iter().find(|report| report.file == name)
    }
}

fn shortened(value: &str) -> String {
    let mut text: String = value.chars().take(VALUE_CHARS_MAX).collect();
    if text.len() < value.len() {
        text.push('…');
    }
    text
}
