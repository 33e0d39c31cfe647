//! Requests that ended long ago leave the server's world, so that they cost no memory. They stay in
//! the store: a rule that meets one asks for it ([`Stop::Need`](crate::Stop::Need)), and after the
//! batch it is forgotten again, unless it is open by then.

use super::World;
use crate::{Gather, Kind, RequestId, Timestamp};

impl World {
    /// Forgets the requests that ended before `before`, and says how many there were. From then on a
    /// request that is not here may be among those that were archived, now or before.
    pub fn archive(&mut self, before: Timestamp) -> usize {
        let count = self.index.ended_before(before).count();
        if count > 0 {
            self.set_archived(before);
            self.forget_archived();
        }
        count
    }

    /// Says that requests that ended before `before` may be missing, since they were not loaded.
    pub fn set_archived(&mut self, before: Timestamp) {
        self.kept_since = self.kept_since.max(Some(before));
    }

    /// Requests that ended before this may be missing; none: every request is here.
    pub fn kept_since(&self) -> Option<Timestamp> {
        self.kept_since
    }

    /// Remembers that these rows were looked for in the store, and that those that are there are here.
    pub fn note_gathered(&mut self, gather: Gather) {
        self.gathered.push(gather);
    }

    /// Whether these rows are here as far as there are any. A browser guesses without them.
    pub fn has_gathered(&self, gather: Gather) -> bool {
        let is_whole = match gather {
            Gather::ArchivedOf(_) => self.kept_since.is_none(),
            Gather::KudosTo(_) => false,
        };
        is_whole || !self.is_complete || self.gathered.contains(&gather)
    }

    pub(super) fn may_be_archived(&self, kind: Kind) -> bool {
        kind == Kind::Request && self.kept_since.is_some()
    }

    pub(super) fn forget_archived(&mut self) {
        self.gathered.clear();
        let Some(since) = self.kept_since else { return };
        let ended: Vec<RequestId> = self.index.ended_before(since).collect();
        for id in ended {
            self.take(id.into());
        }
    }
}
