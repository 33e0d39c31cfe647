//! Presence between servers over one PostgreSQL: each tells the others where its people are, and mirrors
//! what they tell, in the lane of those here. It is as lossy as the lane: what is lost is told again.
//!
//! Rights are asked where somebody is shown something, never where it is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter::Peekable,
    sync::Arc,
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    time::Instant,
};
use tracing::debug;
use weft_domain::PersonId;
use weft_sync::{
    message::Presence,
    server::{PresenceHub, SessionId},
};

use super::presence::{PresenceLane, State, held};
use crate::{
    engine::{Engine, Overheard},
    store::{Store, TOLD_BYTES_MAX},
};

/// One turn: what changed since the last one is told at most 10 times a second.
const TURN: Duration = Duration::from_millis(100);
/// A server that told nothing for so long says that it is there.
const SIGN_EVERY: Duration = Duration::from_secs(1);
/// How often all seats are told anew, for whoever missed something.
const ALL_EVERY: Duration = Duration::from_secs(5);
/// A server that was not heard of for so long, five signs, is gone, and its people are shown no more.
const SILENCE_MAX: Duration = Duration::from_secs(5);
/// Texts of one turn on what changed, and as many on all seats. What is more waits for the next turn.
const TEXTS_MAX: usize = 8;
/// Bytes of a text that are left for seats; the others are for what is around them.
const SEATS_BYTES_MAX: usize = TOLD_BYTES_MAX - 199;
/// Other servers that are mirrored. Further ones are not heard.
const SERVERS_MAX: usize = 16;
/// Seats of one other server that are mirrored. Further ones are not shown.
const SEATS_MAX: usize = 20_000;
/// The mirrored sessions have the names from this one on, which connections here never reach.
const MIRRORED: u64 = 1 << 63;

/// A seat at the server that tells of it, and what was last said there; none: nobody sits there any more.
type Seat = (u64, Option<(PersonId, Presence)>);

/// What servers tell each other.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Text {
    /// Which server tells it.
    node: String,
    /// It may have missed what others told: they tell all their seats.
    hello: bool,
    /// Of its seats from the first of these up to the last no more are taken than this text names.
    all: Option<(u64, u64)>,
    seats: Vec<Seat>,
}

/// What one server knows of the others. It reads no clock and sends nothing itself.
#[derive(Debug)]
pub(super) struct Relay {
    node: String,
    others: BTreeMap<String, Other>,
    /// Seats here that changed, but those that are told already, or are about to be.
    changed: BTreeSet<SessionId>,
    /// Those that are told first, so that who moves all the time does not hold up others.
    telling: BTreeSet<SessionId>,
    must_greet: bool,
    /// When all seats are told anew.
    all_at: Option<Instant>,
    /// From which one on they are being told.
    all_from: Option<u64>,
    told_at: Option<Instant>,
    /// The mirrored sessions so far.
    mirrored: u64,
}

/// Another server.
#[derive(Debug)]
struct Other {
    heard_at: Instant,
    /// The session here by each seat there.
    seats: BTreeMap<u64, SessionId>,
}

impl Relay {
    /// Of the server of this name.
    pub(super) fn new(node: &str) -> Self {
        Self {
            node: node.to_owned(),
            others: BTreeMap::new(),
            changed: BTreeSet::new(),
            telling: BTreeSet::new(),
            must_greet: true,
            all_at: None,
            all_from: None,
            told_at: None,
            mirrored: 0,
        }
    }

    /// A seat here changed, or is taken no more. Nothing is told to nobody: whoever comes is told all.
    pub(super) fn note(&mut self, seat: SessionId) {
        if !self.others.is_empty() {
            self.changed.insert(seat);
        }
    }

    /// Something may not have been heard.
    fn missed(&mut self) {
        self.must_greet = true;
    }

    /// What is to be told now, in order.
    fn due(&mut self, now: Instant, hub: &PresenceHub) -> Vec<Text> {
        let mut texts = Vec::new();
        let is_alone = self.others.is_empty();
        if self.telling.is_empty() {
            self.telling = std::mem::take(&mut self.changed);
        }
        for _ in 0..TEXTS_MAX {
            if !self.telling.is_empty() {
                texts.push(self.some_changed(hub));
            }
        }
        if !is_alone && self.all_from.is_none() && self.all_at.is_none_or(|at| at <= now) {
            self.all_from = Some(0);
            self.all_at = Some(now + ALL_EVERY);
        }
        for _ in 0..TEXTS_MAX {
            if let Some(from) = self.all_from {
                texts.push(self.some_of_all(from, hub));
            }
        }
        let is_silent = texts.is_empty() && self.told_at.is_none_or(|at| at + SIGN_EVERY <= now);
        if is_silent || self.must_greet {
            let hello = std::mem::take(&mut self.must_greet) || is_alone;
            texts.push(Text { hello, ..self.text() });
        }
        if !texts.is_empty() {
            self.told_at = Some(now);
        }
        texts
    }

    /// Whether more is to be told in the next turn.
    fn has_more(&self) -> bool {
        !self.changed.is_empty() || !self.telling.is_empty() || self.all_from.is_some()
    }

    fn text(&self) -> Text {
        Text { node: self.node.clone(), ..Text::default() }
    }

    fn some_changed(&mut self, hub: &PresenceHub) -> Text {
        let said = |seat: &SessionId| hub.said(*seat).map(|(person, presence)| (person, presence.clone()));
        let seats = pack(&mut self.telling.iter().map(|seat| (seat.0, said(seat))).peekable());
        for (seat, _) in &seats {
            self.telling.remove(&SessionId(*seat));
        }
        Text { seats, ..self.text() }
    }

    fn some_of_all(&mut self, from: u64, hub: &PresenceHub) -> Text {
        let all = hub.said_from(SessionId(from));
        let mut all = all.map(|(seat, person, said)| (seat.0, Some((person, said.clone())))).peekable();
        let seats = pack(&mut all);
        let last = seats.last().filter(|_| all.peek().is_some()).map_or(u64::MAX, |(seat, _)| *seat);
        self.all_from = last.checked_add(1);
        Text { all: Some((from, last)), seats, ..self.text() }
    }

    /// What is told before the server stops: nobody is here any more.
    fn farewell(&self) -> Text {
        Text { all: Some((0, u64::MAX)), ..self.text() }
    }

    /// A server told something.
    fn hear(&mut self, text: Text, now: Instant, hub: &mut PresenceHub) {
        let is_new = !self.others.contains_key(&text.node);
        if text.node == self.node || (is_new && self.others.len() >= SERVERS_MAX) {
            return;
        }
        if is_new || text.hello {
            // From the first one on, whoever is being told already.
            (self.all_at, self.all_from) = (None, None);
        }
        let new = || Other { heard_at: now, seats: BTreeMap::new() };
        let other = self.others.entry(text.node).or_insert_with(new);
        other.heard_at = now;
        if let Some((first, last)) = text.all {
            let named: BTreeSet<u64> = text.seats.iter().map(|(seat, _)| *seat).collect();
            let is_taken = |seat: &u64| named.contains(seat) || !(first..=last).contains(seat);
            other.seats.retain(|seat, session| is_taken(seat) || leave(hub, *session));
        }
        for (seat, said) in text.seats {
            let Some((person, presence)) = said else {
                other.seats.remove(&seat).map(|session| leave(hub, session));
                continue;
            };
            if other.seats.len() < SEATS_MAX || other.seats.contains_key(&seat) {
                let session = *other.seats.entry(seat).or_insert_with(|| {
                    self.mirrored += 1;
                    SessionId(MIRRORED + self.mirrored)
                });
                hub.mirror(session, person, presence);
            }
        }
    }

    /// Nobody is shown of whom nobody says any more that they are there.
    fn forget_silent(&mut self, now: Instant, hub: &mut PresenceHub) {
        self.others.retain(|_, other| {
            let is_there = now < other.heard_at + SILENCE_MAX;
            if !is_there {
                other.seats.values().for_each(|session| hub.leave(*session));
            }
            is_there
        });
        if self.others.is_empty() {
            self.changed.clear();
            self.telling.clear();
            self.all_from = None;
        }
    }
}

/// Takes a mirrored session out; it is not kept.
fn leave(hub: &mut PresenceHub, session: SessionId) -> bool {
    hub.leave(session);
    false
}

/// The next of these that fit into one text.
fn pack(seats: &mut Peekable<impl Iterator<Item = Seat>>) -> Vec<Seat> {
    let (mut packed, mut bytes) = (Vec::new(), 0);
    while let Some(seat) = seats.next_if(|seat| {
        // And a comma. One that nothing can be made of is told of nobody, and holds up no other.
        bytes += serde_json::to_string(seat).map_or(0, |text| text.len() + 1);
        bytes <= SEATS_BYTES_MAX || packed.is_empty()
    }) {
        packed.push(seat);
    }
    packed
}

impl PresenceLane {
    /// Tells other servers over the same database and hears them, until `stopping` turns true.
    pub(super) fn relay(&self, engine: &Engine, stopping: &watch::Receiver<bool>) {
        if engine.store().is_shared() {
            tokio::spawn(self.clone().hear(engine.overhear(), stopping.clone()));
            tokio::spawn(self.clone().tell(engine.store().clone(), stopping.clone()));
            self.0.told.notify_one();
        }
    }

    async fn hear(self, mut others: broadcast::Receiver<Overheard>, mut stopping: watch::Receiver<bool>) {
        loop {
            let heard = tokio::select! {
                heard = others.recv() => heard,
                _ = stopping.wait_for(|stop| *stop) => return,
            };
            match heard {
                Ok(Overheard::Told(text)) => {
                    // What another version tells may not be readable to this one.
                    let Ok(text) = serde_json::from_str(&text) else { continue };
                    let mut state = held(&self.0.state);
                    let State { hub, relay, .. } = &mut *state;
                    relay.hear(text, Instant::now(), hub);
                }
                Ok(Overheard::Gap) | Err(RecvError::Lagged(_)) => held(&self.0.state).relay.missed(),
                Err(RecvError::Closed) => return,
            }
            self.0.moved.notify_one();
            self.0.told.notify_one();
        }
    }

    async fn tell(self, store: Arc<Store>, mut stopping: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.0.told.notified() => {}
                () = tokio::time::sleep(SIGN_EVERY) => {}
                _ = stopping.wait_for(|stop| *stop) => break,
            }
            let texts = self.due();
            tell_all(&store, &texts).await;
            tokio::time::sleep(TURN).await;
        }
        let farewell = held(&self.0.state).relay.farewell();
        tell_all(&store, &[farewell]).await;
    }

    fn due(&self) -> Vec<Text> {
        let now = Instant::now();
        let mut state = held(&self.0.state);
        let State { hub, relay, .. } = &mut *state;
        relay.forget_silent(now, hub);
        let texts = relay.due(now, hub);
        if relay.has_more() {
            self.0.told.notify_one();
        }
        if hub.is_dirty() {
            self.0.moved.notify_one();
        }
        texts
    }
}

/// What does not get through is old before it could be told again; all seats are told anew anyhow.
async fn tell_all(store: &Store, texts: &[Text]) {
    for text in texts {
        let Ok(text) = serde_json::to_string(text) else { return };
        if let Err(error) = store.tell_presence(&text).await {
            return debug!(%error, "other servers are not told where people are just now");
        }
    }
}

#[cfg(test)]
mod tests;
