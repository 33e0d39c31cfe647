//! The database, and the only module that names `sqlx`.
//!
//! One connection writes, a few read. A commit is one transaction that moves the head by compare
//! and swap; when it returns, everything is on the disk. The statements are the same for SQLite and,
//! later, PostgreSQL; what differs is in `migrations/`.

mod accounts;
mod cells;
mod commit;
mod connect;
mod error;
mod exchange;
mod keep;
mod links;
mod load;
mod migrate;
mod read;
mod rows;
mod sessions;
mod statements;
mod tokens;

pub use accounts::{Account, TokenHash};
pub use commit::{Bulk, JournalEntry, SourceRef};
pub use error::StoreError;
pub use exchange::RequestEntry;
pub use keep::{FEED_KEPT_MS, RestoreReport, backup, restore};
pub use links::{Invitation, LinkKind};
pub use load::{Head, Turn};
pub use read::FEED_PAGE_ROWS;
pub use sessions::SessionRow;
pub use tokens::AccessTokenRow;

use std::{fs::File, path::Path};

use sqlx::{AnyConnection, AnyPool, Connection as _};
use tokio::sync::Mutex;

use connect::Address;
use statements::Statements;

/// An open database. It is closed, and its lock given up, when it is dropped.
#[derive(Debug)]
pub struct Store {
    address: Address,
    writer: Mutex<Writer>,
    readers: AnyPool,
    /// Held, not read: its lock keeps a second server out.
    _lock: File,
}

impl Store {
    /// Opens the database at `url` (`sqlite:PATH`), making folder, file and tables where they are
    /// missing and bringing the tables up to date.
    ///
    /// # Errors
    /// What [`StoreError`] names: somebody else has it open, it is read-only, newer or damaged.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        connect::prepare(&address)?;
        let lock = connect::lock(&address)?;
        let mut connection = connect::writer(&address).await?;
        connect::make_ready(&mut connection).await?;
        keep::ensure_head(&mut connection).await?;
        let readers = connect::readers(&address)?;
        let writer = Mutex::new(Writer::new(connection));
        Ok(Self { address, writer, readers, _lock: lock })
    }

    /// The database's file.
    pub fn path(&self) -> &Path {
        &self.address.path
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
            None => connect::writer(address).await?,
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
