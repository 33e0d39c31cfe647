//! The world at the head, and rows by their names.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use sqlx::{AnyConnection, Connection as _, Row as _};
use weft_domain::{Change, CommandId, Key, Kind, PersonId, Row, Timestamp, World};
use weft_sync::{
    message::{ClientId, Epoch, Seq},
    server::ClientRecord,
};

use super::{
    Store, StoreError,
    archive::has_archived,
    cells::{Cells, Columns, id_text},
    migrate::SCHEMA,
    rows,
    statements::{Statements, Verb, chunks},
};

/// Where the sequence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last committed number.
    pub seq: Seq,
    /// The feed holds everything after it.
    pub floor: Seq,
    /// This database's life.
    pub epoch: Epoch,
    /// How often it was committed to.
    pub turn: Turn,
}

/// A count of commits. Every commit counts it, also one that only refuses and leaves the sequence as
/// it is: what is remembered of the database is true for as long as the turn is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn(pub u64);

const HEAD: &[&str] = &["seq", "floor", "epoch", "turn", "schema"];
const CLIENT: &[&str] = &["client_id", "person", "last_number", "last_command", "recent", "refused"];

impl Store {
    /// Where the sequence stands.
    ///
    /// # Errors
    /// [`StoreError::Upgraded`] where a newer server has taken over; what SQLite says.
    pub async fn head(&self) -> Result<Head, StoreError> {
        read_head(&mut *self.readers.acquire().await?).await
    }

    /// Every resident row but the requests that ended before `archived_before`, and where the sequence
    /// stands with them, as of one moment.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn load_world(&self, archived_before: Timestamp) -> Result<(World, Head), StoreError> {
        let mut connection = self.readers.acquire().await?;
        let mut moment = connection.begin_with(self.address.dialect().begin_reading()).await?;
        let head = read_head(&mut moment).await?;
        let mut world = World::complete();
        let mut statements = Statements::default();
        let whole = |kind: &Kind| kind.is_resident() && *kind != Kind::Request;
        for kind in Kind::ALL.iter().copied().filter(whole) {
            let sql = statements.get(Verb::SelectAll, rows::table(kind), 0);
            let mut found = sqlx::query(sql).fetch(&mut *moment);
            while let Some(row) = found.try_next().await? {
                world.apply(&Change::Put(rows::read(kind, &row)?));
            }
        }
        let sql = rows::select(Kind::Request, "WHERE ended_at IS NULL OR ended_at >= $1");
        let mut found = sqlx::query(sql).bind(archived_before.0).fetch(&mut *moment);
        while let Some(row) = found.try_next().await? {
            world.apply(&Change::Put(rows::read(Kind::Request, &row)?));
        }
        drop(found);
        if has_archived(&mut moment, archived_before).await? {
            world.set_archived(archived_before);
        }
        moment.commit().await?;
        Ok((world, head))
    }

    /// The rows with these names; those that are not there are left out.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn rows_by_keys(&self, keys: &[Key]) -> Result<Vec<Row>, StoreError> {
        let mut by_kind: BTreeMap<Kind, Cells> = BTreeMap::new();
        for key in keys {
            by_kind.entry(key.kind).or_default().text(id_text(key.id));
        }
        let mut statements = Statements::default();
        let mut rows = Vec::with_capacity(keys.len());
        for (kind, mut cells) in by_kind {
            for count in chunks(cells.len(), 1) {
                let sql = statements.get(Verb::Select, rows::table(kind), count);
                let arguments = cells.take_arguments(count)?;
                for row in sqlx::query_with(sql, arguments).fetch_all(&self.readers).await? {
                    rows.push(rows::read(kind, &row)?);
                }
            }
        }
        Ok(rows)
    }

    /// What is kept of clients' outboxes; unknown ones are left out.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn client_records(
        &self,
        clients: &[ClientId],
    ) -> Result<BTreeMap<ClientId, ClientRecord>, StoreError> {
        let mut records = BTreeMap::new();
        for client in clients {
            let row = sqlx::query(
                "SELECT client_id, person, last_number, last_command, recent, refused FROM client \
                 WHERE client_id = $1",
            )
            .bind(id_text(client.0))
            .fetch_optional(&self.readers)
            .await?;
            if let Some(row) = row {
                records.insert(*client, read_client(&row)?);
            }
        }
        Ok(records)
    }

    /// How many rows a table of a kind holds.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn count(&self, kind: Kind) -> Result<u64, StoreError> {
        let sql = Statements::default().get(Verb::Count, rows::table(kind), 0);
        let row = sqlx::query(sql).fetch_one(&self.readers).await?;
        Ok(row.try_get::<i64, _>(0)?.cast_unsigned())
    }
}

async fn read_head(connection: &mut AnyConnection) -> Result<Head, StoreError> {
    let row = sqlx::query("SELECT seq, floor, epoch, turn, schema FROM head").fetch_one(connection).await?;
    let mut columns = Columns::new(&row, "head", HEAD);
    let head = Head {
        seq: Seq(columns.bits()?),
        floor: Seq(columns.bits()?),
        epoch: Epoch(columns.bits()?),
        turn: Turn(columns.bits()?),
    };
    match columns.int()? {
        SCHEMA => Ok(head),
        found => Err(StoreError::Upgraded { found, known: SCHEMA }),
    }
}

fn read_client(row: &sqlx::any::AnyRow) -> Result<ClientRecord, StoreError> {
    let mut columns = Columns::new(row, "client", CLIENT);
    columns.id()?;
    Ok(ClientRecord {
        person: PersonId(columns.id()?),
        last: columns.bits()?,
        last_id: columns.id_or()?.map(CommandId),
        recent: columns.json()?,
        refused: columns.json()?,
    })
}
