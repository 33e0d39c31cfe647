//! The report in English, for the command line. The page has its own words in three languages.

use std::fmt::{self, Display, Formatter};

use super::{FileReport, Reason, Refused, Report, Warning};

/// Skipped lines of one file that the text names; `--json` has them all.
const LINES_SHOWN_MAX: usize = 20;
/// Warnings of one file that the text names.
const WARNINGS_SHOWN_MAX: usize = 20;

impl Refused {
    /// Why nothing can come in, as a sentence.
    pub fn english(self) -> &'static str {
        match self {
            Self::NothingToRead => "there is no file of the exchange format here, such as departments.csv",
            Self::TooLarge => "the files are larger than 256 MiB together",
            Self::TooManyFiles => "there are more than 100 files",
            Self::BrokenArchive => "the archive cannot be read",
            Self::BadSourceName => "the source's name must have 1 to 100 characters",
            Self::Failed => "it could not be finished; nothing was changed",
        }
    }
}

impl Reason {
    /// Why a line is left out.
    pub fn english(self) -> &'static str {
        match self {
            Self::ColumnMissing => "the file lacks a column it cannot do without",
            Self::BrokenQuotes => "its quotes do not close",
            Self::GaveUp => "too many lines have broken quotes; the rest of the file was not read",
            Self::TooManyCells => "it has more cells than the header",
            Self::TooManyRows => "the import has more lines than one may have",
            Self::MissingId => "it has no id",
            Self::IdTooLong => "its id is too long",
            Self::Duplicate => "the same id came on an earlier line",
            Self::UnknownDepartment => "it names a department that there is not",
            Self::UnknownPerson => "it names a person that there is not",
            Self::UnknownRequest => "it names a request that there is not",
            Self::UnknownDependency => "it names a dependency that there is not",
            Self::TooManyNeeds => "the dependency has as many needs as one may have",
            Self::Itself => "a department cannot depend on itself",
            Self::BadTime => "its time cannot be read",
            Self::FormerMember => "former members get no rights",
            Self::TooManyMemberships => "the person has as many memberships as one may have",
            Self::TooManyProviders => "the service has as many providers as one may have",
            Self::Confidential => "the request is confidential; an import does not touch it",
            Self::NoHandler => "the request is confidential and nobody here would handle it",
            Self::Erased => "the person was erased; an import does not bring them back",
            Self::SaysNothing => "it names neither a state nor a department",
            Self::HereBefore => "it was here before this source named it; an import does not change it",
            Self::InTheirName => "it would speak for somebody who is here and can say it themselves",
        }
    }
}

impl Warning {
    /// What looks wrong or was guessed.
    pub fn english(self) -> &'static str {
        match self {
            Self::UnknownColumn => "unknown column; its values are not kept",
            Self::ColumnTwice => "the column is there twice; the first one counts",
            Self::OtherDelimiter => "cells are not parted by commas",
            Self::BrokenText => "bytes that are not UTF-8 were replaced; save the file as UTF-8",
            Self::Shortened => "a text was too long and was shortened",
            Self::MissingName => "the name is missing; the id stands in",
            Self::MissingTitle => "the title is missing; kind and number stand in",
            Self::UnknownParent => "the department above is unknown; it comes in at the top level",
            Self::OwnAncestor => "it would be above itself; it comes in at the top level",
            Self::TooDeep => "the tree would be too deep; it comes in at the top level",
            Self::KindGuessed => "the kind was guessed; its own word is kept too",
            Self::ComesRetired => "it comes in retired",
            Self::KeyChanged => "the request key is malformed or taken; another was made",
            Self::BadEmail => "this is no e-mail address; it was left out",
            Self::EmailTaken => "somebody else has this e-mail address; it was left out",
            Self::RoleGuessed => "the role was guessed; its own word is kept as the title",
            Self::RoleWithoutDepartment => "a role without a department is not kept",
            Self::Joined => "it says the same as an earlier line and was joined with it",
            Self::OtherName => "an earlier line has another name; the first counts",
            Self::BadNumber => "the number cannot be read and was left out",
            Self::BadTime => "the time cannot be read and was left out",
            Self::FutureTime => "the time lies in the future",
            Self::MissingTime => "the time is missing; another stands in",
            Self::Backwards => "times run backwards",
            Self::StateGuessed => "the state is not in states.csv and was guessed",
            Self::CategoryGuessed => "the category is none of the eight and was guessed",
            Self::PriorityMapped => "the priority was mapped",
            Self::PriorityUnknown => "the priority cannot be read; medium stands in",
            Self::RequestKindMapped => "the kind was mapped; its own word is kept too",
            Self::UnknownDepartment => "the department is unknown and was left out",
            Self::UnknownPerson => "the person is unknown and was left out",
            Self::UnknownService => "the service is unknown and was left out",
            Self::UnknownActor => "whoever did it is not in people.csv",
            Self::ClosedByTime => "it has a closing time though its last state is no end; it comes in closed",
            Self::Left => "the source no longer says so; the membership ends",
            Self::OtherHolder => "its last event names another holder than the request; the event counts",
            Self::HolderRetired => "it is open and its holder is retired; it goes to the unrouted intake",
            Self::NumberChanged => "the number is malformed or taken; it gets another",
            Self::NoNumber => "neither department is known, so it gets no number",
            Self::PartMapped => "the role was mapped",
            Self::TooManyWatchers => "it has as many watchers as a request may have",
            Self::Vanished => "it came in earlier and is no longer in the source; it stays",
            Self::HistoryRewritten => "the source changed its past; the journal keeps what came first",
            Self::UnknownWord => "this word means nothing here; the usual one stands in",
            Self::AgreementKept => "what people here agreed stays; the file's state is not taken over",
            Self::InTheirName => "it would speak for somebody who is here; it comes in as proposed",
            Self::SightKept => "who may see a request never changes; it stays as it is",
            Self::TooManyHolders => "it went through more departments than are remembered; one was left out",
            Self::UnknownZone => {
                "this machine does not know the organisation's time zone; times are read as UTC"
            }
        }
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(refused) = self.refused {
            return write!(f, "Nothing can be imported: {}.", refused.english());
        }
        write!(f, "Source {}: {} rows, {} journal entries", self.source, self.changes, self.journal)?;
        for file in &self.files {
            write!(f, "\n{file}")?;
        }
        for path in &self.unknown_files {
            write!(f, "\n{path}: not a file of the exchange format; not read")?;
        }
        Ok(())
    }
}

impl Display for FileReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} lines", self.file, self.rows)?;
        let counts = [
            (self.created, "new"),
            (self.changed, "changed"),
            (self.unchanged, "unchanged"),
            (self.used, "used"),
            (self.not_kept, "not yet kept by Weft"),
            (self.skipped, "skipped"),
        ];
        for (count, word) in counts.iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} {word}")?;
        }
        for warned in self.warnings.iter().take(WARNINGS_SHOWN_MAX) {
            write!(f, "\n  {} ×: {}", warned.count, warned.warning.english())?;
            if !warned.value.is_empty() {
                write!(f, " ({}", warned.value)?;
                if !warned.became.is_empty() {
                    write!(f, " → {}", warned.became)?;
                }
                write!(f, ")")?;
            }
        }
        if self.warnings.len() > WARNINGS_SHOWN_MAX {
            write!(f, "\n  {} more warnings; --json lists them", self.warnings.len() - WARNINGS_SHOWN_MAX)?;
        }
        for skip in self.skips.iter().take(LINES_SHOWN_MAX) {
            write!(f, "\n  line {} skipped: {}", skip.line, skip.reason.english())?;
            if !skip.value.is_empty() {
                write!(f, " ({})", skip.value)?;
            }
        }
        if self.skipped as usize > LINES_SHOWN_MAX {
            write!(
                f,
                "\n  {} more skipped lines; --json lists them",
                self.skipped as usize - LINES_SHOWN_MAX
            )?;
        }
        Ok(())
    }
}
