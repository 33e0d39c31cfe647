//! The lossy lane: where everybody is.

use weft_domain::{PersonId, Viewer, World};

use crate::{message::Presence, server::Frame};

/// Names a connection in the hub; the driver counts them up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

/// A presence frame for one receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceFrame {
    /// For whom.
    pub session: SessionId,
    /// What.
    pub frame: Frame,
}

/// Where everybody is: one latest-wins slot per connection, shown to others per person.
#[derive(Clone, Debug, Default)]
pub struct PresenceHub {}

impl PresenceHub {
    /// A session is there to receive. `viewer` is kept up to date with [`PresenceHub::set_viewer`].
    pub fn join(&mut self, session: SessionId, viewer: Viewer) {
        let _ = (session, viewer);
    }

    /// A session's rights changed.
    pub fn set_viewer(&mut self, session: SessionId, viewer: Viewer) {
        let _ = (session, viewer);
    }

    /// A session said where its person is. Too long ones are dropped.
    pub fn set(&mut self, session: SessionId, presence: Presence) {
        let _ = (session, presence);
    }

    /// A session is gone.
    pub fn leave(&mut self, session: SessionId) {
        let _ = session;
    }

    /// Whether [`PresenceHub::tick`] has anything to send.
    pub fn is_dirty(&self) -> bool {
        false
    }

    /// What changed since the last tick, one frame per receiver that has something to see.
    /// `world` tells who may see a request that is being moved.
    pub fn tick(&mut self, world: &World) -> Vec<PresenceFrame> {
        let _ = world;
        Vec::new()
    }

    /// Who is there, for a list of those online.
    pub fn people(&self) -> Vec<PersonId> {
        Vec::new()
    }
}
