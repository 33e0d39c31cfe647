//! The view: confirmed rows ⊕ what the pending commands make of them.

use std::collections::BTreeSet;

use weft_domain::{Actor, Change, Context, Key, Kind, RequestId, World};

use super::{Client, Effect, Pending, Stage, Touched};
use crate::fault::{self, Fault};

impl Client {
    /// Replays what is pending on the confirmed rows. `candidates` are the rows that may differ from
    /// the old view besides those that replays touch; only what really differs wakes the screen.
    pub(super) fn rebase(&mut self, mut candidates: BTreeSet<Key>) {
        candidates.extend(self.pending.iter().flat_map(|pending| &pending.touches));
        candidates.append(&mut self.freed);
        let before = self.replay_all();
        candidates.extend(self.pending.iter().flat_map(|pending| &pending.touches));
        self.wake(&before, candidates);
    }

    /// The same where the old view counts for nothing.
    pub(super) fn rebase_whole(&mut self) {
        self.freed.clear();
        self.replay_all();
        self.effects.push(Effect::Replaced);
    }

    /// The view as it should be, computed anew: for the simulator.
    #[cfg(feature = "sim")]
    pub(crate) fn view_anew(&self) -> World {
        let mut view = self.confirmed.clone();
        for pending in self.pending.iter().filter(|pending| pending.stage != Stage::Restored) {
            // As in the view itself, what fails shows nothing.
            let _touched = self.play(&mut view, pending);
        }
        view
    }

    /// Applies one more command to the view: its effect, if the replica lets it through.
    ///
    /// # Errors
    /// Why the rules stop it.
    pub(super) fn play(&self, view: &mut World, pending: &Pending) -> Result<Vec<Key>, weft_domain::Stop> {
        let actor = Actor::of(view, self.person);
        let context = Context { command: pending.envelope.id, now: pending.made_at };
        let decision = (self.decide)(view, &actor, &pending.envelope.command, &context)?;
        let mut touches = Vec::new();
        for change in &decision.changes {
            touches.extend(swept_by(view, change));
            view.apply(change);
        }
        touches.sort_unstable();
        touches.dedup();
        Ok(touches)
    }

    /// Tells the screen which of `candidates` differ between an older view and this one.
    pub(super) fn wake(&mut self, before: &World, candidates: BTreeSet<Key>) {
        let touched: Vec<Touched> = candidates
            .into_iter()
            .map(|key| Touched {
                key,
                before: before.row(key).present(),
                after: self.view.row(key).present(),
            })
            .filter(|touched| touched.before != touched.after)
            .collect();
        if !touched.is_empty() {
            self.effects.push(Effect::Changed(touched));
        }
    }

    fn replay_all(&mut self) -> World {
        let mut view = self.confirmed.clone();
        let mut pending = std::mem::take(&mut self.pending);
        let is_due =
            |pending: &&mut Pending| pending.stage != Stage::Restored && !fault::is(Fault::SkippedRebase);
        for pending in pending.iter_mut().filter(is_due) {
            // A replay that fails stays pending and shows nothing: the server's word counts.
            pending.touches = self.play(&mut view, pending).unwrap_or_default();
        }
        self.pending = pending;
        std::mem::replace(&mut self.view, view)
    }
}

/// The rows a change is about: the one it names and what goes with a request that leaves.
pub(super) fn swept_by(world: &World, change: &Change) -> Vec<Key> {
    let key = change.key();
    let mut keys = vec![key];
    if matches!(change, Change::Remove(_)) && key.kind == Kind::Request {
        keys.push(Key { kind: Kind::RequestText, id: key.id });
        keys.extend(world.comments_on(RequestId(key.id)).iter().map(|comment| Key::from(comment.id)));
    }
    keys
}
