//! Which of our three languages a reader wants.

use axum::http::{HeaderMap, header};
use weft_domain::Locale;

/// The cookie that keeps a reader's own choice.
pub(super) const LANGUAGE_COOKIE: &str = "weft-lang";

/// The reader's own choice (cookie), else what the browser asks for, else English.
pub(crate) fn locale_of(headers: &HeaderMap) -> Locale {
    cookie(headers, LANGUAGE_COOKIE).and_then(Locale::from_tag).unwrap_or_else(|| {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Locale::from_accept_language(wanted.unwrap_or_default())
    })
}

/// The value of one cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(found, _)| *found == name))
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_beats_what_the_browser_says() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, "zh-CN".parse().unwrap());
        headers.insert(header::COOKIE, "a=b; weft-lang=en".parse().unwrap());
        assert_eq!(locale_of(&headers), Locale::En);
        headers.insert(header::COOKIE, "weft-lang=xx".parse().unwrap());
        assert_eq!(locale_of(&headers), Locale::ZhHans);
    }
}
