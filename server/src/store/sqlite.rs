//! A SQLite file: connections to it, and the certainty that nobody else writes.

use std::{
    fs::{DirBuilder, File, OpenOptions, TryLockError},
    path::Path,
    time::Duration,
};

use sqlx::{AnyConnection, Connection as _, Executor as _, Row as _, any::AnyPoolOptions};

use super::{
    StoreError,
    address::{Address, Dialect, SqliteFile},
    keep, migrate,
};

/// The oldest SQLite that does not lose commits with several connections to one file.
const SQLITE_MIN: (u32, u32, u32) = (3, 51, 3);
const SQLITE_MIN_TEXT: &str = "3.51.3";
/// Connections that read at once. Beyond it a question waits for one that is through.
pub(super) const READERS_MAX: u32 = 4;
/// How long a question waits for a reader before it fails.
const READER_WAIT: Duration = Duration::from_secs(10);

/// What the one that writes is told besides: the pages that commands touch stay at hand, and go from the log
/// (at most 64 MB, but for what somebody still reads) into the tables once for many commits.
const WRITER_PRAGMAS: &str = "PRAGMA cache_size = -64000; PRAGMA wal_autocheckpoint = 16000;";

/// What every connection is told. FULL: a commit is on the disk before it is acknowledged.
const PRAGMAS: &str = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; \
                       PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;";

/// Makes the data folder, readable by its owner only, and an empty file in it.
pub(super) fn prepare(file: &SqliteFile) -> Result<(), StoreError> {
    if let Some(folder) = file.path.parent() {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(|source| StoreError::Path { path: folder.into(), source })?;
    }
    if !file.path.exists() {
        open_file(&file.path)?;
    }
    Ok(())
}

/// Locks the database against a second server. The lock ends with the process, however it ends.
pub(super) fn lock(file: &SqliteFile) -> Result<File, StoreError> {
    let path = file.lock_path();
    let lock = open_file(&path)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: file.path.clone() }),
        Err(TryLockError::Error(source)) => Err(StoreError::Path { path, source }),
    }
}

fn open_file(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|source| StoreError::Path { path: path.into(), source })
}

/// The one connection that writes.
pub(super) async fn writer(file: &SqliteFile) -> Result<AnyConnection, StoreError> {
    let options = Address::Sqlite(file.clone()).options()?;
    let mut connection = AnyConnection::connect_with(&options).await?;
    connection.execute(PRAGMAS).await?;
    connection.execute(WRITER_PRAGMAS).await?;
    Ok(connection)
}

/// Checks the library, turns the write-ahead log on, proves that the file can be written, brings
/// the schema up to date.
pub(super) async fn make_ready(connection: &mut AnyConnection) -> Result<(), StoreError> {
    check_version(connection).await?;
    connection.execute("PRAGMA journal_mode = WAL").await?;
    // A file that cannot be written opens all the same, and would fail with the first command.
    connection.begin_with("BEGIN IMMEDIATE").await?.rollback().await?;
    migrate::run(connection, Dialect::Sqlite).await?;
    keep::ensure_head(connection).await
}

async fn check_version(connection: &mut AnyConnection) -> Result<(), StoreError> {
    let found: String = connection.fetch_one("SELECT sqlite_version()").await?.try_get(0)?;
    let mut parts = found.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) >= SQLITE_MIN {
        Ok(())
    } else {
        Err(StoreError::TooOld { what: "SQLite", found, needed: SQLITE_MIN_TEXT })
    }
}

/// The connections that read. They cannot write.
pub(super) fn readers(file: &SqliteFile) -> Result<sqlx::AnyPool, StoreError> {
    let pool = AnyPoolOptions::new()
        .max_connections(READERS_MAX)
        .acquire_timeout(READER_WAIT)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(PRAGMAS).await?;
                connection.execute("PRAGMA query_only = ON").await?;
                Ok(())
            })
        })
        .connect_lazy_with(Address::Sqlite(file.clone()).options()?);
    Ok(pool)
}
