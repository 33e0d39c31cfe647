//! A browser: the engine with a disk, a socket and a clock that may be wrong.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use weft_domain::{Command, CommandId, Key, Kind, PersonId, Row, Timestamp, World, testing, testing::Gen};

use super::{
    Told, Turn,
    network::{Arrival, ConnectionId},
    node::{Node, other_asks},
};
use crate::{
    client::{Client, Effect, SaveBatch, Saved, Stored, TrayReason},
    message::{Ask, Bootstrap, Bye, ClientId, Cursor, Envelope, Scope, Start},
    server::Session,
};

/// Milliseconds a transaction of the disk takes, at most.
const DISK_MAX_MS: u64 = 30;
/// Milliseconds between two attempts to connect or fetch, at most.
const RETRY_MAX_MS: u64 = 800;

/// What survives a crash.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    schema: u32,
    pub(super) cursor: Option<Cursor>,
    pub(super) rows: BTreeMap<Key, Row>,
    outbox: BTreeMap<u64, String>,
    last_number: u64,
    scopes: Option<String>,
    client: Option<ClientId>,
}

/// One browser.
pub(super) struct Browser {
    pub(super) person: PersonId,
    pub(super) client: Option<Client>,
    pub(super) disk: Disk,
    pub(super) is_offline: bool,
    /// What the screen shows, as it was told.
    pub(super) screen: BTreeMap<Key, Row>,
    first_id: ClientId,
    skew_ms: i64,
    saves: VecDeque<(Timestamp, SaveBatch)>,
    must_replay: bool,
    connection: Option<ConnectionId>,
    fetch_at: Option<Timestamp>,
    fetched: Option<(Timestamp, Bootstrap)>,
    retry_at: Timestamp,
    unsaved: BTreeSet<CommandId>,
    ids_drawn: u64,
}

impl Browser {
    pub(super) fn new(first_id: ClientId, person: PersonId, skew_ms: i64) -> Self {
        Self {
            person,
            client: None,
            disk: Disk::default(),
            is_offline: false,
            screen: BTreeMap::new(),
            first_id,
            skew_ms,
            saves: VecDeque::new(),
            must_replay: false,
            connection: None,
            fetch_at: None,
            fetched: None,
            retry_at: Timestamp(0),
            unsaved: BTreeSet::new(),
            ids_drawn: 0,
        }
    }

    pub(super) fn is_quiet(&self) -> bool {
        let is_settled = self.client.as_ref().is_some_and(|client| {
            let status = client.status();
            status.is_live && status.has_caught_up && status.pending == 0 && !client.wants_poll()
        });
        is_settled && self.saves.is_empty() && self.fetch_at.is_none() && self.fetched.is_none()
    }

    /// The program ends at once. Of what was being stored, a part is.
    pub(super) fn crash(&mut self, turn: &mut Turn<'_>) {
        if let Some(id) = self.connection.take() {
            turn.network.abandon(id, turn.chance);
        }
        for _ in 0..turn.chance.below(self.saves.len() as u64 + 1) {
            if let Some((_, batch)) = self.saves.pop_front() {
                self.store(&batch, turn.made);
            }
        }
        for id in std::mem::take(&mut self.unsaved) {
            turn.made.insert(id, Told::Lost);
        }
        self.client = None;
        self.saves.clear();
        self.must_replay = false;
        self.fetch_at = None;
        self.fetched = None;
        self.screen.clear();
        self.retry_at = later(turn, RETRY_MAX_MS);
    }

    pub(super) fn open(&mut self, scope: Scope, chance: &mut Gen) {
        if let Some(client) = &mut self.client {
            client.ask(Ask::Open(scope));
            if chance.chance(20)
                && let Some(ask) = chance.pick(&other_asks())
            {
                client.ask(ask);
            }
        }
    }

    pub(super) fn close(&mut self, chance: &mut Gen) {
        if let Some(client) = &mut self.client {
            let open: Vec<Scope> = client.open_scopes().collect();
            if let Some(scope) = chance.pick(&open) {
                client.close(scope);
            }
        }
    }

    pub(super) fn command(&mut self, id: CommandId, next_id: &mut u64, turn: &mut Turn<'_>) {
        let clock = self.clock(turn.now);
        let Some(client) = &mut self.client else { return };
        let command = turn.chance.command(client.view(), self.person, next_id);
        // One who is retired is signed out: the story ends there, and a test of its own tells it.
        if matches!(command, Command::RetirePerson(_)) {
            return;
        }
        if client.dispatch(Envelope { id, command }, clock).is_ok() {
            turn.made.insert(id, Told::Made);
            self.unsaved.insert(id);
        }
    }

    /// One turn: start, store, connect, hear, apply.
    pub(super) fn attend(&mut self, node: &Node, turn: &mut Turn<'_>) {
        if self.client.is_none() {
            if turn.now >= self.retry_at {
                self.start();
            }
            return;
        }
        while let Some((_, batch)) = self.saves.pop_front_if(|(due, _)| *due <= turn.now) {
            self.store(&batch, turn.made);
            self.with(|client| client.saved(batch.ticket));
        }
        if self.must_replay && self.saves.is_empty() {
            self.must_replay = false;
            self.with(Client::replay);
        }
        self.reach(node, turn);
        for arrival in self.connection.map_or_else(Vec::new, |id| turn.network.for_browser(id, turn.now)) {
            match arrival {
                Arrival::Message(bytes) => self.with(|client| client.receive(&bytes)),
                Arrival::Closed => self.hang_up(turn),
                Arrival::Opened(_) => {}
            }
        }
        let clock = self.clock(turn.now);
        if turn.chance.chance(60) {
            self.with(|client| client.poll(clock));
        }
    }

    /// Carries out what the engine wants done.
    pub(super) fn settle(&mut self, turn: &mut Turn<'_>) -> Result<(), String> {
        while let Some(client) = &mut self.client {
            let effects = client.effects();
            if effects.is_empty() {
                break;
            }
            for effect in effects {
                self.carry_out(effect, turn)?;
            }
        }
        Ok(())
    }

    fn carry_out(&mut self, effect: Effect, turn: &mut Turn<'_>) -> Result<(), String> {
        match effect {
            Effect::Send(bytes) => {
                let id = self.connection.ok_or("something was sent without a connection")?;
                turn.network.up(id, bytes, turn.now, turn.chance);
            }
            Effect::Save(batch) => {
                let last = self.saves.back().map_or(turn.now, |(due, _)| *due);
                self.saves.push_back((later(turn, DISK_MAX_MS).max(last), batch));
            }
            Effect::Changed(touched) => {
                for row in touched {
                    let before = match row.after {
                        Some(after) => self.screen.insert(row.key, after),
                        None => self.screen.remove(&row.key),
                    };
                    if before != row.before {
                        return Err(format!(
                            "{:?} was not on the screen as it is said to have been",
                            row.key
                        ));
                    }
                }
            }
            Effect::Replaced => {
                self.screen = self.client.as_ref().map(|client| rows(client.view())).unwrap_or_default();
            }
            Effect::Tray { envelope, reason } => tell(envelope.as_ref(), &reason, turn)?,
            Effect::Done(envelope) => match turn.made.insert(envelope.id, Told::Done) {
                Some(Told::Refused) => return Err(format!("{:?}: done after it was refused", envelope.id)),
                Some(Told::Unsure) => return Err(format!("{:?}: done after the tray", envelope.id)),
                _ => {}
            },
            Effect::Fetch => self.fetch_at = Some(later(turn, RETRY_MAX_MS)),
            Effect::Started(Start::Reset) => turn.report.resets += 1,
            Effect::Bye(Bye::Forked) => self.hang_up(turn),
            Effect::Bye(bye) => return Err(format!("the server said {bye:?}")),
            Effect::Renumber => {
                self.ids_drawn += 1;
                let id = ClientId(testing::uuid(
                    42,
                    self.ids_drawn * 100 + u64::from(self.first_id.0.as_bytes()[15]),
                ));
                self.with(|client| client.renumber(id));
            }
            Effect::Stranger(person) => return Err(format!("taken for {person:?}")),
            Effect::Started(Start::Resume)
            | Effect::Answered { .. }
            | Effect::Unanswered { .. }
            | Effect::Presence(_)
            | Effect::Status(_) => {}
        }
        Ok(())
    }

    fn start(&mut self) {
        let disk = self.disk.clone();
        let mut client = Client::new(disk.client.unwrap_or(self.first_id), self.person, weft_domain::decide);
        client.restore(Saved {
            schema: disk.schema,
            cursor: disk.cursor,
            rows: disk.rows.into_values().collect(),
            outbox: disk.outbox.into_iter().collect(),
            last_number: disk.last_number,
            scopes: disk.scopes,
        });
        self.client = Some(client);
        self.must_replay = true;
    }

    fn store(&mut self, batch: &SaveBatch, made: &mut BTreeMap<CommandId, Told>) {
        let disk = &mut self.disk;
        if batch.clear {
            disk.rows.clear();
            disk.cursor = None;
        }
        for key in &batch.remove {
            disk.rows.remove(key);
        }
        disk.rows.extend(batch.put.iter().map(|row| (row.key(), row.clone())));
        disk.cursor = batch.cursor.or(disk.cursor);
        disk.schema = batch.schema;
        for number in &batch.outbox_remove {
            disk.outbox.remove(number);
        }
        disk.outbox.extend(batch.outbox_put.iter().cloned());
        disk.last_number = batch.last_number.unwrap_or(disk.last_number);
        disk.scopes = batch.scopes.clone().or(disk.scopes.take());
        disk.client = batch.client.or(disk.client);
        for (_, text) in &batch.outbox_put {
            if let Ok(stored) = Stored::from_json(text)
                && self.unsaved.remove(&stored.envelope.id)
                && made.get(&stored.envelope.id) == Some(&Told::Made)
            {
                made.insert(stored.envelope.id, Told::Stored);
            }
        }
    }

    fn reach(&mut self, node: &Node, turn: &mut Turn<'_>) {
        if self.is_offline {
            if let Some(id) = self.connection {
                turn.network.break_off(id, turn.chance);
            }
            return;
        }
        if self.connection.is_none() && turn.now >= self.retry_at {
            self.connection = Some(turn.network.connect(self.person, turn.now, turn.chance));
            self.with(Client::connected);
        }
        if self.fetch_at.is_some_and(|due| due <= turn.now) {
            self.fetch_at = None;
            let bootstrap = Session::bootstrap(self.person, &node.world, node.head(), turn.now);
            self.fetched = Some((later(turn, RETRY_MAX_MS), bootstrap));
        }
        if let Some((due, bootstrap)) = self.fetched.take() {
            if due <= turn.now {
                self.with(|client| client.bootstrap(bootstrap));
            } else {
                self.fetched = Some((due, bootstrap));
            }
        }
    }

    fn hang_up(&mut self, turn: &mut Turn<'_>) {
        self.connection = None;
        self.retry_at = later(turn, RETRY_MAX_MS);
        self.with(Client::disconnected);
    }

    fn with(&mut self, act: impl FnOnce(&mut Client)) {
        if let Some(client) = &mut self.client {
            act(client);
        }
    }

    fn clock(&self, now: Timestamp) -> Timestamp {
        Timestamp(now.0 + self.skew_ms)
    }
}

/// Every row of a world.
pub(super) fn rows(world: &World) -> BTreeMap<Key, Row> {
    Kind::ALL.iter().flat_map(|kind| world.rows(*kind)).map(|row| (row.key(), row)).collect()
}

fn tell(envelope: Option<&Envelope>, reason: &TrayReason, turn: &mut Turn<'_>) -> Result<(), String> {
    let id = envelope.ok_or("an entry of the outbox could not be read")?.id;
    let told = match reason {
        TrayReason::Refused(_) => Told::Refused,
        TrayReason::Poisoned | TrayReason::Unsure | TrayReason::Unreadable(_) => Told::Unsure,
    };
    match (turn.made.get(&id), told) {
        (Some(Told::Done), Told::Refused) => return Err(format!("{id:?}: refused after it was done")),
        // What was known stays known, though the disk did not hear of it.
        (Some(Told::Done | Told::Refused), _) => {}
        _ => {
            turn.report.unsure += u64::from(told == Told::Unsure);
            turn.made.insert(id, told);
        }
    }
    Ok(())
}

fn later(turn: &mut Turn<'_>, max: u64) -> Timestamp {
    Timestamp(turn.now.0 + i64::try_from(turn.chance.below(max)).unwrap_or(0))
}
