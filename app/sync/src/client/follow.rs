//! A replica that follows: the leading tab says what is confirmed and what is pending, and this one
//! replays the same on top of it, with its own commands that have no number yet at the end.

use std::collections::{BTreeSet, VecDeque};

use weft_domain::{Change, CommandId, Key, World};

use super::{Client, Effect, Over, Pending, Stage, Status, TrayReason, lead::numbered, rebase::swept_by};
use crate::{
    message::Envelope,
    tabs::{Made, Numbered, Step, UNNUMBERED},
};

impl Client {
    /// Follows from now on: nothing is numbered, stored or sent here.
    pub(super) fn follow(&mut self) {
        self.follows = Some(Status::default());
    }

    /// The commands that this tab knows of, in order.
    pub(super) fn held(&self) -> impl Iterator<Item = Numbered> {
        self.pending.iter().map(numbered)
    }

    /// Takes all that the leading tab holds. Own commands that it has not seen stay at the end.
    pub(super) fn begin_from(&mut self, mut step: Step, late: &mut Vec<Effect>) {
        let numbers = self.pending.iter().map(|pending| pending.number);
        step.outbox_remove = numbers.filter(|number| *number != UNNUMBERED).collect();
        step.clear = true;
        step.tray_remove = self.tray.keys().copied().collect();
        // A start tells no tray: what became of the commands is in how they ended.
        for number in std::mem::take(&mut step.outbox_remove) {
            let place = self.pending.iter().position(|pending| pending.number == number);
            let envelope = place.and_then(|place| self.take_out(place)).map(|made| made.envelope);
            late.extend(envelope.and_then(|envelope| ended(envelope, step.over.as_deref()?)));
        }
        self.take_step(step, late);
        self.drop_over(late);
        self.save.forget_due();
    }

    /// Takes what changed. The rows it concerns are returned.
    pub(super) fn take_step(&mut self, step: Step, late: &mut Vec<Effect>) -> BTreeSet<Key> {
        let mut keys = BTreeSet::new();
        if step.clear {
            self.confirmed = World::replica();
            self.save.clear();
        }
        for key in step.remove {
            let change = Change::Remove(key);
            keys.extend(swept_by(&self.confirmed, &change));
            self.confirmed.apply(&change);
        }
        for row in step.put {
            keys.insert(row.key());
            self.confirmed.apply(&Change::Put(row));
        }
        self.cursor = step.cursor;
        self.confirmed.set_caught_up(self.cursor.is_some());
        self.save.cursor();
        self.save.rows(keys.iter().copied());
        for number in step.outbox_remove {
            let place = self.pending.iter().position(|pending| pending.number == number);
            let envelope = place.and_then(|place| self.take_out(place)).map(|made| made.envelope);
            let end = envelope.and_then(|envelope| ended(envelope, step.over.as_deref()?));
            late.extend(end.filter(|end| matches!(end, Effect::Done(_))));
        }
        step.outbox_put.into_iter().for_each(|numbered| self.mirror(numbered));
        if let Some(over) = step.over {
            self.over = over.into();
        }
        self.id = step.client.unwrap_or(self.id);
        self.last_number = step.last_number;
        if let Some(scopes) = step.scopes {
            self.scopes = crate::sight::Scopes::default();
            for (scope, _) in &scopes {
                self.scopes.open(*scope);
            }
            self.loaded = scopes.into_iter().filter(|(_, loaded)| *loaded).map(|(scope, _)| scope).collect();
        }
        self.mirror_tray(step.tray_remove, step.tray_put);
        late.extend(step.trays.into_iter().map(|(envelope, reason)| Effect::Tray { envelope, reason }));
        self.status.clock_offset = step.status.clock_offset;
        self.follows = Some(step.status);
        keys
    }

    /// Takes a command back that the leading tab would not number.
    pub(super) fn give_up(&mut self, id: CommandId, reason: TrayReason, late: &mut Vec<Effect>) {
        if let Some(place) = self.pending.iter().position(|pending| pending.envelope.id == id) {
            let envelope = self.take_out(place).map(|made| made.envelope);
            late.push(Effect::Tray { envelope, reason });
        }
    }

    /// Replays after steps that concern `keys`; none: everything.
    pub(super) fn catch_up(&mut self, keys: Option<BTreeSet<Key>>) {
        let came = self.pending.iter_mut().filter(|pending| pending.stage == Stage::Restored);
        let is_more = came.map(|pending| pending.stage = Stage::Stored).count() > 0;
        match keys {
            None => self.rebase_whole(),
            Some(keys) if is_more || !keys.is_empty() || !self.freed.is_empty() => self.rebase(keys),
            Some(_) => {}
        }
    }

    /// Own commands that ended without a word of it: they were numbered, and over, before this tab
    /// heard of either.
    pub(super) fn drop_over(&mut self, late: &mut Vec<Effect>) {
        let is_over = |pending: &Pending, over: &VecDeque<Over>| {
            pending.number == UNNUMBERED && over.iter().any(|over| over.id == pending.envelope.id)
        };
        while let Some(place) = self.pending.iter().position(|pending| is_over(pending, &self.over)) {
            let envelope = self.take_out(place).map(|made| made.envelope);
            let over = self.over.make_contiguous();
            late.extend(envelope.and_then(|envelope| ended(envelope, over)));
        }
    }

    fn mirror(&mut self, numbered: Numbered) {
        let Numbered { number, made } = numbered;
        let id = made.envelope.id;
        let known = |pending: &Pending| pending.number == number || pending.envelope.id == id;
        while let Some(place) = self.pending.iter().position(known) {
            self.take_out(place);
        }
        let place = self.pending.iter().take_while(|pending| pending.number < number).count();
        let Made { envelope, at } = made;
        let pending = Pending { number, envelope, made_at: at, touches: Vec::new(), stage: Stage::Restored };
        self.pending.insert(place, pending);
    }
}

/// What is told of a command that is over; none: nobody knows how.
fn ended(envelope: Envelope, over: &[Over]) -> Option<Effect> {
    let over = over.iter().rev().find(|over| over.id == envelope.id)?;
    Some(match over.tray.clone() {
        Some(reason) => Effect::Tray { envelope: Some(envelope), reason },
        None => Effect::Done(envelope),
    })
}
