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

mod outbox;

use std::collections::{BTreeMap, VecDeque};

use weft_domain::{Key, PersonId, Refusal, Row, Timestamp, World};

use crate::{
    Decide,
    message::{Answer, Ask, Bootstrap, Bye, ClientId, Cursor, Envelope, Presence, Scope, Start},
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
}

/// One IndexedDB transaction: all of it or nothing. In this order: `clear`, `remove`, `put`.
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
    /// The last number given out, to be stored if it is `Some`.
    pub last_number: Option<u64>,
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
    /// The server ended the connection, and why. Whether to try again: see [`Bye`].
    Bye(Bye),
    /// The session belongs to somebody else: start again with that person's database.
    Stranger(PersonId),
    /// Another [`ClientId`] must be drawn and stored: pass it to [`Client::renumber`]. Nothing is
    /// pushed until then.
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
    /// The rows its replay touches in the view, sorted.
    pub touches: Vec<Key>,
}

/// The browser's engine. See the [module](self).
#[derive(Debug)]
pub struct Client {
    id: ClientId,
    person: PersonId,
    decide: Decide,
    confirmed: World,
    view: World,
    cursor: Option<Cursor>,
    pending: VecDeque<Pending>,
    effects: Vec<Effect>,
    status: Status,
    asks: BTreeMap<u32, Ask>,
}

impl Client {
    /// An empty replica of `person`.
    pub fn new(id: ClientId, person: PersonId, decide: Decide) -> Self {
        Self {
            id,
            person,
            decide,
            confirmed: World::replica(),
            view: World::replica(),
            cursor: None,
            pending: VecDeque::new(),
            effects: Vec::new(),
            status: Status::default(),
            asks: BTreeMap::new(),
        }
    }

    /// Takes in what was stored. To be called once, before anything else. Marks what it is about to
    /// replay: the first [`Effect::Save`] must be stored (await it) **before** [`Client::replay`].
    pub fn restore(&mut self, saved: Saved) {
        let _ = saved;
    }

    /// Replays the restored outbox on the restored rows, and takes the marks away. Commands that
    /// were found marked are in the tray instead.
    pub fn replay(&mut self) {}

    /// Takes in the standing part fetched over HTTP. May be called before or after
    /// [`Client::connected`]; one that is older than the replica, or of another person, is dropped.
    pub fn bootstrap(&mut self, bootstrap: Bootstrap) {
        let _ = bootstrap;
    }

    /// The socket is open. Greets the server once there is something to greet with: a driver may
    /// connect while the bootstrap is still loading.
    pub fn connected(&mut self) {}

    /// The socket is closed, for whatever reason. Open asks become [`Effect::Unanswered`].
    pub fn disconnected(&mut self) {}

    /// A message came. It is applied by the next [`Client::poll`].
    pub fn receive(&mut self, message: &[u8]) {
        let _ = message;
    }

    /// A batch was stored.
    pub fn saved(&mut self, ticket: u64) {
        let _ = ticket;
    }

    /// Takes a command. `now` is this browser's clock, uncorrected.
    ///
    /// # Errors
    /// Refused at once where the replica proves it, and [`Refusal::Internal`] where the outbox is
    /// full ([`OUTBOX_COMMANDS_MAX`](crate::message::OUTBOX_COMMANDS_MAX)). A refused command leaves
    /// no trace.
    pub fn dispatch(&mut self, envelope: Envelope, now: Timestamp) -> Result<(), Refusal> {
        let _ = (envelope, now, self.decide);
        Ok(())
    }

    /// Asks the server. The answer's rows go into the replica; an [`Ask::Open`] opens its scope: at
    /// most [`SCOPES_MAX`](crate::message::SCOPES_MAX) are open, the one not asked for longest is
    /// closed. While there is no connection the answer is [`Effect::Unanswered`].
    pub fn ask(&mut self, ask: Ask) -> u32 {
        let _ = (ask, &self.asks, self.id);
        0
    }

    /// A scope is not shown any more: its rows beyond the standing part leave the replica.
    pub fn close(&mut self, scope: Scope) {
        let _ = scope;
    }

    /// Where I am and what I am doing. Sent with the next [`Client::poll`], latest wins; dropped
    /// while there is no connection.
    pub fn set_presence(&mut self, presence: Presence) {
        let _ = presence;
    }

    /// Applies what was received, with one rebase, and sends what can be sent. `now` is this
    /// browser's clock, uncorrected. Call it once a frame while there is something to do.
    pub fn poll(&mut self, now: Timestamp) {
        let _ = now;
    }

    /// Whether [`Client::poll`] has something to do.
    pub fn wants_poll(&self) -> bool {
        false
    }

    /// Takes another id after [`Effect::Renumber`].
    pub fn renumber(&mut self, id: ClientId) {
        self.id = id;
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

    /// Whether what the screen shows of this row is not saved yet: the running stitch.
    pub fn is_pending(&self, key: Key) -> bool {
        self.pending.iter().any(|pending| pending.touches.binary_search(&key).is_ok())
    }

    /// What is not answered yet, in order.
    pub fn pending(&self) -> impl Iterator<Item = &Pending> {
        self.pending.iter()
    }
}
