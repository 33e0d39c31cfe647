//! What a batch of submitted commands comes to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use weft_domain::{CommandId, Fact, Key, PersonId, Refusal, Timestamp, World, audience::Seen};

use crate::{
    Decide,
    message::{Ack, Bye, ClientId, Envelope, Seq},
};

/// Where commands come from, and so whose rights they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A browser's outbox.
    Client {
        /// Whose outbox.
        client: ClientId,
        /// The session's person: never from a message.
        person: PersonId,
        /// The number of the first command; the others follow densely.
        first: u64,
    },
    /// Another door (a page's form, the command line, a job), without numbers. `None`: the system
    /// itself. It is answered through [`Outcome`] only.
    Direct {
        /// Who.
        person: Option<PersonId>,
    },
}

/// Commands on their way into a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Where from.
    pub origin: Origin,
    /// In order.
    pub envelopes: Vec<Envelope>,
}

/// What the server keeps of each client's outbox, in the same transaction as the effects. The store
/// keeps it as it likes (serde); there is one per client, for at least as long as the feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientRecord {
    /// Whose outbox. One that comes with another person is [`Bye::Forked`].
    pub person: PersonId,
    /// The last number that is answered.
    pub last: u64,
    /// The command that had it. Re-sent numbers are compared with it where they are the last; an
    /// older number with another body is acknowledged as done, unnoticed.
    pub last_id: CommandId,
    /// Refused ones, oldest first, at most [`REFUSALS_KEPT_MAX`](crate::message::REFUSALS_KEPT_MAX).
    pub refused: Vec<Ack>,
}

/// One accepted command: one number in the sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Its place in the sequence.
    pub seq: Seq,
    /// Whose outbox and which number there, if it came from one.
    pub client: Option<(ClientId, u64)>,
    /// Its id. Unique in the journal.
    pub id: CommandId,
    /// Who did it; none: the system itself.
    pub person: Option<PersonId>,
    /// Its name, for the journal.
    pub name: &'static str,
    /// When, in the server's time.
    pub at: Timestamp,
    /// Rows, in the order in which they are to be applied, for tables and feed.
    pub changes: Vec<Seen>,
    /// What happened, for the journal.
    pub facts: Vec<Fact>,
}

/// What became of one submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// One answer per envelope, in order; `None`: done. Re-sent ones are answered as the first time
    /// as far as that is known.
    Answered(Vec<Option<Refusal>>),
    /// Nothing of it was taken: the connection ends with this.
    Rejected(Bye),
}

/// A command that broke an assumption of the program. To be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked {
    /// Which command.
    pub id: CommandId,
    /// Its name.
    pub name: &'static str,
    /// What the panic said, where it was text.
    pub message: String,
}

/// What a batch comes to. Nothing of it is true until it is committed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Rows that must be at hand first. If any: nothing else of the plan counts; load them into the
    /// world that is passed (a [`Change::Put`](weft_domain::Change) per row,
    /// [`World::note_absent`] for those that are not there) and plan again.
    pub needs: Vec<Key>,
    /// The head it was decided at: compare and swap against it.
    pub prev: Seq,
    /// The head afterwards: one more per accepted command. Equal to `prev` if none was.
    pub to: Seq,
    /// Accepted commands, in order.
    pub committed: Vec<Committed>,
    /// Records that changed, to be stored in the same transaction, even if nothing was accepted.
    pub records: BTreeMap<ClientId, ClientRecord>,
    /// One per submission, in order. To be told after the commit only.
    pub outcomes: Vec<Outcome>,
    /// Answers for the clients' sessions, in order.
    pub acks: Vec<(ClientId, Ack)>,
    /// Commands that panicked; each was refused alone with [`Refusal::Internal`].
    pub panicked: Vec<Panicked>,
    /// The world before, without the rows that were loaded for it.
    pub before: World,
    /// The world afterwards. Call [`World::forget_loaded`] on it before it is published.
    pub world: World,
}

/// Decides a batch in order on a fork of `world`, at `head`. `records` holds the record of every
/// client of the batch that has one. One submission never spoils another.
pub fn plan(
    world: &World,
    batch: &[Submission],
    records: &BTreeMap<ClientId, ClientRecord>,
    now: Timestamp,
    head: Seq,
    decide: Decide,
) -> Plan {
    let _ = (batch, records, now, decide);
    Plan {
        needs: Vec::new(),
        prev: head,
        to: head,
        committed: Vec::new(),
        records: BTreeMap::new(),
        outcomes: Vec::new(),
        acks: Vec::new(),
        panicked: Vec::new(),
        before: world.clone(),
        world: world.clone(),
    }
}
