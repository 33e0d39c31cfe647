//! What goes to the disk, and when.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{CommandId, Key, Kind, Timestamp};

use super::{Client, Effect, Pending, SaveBatch, Stage, Stored};
use crate::{
    message::{ClientId, SCHEMA, Scope},
    sight::is_storable,
};

/// Milliseconds between two batches of confirmed rows. Commands do not wait for it.
const SAVE_EVERY_MS: i64 = 100;

/// What is to be stored, and what is on its way.
#[derive(Debug, Default)]
pub(super) struct Saving {
    last_ticket: u64,
    /// Tickets on their way, and the last number of the outbox stored with each.
    on_the_way: BTreeMap<u64, u64>,
    /// Rows whose stored form is out of date.
    dirty: BTreeSet<Key>,
    must_clear: bool,
    cursor_moved: bool,
    scopes_moved: bool,
    put: BTreeSet<u64>,
    remove: BTreeSet<u64>,
    /// Entries of the outbox are stored as being about to be replayed.
    pub(super) mark: bool,
    number_moved: bool,
    client_moved: bool,
    is_urgent: bool,
    last_at: Option<Timestamp>,
    /// What the disk holds of the outbox, and under which name and number.
    held: BTreeMap<CommandId, (ClientId, u64)>,
    /// A batch could not be stored, and none is from then on.
    has_failed: bool,
}

impl Saving {
    pub(super) fn rows(&mut self, keys: impl IntoIterator<Item = Key>) {
        self.dirty.extend(keys);
    }

    pub(super) fn cursor(&mut self) {
        self.cursor_moved = true;
    }

    pub(super) fn scopes(&mut self) {
        self.scopes_moved = true;
    }

    /// Everything stored of the replica goes.
    pub(super) fn clear(&mut self) {
        self.must_clear = true;
        self.cursor_moved = true;
        self.is_urgent = true;
        self.dirty.clear();
    }

    pub(super) fn put(&mut self, number: u64) {
        self.remove.remove(&number);
        self.put.insert(number);
        self.number_moved = true;
        self.is_urgent = true;
    }

    pub(super) fn remove(&mut self, number: u64) {
        self.put.remove(&number);
        self.remove.insert(number);
    }

    /// What is on its way is stored under numbers that are void: it tells of no command any more that
    /// it is stored. One that takes such a number is stored with a later batch.
    pub(super) fn renumbered(&mut self) {
        self.on_the_way.values_mut().for_each(|upto| *upto = 0);
    }

    pub(super) fn number(&mut self) {
        self.number_moved = true;
    }

    pub(super) fn client(&mut self) {
        self.client_moved = true;
    }

    /// The disk holds a command under this name and number.
    pub(super) fn holds(&mut self, id: CommandId, place: (ClientId, u64)) {
        self.held.insert(id, place);
    }

    /// Whether a command must not be sent under this name and number: the disk, which takes nothing
    /// any more, has it under another one, and the next start would send it under that again.
    pub(super) fn is_withheld(&self, id: CommandId, place: (ClientId, u64)) -> bool {
        self.has_failed && self.held.get(&id).is_some_and(|held| *held != place)
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.must_clear
            || self.cursor_moved
            || self.scopes_moved
            || self.number_moved
            || self.client_moved
            || !self.dirty.is_empty()
            || !self.put.is_empty()
            || !self.remove.is_empty()
    }

    fn is_due(&self, now: Timestamp) -> bool {
        let waited = self.last_at.is_none_or(|last| {
            // A clock that was set back must not stop the saving.
            now.0.saturating_sub(last.0) >= SAVE_EVERY_MS || now < last
        });
        self.is_waiting() && (self.is_urgent || waited)
    }
}

impl Client {
    /// A batch was stored.
    pub fn saved(&mut self, ticket: u64) {
        let Some(upto) = self.save.on_the_way.remove(&ticket) else { return };
        for pending in &mut self.pending {
            if pending.stage == Stage::Made && pending.number <= upto {
                pending.stage = Stage::Stored;
                if !self.save.has_failed {
                    self.save.holds(pending.envelope.id, (self.id, pending.number));
                }
            }
        }
        if !self.save.has_failed {
            let pending: BTreeSet<CommandId> = self.pending.iter().map(|one| one.envelope.id).collect();
            self.save.held.retain(|id, _| pending.contains(id));
        }
        self.push();
    }

    /// A batch could not be stored, and none will be before the next start: the driver goes on from
    /// memory, and [`Client::saved`] only says that it went on. Call this first. What the disk still
    /// holds under a number that has changed since waits for that start, and what comes after it too:
    /// else it would be done now and once more then.
    pub fn storage_failed(&mut self) {
        self.save.has_failed = true;
    }

    pub(super) fn save_if_due(&mut self, now: Timestamp) {
        if self.save.is_due(now) {
            self.save.last_at = Some(now);
            self.save_now();
        }
    }

    /// Everything that waits goes out as one batch: rows and the cursor they stand at always
    /// together.
    pub(super) fn save_now(&mut self) {
        let dirty = std::mem::take(&mut self.save.dirty);
        let (mut put, mut remove) = (Vec::new(), Vec::new());
        for key in dirty {
            match self.confirmed.row(key).present() {
                Some(row) if is_storable(&self.confirmed, &row) => put.push(row),
                _ if key.kind == Kind::Numbering => {}
                _ => remove.push(key),
            }
        }
        let mark = self.save.mark;
        let entry = |pending: &Pending| {
            let stored = Stored::new(pending.envelope.clone(), pending.made_at, mark);
            (pending.number, stored.to_json())
        };
        let numbers = std::mem::take(&mut self.save.put);
        let outbox_put: Vec<(u64, String)> =
            self.pending.iter().filter(|pending| numbers.contains(&pending.number)).map(entry).collect();
        self.save.last_ticket += 1;
        self.save.on_the_way.insert(self.save.last_ticket, self.last_number);
        let scopes: Vec<(Scope, bool)> =
            self.scopes.iter().map(|scope| (scope, self.loaded.contains(&scope))).collect();
        let batch = SaveBatch {
            ticket: self.save.last_ticket,
            clear: std::mem::take(&mut self.save.must_clear),
            put,
            remove,
            cursor: std::mem::take(&mut self.save.cursor_moved).then_some(self.cursor).flatten(),
            schema: SCHEMA,
            outbox_put,
            outbox_remove: std::mem::take(&mut self.save.remove).into_iter().collect(),
            client: std::mem::take(&mut self.save.client_moved).then_some(self.id),
            last_number: std::mem::take(&mut self.save.number_moved).then_some(self.last_number),
            scopes: std::mem::take(&mut self.save.scopes_moved)
                .then(|| serde_json::to_string(&scopes).unwrap_or_default()),
        };
        self.save.is_urgent = false;
        self.effects.push(Effect::Save(batch));
    }
}
