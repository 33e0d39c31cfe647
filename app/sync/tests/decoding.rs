//! Whatever arrives is read or refused: no bytes and no text make a decoder panic, run for long, or
//! reserve more than they could hold. By chance from a seed, so that a failure shows itself again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "wire/samples.rs"]
#[expect(dead_code, reason = "shared with the test of the wire, which uses more of it")]
mod samples;

use serde::{Serialize, de::DeserializeOwned};
use weft_domain::{Kind, Timestamp, testing::Gen};
use weft_sync::{
    client::Stored,
    message::{Bootstrap, Bye, Down, Envelope, Up, decode, encode},
    server::{Session, SessionEffect},
    sim::Plan,
};

/// Damaged copies of each sample.
const COPIES: u64 = 400;
/// Bytes by which reading noise may raise the most that this process ever held.
const PEAK_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A number of elements that no message holds, as the compact form writes it.
const HUGE: &[u8] = &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];

/// One damage by chance: a byte or bit changed, a piece left out, doubled, or claimed to be huge.
fn damage(bytes: &mut Vec<u8>, chance: &mut Gen) {
    let below = |chance: &mut Gen, max: usize| usize::try_from(chance.below(max as u64)).unwrap();
    let at = below(chance, bytes.len() + 1);
    let rest = bytes.len() - at;
    let len = below(chance, rest.min(40) + 1);
    match chance.below(7) {
        0 => bytes.truncate(at),
        1 => drop(bytes.splice(at..at + len, [])),
        2 => {
            let piece = bytes[at..at + len].to_vec();
            drop(bytes.splice(at..at, piece));
        }
        3 => drop(bytes.splice(at..(at + 1).min(bytes.len()), HUGE.iter().copied())),
        4 => bytes.extend((0..len).map(|_| u8::try_from(chance.below(256)).unwrap())),
        5 if rest > 0 => bytes[at] ^= 1 << chance.below(8),
        _ if rest > 0 => bytes[at] = u8::try_from(chance.below(256)).unwrap(),
        _ => {}
    }
}

/// Reads a form: what it is read as is no bigger than what was read.
fn read<T: Serialize + DeserializeOwned>(bytes: &[u8]) {
    if let Ok(message) = decode::<T>(bytes) {
        assert!(encode(&message).len() <= bytes.len(), "{bytes:?} grew");
    }
    if let Ok(message) = serde_json::from_slice::<T>(bytes) {
        let _ = encode(&message);
    }
}

fn read_all(bytes: &[u8]) {
    read::<Up>(bytes);
    read::<Down>(bytes);
    read::<Bootstrap>(bytes);
    read::<Envelope>(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = Stored::from_json(text);
        let _ = Plan::from_json(text);
    }
}

/// Valid messages of every sort, in both forms; bootstraps and deltas with rows of every kind.
fn samples() -> Vec<Vec<u8>> {
    fn both<T: Serialize>(message: &T) -> [Vec<u8>; 2] {
        [encode(message), serde_json::to_vec(message).unwrap()]
    }
    let mut chance = Gen::new(5);
    let mut next_id = 1;
    let world = chance.busy_world(60, &mut next_id);
    let mut all: Vec<Vec<u8>> = Vec::new();
    all.extend(samples::ups().iter().flat_map(both));
    all.extend(samples::downs().iter().flat_map(both));
    all.extend(both(&samples::bootstrap()));
    for kind in Kind::ALL {
        let rows = world.rows(*kind).into_iter().take(2).collect();
        all.extend(both(&Bootstrap { rows, ..samples::bootstrap() }));
    }
    for _ in 0..40 {
        let person = chance.person(&world);
        let command = chance.command(&world, person, &mut next_id);
        let envelope = Envelope { id: weft_domain::CommandId(uuid::Uuid::from_u128(9)), command };
        all.push(Stored::new(envelope, Timestamp(1), false).to_json().into_bytes());
    }
    let mut plan = Plan::of(1);
    plan.actions.truncate(30);
    all.push(plan.to_json().into_bytes());
    all
}

/// The most memory this process ever held, where the system tells.
fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

#[test]
fn damaged_messages_are_read_or_refused_but_never_more() {
    let samples = samples();
    samples.iter().for_each(|sample| read_all(sample));
    let before = peak_bytes();
    let mut chance = Gen::new(1);
    for sample in &samples {
        for _ in 0..COPIES {
            let mut bytes = sample.clone();
            for _ in 0..=chance.below(3) {
                damage(&mut bytes, &mut chance);
            }
            read_all(&bytes);
        }
    }
    if let (Some(before), Some(after)) = (before, peak_bytes()) {
        // The system counts pages late, so that the peak may even seem to shrink.
        let grown = after.saturating_sub(before);
        assert!(grown < PEAK_BYTES_MAX, "reading noise took {grown} bytes");
    }
}

#[test]
fn noise_is_read_or_refused_but_never_more() {
    let mut chance = Gen::new(2);
    for _ in 0..40_000 {
        let len = chance.below(60);
        let noise: Vec<u8> = (0..len).map(|_| u8::try_from(chance.below(256)).unwrap()).collect();
        read_all(&noise);
        // The first byte says which message it is: often one that there is.
        let mut likely = vec![u8::try_from(chance.below(6)).unwrap()];
        likely.extend(noise);
        read_all(&likely);
    }
}

#[test]
fn what_is_nested_without_end_is_refused() {
    for open in ["[", "{\"Push\":", "{\"a\":[", "{\"plan\":{"] {
        let text = open.repeat(100_000);
        read_all(text.as_bytes());
        assert!(serde_json::from_str::<Up>(&text).is_err());
    }
}

/// A session meets the same noise: it ends the connection by name, or does what it read.
#[test]
fn a_session_survives_what_it_cannot_read() {
    let mut chance = Gen::new(3);
    let world = chance.world();
    let person = weft_domain::testing::person(1);
    let ups: Vec<Vec<u8>> = samples::ups().iter().map(encode).collect();
    for _ in 0..4_000 {
        let mut session = Session::new(person, &world);
        for _ in 0..4 {
            let mut bytes = chance.pick(&ups).unwrap();
            if chance.chance(50) {
                damage(&mut bytes, &mut chance);
            }
            match session.up(&bytes, false) {
                Err(bye) => {
                    assert!(matches!(bye, Bye::BadMessage | Bye::ClientTooOld | Bye::ServerTooOld));
                    break;
                }
                Ok(Some(SessionEffect::Submit { envelopes, .. })) => assert!(envelopes.len() <= 100),
                Ok(_) => {}
            }
        }
    }
}

/// A plan by chance is refused or ends: limits hold it.
#[test]
fn a_plan_without_end_is_refused() {
    let plan = Plan::of(1);
    let unsound = [
        Plan { browsers: 0, ..plan.clone() },
        Plan { browsers: 200, ..plan.clone() },
        Plan { commands: u64::MAX, ..plan.clone() },
        Plan { actions: plan.actions.iter().rev().cloned().collect(), ..plan.clone() },
        Plan { browsers: 1, ..plan.clone() },
    ];
    for plan in unsound {
        assert!(Plan::from_json(&plan.to_json()).is_err());
    }
    assert!(Plan::from_json(&plan.to_json()).is_ok());
}
