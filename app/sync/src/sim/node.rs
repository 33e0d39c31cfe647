//! The server: sessions, presence and the writer around an in-memory database. What is not committed
//! is lost when it crashes.

use std::collections::{BTreeMap, VecDeque};

use weft_domain::{Change, PersonId, Timestamp, Viewer, World, audience, testing::Gen};

use super::{
    Turn,
    network::{Arrival, ConnectionId, Network},
    plan::Moment,
    store::{History, Store},
};
use crate::{
    message::{Bye, Down, Envelope, Gesture, decode},
    server::{
        Batch, CatchUp, Frame, Greeting, Origin, Outcome, Plan, PresenceHub, Published, Question, Session,
        SessionEffect, SessionId, Submission, plan,
    },
};

/// Submissions in one batch, at most.
const BATCH_MAX: u64 = 12;
/// Milliseconds a read of the store takes, at most.
const READ_MAX_MS: u64 = 80;

/// The server.
pub(super) struct Node {
    pub(super) store: Store,
    pub(super) history: History,
    backup: Option<Store>,
    /// In memory only.
    sessions: BTreeMap<ConnectionId, Seat>,
    names: BTreeMap<SessionId, ConnectionId>,
    presence: PresenceHub,
    queue: VecDeque<(Option<ConnectionId>, Submission)>,
    /// A crash that waits for so many commits.
    armed: Option<(u8, Moment)>,
    last_session: u64,
    chance: Gen,
    pub(super) broken: Option<String>,
}

struct Seat {
    session: Session,
    name: SessionId,
    is_behind: bool,
    questions: VecDeque<(Timestamp, u32, Question)>,
}

impl Node {
    pub(super) fn new(world: World, chance: Gen) -> Self {
        let store = Store::new(world);
        let mut history = History::default();
        history.note(store.head(), &store.world);
        Self {
            store,
            history,
            backup: None,
            sessions: BTreeMap::new(),
            names: BTreeMap::new(),
            presence: PresenceHub::default(),
            queue: VecDeque::new(),
            armed: None,
            last_session: 0,
            chance,
            broken: None,
        }
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.queue.is_empty()
            && self.sessions.values().all(|seat| seat.questions.is_empty() && !seat.is_behind)
    }

    /// The server stops, now or at one of its next commits, and starts again.
    pub(super) fn restart(&mut self, moment: Moment, is_graceful: bool, turn: &mut Turn<'_>) {
        match moment {
            Moment::Now => self.stop(is_graceful, turn),
            Moment::Before(others) | Moment::After(others) => {
                // One that still waits happens now: each that is planned happens once.
                self.disarm(turn);
                self.armed = Some((others, moment));
            }
        }
    }

    /// A restart that still waits happens now.
    pub(super) fn disarm(&mut self, turn: &mut Turn<'_>) {
        if self.armed.take().is_some() {
            self.stop(false, turn);
        }
    }

    fn stop(&mut self, is_graceful: bool, turn: &mut Turn<'_>) {
        turn.report.restarts += 1;
        for id in std::mem::take(&mut self.sessions).into_keys().filter(|_| is_graceful) {
            end(id, Bye::GoingAway, turn);
        }
        self.names.clear();
        self.presence = PresenceHub::default();
        self.queue.clear();
        turn.network.break_all(turn.now);
    }

    pub(super) fn back_up(&mut self) {
        self.backup = Some(self.store.clone());
    }

    /// The copy is put back, if there is one.
    pub(super) fn restore(&mut self, turn: &mut Turn<'_>) {
        let Some(mut store) = self.backup.take() else { return };
        store.epoch.0 = self.store.epoch.0 + 1;
        let undone = self.store.done.keys().filter(|id| !store.done.contains_key(id));
        turn.told.restored(undone.copied());
        self.store = store;
        self.history.note(self.store.head(), &self.store.world);
        turn.report.restores += 1;
        self.stop(false, turn);
    }

    /// A slow client's queue is dropped, from one of its deltas on.
    pub(super) fn lose_queue(&mut self, id: ConnectionId, network: &mut Network) {
        let Some(queue) = network.on_the_way_down(id) else { return };
        let message = |arrival: &Arrival| match arrival {
            Arrival::Message(bytes) => decode::<Down>(bytes).ok(),
            Arrival::Opened(_) | Arrival::Closed => None,
        };
        let is_restarting = queue.iter().any(|(_, a)| matches!(message(a), Some(Down::Welcome { .. })));
        let first = queue.iter().find_map(|(_, arrival)| match message(arrival) {
            Some(Down::Delta { prev, .. }) => Some(prev),
            _ => None,
        });
        let (Some(first), false) = (first, is_restarting) else { return };
        let Some(seat) = self.sessions.get_mut(&id) else { return };
        queue.retain(|(_, arrival)| !matches!(message(arrival), Some(Down::Delta { .. })));
        seat.session.rewind(first);
        seat.is_behind = true;
    }

    pub(super) fn receive(&mut self, id: ConnectionId, arrival: Arrival, turn: &mut Turn<'_>) {
        match arrival {
            Arrival::Opened(person) => {
                let session = Session::new(person, &self.store.world);
                self.last_session += 1;
                let name = SessionId(self.last_session);
                self.presence.join(name, person);
                self.names.insert(name, id);
                let seat = Seat { session, name, is_behind: false, questions: VecDeque::new() };
                self.sessions.insert(id, seat);
            }
            Arrival::Closed => self.leave(id),
            Arrival::Message(bytes) => {
                let Some(mut seat) = self.sessions.remove(&id) else { return };
                let heard = seat.session.up(&bytes, false);
                let done = heard.and_then(|effect| self.act(id, &mut seat, effect, turn));
                self.sessions.insert(id, seat);
                match done {
                    Ok(frames) => send(id, &frames, turn),
                    Err(bye) => self.end(id, bye, turn),
                }
            }
        }
    }

    /// The same doors without network and writer, for a replica to compare with.
    pub(super) fn speak(&self, session: &mut Session, bytes: &[u8], now: Timestamp) -> Vec<Frame> {
        match session.up(bytes, false) {
            Ok(Some(SessionEffect::Start(greeting))) => {
                self.start(session, &greeting, now).unwrap_or_default()
            }
            Ok(Some(SessionEffect::Answer { id, ask })) => {
                let question = session.answer(&self.store.world, self.store.head().seq, ask, now);
                let found = self.store.read(question.query.as_ref());
                vec![session.finish(id, question, found, &self.store.world)]
            }
            _ => Vec::new(),
        }
    }

    /// One turn of the writer, of what reads the store and of the lossy lane.
    pub(super) fn work(&mut self, turn: &mut Turn<'_>) {
        self.answer_due(turn);
        while !self.queue.is_empty() && self.chance.chance(70) {
            let count = (1 + self.chance.below(BATCH_MAX)).min(self.queue.len() as u64);
            let batch: Vec<_> = self.queue.drain(..usize::try_from(count).unwrap_or(1)).collect();
            self.write(&batch, turn);
        }
        let behind = self.sessions.iter().filter(|(_, seat)| seat.is_behind).map(|(id, _)| *id);
        let behind: Vec<ConnectionId> = behind.collect();
        for id in behind {
            if self.chance.chance(40) {
                self.catch_up(id, turn);
            }
        }
        self.tell_presence(turn);
    }

    /// The system itself does something, at once.
    pub(super) fn direct(&mut self, envelope: Envelope, turn: &mut Turn<'_>) {
        let origin = Origin::Direct { person: None };
        let armed = self.armed.take();
        self.write(&[(None, Submission { origin, envelopes: vec![envelope] })], turn);
        self.armed = armed;
    }

    fn write(&mut self, batch: &[(Option<ConnectionId>, Submission)], turn: &mut Turn<'_>) {
        let submissions: Vec<Submission> = batch.iter().map(|(_, submission)| submission.clone()).collect();
        let planned = self.plan(&submissions, turn.now);
        let crash = match &mut self.armed {
            Some((0, moment)) => Some(*moment),
            Some((others, _)) => {
                *others -= 1;
                None
            }
            None => None,
        };
        if crash.is_some() {
            self.armed = None;
        }
        if matches!(crash, Some(Moment::Before(_))) {
            return self.stop(false, turn);
        }
        turn.report.committed += planned.committed.len() as u64;
        turn.report.refused += planned.acks.iter().filter(|(_, ack, _)| ack.refusal.is_some()).count() as u64;
        if let Err(broken) = self.store.commit(&submissions, &planned) {
            self.broken = Some(broken);
        }
        self.history.note(self.store.head(), &self.store.world);
        if crash.is_some() {
            return self.stop(false, turn);
        }
        for ((id, _), outcome) in batch.iter().zip(&planned.outcomes) {
            if let (Some(id), Outcome::Rejected(bye)) = (id, outcome) {
                self.end(*id, *bye, turn);
            }
        }
        self.publish(&Batch::of(&planned), turn);
    }

    fn publish(&mut self, published: &Batch, turn: &mut Turn<'_>) {
        let mut ended = Vec::new();
        for (id, seat) in &mut self.sessions {
            match seat.session.batch(published) {
                Published::Nothing => {}
                Published::Send(frame) => turn.network.down(*id, frame.compact(), turn.now),
                Published::Behind(_) => seat.is_behind = true,
                Published::End(bye) => ended.push((*id, bye)),
            }
        }
        ended.into_iter().for_each(|(id, bye)| self.end(id, bye, turn));
    }

    fn plan(&self, batch: &[Submission], now: Timestamp) -> Plan {
        let mut world = self.store.world.clone();
        loop {
            let head = self.store.head().seq;
            let planned = plan(&world, batch, &self.store.records, now, head, weft_domain::decide);
            if !planned.is_short() {
                return planned;
            }
            for gather in &planned.gathers {
                self.store.gathered(*gather).into_iter().for_each(|row| world.apply(&Change::Put(row)));
                world.note_gathered(*gather);
            }
            for key in &planned.needs {
                match self.store.cold(*key) {
                    Some(row) => world.apply(&Change::Put(row.clone())),
                    None => world.note_absent(*key),
                }
            }
        }
    }

    fn act(
        &mut self,
        id: ConnectionId,
        seat: &mut Seat,
        effect: Option<SessionEffect>,
        turn: &mut Turn<'_>,
    ) -> Result<Vec<Frame>, Bye> {
        match effect {
            Some(SessionEffect::Start(greeting)) => {
                seat.is_behind = false;
                seat.questions.clear();
                return self.start(&mut seat.session, &greeting, turn.now);
            }
            Some(SessionEffect::Submit { client, first, envelopes }) => {
                let origin = Origin::Client { client, person: seat.session.viewer().person, first };
                self.queue.push_back((Some(id), Submission { origin, envelopes }));
            }
            Some(SessionEffect::Answer { id, ask }) => {
                let world = &self.store.world;
                let question = seat.session.answer(world, self.store.head().seq, ask, turn.now);
                let delay = i64::try_from(self.chance.below(READ_MAX_MS)).unwrap_or(0);
                seat.questions.push_back((Timestamp(turn.now.0 + delay), id, question));
            }
            Some(SessionEffect::Presence(presence)) => self.presence.set(seat.name, presence),
            None => {}
        }
        Ok(Vec::new())
    }

    fn start(&self, session: &mut Session, greeting: &Greeting, now: Timestamp) -> Result<Vec<Frame>, Bye> {
        let Store { world, records, .. } = &self.store;
        let head = self.store.head();
        let feed = match session.wants(greeting, world, head, self.store.floor()) {
            CatchUp::After(seq) => Some(self.store.feed_after(seq)),
            CatchUp::Reset => None,
        };
        session.start(greeting, records.get(&greeting.client), world, head, feed, now)
    }

    fn catch_up(&mut self, id: ConnectionId, turn: &mut Turn<'_>) {
        let Some(seat) = self.sessions.get_mut(&id) else { return };
        let Store { world, records, .. } = &self.store;
        let feed = self.store.feed_after(seat.session.sent());
        let record = seat.session.client().and_then(|client| records.get(&client));
        match seat.session.catch_up(world, self.store.head(), feed, record, turn.now) {
            Ok(frames) => {
                seat.is_behind = false;
                send(id, &frames, turn);
            }
            Err(bye) => self.end(id, bye, turn),
        }
    }

    fn answer_due(&mut self, turn: &mut Turn<'_>) {
        for (id, seat) in &mut self.sessions {
            while let Some((_, asked, question)) = seat.questions.pop_front_if(|(due, _, _)| *due <= turn.now)
            {
                let found = self.store.read(question.query.as_ref());
                let frame = seat.session.finish(asked, question, found, &self.store.world);
                turn.network.down(*id, frame.compact(), turn.now);
            }
        }
    }

    /// One tick of the lossy lane. Nobody is told of a request that they may not see.
    fn tell_presence(&mut self, turn: &mut Turn<'_>) {
        let world = &self.store.world;
        for due in self.presence.tick(world) {
            let Some(id) = self.names.get(&due.session) else { continue };
            let Some(seat) = self.sessions.get(id) else { continue };
            turn.report.presences += 1;
            if let Some(leaked) = leak(world, seat.session.viewer().person, &due.frame.message()) {
                self.broken = Some(leaked);
            }
            turn.network.down(*id, due.frame.compact(), turn.now);
        }
    }

    fn end(&mut self, id: ConnectionId, bye: Bye, turn: &mut Turn<'_>) {
        self.leave(id);
        end(id, bye, turn);
    }

    fn leave(&mut self, id: ConnectionId) {
        if let Some(seat) = self.sessions.remove(&id) {
            self.presence.leave(seat.name);
            self.names.remove(&seat.name);
        }
    }
}

fn send(id: ConnectionId, frames: &[Frame], turn: &mut Turn<'_>) {
    frames.iter().for_each(|frame| turn.network.down(id, frame.compact(), turn.now));
}

fn end(id: ConnectionId, bye: Bye, turn: &mut Turn<'_>) {
    turn.network.down(id, Frame::from(Down::Bye(bye)).compact(), turn.now);
    turn.network.hang_up(id, turn.now);
}

fn leak(world: &World, person: PersonId, message: &Down) -> Option<String> {
    let Down::Presence(people) = message else { return None };
    let viewer = Viewer::of(world, person);
    people.iter().filter_map(|(_, presence)| presence.as_ref()).find_map(|presence| match presence.gesture {
        Some(Gesture::MovingRequest { id, .. }) => {
            let request = world.request(id).present();
            let is_seen = request.is_some_and(|row| audience::meets(&audience::of_request(row), &viewer));
            (!is_seen).then(|| format!("{person:?} is told that {id:?} is being moved"))
        }
        _ => None,
    })
}
