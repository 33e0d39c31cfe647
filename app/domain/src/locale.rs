//! The languages Weft speaks, and texts that departments publish in several of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Simplified Chinese, 简体中文.
    ZhHans,
    /// Traditional Chinese, 繁體中文.
    ZhHant,
}

/// A name or description that a department publishes: a default, and one per language that has one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalText {
    /// Shown where the reader's language has no text of its own.
    pub default: String,
    /// The texts of single languages.
    pub by_locale: BTreeMap<Locale, String>,
}

impl LocalText {
    /// A text with a default only.
    pub fn new(default: impl Into<String>) -> Self {
        Self { default: default.into(), by_locale: BTreeMap::new() }
    }

    /// The text for a reader of `locale`.
    pub fn get(&self, locale: Locale) -> &str {
        self.by_locale.get(&locale).map_or(&self.default, String::as_str)
    }
}

impl From<&str> for LocalText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}
