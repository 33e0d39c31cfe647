//! One connection.

use weft_domain::{PersonId, Timestamp, Viewer, World, audience::Seen};

use crate::{
    message::{Ask, Bye, ClientId, Cursor, Envelope, Epoch, Presence, Seq, Up, decode},
    server::{Batch, ClientRecord, Found, Frame, Question, Scopes, bootstrap},
};

/// What an incoming message asks the server to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionEffect {
    /// The browser greets. Look up the client's record, load the feed as [`Session::wants`] says,
    /// and call [`Session::start`]. A browser may greet again on the same connection.
    Start(Greeting),
    /// Give these to the writer (with the session's person), or, if its queue is full, end the
    /// connection with [`Bye::GoingAway`].
    Submit {
        /// Whose outbox.
        client: ClientId,
        /// The number of the first.
        first: u64,
        /// In order.
        envelopes: Vec<Envelope>,
    },
    /// Answer this: [`Session::answer`].
    Answer {
        /// Names the answer.
        id: u32,
        /// The question.
        ask: Ask,
    },
    /// Pass to the [`PresenceHub`](crate::server::PresenceHub).
    Presence(Presence),
}

/// What a browser said of itself when it greeted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Greeting {
    /// Whose outbox.
    pub client: ClientId,
    /// How far its replica has come.
    pub cursor: Option<Cursor>,
    /// Under which rights it was filled.
    pub rights: u64,
}

/// One accepted command as the feed keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEntry {
    /// Its place in the sequence.
    pub seq: Seq,
    /// Its rows.
    pub changes: Vec<Seen>,
}

/// Whether and from where the feed must be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatchUp {
    /// Every entry after this number, up to the head that is passed with them.
    After(Seq),
    /// Nothing: the replica starts anew.
    Reset,
}

/// What a batch comes to for one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// Nothing to send: nothing of it is visible, or it was sent already.
    Nothing,
    /// Send this.
    Send(Frame),
    /// This session missed something: read the feed after this number and call
    /// [`Session::catch_up`]. The same after dropping a slow client's queue.
    Behind(Seq),
    /// End the connection with this (after sending it).
    End(Bye),
}

/// One connection's state: who looks, what is open, how far it has come. See the
/// [module](crate::server).
#[derive(Clone, Debug)]
pub struct Session {
    viewer: Viewer,
    scopes: Scopes,
    client: Option<ClientId>,
    sent: Seq,
    is_live: bool,
}

impl Session {
    /// A new connection of a signed-in person.
    pub fn new(person: PersonId, world: &World) -> Self {
        Self {
            viewer: Viewer::of(world, person),
            scopes: Scopes::default(),
            client: None,
            sent: Seq(0),
            is_live: false,
        }
    }

    /// Who looks, with the keys of what was last sent.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// A message came. `is_json` chooses the form.
    ///
    /// # Errors
    /// The connection ends with what is returned: too long or unreadable messages, wrong versions, a
    /// push before the greeting.
    pub fn up(&mut self, bytes: &[u8], is_json: bool) -> Result<Vec<SessionEffect>, Bye> {
        let _ = is_json;
        let _: Up = decode(bytes).map_err(|_| Bye::BadMessage)?;
        Ok(Vec::new())
    }

    /// What of the feed [`Session::start`] must be given. `floor`: the lowest number whose successor
    /// the feed still holds.
    pub fn wants(&self, greeting: &Greeting, world: &World, head: Cursor, floor: Seq) -> CatchUp {
        let _ = (greeting, world, head, floor);
        CatchUp::Reset
    }

    /// Starts or resumes: the frames to send, in order, before any batch after `head`. `world` is the
    /// one at `head`; `feed` is what [`Session::wants`] asked for, up to exactly `head` (`None`:
    /// start anew).
    ///
    /// # Errors
    /// [`Bye::Forked`] where the record is another person's or has a number this client never gave.
    pub fn start(
        &mut self,
        greeting: &Greeting,
        record: Option<&ClientRecord>,
        world: &World,
        head: Cursor,
        feed: Option<&[FeedEntry]>,
        now: Timestamp,
    ) -> Result<Vec<Frame>, Bye> {
        let _ = (greeting, record, world, head, feed, now, self.client, self.sent, self.is_live);
        Ok(Vec::new())
    }

    /// A batch was committed. To be called with every batch, in order, for every session that was
    /// started.
    pub fn batch(&mut self, batch: &Batch) -> Published {
        let _ = batch;
        Published::Nothing
    }

    /// Fills up what a slow or lagging session missed: `feed` holds every entry after
    /// [`Session::sent`] up to `head`, `record` the client's record, `world` is the one at `head`.
    pub fn catch_up(
        &mut self,
        world: &World,
        head: Cursor,
        feed: &[FeedEntry],
        record: Option<&ClientRecord>,
        now: Timestamp,
    ) -> Vec<Frame> {
        let _ = (world, head, feed, record, now);
        Vec::new()
    }

    /// Up to which number everything visible was sent.
    pub fn sent(&self) -> Seq {
        self.sent
    }

    /// What an [`Ask`] comes to: its rows from `world` (at `head`) and, for what is not in it, a
    /// query to run. Opens the scope of an [`Ask::Open`] at once.
    pub fn answer(&mut self, world: &World, head: Seq, ask: Ask, now: Timestamp) -> Question {
        let _ = &mut self.scopes;
        crate::server::answer(world, &self.viewer, head, ask, now)
    }

    /// The answer's frame, filtered by what the viewer may see **now**: `world` is the current one.
    pub fn finish(&self, id: u32, question: Question, found: Found, world: &World) -> Frame {
        question.finish(id, found, world, &self.viewer)
    }

    /// The rows of the standing part, for a bootstrap over HTTP. No connection needed.
    pub fn bootstrap(
        person: PersonId,
        world: &World,
        head: Seq,
        epoch: Epoch,
        now: Timestamp,
    ) -> crate::message::Bootstrap {
        bootstrap(world, &Viewer::of(world, person), Cursor { epoch, seq: head }, now)
    }
}
