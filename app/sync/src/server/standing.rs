//! Bootstraps: the standing part of a replica.

use std::collections::BTreeSet;

use weft_domain::{AudienceKey, Key, Kind, PersonId, Request, Row, Timestamp, Viewer, World, audience};

use super::answer::{is_recent_request, requests};
use crate::{
    message::{BOOTSTRAP_ROWS_MAX, Bootstrap, Cursor, SCHEMA, encode},
    sight::{Scopes, belongs, is_recent},
};

/// The standing part of `viewer`'s replica: every resident row for everyone (traffic and scores of
/// the last 35 days only), the contacts they may see, and the requests that stand open to them by
/// their person or a membership, if they have not ended more than 14 days ago. At most
/// [`BOOTSTRAP_ROWS_MAX`] rows: of what is more, the requests that moved longest ago are left out.
/// Confidential requests are in it; a browser does not store them.
pub fn bootstrap(world: &World, viewer: &Viewer, cursor: Cursor, now: Timestamp) -> Bootstrap {
    let mut rows: Vec<Row> = common(world, now).collect();
    if viewer.keys.is_empty() {
        rows.clear();
    }
    rows.extend(own(world, viewer, now, rows.len()));
    Bootstrap { schema: SCHEMA, person: viewer.person, cursor, rows }
}

/// What of every bootstrap at one place in the sequence is the same, encoded once: when a thousand
/// browsers come back together, each costs its own part only.
#[derive(Clone, Debug)]
pub struct Common {
    world: World,
    cursor: Cursor,
    rows: usize,
    bytes: Vec<u8>,
}

impl Common {
    /// The common part at `cursor`, where `world` is.
    pub fn new(world: &World, cursor: Cursor, now: Timestamp) -> Self {
        let (mut rows, mut bytes) = (0, Vec::new());
        for row in common(world, now) {
            rows += 1;
            bytes.extend(encode(&row));
        }
        Self { world: world.clone(), cursor, rows, bytes }
    }

    /// Where in the sequence it is.
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Somebody's [`Bootstrap`] in the compact form.
    pub fn bootstrap(&self, person: PersonId, now: Timestamp) -> Vec<u8> {
        let viewer = Viewer::of(&self.world, person);
        if viewer.keys.is_empty() {
            return encode(&bootstrap(&self.world, &viewer, self.cursor, now));
        }
        let own = own(&self.world, &viewer, now, self.rows);
        let empty = Bootstrap { schema: SCHEMA, person, cursor: self.cursor, rows: Vec::new() };
        // The list stands last, and an empty one is one byte, its length.
        let mut bytes = encode(&empty);
        bytes.pop();
        bytes.extend(encode(&(self.rows + own.len())));
        bytes.extend_from_slice(&self.bytes);
        own.iter().for_each(|row| bytes.extend(encode(row)));
        bytes
    }
}

/// The rows that are for everyone.
fn common(world: &World, now: Timestamp) -> impl Iterator<Item = Row> {
    let whole = Kind::ALL.iter().filter(|kind| kind.is_resident() && **kind != Kind::Request);
    whole.flat_map(|kind| world.rows(*kind)).filter(move |row| {
        is_recent(row, now) && audience::audience(world, row).contains(&AudienceKey::Everyone)
    })
}

/// The rows that are for `viewer` and not for everyone, where `others` rows are there already.
fn own(world: &World, viewer: &Viewer, now: Timestamp, others: usize) -> Vec<Row> {
    let scopes = Scopes::default();
    let (mut rows, mut asked) = (Vec::new(), BTreeSet::<Key>::new());
    for held in &viewer.keys {
        // A role opens requests only while a scope shows them.
        let is_role = matches!(held, AudienceKey::Role(_));
        for key in world.opened_by(*held) {
            if key.kind == Kind::Request {
                asked.extend((!is_role).then_some(key));
            } else if let Some(row) = world.row(key).present() {
                let is_in =
                    is_recent(&row, now) && belongs(viewer, &scopes, &row, &audience::audience(world, &row));
                rows.extend(is_in.then_some((key, row)));
            }
        }
    }
    rows.sort_by_key(|(key, _)| *key);
    rows.dedup_by_key(|(key, _)| *key);
    let mut rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    let mut open: Vec<&Request> =
        requests(world, asked.into_iter()).filter(|request| is_recent_request(request, now)).collect();
    let room = BOOTSTRAP_ROWS_MAX.saturating_sub(others + rows.len());
    if open.len() > room {
        open.sort_by_key(|request| core::cmp::Reverse((request.is_open(), request.moved_at)));
        open.truncate(room);
    }
    rows.extend(open.into_iter().map(|request| Row::from(request.clone())));
    rows
}
