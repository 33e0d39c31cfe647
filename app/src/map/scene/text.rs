//! Names in little room, without measuring: a Chinese character counts as two Latin ones.

/// Columns on one line of a department's name.
const LINE_COLUMNS: usize = 17;

/// A name on at most two lines of 17 columns; what does not fit ends in an ellipsis.
pub fn wrap(name: &str) -> Vec<String> {
    wrap_at(name, LINE_COLUMNS)
}

/// A name on at most two lines of so many columns; what does not fit ends in an ellipsis.
pub fn wrap_at(name: &str, room: usize) -> Vec<String> {
    let name = name.trim();
    if columns(name) <= room {
        return vec![name.to_owned()];
    }
    match cut(name, room) {
        Some((first, rest)) => vec![first, fit(rest.trim_start(), room)],
        None => vec![fit(name, room)],
    }
}

/// A text within so many columns; what does not fit ends in an ellipsis.
pub fn fit(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let mut used = 1;
    let mut kept = String::new();
    for c in text.chars() {
        used += column(c);
        if used > room {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// The first line, cut at a space or hyphen or between Chinese characters, and the rest. None: it
/// is one long word.
fn cut(name: &str, room: usize) -> Option<(String, &str)> {
    let mut used = 0;
    let (mut end, mut space) = (name.len(), None);
    for (at, c) in name.char_indices() {
        used += column(c);
        if used > room && !c.is_whitespace() {
            end = at;
            break;
        }
        if c.is_whitespace() {
            space = Some(at);
        } else if matches!(c, '-' | '/' | '·') {
            space = Some(at + c.len_utf8());
        }
    }
    let is_wide = name[end..].chars().next().is_some_and(|c| column(c) == 2);
    let at = space.filter(|at| *at > end / 3).or(is_wide.then_some(end))?;
    Some((name[..at].trim_end().to_owned(), &name[at..]))
}

/// How many columns a text takes.
pub fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

/// Two for Hangul and for what begins with the CJK radicals, one for all else.
fn column(c: char) -> usize {
    if matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..) { 2 } else { 1 }
}
