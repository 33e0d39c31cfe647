//! Connections: ordered and whole until they break; then each side loses a suffix of what was on its
//! way and hears of the end later.
//!
//! A WebSocket keeps the order of one connection, so nothing is swapped or doubled within one. What
//! real networks double and reorder is between connections, and all of it happens here: a browser
//! that hears of a break before the server does sends again on a new connection what is still on its
//! way on the old one, and either may arrive first ([`Lane::break_off`] delays what is left); a
//! bootstrap travels beside the socket and is overtaken by deltas; answers are read from a store that
//! takes its time, and are overtaken too.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use weft_domain::{PersonId, Timestamp, testing::Gen};

/// Milliseconds a message travels, at most.
const DELAY_MAX_MS: u64 = 120;
/// Milliseconds after which a side notices a broken connection, at most.
const NOTICE_MAX_MS: u64 = 1_500;

/// Names a connection, in the order in which they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ConnectionId(u64);

/// What arrives at one end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    Opened(PersonId),
    Message(Vec<u8>),
    Closed,
}

#[derive(Debug)]
struct Lane {
    queue: VecDeque<(Timestamp, Arrival)>,
    is_closing: bool,
    /// Of this lane alone, so that delays stay as they are when other actions are cut out.
    chance: Gen,
}

#[derive(Debug)]
struct Connection {
    /// Which browser's.
    place: usize,
    up: Lane,
    down: Lane,
}

/// All connections.
#[derive(Debug, Default)]
pub(super) struct Network {
    connections: BTreeMap<ConnectionId, Connection>,
    /// Browsers to and from which nothing gets through.
    clogged: BTreeSet<usize>,
    last: u64,
}

impl Lane {
    fn new(chance: Gen) -> Self {
        Self { queue: VecDeque::new(), is_closing: false, chance }
    }

    fn push(&mut self, arrival: Arrival, now: Timestamp, max: u64) {
        if self.is_closing {
            return;
        }
        let delay = i64::try_from(self.chance.below(max)).unwrap_or(0);
        let earliest = self.queue.back().map_or(now, |(at, _)| *at);
        self.is_closing = arrival == Arrival::Closed;
        self.queue.push_back((Timestamp(now.0 + delay).max(earliest), arrival));
    }

    fn break_off(&mut self, now: Timestamp) {
        if self.is_closing {
            return;
        }
        let kept = self.chance.below(self.queue.len() as u64 + 1);
        self.queue.truncate(usize::try_from(kept).unwrap_or(0));
        if self.chance.chance(40) {
            // Somewhere on the way it is kept and sent on late.
            let late = i64::try_from(self.chance.below(NOTICE_MAX_MS)).unwrap_or(0);
            self.queue.iter_mut().for_each(|(at, _)| at.0 += late);
        }
        self.push(Arrival::Closed, now, NOTICE_MAX_MS);
    }

    fn due(&mut self, now: Timestamp) -> Option<Arrival> {
        self.queue.pop_front_if(|(at, _)| *at <= now).map(|(_, arrival)| arrival)
    }

    fn is_over(&self) -> bool {
        self.is_closing && self.queue.is_empty()
    }
}

impl Network {
    /// A browser connects. `seed` draws the delays.
    pub(super) fn connect(
        &mut self,
        place: usize,
        person: PersonId,
        seed: u64,
        now: Timestamp,
    ) -> ConnectionId {
        self.last += 1;
        let id = ConnectionId(self.last);
        let mut chance = Gen::new(seed);
        let (up, down) = (Gen::new(chance.next_u64()), Gen::new(chance.next_u64()));
        let mut connection = Connection { place, up: Lane::new(up), down: Lane::new(down) };
        connection.up.push(Arrival::Opened(person), now, DELAY_MAX_MS);
        self.connections.insert(id, connection);
        id
    }

    pub(super) fn up(&mut self, id: ConnectionId, bytes: Vec<u8>, now: Timestamp) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.up.push(Arrival::Message(bytes), now, DELAY_MAX_MS);
        }
    }

    pub(super) fn down(&mut self, id: ConnectionId, bytes: Vec<u8>, now: Timestamp) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.down.push(Arrival::Message(bytes), now, DELAY_MAX_MS);
        }
    }

    /// The server ends a connection: what it sent before arrives.
    pub(super) fn hang_up(&mut self, id: ConnectionId, now: Timestamp) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.down.push(Arrival::Closed, now, DELAY_MAX_MS);
            connection.up.break_off(now);
        }
    }

    /// Both ends lose a suffix of what was on its way and hear of it later.
    pub(super) fn break_off(&mut self, id: ConnectionId, now: Timestamp) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.up.break_off(now);
            connection.down.break_off(now);
        }
    }

    /// A browser is gone: nobody reads what is on its way to it.
    pub(super) fn abandon(&mut self, id: ConnectionId, now: Timestamp) {
        self.break_off(id, now);
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.down.queue.clear();
        }
        self.forget_ended();
    }

    pub(super) fn break_all(&mut self, now: Timestamp) {
        for connection in self.connections.values_mut() {
            connection.up.break_off(now);
            connection.down.break_off(now);
        }
    }

    /// Nothing gets through to and from a browser, or again.
    pub(super) fn clog(&mut self, place: usize, on: bool) {
        if on {
            self.clogged.insert(place);
        } else {
            self.clogged.remove(&place);
        }
    }

    pub(super) fn is_clogged(&self, place: usize) -> bool {
        self.clogged.contains(&place)
    }

    /// What arrives at the server, connection by connection.
    pub(super) fn for_server(&mut self, now: Timestamp) -> Vec<(ConnectionId, Arrival)> {
        let mut arrivals = Vec::new();
        for (id, connection) in &mut self.connections {
            if self.clogged.contains(&connection.place) {
                continue;
            }
            while let Some(arrival) = connection.up.due(now) {
                arrivals.push((*id, arrival));
            }
        }
        self.forget_ended();
        arrivals
    }

    /// What arrives at a browser next.
    pub(super) fn for_browser(&mut self, id: ConnectionId, now: Timestamp) -> Option<Arrival> {
        let connection = self.connections.get_mut(&id)?;
        if self.clogged.contains(&connection.place) {
            return None;
        }
        connection.down.due(now)
    }

    /// What is on its way to a browser.
    pub(super) fn on_the_way_down(
        &mut self,
        id: ConnectionId,
    ) -> Option<&mut VecDeque<(Timestamp, Arrival)>> {
        self.connections.get_mut(&id).map(|connection| &mut connection.down.queue)
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.connections
            .values()
            .all(|connection| connection.up.queue.is_empty() && connection.down.queue.is_empty())
    }

    fn forget_ended(&mut self) {
        self.connections.retain(|_, connection| !(connection.up.is_over() && connection.down.is_over()));
    }
}
