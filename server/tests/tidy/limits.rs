//! How long a file and a function may get.

use super::sources::{Source, rust};

/// Lines of a Rust file; a longer one has two subjects.
const FILE_LINES_MAX: usize = 400;
/// Lines of a function, from its `fn` to its last brace.
const FUNCTION_LINES_MAX: usize = 70;

/// Files that are longer than they should be, with their ceiling. A ceiling may fall, not rise; a
/// file that has come under the limit leaves the list.
const LONG_FILES: &[(&str, usize)] = &[
    ("app/src/pulse/map.rs", 449),
    ("app/src/request/pick.rs", 407),
    ("app/sync/src/server/session.rs", 401),
];
/// Functions that are longer than they should be: file, name, ceiling.
const LONG_FUNCTIONS: &[(&str, &str, usize)] = &[
    ("app/src/board/settings.rs", "column_row", 73),
    ("app/src/board/settings.rs", "labels", 77),
    ("app/src/directory/department/members.rs", "Members", 73),
    ("app/src/settings/invite.rs", "Invite", 84),
];

pub(crate) fn findings() -> Vec<String> {
    let mut findings = Vec::new();
    for source in rust() {
        let lines = source.text.lines().count();
        let listed = LONG_FILES.iter().find(|(path, _)| *path == source.path).map(|(_, ceiling)| *ceiling);
        check(&mut findings, &source.path, lines, FILE_LINES_MAX, listed);
        for (name, lines) in functions(&source) {
            let listed = LONG_FUNCTIONS
                .iter()
                .find(|(path, function, _)| *path == source.path && *function == name)
                .map(|(_, _, ceiling)| *ceiling);
            let place = format!("{} fn {name}", source.path);
            check(&mut findings, &place, lines, FUNCTION_LINES_MAX, listed);
        }
    }
    findings
}

fn check(findings: &mut Vec<String>, place: &str, lines: usize, limit: usize, listed: Option<usize>) {
    match listed {
        Some(ceiling) if lines > ceiling => {
            findings.push(format!("{place}: {lines} lines, over its ceiling of {ceiling}: split it"));
        }
        Some(_) if lines <= limit => {
            findings.push(format!("{place}: {lines} lines are fine now: take it off the list"));
        }
        Some(ceiling) if lines < ceiling => {
            findings.push(format!("{place}: {lines} lines: let its ceiling fall from {ceiling}"));
        }
        None if lines > limit => findings.push(format!("{place}: {lines} lines, over {limit}: split it")),
        _ => {}
    }
}

/// Name and length of every function that has a body of its own lines. rustfmt puts a function's
/// last brace under its first word, so indentation tells where it ends.
fn functions(source: &Source) -> Vec<(String, usize)> {
    let lines: Vec<_> = source.text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else {
            continue;
        };
        let indent = &line[..line.len() - line.trim_start().len()];
        let close = format!("{indent}}}");
        let one_line = line.ends_with('}') || line.ends_with(';');
        if !one_line && let Some(length) = lines[start..].iter().position(|line| *line == close) {
            found.push((name.to_owned(), length + 1));
        }
    }
    found
}

fn function_name(line: &str) -> Option<&str> {
    let mut words = line.trim_start();
    for prefix in ["pub(crate) ", "pub(super) ", "pub ", "const ", "async ", "extern \"C\" "] {
        words = words.strip_prefix(prefix).unwrap_or(words);
    }
    let name = words.strip_prefix("fn ")?;
    // A `$name` stands in a macro, where braces are indented as its author likes.
    name.split(['(', '<']).next().filter(|name| !name.starts_with('$'))
}

#[test]
fn a_function_is_measured_from_its_first_word_to_its_brace() {
    let text = "impl A {\n    pub async fn long<T>(\n        a: T,\n    ) {\n        if a {\n        }\n    }\n}\nfn one() {}\nfn two() {\n}\n";
    let source = Source { path: "a.rs".into(), text: text.into() };
    assert_eq!(functions(&source), [("long".to_owned(), 6), ("two".to_owned(), 2)]);
}
