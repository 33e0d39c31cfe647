//! The readable form is written down: `MESSAGES.md` shows every message, command, row and refusal as
//! JSON, made from the pinned values, and the examples of `PROTOCOL.md` are read as what they say.

use std::{fmt::Write as _, path::PathBuf};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, to_value};
use weft_domain::{Command, Row};
use weft_sync::message::{Ask, Down, ReadableBootstrap, Up};

use super::{golden_file, samples, still_reads};

const HEAD: &str = "# Weft's messages as JSON

Made by `WEFT_GOLDEN=write cargo test -p weft-sync --test wire`; a test fails when it is not what the code
says. How they are used is in [PROTOCOL.md](PROTOCOL.md). One value a line. A variant without fields is its
name, one with fields an object with its name; what may be missing is `null`. Ids are UUIDs, instants
milliseconds since 1970 in UTC, days are counted since 1970-01-01. `epoch` and `rights` are 64 bits wide and
therefore text.
";

struct Page(String);

impl Page {
    fn section<T: Serialize>(&mut self, title: &str, note: &str, values: impl IntoIterator<Item = T>) {
        write!(self.0, "\n## {title}\n{note}\n\n```json\n").unwrap();
        for value in values {
            writeln!(self.0, "{}", serde_json::to_string(&value).unwrap()).unwrap();
        }
        self.0.push_str("```\n");
    }
}

/// The pinned values with this name before the dot, in the order of their names.
fn pinned<T: Serialize + DeserializeOwned>(prefix: &str) -> Vec<T> {
    let text = std::fs::read_to_string(golden_file()).unwrap();
    let mut lines: Vec<(&str, &str)> = text
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(name, _)| name.starts_with(prefix))
        .collect();
    lines.sort_unstable();
    lines.into_iter().map(|(name, line)| still_reads::<T>(name, line)).collect()
}

fn page() -> String {
    let mut page = Page(HEAD.to_owned());
    page.section("Up: from a client", "Text messages over the socket.", samples::ups());
    page.section("Down: from the server", "Text messages over the socket.", samples::downs());
    let bootstrap = ReadableBootstrap { bootstrap: samples::bootstrap(), rights: 1_311_768_467_463_790_320 };
    page.section(
        "Bootstrap",
        "`GET /sync/bootstrap` with `Accept: application/json`.",
        std::iter::once(bootstrap),
    );
    page.section("Commands", "What stands as `command` in a `Push`.", pinned::<Command>("command."));
    page.section("Rows", "What stands in a bootstrap, an answer and a `Put`.", pinned::<Row>("row."));
    page.section("Refusals", "What stands as `refusal` in an answer to a command.", samples::refusals());
    page.0
}

#[test]
fn every_form_is_shown_as_it_is() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("MESSAGES.md");
    let page = page();
    if std::env::var("WEFT_GOLDEN").is_ok_and(|value| value == "write") {
        std::fs::write(path, page).unwrap();
        return;
    }
    let shown = std::fs::read_to_string(path).unwrap();
    for (shown, made) in shown.lines().zip(page.lines()) {
        assert_eq!(shown, made, "MESSAGES.md: make it anew with WEFT_GOLDEN=write");
    }
    assert_eq!(
        shown.lines().count(),
        page.lines().count(),
        "MESSAGES.md: make it anew with WEFT_GOLDEN=write"
    );
}

/// An example is read and says the same when it is written again.
fn holds<T: Serialize + DeserializeOwned>(example: &str) {
    let read: T = serde_json::from_str(example).unwrap_or_else(|error| panic!("{error}: {example}"));
    let (said, again) = (serde_json::from_str::<Value>(example).unwrap(), to_value(&read).unwrap());
    assert_eq!(said, again);
}

#[test]
fn examples_of_the_protocol_are_true() {
    let text = include_str!("../../PROTOCOL.md");
    let mut seen = 0;
    for block in text.split("\n```json ").skip(1) {
        let (kind, rest) = block.split_once('\n').unwrap();
        let examples = rest.split("\n```").next().unwrap();
        for example in examples.lines() {
            match kind {
                "up" => holds::<Up>(example),
                "down" => holds::<Down>(example),
                "ask" => holds::<Ask>(example),
                "command" => holds::<Command>(example),
                other => panic!("an example of {other}?"),
            }
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} examples");
}
