//! What the tabs of one person in one browser tell each other. A closed enum, versioned, append-only
//! and pinned by golden bytes like the wire, since tabs of two versions meet at every upgrade.
//!
//! One tab leads: it alone stores, numbers and has a socket. The others follow: it tells them every
//! row it confirms and every command it holds, in numbered steps, so that they show the same without
//! deciding anything of it. Whatever carries the bytes must keep one sender's order and may lose
//! the last of what a tab said that goes: a tab that misses a step joins anew. Only where nothing is
//! stored must a tab hear what was said before it leads.

use serde::{Deserialize, Serialize};
use weft_domain::{CommandId, Key, PersonId, Row, Timestamp};

use crate::{
    client::{Over, Status, TrayReason},
    message::{
        Answer, Ask, BadMessage, ClientId, Cursor, Envelope, PROTOCOL, Presence, SCHEMA, Scope, encode,
    },
};

/// The number of a command of a tab that follows, until the leading tab has given it one.
pub const UNNUMBERED: u64 = u64::MAX;

/// A tab, for as long as its page lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TabId(pub uuid::Uuid);

/// Which forms a tab speaks. The older of two steps aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Version {
    /// The forms of [`Said`].
    pub tabs: u16,
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// [`SCHEMA`].
    pub schema: u32,
}

impl Version {
    /// This program's.
    pub const OURS: Self = Self { tabs: 2, protocol: PROTOCOL, schema: SCHEMA };
}

/// What stands before every message. It never changes, so that any two versions can tell each other
/// apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The sender's forms.
    pub version: Version,
    /// The sender.
    pub from: TabId,
    /// Whom it is for; none: everybody.
    pub to: Option<TabId>,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Said {
    /// I am here and follow: whoever leads tells me all it holds ([`Said::Start`]).
    Join {
        /// The commands I hold, in order: the tab that led before may have gone before it stored
        /// them. Those without a number yet have [`UNNUMBERED`].
        held: Vec<Numbered>,
        /// The boards and requests I show.
        open: Vec<Scope>,
    },
    /// A command of mine: to be numbered, stored and sent.
    Command(Made),
    /// A question of mine.
    Ask {
        /// Names the answer.
        id: u32,
        /// The question.
        ask: Ask,
    },
    /// I do not show a scope any more.
    Close(Scope),
    /// Where my person is and what they are doing.
    Presence(Presence),
    /// I lead from now on: join me.
    Leads,
    /// All the leading tab holds: what I had from it before counts for nothing.
    Start(Box<Step>),
    /// What changed since the step before.
    Step(Box<Step>),
    /// The answer to an [`Said::Ask`]; its rows are in a step before it.
    Answer {
        /// Which.
        id: u32,
        /// What.
        answer: Answer,
    },
    /// An [`Said::Ask`] will not be answered: there is no connection.
    Unanswered {
        /// Which.
        id: u32,
    },
    /// A command that was handed in got no number.
    Refused {
        /// Which.
        id: CommandId,
        /// Why.
        reason: TrayReason,
    },
    /// The person is signed out of this browser: every tab forgets what it holds.
    Left,
    /// I am here, and nothing else: the older of us steps aside.
    Here,
    /// I am looked at and offline: try to connect now. A leading tab that nobody sees is given few
    /// turns by its browser.
    Retry,
    /// An entry of the tray may go: its author has seen it.
    Discard {
        /// Its number.
        number: u64,
        /// Its command's id; none: it could not be read.
        id: Option<CommandId>,
    },
}

/// A command that ended without its effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trayed {
    /// Its place in the tray, oldest first.
    pub number: u64,
    /// The command; none: it could not be read.
    pub made: Option<Made>,
    /// Why it ended so.
    pub reason: TrayReason,
}

impl Trayed {
    /// The command's id; none: it could not be read.
    pub fn id(&self) -> Option<CommandId> {
        self.made.as_ref().map(|made| made.envelope.id)
    }
}

/// A command and when it was made, in the server's time as far as its tab knew it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The command.
    pub envelope: Envelope,
    /// When.
    pub at: Timestamp,
}

/// A command of the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// Its number.
    pub number: u64,
    /// The command.
    pub made: Made,
}

/// How what the leading tab holds changed. In this order: `clear`, `remove`, `put`; for the outbox
/// `outbox_remove`, `outbox_put`; for the tray the same.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Counts up from one step to the next. A start has the number of the last step it holds.
    pub number: u64,
    /// All confirmed rows go first.
    pub clear: bool,
    /// Rows that are not confirmed any more.
    pub remove: Vec<Key>,
    /// Confirmed rows.
    pub put: Vec<Row>,
    /// Up to where they are confirmed; none: there is no replica now.
    pub cursor: Option<Cursor>,
    /// Numbers that stand for nothing any more.
    pub outbox_remove: Vec<u64>,
    /// Commands and their numbers.
    pub outbox_put: Vec<Numbered>,
    /// How the last commands ended, oldest first, if any did.
    pub over: Option<Vec<Over>>,
    /// Whose outbox it is.
    pub client: Option<ClientId>,
    /// The last number given out.
    pub last_number: u64,
    /// The open scopes and whether all their rows are here, if that changed.
    pub scopes: Option<Vec<(Scope, bool)>>,
    /// Entries of the tray that are gone.
    pub tray_remove: Vec<u64>,
    /// Entries of the tray.
    pub tray_put: Vec<Trayed>,
    /// Commands that ended in the tray just now.
    pub trays: Vec<(Option<Envelope>, TrayReason)>,
    /// Where others are, of whom it changed.
    pub others: Vec<(PersonId, Option<Presence>)>,
    /// The connection was welcomed: what was not answered can be asked again.
    pub has_started: bool,
    /// How it stands with the server.
    pub status: Status,
    /// How it stands with this browser.
    pub condition: Condition,
}

/// What only the leading tab's driver knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// A connection is being made.
    pub is_trying: bool,
    /// What is done is kept in this browser; else only in memory, until it is sent.
    pub is_kept: bool,
}

impl Default for Condition {
    fn default() -> Self {
        Self { is_trying: true, is_kept: true }
    }
}

/// What a tab makes of bytes that came.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// It is for another tab.
    Nothing,
    /// A newer version speaks: step aside.
    Newer,
    /// An older version speaks: let it know that a newer one is here.
    Older(TabId),
    /// A message.
    Said(TabId, Said),
}

/// Writes a message.
pub fn write(from: TabId, to: Option<TabId>, said: &Said) -> Vec<u8> {
    let mut bytes = encode(&Head { version: Version::OURS, from, to });
    bytes.extend(encode(said));
    bytes
}

/// Reads a message, as tab `me`.
///
/// # Errors
/// Where not even the head can be read: then it is none of Weft's.
pub fn read(bytes: &[u8], me: TabId) -> Result<Heard, BadMessage> {
    let (head, rest): (Head, _) = postcard::take_from_bytes(bytes).map_err(|_| BadMessage)?;
    if head.version > Version::OURS {
        return Ok(Heard::Newer);
    }
    if head.to.is_some_and(|to| to != me) {
        return Ok(Heard::Nothing);
    }
    if head.version < Version::OURS {
        return Ok(Heard::Older(head.from));
    }
    Ok(match crate::message::decode(rest) {
        Ok(said) => Heard::Said(head.from, said),
        // Forms only grow: who says what this version cannot read is a newer one, whatever its number.
        Err(BadMessage) => Heard::Newer,
    })
}
