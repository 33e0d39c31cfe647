//! How long a file and a function may get.

use super::sources::{Source, rust, with_extensions};

/// Lines of a Rust file; a longer one has two subjects.
const FILE_LINES_MAX: usize = 400;
/// Lines of what is no Rust but is read by people all the same: scripts, styles, statements.
const OTHER_LINES_MAX: usize = 600;
/// Whose length that is.
const OTHERS: &[&str] = &[".js", ".mjs", ".css", ".sql", ".sh"];
/// Lines of a function, from its `fn` to its last brace.
const FUNCTION_LINES_MAX: usize = 70;

pub(crate) fn findings() -> Vec<String> {
    let mut findings = Vec::new();
    let mut check = |place: String, lines: usize, limit: usize| {
        if lines > limit {
            findings.push(format!("{place}: {lines} lines, over {limit}: split it"));
        }
    };
    for source in with_extensions(OTHERS) {
        check(source.path.clone(), source.text.lines().count(), OTHER_LINES_MAX);
    }
    for source in rust() {
        check(source.path.clone(), source.text.lines().count(), FILE_LINES_MAX);
        for (name, lines) in functions(&source) {
            check(format!("{} fn {name}", source.path), lines, FUNCTION_LINES_MAX);
        }
    }
    findings
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
