//! Programs of other versions. What an old one once wrote is pinned in `wire/golden.txt`: a new server
//! reads it as it was meant, a new browser reads what an old server said, and where forms differ for
//! good either is turned away by name.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde::{Serialize, de::DeserializeOwned};
use weft_domain::{Command, Refusal, Row, testing};
use weft_sync::{
    client::{Client, Effect, Saved, Stored},
    message::{Bootstrap, Bye, ClientId, Down, PROTOCOL, SCHEMA, Up, decode, encode},
    server::{Session, SessionEffect},
};

/// The pinned lines whose name begins so, with what follows there.
fn pinned(prefix: &str) -> Vec<(String, Vec<u8>)> {
    let text = include_str!("wire/golden.txt");
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    let lines: Vec<_> =
        lines.filter_map(|(name, line)| Some((name.strip_prefix(prefix)?.to_owned(), unhex(line)))).collect();
    assert!(!lines.is_empty(), "nothing is pinned as {prefix}");
    lines
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}

fn still_reads<T: Serialize + DeserializeOwned>(prefix: &str) {
    for (name, bytes) in pinned(prefix) {
        let value: T = decode(&bytes).unwrap_or_else(|_| panic!("{prefix}{name} cannot be read any more"));
        assert_eq!(encode(&value), bytes, "{prefix}{name} is written otherwise now");
    }
}

/// Whatever is pinned is read, whether or not a sample of it is still made.
#[test]
fn everything_that_was_ever_pinned_is_read() {
    still_reads::<Up>("up.");
    still_reads::<Down>("down.");
    still_reads::<Bootstrap>("bootstrap");
    still_reads::<Refusal>("refusal.");
    still_reads::<Command>("command.");
    still_reads::<Row>("row.");
}

fn named<'a>(lines: &'a [(String, Vec<u8>)], name: &str) -> &'a [u8] {
    &lines.iter().find(|(pinned, _)| pinned == name).unwrap().1
}

/// The greeting that was pinned when rows had these forms.
fn greeting_of(schema: u32) -> String {
    if schema == 1 { "hello".to_owned() } else { format!("hello.schema{schema}") }
}

/// An old browser's bytes, said to a new server one after the other, do what they did. One that keeps
/// rows in an older form is told by name to load the new program, which finds its outbox.
#[test]
fn a_new_server_understands_an_old_browser() {
    let ups = pinned("up.");
    let world = testing::Gen::new(1).world();
    for schema in 1..SCHEMA {
        let heard = Session::new(testing::person(1), &world).up(named(&ups, &greeting_of(schema)), false);
        assert_eq!(heard.err(), Some(Bye::ClientTooOld), "rows of version {schema}");
    }
    let mut session = Session::new(testing::person(1), &world);
    let hello = session.up(named(&ups, &greeting_of(SCHEMA)), false);
    assert!(matches!(hello, Ok(Some(SessionEffect::Start(_)))), "{hello:?}");
    for (name, bytes) in ups.iter().filter(|(name, _)| !name.starts_with("hello")) {
        let heard = session.up(bytes, false);
        let is_understood = match name.split(['.', '-']).next().unwrap() {
            "push" => matches!(heard, Ok(Some(SessionEffect::Submit { .. }))),
            "ask" => matches!(heard, Ok(Some(SessionEffect::Answer { .. }))),
            "presence" => matches!(heard, Ok(Some(SessionEffect::Presence(_)))),
            _ => heard.is_ok(),
        };
        assert!(is_understood, "{name}: {heard:?}");
    }
}

/// An old server's bytes make no new browser step aside, unless they say so.
#[test]
fn a_new_browser_understands_an_old_server() {
    for (name, bytes) in pinned("down.").iter().filter(|(name, _)| !name.starts_with("bye")) {
        let mut client = Client::new(ClientId(testing::uuid(4, 4)), testing::person(1), weft_domain::decide);
        client.restore(Saved::default());
        client.replay();
        client.connected();
        client.receive(bytes);
        client.poll(testing::EPOCH);
        let is_lost = client.effects().iter().any(|effect| matches!(effect, Effect::Bye(_)));
        assert!(!is_lost, "{name} is not understood");
    }
}

/// Where forms differ for good, each is told by name who has to change.
#[test]
fn other_forms_are_turned_away_by_name() {
    let world = testing::Gen::new(1).world();
    let ups = pinned("up.");
    let Ok(Up::Hello { client, cursor, rights, open, .. }) = decode(named(&ups, &greeting_of(SCHEMA))) else {
        panic!("no greeting is pinned")
    };
    let greet = |protocol, schema| {
        let open = open.clone();
        let bytes = encode(&Up::Hello { protocol, schema, client, cursor, rights, open });
        Session::new(testing::person(1), &world).up(&bytes, false).err()
    };
    assert_eq!(greet(PROTOCOL, SCHEMA), None);
    assert_eq!(greet(PROTOCOL - 1, SCHEMA), Some(Bye::ClientTooOld));
    assert_eq!(greet(PROTOCOL, SCHEMA - 1), Some(Bye::ClientTooOld));
    assert_eq!(greet(PROTOCOL + 1, SCHEMA), Some(Bye::ServerTooOld));
    assert_eq!(greet(PROTOCOL, SCHEMA + 1), Some(Bye::ServerTooOld));
}

/// Entries of the outbox as the first version stored them are still read: they outlive upgrades.
#[test]
fn an_old_outbox_is_read() {
    let old = r#"{"v":1,"envelope":{"id":"09000000-0000-0000-0000-000000097000","command":{"RenamePerson":{"id":"01000000-0000-0000-0000-000000007000","over":0,"name":"Ann"}}},"made_at":1767225600000,"marked":false}"#;
    let stored = Stored::from_json(old).unwrap();
    assert_eq!(stored.envelope.command.name(), "RenamePerson");
    assert_eq!(stored.to_json(), old);
    assert!(Stored::from_json(&old.replacen("\"v\":1", "\"v\":2", 1)).is_err());
}
