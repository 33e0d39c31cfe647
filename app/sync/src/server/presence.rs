//! The lossy lane: where everybody is.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use weft_domain::{Audience, PersonId, RequestId, Viewer, World, audience};

use crate::{
    fault::{self, Fault},
    message::{Down, Gesture, PRESENCE_BYTES_MAX, Place, Presence, Selected, encode},
    server::Frame,
};

/// People in one presence frame whose state changed, and as many more that are shown to who just came. Who
/// does not fit comes with the next tick.
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
///
/// That somebody came, went or is in another place now is shown to everybody. What they do there is
/// shown to those only who said that they are there too: a hundred pointers on the map cost nobody
/// anything who looks at a board. Whoever connects is shown everybody, those of their place first; whoever
/// comes into a place is shown those who are there.
///
/// Connections to other servers are [mirrored](PresenceHub::mirror): shown as those here, and shown nothing.
#[derive(Clone, Debug, Default)]
pub struct PresenceHub {
    sessions: BTreeMap<SessionId, Member>,
    /// The connections that have a slot, by person.
    people: BTreeMap<PersonId, BTreeSet<SessionId>>,
    /// The connections that are in a place, but [`Place::Elsewhere`].
    places: BTreeMap<Place, BTreeSet<SessionId>>,
    /// Those that are still to be shown who was there before them.
    new: BTreeMap<SessionId, Unseen>,
    changed: BTreeSet<PersonId>,
    /// Where everybody was last told that somebody is.
    told: BTreeMap<PersonId, Place>,
    sets: u64,
}

#[derive(Clone, Debug)]
struct Member {
    person: PersonId,
    /// Whether it is a connection of this server's, which is shown others; else another server's.
    is_here: bool,
    slot: Option<(u64, Presence)>,
}

/// Who is still to be shown to a session. Of each list, by id, what comes after somebody; none: nobody any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Unseen {
    /// Of those in its place.
    here: Option<After>,
    /// Of everybody.
    all: Option<After>,
}

/// Behind whom a list goes on; none: from its beginning.
type After = Option<PersonId>;

impl PresenceHub {
    /// A session is there to receive. Its first frames show everybody who is there.
    pub fn join(&mut self, session: SessionId, person: PersonId) {
        self.leave(session);
        self.sessions.insert(session, Member { person, is_here: true, slot: None });
        self.new.insert(session, Unseen { here: None, all: Some(None) });
    }

    /// Another server says where the person of one of its sessions is. What is known already changes nothing:
    /// of somebody's sessions the one that was set last is shown, and to be told again is not to be set.
    pub fn mirror(&mut self, session: SessionId, person: PersonId, presence: Presence) {
        let known = self.sessions.get(&session);
        if known.and_then(|member| member.slot.as_ref()).is_some_and(|(_, known)| *known == presence) {
            return;
        }
        self.sessions.entry(session).or_insert(Member { person, is_here: false, slot: None });
        self.set(session, presence);
    }

    /// A session missed a frame: its next ones show everybody.
    pub fn show_anew(&mut self, session: SessionId) {
        if self.sessions.contains_key(&session) {
            self.new.insert(session, Unseen { here: Some(None), all: Some(None) });
        }
    }

    /// A session said where its person is. Too long ones are dropped.
    pub fn set(&mut self, session: SessionId, presence: Presence) {
        if encode(&presence).len() > PRESENCE_BYTES_MAX {
            return;
        }
        self.sets += 1;
        if let Some(member) = self.sessions.get_mut(&session) {
            let place = presence.place;
            let before = member.slot.replace((self.sets, presence)).map(|(_, presence)| presence.place);
            let (person, is_here) = (member.person, member.is_here);
            self.changed.insert(person);
            if before != Some(place) {
                self.people.entry(person).or_default().insert(session);
                self.leave_place(session, before);
                if place != Place::Elsewhere {
                    self.places.entry(place).or_default().insert(session);
                    if is_here {
                        self.new.entry(session).or_default().here = Some(None);
                    }
                }
            }
        }
    }

    /// A session is gone.
    pub fn leave(&mut self, session: SessionId) {
        self.new.remove(&session);
        let Some(member) = self.sessions.remove(&session) else { return };
        let Some((_, presence)) = member.slot else { return };
        let person = member.person;
        self.changed.insert(person);
        self.leave_place(session, Some(presence.place));
        if let Some(sessions) = self.people.get_mut(&person) {
            sessions.remove(&session);
            if sessions.is_empty() {
                self.people.remove(&person);
            }
        }
    }

    fn leave_place(&mut self, session: SessionId, place: Option<Place>) {
        let Some(place) = place else { return };
        if let Some(sessions) = self.places.get_mut(&place) {
            sessions.remove(&session);
            if sessions.is_empty() {
                self.places.remove(&place);
            }
        }
    }

    /// Whether [`PresenceHub::tick`] has anything to send.
    pub fn is_dirty(&self) -> bool {
        !self.changed.is_empty() || !self.new.is_empty()
    }

    /// What changed since the last tick, one frame per receiver that has something to see.
    /// `world` tells who may see a request that is being moved or is selected.
    pub fn tick(&mut self, world: &World) -> Vec<PresenceFrame> {
        let news = self.news();
        let mut frames = Vec::new();
        let new = self.show_new(world, &news, &mut frames);
        let old = |session: &SessionId| !new.contains(session);
        let mut served = BTreeSet::<SessionId>::new();
        for (place, sessions) in &self.places {
            let news = news.iter().filter(|one| one.is_told_in(Some(*place)));
            let people: Vec<_> = news.map(|one| (one.person, one.presence.clone())).collect();
            if !people.is_empty() {
                self.show(&mut frames, Shared::new(world, people), sessions.iter().copied().filter(old));
            }
            served.extend(sessions.iter().copied());
        }
        let for_all: Vec<_> =
            news.into_iter().filter(|one| one.is_for_all).map(|one| (one.person, one.presence)).collect();
        if !for_all.is_empty() {
            let others = self.sessions.keys().filter(|session| !served.contains(session));
            self.show(&mut frames, Shared::new(world, for_all), others.copied().filter(old));
        }
        frames
    }

    /// Shows the next of those who were there before them, beside the news, to all who have not seen everybody
    /// yet. They are the ones it returns.
    fn show_new(
        &mut self,
        world: &World,
        news: &[News],
        frames: &mut Vec<PresenceFrame>,
    ) -> BTreeSet<SessionId> {
        let new = std::mem::take(&mut self.new);
        let mut alike = BTreeMap::<_, Vec<SessionId>>::new();
        for (session, unseen) in &new {
            alike.entry((self.place_of(*session), *unseen)).or_default().push(*session);
        }
        for ((place, unseen), sessions) in alike {
            let (shown, unseen) = self.next_unseen(place, unseen);
            let told = news.iter().filter(|one| one.is_told_in(place));
            let mut people: BTreeMap<_, _> = told.map(|one| (one.person, one.presence.clone())).collect();
            people.extend(shown.into_iter().map(|person| (person, self.latest(person).cloned())));
            let shared = Shared::new(world, people.into_iter().collect());
            self.show(frames, shared, sessions.iter().copied());
            if unseen != Unseen::default() {
                self.new.extend(sessions.into_iter().map(|session| (session, unseen)));
            }
        }
        frames.sort_unstable_by_key(|sent| sent.session);
        new.into_keys().collect()
    }

    /// Who is shown next, at most [`PRESENCE_PEOPLE_MAX`], and who is left then.
    fn next_unseen(&self, place: Option<Place>, unseen: Unseen) -> (Vec<PersonId>, Unseen) {
        let Unseen { mut here, mut all } = unseen;
        let mut shown = Vec::new();
        if all == Some(None) && self.people.len() <= PRESENCE_PEOPLE_MAX {
            // They all fit.
            here = None;
        }
        if let Some(after) = here {
            let there = place.and_then(|place| self.places.get(&place)).into_iter().flatten();
            let there = there.filter_map(|session| Some(self.sessions.get(session)?.person));
            let there: BTreeSet<PersonId> = there.collect();
            here = take(there.range(behind(after)).copied(), &mut shown);
        }
        if let Some(after) = all
            && shown.len() < PRESENCE_PEOPLE_MAX
        {
            all = take(self.people.range(behind(after)).map(|(person, _)| *person), &mut shown);
        }
        (shown, Unseen { here, all })
    }

    /// Where a session said its person is; none: nowhere that others can be too.
    fn place_of(&self, session: SessionId) -> Option<Place> {
        let (_, presence) = self.sessions.get(&session)?.slot.as_ref()?;
        Some(presence.place).filter(|place| *place != Place::Elsewhere)
    }

    /// The people whose state changed, at most [`PRESENCE_PEOPLE_MAX`]; the rest waits.
    fn news(&mut self) -> Vec<News> {
        let mut changed = std::mem::take(&mut self.changed);
        if let Some(first_left_out) = changed.iter().nth(PRESENCE_PEOPLE_MAX).copied() {
            self.changed = changed.split_off(&first_left_out);
        }
        let mut news = Vec::with_capacity(changed.len());
        for person in changed {
            let presence = self.latest(person).cloned();
            let now = presence.as_ref().map(|presence| presence.place);
            let told = match now {
                Some(place) => self.told.insert(person, place),
                None => self.told.remove(&person),
            };
            news.push(News { person, presence, is_for_all: told != now });
        }
        news
    }

    fn show(
        &self,
        frames: &mut Vec<PresenceFrame>,
        mut shared: Shared<'_>,
        receivers: impl Iterator<Item = SessionId>,
    ) {
        for session in receivers {
            let member = self.sessions.get(&session).filter(|member| member.is_here);
            let frame = member.and_then(|member| shared.frame(member.person));
            frames.extend(frame.map(|frame| PresenceFrame { session, frame }));
        }
    }

    /// What a session here last said; none: nothing yet, or it is gone.
    pub fn said(&self, session: SessionId) -> Option<(PersonId, &Presence)> {
        let member = self.sessions.get(&session).filter(|member| member.is_here)?;
        member.slot.as_ref().map(|(_, presence)| (member.person, presence))
    }

    /// The sessions here that said something, by id, from this one on: what other servers mirror.
    pub fn said_from(&self, first: SessionId) -> impl Iterator<Item = (SessionId, PersonId, &Presence)> {
        let sessions = self.sessions.range(first..).map(|(session, _)| *session);
        sessions.filter_map(|session| self.said(session).map(|(person, said)| (session, person, said)))
    }

    /// Who is there, for a list of those online.
    pub fn people(&self) -> Vec<PersonId> {
        self.people.keys().copied().collect()
    }

    fn latest(&self, person: PersonId) -> Option<&Presence> {
        let sessions = self.people.get(&person)?.iter();
        let slots = sessions.filter_map(|session| self.sessions.get(session)?.slot.as_ref());
        slots.max_by_key(|(set, _)| *set).map(|(_, presence)| presence)
    }
}

/// Somebody whose state changed.
struct News {
    person: PersonId,
    presence: Option<Presence>,
    /// They came, went or are in another place.
    is_for_all: bool,
}

impl News {
    /// Whether it is told to who is in `place`.
    fn is_told_in(&self, place: Option<Place>) -> bool {
        let is_here = |presence: &Presence| Some(presence.place) == place;
        self.is_for_all || self.presence.as_ref().is_some_and(is_here)
    }
}

fn behind(after: After) -> (Bound<PersonId>, Bound<PersonId>) {
    (after.map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded)
}

/// Takes as many as still fit into a frame; says behind whom the others are, if there are any.
fn take(mut people: impl Iterator<Item = PersonId>, shown: &mut Vec<PersonId>) -> Option<After> {
    shown.extend(people.by_ref().take(PRESENCE_PEOPLE_MAX.saturating_sub(shown.len())));
    people.next().map(|_| shown.last().copied())
}

/// The same people for many receivers: one frame, encoded once, for all who may see the same of the
/// requests that are named.
struct Shared<'a> {
    world: &'a World,
    people: Vec<(PersonId, Option<Presence>)>,
    named: BTreeMap<RequestId, Audience>,
    frames: BTreeMap<Vec<RequestId>, Frame>,
}

impl<'a> Shared<'a> {
    fn new(world: &'a World, people: Vec<(PersonId, Option<Presence>)>) -> Self {
        let named = people
            .iter()
            .filter_map(|(_, presence)| named(presence.as_ref()?))
            .map(|id| (id, world.request(id).present().map(audience::of_request).unwrap_or_default()))
            .collect();
        Self { world, people, named, frames: BTreeMap::new() }
    }

    fn frame(&mut self, receiver: PersonId) -> Option<Frame> {
        if self.people.is_empty() {
            return None;
        }
        let seen = self.seen_by(receiver);
        if let Some(frame) = self.frames.get(&seen) {
            return Some(frame.clone());
        }
        let people = self.people.iter().map(|(person, presence)| (*person, shown(presence.as_ref(), &seen)));
        let frame = Frame::from(Down::Presence(people.collect()));
        self.frames.insert(seen, frame.clone());
        Some(frame)
    }

    /// By the rights of now: a session that is behind still has those of before, and so the lane keeps none.
    fn seen_by(&self, person: PersonId) -> Vec<RequestId> {
        if self.named.is_empty() {
            return Vec::new();
        }
        let viewer = Viewer::of(self.world, person);
        let opened =
            |audience: &Audience| fault::is(Fault::PresenceLeak) || audience::meets(audience, &viewer);
        self.named.iter().filter(|(_, audience)| opened(audience)).map(|(id, _)| *id).collect()
    }
}

/// The request that a state names.
fn named(presence: &Presence) -> Option<RequestId> {
    match &presence.gesture {
        Some(Gesture::MovingRequest { id, .. } | Gesture::Selected(Selected::Request(id))) => Some(*id),
        Some(
            Gesture::Drawing { .. }
            | Gesture::MovingDepartment { .. }
            | Gesture::Selected(Selected::Department(_) | Selected::Dependency(_)),
        )
        | None => None,
    }
}

fn shown(presence: Option<&Presence>, seen: &[RequestId]) -> Option<Presence> {
    let presence = presence?;
    let is_seen = named(presence).is_none_or(|id| seen.contains(&id));
    Some(Presence { gesture: presence.gesture.clone().filter(|_| is_seen), ..presence.clone() })
}
