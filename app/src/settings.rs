//! Settings.

pub mod preferences;
