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

/// Languages read from one `Accept-Language` header; the rest is ignored.
const ACCEPTED_LANGUAGES_MAX: usize = 32;

impl Locale {
    /// All languages, in the order in which a choice lists them.
    pub const ALL: [Self; 3] = [Self::En, Self::ZhHans, Self::ZhHant];

    /// The BCP 47 tag, also the value of the `lang` attribute and of the language cookie.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
        }
    }

    /// The language's name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhHans => "简体中文",
            Self::ZhHant => "繁體中文",
        }
    }

    /// Whether the text is Chinese, whichever characters it uses.
    pub const fn is_chinese(self) -> bool {
        matches!(self, Self::ZhHans | Self::ZhHant)
    }

    /// The language for a BCP 47 tag such as `zh-TW` or `en_GB`, if Weft speaks it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let mut parts = tag.trim().split(['-', '_']);
        let language = parts.next()?;
        if language.eq_ignore_ascii_case("en") {
            return Some(Self::En);
        }
        if !["zh", "yue", "cmn"].iter().any(|zh| language.eq_ignore_ascii_case(zh)) {
            return None;
        }
        // A script decides; without one the region does, for zh-HK means traditional characters.
        for part in parts {
            if part.eq_ignore_ascii_case("Hans") {
                return Some(Self::ZhHans);
            }
            let traditional = ["Hant", "TW", "HK", "MO"];
            if traditional.iter().any(|known| part.eq_ignore_ascii_case(known)) {
                return Some(Self::ZhHant);
            }
        }
        Some(Self::ZhHans)
    }

    /// The language for an `Accept-Language` header: the most wanted one that Weft speaks, the
    /// first of equals, English when there is none.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (0, Self::En);
        for range in header.split(',').take(ACCEPTED_LANGUAGES_MAX) {
            let mut parts = range.split(';');
            let Some(locale) = parts.next().and_then(Self::from_tag) else {
                continue;
            };
            let wanted = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, weight);
            if wanted > best.0 {
                best = (wanted, locale);
            }
        }
        best.1
    }
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

/// A quality value as thousandths; what is no number counts as unwanted.
fn weight(quality: &str) -> u32 {
    let (whole, fraction) = quality.trim().split_once('.').unwrap_or((quality.trim(), ""));
    let thousandths = format!("{:0<3.3}", fraction);
    match (whole.parse::<u32>(), thousandths.parse::<u32>()) {
        (Ok(0), Ok(part)) => part,
        (Ok(1), _) => 1000,
        (Ok(_) | Err(_), _) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::Locale::{self, En, ZhHans, ZhHant};

    #[test]
    fn tags_find_the_script_or_the_region() {
        for (tag, want) in [
            ("en", Some(En)),
            ("en-GB", Some(En)),
            ("EN_us", Some(En)),
            ("zh", Some(ZhHans)),
            ("zh-CN", Some(ZhHans)),
            ("zh-Hans-HK", Some(ZhHans)),
            ("zh-SG", Some(ZhHans)),
            ("zh-TW", Some(ZhHant)),
            ("zh-HK", Some(ZhHant)),
            ("zh-mo", Some(ZhHant)),
            ("zh-Hant", Some(ZhHant)),
            ("zh-hant-CN", Some(ZhHant)),
            ("de", None),
            ("", None),
            ("zhx", None),
        ] {
            assert_eq!(Locale::from_tag(tag), want, "{tag}");
        }
    }

    #[test]
    fn the_own_tag_leads_back() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
        }
    }

    #[test]
    fn the_most_wanted_spoken_language_wins() {
        for (header, want) in [
            ("", En),
            ("*", En),
            ("de,fr", En),
            ("zh-CN,zh;q=0.9,en;q=0.8", ZhHans),
            ("de;q=1, zh-TW;q=0.7, en;q=0.3", ZhHant),
            ("en;q=0.5,zh-Hans;q=0.6", ZhHans),
            ("zh-TW;q=0, en;q=0.1", En),
            ("zh-HK, zh-CN", ZhHant),
            ("zh-CN;q=NaN, zh-TW;q=0.1", ZhHant),
            (";;;q=,,,=", En),
        ] {
            assert_eq!(Locale::from_accept_language(header), want, "{header}");
        }
    }
}
