//! Keeps the house in order: the arrows between crates, where words may stand, how long things get.
//!
//! Clippy holds what a compiler can see (`clippy.toml`); this holds the rest. Each rule says what
//! to do instead. A ceiling in `tidy/limits.rs` only ever falls.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "tidy/arrows.rs"]
mod arrows;
#[path = "tidy/limits.rs"]
mod limits;
#[path = "tidy/sources.rs"]
mod sources;
#[path = "tidy/words.rs"]
mod words;

/// Fails with every finding at once, so that one run shows all there is to do.
fn report(findings: Vec<String>) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn arrows_between_crates_point_one_way() {
    report(arrows::findings());
}

#[test]
fn files_and_functions_stay_short() {
    report(limits::findings());
}

#[test]
fn words_stand_only_where_they_may() {
    report(words::findings());
}

#[test]
fn every_migration_is_numbered_without_a_gap() {
    report(sources::migration_findings());
}
