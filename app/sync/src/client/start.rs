//! How a replica starts: from the disk, from a bootstrap, and with the server's welcome.

use weft_domain::{Change, CommandId, Key, Kind, PersonId, Viewer, World};

use super::{Client, Effect, Link, Pending, Saved, Stage, Stored, TrayReason};
use crate::message::{Ack, Bootstrap, Bye, Cursor, PROTOCOL, SCHEMA, Scope, Seq, Start, Up, rights};

/// The server's welcome.
pub(super) struct Welcome {
    pub(super) person: PersonId,
    pub(super) head: Cursor,
    pub(super) start: Start,
    pub(super) answered: u64,
    pub(super) answered_id: Option<CommandId>,
    pub(super) refused: Vec<Ack>,
}

impl Client {
    /// Takes in what was stored. To be called once, before anything else. Marks what it is about to
    /// replay: if an [`Effect::Save`] comes of it, store it (await it, then [`Client::saved`]) **before**
    /// [`Client::replay`].
    pub fn restore(&mut self, saved: Saved) {
        self.restore_rows(&saved);
        let Saved { mut outbox, last_number, client, over, tray, .. } = saved;
        match client {
            Some(client) => self.id = client,
            // Nothing was stored: from now on it is stored whose outbox it is.
            None => self.save.client(),
        }
        self.over = over.into();
        self.restore_tray(tray);
        outbox.sort_unstable();
        self.last_number = outbox.last().map_or(0, |(number, _)| *number).max(last_number);
        for (number, text) in outbox {
            let (made, reason) = match Stored::from_json(&text) {
                Ok(stored) if !stored.marked => {
                    self.save.holds(stored.envelope.id, (self.id, number));
                    self.pending.push_back(Pending {
                        number,
                        envelope: stored.envelope,
                        made_at: stored.made_at,
                        touches: Vec::new(),
                        stage: Stage::Restored,
                    });
                    continue;
                }
                Ok(stored) => (Some(stored.made()), TrayReason::Poisoned),
                Err(_) => (None, TrayReason::Unreadable(text)),
            };
            self.save.remove(number);
            self.set_aside(made, reason);
        }
        self.view = self.confirmed.clone();
        self.effects.push(Effect::Replaced);
        if !self.pending.is_empty() {
            self.mark(true);
        }
    }

    /// Replays the restored outbox on the restored rows, and takes the marks away. Commands that
    /// were found marked are in the tray instead. Asks for a bootstrap where no rows were stored.
    pub fn replay(&mut self) {
        let restored = self.pending.iter_mut().filter(|pending| pending.stage == Stage::Restored);
        let count = restored.map(|pending| pending.stage = Stage::Stored).count();
        if count > 0 {
            self.rebase_whole();
            self.mark(false);
        }
        if self.cursor.is_none() {
            self.effects.push(Effect::Fetch);
        }
        self.greet();
        self.update_status();
    }

    /// Takes in the standing part fetched over HTTP. May be called before or after
    /// [`Client::connected`]; one that is older than the replica is dropped.
    pub fn bootstrap(&mut self, bootstrap: Bootstrap) {
        let Bootstrap { schema, person, cursor, rows } = bootstrap;
        if person != self.person {
            self.effects.push(Effect::Stranger(person));
            return;
        }
        if schema != SCHEMA {
            let bye = if schema > SCHEMA { Bye::ClientTooOld } else { Bye::ServerTooOld };
            self.effects.push(Effect::Bye(bye));
            return;
        }
        if self.cursor.is_some_and(|held| held.epoch == cursor.epoch && held.seq >= cursor.seq) {
            return;
        }
        self.forget();
        self.fill(rows, cursor);
        let keys: Vec<Key> =
            Kind::ALL.iter().flat_map(|kind| self.confirmed.rows(*kind)).map(|row| row.key()).collect();
        self.save.rows(keys);
        self.save.cursor();
        self.settle_answered();
        self.rebase_whole();
        if self.link != Link::Down {
            self.link = Link::Open;
            self.greet();
        }
        self.update_status();
    }

    /// Greets the server, if there is one and something to greet with.
    pub(super) fn greet(&mut self) {
        let is_replayed = self.pending.iter().all(|pending| pending.stage != Stage::Restored);
        if self.link != Link::Open || self.must_renumber || !is_replayed {
            return;
        }
        let Some(cursor) = self.cursor else { return };
        let hello = Up::Hello {
            protocol: PROTOCOL,
            schema: SCHEMA,
            client: self.id,
            cursor: Some(cursor),
            rights: rights(&self.viewer),
            open: self.scopes.iter().collect(),
        };
        self.send(&hello);
        self.link = Link::Greeted;
    }

    pub(super) fn welcomed(&mut self, welcome: Welcome, late: &mut Vec<Effect>) {
        if welcome.person != self.person {
            self.link = Link::Down;
            self.effects.push(Effect::Stranger(welcome.person));
            return;
        }
        self.head = Some(welcome.head);
        for pending in self.pending.iter_mut().filter(|pending| pending.stage == Stage::Sent) {
            pending.stage = Stage::Stored;
        }
        if self.has_fallen_back(&welcome) {
            self.link = Link::Open;
            self.fork(welcome.answered, late);
            return;
        }
        self.settle(&welcome, late);
        self.effects.push(Effect::Started(welcome.start));
        match welcome.start {
            Start::Resume => {
                self.link = Link::Live;
                self.must_tell = true;
                self.number_from(welcome.answered + 1);
                self.settle_answered();
                self.ask_for_the_rest();
            }
            Start::Reset => {
                self.link = Link::Open;
                self.drop_asks();
                self.forget();
                self.rebase_whole();
                self.effects.push(Effect::Fetch);
            }
        }
    }

    pub(super) fn move_cursor(&mut self, to: Seq) {
        if let Some(cursor) = &mut self.cursor {
            cursor.seq = to;
            self.save.cursor();
        }
        self.settle_answered();
    }

    /// Whether the server has answered numbers that this outbox does not remember so: its storage
    /// fell back behind what it sent.
    fn has_fallen_back(&self, welcome: &Welcome) -> bool {
        let held = self.pending.iter().find(|pending| pending.number == welcome.answered);
        welcome.answered > self.last_number
            || held.is_some_and(|held| Some(held.envelope.id) != welcome.answered_id)
    }

    /// What was answered while we were away. One whose refusal is not told was done, or refused so
    /// long ago that the server has forgotten it.
    fn settle(&mut self, welcome: &Welcome, late: &mut Vec<Effect>) {
        for ack in &welcome.refused {
            let held = self.pending.iter().any(|pending| pending.number == ack.number);
            if held && ack.number <= welcome.answered {
                self.acknowledged(ack.number, ack.refusal.clone(), late);
            }
        }
        for pending in &mut self.pending {
            if pending.number <= welcome.answered && pending.stage != Stage::Answered {
                pending.stage = Stage::Answered;
                late.push(Effect::Done(pending.envelope.clone()));
            }
        }
    }

    /// Answered commands stay in the view until their effects are there.
    fn settle_answered(&mut self) {
        let has_come = match (self.cursor, self.head) {
            (Some(cursor), Some(head)) => cursor.epoch != head.epoch || cursor.seq >= head.seq,
            _ => false,
        };
        if has_come {
            self.drop_answered();
        }
    }

    fn restore_rows(&mut self, saved: &Saved) {
        let Some(cursor) = saved.cursor.filter(|_| saved.schema == SCHEMA) else {
            self.save.clear();
            return;
        };
        let scopes: Vec<(Scope, bool)> =
            saved.scopes.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        for (scope, _) in &scopes {
            self.scopes.open(*scope);
        }
        self.fill(saved.rows.clone(), cursor);
        self.purge();
        // What hangs on a confidential request was not stored, whatever was loaded.
        let has_rows = |scope: &Scope| match scope {
            Scope::Board(_) => true,
            Scope::Request(id) => self.confirmed.request_text(*id).present().is_some(),
        };
        let loaded = scopes.into_iter().filter(|(_, is_loaded)| *is_loaded).map(|(scope, _)| scope);
        self.loaded = loaded.filter(has_rows).collect();
        self.lacks_unstored = true;
        if self.viewer.keys.is_empty() {
            self.forget();
        }
    }

    fn fill(&mut self, rows: Vec<weft_domain::Row>, cursor: Cursor) {
        for row in rows {
            self.confirmed.apply(&Change::Put(row));
        }
        self.confirmed.set_caught_up(true);
        self.viewer = Viewer::of(&self.confirmed, self.person);
        self.cursor = Some(cursor);
    }

    /// The replica is thrown away, here and on the disk; the outbox and what is open stay.
    fn forget(&mut self) {
        self.confirmed = World::replica();
        self.viewer.keys.clear();
        self.cursor = None;
        self.loaded.clear();
        self.lacks_unstored = false;
        self.save.clear();
        // Else a program that ends before they are loaded again takes them for loaded at its next start.
        self.save.scopes();
    }

    fn mark(&mut self, mark: bool) {
        self.save.mark = mark;
        let numbers: Vec<u64> = self.pending.iter().map(|pending| pending.number).collect();
        numbers.into_iter().for_each(|number| self.save.put(number));
        self.save_now();
    }
}
