//! A browser: a disk, a clock that may be wrong, and a page that runs the engine. Further pages of
//! the same browser share its [`Disk`]; whoever adds them gives a browser several [`Page`]s.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use weft_domain::{CommandId, Key, Kind, PersonId, Row, Timestamp, World, testing, testing::Gen};

use super::{
    Turn,
    check::Eye,
    disk::Disk,
    mix,
    network::{Arrival, ConnectionId},
    node::Node,
    plan::Moment,
    told::Told,
    version::Version,
};
use crate::{
    client::{Client, SaveBatch},
    message::{Ask, Bootstrap, ClientId, Cursor, Envelope, SCHEMA, Scope},
    server::Session,
    tabs::Trayed,
};

/// Milliseconds a transaction of the disk takes, at most.
pub(super) const DISK_MAX_MS: u64 = 30;
/// Milliseconds between two attempts to connect or fetch, at most.
pub(super) const RETRY_MAX_MS: u64 = 500;
/// Milliseconds in an hour.
const HOUR_MS: i64 = 3_600_000;

/// One browser.
pub(super) struct Browser {
    pub(super) place: usize,
    pub(super) person: PersonId,
    pub(super) page: Option<Page>,
    pub(super) disk: Disk,
    pub(super) is_offline: bool,
    pub(super) version: Version,
    clock_ms: i64,
    first_id: ClientId,
    pub(super) ids_drawn: u64,
    connections: u64,
    starts_at: Timestamp,
    /// The program ends at one of its next transactions.
    armed: Option<(u8, Moment)>,
    pub(super) chance: Gen,
}

/// A running program.
pub(super) struct Page {
    pub(super) client: Client,
    /// What the screen shows, as it was told.
    pub(super) screen: BTreeMap<Key, Row>,
    /// What the checks have seen of it.
    pub(super) eye: Eye,
    pub(super) saves: VecDeque<(Timestamp, SaveBatch)>,
    /// A transaction failed: the driver goes on from memory.
    pub(super) is_memory_only: bool,
    must_replay: bool,
    pub(super) connection: Option<ConnectionId>,
    pub(super) fetch_at: Option<Timestamp>,
    fetched: Option<(Timestamp, Bootstrap)>,
    retry_at: Timestamp,
    unsaved: BTreeSet<CommandId>,
}

impl Browser {
    pub(super) fn new(place: usize, person: PersonId, seed: u64) -> Self {
        let mut chance = Gen::new(mix(seed, place as u64 + 1));
        let skew = i64::try_from(chance.below(13)).unwrap_or(0) - 6;
        Self {
            place,
            person,
            page: None,
            disk: Disk::default(),
            is_offline: false,
            version: Version::default(),
            clock_ms: skew * HOUR_MS,
            first_id: ClientId(testing::uuid(40, place as u64 + 1)),
            ids_drawn: 0,
            connections: 0,
            starts_at: Timestamp(0),
            armed: None,
            chance,
        }
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.page.as_ref().is_some_and(|page| {
            let status = page.client.status();
            status.is_live
                && status.has_caught_up
                && status.pending == 0
                && !page.client.wants_poll()
                && page.saves.is_empty()
                && page.fetch_at.is_none()
                && page.fetched.is_none()
        })
    }

    /// Where the bootstrap stands that is on its way.
    pub(super) fn fetched(&self) -> Option<Cursor> {
        self.page.as_ref()?.fetched.as_ref().map(|(_, bootstrap)| bootstrap.cursor)
    }

    pub(super) fn set_clock(&mut self, hours: i8) {
        self.clock_ms = i64::from(hours) * HOUR_MS;
    }

    /// The program ends, now or at one of its next transactions.
    pub(super) fn end(&mut self, moment: Moment, turn: &mut Turn<'_>) {
        match moment {
            Moment::Now => self.crash(turn),
            Moment::Before(others) | Moment::After(others) => self.armed = Some((others, moment)),
        }
    }

    /// The person loads another version of the program.
    pub(super) fn load(&mut self, version: Version, turn: &mut Turn<'_>) {
        if self.version != version {
            self.crash(turn);
            self.version = version;
        }
    }

    /// All faults stop. One who is told that nothing is stored loads the program again.
    pub(super) fn heal(&mut self, turn: &mut Turn<'_>) {
        if self.page.as_ref().is_some_and(|page| page.is_memory_only) {
            self.crash(turn);
        }
        self.load(Version::default(), turn);
        self.armed = None;
        self.is_offline = false;
        self.disk.is_full = false;
    }

    /// The program ends at once. Of what was being stored, a part is.
    fn crash(&mut self, turn: &mut Turn<'_>) {
        self.armed = None;
        let Some(mut page) = self.page.take() else { return };
        turn.report.crashes += 1;
        if let Some(id) = page.connection.take() {
            turn.network.abandon(id, turn.now);
        }
        for _ in 0..self.chance.below(page.saves.len() as u64 + 1) {
            if let Some((_, batch)) = page.saves.pop_front()
                && !page.is_memory_only
                && !self.disk.is_full
            {
                self.disk.store(batch, self.version.schema, turn.told);
            }
        }
        if page.is_memory_only {
            turn.told.tray_lost(page.client.tray().filter_map(Trayed::id));
        }
        let lost = if page.is_memory_only { Told::Gone } else { Told::Lost };
        for id in page.unsaved {
            if turn.told.of(id) == Some(Told::Made) {
                turn.told.set(id, lost);
            }
        }
        self.starts_at = self.later(turn.now, RETRY_MAX_MS);
    }

    pub(super) fn look(&mut self, scope: Scope, chance: &mut Gen) {
        let Some(Page { client, .. }) = &mut self.page else { return };
        if chance.chance(30) {
            let open: Vec<Scope> = client.open_scopes().collect();
            if let Some(scope) = chance.pick(&open) {
                client.close(scope);
            }
            return;
        }
        client.ask(Ask::Open(scope));
        let others = [Ask::Mine, Ask::Search { query: "1".to_owned() }, Ask::Feed { before: None }];
        if chance.chance(20)
            && let Some(ask) = chance.pick(&others)
        {
            client.ask(ask);
        }
    }

    /// Whether the browser took the command.
    pub(super) fn give(&mut self, envelope: Envelope, turn: &mut Turn<'_>) -> bool {
        let clock = self.clock(turn.now);
        let Some(page) = &mut self.page else { return false };
        let id = envelope.id;
        if page.client.dispatch(envelope, clock).is_err() {
            return false;
        }
        turn.told.set(id, Told::Made);
        turn.report.made += 1;
        page.unsaved.insert(id);
        true
    }

    /// One turn: start, store, connect, hear, apply.
    pub(super) fn attend(&mut self, node: &Node, turn: &mut Turn<'_>) {
        if self.page.is_none() {
            if turn.now >= self.starts_at {
                self.start();
            }
            return;
        }
        self.store_due(turn);
        self.reach(node, turn);
        let polls = self.chance.chance(60);
        let clock = self.clock(turn.now);
        let Some(page) = &mut self.page else { return };
        while let Some(id) = page.connection
            && let Some(arrival) = turn.network.for_browser(id, turn.now)
        {
            match arrival {
                Arrival::Message(bytes) => page.client.receive(&bytes),
                Arrival::Closed => page.hang_up(turn.now, &mut self.chance),
                Arrival::Opened(_) => {}
            }
        }
        if polls && page.client.wants_poll() {
            page.client.poll(clock);
        }
    }

    fn start(&mut self) {
        let id = self.disk.client.unwrap_or(self.first_id);
        let mut client = Client::new(id, self.person, weft_domain::decide);
        client.restore(self.disk.saved(self.version.schema));
        self.page = Some(Page {
            client,
            screen: BTreeMap::new(),
            eye: Eye::default(),
            saves: VecDeque::new(),
            is_memory_only: false,
            must_replay: true,
            connection: None,
            fetch_at: None,
            fetched: None,
            retry_at: Timestamp(0),
            unsaved: BTreeSet::new(),
        });
    }

    /// Transactions that are through, one by one: the program may end between any two of them, with
    /// the last one stored or not, heard of or not.
    fn store_due(&mut self, turn: &mut Turn<'_>) {
        while let Some(page) = &mut self.page
            && let Some((_, batch)) = page.saves.pop_front_if(|(due, _)| *due <= turn.now)
        {
            let ends = match &mut self.armed {
                Some((0, moment)) => Some(*moment),
                Some((others, _)) => {
                    *others -= 1;
                    None
                }
                None => None,
            };
            if matches!(ends, Some(Moment::Before(_))) {
                page.saves.clear();
                return self.crash(turn);
            }
            let ticket = batch.ticket;
            // As the driver has it: where one transaction fails, the program goes on from memory.
            if self.disk.is_full {
                page.is_memory_only = true;
                page.client.storage_failed();
            }
            turn.report.full += u64::from(self.disk.is_full);
            if !page.is_memory_only {
                self.disk.store(batch, self.version.schema, turn.told);
            }
            if ends.is_some() {
                page.saves.clear();
                return self.crash(turn);
            }
            page.client.saved(ticket);
        }
        if let Some(page) = &mut self.page
            && page.must_replay
            && page.saves.is_empty()
        {
            page.must_replay = false;
            page.client.replay();
        }
    }

    fn reach(&mut self, node: &Node, turn: &mut Turn<'_>) {
        let Some(page) = &mut self.page else { return };
        if self.is_offline {
            if let Some(id) = page.connection {
                turn.network.break_off(id, turn.now);
            }
            return;
        }
        if page.connection.is_none() && turn.now >= page.retry_at {
            self.connections += 1;
            let seed = self.chance.clone().next_u64() ^ self.connections;
            page.connection = Some(turn.network.connect(self.place, self.person, seed, turn.now));
            page.client.connected();
        }
        if turn.network.is_clogged(self.place) {
            return;
        }
        if page.fetch_at.is_some_and(|due| due <= turn.now) {
            page.fetch_at = None;
            let store = &node.store;
            let mut bootstrap = Session::bootstrap(self.person, &store.world, store.head(), turn.now);
            // What a program of another version would read there.
            bootstrap.schema = SCHEMA.wrapping_add_signed(-i32::from(self.version.schema));
            page.fetched = Some((later(&mut self.chance, turn.now, RETRY_MAX_MS), bootstrap));
        }
        if let Some((_, bootstrap)) = page.fetched.take_if(|(due, _)| *due <= turn.now) {
            page.client.bootstrap(bootstrap);
        }
    }

    fn later(&mut self, now: Timestamp, max: u64) -> Timestamp {
        later(&mut self.chance, now, max)
    }

    fn clock(&self, now: Timestamp) -> Timestamp {
        Timestamp(now.0 + self.clock_ms)
    }
}

impl Page {
    pub(super) fn hang_up(&mut self, now: Timestamp, chance: &mut Gen) {
        self.connection = None;
        self.retry_at = later(chance, now, RETRY_MAX_MS);
        self.client.disconnected();
    }
}

/// Every row of a world.
pub(super) fn rows(world: &World) -> BTreeMap<Key, Row> {
    Kind::ALL.iter().flat_map(|kind| world.rows(*kind)).map(|row| (row.key(), row)).collect()
}

pub(super) fn later(chance: &mut Gen, now: Timestamp, max: u64) -> Timestamp {
    Timestamp(now.0 + i64::try_from(chance.below(max)).unwrap_or(0))
}
