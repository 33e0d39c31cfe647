//! The wire is pinned: every variant of every message has golden bytes, commands and rows too.
//! `WEFT_GOLDEN=write cargo test -p weft-sync --test wire` appends what is new, and makes `MESSAGES.md`
//! anew; it never changes a golden line, because old browsers, outboxes and feeds speak it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "wire/readable.rs"]
mod readable;
#[path = "wire/samples.rs"]
mod samples;

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use weft_domain::{Change, Command, Kind, Refusal, Row, What, testing::Gen};
use weft_sync::message::{Bootstrap, Down, Up, decode, encode};

fn golden_file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/wire/golden.txt")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}

fn both_forms<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    name: &str,
    message: &T,
) -> String {
    let bytes = encode(message);
    assert_eq!(&decode::<T>(&bytes).unwrap(), message, "{name}");
    let text = serde_json::to_string(message).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), message, "{name}: {text}");
    hex(&bytes)
}

/// A pinned value is still read, and written the same way.
fn still_reads<T: Serialize + DeserializeOwned>(name: &str, line: &str) -> T {
    let bytes = unhex(line);
    let value: T = decode(&bytes).unwrap_or_else(|_| panic!("{name} cannot be read any more"));
    assert_eq!(hex(&encode(&value)), line, "{name}");
    value
}

#[test]
fn bytes_are_golden() {
    let mut now: BTreeMap<String, String> = BTreeMap::new();
    for message in samples::ups() {
        now.insert(format!("up.{}", samples::name_of_up(&message)), both_forms("up", &message));
    }
    for message in samples::downs() {
        now.insert(format!("down.{}", samples::name_of_down(&message)), both_forms("down", &message));
    }
    for (name, said) in samples::said() {
        now.insert(format!("tab.{name}"), both_forms(name, &said));
    }
    now.insert("bootstrap".into(), both_forms("bootstrap", &samples::bootstrap()));
    for refusal in samples::refusals() {
        let name = format!("{refusal:?}");
        let name = name.split([' ', '{']).next().unwrap_or_default();
        now.insert(format!("refusal.{name}"), both_forms(name, &refusal));
    }

    let path = golden_file();
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let pinned: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once(' ')).collect();
    let is_writing = std::env::var("WEFT_GOLDEN").is_ok_and(|value| value == "write");
    if is_writing {
        now.extend(samples::commands_and_rows(both_forms, both_forms));
        let mut text = text.clone();
        for (name, bytes) in now.iter().filter(|(name, _)| !pinned.contains_key(name.as_str())) {
            writeln!(text, "{name} {bytes}").unwrap();
        }
        std::fs::write(path, text).unwrap();
        return;
    }
    for (name, bytes) in &now {
        assert_eq!(pinned.get(name.as_str()), Some(&bytes.as_str()), "{name} is not as it was pinned");
    }
}

#[test]
fn pinned_commands_and_rows_are_still_read() {
    let text = std::fs::read_to_string(golden_file()).unwrap();
    let (mut commands, mut rows) = (Vec::new(), Vec::new());
    for (name, line) in text.lines().filter_map(|line| line.split_once(' ')) {
        if let Some(name) = name.strip_prefix("command.") {
            assert_eq!(still_reads::<Command>(name, line).name(), name);
            commands.push(name.to_owned());
        }
        if let Some(name) = name.strip_prefix("row.") {
            assert_eq!(still_reads::<Row>(name, line).kind().name(), name);
            rows.push(name.to_owned());
        }
    }
    for name in Command::NAMES {
        assert!(commands.iter().any(|pinned| pinned == name), "{name} has no golden bytes");
    }
    for kind in Kind::ALL {
        assert!(rows.iter().any(|pinned| pinned == kind.name()), "{} has no golden bytes", kind.name());
    }
}

/// The order of variants is the wire: a name may be added at the end, never moved.
#[test]
fn variants_keep_their_places() {
    let what = |what: &What| encode(what)[0];
    assert_eq!(what(&What::Created), 0);
    assert_eq!(what(&What::Thanked { request: None }), 21);
    assert_eq!(what(&What::Renamed { from: "A".into() }), 22);
    let refusal = |refusal: &Refusal| encode(refusal)[0];
    assert_eq!(refusal(&Refusal::NotFound { kind: Kind::Request }), 0);
    assert_eq!(refusal(&Refusal::Internal), 26);
}

#[test]
fn the_protocol_is_written_down() {
    let source = include_bytes!("../src/message.rs");
    let hash = source.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let line = format!("message.rs: {hash:016x}");
    assert!(
        include_str!("../PROTOCOL.md").contains(&line),
        "message.rs changed: read PROTOCOL.md, make it true again, and note there `{line}`"
    );
}

proptest! {
    #[test]
    fn noise_is_read_or_refused_but_never_more(noise in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(message) = decode::<Up>(&noise) {
            prop_assert!(decode::<Up>(&encode(&message)).is_ok());
        }
        let _ = decode::<Down>(&noise);
        let _ = decode::<Bootstrap>(&noise);
        let _ = weft_sync::tabs::read(&noise, weft_sync::tabs::TabId(Default::default()));
        let _ = serde_json::from_slice::<Up>(&noise);
    }

    #[test]
    fn damaged_messages_never_panic(at in 0usize..400, byte in any::<u8>(), cut in 0usize..400) {
        for message in samples::ups() {
            let mut bytes = encode(&message);
            let place = at % bytes.len();
            bytes[place] = byte;
            bytes.truncate(1 + cut % bytes.len());
            let _ = decode::<Up>(&bytes);
        }
    }

    #[test]
    fn whatever_people_do_survives_both_forms(seed in any::<u64>()) {
        let mut chance = Gen::new(seed);
        let mut next_id = 1;
        let world = chance.busy_world(12, &mut next_id);
        let person = chance.person(&world);
        let command = chance.command(&world, person, &mut next_id);
        both_forms("command", &command);
        for row in Kind::ALL.iter().flat_map(|kind| world.rows(*kind)) {
            both_forms("change", &Change::Put(row));
        }
    }
}
