//! One connection.

mod said;

pub use said::{CatchUp, FeedEntry, Greeting, Published, SessionEffect};

use std::{collections::BTreeMap, sync::Arc};

use weft_domain::{PersonId, Timestamp, Viewer, World};

use crate::{
    fault::{self, Fault},
    message::{
        Ack, Ask, Bootstrap, Bye, ClientId, Cursor, DOWN_BYTES_MAX, Down, PRESENCE_BYTES_MAX, PROTOCOL,
        PUSH_COMMANDS_MAX, SCHEMA, SCOPES_MAX, Scope, Seq, Start, UP_BYTES_MAX, Up, decode, encode, rights,
    },
    server::{Batch, ClientRecord, Found, Frame, Question, answer, bootstrap, difference, plan::fingerprint},
    sight::Scopes,
};

/// Commands a session may look at in silence before it tells the browser how far it has come, so that
/// its cursor stays within what the feed holds.
const SILENT_MAX: u64 = 1_000;
/// Commands of which a session remembers that they came by it: as many as a browser has on their way,
/// twice. An answer to an older one is not passed on.
const SUBMITTED_MAX: usize = 2 * PUSH_COMMANDS_MAX;
/// Bytes of rows in one delta. The rest of the message is head and answers.
const DELTA_BYTES_MAX: usize = DOWN_BYTES_MAX - 256 * 1024;

/// One connection: who looks, what is open, how far it has come.
#[derive(Clone, Debug)]
pub struct Session {
    /// Shared with whoever else needs it: the same one as long as the rights are the same.
    viewer: Arc<Viewer>,
    scopes: Scopes,
    greeting: Option<Greeting>,
    /// Up to where batches were looked at.
    seen: Seq,
    /// The end of the last frame that changed the viewer's rights, or of the start.
    rights_at: Seq,
    /// Where the last frame ended: the cursor of the browser. Behind `seen` while nothing is visible.
    sent: Seq,
    state: State,
    /// The commands that came since the greeting, as fingerprints by their numbers.
    submitted: BTreeMap<u64, u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not started, or told to start anew: no batch is shown until it greets (again).
    Waiting,
    /// Every batch is shown.
    Live,
    /// Something was missed: no batch is shown before it is caught up.
    Behind,
    /// As [`State::Behind`], and what was missed is too much for one message.
    FarBehind,
}

impl Session {
    /// A new connection of a signed-in person.
    pub fn new(person: PersonId, world: &World) -> Self {
        Self {
            viewer: Arc::new(Viewer::of(world, person)),
            scopes: Scopes::default(),
            greeting: None,
            seen: Seq(0),
            rights_at: Seq(0),
            sent: Seq(0),
            state: State::Waiting,
            submitted: BTreeMap::new(),
        }
    }

    /// Who looks, with the keys of what was last sent; the same allocation as long as they are the same.
    pub fn viewer(&self) -> &Arc<Viewer> {
        &self.viewer
    }

    /// The client that greeted.
    pub fn client(&self) -> Option<ClientId> {
        self.greeting.map(|greeting| greeting.client)
    }

    /// A message came, in the compact form or, where `is_json`, as text.
    ///
    /// # Errors
    /// The connection ends with what is returned: messages that are too long or unreadable, wrong
    /// versions, anything before the greeting.
    pub fn up(&mut self, bytes: &[u8], is_json: bool) -> Result<Option<SessionEffect>, Bye> {
        if bytes.len() > UP_BYTES_MAX {
            return Err(Bye::BadMessage);
        }
        let message: Up = if is_json {
            serde_json::from_slice(bytes).map_err(|_| Bye::BadMessage)?
        } else {
            decode(bytes).map_err(|_| Bye::BadMessage)?
        };
        let client = self.client();
        match message {
            Up::Hello { protocol, schema, client, cursor, rights, open } => {
                self.greet(protocol, schema, &open)?;
                let greeting = Greeting { client, cursor, rights };
                self.greeting = Some(greeting);
                Ok(Some(SessionEffect::Start(greeting)))
            }
            Up::Push { first, commands } => {
                let client = client.ok_or(Bye::BadMessage)?;
                if commands.len() > PUSH_COMMANDS_MAX || first.checked_add(PUSH_COMMANDS_MAX as u64).is_none()
                {
                    return Err(Bye::BadMessage);
                }
                self.submitted.extend((first..).zip(commands.iter().map(|one| fingerprint(one.id))));
                while self.submitted.len() > SUBMITTED_MAX {
                    self.submitted.pop_first();
                }
                Ok(Some(SessionEffect::Submit { client, first, envelopes: commands }))
            }
            Up::Ask { id, ask } => {
                client.ok_or(Bye::BadMessage)?;
                Ok(Some(SessionEffect::Answer { id, ask }))
            }
            Up::Close(scope) => {
                self.scopes.close(scope);
                Ok(None)
            }
            Up::Presence(presence) => {
                let fits = encode(&presence).len() <= PRESENCE_BYTES_MAX;
                Ok(fits.then_some(SessionEffect::Presence(presence)))
            }
        }
    }

    /// Whether an answer is to what this connection sent. What an earlier one of the same outbox sent may
    /// be answered only now, under a number that another command has by now.
    fn is_ours(&self, number: u64, command: u32) -> bool {
        self.submitted.get(&number) == Some(&command)
    }

    fn greet(&mut self, protocol: u16, schema: u32, open: &[Scope]) -> Result<(), Bye> {
        if protocol < PROTOCOL || schema < SCHEMA {
            return Err(Bye::ClientTooOld);
        }
        if protocol > PROTOCOL || schema > SCHEMA {
            return Err(Bye::ServerTooOld);
        }
        if open.len() > SCOPES_MAX {
            return Err(Bye::BadMessage);
        }
        self.state = State::Waiting;
        self.submitted.clear();
        self.scopes = Scopes::default();
        open.iter().for_each(|scope| {
            self.scopes.open(*scope);
        });
        Ok(())
    }

    /// What of the feed [`Session::start`] must be given. `world` is the one at `head`; `floor` is
    /// the lowest number whose successors the feed still holds all.
    pub fn wants(&self, greeting: &Greeting, world: &World, head: Cursor, floor: Seq) -> CatchUp {
        let viewer = Viewer::of(world, self.viewer.person);
        match greeting.cursor {
            Some(cursor)
                if (cursor.epoch == head.epoch || fault::is(Fault::EpochIgnored))
                    && (cursor.seq >= floor || fault::is(Fault::FloorIgnored))
                    && cursor.seq <= head.seq
                    && holds(greeting, &viewer) =>
            {
                CatchUp::After(cursor.seq)
            }
            _ => CatchUp::Reset,
        }
    }

    /// Starts or resumes: the frames to send, in order, before any batch after `head`. `world` is the
    /// one at `head`; `feed` is what [`Session::wants`] asked for, up to exactly `head` (`None`:
    /// start anew).
    ///
    /// # Errors
    /// [`Bye::Forked`] where the record is another person's, [`Bye::SignedOut`] where the person has
    /// no sight any more.
    #[expect(clippy::too_many_arguments, reason = "what is looked up at one head, each by its own door")]
    pub fn start(
        &mut self,
        greeting: &Greeting,
        record: Option<&ClientRecord>,
        world: &World,
        head: Cursor,
        feed: Option<&[FeedEntry]>,
        now: Timestamp,
    ) -> Result<Vec<Frame>, Bye> {
        if record.is_some_and(|record| record.person != self.viewer.person) {
            return Err(Bye::Forked);
        }
        self.look_as(Viewer::of(world, self.viewer.person));
        if self.viewer.keys.is_empty() {
            return Err(Bye::SignedOut);
        }
        let rights_hold = holds(greeting, &self.viewer);
        let resumed = greeting.cursor.zip(feed).filter(|_| rights_hold);
        let delta =
            resumed.and_then(|(cursor, feed)| self.missed(world, cursor.seq, head.seq, feed, Vec::new()));
        let start = if delta.is_some() { Start::Resume } else { Start::Reset };
        let welcome = self.welcome(start, record, head, now);
        if let (Start::Resume, Some(cursor)) = (start, greeting.cursor) {
            self.rights_at = cursor.seq;
        }
        Ok([welcome].into_iter().chain(delta).collect())
    }

    /// A batch was committed. To be called with every batch, in order.
    pub fn batch(&mut self, batch: &Batch) -> Published {
        if self.state != State::Live || batch.to < self.seen {
            return Published::Nothing;
        }
        if batch.prev != self.seen {
            let is_known = batch.to == self.seen;
            return if is_known { Published::Nothing } else { self.fall_behind(State::Behind) };
        }
        let before = self.viewer.clone();
        let changed = batch.touches_rights.then(|| Viewer::of(&batch.world, before.person));
        let after = changed.filter(|after| *after != *before).map_or_else(|| before.clone(), Arc::new);
        if after.keys.is_empty() {
            return Published::End(Bye::SignedOut);
        }
        let mine = batch.acks.iter().filter(|(client, ..)| Some(*client) == self.client());
        let mine = mine.filter(|(_, ack, command)| self.is_ours(ack.number, *command));
        let acks: Vec<Ack> = mine.map(|(_, ack, _)| ack.clone()).collect();
        let Some(items) = difference::of_batch(batch, &before, &after, &self.scopes) else {
            return self.fall_behind(State::FarBehind);
        };
        let is_silent = items.is_empty() && acks.is_empty();
        if is_silent && batch.to.0.saturating_sub(self.sent.0) < SILENT_MAX {
            self.viewer = after;
            self.seen = batch.to;
            return Published::Nothing;
        }
        let frame = Frame::delta(self.sent, batch.to, items, acks);
        if frame.weight() >= DELTA_BYTES_MAX {
            return self.fall_behind(State::FarBehind);
        }
        if !Arc::ptr_eq(&after, &before) {
            self.viewer = after;
            self.rights_at = batch.to;
        }
        self.seen = batch.to;
        self.sent = batch.to;
        Published::Send(frame)
    }

    /// The frames after `to` were not sent: the next [`Session::catch_up`] starts there.
    pub fn rewind(&mut self, to: Seq) -> Seq {
        self.sent = self.sent.min(to);
        if self.state != State::FarBehind {
            self.state = State::Behind;
        }
        self.sent
    }

    /// What of the feed [`Session::catch_up`] must be given at `world`, if the feed still holds it; after
    /// [`CatchUp::Reset`] the session is [started](Session::start) without it. None: it waits for its browser to
    /// greet again, and wants nothing.
    pub fn wants_again(&self, world: &World) -> Option<CatchUp> {
        let goes_on = match self.state {
            State::Waiting => return None,
            State::FarBehind => false,
            State::Live | State::Behind => self.keeps_rights(&Viewer::of(world, self.viewer.person)),
        };
        Some(if goes_on { CatchUp::After(self.sent) } else { CatchUp::Reset })
    }

    /// The feed tells what changed for the rights as they are: others start anew.
    fn keeps_rights(&self, viewer: &Viewer) -> bool {
        *viewer == *self.viewer && self.sent >= self.rights_at
    }

    /// Fills up what a session missed: `feed` holds every entry after [`Session::sent`] up to
    /// `head`; `record` and `world` are the ones at `head`. Answers that may have been among what was
    /// missed are given again.
    ///
    /// # Errors
    /// [`Bye::SignedOut`] where the person has no sight any more.
    pub fn catch_up(
        &mut self,
        world: &World,
        head: Cursor,
        feed: &[FeedEntry],
        record: Option<&ClientRecord>,
        now: Timestamp,
    ) -> Result<Vec<Frame>, Bye> {
        if self.state == State::Waiting {
            return Ok(Vec::new());
        }
        let viewer = Viewer::of(world, self.viewer.person);
        if viewer.keys.is_empty() {
            return Err(Bye::SignedOut);
        }
        let delta = if self.state != State::FarBehind && self.keeps_rights(&viewer) {
            let record = record.filter(|_| !fault::is(Fault::SilentCatchUp));
            let ours = |record: &ClientRecord, ack: &Ack| {
                record.fingerprint_of(ack.number).is_none_or(|command| self.is_ours(ack.number, command))
            };
            let acks = record.map_or_else(Vec::new, |record| {
                record.last_acks().into_iter().filter(|ack| ours(record, ack)).collect()
            });
            self.missed(world, self.sent, head.seq, feed, acks)
        } else {
            None
        };
        self.look_as(viewer);
        let Some(delta) = delta else {
            return Ok(vec![self.welcome(Start::Reset, record, head, now)]);
        };
        self.seen = head.seq;
        self.sent = head.seq;
        self.state = State::Live;
        Ok(vec![delta])
    }

    /// Where the browser's cursor is, once it has what was sent.
    pub fn sent(&self) -> Seq {
        self.sent
    }

    /// What an [`Ask`] comes to: its rows from `world` (at `head`) and, for what is not in it, a
    /// query to run. Opens the scope of an [`Ask::Open`] at once: frames from now on show it, and the
    /// answer may follow them.
    pub fn answer(&mut self, world: &World, head: Seq, ask: Ask, now: Timestamp) -> Question {
        if let Ask::Open(scope) = ask {
            self.scopes.open(scope);
        }
        answer(world, &self.viewer, head, ask, now)
    }

    /// The answer's frame, filtered by what the viewer may see **now**: `world` is the current one.
    pub fn finish(&self, id: u32, question: Question, found: Found, world: &World) -> Frame {
        question.finish(id, found, world, &Viewer::of(world, self.viewer.person))
    }

    /// The rows of the standing part, for a bootstrap over HTTP. No connection needed.
    pub fn bootstrap(person: PersonId, world: &World, head: Cursor, now: Timestamp) -> Bootstrap {
        bootstrap(world, &Viewer::of(world, person), head, now)
    }

    fn look_as(&mut self, viewer: Viewer) {
        if *self.viewer != viewer {
            self.viewer = Arc::new(viewer);
        }
    }

    fn fall_behind(&mut self, state: State) -> Published {
        self.state = state;
        Published::Behind(self.sent)
    }

    fn welcome(
        &mut self,
        start: Start,
        record: Option<&ClientRecord>,
        head: Cursor,
        now: Timestamp,
    ) -> Frame {
        self.seen = head.seq;
        self.sent = head.seq;
        self.rights_at = head.seq;
        self.state = if start == Start::Resume { State::Live } else { State::Waiting };
        Frame::from(Down::Welcome {
            person: self.viewer.person,
            head,
            start,
            answered: record.map_or(0, |record| record.last),
            answered_id: record.and_then(|record| record.last_id),
            refused: record.map_or_else(Vec::new, |record| record.refused.clone()),
            now,
        })
    }

    /// What happened after `from`, in one frame; none where it is too much for one.
    fn missed(&self, world: &World, from: Seq, to: Seq, feed: &[FeedEntry], acks: Vec<Ack>) -> Option<Frame> {
        let items = difference::of_feed(world, &self.viewer, &self.scopes, feed)?;
        let frame = Frame::delta(from, to, items, acks);
        (frame.weight() < DELTA_BYTES_MAX).then_some(frame)
    }
}

/// Whether a replica was filled under the rights that its person has.
fn holds(greeting: &Greeting, viewer: &Viewer) -> bool {
    greeting.rights == rights(viewer) || fault::is(Fault::LeakAfterAbsence)
}
