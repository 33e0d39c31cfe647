//! The browser's engine: confirmed rows ⊕ pending commands. Sans-IO.
//!
//! Whoever drives it owns the socket, IndexedDB and the clock. Every call below only queues; the
//! driver then takes what is to be done with [`Client::effects`], in order. The usual loop:
//!
//! - a message arrives: [`Client::receive`]; nothing is applied yet;
//! - once a frame, and after every other call: [`Client::poll`], which applies what was received
//!   with one rebase, then [`Client::effects`];
//! - a gesture: [`Client::dispatch`], then [`Client::effects`] in the same turn: its effect on the
//!   view is in the first [`Effect::Changed`].
//!
//! One `Client` is one person's replica and outbox in one browser profile: the driver keeps one
//! database per person and one [`ClientId`] in it. Where there is no IndexedDB, it draws a new
//! [`ClientId`] at every start and answers every [`Effect::Save`] at once.

mod inbox;
mod outbox;
mod push;
mod rebase;
mod replica;
mod save;
mod start;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use weft_domain::{Key, PersonId, Refusal, Row, Timestamp, Viewer, World};

use crate::{
    Decide,
    message::{
        Answer, Ask, Bye, ClientId, Cursor, Down, Envelope, PRESENCE_BYTES_MAX, Presence, Scope, Seq, Start,
        Up, decode, encode,
    },
    sight::Scopes,
};

pub use outbox::{BadOutbox, Stored};

/// What was in IndexedDB when the program started.
#[derive(Clone, Debug, Default)]
pub struct Saved {
    /// The row forms they were stored in ([`SaveBatch::schema`]). On others rows are left aside.
    pub schema: u32,
    /// How far the stored rows had come.
    pub cursor: Option<Cursor>,
    /// The stored rows, in any order.
    pub rows: Vec<Row>,
    /// The outbox: numbers and the JSON text of each entry, in any order.
    pub outbox: Vec<(u64, String)>,
    /// The last number given out ([`SaveBatch::last_number`]).
    pub last_number: u64,
    /// What was open ([`SaveBatch::scopes`]).
    pub scopes: Option<String>,
}

/// One IndexedDB transaction: all of it or nothing. In this order: `clear`, `remove`, `put`; for the
/// outbox `outbox_remove`, `outbox_put`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaveBatch {
    /// Names the batch: pass it to [`Client::saved`] once the transaction is complete. Counts up
    /// from 1 from each start.
    pub ticket: u64,
    /// All stored rows go first (the outbox stays).
    pub clear: bool,
    /// Rows to store under their key, replacing what was there. Confirmed ones only; never a
    /// confidential request nor private feedback.
    pub put: Vec<Row>,
    /// Rows to delete; one that is not there is no error.
    pub remove: Vec<Key>,
    /// Where the stored rows now stand; `None`: as before, unless `clear` is set, then nowhere.
    pub cursor: Option<Cursor>,
    /// The row forms. To be stored with the cursor.
    pub schema: u32,
    /// Entries of the outbox to store under their number, as JSON text. Ask for strict durability
    /// when there are any.
    pub outbox_put: Vec<(u64, String)>,
    /// Entries of the outbox to delete.
    pub outbox_remove: Vec<u64>,
    /// Whose outbox it is from now on, to be stored if it is `Some`: it is passed to [`Client::new`]
    /// at the next start.
    pub client: Option<ClientId>,
    /// The last number given out, to be stored if it is `Some`.
    pub last_number: Option<u64>,
    /// The open scopes as JSON text, to be stored if it is `Some`.
    pub scopes: Option<String>,
}

/// A row of the view that differs from before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Which.
    pub key: Key,
    /// As the screen had it; none: it was not there.
    pub before: Option<Row>,
    /// As it is now; none: it is gone.
    pub after: Option<Row>,
}

/// Why a command ends in the tray.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrayReason {
    /// The server refused it.
    Refused(Refusal),
    /// The program ended while it was replayed at an earlier start; it was not replayed again and
    /// not sent.
    Poisoned,
    /// This browser's storage fell back behind what it had sent: nobody can tell whether it was done.
    Unsure,
    /// It was stored by a version whose form this one cannot read. The text is what was stored.
    Unreadable(String),
}

/// How it stands between the replica and the server, for the honest connection indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The socket is open and the server has welcomed us.
    pub is_live: bool,
    /// The replica holds everything up to where the server was when it welcomed us.
    pub has_caught_up: bool,
    /// Commands not yet answered.
    pub pending: u32,
    /// The server's clock minus this browser's, in milliseconds, as of the last welcome.
    pub clock_offset: i64,
}

/// What is to be done, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send this message, in the compact form.
    Send(Vec<u8>),
    /// Store this, then call [`Client::saved`]. Commands are pushed only once they are stored, so
    /// that a number is never given out twice.
    Save(SaveBatch),
    /// The view changed. Each row at most once.
    Changed(Vec<Touched>),
    /// The view is another one altogether (a start, a bootstrap, a reset): read it anew.
    Replaced,
    /// A command is over without its effect: show it in the tray. `None`: it could not be read.
    Tray {
        /// The command as it was made.
        envelope: Option<Envelope>,
        /// Why.
        reason: TrayReason,
    },
    /// A command of this client is done. For toasts that wait for it.
    Done(Envelope),
    /// An [`Client::ask`] is answered; its rows are in the view already.
    Answered {
        /// Which.
        id: u32,
        /// What. `rows` are as they came; newer ones may be in the view.
        answer: Answer,
    },
    /// An [`Client::ask`] will not be answered: the connection ended. Ask again when live.
    Unanswered {
        /// Which.
        id: u32,
    },
    /// Where others are now: who changed since the last one; `None`: gone.
    Presence(Vec<(PersonId, Option<Presence>)>),
    /// The server welcomed us; on [`Start::Reset`] an [`Effect::Fetch`] follows.
    Started(Start),
    /// Fetch the standing part over HTTP and pass it to [`Client::bootstrap`].
    Fetch,
    /// The server ended the connection, and why. Whether to try again: see [`Bye`]. Close the socket
    /// and call [`Client::disconnected`].
    Bye(Bye),
    /// The session belongs to somebody else: start again with that person's database.
    Stranger(PersonId),
    /// Another [`ClientId`] must be drawn: pass it to [`Client::renumber`]. Nothing is pushed until
    /// then.
    Renumber,
    /// The connection indicator changed.
    Status(Status),
}

/// A command that is not answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its number in this client's outbox.
    pub number: u64,
    /// The command.
    pub envelope: Envelope,
    /// When it was made, in the server's time as far as this browser knew it.
    pub made_at: Timestamp,
    /// The rows its replay touches in the view, sorted. None where the replay fails: then the
    /// screen shows nothing of it and the server's word counts.
    pub touches: Vec<Key>,
    stage: Stage,
}

/// How far a pending command has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Restored, and not replayed yet.
    Restored,
    /// Made, and not stored yet.
    Made,
    /// Stored, and not sent on this connection.
    Stored,
    /// Sent on this connection.
    Sent,
    /// Answered; its effects come with the deltas up to the welcome's head.
    Answered,
}

/// The connection as it is from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// There is none.
    Down,
    /// There is one, and nothing to greet with yet.
    Open,
    /// Greeted; what comes before the welcome is from before.
    Greeted,
    /// Welcomed.
    Live,
}

#[derive(Debug)]
struct OpenAsk {
    ask: Ask,
    /// Asked by the engine itself: nobody waits for it.
    is_own: bool,
    /// Its scope was closed since, so that rows of it may have been let go that it does not bring.
    is_stale: bool,
}

/// The browser's engine. See the [module](self).
#[derive(Debug)]
pub struct Client {
    id: ClientId,
    person: PersonId,
    decide: Decide,

    confirmed: World,
    view: World,
    /// The person's rights in `confirmed`.
    viewer: Viewer,
    cursor: Option<Cursor>,
    pending: VecDeque<Pending>,
    /// Rows that commands touched which are over since the last rebase.
    freed: BTreeSet<Key>,
    last_number: u64,
    must_renumber: bool,

    scopes: Scopes,
    /// Those of the open scopes whose rows are all here.
    loaded: BTreeSet<Scope>,
    /// Confidential requests are missing, because the replica came from the disk.
    lacks_unstored: bool,

    link: Link,
    /// Where the server was when it welcomed us.
    head: Option<Cursor>,
    inbox: VecDeque<Down>,
    asks: BTreeMap<u32, OpenAsk>,
    last_ask: u32,
    /// While something is asked: which rows deltas changed meanwhile, and up to where.
    changed_since_ask: BTreeMap<Key, Seq>,
    presence: Option<Presence>,

    save: save::Saving,
    status: Status,
    effects: Vec<Effect>,
}

impl Client {
    /// An empty replica of `person`. Call [`Client::restore`] and [`Client::replay`] next, in any
    /// case: with [`Saved::default`] where nothing is stored.
    pub fn new(id: ClientId, person: PersonId, decide: Decide) -> Self {
        Self {
            id,
            person,
            decide,
            confirmed: World::replica(),
            view: World::replica(),
            viewer: Viewer { person, keys: BTreeSet::new() },
            cursor: None,
            pending: VecDeque::new(),
            freed: BTreeSet::new(),
            last_number: 0,
            must_renumber: false,
            scopes: Scopes::default(),
            loaded: BTreeSet::new(),
            lacks_unstored: false,
            link: Link::Down,
            head: None,
            inbox: VecDeque::new(),
            asks: BTreeMap::new(),
            last_ask: 0,
            changed_since_ask: BTreeMap::new(),
            presence: None,
            save: save::Saving::default(),
            status: Status::default(),
            effects: Vec::new(),
        }
    }

    /// The socket is open. Greets the server as soon as there is a replica to greet with: a driver
    /// may connect while the bootstrap is still loading.
    pub fn connected(&mut self) {
        self.link = Link::Open;
        self.greet();
    }

    /// The socket is closed, for whatever reason. Open asks become [`Effect::Unanswered`].
    pub fn disconnected(&mut self) {
        self.link = Link::Down;
        // What was for this connection must not go out on the next one.
        self.effects.retain(|effect| !matches!(effect, Effect::Send(_)));
        self.inbox.clear();
        self.presence = None;
        self.drop_asks();
        self.update_status();
    }

    /// A message came. It is applied by the next [`Client::poll`].
    pub fn receive(&mut self, message: &[u8]) {
        match decode(message) {
            Ok(message) => self.inbox.push_back(message),
            // The server speaks forms that this version does not know, whatever it said at first.
            Err(_) => self.inbox.push_back(Down::Bye(Bye::ClientTooOld)),
        }
    }

    /// Asks the server. The answer's rows go into the replica where they belong there; an
    /// [`Ask::Open`] opens its scope: at most [`SCOPES_MAX`](crate::message::SCOPES_MAX) are open, the
    /// one not asked for longest is closed. While there is no connection the answer is
    /// [`Effect::Unanswered`]; a scope is loaded by itself as soon as there is one.
    pub fn ask(&mut self, ask: Ask) -> u32 {
        if let Ask::Open(scope) = ask {
            self.open(scope);
        }
        self.send_ask(ask, false)
    }

    /// A scope is not shown any more: its rows beyond the standing part leave the replica.
    pub fn close(&mut self, scope: Scope) {
        if self.scopes.close(scope) {
            self.closed(scope);
        }
    }

    /// Where I am and what I am doing. Sent with the next [`Client::poll`], latest wins; dropped
    /// while there is no connection, or where it is longer than
    /// [`PRESENCE_BYTES_MAX`](crate::message::PRESENCE_BYTES_MAX).
    pub fn set_presence(&mut self, presence: Presence) {
        if self.link == Link::Live && encode(&presence).len() <= PRESENCE_BYTES_MAX {
            self.presence = Some(presence);
        }
    }

    /// Applies what was received, with one rebase, and sends and stores what is due. `now` is this
    /// browser's clock, uncorrected. Call it once a frame while [`Client::wants_poll`].
    pub fn poll(&mut self, now: Timestamp) {
        self.take_in(now);
        self.push();
        if let Some(presence) = self.presence.take() {
            self.send(&Up::Presence(presence));
        }
        self.save_if_due(now);
        self.update_status();
    }

    /// Whether [`Client::poll`] has something to do.
    pub fn wants_poll(&self) -> bool {
        !self.inbox.is_empty() || self.presence.is_some() || self.save.is_waiting()
    }

    /// What is to be done since the last call, in order.
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// What the screen shows: confirmed rows ⊕ pending commands.
    pub fn view(&self) -> &World {
        &self.view
    }

    /// What the server has said.
    pub fn confirmed(&self) -> &World {
        &self.confirmed
    }

    /// Whose replica it is.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// How far the replica has come; none: it is empty and nothing can be shown yet.
    pub fn cursor(&self) -> Option<Cursor> {
        self.cursor
    }

    /// The connection indicator.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The server's time as far as this browser knows it.
    pub fn server_time(&self, now: Timestamp) -> Timestamp {
        Timestamp(now.0.saturating_add(self.status.clock_offset))
    }

    /// Whether a scope is open and all its rows are here.
    pub fn is_loaded(&self, scope: Scope) -> bool {
        self.loaded.contains(&scope)
    }

    /// Whether what the screen shows of this row is not saved yet: the running stitch.
    pub fn is_pending(&self, key: Key) -> bool {
        self.pending.iter().any(|pending| pending.touches.binary_search(&key).is_ok())
    }

    /// What is not answered yet, in order.
    pub fn pending(&self) -> impl Iterator<Item = &Pending> {
        self.pending.iter().filter(|pending| pending.stage != Stage::Answered)
    }

    /// The open scopes, the one not asked for longest in front.
    pub fn open_scopes(&self) -> impl Iterator<Item = Scope> {
        self.scopes.iter()
    }

    fn send(&mut self, message: &Up) {
        self.effects.push(Effect::Send(encode(message)));
    }

    fn update_status(&mut self) {
        let head = self.head.map(|head| head.seq);
        let status = Status {
            is_live: self.link == Link::Live,
            has_caught_up: self.link == Link::Live && self.cursor.map(|cursor| cursor.seq) >= head,
            pending: u32::try_from(self.pending().count()).unwrap_or(u32::MAX),
            clock_offset: self.status.clock_offset,
        };
        if status != self.status {
            self.status = status;
            self.effects.push(Effect::Status(status));
        }
    }
}
