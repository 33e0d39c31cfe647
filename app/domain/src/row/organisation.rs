use serde::{Deserialize, Serialize};

use crate::Locale;

/// The organisation's own settings. One database is one organisation, so there is one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// What it calls itself.
    pub name: String,
    /// The language of those who have chosen none and whose browser names none of ours.
    pub locale: Locale,
    /// IANA name of its time zone: times without a zone are read in it.
    pub time_zone: String,
    /// Counts edits of this row's texts.
    pub rev: u32,
}
