//! The database: what is committed, and what must be true of it.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{
    Change, CommandId, Fact, Gather, Key, Kind, RequestId, Row, Thanked, Viewer, World, audience::Seen,
    invariants,
};

use crate::{
    message::{ClientId, Cursor, Epoch, Seq},
    server::{ClientRecord, Committed, FeedEntry, Found, Outcome, Plan, StoreQuery, Submission},
};

/// Commits between two checks of everything; in between only what changed is checked.
const WHOLE_EVERY: u64 = 80;
/// Entries the feed keeps.
const FEED_KEPT: usize = 300;
/// Entries beyond that, before they are cut off.
const FEED_SLACK: usize = 50;

/// Committed: what a crash of the server leaves.
#[derive(Clone)]
pub(super) struct Store {
    pub(super) epoch: Epoch,
    pub(super) world: World,
    /// Rows that are not resident.
    cold: BTreeMap<Key, Row>,
    pub(super) records: BTreeMap<ClientId, ClientRecord>,
    /// The journal: which command has which number.
    pub(super) done: BTreeMap<CommandId, Seq>,
    head: Seq,
    /// The last number of each outbox that is in the journal.
    numbers: BTreeMap<ClientId, u64>,
    pub(super) refused: BTreeSet<CommandId>,
    feed: Vec<FeedEntry>,
    commits: u64,
}

impl Store {
    pub(super) fn new(world: World) -> Self {
        Self {
            epoch: Epoch(1),
            world,
            cold: BTreeMap::new(),
            records: BTreeMap::new(),
            done: BTreeMap::new(),
            head: Seq(0),
            numbers: BTreeMap::new(),
            refused: BTreeSet::new(),
            feed: Vec::new(),
            commits: 0,
        }
    }

    pub(super) fn head(&self) -> Cursor {
        Cursor { epoch: self.epoch, seq: self.head }
    }

    /// The lowest number whose successors the feed still holds all.
    pub(super) fn floor(&self) -> Seq {
        self.feed.first().map_or(self.head, |first| Seq(first.seq.0.saturating_sub(1)))
    }

    pub(super) fn feed_after(&self, seq: Seq) -> &[FeedEntry] {
        let from = self.feed.partition_point(|entry| entry.seq <= seq);
        self.feed.get(from..).unwrap_or_default()
    }

    /// The row with this name, resident or not.
    pub(super) fn cold(&self, key: Key) -> Option<&Row> {
        self.cold.get(&key)
    }

    /// Rows that rules ask for together. Nothing is archived here.
    pub(super) fn gathered(&self, gather: Gather) -> Vec<Row> {
        let is_meant = |row: &&Row| match (gather, row) {
            (Gather::KudosTo(person), Row::Kudos(kudos)) => kudos.to == Thanked::Person(person),
            _ => false,
        };
        self.cold.values().filter(is_meant).cloned().collect()
    }

    /// One transaction.
    ///
    /// # Errors
    /// What must be true and is not.
    pub(super) fn commit(&mut self, batch: &[Submission], plan: &Plan) -> Result<(), String> {
        let before = std::mem::replace(&mut self.world, plan.world.clone());
        let mut changed = BTreeSet::new();
        for command in &plan.committed {
            self.note(command)?;
            changed.extend(command.changes.iter().map(Seen::key));
        }
        batch.iter().zip(&plan.outcomes).for_each(|(one, outcome)| self.note_refused(one, outcome));
        if self.feed.len() > FEED_KEPT + FEED_SLACK {
            self.feed.drain(..self.feed.len() - FEED_KEPT);
        }
        self.records.extend(plan.records.clone());
        if let Some(panicked) = plan.panicked.first() {
            return Err(format!("{} broke: {}", panicked.name, panicked.message));
        }
        self.commits += 1;
        let checked = if self.commits.is_multiple_of(WHOLE_EVERY) {
            self.check().and_then(|()| invariants::check_step(&before, &self.world))
        } else {
            let mut after = self.world.clone();
            let cold = changed.iter().filter_map(|key| self.cold.get(key));
            cold.for_each(|row| after.apply(&Change::Put(row.clone())));
            invariants::check_changed(&before, &after, &changed)
        };
        checked.map_err(|broken| {
            let names: Vec<_> = plan.committed.iter().map(|command| command.name).collect();
            format!("{broken} after {names:?}")
        })
    }

    /// An entry of the journal: dense, each command once, each outbox in order, each fact once.
    fn note(&mut self, command: &Committed) -> Result<(), String> {
        let Committed { seq, id, client, changes, facts, .. } = command;
        if seq.0 != self.head.0 + 1 {
            return Err(format!("the sequence has {seq:?} after {:?}", self.head));
        }
        self.head = *seq;
        if self.done.insert(*id, *seq).is_some() {
            return Err(format!("{id:?} was done twice"));
        }
        if let Some((client, number)) = client
            && self.numbers.insert(*client, *number).is_some_and(|last| last >= *number)
        {
            return Err(format!("{client:?} was not taken in order"));
        }
        let is_twice = |(place, fact): (usize, &Fact)| facts.iter().take(place).any(|other| other == fact);
        if facts.iter().enumerate().any(is_twice) {
            return Err(format!("{} tells a fact twice: {facts:?}", command.name));
        }
        // Where a card stands among others is no matter of record; that there is one is.
        let enters = |seen: &Seen| matches!(seen.change, Change::Put(_)) && seen.before.is_empty();
        if facts.is_empty() && changes.iter().any(|seen| enters(seen) && is_told(seen.key())) {
            return Err(format!("{} makes a row, and the journal does not say", command.name));
        }
        for seen in changes {
            let key = seen.key();
            match &seen.change {
                Change::Put(row) if !key.kind.is_resident() => {
                    self.cold.insert(key, row.clone());
                }
                Change::Remove(_) => {
                    self.cold.remove(&key);
                }
                Change::Put(_) => {}
            }
        }
        self.feed.push(FeedEntry { seq: *seq, changes: changes.clone() });
        Ok(())
    }

    /// Who was refused must hear of it.
    fn note_refused(&mut self, submission: &Submission, outcome: &Outcome) {
        if let Outcome::Answered(answers) = outcome {
            let refused = submission.envelopes.iter().zip(answers).filter(|(_, answer)| answer.is_some());
            self.refused.extend(refused.map(|(envelope, _)| envelope.id));
        }
    }

    /// The rules' own invariants, of everything there is.
    pub(super) fn check(&self) -> Result<(), invariants::Broken> {
        let mut whole = self.world.clone();
        self.cold.values().for_each(|row| whole.apply(&Change::Put(row.clone())));
        invariants::check(&whole)
    }

    pub(super) fn read(&self, query: Option<&StoreQuery>) -> Found {
        let Some(StoreQuery::Request(id)) = query else { return Found::default() };
        let request: Option<Row> = self.world.request(*id).present().map(|row| row.clone().into());
        let hanging = self.cold.values().filter(|row| hangs_on(row, *id)).cloned();
        Found { rows: request.into_iter().chain(hanging).collect(), ..Found::default() }
    }
}

/// Whether a row of this sort is a matter of record. A place on the map is not, nor are figures.
fn is_told(key: Key) -> bool {
    matches!(
        key.kind,
        Kind::Department | Kind::Membership | Kind::Service | Kind::Dependency | Kind::Request | Kind::Rating
    )
}

fn hangs_on(row: &Row, id: RequestId) -> bool {
    match row {
        Row::RequestText(text) => text.request == id,
        Row::Comment(comment) => comment.request == id,
        Row::Rating(rating) => rating.request == id,
        _ => false,
    }
}

/// The world at the end of every batch, for as long as a replica stands there.
#[derive(Default)]
pub(super) struct History {
    worlds: BTreeMap<(Epoch, Seq), World>,
}

impl History {
    pub(super) fn note(&mut self, at: Cursor, world: &World) {
        self.worlds.insert((at.epoch, at.seq), world.clone());
    }

    pub(super) fn at(&self, cursor: Cursor) -> Option<&World> {
        self.worlds.get(&(cursor.epoch, cursor.seq))
    }

    /// The worlds from there on, oldest first.
    pub(super) fn from(&self, cursor: Cursor) -> impl Iterator<Item = &World> {
        self.worlds.range((cursor.epoch, cursor.seq)..).map(|(_, world)| world)
    }

    /// Nobody stands before `cursor` any more.
    pub(super) fn forget_before(&mut self, cursor: Cursor) {
        self.worlds = self.worlds.split_off(&(cursor.epoch, cursor.seq));
    }

    /// Whether a row was just so in one of the worlds from there on, for one who could see it.
    pub(super) fn has_shown(&self, cursor: Cursor, row: &Row, person: weft_domain::PersonId) -> bool {
        self.from(cursor).any(|world| {
            world.row(row.key()).present().as_ref() == Some(row)
                && weft_domain::audience::may_see(world, &Viewer::of(world, person), row)
        })
    }
}
