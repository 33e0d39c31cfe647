//! Which of our three languages a reader wants.

use axum::http::{HeaderMap, header};

/// The cookie that keeps a reader's own choice.
pub(super) const LANGUAGE_COOKIE: &str = "weft-lang";

/// How many entries of an `Accept-Language` header are looked at; the rest counts as not said.
const ENTRIES_MAX: usize = 16;

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English, also for those whose language we do not speak.
    English,
    /// 简体中文.
    SimplifiedChinese,
    /// 繁體中文.
    TraditionalChinese,
}

impl Language {
    /// The language tag, as in `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::SimplifiedChinese => "zh-Hans",
            Self::TraditionalChinese => "zh-Hant",
        }
    }

    /// The reader's own choice (cookie), else what the browser asks for, else English.
    pub fn of_request(headers: &HeaderMap) -> Self {
        cookie(headers, LANGUAGE_COOKIE).and_then(Self::of_tag).unwrap_or_else(|| {
            let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            Self::of_accept_language(wanted.unwrap_or_default())
        })
    }

    fn of_accept_language(text: &str) -> Self {
        let mut best = (0, Self::English);
        for entry in text.split(',').take(ENTRIES_MAX) {
            let mut parts = entry.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default();
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(1000, per_mille);
            if let Some(language) = Self::of_tag(tag)
                && weight > best.0
            {
                best = (weight, language);
            }
        }
        best.1
    }

    fn of_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut subtags = tag.split(['-', '_']);
        match subtags.next()? {
            "en" => Some(Self::English),
            "zh" => {
                // The script decides when it is said (zh-Hans-HK), else the region.
                let rest: Vec<_> = subtags.collect();
                let traditional = match rest.first() {
                    Some(&"hans") => false,
                    Some(&"hant") => true,
                    _ => rest.iter().any(|region| matches!(*region, "tw" | "hk" | "mo")),
                };
                Some(if traditional { Self::TraditionalChinese } else { Self::SimplifiedChinese })
            }
            _ => None,
        }
    }
}

/// The value of one cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(found, _)| *found == name))
        .map(|(_, value)| value)
}

/// A weight such as `0.8` in thousandths; what is no weight is 0.
fn per_mille(text: &str) -> u16 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = format!("{fraction:0<3}");
    match (whole, fraction.get(..3).and_then(|digits| digits.parse::<u16>().ok())) {
        ("1", _) => 1000,
        ("0", Some(thousandths)) => thousandths,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_answered_in_the_language_it_likes_best_of_ours() {
        for (header, tag) in [
            ("", "en"),
            ("en-GB,en;q=0.9", "en"),
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
            ("zh", "zh-Hans"),
            ("zh-TW", "zh-Hant"),
            ("zh-HK,zh;q=0.9", "zh-Hant"),
            ("zh-Hans-HK", "zh-Hans"),
            ("zh-Hant-CN", "zh-Hant"),
            ("de,fr;q=0.8,zh-TW;q=0.3,en;q=0.2", "zh-Hant"),
            ("en;q=0.1,zh-CN;q=0.5", "zh-Hans"),
            ("zh;q=0,en;q=0.1", "en"),
            ("de", "en"),
            ("*;q=x,;;,=", "en"),
        ] {
            assert_eq!(Language::of_accept_language(header).tag(), tag, "{header}");
        }
    }

    #[test]
    fn a_choice_beats_what_the_browser_says() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, "zh-CN".parse().unwrap());
        headers.insert(header::COOKIE, "a=b; weft-lang=en".parse().unwrap());
        assert_eq!(Language::of_request(&headers), Language::English);
        headers.insert(header::COOKIE, "weft-lang=xx".parse().unwrap());
        assert_eq!(Language::of_request(&headers), Language::SimplifiedChinese);
    }
}
