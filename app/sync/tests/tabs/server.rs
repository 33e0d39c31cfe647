//! A server with one connection, around an in-memory store.

use std::collections::{BTreeMap, VecDeque};

use weft_domain::{Change, CommandId, Key, Row, Timestamp, World, testing};
use weft_sync::{
    message::{ClientId, Cursor, Epoch, Seq},
    server::{
        Batch, CatchUp, ClientRecord, FeedEntry, Found, Frame, Origin, Published, Session, SessionEffect,
        Submission, plan,
    },
};

pub(crate) struct Server {
    pub(crate) world: World,
    cold: BTreeMap<Key, Row>,
    feed: Vec<FeedEntry>,
    pub(crate) journal: Vec<CommandId>,
    records: BTreeMap<ClientId, ClientRecord>,
    pub(crate) session: Option<Session>,
    pub(crate) up: VecDeque<Vec<u8>>,
    pub(crate) down: VecDeque<Vec<u8>>,
}

impl Server {
    pub(crate) fn new(world: World) -> Self {
        Self {
            world,
            cold: BTreeMap::new(),
            feed: Vec::new(),
            journal: Vec::new(),
            records: BTreeMap::new(),
            session: None,
            up: VecDeque::new(),
            down: VecDeque::new(),
        }
    }

    pub(crate) fn answer_the_phone(&mut self) {
        self.session = Some(Session::new(testing::person(0), &self.world));
    }

    /// The connection ends, with what was on its way. Whether there was one.
    pub(crate) fn hang_up(&mut self) -> bool {
        self.up.clear();
        self.down.clear();
        self.session.take().is_some()
    }

    /// Hears one message. Whether the connection holds.
    pub(crate) fn serve(&mut self, bytes: &[u8], now: Timestamp) -> bool {
        let Some(mut session) = self.session.take() else { return true };
        let head = self.head();
        let frames = match session.up(bytes, false).unwrap() {
            Some(SessionEffect::Start(greeting)) => {
                let feed = match session.wants(&greeting, &self.world, head, Seq(0)) {
                    CatchUp::After(seq) => {
                        let after = self.feed.iter().filter(|entry| entry.seq > seq);
                        Some(after.cloned().collect::<Vec<_>>())
                    }
                    CatchUp::Reset => None,
                };
                let record = self.records.get(&greeting.client);
                session.start(&greeting, record, &self.world, head, feed.as_deref(), now).unwrap()
            }
            Some(SessionEffect::Answer { id, ask }) => {
                let question = session.answer(&self.world, head.seq, ask, now);
                vec![session.finish(id, question, Found::default(), &self.world)]
            }
            Some(SessionEffect::Submit { client, first, envelopes }) => {
                self.session = Some(session);
                let person = testing::person(0);
                return self
                    .submit(Submission { origin: Origin::Client { client, person, first }, envelopes }, now);
            }
            _ => Vec::new(),
        };
        self.down.extend(frames.iter().map(Frame::compact));
        self.session = Some(session);
        true
    }

    /// Decides and commits. Whether the connection holds.
    pub(crate) fn submit(&mut self, submission: Submission, now: Timestamp) -> bool {
        let mut world = self.world.clone();
        let planned = loop {
            let head = self.head().seq;
            let batch = std::slice::from_ref(&submission);
            let planned = plan(&world, batch, &self.records, now, head, weft_domain::decide);
            if planned.needs.is_empty() {
                break planned;
            }
            for key in &planned.needs {
                match self.cold.get(key) {
                    Some(row) => world.apply(&Change::Put(row.clone())),
                    None => world.note_absent(*key),
                }
            }
        };
        for done in &planned.committed {
            self.journal.push(done.id);
            self.feed.push(FeedEntry { seq: done.seq, changes: done.changes.clone() });
            for seen in &done.changes {
                match &seen.change {
                    Change::Put(row) if !row.kind().is_resident() => {
                        self.cold.insert(row.key(), row.clone());
                    }
                    _ => {}
                }
            }
        }
        self.records.extend(planned.records.clone());
        self.world = planned.world.clone();
        let Some(session) = &mut self.session else { return true };
        match session.batch(&Batch::of(&planned)) {
            Published::Nothing => {}
            Published::Send(frame) => self.down.push_back(frame.compact()),
            Published::Behind(_) | Published::End(_) => return false,
        }
        true
    }

    pub(crate) fn head(&self) -> Cursor {
        Cursor { epoch: Epoch(1), seq: Seq(self.journal.len() as u64) }
    }
}
