//! What a batch of submitted commands comes to.

use std::{
    any::Any,
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use serde::{Deserialize, Serialize};
use weft_domain::{
    Actor, Audience, Change, CommandId, Context, Fact, Gather, Key, Lookup, PersonId, Refusal, Stop,
    Timestamp, World,
    audience::{Seen, audience},
};

use crate::{
    Decide,
    fault::{self, Fault},
    message::{Ack, Bye, ClientId, Envelope, PUSH_COMMANDS_MAX, REFUSALS_KEPT_MAX, Seq},
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
    /// The command that had it.
    pub last_id: Option<CommandId>,
    /// Fingerprints of the last commands, the last one at the end, at most
    /// [`PUSH_COMMANDS_MAX`]: no client has more of them on their way, so a number that comes again
    /// with another command is always noticed.
    pub recent: Vec<u32>,
    /// Refused ones, oldest first, at most [`REFUSALS_KEPT_MAX`](crate::message::REFUSALS_KEPT_MAX).
    pub refused: Vec<Ack>,
}

impl ClientRecord {
    /// The record of a client that has not sent anything.
    pub fn new(person: PersonId) -> Self {
        Self { person, last: 0, last_id: None, recent: Vec::new(), refused: Vec::new() }
    }

    /// How a command was answered, as far as it is known.
    pub fn refusal_of(&self, number: u64) -> Option<Refusal> {
        self.refused.iter().find(|ack| ack.number == number).and_then(|ack| ack.refusal.clone())
    }

    /// The answers a client may still be waiting for: it never has more than [`PUSH_COMMANDS_MAX`] on
    /// their way.
    pub fn last_acks(&self) -> Vec<Ack> {
        let first = self.last.saturating_sub(PUSH_COMMANDS_MAX as u64) + 1;
        (first..=self.last).map(|number| Ack { number, refusal: self.refusal_of(number) }).collect()
    }

    /// Whether the envelopes are the ones that had their numbers, where those were given before.
    fn agrees(&self, first: u64, envelopes: &[Envelope]) -> bool {
        (first..).zip(envelopes).take_while(|(number, _)| *number <= self.last).all(|(number, envelope)| {
            self.fingerprint_of(number).is_none_or(|known| known == fingerprint(envelope.id))
        })
    }

    /// The fingerprint of the command that had a number, as far as it is known.
    pub(super) fn fingerprint_of(&self, number: u64) -> Option<u32> {
        let back = usize::try_from(self.last.checked_sub(number)?).ok()?;
        self.recent.len().checked_sub(back + 1).and_then(|place| self.recent.get(place)).copied()
    }

    fn note(&mut self, number: u64, id: CommandId, refusal: Option<&Refusal>) {
        self.last = number;
        self.last_id = Some(id);
        push_bounded(&mut self.recent, fingerprint(id), PUSH_COMMANDS_MAX);
        if let Some(refusal) = refusal.filter(|_| !fault::is(Fault::ForgottenRefusal)) {
            let ack = Ack { number, refusal: Some(refusal.clone()) };
            push_bounded(&mut self.refused, ack, REFUSALS_KEPT_MAX);
        }
    }
}

fn push_bounded<T>(list: &mut Vec<T>, item: T, max: usize) {
    if list.len() >= max {
        list.remove(0);
    }
    list.push(item);
}

/// FNV-1a over a command's id.
pub(super) fn fingerprint(id: CommandId) -> u32 {
    id.0.as_bytes().iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
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
    /// As `needs`, of rows that the rules cannot name one by one: load them, say so with
    /// [`World::note_gathered`], and plan again.
    pub gathers: Vec<Gather>,
    /// The head it was decided at: compare and swap against it.
    pub prev: Seq,
    /// The head afterwards: one more per accepted command. Equal to `prev` if none was.
    pub to: Seq,
    /// When it was decided, in the server's time.
    pub at: Timestamp,
    /// Accepted commands, in order.
    pub committed: Vec<Committed>,
    /// Records that changed, to be stored in the same transaction, even if nothing was accepted.
    pub records: BTreeMap<ClientId, ClientRecord>,
    /// One per submission, in order. To be told after the commit only.
    pub outcomes: Vec<Outcome>,
    /// Answers for the clients' sessions, in order, each with a fingerprint of its command.
    pub acks: Vec<(ClientId, Ack, u32)>,
    /// Commands that panicked; each was refused alone with [`Refusal::Internal`].
    pub panicked: Vec<Panicked>,
    /// The world that was passed.
    pub before: World,
    /// The world afterwards, without the rows that were loaded for it.
    pub world: World,
    /// The world afterwards, with them: who may see what changed may hang on one.
    pub shown: World,
}

impl Plan {
    /// Whether rows must be loaded before it can be made.
    pub fn is_short(&self) -> bool {
        !self.needs.is_empty() || !self.gathers.is_empty()
    }
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
    let mut planner = Planner {
        known: records,
        now,
        decide,
        plan: Plan {
            needs: Vec::new(),
            gathers: Vec::new(),
            prev: head,
            to: head,
            at: now,
            committed: Vec::new(),
            records: BTreeMap::new(),
            outcomes: Vec::new(),
            acks: Vec::new(),
            panicked: Vec::new(),
            before: world.clone(),
            world: world.clone(),
            shown: World::default(),
        },
    };
    for submission in batch {
        let outcome = match submission.origin {
            Origin::Client { client, person, first } => {
                planner.take_from(client, person, first, &submission.envelopes)
            }
            Origin::Direct { person } => Outcome::Answered(
                submission
                    .envelopes
                    .iter()
                    .map(|envelope| planner.one(None, person, envelope).err())
                    .collect(),
            ),
        };
        planner.plan.outcomes.push(outcome);
    }
    let mut plan = planner.plan;
    plan.needs.sort_unstable();
    plan.needs.dedup();
    plan.gathers.sort_unstable();
    plan.gathers.dedup();
    if !plan.is_short() {
        plan.shown = plan.world.clone();
        plan.world.forget_loaded();
    }
    plan
}

struct Planner<'a> {
    known: &'a BTreeMap<ClientId, ClientRecord>,
    now: Timestamp,
    decide: Decide,
    plan: Plan,
}

impl Planner<'_> {
    fn take_from(
        &mut self,
        client: ClientId,
        person: PersonId,
        first: u64,
        envelopes: &[Envelope],
    ) -> Outcome {
        let record = self.plan.records.get(&client).or_else(|| self.known.get(&client));
        let mut record = record.cloned().unwrap_or_else(|| ClientRecord::new(person));
        if record.person != person || !record.agrees(first, envelopes) {
            return Outcome::Rejected(Bye::Forked);
        }
        if first == 0 || first > record.last + 1 {
            return Outcome::Rejected(Bye::BadMessage);
        }
        let mut answers = Vec::with_capacity(envelopes.len());
        for (number, envelope) in (first..).zip(envelopes) {
            let refusal = if number <= record.last && !fault::is(Fault::RepeatedCommand) {
                record.refusal_of(number)
            } else {
                let refusal = self.one(Some((client, number)), Some(person), envelope).err();
                record.note(number, envelope.id, refusal.as_ref());
                refusal
            };
            let ack = Ack { number, refusal: refusal.clone() };
            self.plan.acks.push((client, ack, fingerprint(envelope.id)));
            answers.push(refusal);
        }
        self.plan.records.insert(client, record);
        Outcome::Answered(answers)
    }

    fn one(
        &mut self,
        client: Option<(ClientId, u64)>,
        person: Option<PersonId>,
        envelope: &Envelope,
    ) -> Result<(), Refusal> {
        let world = &self.plan.world;
        let actor = person.map_or_else(Actor::system, |person| Actor::of(world, person));
        let context = Context { command: envelope.id, now: self.now };
        let run = || (self.decide)(world, &actor, &envelope.command, &context);
        // One command that breaks an assumption must not take the others, or the writer, with it.
        // Nothing it touched survives: `decide` only reads.
        let decision = match catch_unwind(AssertUnwindSafe(run)) {
            Ok(Ok(decision)) => decision,
            Ok(Err(Stop::Refused(refusal))) => return Err(refusal),
            Ok(Err(Stop::Need(keys))) => return self.need(envelope, &keys),
            Ok(Err(Stop::Gather(gather))) => return self.gather(envelope, gather),
            Err(panic) => return self.broken(envelope, message_of(panic.as_ref())),
        };
        let changes = self.apply(decision.changes);
        let is_left_out = fault::is(Fault::SequenceGap) && self.plan.to.0 % 97 == 96;
        self.plan.to = Seq(self.plan.to.0 + if is_left_out { 2 } else { 1 });
        self.plan.committed.push(Committed {
            seq: self.plan.to,
            client,
            id: envelope.id,
            person,
            name: envelope.command.name(),
            at: self.now,
            changes,
            facts: decision.facts,
        });
        Ok(())
    }

    fn apply(&mut self, changes: Vec<Change>) -> Vec<Seen> {
        let world = &mut self.plan.world;
        let before: Vec<Audience> = changes
            .iter()
            .map(|change| {
                world.row(change.key()).present().map_or_else(Vec::new, |row| audience(world, &row))
            })
            .collect();
        world.apply_all(&changes);
        changes
            .into_iter()
            .zip(before)
            .map(|(change, before)| {
                let after = match &change {
                    Change::Put(row) => audience(world, row),
                    Change::Remove(_) => Vec::new(),
                };
                Seen { change, before, after }
            })
            .collect()
    }

    fn need(&mut self, envelope: &Envelope, keys: &[Key]) -> Result<(), Refusal> {
        let world = &self.plan.world;
        let missing = keys.iter().filter(|key| matches!(world.row(**key), Lookup::Unknown));
        let before = self.plan.needs.len();
        self.plan.needs.extend(missing);
        if self.plan.needs.len() > before {
            // The plan is thrown away and made again: what is answered here does not count.
            return Err(Refusal::Internal);
        }
        self.broken(envelope, "needs rows that are at hand".to_owned())
    }

    fn gather(&mut self, envelope: &Envelope, gather: Gather) -> Result<(), Refusal> {
        if self.plan.world.has_gathered(gather) {
            return self.broken(envelope, "gathers rows that are at hand".to_owned());
        }
        self.plan.gathers.push(gather);
        Err(Refusal::Internal)
    }

    fn broken(&mut self, envelope: &Envelope, message: String) -> Result<(), Refusal> {
        self.plan.panicked.push(Panicked { id: envelope.id, name: envelope.command.name(), message });
        Err(Refusal::Internal)
    }
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
