//! A whole organisation from a SQLite file into an empty PostgreSQL database: one transaction, and
//! compared row by row before it is committed.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::{
    AnyConnection, Arguments as _, AssertSqlSafe, Connection as _, Executor as _, Row as _,
    any::{AnyArguments, AnyRow},
};
use weft_sync::message::Seq;

use super::{
    StoreError,
    address::{Address, Dialect},
    cells::Cells,
    erasure, postgres, sqlite,
};

/// Bytes of rows that are handed over with one statement.
const PIECE_BYTES: usize = 4 * 1024 * 1024;
/// The tables that are not copied: each database keeps its own.
const OWN: [&str; 3] = ["schema_migration", "head", "committer"];
/// Where the sequence stands; one row, which is there on both sides.
const HEAD: &str = "head";

/// What was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferReport {
    /// Rows by table.
    pub tables: BTreeMap<String, u64>,
    /// The last committed number.
    pub seq: Seq,
    /// Where it is now, without a password.
    pub place: String,
}

/// A column's name, and how its values are kept.
struct Column {
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Int,
    Text,
    Blob,
}

/// A count of rows and a sum of their fingerprints, the same in whatever order they come.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    rows: u64,
    sum: u128,
}

/// Moves the organisation at `from` (`sqlite:PATH`) to `to` (`postgres://…`). The file is left as it is, but for
/// who was erased by the list beside it: they are erased in the new place too.
///
/// # Errors
/// [`StoreError::InUse`] while a server has the file, [`StoreError::Connected`] while one has the
/// database, [`StoreError::NotEmpty`] where the database holds something, [`StoreError::Differs`] where
/// what arrived is not what was sent; what the databases say. Nothing has changed then.
pub async fn transfer(from: &str, to: &str) -> Result<TransferReport, StoreError> {
    let (from, to) = (Address::parse(from)?, Address::parse(to)?);
    let (Address::Sqlite(file), Dialect::Postgres) = (&from, to.dialect()) else {
        return Err(StoreError::NoTransfer);
    };
    if !file.path.exists() {
        return Err(StoreError::Path {
            path: file.path.clone(),
            source: std::io::ErrorKind::NotFound.into(),
        });
    }
    let lock = sqlite::lock(file)?;
    let mut source = sqlite::writer(file).await?;
    sqlite::make_ready(&mut source).await?;
    // An older backup may be in its place, which does not know who was erased since.
    erasure::remember(&mut source, file).await?;
    let mut target = postgres::writer(&to).await?;
    postgres::make_ready(&mut target).await?;
    postgres::check_alone(&mut target).await?;
    let mut transaction = target.begin_with(Dialect::Postgres.begin()).await?;
    let (tables, seq) = copy_all(&mut source, &mut transaction).await?;
    transaction.commit().await?;
    drop((target.close().await, source.close().await, lock));
    Ok(TransferReport { tables, seq, place: to.shown() })
}

async fn copy_all(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
) -> Result<(BTreeMap<String, u64>, Seq), StoreError> {
    // Whoever would write waits for us, and finds the head moved.
    target.execute("LOCK TABLE head IN EXCLUSIVE MODE").await?;
    let mut moved = BTreeMap::new();
    for table in tables(source).await? {
        let columns = columns(source, &table).await?;
        if count(target, &table).await? > 0 {
            return Err(StoreError::NotEmpty { table });
        }
        let sent = copy(source, target, &table, &columns).await?;
        if tally(target, &table, &columns).await? != sent {
            return Err(StoreError::Differs { table });
        }
        moved.insert(table, sent.rows);
    }
    let seq = move_head(source, target).await?;
    Ok((moved, seq))
}

/// The tables in the order they were made: what is referred to comes first.
async fn tables(source: &mut AnyConnection) -> Result<Vec<String>, StoreError> {
    let sql =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
    let found = source.fetch_all(sql).await?;
    let names: Vec<String> = found.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    names.into_iter().filter(|name| !OWN.contains(&name.as_str())).map(plain).collect()
}

async fn columns(source: &mut AnyConnection, table: &str) -> Result<Vec<Column>, StoreError> {
    let found = sqlx::query("SELECT name, type FROM pragma_table_info($1) ORDER BY cid")
        .bind(table.to_owned())
        .fetch_all(source)
        .await?;
    let column = |row: &AnyRow| -> Result<Column, StoreError> {
        let kind = match row.try_get::<String, _>(1)?.as_str() {
            "INTEGER" => Kind::Int,
            "BLOB" => Kind::Blob,
            _ => Kind::Text,
        };
        Ok(Column { name: plain(row.try_get(0)?)?, kind })
    };
    found.iter().map(column).collect()
}

/// A name that can stand in a statement: a file may come from anybody.
fn plain(name: String) -> Result<String, StoreError> {
    let is_plain =
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if is_plain { Ok(name) } else { Err(StoreError::Damaged(format!("a table or column {name:?}").into())) }
}

async fn count(target: &mut AnyConnection, table: &str) -> Result<i64, StoreError> {
    let sql = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    Ok(sqlx::query(sql).fetch_one(target).await?.try_get(0)?)
}

async fn copy(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
    table: &str,
    columns: &[Column],
) -> Result<Tally, StoreError> {
    let mut tally = Tally::default();
    let mut piece = Cells::default();
    let mut bytes = 0;
    let sql = select(table, columns);
    let mut found = sqlx::query(sql).fetch(source);
    while let Some(row) = found.try_next().await? {
        let start = piece.len();
        take(&row, columns, &mut piece)?;
        bytes += tally.add(&piece, start);
        if bytes >= PIECE_BYTES {
            insert(target, table, columns, std::mem::take(&mut piece)).await?;
            bytes = 0;
        }
    }
    insert(target, table, columns, piece).await?;
    Ok(tally)
}

async fn tally(target: &mut AnyConnection, table: &str, columns: &[Column]) -> Result<Tally, StoreError> {
    let mut tally = Tally::default();
    let mut found = sqlx::query(select(table, columns)).fetch(target);
    while let Some(row) = found.try_next().await? {
        let mut one = Cells::default();
        take(&row, columns, &mut one)?;
        tally.add(&one, 0);
    }
    Ok(tally)
}

fn select(table: &str, columns: &[Column]) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("SELECT {} FROM {table}", names(columns)))
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn take(row: &AnyRow, columns: &[Column], cells: &mut Cells) -> Result<(), StoreError> {
    for (at, column) in columns.iter().enumerate() {
        match column.kind {
            Kind::Int => cells.int_or(row.try_get::<Option<i64>, _>(at)?),
            Kind::Text => cells.text_or(row.try_get::<Option<String>, _>(at)?),
            Kind::Blob => cells.blob_or(row.try_get::<Option<Vec<u8>>, _>(at)?),
        };
    }
    Ok(())
}

async fn insert(
    target: &mut AnyConnection,
    table: &str,
    columns: &[Column],
    mut cells: Cells,
) -> Result<(), StoreError> {
    let rows = cells.len() / columns.len().max(1);
    if rows == 0 {
        return Ok(());
    }
    let mut arguments = AnyArguments::default();
    let arrays = cells.take_columns(rows, columns.len(), &mut arguments)?.join(", ");
    let sql = format!("INSERT INTO {table} ({}) SELECT * FROM unnest({arrays})", names(columns));
    sqlx::query_with(AssertSqlSafe(sql), arguments).execute(target).await?;
    Ok(())
}

/// The database goes on where the file stands, under its epoch: browsers notice nothing.
async fn move_head(source: &mut AnyConnection, target: &mut AnyConnection) -> Result<Seq, StoreError> {
    let columns = ["seq", "floor", "epoch", "turn"];
    let row = source.fetch_one("SELECT seq, floor, epoch, turn FROM head").await?;
    let mut arguments = AnyArguments::default();
    for at in 0..columns.len() {
        arguments.add(row.try_get::<i64, _>(at)?).map_err(StoreError::Other)?;
    }
    // A new database has committed nothing.
    let sql = "UPDATE head SET seq = $1, floor = $2, epoch = $3, turn = $4 + 1 WHERE seq = 0 AND turn = 0";
    if sqlx::query_with(sql, arguments).execute(target).await?.rows_affected() != 1 {
        return Err(StoreError::NotEmpty { table: HEAD.to_owned() });
    }
    Ok(Seq(row.try_get::<i64, _>(0)?.cast_unsigned()))
}

impl Tally {
    /// Counts a row, whose values are those from `start`; says how long they are.
    fn add(&mut self, cells: &Cells, start: usize) -> usize {
        let mut hash = Sha256::new();
        let bytes = cells.show(start, |part| hash.update(part));
        let digest = hash.finalize();
        let half: [u8; 16] = std::array::from_fn(|at| digest[at]);
        self.sum = self.sum.wrapping_add(u128::from_le_bytes(half));
        self.rows += 1;
        bytes
    }
}
