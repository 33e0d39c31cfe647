//! What goes to the disk, and when.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{CommandId, Key, Kind, Timestamp};

use super::{Client, Effect, Pending, SaveBatch, Stage, Stored, tray};
use crate::{
    fault::{self, Fault},
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
    /// What the disk does not have yet. In a tab that follows it gathers what the disk may lack once
    /// this tab leads.
    disk: Due,
    /// What the tabs that follow have not been told yet; none: there are none.
    pub(super) tabs: Option<Due>,
    /// Entries of the outbox are stored as being about to be replayed.
    pub(super) mark: bool,
    is_urgent: bool,
    last_at: Option<Timestamp>,
    /// What the disk holds of the outbox, and under which name and number.
    held: BTreeMap<CommandId, (ClientId, u64)>,
    /// A batch could not be stored, and none is from then on.
    has_failed: bool,
}

/// How somebody else's picture of the replica is out of date.
#[derive(Debug, Default)]
pub(super) struct Due {
    /// Rows that changed.
    pub(super) dirty: BTreeSet<Key>,
    pub(super) must_clear: bool,
    pub(super) cursor_moved: bool,
    pub(super) scopes_moved: bool,
    pub(super) put: BTreeSet<u64>,
    pub(super) remove: BTreeSet<u64>,
    pub(super) tray_put: BTreeSet<u64>,
    pub(super) tray_remove: BTreeSet<u64>,
    number_moved: bool,
    client_moved: bool,
}

impl Due {
    pub(super) fn is_any(&self) -> bool {
        self.must_clear
            || self.cursor_moved
            || self.scopes_moved
            || self.number_moved
            || self.client_moved
            || !self.dirty.is_empty()
            || !self.put.is_empty()
            || !self.remove.is_empty()
            || !self.tray_put.is_empty()
            || !self.tray_remove.is_empty()
    }
}

impl Saving {
    fn each(&mut self, mut change: impl FnMut(&mut Due)) {
        change(&mut self.disk);
        if let Some(tabs) = &mut self.tabs {
            change(tabs);
        }
    }

    pub(super) fn rows(&mut self, keys: impl IntoIterator<Item = Key> + Clone) {
        self.each(|due| due.dirty.extend(keys.clone()));
    }

    pub(super) fn cursor(&mut self) {
        self.each(|due| due.cursor_moved = true);
    }

    pub(super) fn scopes(&mut self) {
        self.each(|due| due.scopes_moved = true);
    }

    /// Everything stored of the replica goes.
    pub(super) fn clear(&mut self) {
        self.is_urgent = true;
        self.each(|due| {
            due.must_clear = true;
            due.cursor_moved = true;
            due.dirty.clear();
        });
    }

    pub(super) fn put(&mut self, number: u64) {
        self.is_urgent = true;
        self.each(|due| {
            due.remove.remove(&number);
            due.put.insert(number);
            due.number_moved = true;
        });
    }

    pub(super) fn remove(&mut self, number: u64) {
        self.each(|due| {
            due.put.remove(&number);
            due.remove.insert(number);
        });
    }

    pub(super) fn tray_put(&mut self, number: u64) {
        self.each(|due| {
            due.tray_remove.remove(&number);
            due.tray_put.insert(number);
        });
    }

    pub(super) fn tray_remove(&mut self, number: u64) {
        self.each(|due| {
            due.tray_put.remove(&number);
            due.tray_remove.insert(number);
        });
    }

    pub(super) fn number(&mut self) {
        self.each(|due| due.number_moved = true);
    }

    pub(super) fn client(&mut self) {
        self.each(|due| due.client_moved = true);
    }

    /// What is on its way is stored under numbers that are void: it tells of no command any more that
    /// it is stored. One that takes such a number is stored with a later batch.
    pub(super) fn renumbered(&mut self) {
        self.on_the_way.values_mut().for_each(|upto| *upto = 0);
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

    /// The disk is taken to have all there is: what changes from now on is what it may lack.
    pub(super) fn forget_due(&mut self) {
        self.disk = Due::default();
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.disk.is_any()
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
        if self.follows.is_some() {
            return;
        }
        let due = std::mem::take(&mut self.save.disk);
        let (mut put, mut remove) = (Vec::new(), Vec::new());
        for key in due.dirty {
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
        let outbox_put: Vec<(u64, String)> =
            self.pending.iter().filter(|pending| due.put.contains(&pending.number)).map(entry).collect();
        let is_kept = |number: &u64| due.tray_put.contains(number) && !fault::is(Fault::UnstoredTray);
        let trayed = self.tray.values().filter(|entry| is_kept(&entry.number));
        let tray_put = trayed.map(|entry| (entry.number, tray::to_json(entry))).collect();
        self.save.last_ticket += 1;
        self.save.on_the_way.insert(self.save.last_ticket, self.last_number);
        let batch = SaveBatch {
            ticket: self.save.last_ticket,
            clear: due.must_clear,
            put,
            remove,
            cursor: due.cursor_moved.then_some(self.cursor).flatten(),
            schema: SCHEMA,
            outbox_put,
            over: (!due.remove.is_empty()).then(|| self.over.iter().cloned().collect()),
            outbox_remove: due.remove.into_iter().collect(),
            tray_remove: due.tray_remove.into_iter().collect(),
            tray_put,
            client: due.client_moved.then_some(self.id),
            last_number: due.number_moved.then_some(self.last_number),
            scopes: due
                .scopes_moved
                .then(|| serde_json::to_string(&self.scopes_loaded()).unwrap_or_default()),
        };
        self.save.is_urgent = false;
        self.effects.push(Effect::Save(Box::new(batch)));
    }

    /// The open scopes, and whether all their rows are here.
    pub(super) fn scopes_loaded(&self) -> Vec<(Scope, bool)> {
        self.scopes.iter().map(|scope| (scope, self.loaded.contains(&scope))).collect()
    }
}
