//! From an address to open connections, and to the certainty that nobody else writes.

use std::{
    fs::{DirBuilder, File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    AnyConnection, Connection as _, Executor as _, Row as _,
    any::{AnyConnectOptions, AnyPoolOptions},
};

use super::{StoreError, migrate};

/// The oldest SQLite that does not lose commits with several connections to one file.
const SQLITE_MIN: (u32, u32, u32) = (3, 51, 3);
const SQLITE_MIN_TEXT: &str = "3.51.3";
/// Connections that read at once. Beyond it a question waits for one that is through.
const READERS_MAX: u32 = 4;
/// How long a question waits for a reader before it fails.
const READER_WAIT: Duration = Duration::from_secs(10);

/// What every connection is told. FULL: a commit is on the disk before it is acknowledged.
const PRAGMAS: &str = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; \
                       PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;";

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) path: PathBuf,
    is_read_only: bool,
}

impl Address {
    /// Reads `sqlite:PATH`, `sqlite://PATH`, either with `?mode=ro`.
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        let unknown = || StoreError::Address(url.to_owned());
        let rest = url.strip_prefix("sqlite:").ok_or_else(unknown)?;
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (path, is_read_only) = match rest.strip_suffix("?mode=ro") {
            Some(path) => (path, true),
            None => (rest, false),
        };
        if path.is_empty() || path.contains(['?', '\0']) || path.contains(":memory:") {
            return Err(unknown());
        }
        let path =
            std::path::absolute(path).map_err(|source| StoreError::Path { path: path.into(), source })?;
        Ok(Self { path, is_read_only })
    }

    /// The address of a file that is there.
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        let path =
            std::path::absolute(path).map_err(|source| StoreError::Path { path: path.into(), source })?;
        Ok(Self { path, is_read_only: false })
    }

    /// The file whose lock says that somebody writes.
    pub(super) fn lock_path(&self) -> PathBuf {
        self.beside(".lock")
    }

    /// A file beside the database whose name is the database's with `suffix`.
    pub(super) fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(suffix);
        name.into()
    }

    fn options(&self) -> Result<AnyConnectOptions, StoreError> {
        sqlx::any::install_default_drivers();
        let path = self.path.to_str().ok_or_else(|| StoreError::Address(self.path.display().to_string()))?;
        let mode = if self.is_read_only { "ro" } else { "rw" };
        let url = format!("sqlite://{}?mode={mode}", percent_encoded(path));
        url.parse().map_err(StoreError::from)
    }
}

fn percent_encoded(path: &str) -> String {
    use std::fmt::Write as _;
    path.bytes().fold(String::new(), |mut url, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => url.push(char::from(byte)),
            _ => {
                // Writing into a string cannot fail.
                let _ = write!(url, "%{byte:02X}");
            }
        }
        url
    })
}

/// Makes the data folder, readable by its owner only, and an empty file in it.
pub(super) fn prepare(address: &Address) -> Result<(), StoreError> {
    if let Some(folder) = address.path.parent() {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(|source| StoreError::Path { path: folder.into(), source })?;
    }
    if !address.path.exists() {
        open_file(&address.path)?;
    }
    Ok(())
}

/// Locks the database against a second server. The lock ends with the process, however it ends.
pub(super) fn lock(address: &Address) -> Result<File, StoreError> {
    let path = address.lock_path();
    let file = open_file(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: address.path.clone() }),
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
pub(super) async fn writer(address: &Address) -> Result<AnyConnection, StoreError> {
    let mut connection = AnyConnection::connect_with(&address.options()?).await?;
    connection.execute(PRAGMAS).await?;
    Ok(connection)
}

/// Checks the library, turns the write-ahead log on, proves that the file can be written, brings
/// the schema up to date.
pub(super) async fn make_ready(connection: &mut AnyConnection) -> Result<(), StoreError> {
    check_version(connection).await?;
    connection.execute("PRAGMA journal_mode = WAL").await?;
    // A file that cannot be written opens all the same, and would fail with the first command.
    connection.begin_with("BEGIN IMMEDIATE").await?.rollback().await?;
    migrate::run(connection).await
}

async fn check_version(connection: &mut AnyConnection) -> Result<(), StoreError> {
    let found: String = connection.fetch_one("SELECT sqlite_version()").await?.try_get(0)?;
    let mut parts = found.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) >= SQLITE_MIN {
        Ok(())
    } else {
        Err(StoreError::SqliteTooOld { found, needed: SQLITE_MIN_TEXT })
    }
}

/// The connections that read. They cannot write.
pub(super) fn readers(address: &Address) -> Result<sqlx::AnyPool, StoreError> {
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
        .connect_lazy_with(address.options()?);
    Ok(pool)
}
