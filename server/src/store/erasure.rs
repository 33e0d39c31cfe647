//! Erased people: what goes besides their rows, and the list of them, by which they are erased again after a
//! restore of an older backup.
//!
//! The list is a table and, so that it survives what becomes of a SQLite file, a file beside that: ids and
//! times, one person a line. Both are brought to say the same whenever the database is opened.

use std::{
    collections::BTreeMap,
    fs,
    io::{ErrorKind, Write as _},
    path::Path,
};

use sqlx::{AnyConnection, Connection as _, Executor as _};
use uuid::Uuid;
use weft_domain::{Change, PersonId, Timestamp, erasure};
use weft_sync::message::{decode, encode};

use super::{
    Store, StoreError,
    address::SqliteFile,
    cells::{Columns, id_text},
    sqlite,
};

/// What stands between the two ids of a source's membership.
const BETWEEN: &str = "\u{1f}";

type Erasures = BTreeMap<PersonId, Timestamp>;

impl Store {
    /// Everybody who was erased, whether their rows show it or are from before that.
    ///
    /// # Errors
    /// What the database says.
    pub async fn erasures(&self) -> Result<Vec<PersonId>, StoreError> {
        let found = sqlx::query("SELECT person, erased_at FROM erasure").fetch_all(&self.readers).await?;
        Ok(read(&found)?.into_keys().collect())
    }
}

/// Takes out what is not in rows: old forms of their rows in the feed, account, sessions, links, and under
/// which names a source knows them. Part of the transaction that erases their rows.
pub(super) async fn carry_out(
    connection: &mut AnyConnection,
    person: PersonId,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO erasure (person, erased_at) VALUES ($1, $2) ON CONFLICT (person) DO NOTHING")
        .bind(id_text(person.0))
        .bind(at.0)
        .execute(&mut *connection)
        .await?;
    redact_feed(connection, person).await?;
    for sql in SIGN_IN.iter().chain(SOURCES) {
        let query = sqlx::query(*sql).bind(id_text(person.0));
        let query = if sql.contains("$2") { query.bind(BETWEEN) } else { query };
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// The account last: the others lead to it.
const SIGN_IN: &[&str] = &[
    "DELETE FROM login_throttle WHERE subject IN (SELECT 'account:' || email FROM account WHERE person = $1)",
    "DELETE FROM access_token WHERE account IN (SELECT id FROM account WHERE person = $1)",
    "DELETE FROM session WHERE account IN (SELECT id FROM account WHERE person = $1)",
    "DELETE FROM reset_link WHERE account IN (SELECT id FROM account WHERE person = $1)",
    "DELETE FROM invitation WHERE person = $1
         OR lower(email) IN (SELECT email FROM account WHERE person = $1)",
    "DELETE FROM account WHERE person = $1",
];

/// A source's id of a person is often their name or address. Ids here are derived from it, so that an import
/// still finds whom it must leave alone.
const SOURCES: &[&str] = &[
    "DELETE FROM source_ref WHERE kind = 'membership' AND EXISTS (
         SELECT 1 FROM source_ref AS known
         WHERE known.kind = 'person' AND known.id = $1 AND known.source = source_ref.source
         AND substr(source_ref.external_id, 1, length(known.external_id) + 1) = known.external_id || $2)",
    "DELETE FROM source_ref WHERE kind = 'person' AND id = $1",
];

/// No old row of the feed may bring back what is gone: each becomes what is left of it.
async fn redact_feed(connection: &mut AnyConnection, person: PersonId) -> Result<(), StoreError> {
    let found = sqlx::query(
        "SELECT seq, ordinal, change FROM feed
         WHERE (kind IN ('Person', 'Contact') AND id = $1) OR kind IN ('Membership', 'Kudos')",
    )
    .bind(id_text(person.0))
    .fetch_all(&mut *connection)
    .await?;
    for row in &found {
        let mut columns = Columns::new(row, "feed", &["seq", "ordinal", "change"]);
        let (seq, ordinal, change) = (columns.int()?, columns.int()?, columns.blob()?);
        let Change::Put(said) = decode(&change).map_err(|_| columns.bad())? else { continue };
        if let Some(left) = erasure::redacted(&said, person) {
            sqlx::query("UPDATE feed SET change = $1 WHERE seq = $2 AND ordinal = $3")
                .bind(encode(&left))
                .bind(seq)
                .bind(ordinal)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

/// Makes the list in the database and the one beside it the same.
pub(super) async fn remember(connection: &mut AnyConnection, file: &SqliteFile) -> Result<(), StoreError> {
    let found = connection.fetch_all("SELECT person, erased_at FROM erasure").await?;
    let in_table = read(&found)?;
    let path = file.beside(".erased");
    let beside = read_file(&path)?;
    for (person, at) in beside.iter().filter(|(person, _)| !in_table.contains_key(person)) {
        sqlx::query("INSERT INTO erasure (person, erased_at) VALUES ($1, $2)")
            .bind(id_text(person.0))
            .bind(at.0)
            .execute(&mut *connection)
            .await?;
    }
    if in_table.keys().any(|person| !beside.contains_key(person)) {
        write_file(&path, &in_table.into_iter().chain(beside).collect())?;
    }
    Ok(())
}

/// Notes beside a database that is about to be replaced whom it knows to be erased.
pub(super) async fn note_beside(file: &SqliteFile) -> Result<(), StoreError> {
    let mut connection = sqlite::writer(file).await?;
    let noted = remember(&mut connection, file).await;
    connection.close().await?;
    noted
}

fn read(rows: &[sqlx::any::AnyRow]) -> Result<Erasures, StoreError> {
    let one = |row| {
        let mut columns = Columns::new(row, "erasure", &["person", "erased_at"]);
        Ok((PersonId(columns.id()?), columns.at()?))
    };
    rows.iter().map(one).collect()
}

/// The list beside the database. A line that cannot be read is not passed over: it may be a person.
fn read_file(path: &Path) -> Result<Erasures, StoreError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Erasures::new()),
        Err(source) => return Err(StoreError::Path { path: path.into(), source }),
    };
    let one = |line: &str| {
        let (person, at) = line.split_once(' ')?;
        Some((PersonId(Uuid::try_parse(person).ok()?), Timestamp(at.parse().ok()?)))
    };
    let all: Option<Erasures> = text.lines().map(one).collect();
    all.ok_or_else(|| {
        let source = std::io::Error::new(ErrorKind::InvalidData, "not a list of erased people");
        StoreError::Path { path: path.into(), source }
    })
}

fn write_file(path: &Path, all: &Erasures) -> Result<(), StoreError> {
    let failed = |source| StoreError::Path { path: path.into(), source };
    let mut staged = path.as_os_str().to_owned();
    staged.push(".new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&staged).map_err(failed)?;
    for (person, at) in all {
        writeln!(file, "{} {}", id_text(person.0), at.0).map_err(failed)?;
    }
    file.sync_all().map_err(failed)?;
    fs::rename(&staged, path).map_err(failed)
}
