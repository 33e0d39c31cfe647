//! One transaction: the head moves, rows change, feed and journal grow, clients are answered.

mod at_once;
mod doubt;
mod in_steps;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use sqlx::{AnyConnection, Executor as _, Row as _};
use tokio::time::timeout;
use tracing::warn;
use uuid::Uuid;
use weft_domain::{Change, CommandId, Fact, Kind, PersonId, Timestamp, What, audience::Seen};
use weft_sync::{
    message::{ClientId, Seq, encode},
    server::{ClientRecord, Committed, Plan},
};

use super::{
    Store, StoreError, Turn,
    address::{Address, Dialect},
    cells::Cells,
    erasure,
    migrate::SCHEMA,
    rows::{self, Table},
    statements::{Step, Verb},
};
use crate::meter::Meter;

/// How long one statement of a commit over a network may take before its connection is given up for lost. A
/// commit has as many as its rows need: an import may take as long as it goes on.
pub(super) const STATEMENT_WAIT: Duration = Duration::from_secs(60);

const FEED: Table = Table {
    name: "feed",
    columns: &["seq", "ordinal", "committed_at", "kind", "id", "change", "before", "after"],
};
const JOURNAL: Table = Table {
    name: "journal",
    columns: &[
        "seq",
        "ordinal",
        "committed_at",
        "occurred_at",
        "actor",
        "command_id",
        "command",
        "subject_kind",
        "subject_id",
        "what",
        "is_imported",
    ],
};
const CLIENT: Table = Table {
    name: "client",
    columns: &["client_id", "person", "last_number", "last_command", "recent", "refused", "last_seen"],
};
const SOURCE_REF: Table =
    Table { name: "source_ref", columns: &["source", "kind", "external_id", "id", "mark"] };

/// One entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// When it happened; an import brings the source's time.
    pub occurred_at: Timestamp,
    /// Who did it; none: the system.
    pub actor: Option<PersonId>,
    /// What happened.
    pub fact: Fact,
    /// It came in with an import.
    pub is_imported: bool,
}

/// Under which id a row of a source is known here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceRef {
    /// The source's name.
    pub source: String,
    /// What the row is, in the source.
    pub kind: String,
    /// Its id there.
    pub external_id: String,
    /// Its id here.
    pub id: Uuid,
    /// A mark of what the source said last; empty: it says so no more.
    pub mark: String,
}

/// A big change set that is one number of the sequence: an import.
#[derive(Clone, Debug)]
pub struct Bulk {
    /// Its id, for the journal.
    pub id: CommandId,
    /// What it is called in the journal.
    pub name: Cow<'static, str>,
    /// Rows, in any order. The last one of a key counts.
    pub changes: Vec<Change>,
    /// What happened.
    pub journal: Vec<JournalEntry>,
    /// Ids of the source.
    pub refs: Vec<SourceRef>,
    /// Measures how much of it is written.
    pub meter: Meter,
}

impl Store {
    /// Commits a plan that was made at `turn`: all of it or nothing. When this returns, it is on the
    /// disk; it returns the turn it is.
    ///
    /// # Errors
    /// [`StoreError::HeadMoved`] if somebody committed since, [`StoreError::Upgraded`] if it was a
    /// newer server; what else SQLite says. Nothing was written in any case.
    pub async fn commit(&self, plan: &Plan, turn: Turn, now: Timestamp) -> Result<Turn, StoreError> {
        let mut writes = Writes::new((plan.prev, turn), plan.to, now);
        for committed in &plan.committed {
            writes.command(committed);
        }
        writes.clients(&plan.records);
        self.write(writes).await
    }

    /// Commits a big change set as the number after the one it was made `over`, at that turn: all of it
    /// or nothing. `seen` is what the feed keeps of it; none: the feed starts anew after it, and so do
    /// viewers.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub async fn commit_bulk(
        &self,
        bulk: &Bulk,
        seen: Option<&[Seen]>,
        over: (Seq, Turn),
        now: Timestamp,
    ) -> Result<Turn, StoreError> {
        let mut writes = Writes::new(over, Seq(over.0.0 + 1), now);
        writes.changes.extend(&bulk.changes);
        match seen {
            Some(seen) => writes.feed(writes.to, seen),
            None => writes.is_floor_raised = true,
        }
        for (ordinal, entry) in (0u32..).zip(&bulk.journal) {
            let happened = Happened {
                place: (writes.to, ordinal),
                occurred_at: entry.occurred_at,
                actor: entry.actor,
                fact: &entry.fact,
                is_imported: entry.is_imported,
            };
            writes.journal(happened, bulk.id, &bulk.name);
        }
        // The last one of an external id counts.
        let refs: BTreeMap<_, _> =
            bulk.refs.iter().map(|one| ((&one.source, &one.kind, &one.external_id), one)).collect();
        for one in refs.values() {
            writes.refs.text(&one.source).text(&one.kind).text(&one.external_id).id(one.id).text(&one.mark);
        }
        self.write(writes).await
    }

    async fn write(&self, writes: Writes<'_>) -> Result<Turn, StoreError> {
        let mut writer = self.writer.lock().await;
        let (mut connection, mut statements) = writer.take(&self.address).await?;
        let (dialect, swap) = (self.address.dialect(), writes.swap());
        let (turn, at, erased) = (writes.turn, writes.at, writes.erased.clone());
        let committer = Committer { server: &self.server, at, erased: &erased };
        let steps = writes.steps();
        let committed = if dialect == Dialect::Postgres && erased.is_empty() && at_once::fits(&steps) {
            within(self.wait, at_once::commit(&mut connection, &swap, steps, &committer)).await
        } else {
            let place = (&mut connection, dialect, self.wait);
            in_steps::commit(place, &mut statements, &swap, steps, &committer).await
        };
        // A connection whose transaction failed is not used again: SQLite may have rolled back by
        // itself, which sqlx does not notice.
        let is_swapped = match committed {
            Err(lost @ StoreError::Unreachable(_)) => {
                drop(connection);
                return self.settle(&mut writer, turn, lost).await;
            }
            done => done?,
        };
        if !erased.is_empty()
            && is_swapped
            && let Address::Sqlite(file) = &self.address
            && let Err(error) = erasure::remember(&mut connection, file).await
        {
            // It is in the database, and is written beside it when that is opened next.
            warn!(%error, "could not note beside the database who was erased");
        }
        let moved = if is_swapped { None } else { Some(why_not_swapped(&mut connection).await?) };
        writer.put_back(connection, statements);
        moved.map_or(Ok(Turn(turn.0 + 1)), Err)
    }
}

/// Waits for what was asked of a database; none: as long as it takes, as on a disk of this machine.
pub(super) async fn within<T, E: Into<StoreError>>(
    wait: Option<Duration>,
    asked: impl Future<Output = Result<T, E>>,
) -> Result<T, StoreError> {
    let Some(wait) = wait else { return asked.await.map_err(Into::into) };
    match timeout(wait, asked).await {
        Ok(done) => done.map_err(Into::into),
        Err(late) => Err(StoreError::Unreachable(Box::new(late))),
    }
}

/// Who commits, for finding out after a lost connection whether it was saved, and what besides the tables.
struct Committer<'a> {
    server: &'a str,
    at: Timestamp,
    /// Who is erased with it.
    erased: &'a [PersonId],
}

/// From where to where the head moves.
struct Swap {
    prev: Seq,
    turn: Turn,
    to: Seq,
    /// The feed starts anew after this commit.
    is_floor_raised: bool,
}

impl Swap {
    const STATEMENT: &'static str = "UPDATE head SET seq = $1, \
         floor = CASE WHEN floor < $2 THEN $2 ELSE floor END, turn = turn + 1 \
         WHERE one = 1 AND seq = $3 AND turn = $4 AND schema = $5";

    fn values(&self) -> [i64; 5] {
        let floor = if self.is_floor_raised { self.to.0 } else { 0 };
        let [to, floor, prev, turn] = [self.to.0, floor, self.prev.0, self.turn.0].map(u64::cast_signed);
        [to, floor, prev, turn, SCHEMA]
    }

    fn turn_after(&self) -> i64 {
        (self.turn.0 + 1).cast_signed()
    }
}

/// Why the head is not where it was expected.
async fn why_not_swapped(connection: &mut AnyConnection) -> Result<StoreError, StoreError> {
    let row = connection.fetch_one("SELECT schema FROM head").await?;
    let found: i64 = row.try_get(0)?;
    Ok(if found == SCHEMA { StoreError::HeadMoved } else { StoreError::Upgraded { found, known: SCHEMA } })
}

type ByKind = BTreeMap<Kind, Cells>;

/// What the tables must become: the last change of each row counts.
fn by_kind(changes: &[&Change]) -> (ByKind, ByKind) {
    let mut done = BTreeSet::new();
    let (mut deletes, mut upserts) = (ByKind::new(), ByKind::new());
    for change in changes.iter().rev() {
        let key = change.key();
        if !done.insert(key) {
            continue;
        }
        match change {
            Change::Put(row) => rows::write(row, upserts.entry(key.kind).or_default()),
            Change::Remove(_) => drop(deletes.entry(key.kind).or_default().text(rows::stored_id(key))),
        }
    }
    (deletes, upserts)
}

/// What a transaction writes: rows, and values per statement.
struct Writes<'a> {
    prev: Seq,
    turn: Turn,
    to: Seq,
    at: Timestamp,
    is_floor_raised: bool,
    changes: Vec<&'a Change>,
    feed: Cells,
    journal: Cells,
    clients: Cells,
    refs: Cells,
    erased: Vec<PersonId>,
}

impl<'a> Writes<'a> {
    fn new((prev, turn): (Seq, Turn), to: Seq, at: Timestamp) -> Self {
        Self {
            prev,
            turn,
            to,
            at,
            is_floor_raised: false,
            changes: Vec::new(),
            feed: Cells::default(),
            journal: Cells::default(),
            clients: Cells::default(),
            refs: Cells::default(),
            erased: Vec::new(),
        }
    }

    fn swap(&self) -> Swap {
        Swap { prev: self.prev, turn: self.turn, to: self.to, is_floor_raised: self.is_floor_raised }
    }

    /// What is done to the tables, in order. Deletes first: a row that leaves may make room for one that
    /// enters.
    fn steps(self) -> Vec<Step> {
        let (deletes, upserts) = by_kind(&self.changes);
        let deletes = deletes.into_iter().map(|(kind, cells)| (Verb::Delete, rows::table(kind), cells));
        let upserts = upserts.into_iter().map(|(kind, cells)| (Verb::Upsert(1), rows::table(kind), cells));
        let logs = [
            (Verb::Insert, FEED, self.feed),
            (Verb::Insert, JOURNAL, self.journal),
            (Verb::Upsert(1), CLIENT, self.clients),
            (Verb::Upsert(3), SOURCE_REF, self.refs),
        ];
        let all = deletes.chain(upserts).chain(logs);
        all.map(|(verb, table, cells)| Step { verb, table, cells }).collect()
    }

    fn command(&mut self, committed: &'a Committed) {
        self.changes.extend(committed.changes.iter().map(|seen| &seen.change));
        self.feed(committed.seq, &committed.changes);
        for (ordinal, fact) in (0u32..).zip(&committed.facts) {
            if fact.what == What::Erased {
                self.erased.push(PersonId(fact.subject.id));
            }
            let happened = Happened {
                place: (committed.seq, ordinal),
                occurred_at: committed.at,
                actor: committed.person,
                fact,
                is_imported: false,
            };
            self.journal(happened, committed.id, committed.name);
        }
    }

    fn feed(&mut self, seq: Seq, changes: &[Seen]) {
        for (ordinal, seen) in (0u32..).zip(changes) {
            let key = seen.key();
            self.feed
                .bits(seq.0)
                .int(ordinal)
                .at(self.at)
                .text(key.kind.name())
                .id(key.id)
                .blob(encode(&seen.change))
                .blob(encode(&seen.before))
                .blob(encode(&seen.after));
        }
    }

    fn journal(&mut self, happened: Happened<'_>, id: CommandId, command: &str) {
        let Happened { place: (seq, ordinal), occurred_at, actor, fact, is_imported } = happened;
        self.journal
            .bits(seq.0)
            .int(ordinal)
            .at(self.at)
            .at(occurred_at)
            .id_or(actor.map(|person| person.0))
            .id(id.0)
            .text(command)
            .text(fact.subject.kind.name())
            .id(fact.subject.id)
            .json(&fact.what)
            .flag(is_imported);
    }

    fn clients(&mut self, records: &BTreeMap<ClientId, ClientRecord>) {
        for (client, record) in records {
            self.clients
                .id(client.0)
                .id(record.person.0)
                .bits(record.last)
                .id_or(record.last_id.map(|id| id.0))
                .json(&record.recent)
                .json(&record.refused)
                .at(self.at);
        }
    }
}

/// One entry of the journal and its place.
struct Happened<'a> {
    place: (Seq, u32),
    occurred_at: Timestamp,
    actor: Option<PersonId>,
    fact: &'a Fact,
    is_imported: bool,
}
