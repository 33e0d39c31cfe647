//! What follows from a command.

use serde::{Deserialize, Serialize};

use crate::{DepartmentId, Fact, Key, PersonId, Refusal, Row};

/// A row as it is from now on, or its end. Whole rows, so applying one twice is harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "almost every change is a Put, so a box would only cost")]
pub enum Change {
    /// The row is now this.
    Put(Row),
    /// The row is no more (a membership ended, a map place was given up).
    Remove(Key),
}

impl Change {
    /// The row it is about.
    pub fn key(&self) -> Key {
        match self {
            Change::Put(row) => row.key(),
            Change::Remove(key) => *key,
        }
    }
}

impl<T: Into<Row>> From<T> for Change {
    fn from(row: T) -> Change {
        Change::Put(row.into())
    }
}

/// What an accepted command does: rows for everybody's replica, facts for the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// In the order in which they are to be applied; each row at most once.
    pub changes: Vec<Change>,
    /// What happened, for the journal.
    pub facts: Vec<Fact>,
}

/// Why there is no decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The command is refused.
    Refused(Refusal),
    /// Rows must be at hand that are not. A server loads them and decides again; a browser
    /// guesses that the command succeeds and shows nothing of it until the server has answered.
    Need(Vec<Key>),
    /// As [`Stop::Need`], of rows that the rule cannot name one by one.
    Gather(Gather),
}

/// Rows that are loaded together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gather {
    /// The archived requests that a department asked for, holds or held.
    ArchivedOf(DepartmentId),
    /// All thanks to a person.
    KudosTo(PersonId),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}
