//! Takes comments and blanks out of CSS, and nothing else: brotli does the rest.
//!
//! Strings and `url(…)` pass through untouched. A blank goes only beside a mark where it can mean
//! nothing (`{ } ; ,` and after `:`); `calc(1px + 2px)`, `a :hover` and `and (` keep theirs.

/// The text without its comments; a comment leaves a blank, as it parts words.
pub(super) fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Comment => out.push(' '),
            Piece::Verbatim(text) | Piece::Plain(text) => out.push_str(text),
        }
    }
    out
}

/// The text without comments and needless blanks.
pub(super) fn minify(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for piece in pieces(text) {
        match piece {
            Piece::Comment => blank = true,
            Piece::Verbatim(text) => {
                push_blank(&mut out, &mut blank);
                out.push_str(text);
            }
            Piece::Plain(text) => {
                for letter in text.chars() {
                    if letter.is_ascii_whitespace() {
                        blank = true;
                        continue;
                    }
                    if matches!(letter, '{' | '}' | ';' | ',') {
                        blank = false;
                    }
                    if letter == '}' && out.ends_with(';') {
                        out.pop();
                    }
                    push_blank(&mut out, &mut blank);
                    out.push(letter);
                }
            }
        }
    }
    out
}

fn push_blank(out: &mut String, blank: &mut bool) {
    if *blank && !out.is_empty() && !out.ends_with(['{', '}', ';', ',', ':', ' ']) {
        out.push(' ');
    }
    *blank = false;
}

enum Piece<'a> {
    Comment,
    /// A string or an unquoted `url(…)`, with its marks.
    Verbatim(&'a str),
    Plain(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("/*") {
            let end = comment.find("*/").map_or(rest.len(), |at| at + 4);
            pieces.push(Piece::Comment);
            rest = &rest[end..];
            continue;
        }
        let length = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => string_length(rest, quote),
            _ if rest.starts_with("url(") => url_length(rest),
            _ => 0,
        };
        if length > 0 {
            let (verbatim, tail) = rest.split_at(length);
            pieces.push(Piece::Verbatim(verbatim));
            rest = tail;
            continue;
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = next_special(&rest[first..]).map_or(rest.len(), |at| at + first);
        pieces.push(Piece::Plain(&rest[..end]));
        rest = &rest[end..];
    }
    pieces
}

fn next_special(text: &str) -> Option<usize> {
    ["/*", "\"", "'", "url("].iter().filter_map(|mark| text.find(mark)).min()
}

fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of an unquoted `url(…)`; 0 for a quoted one, whose string is its own piece.
fn url_length(text: &str) -> usize {
    match text["url(".len()..].trim_start().starts_with(['"', '\'']) {
        true => 0,
        false => text.find(')').map_or(text.len(), |at| at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn blanks_go_where_they_mean_nothing_and_stay_where_they_do() {
        let cases = [
            ("a { color : red ; }", "a{color :red}"),
            ("a  b,\n c > d :hover { }", "a b,c > d :hover{}"),
            ("a { width: calc(1px + (2px - 3px)) }", "a{width:calc(1px + (2px - 3px))}"),
            (
                "@media (width > 1px) and (height > 1px) { a { b: c } }",
                "@media (width > 1px) and (height > 1px){a{b:c}}",
            ),
            ("a::before { content: \" ; /* } \" }", "a::before{content:\" ; /* } \"}"),
            ("a { content: 'it\\'s  {' }", "a{content:'it\\'s  {'}"),
            ("a/* x */b /* y */ c", "a b c"),
            ("a { b: url( x  y ) c }", "a{b:url( x  y ) c}"),
            ("a { --empty: ; b: url(\"x y\") }", "a{--empty:;b:url(\"x y\")}"),
            ("a { font: 1px/2 x, y; }  ", "a{font:1px/2 x,y}"),
            ("经 { content: \"纬\" }", "经{content:\"纬\"}"),
            ("a { /* no end", "a{"),
        ];
        for (text, expected) in cases {
            assert_eq!(minify(text), expected, "{text}");
            assert_eq!(minify(expected), expected, "twice: {text}");
        }
    }
}
