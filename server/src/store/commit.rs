//! One transaction: the head moves, rows change, feed and journal grow, clients are answered.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use sqlx::{AnyConnection, Connection as _, Executor as _, Row as _};
use uuid::Uuid;
use weft_domain::{Change, CommandId, Fact, Kind, PersonId, Timestamp, audience::Seen};
use weft_sync::{
    message::{ClientId, Seq, encode},
    server::{ClientRecord, Committed, Plan},
};

use super::{
    Store, StoreError, Turn,
    cells::Cells,
    migrate::SCHEMA,
    rows::{self, Table},
    statements::{Statements, Verb},
};

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
        for one in &bulk.refs {
            writes.refs.text(&one.source).text(&one.kind).text(&one.external_id).id(one.id).text(&one.mark);
        }
        self.write(writes).await
    }

    async fn write(&self, writes: Writes<'_>) -> Result<Turn, StoreError> {
        let mut writer = self.writer.lock().await;
        let (mut connection, mut statements) = writer.take(&self.address).await?;
        let turn = Turn(writes.turn.0 + 1);
        // A connection whose transaction failed is not used again: SQLite may have rolled back by
        // itself, which sqlx does not notice.
        write_all(&mut connection, &mut statements, writes).await?;
        writer.put_back(connection, statements);
        Ok(turn)
    }
}

async fn write_all(
    connection: &mut AnyConnection,
    statements: &mut Statements,
    writes: Writes<'_>,
) -> Result<(), StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let floor = if writes.is_floor_raised { writes.to.0 } else { 0 };
    let swapped = sqlx::query(
        "UPDATE head SET seq = $1, floor = CASE WHEN floor < $2 THEN $2 ELSE floor END, turn = turn + 1 \
         WHERE one = 1 AND seq = $3 AND turn = $4 AND schema = $5",
    )
    .bind(writes.to.0.cast_signed())
    .bind(floor.cast_signed())
    .bind(writes.prev.0.cast_signed())
    .bind(writes.turn.0.cast_signed())
    .bind(SCHEMA)
    .execute(&mut *transaction)
    .await?;
    if swapped.rows_affected() != 1 {
        return Err(why_not_swapped(&mut transaction).await?);
    }
    let (deletes, upserts) = by_kind(&writes.changes);
    // Deletes first: a row that leaves may make room for one that enters.
    for (kind, cells) in deletes {
        statements.run(&mut transaction, Verb::Delete, rows::table(kind), cells).await?;
    }
    for (kind, cells) in upserts {
        statements.run(&mut transaction, Verb::Upsert(1), rows::table(kind), cells).await?;
    }
    statements.run(&mut transaction, Verb::Insert, FEED, writes.feed).await?;
    statements.run(&mut transaction, Verb::Insert, JOURNAL, writes.journal).await?;
    statements.run(&mut transaction, Verb::Upsert(1), CLIENT, writes.clients).await?;
    statements.run(&mut transaction, Verb::Upsert(3), SOURCE_REF, writes.refs).await?;
    transaction.commit().await?;
    Ok(())
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
        }
    }

    fn command(&mut self, committed: &'a Committed) {
        self.changes.extend(committed.changes.iter().map(|seen| &seen.change));
        self.feed(committed.seq, &committed.changes);
        for (ordinal, fact) in (0u32..).zip(&committed.facts) {
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
