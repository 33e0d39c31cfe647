//! What travels between browser and server. Closed enums, versioned; variants are append-only and
//! pinned by golden bytes. The compact form is postcard; the same messages are JSON for whoever asks
//! for the subprotocol `weft.v1.json`.

use serde::{Deserialize, Serialize};
use weft_domain::{
    Change, Command, CommandId, Day, DepartmentId, DependencyId, Key, PersonId, Refusal, RequestId, Row,
    Timestamp, Viewer, What,
};

use crate::wide;

/// The version of the message forms. A peer with another one is told so and steps aside.
pub const PROTOCOL: u16 = 1;
/// The version of the row forms. On another one rows are fetched again; the outbox survives.
pub const SCHEMA: u32 = 2;

/// Bytes in one message from a browser. A longer one closes the connection.
pub const UP_BYTES_MAX: usize = 64 * 1024;
/// Bytes in one message to a browser. What would be longer becomes a reset or is asked for in pieces.
pub const DOWN_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Commands in one push.
pub const PUSH_COMMANDS_MAX: usize = 100;
/// Commands waiting in one outbox. Beyond it new ones are refused where they are made.
pub const OUTBOX_COMMANDS_MAX: usize = 5_000;
/// Scopes open at once on one connection. Beyond it the one opened first is closed.
pub const SCOPES_MAX: usize = 20;
/// Refusals kept for each client, so that one that lost an answer still learns it.
pub const REFUSALS_KEPT_MAX: usize = 100;
/// Changes in one delta. What would be more becomes a reset.
pub const DELTA_CHANGES_MAX: usize = 5_000;
/// Rows of one replica's standing part.
pub const BOOTSTRAP_ROWS_MAX: usize = 100_000;
/// Bytes of one presence state.
pub const PRESENCE_BYTES_MAX: usize = 512;

/// One browser profile's outbox. Its commands are numbered densely, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(pub uuid::Uuid);

/// A database's life: a restore draws a new one, so that cursors of before mean nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(#[serde(with = "wide")] pub u64);

/// A place in the gap-free sequence of committed commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

/// How far a replica has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// In which life of the database.
    pub epoch: Epoch,
    /// Up to and including which number.
    pub seq: Seq,
}

/// A command on its way, with its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Its id, made by its author.
    pub id: CommandId,
    /// What is meant.
    pub command: Command,
}

/// What a replica may hold beyond its standing part, while it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// The requests a department holds; none: the unrouted intake.
    Board(Option<DepartmentId>),
    /// One request with its body, comments and ratings.
    Request(RequestId),
}

/// A question whose answer is not part of the replica's standing part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// The rows of a scope, which is open from then on.
    Open(Scope),
    /// A request's history.
    Timeline(RequestId),
    /// What I asked for, work on or follow, ended ones included.
    Mine,
    /// The newest ratings and thanks before an instant.
    Feed {
        /// Before when; none: now.
        before: Option<Timestamp>,
    },
    /// Daily traffic and scores of a period, both days included.
    Pulse {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
    },
    /// Requests that match a query in the language of `weft_domain::search`.
    Search {
        /// The query.
        query: String,
    },
    /// The confidential requests of the replica's standing part: a browser never stores them, so it
    /// asks for them after it started from what it had stored.
    Unstored,
    /// What happened to a department, a person, a service or a dependency.
    History(Key),
}

/// What is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The rows the asker may see, newest or best first where there is an order.
    pub rows: Vec<Row>,
    /// The order of the answer: the rows' names, best first. Rows a client already had newer count too.
    pub order: Vec<Key>,
    /// A history, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// How many there are in all that the asker may see; more than `rows` where the answer was cut.
    pub total: u32,
    /// How many more there are that the asker may not open.
    pub hidden: u32,
}

/// One entry of a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When it happened: the source's time for what was imported, else when it was committed.
    pub at: Timestamp,
    /// Who did it; none: the system, or a source that does not say.
    pub actor: Option<PersonId>,
    /// It came in with an import.
    pub is_imported: bool,
    /// What happened.
    pub what: What,
}

/// Where a person is and what they are doing: a lossy lane, latest wins. Never in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Where.
    pub place: Place,
    /// Their pointer in the place's own units, if it is over it.
    pub pointer: Option<(i32, i32)>,
    /// What they are dragging or drawing, or what they have selected.
    pub gesture: Option<Gesture>,
}

/// Where somebody can be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Place {
    /// On the map. Units: scene units.
    Map,
    /// On a board. Units: none; pointers are not shown.
    Board(DepartmentId),
    /// Somewhere else.
    Elsewhere,
}

/// A live drag, or a selection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gesture {
    /// Drawing a dependency from a department.
    Drawing {
        /// From which.
        from: DepartmentId,
        /// Over which valid target, if any.
        over: Option<DepartmentId>,
    },
    /// Moving a department on the map to here (its upper left corner).
    MovingDepartment {
        /// Which.
        id: DepartmentId,
        /// Scene units to the right.
        x: i32,
        /// Scene units down.
        y: i32,
    },
    /// Moving a card. Sent only to those who may see the request.
    MovingRequest {
        /// Which.
        id: RequestId,
        /// Over which column.
        over: Option<weft_domain::ColumnId>,
        /// Right after which request.
        after: Option<RequestId>,
    },
    /// Nothing of that, but this is selected. A request is named only to those who may see it.
    Selected(Selected),
}

/// What somebody can have selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Selected {
    /// A department.
    Department(DepartmentId),
    /// A dependency.
    Dependency(DependencyId),
    /// A request.
    Request(RequestId),
}

/// From browser to server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Up {
    /// The first message of a connection.
    Hello {
        /// The sender's message forms.
        protocol: u16,
        /// The sender's row forms.
        schema: u32,
        /// Whose outbox.
        client: ClientId,
        /// How far the replica has come; none: it is empty.
        cursor: Option<Cursor>,
        /// The fingerprint ([`rights`]) of the rights under which the replica was filled. Where it is
        /// not that of the person's rights now, the replica starts anew.
        #[serde(with = "wide")]
        rights: u64,
        /// What is open.
        open: Vec<Scope>,
    },
    /// Commands in order. `first` is the number of the first; the others follow densely.
    Push {
        /// The number of the first.
        first: u64,
        /// At most [`PUSH_COMMANDS_MAX`].
        commands: Vec<Envelope>,
    },
    /// A question.
    Ask {
        /// Names the answer.
        id: u32,
        /// The question.
        ask: Ask,
    },
    /// A scope is no longer shown.
    Close(Scope),
    /// Where I am and what I am doing.
    Presence(Presence),
}

/// From server to browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Down {
    /// The answer to [`Up::Hello`].
    Welcome {
        /// Who the session belongs to.
        person: PersonId,
        /// Where the server is.
        head: Cursor,
        /// Whether the replica goes on or starts anew.
        start: Start,
        /// The last number of this client's commands that is answered.
        answered: u64,
        /// The command that had that number, to tell an outbox that fell back behind what it sent.
        answered_id: Option<CommandId>,
        /// Those of its answered commands that were refused, as far back as the server keeps them
        /// ([`REFUSALS_KEPT_MAX`]), in order of their numbers.
        refused: Vec<Ack>,
        /// The server's time, to tell a browser's wrong clock.
        now: Timestamp,
    },
    /// Everything visible that happened after `prev`, up to `to`; all or nothing. `prev` must equal
    /// the replica's cursor, else it resumes.
    Delta {
        /// Where it starts.
        prev: Seq,
        /// Where it ends.
        to: Seq,
        /// Rows that entered, changed or left, in order; a row appears at most once.
        changes: Vec<Change>,
        /// Answers to this client's commands, in order of their numbers.
        acks: Vec<Ack>,
    },
    /// The answer to an [`Up::Ask`].
    Answer {
        /// Which.
        id: u32,
        /// The sequence number it is true at, at least.
        at: Seq,
        /// What.
        answer: Answer,
    },
    /// Where others are: everybody whose state changed since the last one. `None`: gone.
    Presence(Vec<(PersonId, Option<Presence>)>),
    /// The connection ends, and why.
    Bye(Bye),
}

/// How a connection starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Start {
    /// Deltas from the replica's cursor follow.
    Resume,
    /// The replica is thrown away and fetched again; the outbox stays.
    Reset,
}

/// The answer to one command. A refused one is answered too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// Its number.
    pub number: u64,
    /// None: done; its effects are in this delta or an earlier one.
    pub refusal: Option<Refusal>,
}

/// Why a connection ends. Append-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bye {
    /// The browser's forms are older than the server's: reload.
    ClientTooOld,
    /// The server's forms are older than the browser's: wait for it.
    ServerTooOld,
    /// The session is over: sign in.
    SignedOut,
    /// A number was sent before with another command, or the outbox is another person's.
    Forked,
    /// A message could not be read, was too long, came at the wrong time or left out a number.
    BadMessage,
    /// Too many messages.
    TooMany,
    /// The server stops; come back in a moment.
    GoingAway,
    /// The access token only reads: it may neither push nor be seen. Nothing of it was done.
    ReadOnly,
}

/// What is fetched over HTTP while the program loads: the replica's standing part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bootstrap {
    /// The row forms it is written in.
    pub schema: u32,
    /// Whose replica.
    pub person: PersonId,
    /// Where it stands.
    pub cursor: Cursor,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A [`Bootstrap`] as it is written in JSON: with the fingerprint of the rights it was made under, so that
/// a client in another language can greet by it and need not know how it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadableBootstrap {
    /// The bootstrap.
    #[serde(flatten)]
    pub bootstrap: Bootstrap,
    /// See [`rights`].
    #[serde(with = "wide")]
    pub rights: u64,
}

/// A fingerprint of what a viewer holds: FNV-1a over the compact form of their keys in order. It tells
/// rights apart, it does not guard anything.
pub fn rights(viewer: &Viewer) -> u64 {
    encode(&viewer.keys)
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A message that could not be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message has a form this version does not know")]
pub struct BadMessage;

/// Writes a message in the compact form.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_stdvec(message).unwrap_or_default()
}

/// Reads a message in the compact form.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, BadMessage> {
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        Ok(_) | Err(_) => Err(BadMessage),
    }
}
