//! Texts as sources have them, made fit to keep: without control characters, within their limits.

use weft_domain::turns_what_follows;

/// A text of one line: where it breaks there is one space. Other spaces stay what they are, so that what
/// went out comes in the same. Characters that turn round all that follows them go.
pub(super) fn line(text: &str) -> String {
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let text: String = text.chars().filter(|c| !turns_what_follows(*c)).collect();
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.trim_matches(|c: char| c.is_whitespace() || c.is_control()).chars() {
        if c.is_whitespace() || is_break(c) {
            run.push(c);
            continue;
        }
        out.push_str(if run.contains(is_break) { " " } else { &run });
        run.clear();
        out.push(c);
    }
    if has_ink(&out) { out } else { String::new() }
}

/// A text of any number of lines: line ends become `\n`.
pub(super) fn prose(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if has_ink(&kept) { kept.trim().to_owned() } else { String::new() }
}

/// At most `max` characters of `text`, the last an ellipsis where something is left out.
pub(super) fn shorten(text: &mut String, max: usize) -> bool {
    let Some((cut, _)) = text.char_indices().nth(max.saturating_sub(1)) else { return false };
    if text.char_indices().nth(max).is_none() {
        return false;
    }
    text.truncate(cut);
    text.push('…');
    true
}

/// An address as far as its form can tell: something, `@`, something.
pub(super) fn is_email(text: &str) -> bool {
    text.chars().count() <= weft_domain::limits::EMAIL_CHARS_MAX
        && !text.chars().any(char::is_whitespace)
        && text
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.contains('@'))
}

/// Whether anything is to be seen: a name of blanks alone would look empty.
fn has_ink(text: &str) -> bool {
    text.chars().any(|c| {
        !(c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'))
    })
}
