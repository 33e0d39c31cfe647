//! From following to leading: the leading tab is gone, and what it stored and what this tab was told
//! make one outbox again.
//!
//! A number was sent only after it was stored, or, where nothing is stored, after it was told. So
//! whatever the server may have seen is in one of the two under its own number, and keeps it: the
//! server answers it as before. What neither knows was never sent and gets the next numbers.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{CommandId, Timestamp, Viewer};

use super::{Client, Effect, Pending, Saved, Stage, Stored, TrayReason};
use crate::{
    message::{Cursor, Envelope, SCHEMA},
    tabs::{Made, UNNUMBERED},
};

impl Client {
    /// Leads from now on. `joined` is where the replica stood when this tab last took all of it,
    /// `was_kept` whether the tab that led before stored what it numbered. The screen stays as it is.
    pub(super) fn take_over(&mut self, mut saved: Saved, joined: Option<Cursor>, was_kept: bool) {
        self.follows = None;
        let is_same = saved.client.is_none_or(|client| client == self.id);
        match saved.client {
            Some(client) => self.id = client,
            None => self.save.client(),
        }
        // What is stored may be older than what this tab took in at once: then all is stored anew.
        let is_enough = match (saved.cursor.filter(|_| saved.schema == SCHEMA), joined) {
            (Some(stored), Some(joined)) => stored.epoch == joined.epoch && stored.seq >= joined.seq,
            _ => false,
        };
        if !is_enough {
            self.save.clear();
            let rows = weft_domain::Kind::ALL.iter().flat_map(|kind| self.confirmed.rows(*kind));
            let keys: Vec<_> = rows.map(|row| row.key()).collect();
            self.save.rows(keys);
        }
        self.save.cursor();
        self.save.scopes();
        let mut late = Vec::new();
        for over in &saved.over {
            if !self.over.contains(over) {
                self.over.push_back(over.clone());
            }
        }
        self.restore_tray(std::mem::take(&mut saved.tray));
        self.drop_over(&mut late);
        self.merge(saved, is_same, was_kept);
        self.viewer = Viewer::of(&self.confirmed, self.person);
        self.lacks_unstored = true;
        self.rebase(BTreeSet::new());
        self.effects.append(&mut late);
        self.save_now();
        self.update_status();
    }

    /// One outbox of what is stored and what was told.
    fn merge(&mut self, saved: Saved, is_same: bool, was_kept: bool) {
        let Saved { outbox, last_number, .. } = saved;
        let told = if is_same { self.last_number } else { 0 };
        let mut merged: BTreeMap<u64, (Envelope, Timestamp)> = BTreeMap::new();
        let known: BTreeSet<CommandId> = self.pending.iter().map(|pending| pending.envelope.id).collect();
        for (number, text) in outbox {
            self.save.remove(number);
            match Stored::from_json(&text) {
                Ok(stored) if known.contains(&stored.envelope.id) => {
                    self.save.holds(stored.envelope.id, (self.id, number));
                    merged.insert(number, (stored.envelope, stored.made_at));
                }
                // It was told to be over before that was stored.
                Ok(stored) if self.is_over(stored.envelope.id) => {}
                Ok(stored) if stored.marked => self.set_aside(Some(stored.made()), TrayReason::Poisoned),
                Ok(stored) => {
                    self.save.holds(stored.envelope.id, (self.id, number));
                    merged.insert(number, (stored.envelope, stored.made_at));
                }
                Err(_) => self.set_aside(None, TrayReason::Unreadable(text)),
            }
        }
        let taken: BTreeSet<CommandId> = merged.values().map(|(envelope, _)| envelope.id).collect();
        let (mut rest, mut unsure) = (Vec::new(), Vec::new());
        for pending in &self.pending {
            let id = pending.envelope.id;
            let made = (pending.envelope.clone(), pending.made_at);
            if taken.contains(&id) || self.is_over(id) {
                continue;
            }
            if is_same && pending.number != UNNUMBERED && !merged.contains_key(&pending.number) {
                merged.insert(pending.number, made);
            } else if is_same && pending.number != UNNUMBERED && !was_kept {
                // The disk has another command under its number, which it may have been sent under all the
                // same: it had stopped taking anything.
                unsure.push(Made { envelope: made.0, at: made.1 });
            } else {
                rest.push(made);
            }
        }
        unsure.into_iter().for_each(|made| self.set_aside(Some(made), TrayReason::Unsure));
        let stored = merged.keys().next_back().copied().unwrap_or(0).max(last_number).max(told);
        merged.extend((stored + 1..).zip(rest));
        self.number_anew(merged, last_number.max(if is_same { 0 } else { stored }), stored);
    }

    /// Takes `merged` for the whole outbox. Numbers up to `stored` are on the disk.
    fn number_anew(&mut self, merged: BTreeMap<u64, (Envelope, Timestamp)>, stored: u64, last: u64) {
        for pending in std::mem::take(&mut self.pending) {
            self.freed.extend(pending.touches);
        }
        self.last_number = merged.keys().next_back().copied().unwrap_or(0).max(last);
        self.save.number();
        for (number, (envelope, made_at)) in merged {
            let stage = if number <= stored { Stage::Stored } else { Stage::Made };
            self.save.put(number);
            self.pending.push_back(Pending { number, envelope, made_at, touches: Vec::new(), stage });
        }
    }

    /// Whether a command is known to have ended.
    pub(super) fn is_over(&self, id: CommandId) -> bool {
        self.over.iter().any(|over| over.id == id)
    }

    /// Puts what was stored into the tray instead of the outbox.
    pub(super) fn set_aside(&mut self, made: Option<Made>, reason: TrayReason) {
        if let Some(made) = &made {
            self.note_over(made.envelope.id, Some(reason.clone()));
        }
        let envelope = made.as_ref().map(|made| made.envelope.clone());
        self.put_in_tray(made, reason.clone());
        self.effects.push(Effect::Tray { envelope, reason });
    }
}
