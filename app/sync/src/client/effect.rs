//! What the engine takes at its start and what it wants done.

use serde::{Deserialize, Serialize};
use weft_domain::{CommandId, Key, PersonId, Refusal, Row};

use crate::message::{Answer, Bye, ClientId, Cursor, Envelope, Presence, Start};

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
    /// Whose outbox it is ([`SaveBatch::client`]); none: nothing was stored yet.
    pub client: Option<ClientId>,
    /// How the last commands ended ([`SaveBatch::over`]).
    pub over: Vec<Over>,
    /// The tray: numbers and the JSON text of each entry, in any order.
    pub tray: Vec<(u64, String)>,
}

impl Saved {
    /// Whether there is work of the person's own in it, which nobody else has.
    pub fn holds_work(&self) -> bool {
        !self.outbox.is_empty() || !self.tray.is_empty()
    }
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Over {
    /// Which.
    pub id: CommandId,
    /// Why it ended in the tray; none: it was done.
    pub tray: Option<TrayReason>,
}

/// One IndexedDB transaction: all of it or nothing. In this order: `clear`, `remove`, `put`; for the
/// outbox `outbox_remove`, `outbox_put`; for the tray the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaveBatch {
    /// Names the batch: pass it to [`Client::saved`](super::Client::saved) once the transaction is complete. Counts up
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
    /// Whose outbox it is from now on, to be stored if it is `Some`: it is passed to [`Client::new`](super::Client::new)
    /// at the next start.
    pub client: Option<ClientId>,
    /// The last number given out, to be stored if it is `Some`.
    pub last_number: Option<u64>,
    /// The open scopes as JSON text, to be stored if it is `Some`.
    pub scopes: Option<String>,
    /// How the last commands ended, oldest first, to be stored if it is `Some`.
    pub over: Option<Vec<Over>>,
    /// Entries of the tray to delete.
    pub tray_remove: Vec<u64>,
    /// Entries of the tray to store under their number, as JSON text.
    pub tray_put: Vec<(u64, String)>,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Store this, then call [`Client::saved`](super::Client::saved). Commands are pushed only once they are stored, so
    /// that a number is never given out twice.
    Save(Box<SaveBatch>),
    /// The view changed. Each row at most once.
    Changed(Vec<Touched>),
    /// The view is another one altogether (a start, a bootstrap, a reset): read it anew.
    Replaced,
    /// A command is over without its effect. It is in the tray by then. `None`: it could not be read.
    Tray {
        /// The command as it was made.
        envelope: Option<Envelope>,
        /// Why.
        reason: TrayReason,
    },
    /// The tray is another one: read [`Client::tray`](super::Client::tray).
    TrayMoved,
    /// A command of this client is done. For toasts that wait for it.
    Done(Envelope),
    /// An [`Client::ask`](super::Client::ask) is answered; its rows are in the view already.
    Answered {
        /// Which.
        id: u32,
        /// What. `rows` are as they came; newer ones may be in the view.
        answer: Answer,
    },
    /// An [`Client::ask`](super::Client::ask) will not be answered: the connection ended. Ask again when live.
    Unanswered {
        /// Which.
        id: u32,
    },
    /// Where others are now: who changed since the last one; `None`: gone.
    Presence(Vec<(PersonId, Option<Presence>)>),
    /// The server welcomed us; on [`Start::Reset`] an [`Effect::Fetch`] follows.
    Started(Start),
    /// Fetch the standing part over HTTP and pass it to [`Client::bootstrap`](super::Client::bootstrap).
    Fetch,
    /// The server ended the connection, and why. Whether to try again: see [`Bye`]. Close the socket
    /// and call [`Client::disconnected`](super::Client::disconnected).
    Bye(Bye),
    /// The session belongs to somebody else: start again with that person's database.
    Stranger(PersonId),
    /// Another [`ClientId`] must be drawn: pass it to [`Client::renumber`](super::Client::renumber). Nothing is pushed until
    /// then.
    Renumber,
    /// The connection indicator changed.
    Status(Status),
}
