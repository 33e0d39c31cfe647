//! The files of the repository, read from where the server's manifest is.

use std::path::{Path, PathBuf};

/// Folders of people and of tools, not of ours.
const SKIPPED: [&str; 6] = ["target", "node_modules", ".git", "data", "test-results", "fonts"];

/// The file that lists the migrations, in order.
const MIGRATION_LIST: &str = "migrations/list.txt";

/// A text file: its path from the root, with `/`, and what it says.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files below the root whose name ends in one of `extensions`.
pub(crate) fn with_extensions(extensions: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root(), "", extensions, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no source was found: is the test looking in the right place?");
    found
}

/// All Rust files but the tidy test's own, which has to name what it bans.
pub(crate) fn rust() -> Vec<Source> {
    let mut sources = with_extensions(&[".rs"]);
    sources.retain(|source| !source.path.starts_with("server/tests/tidy"));
    sources
}

fn walk(folder: &Path, prefix: &str, extensions: &[&str], found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{prefix}{name}");
        if entry.file_type().unwrap().is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                walk(&entry.path(), &format!("{path}/"), extensions, found);
            }
        } else if extensions.iter().any(|extension| name.ends_with(extension)) {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            found.push(Source { path, text });
        }
    }
}

/// Migrations are a contract with every database out there: none is added unseen, and in each
/// database's folder the same ones stand, numbered `0001_…sql` without a gap.
pub(crate) fn migration_findings() -> Vec<String> {
    let mut folders: Vec<Vec<String>> = Vec::new();
    for database in ["sqlite", "postgres"] {
        let Ok(entries) = std::fs::read_dir(root().join("migrations").join(database)) else {
            continue;
        };
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        folders.push(names);
    }
    let mut findings = Vec::new();
    for names in &folders {
        for (position, name) in names.iter().enumerate() {
            if !name.starts_with(&format!("{:04}_", position + 1)) || !name.ends_with(".sql") {
                findings.push(format!("migrations: {name} should be number {:04}", position + 1));
            }
        }
    }
    if let Some(names) = folders.first() {
        let listed = std::fs::read_to_string(root().join(MIGRATION_LIST)).unwrap_or_default();
        if listed.lines().ne(names.iter().map(String::as_str)) {
            findings.push(format!("{MIGRATION_LIST} does not list exactly the migrations: {names:?}"));
        }
        if folders.iter().any(|other| other != names) {
            findings.push(format!("the databases have different migrations: {folders:?}"));
        }
    }
    findings
}
