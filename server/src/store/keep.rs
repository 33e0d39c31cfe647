//! Keeping the database well: its first head, backups, restores, a feed that ends somewhere.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sqlx::{AnyConnection, Connection as _, Executor as _, Row as _};
use tracing::warn;
use weft_domain::Timestamp;
use weft_sync::message::{Epoch, Seq};

use super::{
    Store, StoreError,
    address::{Address, Dialect, SqliteFile},
    cells::Columns,
    erasure, migrate, postgres, sqlite,
};

/// How long the feed keeps rows, in milliseconds: 90 days. A browser that was away for longer
/// starts anew.
pub const FEED_KEPT_MS: i64 = 90 * weft_domain::DAY_MS;
/// Feed rows dropped in one transaction, so that commands do not wait for long.
const PRUNE_ROWS: i64 = 2_000;

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreReport {
    /// Where the database that was there before is now.
    pub former: Option<PathBuf>,
    /// The last committed number of what was restored.
    pub seq: Seq,
    /// Its new life.
    pub epoch: Epoch,
}

/// Writes the head of a new database.
pub(super) async fn ensure_head(connection: &mut AnyConnection) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO head (one, seq, floor, epoch, schema) VALUES (1, 0, 0, $1, $2) \
         ON CONFLICT (one) DO NOTHING",
    )
    .bind(draw_epoch()?.0.cast_signed())
    .bind(migrate::SCHEMA)
    .execute(connection)
    .await?;
    Ok(())
}

fn draw_epoch() -> Result<Epoch, StoreError> {
    getrandom::u64().map(Epoch).map_err(|error| StoreError::Other(Box::new(error)))
}

impl Store {
    /// Drops what the feed has kept for longer than [`FEED_KEPT_MS`], a little at a time. Returns
    /// how far.
    ///
    /// # Errors
    /// What SQLite says; what was dropped before stays dropped.
    pub async fn prune_feed(&self, now: Timestamp) -> Result<Seq, StoreError> {
        let before = now.0.saturating_sub(FEED_KEPT_MS);
        let mut floor = self.head().await?.floor;
        while let Some(seq) = self.prunable(before).await? {
            let mut writer = self.writer.lock().await;
            let (mut connection, statements) = writer.take(&self.address).await?;
            prune(&mut connection, self.address.dialect(), (seq, before)).await?;
            writer.put_back(connection, statements);
            floor = seq;
        }
        Ok(floor)
    }

    /// The last commit that is old enough, among the first few of the feed.
    async fn prunable(&self, before: i64) -> Result<Option<Seq>, StoreError> {
        let row = sqlx::query(
            "SELECT COALESCE(max(seq), 0) FROM
                 (SELECT seq, committed_at FROM feed ORDER BY seq, ordinal LIMIT $1) AS oldest \
             WHERE committed_at < $2",
        )
        .bind(PRUNE_ROWS)
        .bind(before)
        .fetch_one(&self.readers)
        .await?;
        let seq: i64 = row.try_get(0)?;
        Ok((seq > 0).then_some(Seq(seq.cast_unsigned())))
    }
}

async fn prune(
    connection: &mut AnyConnection,
    dialect: Dialect,
    (seq, before): (Seq, i64),
) -> Result<(), StoreError> {
    let mut transaction = connection.begin_with(dialect.begin()).await?;
    let seq = seq.0.cast_signed();
    sqlx::query("DELETE FROM feed WHERE seq <= $1").bind(seq).execute(&mut *transaction).await?;
    sqlx::query("UPDATE head SET floor = $1 WHERE floor < $1").bind(seq).execute(&mut *transaction).await?;
    sqlx::query("DELETE FROM committer WHERE at < $1").bind(before).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(())
}

/// Writes a copy of the whole database at `url`, as it is at one moment, to a new file. Nothing waits
/// for it, and it waits for nobody: it takes no lock, so that it works beside a running server.
///
/// # Errors
/// [`StoreError::Exists`] if the file is there already; what SQLite says.
pub async fn backup(url: &str, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Exists { path: to.into() });
    }
    let target = to.to_str().ok_or_else(|| StoreError::Address(to.display().to_string()))?;
    let mut connection = sqlite::writer(Address::parse(url)?.file()?).await?;
    sqlx::query("VACUUM INTO $1").bind(target).execute(&mut connection).await?;
    drop(connection.close().await);
    restrict(to)
}

/// Puts a backup in the place of the database at `url`, under a new epoch, so that browsers start
/// anew and keep what they have not sent. Everybody signs in again. Who was erased since is erased again
/// when it is opened. The database that was there is kept beside it.
///
/// # Errors
/// [`StoreError::InUse`] while a server runs, [`StoreError::Damaged`] for a file that is no backup,
/// [`StoreError::NewerSchema`] for one of a newer weft. The database is untouched then.
pub async fn restore(url: &str, from: &Path, now: Timestamp) -> Result<RestoreReport, StoreError> {
    let address = Address::parse(url)?;
    let file = address.file()?;
    let had_one = file.path.exists();
    sqlite::prepare(file)?;
    let lock = sqlite::lock(file)?;
    let staged = file.beside(".restore");
    let failed = |source| StoreError::Path { path: staged.clone(), source };
    fs::copy(from, &staged).map_err(|source| StoreError::Path { path: from.into(), source })?;
    let (seq, epoch) = match refresh(&staged).await {
        Ok(head) => head,
        Err(error) => {
            // Only our own copy: what was to be restored and what is there are untouched.
            drop(fs::remove_file(&staged));
            return Err(error);
        }
    };
    restrict(&staged)?;
    fs::File::open(&staged).and_then(|file| file.sync_all()).map_err(failed)?;
    if had_one && let Err(error) = erasure::note_beside(file).await {
        // It may be damaged, which is why it is replaced; the list beside it is there all the same.
        warn!(%error, "could not read from the replaced database who was erased");
    }
    let former = if had_one { Some(set_aside(file, now)?) } else { None };
    fs::rename(&staged, &file.path).map_err(failed)?;
    drop(lock);
    Ok(RestoreReport { former, seq, epoch })
}

/// Checks a copy of a backup and gives it a new life.
async fn refresh(staged: &Path) -> Result<(Seq, Epoch), StoreError> {
    let mut connection = sqlite::writer(&SqliteFile::of(staged)?).await?;
    let verdict: String = connection.fetch_one("PRAGMA quick_check(1)").await?.try_get(0)?;
    if verdict != "ok" {
        return Err(StoreError::Damaged(verdict.into()));
    }
    let tables =
        connection.fetch_all("SELECT name FROM sqlite_schema WHERE name = 'schema_migration'").await?;
    if tables.is_empty() {
        return Err(StoreError::Damaged("it has no tables of weft".into()));
    }
    migrate::run(&mut connection, Dialect::Sqlite).await?;
    let head = begin_anew(&mut connection).await?;
    connection.execute("PRAGMA journal_mode = DELETE").await?;
    connection.close().await?;
    Ok(head)
}

/// Gives a PostgreSQL database that `pg_restore` wrote its new life, as [`restore`] gives it to a file.
///
/// # Errors
/// [`StoreError::Connected`] while a server runs, [`StoreError::NoBackup`] for a file.
pub async fn renew(url: &str) -> Result<RestoreReport, StoreError> {
    let address = Address::parse(url)?;
    if address.dialect() == Dialect::Sqlite {
        return Err(StoreError::NoBackup);
    }
    let mut connection = postgres::writer(&address).await?;
    postgres::make_ready(&mut connection).await?;
    postgres::check_alone(&mut connection).await?;
    let mut transaction = connection.begin_with(Dialect::Postgres.begin()).await?;
    let (seq, epoch) = begin_anew(&mut transaction).await?;
    transaction.commit().await?;
    connection.close().await?;
    Ok(RestoreReport { former: None, seq, epoch })
}

/// A new epoch: browsers start anew and keep what they have not sent.
async fn begin_anew(connection: &mut AnyConnection) -> Result<(Seq, Epoch), StoreError> {
    let epoch = draw_epoch()?;
    sqlx::query("UPDATE head SET epoch = $1, turn = turn + 1")
        .bind(epoch.0.cast_signed())
        .execute(&mut *connection)
        .await?;
    // A session, token or link that was ended after the backup must not come alive again.
    connection
        .execute(
            "DELETE FROM session; DELETE FROM access_token; DELETE FROM reset_link; DELETE FROM invitation",
        )
        .await?;
    let row = connection.fetch_one("SELECT seq FROM head").await?;
    let seq = Columns::new(&row, "head", &["seq"]).bits()?;
    Ok((Seq(seq), epoch))
}

/// Renames the database, with what SQLite keeps beside it, to names that say when.
fn set_aside(file: &SqliteFile, now: Timestamp) -> Result<PathBuf, StoreError> {
    let former = file.beside(&format!(".before-restore-{}", now.0));
    for suffix in ["-wal", "-shm", ""] {
        let (from, mut to) = (file.beside(suffix), former.clone().into_os_string());
        to.push(suffix);
        if from.exists() {
            fs::rename(&from, &to).map_err(|source| StoreError::Path { path: from, source })?;
        }
    }
    Ok(former)
}

/// Makes a file readable by its owner only.
fn restrict(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))
            .map_err(|source| StoreError::Path { path: path.into(), source })?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
