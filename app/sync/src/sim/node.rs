//! The server: sessions and the writer around an in-memory store. What is not committed is lost when
//! it crashes.

use std::collections::{BTreeMap, VecDeque};

use weft_domain::{Change, CommandId, Key, Kind, RequestId, Row, Timestamp, World, invariants, testing::Gen};

use super::{
    Report, Turn,
    network::{Arrival, ConnectionId, Network},
};
use crate::{
    message::{Ask, Bye, ClientId, Cursor, Down, Epoch, Seq, decode},
    server::{
        Batch, CatchUp, ClientRecord, Committed, FeedEntry, Found, Frame, Greeting, Origin, Outcome, Plan,
        Published, Question, Session, SessionEffect, StoreQuery, Submission, plan,
    },
};

/// Submissions in one batch, at most.
const BATCH_MAX: u64 = 6;
/// Milliseconds a read of the store takes, at most.
const READ_MAX_MS: u64 = 80;
/// Batches between two checks of the whole world.
const CHECK_EVERY: u64 = 4;
/// Entries the feed keeps.
const FEED_KEPT: usize = 150;

/// What is kept of a committed command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) seq: Seq,
    pub(super) id: CommandId,
    pub(super) client: Option<(ClientId, u64)>,
}

/// The server.
pub(super) struct Node {
    /// Committed: what a crash leaves.
    pub(super) world: World,
    pub(super) cold: BTreeMap<Key, Row>,
    pub(super) journal: Vec<Entry>,
    /// The world at the end of every batch.
    pub(super) history: BTreeMap<Seq, World>,
    pub(super) records: BTreeMap<ClientId, ClientRecord>,
    feed: VecDeque<FeedEntry>,
    /// In memory only.
    sessions: BTreeMap<ConnectionId, Seat>,
    queue: VecDeque<(ConnectionId, Submission)>,
    commits: u64,
    pub(super) broken: Option<String>,
}

struct Seat {
    session: Session,
    is_behind: bool,
    questions: VecDeque<(Timestamp, u32, Question)>,
}

impl Node {
    pub(super) fn new(world: World) -> Self {
        Self {
            history: BTreeMap::from([(Seq(0), world.clone())]),
            world,
            cold: BTreeMap::new(),
            journal: Vec::new(),
            records: BTreeMap::new(),
            feed: VecDeque::new(),
            sessions: BTreeMap::new(),
            queue: VecDeque::new(),
            commits: 0,
            broken: None,
        }
    }

    pub(super) fn head(&self) -> Cursor {
        Cursor { epoch: Epoch(1), seq: Seq(self.journal.len() as u64) }
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.queue.is_empty()
            && self.sessions.values().all(|seat| seat.questions.is_empty() && !seat.is_behind)
    }

    /// What is in memory is lost.
    pub(super) fn crash(&mut self) {
        self.sessions.clear();
        self.queue.clear();
    }

    /// A slow client's queue is dropped, from one of its deltas on.
    pub(super) fn lose_queue(&mut self, network: &mut Network, chance: &mut Gen) {
        let ids: Vec<ConnectionId> = self.sessions.keys().copied().collect();
        let Some(id) = chance.pick(&ids) else { return };
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
        queue.retain(|(_, arrival)| !matches!(message(arrival), Some(Down::Delta { .. })));
        if let Some(seat) = self.sessions.get_mut(&id) {
            seat.session.rewind(first);
            seat.is_behind = true;
        }
    }

    pub(super) fn receive(&mut self, id: ConnectionId, arrival: Arrival, turn: &mut Turn<'_>) {
        match arrival {
            Arrival::Opened(person) => {
                let session = Session::new(person, &self.world);
                let seat = Seat { session, is_behind: false, questions: VecDeque::new() };
                self.sessions.insert(id, seat);
            }
            Arrival::Closed => {
                self.sessions.remove(&id);
            }
            Arrival::Message(bytes) => {
                let Some(mut seat) = self.sessions.remove(&id) else { return };
                let heard = seat.session.up(&bytes, false);
                let done = heard.and_then(|effect| self.act(id, &mut seat, effect, turn));
                match done {
                    Ok(frames) => {
                        frames
                            .iter()
                            .for_each(|frame| turn.network.down(id, frame.compact(), turn.now, turn.chance));
                        self.sessions.insert(id, seat);
                    }
                    Err(bye) => end(id, bye, turn),
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
                let question = session.answer(&self.world, self.head().seq, ask, now);
                let found = self.read(question.query.as_ref());
                vec![session.finish(id, question, found, &self.world)]
            }
            _ => Vec::new(),
        }
    }

    /// One turn of the writer and of what reads the store.
    pub(super) fn work(&mut self, turn: &mut Turn<'_>) {
        self.answer_due(turn);
        if !self.queue.is_empty() && turn.chance.chance(60) {
            let count = (1 + turn.chance.below(BATCH_MAX)).min(self.queue.len() as u64);
            let count = usize::try_from(count).unwrap_or(1);
            let batch: Vec<_> = self.queue.drain(..count).collect();
            self.write(&batch, turn);
        }
        let behind = self.sessions.iter().filter(|(_, seat)| seat.is_behind).map(|(id, _)| *id);
        let behind: Vec<ConnectionId> = behind.collect();
        for id in behind {
            if turn.chance.chance(30) {
                self.catch_up(id, turn);
            }
        }
    }

    fn write(&mut self, batch: &[(ConnectionId, Submission)], turn: &mut Turn<'_>) {
        let submissions: Vec<Submission> = batch.iter().map(|(_, submission)| submission.clone()).collect();
        let planned = self.plan(&submissions, turn.now);
        let crashes = |turn: &mut Turn<'_>| turn.faults && turn.chance.below(100) == 0;
        if crashes(turn) {
            turn.report.crashes += 1;
            self.crash();
            turn.network.break_all(turn.chance);
            return;
        }
        self.commit(&planned, turn.report);
        if crashes(turn) {
            turn.report.crashes += 1;
            self.crash();
            turn.network.break_all(turn.chance);
            return;
        }
        for ((id, _), outcome) in batch.iter().zip(&planned.outcomes) {
            if let Outcome::Rejected(bye) = outcome {
                self.sessions.remove(id);
                end(*id, *bye, turn);
            }
        }
        let published = Batch::of(&planned);
        let ids: Vec<ConnectionId> = self.sessions.keys().copied().collect();
        for id in ids {
            let Some(seat) = self.sessions.get_mut(&id) else { continue };
            match seat.session.batch(&published) {
                Published::Nothing => {}
                Published::Send(frame) => turn.network.down(id, frame.compact(), turn.now, turn.chance),
                Published::Behind(_) => seat.is_behind = true,
                Published::End(bye) => {
                    self.sessions.remove(&id);
                    end(id, bye, turn);
                }
            }
        }
    }

    fn plan(&mut self, batch: &[Submission], now: Timestamp) -> Plan {
        let mut world = self.world.clone();
        loop {
            let planned = plan(&world, batch, &self.records, now, self.head().seq, weft_domain::decide);
            if planned.needs.is_empty() {
                return planned;
            }
            for key in &planned.needs {
                match self.cold.get(key) {
                    Some(row) => world.apply(&Change::Put(row.clone())),
                    None => world.note_absent(*key),
                }
            }
        }
    }

    fn commit(&mut self, planned: &Plan, report: &mut Report) {
        for command in &planned.committed {
            let Committed { seq, id, client, changes, .. } = command;
            self.journal.push(Entry { seq: *seq, id: *id, client: *client });
            self.feed.push_back(FeedEntry { seq: *seq, changes: changes.clone() });
            for seen in changes {
                let key = seen.key();
                match &seen.change {
                    Change::Put(row) if !key.kind.is_resident() => {
                        self.cold.insert(key, row.clone());
                    }
                    Change::Remove(_) => {
                        self.cold.remove(&key);
                    }
                    Change::Put(_) => {}
                }
            }
            report.committed += 1;
        }
        report.refused += planned.acks.iter().filter(|(_, ack)| ack.refusal.is_some()).count() as u64;
        while self.feed.len() > FEED_KEPT {
            self.feed.pop_front();
        }
        self.records.extend(planned.records.clone());
        let before = std::mem::replace(&mut self.world, planned.world.clone());
        self.commits += 1;
        if self.commits.is_multiple_of(CHECK_EVERY)
            && let Err(broken) = invariants::check_step(&before, &self.world).and_then(|()| self.check())
        {
            let names: Vec<_> = planned.committed.iter().map(|command| command.name).collect();
            self.broken = Some(format!("{broken} after {names:?}"));
        }
        if let Some(panicked) = planned.panicked.first() {
            self.broken = Some(format!("{} broke: {}", panicked.name, panicked.message));
        }
        self.history.insert(planned.to, self.world.clone());
    }

    /// The rules' own invariants, of everything there is.
    pub(super) fn check(&self) -> Result<(), invariants::Broken> {
        let mut whole = self.world.clone();
        self.cold.values().for_each(|row| whole.apply(&Change::Put(row.clone())));
        invariants::check(&whole)
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
                self.queue.push_back((id, Submission { origin, envelopes }));
            }
            Some(SessionEffect::Answer { id, ask }) => {
                let question = seat.session.answer(&self.world, self.head().seq, ask, turn.now);
                let delay = i64::try_from(turn.chance.below(READ_MAX_MS)).unwrap_or(0);
                seat.questions.push_back((Timestamp(turn.now.0 + delay), id, question));
            }
            Some(SessionEffect::Presence(_)) | None => {}
        }
        Ok(Vec::new())
    }

    fn start(&self, session: &mut Session, greeting: &Greeting, now: Timestamp) -> Result<Vec<Frame>, Bye> {
        let floor = Seq(self.head().seq.0 - self.feed.len() as u64);
        let feed = match session.wants(greeting, &self.world, self.head(), floor) {
            CatchUp::After(seq) => Some(self.feed_after(seq)),
            CatchUp::Reset => None,
        };
        let record = self.records.get(&greeting.client);
        session.start(greeting, record, &self.world, self.head(), feed.as_deref(), now)
    }

    fn catch_up(&mut self, id: ConnectionId, turn: &mut Turn<'_>) {
        let Some(mut seat) = self.sessions.remove(&id) else { return };
        let feed = self.feed_after(seat.session.sent());
        let record = seat.session.client().and_then(|client| self.records.get(&client));
        match seat.session.catch_up(&self.world, self.head(), &feed, record, turn.now) {
            Ok(frames) => {
                frames.iter().for_each(|frame| turn.network.down(id, frame.compact(), turn.now, turn.chance));
                seat.is_behind = false;
                self.sessions.insert(id, seat);
            }
            Err(bye) => end(id, bye, turn),
        }
    }

    fn feed_after(&self, seq: Seq) -> Vec<FeedEntry> {
        self.feed.iter().filter(|entry| entry.seq > seq).cloned().collect()
    }

    fn answer_due(&mut self, turn: &mut Turn<'_>) {
        let ids: Vec<ConnectionId> = self.sessions.keys().copied().collect();
        for id in ids {
            let Some(mut seat) = self.sessions.remove(&id) else { continue };
            while let Some((_, asked, question)) = seat.questions.pop_front_if(|(due, _, _)| *due <= turn.now)
            {
                let found = self.read(question.query.as_ref());
                let frame = seat.session.finish(asked, question, found, &self.world);
                turn.network.down(id, frame.compact(), turn.now, turn.chance);
            }
            self.sessions.insert(id, seat);
        }
    }

    fn read(&self, query: Option<&StoreQuery>) -> Found {
        let Some(StoreQuery::Request(id)) = query else { return Found::default() };
        let request: Option<Row> = self.world.request(*id).present().map(|row| row.clone().into());
        let hanging = self.cold.values().filter(|row| hangs_on(row, *id)).cloned();
        Found { rows: request.into_iter().chain(hanging).collect(), timeline: Vec::new() }
    }
}

fn end(id: ConnectionId, bye: Bye, turn: &mut Turn<'_>) {
    turn.network.down(id, Frame::from(Down::Bye(bye)).compact(), turn.now, turn.chance);
    turn.network.hang_up(id, turn.now, turn.chance);
}

fn hangs_on(row: &Row, id: RequestId) -> bool {
    match row {
        Row::RequestText(text) => text.request == id,
        Row::Comment(comment) => comment.request == id,
        Row::Rating(rating) => rating.request == id,
        _ => false,
    }
}

/// Asks that the simulator makes, besides opening scopes.
pub(super) fn other_asks() -> [Ask; 3] {
    [Ask::Mine, Ask::Search { query: "1".to_owned() }, Ask::Feed { before: None }]
}

/// The kinds whose rows a replica may hold or not, as questions were asked.
pub(super) const ASKED_KINDS: &[Kind] = &[Kind::Rating, Kind::RatingComment, Kind::Kudos];
