//! The database, and the only module that names `sqlx`.
//!
//! One connection writes, a few read. A commit is one transaction that moves the head by compare
//! and swap; when it returns, everything is on the disk. The statements are the same for SQLite and
//! PostgreSQL; what differs is in `migrations/`, in how connections are made (`sqlite`, `postgres`) and
//! in how many values a commit hands over with one statement (`statements`).

mod accounts;
mod address;
mod archive;
mod cells;
mod commit;
mod erasure;
mod error;
mod exchange;
mod keep;
mod links;
mod listen;
mod load;
mod migrate;
mod missed;
mod postgres;
mod read;
mod rows;
mod sessions;
mod sqlite;
mod statements;
mod tokens;
mod transfer;

pub use accounts::{Account, TokenHash};
pub use archive::SEARCH_WAIT;
pub use commit::{Bulk, JournalEntry, SourceRef};
pub use error::StoreError;
pub use exchange::RequestEntry;
pub use keep::{FEED_KEPT_MS, RestoreReport, backup, renew, restore};
pub use links::{Invitation, LinkKind};
pub use listen::{Hint, Listener, TOLD_BYTES_MAX};
pub use load::{Head, Turn};
pub use read::FEED_PAGE_ROWS;
pub use sessions::SessionRow;
pub use tokens::AccessTokenRow;
pub use transfer::{TransferReport, transfer};

use std::{fs::File, time::Duration};

use sqlx::{AnyConnection, AnyPool, Connection as _};
use tokio::sync::{Mutex, Semaphore};

use address::Address;
use statements::Statements;

/// Readers there are for each search that may run at once.
const READERS_PER_SEARCH: u32 = 2;

/// An open database. It is closed, and its lock given up, when it is dropped.
#[derive(Debug)]
pub struct Store {
    address: Address,
    /// This server's name among those over the same database; another one each time it is opened.
    server: String,
    writer: Mutex<Writer>,
    readers: AnyPool,
    /// How long a statement of a commit may take; none: as long as it takes.
    wait: Option<Duration>,
    /// A place for each search that may run at once: half of the readers are kept for all else.
    searches: Semaphore,
    /// It keeps a second server out of a file. PostgreSQL takes several.
    lock: Option<File>,
}

impl Store {
    /// Opens the database at `url` (`sqlite:PATH` or `postgres://…`), making folder, file and tables
    /// where they are missing and bringing the tables up to date.
    ///
    /// # Errors
    /// What [`StoreError`] names: somebody else has it open, it is read-only, newer, damaged or out of
    /// reach.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        let lock = match &address {
            Address::Sqlite(file) => {
                sqlite::prepare(file)?;
                Some(sqlite::lock(file)?)
            }
            Address::Postgres(_) => None,
        };
        Self::open_at(address, lock).await
    }

    async fn open_at(address: Address, lock: Option<File>) -> Result<Self, StoreError> {
        let mut connection = connect(&address).await?;
        match &address {
            Address::Sqlite(file) => {
                sqlite::make_ready(&mut connection).await?;
                erasure::remember(&mut connection, file).await?;
            }
            Address::Postgres(_) => postgres::make_ready(&mut connection).await?,
        }
        let (readers, count) = match &address {
            Address::Sqlite(file) => (sqlite::readers(file)?, sqlite::READERS_MAX),
            Address::Postgres(_) => (postgres::readers(&address)?, postgres::READERS_MAX),
        };
        let wait = matches!(address, Address::Postgres(_)).then_some(commit::STATEMENT_WAIT);
        let searches = Semaphore::new((count / READERS_PER_SEARCH) as usize);
        let server = draw_name()?;
        let writer = Mutex::new(Writer::new(connection));
        Ok(Self { address, server, writer, readers, wait, searches, lock })
    }

    /// Whether other servers may commit to this database too.
    pub fn is_shared(&self) -> bool {
        self.lock.is_none()
    }

    /// This server's name among those over the same database; another one each time it is opened.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Where the database is, for the log: a file, or an address without its password.
    pub fn place(&self) -> String {
        self.address.shown()
    }

    /// Closes all connections, which folds the write-ahead log into the file.
    pub async fn close(self) {
        self.readers.close().await;
        if let Some(connection) = self.writer.into_inner().connection {
            // What is acknowledged is on the disk already; a failure here loses nothing.
            drop(connection.close().await);
        }
    }
}

/// The connection that writes.
async fn connect(address: &Address) -> Result<AnyConnection, StoreError> {
    match address {
        Address::Sqlite(file) => sqlite::writer(file).await,
        Address::Postgres(_) => postgres::writer(address).await,
    }
}

fn draw_name() -> Result<String, StoreError> {
    let random = getrandom::u64().map_err(|error| StoreError::Other(Box::new(error)))?;
    Ok(format!("{random:016x}"))
}

/// The connection that writes, between two transactions.
#[derive(Debug)]
struct Writer {
    /// None after a failed transaction: the next one opens another.
    connection: Option<AnyConnection>,
    statements: Statements,
}

impl Writer {
    fn new(connection: AnyConnection) -> Self {
        Self { connection: Some(connection), statements: Statements::default() }
    }

    /// The connection, to be [put back](Writer::put_back) after success only.
    async fn take(&mut self, address: &Address) -> Result<(AnyConnection, Statements), StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(address).await?,
        };
        Ok((connection, std::mem::take(&mut self.statements)))
    }

    fn put_back(&mut self, connection: AnyConnection, statements: Statements) {
        self.connection = Some(connection);
        self.statements = statements;
    }
}

#[cfg(test)]
pub(crate) mod tests;
