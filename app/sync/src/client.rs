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
//!
//! A person's tabs share that one database, outbox and socket: a [`Tab`] drives a `Client` that
//! leads, as above, or one that follows, which is told by the leading one what it holds
//! ([`tabs`](crate::tabs)).

mod effect;
mod follow;
mod inbox;
mod lead;
mod outbox;
mod push;
mod rebase;
mod replica;
mod save;
mod start;
mod tab;
mod takeover;
mod tray;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use weft_domain::{Key, PersonId, Row, Timestamp, Viewer, World};

use crate::{
    Decide,
    message::{
        Ask, Bye, ClientId, Cursor, Down, Envelope, PRESENCE_BYTES_MAX, Presence, Scope, Seq, Up, decode,
        encode,
    },
    sight::Scopes,
    tabs::Trayed,
};

pub use effect::{Effect, Over, SaveBatch, Saved, Status, Touched, TrayReason};
pub use outbox::{BadOutbox, Stored};
pub use tab::{Tab, TabEffect};
pub use tray::TRAY_MAX;

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
    /// What was open when it was asked and is open ever since: the server has told every change of what
    /// they hold. Of what another scope holds, the answer may be older than what was let go.
    scopes: Scopes,
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
    /// How the last commands ended, oldest first.
    over: VecDeque<Over>,
    /// Commands that ended without their effect, by their number there.
    tray: BTreeMap<u64, Trayed>,
    /// What the leading tab said of the connection; none: this tab leads, which means that it sends,
    /// stores and numbers.
    follows: Option<Status>,

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
    /// While something is asked: which rows deltas changed meanwhile, and up to where; and those that
    /// did not belong here yet, as a comment before its request, for the answer to bring them.
    changed_since_ask: BTreeMap<Key, (Seq, Option<Row>)>,
    /// Where I am.
    here: Option<Presence>,
    /// The server does not know it yet.
    must_tell: bool,

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
            over: VecDeque::new(),
            tray: BTreeMap::new(),
            follows: None,
            scopes: Scopes::default(),
            loaded: BTreeSet::new(),
            lacks_unstored: false,
            link: Link::Down,
            head: None,
            inbox: VecDeque::new(),
            asks: BTreeMap::new(),
            last_ask: 0,
            changed_since_ask: BTreeMap::new(),
            here: None,
            must_tell: false,
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
        self.must_tell = false;
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

    /// Where I am and what I am doing. Sent with the next [`Client::poll`], latest wins, and again with
    /// every new connection: the server knows of an old one's no more, and shows the pointers of a place
    /// to those only who are there. Dropped where it is longer than [`PRESENCE_BYTES_MAX`].
    pub fn set_presence(&mut self, presence: Presence) {
        if encode(&presence).len() <= PRESENCE_BYTES_MAX {
            self.here = Some(presence);
            self.must_tell = self.link == Link::Live;
        }
    }

    /// Applies what was received, with one rebase, and sends and stores what is due. `now` is this
    /// browser's clock, uncorrected. Call it once a frame while [`Client::wants_poll`].
    pub fn poll(&mut self, now: Timestamp) {
        self.take_in(now);
        self.push();
        if std::mem::take(&mut self.must_tell)
            && let Some(here) = self.here.clone()
        {
            self.send(&Up::Presence(here));
        }
        self.save_if_due(now);
        self.update_status();
    }

    /// Whether [`Client::poll`] has something to do.
    pub fn wants_poll(&self) -> bool {
        !self.inbox.is_empty() || self.must_tell || (self.follows.is_none() && self.save.is_waiting())
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
        let pending = u32::try_from(self.pending().count()).unwrap_or(u32::MAX);
        let status = match self.follows {
            Some(told) => Status { pending, ..told },
            None => Status {
                is_live: self.link == Link::Live,
                has_caught_up: self.link == Link::Live && self.cursor.map(|cursor| cursor.seq) >= head,
                pending,
                clock_offset: self.status.clock_offset,
            },
        };
        if status != self.status {
            self.status = status;
            self.effects.push(Effect::Status(status));
        }
    }
}
