//! Texts as people type and paste them, made fit to keep: trimmed, without control characters,
//! within their limits. Right-to-left text, its marks and emoji sequences pass unchanged.

use crate::{
    Field, LocalText, Refusal, RequestKey,
    limits::{EMAIL_CHARS_MAX, KEY_CHARS_MAX, KEY_CHARS_MIN, NAME_CHARS_MAX, TIME_ZONE_CHARS_MAX},
};

/// A text of one line, which may be empty: line breaks and tabs become spaces. Characters that turn
/// round all that follows them go: one line is shown within other sentences.
pub(crate) fn line(field: Field, text: &str, max: usize) -> Result<String, Refusal> {
    let breaks = |c: char| matches!(c, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let spaced = text.chars().map(|c| if breaks(c) { ' ' } else { c });
    fit(field, spaced.filter(|c| !c.is_control() && !turns_what_follows(*c)).collect(), max)
}

/// Whether a character turns round all that follows it, in a text and behind it.
pub fn turns_what_follows(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text of any number of lines, which may be empty: line ends become `\n`.
pub(crate) fn prose(field: Field, text: &str, max: usize) -> Result<String, Refusal> {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    fit(field, lines.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect(), max)
}

/// `text` if there is anything to see in it.
pub(crate) fn filled(field: Field, text: String) -> Result<String, Refusal> {
    if text.is_empty() { Err(Refusal::Empty { field }) } else { Ok(text) }
}

/// A name: one line that is not empty.
pub(crate) fn name(field: Field, text: &str) -> Result<String, Refusal> {
    filled(field, line(field, text, NAME_CHARS_MAX)?)
}

/// A published name: its default must not be empty; empty translations are left out.
pub(crate) fn local_name(field: Field, text: &LocalText) -> Result<LocalText, Refusal> {
    let default = name(field, &text.default)?;
    let mut by_locale = std::collections::BTreeMap::new();
    for (locale, translation) in &text.by_locale {
        let translation = line(field, translation, NAME_CHARS_MAX)?;
        if !translation.is_empty() {
            by_locale.insert(*locale, translation);
        }
    }
    Ok(LocalText { default, by_locale })
}

/// An e-mail address as far as its form can tell: something, `@`, something. Empty stays empty.
pub(crate) fn email(text: &str) -> Result<String, Refusal> {
    let field = Field::Email;
    let text = fit(field, text.to_owned(), EMAIL_CHARS_MAX)?;
    let is_plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let is_address = text
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.contains('@'));
    if text.is_empty() || is_plain && is_address { Ok(text) } else { Err(Refusal::Malformed { field }) }
}

/// A request key, in capitals: 2–6 of A–Z and 0–9, starting with a letter.
pub(crate) fn request_key(key: &RequestKey) -> Result<RequestKey, Refusal> {
    let text = key.0.trim().to_ascii_uppercase();
    let is_key = (KEY_CHARS_MIN..=KEY_CHARS_MAX).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && text.starts_with(|c: char| c.is_ascii_uppercase());
    if is_key { Ok(RequestKey(text)) } else { Err(Refusal::Malformed { field: Field::Key }) }
}

/// The name of a time zone as far as its form can tell; which zones there are, the edges know.
pub(crate) fn time_zone(text: &str) -> Result<String, Refusal> {
    let field = Field::TimeZone;
    let text = filled(field, fit(field, text.to_owned(), TIME_ZONE_CHARS_MAX)?)?;
    let is_name = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+'));
    if is_name { Ok(text) } else { Err(Refusal::Malformed { field }) }
}

/// Refuses a list of more than `max` entries.
pub(crate) fn at_most(field: Field, count: usize, max: usize) -> Result<(), Refusal> {
    if count > max { Err(Refusal::TooMany { field, max: bound(max) }) } else { Ok(()) }
}

/// A limit as refusals carry it.
pub(crate) fn bound(max: usize) -> u32 {
    u32::try_from(max).unwrap_or(u32::MAX)
}

fn fit(field: Field, text: String, max: usize) -> Result<String, Refusal> {
    if text.chars().all(is_blank) {
        return Ok(String::new());
    }
    let text = text.trim();
    if text.chars().count() > max {
        return Err(Refusal::TooLong { field, max: bound(max) });
    }
    Ok(text.to_owned())
}

/// Whether a character leaves nothing to see: a name of these alone would look empty.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_script_and_cannot_turn_round_what_follows_it() {
        let said =
            line(Field::Name, "\u{202e}cod.exe\u{202c} \u{2067}שלום\u{2069}\u{200f} 👩\u{200d}🔧", 100);
        assert_eq!(said, Ok("cod.exe שלום\u{200f} 👩\u{200d}🔧".to_owned()));
    }
}
