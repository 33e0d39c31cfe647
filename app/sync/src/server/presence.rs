//! The lossy lane: where everybody is.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{PersonId, RequestId, Viewer, World, audience};

use crate::{
    fault::{self, Fault},
    message::{Down, Gesture, PRESENCE_BYTES_MAX, Presence, encode},
    server::Frame,
};

/// People in one presence frame. Who does not fit comes with the next tick.
pub const PRESENCE_PEOPLE_MAX: usize = 200;

/// Names a connection in the hub; the driver counts them up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

/// A presence frame for one receiver. Frames are equal for most receivers and share their parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceFrame {
    /// For whom.
    pub session: SessionId,
    /// What.
    pub frame: Frame,
}

/// Where everybody is: one latest-wins slot per connection, shown to others per person (the slot that
/// was set last). A frame names its receiver's own person too: a browser leaves itself out.
#[derive(Clone, Debug, Default)]
pub struct PresenceHub {
    sessions: BTreeMap<SessionId, Member>,
    changed: BTreeSet<PersonId>,
    sets: u64,
}

#[derive(Clone, Debug)]
struct Member {
    viewer: Viewer,
    slot: Option<(u64, Presence)>,
    is_new: bool,
}

impl PresenceHub {
    /// A session is there to receive. Its first frame shows everybody who is there.
    pub fn join(&mut self, session: SessionId, viewer: Viewer) {
        self.sessions.insert(session, Member { viewer, slot: None, is_new: true });
    }

    /// A session's rights changed.
    pub fn set_viewer(&mut self, session: SessionId, viewer: Viewer) {
        if let Some(member) = self.sessions.get_mut(&session) {
            member.viewer = viewer;
        }
    }

    /// A session said where its person is. Too long ones are dropped.
    pub fn set(&mut self, session: SessionId, presence: Presence) {
        if encode(&presence).len() > PRESENCE_BYTES_MAX {
            return;
        }
        self.sets += 1;
        if let Some(member) = self.sessions.get_mut(&session) {
            member.slot = Some((self.sets, presence));
            self.changed.insert(member.viewer.person);
        }
    }

    /// A session is gone.
    pub fn leave(&mut self, session: SessionId) {
        if let Some(member) = self.sessions.remove(&session)
            && member.slot.is_some()
        {
            self.changed.insert(member.viewer.person);
        }
    }

    /// Whether [`PresenceHub::tick`] has anything to send.
    pub fn is_dirty(&self) -> bool {
        !self.changed.is_empty() || self.sessions.values().any(|member| member.is_new)
    }

    /// What changed since the last tick, one frame per receiver that has something to see.
    /// `world` tells who may see a request that is being moved.
    pub fn tick(&mut self, world: &World) -> Vec<PresenceFrame> {
        let mut changed = std::mem::take(&mut self.changed);
        if changed.len() > PRESENCE_PEOPLE_MAX
            && let Some(first_left_out) = changed.iter().nth(PRESENCE_PEOPLE_MAX).copied()
        {
            self.changed = changed.split_off(&first_left_out);
        }
        let now = self.latest();
        let news: Vec<_> = changed.iter().map(|person| (*person, now.get(person).cloned())).collect();
        let everybody: Vec<_> = now
            .into_iter()
            .map(|(person, presence)| (person, Some(presence)))
            .take(PRESENCE_PEOPLE_MAX)
            .collect();
        let (mut for_new, mut for_old) = (Shared::new(world, everybody), Shared::new(world, news));
        let mut frames = Vec::new();
        for (session, member) in &mut self.sessions {
            let shared = if std::mem::take(&mut member.is_new) { &mut for_new } else { &mut for_old };
            frames
                .extend(shared.frame(&member.viewer).map(|frame| PresenceFrame { session: *session, frame }));
        }
        frames
    }

    /// Who is there, for a list of those online.
    pub fn people(&self) -> Vec<PersonId> {
        self.latest().into_keys().collect()
    }

    fn latest(&self) -> BTreeMap<PersonId, Presence> {
        let mut latest: BTreeMap<PersonId, &(u64, Presence)> = BTreeMap::new();
        for member in self.sessions.values() {
            if let Some(slot) = &member.slot {
                let shown = latest.entry(member.viewer.person).or_insert(slot);
                if slot.0 > shown.0 {
                    *shown = slot;
                }
            }
        }
        latest.into_iter().map(|(person, (_, presence))| (person, presence.clone())).collect()
    }
}

/// One frame for all who may see the same of the requests that are being moved.
struct Shared<'a> {
    world: &'a World,
    people: Vec<(PersonId, Option<Presence>)>,
    moving: BTreeSet<RequestId>,
    frames: BTreeMap<Vec<RequestId>, Frame>,
}

impl<'a> Shared<'a> {
    fn new(world: &'a World, people: Vec<(PersonId, Option<Presence>)>) -> Self {
        let moving = people.iter().filter_map(|(_, presence)| moved(presence.as_ref()?)).collect();
        Self { world, people, moving, frames: BTreeMap::new() }
    }

    fn frame(&mut self, viewer: &Viewer) -> Option<Frame> {
        if self.people.is_empty() {
            return None;
        }
        let seen = self.seen_by(viewer.person);
        if let Some(frame) = self.frames.get(&seen) {
            return Some(frame.clone());
        }
        let people = self.people.iter().map(|(person, presence)| (*person, shown(presence.as_ref(), &seen)));
        let frame = Frame::from(Down::Presence(people.collect()));
        self.frames.insert(seen, frame.clone());
        Some(frame)
    }

    /// By the rights of now: a session that is behind still has those of before.
    fn seen_by(&self, person: PersonId) -> Vec<RequestId> {
        if self.moving.is_empty() {
            return Vec::new();
        }
        let viewer = Viewer::of(self.world, person);
        self.moving.iter().copied().filter(|id| self.sees(&viewer, *id)).collect()
    }

    fn sees(&self, viewer: &Viewer, id: RequestId) -> bool {
        let request = self.world.request(id).present();
        fault::is(Fault::PresenceLeak)
            || request.is_some_and(|request| audience::meets(&audience::of_request(request), viewer))
    }
}

fn moved(presence: &Presence) -> Option<RequestId> {
    match &presence.gesture {
        Some(Gesture::MovingRequest { id, .. }) => Some(*id),
        _ => None,
    }
}

fn shown(presence: Option<&Presence>, seen: &[RequestId]) -> Option<Presence> {
    let presence = presence?;
    let is_seen = moved(presence).is_none_or(|id| seen.contains(&id));
    Some(Presence { gesture: presence.gesture.clone().filter(|_| is_seen), ..presence.clone() })
}
