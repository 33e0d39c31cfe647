//! Connections: ordered and whole until they break; then each side loses a suffix of what was on its
//! way and hears of the end later.

use std::collections::{BTreeMap, VecDeque};

use weft_domain::{Timestamp, testing::Gen};

/// Milliseconds a message travels, at most.
const DELAY_MAX_MS: u64 = 120;
/// Milliseconds after which a side notices a broken connection, at most.
const NOTICE_MAX_MS: u64 = 3_000;

/// Names a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ConnectionId(pub(super) u64);

/// What arrives at one end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    Opened(weft_domain::PersonId),
    Message(Vec<u8>),
    Closed,
}

#[derive(Debug, Default)]
struct Lane {
    queue: VecDeque<(Timestamp, Arrival)>,
    is_closing: bool,
}

#[derive(Debug, Default)]
struct Connection {
    up: Lane,
    down: Lane,
}

/// All connections.
#[derive(Debug, Default)]
pub(super) struct Network {
    connections: BTreeMap<ConnectionId, Connection>,
    last: u64,
}

impl Lane {
    fn push(&mut self, arrival: Arrival, now: Timestamp, chance: &mut Gen, max: u64) {
        if self.is_closing {
            return;
        }
        let delay = i64::try_from(chance.below(max)).unwrap_or(0);
        let earliest = self.queue.back().map_or(now, |(at, _)| *at);
        self.is_closing = arrival == Arrival::Closed;
        self.queue.push_back((Timestamp(now.0 + delay).max(earliest), arrival));
    }

    fn break_off(&mut self, chance: &mut Gen) {
        if self.is_closing {
            return;
        }
        let last = self.queue.back().map_or(Timestamp(0), |(at, _)| *at);
        let kept = chance.below(self.queue.len() as u64 + 1);
        self.queue.truncate(usize::try_from(kept).unwrap_or(0));
        self.push(Arrival::Closed, last, chance, NOTICE_MAX_MS);
    }

    fn due(&mut self, now: Timestamp) -> Option<Arrival> {
        let is_due = self.queue.front().is_some_and(|(at, _)| *at <= now);
        if is_due { self.queue.pop_front().map(|(_, arrival)| arrival) } else { None }
    }
}

impl Network {
    pub(super) fn connect(
        &mut self,
        person: weft_domain::PersonId,
        now: Timestamp,
        chance: &mut Gen,
    ) -> ConnectionId {
        self.last += 1;
        let id = ConnectionId(self.last);
        let mut connection = Connection::default();
        connection.up.push(Arrival::Opened(person), now, chance, DELAY_MAX_MS);
        self.connections.insert(id, connection);
        id
    }

    pub(super) fn up(&mut self, id: ConnectionId, bytes: Vec<u8>, now: Timestamp, chance: &mut Gen) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.up.push(Arrival::Message(bytes), now, chance, DELAY_MAX_MS);
        }
    }

    pub(super) fn down(&mut self, id: ConnectionId, bytes: Vec<u8>, now: Timestamp, chance: &mut Gen) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.down.push(Arrival::Message(bytes), now, chance, DELAY_MAX_MS);
        }
    }

    /// The server ends a connection: what it sent before arrives.
    pub(super) fn hang_up(&mut self, id: ConnectionId, now: Timestamp, chance: &mut Gen) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.down.push(Arrival::Closed, now, chance, DELAY_MAX_MS);
            connection.up.break_off(chance);
        }
    }

    /// Both ends lose a suffix of what was on its way and hear of it later.
    pub(super) fn break_off(&mut self, id: ConnectionId, chance: &mut Gen) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.up.break_off(chance);
            connection.down.break_off(chance);
        }
    }

    /// A browser is gone: nobody reads what is on its way to it.
    pub(super) fn abandon(&mut self, id: ConnectionId, chance: &mut Gen) {
        self.break_off(id, chance);
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.down.queue.clear();
        }
        self.forget_ended();
    }

    pub(super) fn break_all(&mut self, chance: &mut Gen) {
        for id in self.open() {
            self.break_off(id, chance);
        }
    }

    pub(super) fn open(&self) -> Vec<ConnectionId> {
        let is_open = |connection: &Connection| !connection.up.is_closing || !connection.down.is_closing;
        self.connections.iter().filter(|(_, connection)| is_open(connection)).map(|(id, _)| *id).collect()
    }

    /// What arrives at the server, connection by connection.
    pub(super) fn for_server(&mut self, now: Timestamp) -> Vec<(ConnectionId, Arrival)> {
        let mut arrivals = Vec::new();
        for (id, connection) in &mut self.connections {
            while let Some(arrival) = connection.up.due(now) {
                arrivals.push((*id, arrival));
            }
        }
        self.forget_ended();
        arrivals
    }

    pub(super) fn for_browser(&mut self, id: ConnectionId, now: Timestamp) -> Vec<Arrival> {
        let mut arrivals = Vec::new();
        if let Some(connection) = self.connections.get_mut(&id) {
            while let Some(arrival) = connection.down.due(now) {
                arrivals.push(arrival);
            }
        }
        self.forget_ended();
        arrivals
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
        self.connections.retain(|_, connection| {
            let is_over = |lane: &Lane| lane.is_closing && lane.queue.is_empty();
            !(is_over(&connection.up) && is_over(&connection.down))
        });
    }
}
