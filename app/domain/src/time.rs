//! Instants and days.

use serde::{Deserialize, Serialize};

/// Milliseconds in a day.
pub const DAY_MS: i64 = 86_400_000;

/// An instant: UTC milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A UTC day: days since 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Timestamp {
    /// The UTC day this instant falls on, clamped to what a [`Day`] can hold.
    pub fn day(self) -> Day {
        let day = self.0.div_euclid(DAY_MS).clamp(i64::from(i32::MIN), i64::from(i32::MAX));
        Day(i32::try_from(day).unwrap_or_default())
    }
}
