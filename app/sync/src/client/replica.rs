//! The confirmed rows: what deltas and answers put there, and what must not stay.

use std::collections::BTreeSet;

use weft_domain::{Change, Key, Kind, RequestId, Row, Viewer, audience};

use super::{Client, Effect, Link, OpenAsk, rebase::swept_by};
use crate::{
    fault::{self, Fault},
    message::{Answer, Ask, Scope, Seq, UP_BYTES_MAX, Up, encode},
    sight::belongs,
};

/// The kinds that are not for everyone: what a change of rights can take away.
const GUARDED: &[Kind] = &[
    Kind::Contact,
    Kind::Request,
    Kind::RequestText,
    Kind::Comment,
    Kind::Rating,
    Kind::RatingComment,
    Kind::Scores,
];

impl Client {
    /// Makes a delta true. The rows it concerns are returned.
    pub(super) fn apply_delta(&mut self, changes: &[Change], to: Seq) -> BTreeSet<Key> {
        let scoped = self.scopes.iter().filter_map(|scope| match scope {
            Scope::Request(id) => Some(id),
            Scope::Board(_) => None,
        });
        let unseen: Vec<RequestId> = scoped.filter(|id| !self.confirmed.has((*id).into())).collect();

        let mut keys = BTreeSet::new();
        for change in changes {
            keys.extend(swept_by(&self.confirmed, change));
            self.confirmed.apply(change);
        }
        if !self.asks.is_empty() {
            self.changed_since_ask.extend(keys.iter().map(|key| (*key, (to, None))));
        }
        if keys.iter().any(|key| matches!(key.kind, Kind::Person | Kind::Membership)) {
            let viewer = Viewer::of(&self.confirmed, self.person);
            if viewer != self.viewer && !fault::is(Fault::LeakAfterRevoke) {
                self.viewer = viewer;
                keys.extend(self.purge());
            }
        }
        for key in keys.clone() {
            keys.extend(self.expel(key));
        }
        if !self.asks.is_empty() {
            self.keep_withheld(changes, to);
        }
        self.save.rows(keys.iter().copied());

        // A request whose scope was open in vain is there now: its body and comments are asked for.
        for id in unseen {
            if self.confirmed.has(id.into()) {
                // Nothing of it was loaded, whatever was answered or is being answered: what is asked now
                // may be lost.
                self.loaded.remove(&Scope::Request(id));
                self.outdate(Scope::Request(id));
                self.save.scopes();
                self.send_ask(Ask::Open(Scope::Request(id)), true);
            }
        }
        keys
    }

    /// Takes the rows of an answer that belong into the replica and are not older than what is there.
    pub(super) fn apply_answer(
        &mut self,
        id: u32,
        at: Seq,
        answer: &Answer,
    ) -> Option<(BTreeSet<Key>, bool)> {
        let asked = self.asks.remove(&id)?;
        let is_request = |row: &&Row| row.kind() == Kind::Request;
        let withheld = self.withheld_since(at);
        // What is withheld is newer than the answer. Requests first: they decide who may see what hangs
        // on them.
        let rows =
            || answer.rows.iter().map(|row| (row, false)).chain(withheld.iter().map(|row| (row, true)));
        let requests = rows().filter(|(row, _)| is_request(row));
        let others = rows().filter(|(row, _)| !is_request(row));
        let mut keys = BTreeSet::new();
        for (row, is_newer) in requests.chain(others) {
            let key = row.key();
            let is_older = !is_newer
                && self.changed_since_ask.get(&key).is_some_and(|(changed, _)| *changed > at)
                && !fault::is(Fault::StaleAnswer);
            let audience = audience::audience(&self.confirmed, row);
            if !is_older && belongs(&self.viewer, &asked.scopes, row, &audience) {
                self.confirmed.apply(&Change::Put(row.clone()));
                keys.insert(key);
            }
        }
        match asked.ask {
            Ask::Open(scope) if asked.scopes.has(scope) => {
                self.loaded.insert(scope);
                self.save.scopes();
            }
            Ask::Unstored => self.lacks_unstored = false,
            _ => {}
        }
        if self.asks.is_empty() {
            self.changed_since_ask.clear();
        }
        self.save.rows(keys.iter().copied());
        Some((keys, asked.is_own))
    }

    /// Keeps what a delta brought and the replica did not take, until what is asked is answered.
    fn keep_withheld(&mut self, changes: &[Change], to: Seq) {
        for change in changes {
            if let Change::Put(row) = change
                && !self.confirmed.has(row.key())
            {
                self.changed_since_ask.insert(row.key(), (to, Some(row.clone())));
            }
        }
    }

    /// What deltas brought after `at` and is not here.
    fn withheld_since(&self, at: Seq) -> Vec<Row> {
        let since = self.changed_since_ask.values().filter(|(changed, _)| *changed > at);
        let rows = since.filter_map(|(_, row)| row.as_ref());
        rows.filter(|row| !self.confirmed.has(row.key())).cloned().collect()
    }

    /// Every row that does not belong here (any more) goes.
    pub(super) fn purge(&mut self) -> BTreeSet<Key> {
        let guarded = GUARDED.iter().flat_map(|kind| self.confirmed.rows(*kind));
        let keys: Vec<Key> = guarded.map(|row| row.key()).collect();
        keys.into_iter().flat_map(|key| self.expel(key)).collect()
    }

    pub(super) fn open(&mut self, scope: Scope) {
        if let Some(evicted) = self.scopes.open(scope) {
            self.closed(evicted);
        }
        self.save.scopes();
    }

    pub(super) fn closed(&mut self, scope: Scope) {
        self.loaded.remove(&scope);
        self.outdate(scope);
        if self.link == Link::Live {
            self.send(&Up::Close(scope));
        }
        let held: Vec<Key> = match scope {
            Scope::Board(provider) => {
                self.confirmed.requests_held_by(provider).map(|request| request.id.into()).collect()
            }
            Scope::Request(id) => swept_by(&self.confirmed, &Change::Remove(id.into())),
        };
        let gone: BTreeSet<Key> = held.into_iter().flat_map(|key| self.expel(key)).collect();
        self.save.scopes();
        self.save.rows(gone.iter().copied());
        self.rebase(gone);
    }

    /// What is answered to earlier questions neither loads a scope nor brings rows that it alone holds.
    fn outdate(&mut self, scope: Scope) {
        for asked in self.asks.values_mut() {
            asked.scopes.close(scope);
        }
    }

    /// Names a question.
    pub(super) fn next_ask(&mut self) -> u32 {
        self.last_ask = self.last_ask.wrapping_add(1);
        self.last_ask
    }

    pub(super) fn send_ask(&mut self, ask: Ask, is_own: bool) -> u32 {
        let id = self.next_ask();
        let message = Up::Ask { id, ask: ask.clone() };
        if self.link == Link::Live && encode(&message).len() <= UP_BYTES_MAX {
            self.send(&message);
            self.asks.insert(id, OpenAsk { ask, is_own, scopes: self.scopes.clone() });
        } else if !is_own {
            self.effects.push(Effect::Unanswered { id });
        }
        id
    }

    /// Loads what is open and not here, after a welcome.
    pub(super) fn ask_for_the_rest(&mut self) {
        let missing: Vec<Scope> = self.scopes.iter().filter(|scope| !self.loaded.contains(scope)).collect();
        for scope in missing {
            self.send_ask(Ask::Open(scope), true);
        }
        if self.lacks_unstored {
            self.send_ask(Ask::Unstored, true);
        }
    }

    pub(super) fn drop_asks(&mut self) {
        self.changed_since_ask.clear();
        for (id, asked) in std::mem::take(&mut self.asks) {
            if !asked.is_own {
                self.effects.push(Effect::Unanswered { id });
            }
        }
    }

    /// Takes a row away if it does not belong here, with what hangs on it. What went is returned.
    fn expel(&mut self, key: Key) -> Vec<Key> {
        if !GUARDED.contains(&key.kind) && key.kind != Kind::Numbering {
            return Vec::new();
        }
        let Some(row) = self.confirmed.row(key).present() else { return Vec::new() };
        let audience = audience::audience(&self.confirmed, &row);
        if belongs(&self.viewer, &self.scopes, &row, &audience) {
            return Vec::new();
        }
        let change = Change::Remove(key);
        let gone = swept_by(&self.confirmed, &change);
        self.confirmed.apply(&change);
        gone
    }
}
