//! The outbox's entries as they are stored: self-describing JSON with a version, so that they
//! survive a change of row forms.

use serde::{Deserialize, Serialize};
use weft_domain::Timestamp;

use crate::{message::Envelope, tabs::Made};

/// The version of the stored form. A later one must still read this one.
const VERSION: u32 = 1;

/// One entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// The version of this form.
    v: u32,
    /// The command.
    pub envelope: Envelope,
    /// When it was made.
    pub made_at: Timestamp,
    /// It is about to be replayed: found so at a start, it ended the program.
    pub marked: bool,
}

/// A stored entry that this version cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored command has a form this version does not know")]
pub struct BadOutbox;

impl Stored {
    /// An entry to store.
    pub fn new(envelope: Envelope, made_at: Timestamp, marked: bool) -> Self {
        Self { v: VERSION, envelope, made_at, marked }
    }

    /// The command and when it was made.
    pub(crate) fn made(self) -> Made {
        Made { envelope: self.envelope, at: self.made_at }
    }

    /// Its text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a text.
    ///
    /// # Errors
    /// Where it is of another version or not an entry at all.
    pub fn from_json(text: &str) -> Result<Self, BadOutbox> {
        let stored: Self = serde_json::from_str(text).map_err(|_| BadOutbox)?;
        if stored.v == VERSION { Ok(stored) } else { Err(BadOutbox) }
    }
}
