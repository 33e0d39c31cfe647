//! What can go wrong with the database, in kinds that a person can act on.

use std::path::PathBuf;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why the store could not do what it was asked. The texts say the way out; they name paths and are
/// for the log and the command line, never for a browser.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database's address has a form this server does not know.
    #[error("the database address {0:?} is not understood; use sqlite:PATH")]
    Address(String),
    /// The data folder or a file in it could not be made or opened.
    #[error("cannot use {path}: {source}")]
    Path {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another server (or command) holds the database.
    #[error("the database {path} is in use by another weft; stop that one first, or let it do the work")]
    InUse {
        /// Which.
        path: PathBuf,
    },
    /// The file is there already, and would be overwritten.
    #[error("{path} exists already; name a new file")]
    Exists {
        /// Which.
        path: PathBuf,
    },
    /// A newer server has upgraded the database.
    #[error("the database has schema {found}, this weft knows {known}; start a newer weft")]
    NewerSchema {
        /// What the database has.
        found: i64,
        /// What this server knows.
        known: i64,
    },
    /// A migration of another text than this server's was applied.
    #[error(
        "migration {version} was applied with another text; this database was made by another build of weft"
    )]
    OtherMigration {
        /// Which.
        version: i64,
    },
    /// The SQLite library has known faults.
    #[error("SQLite {found} is too old: at least {needed} is needed, older ones can lose commits")]
    SqliteTooOld {
        /// What is linked.
        found: String,
        /// What is needed.
        needed: &'static str,
    },
    /// The disk is full.
    #[error("the disk is full; nothing was saved")]
    Full,
    /// The database cannot be written.
    #[error("the database is read-only; nothing was saved")]
    ReadOnly,
    /// Somebody else holds the database's write lock for too long.
    #[error("the database is locked by another program; nothing was saved")]
    Busy,
    /// The file is not a database, or is damaged.
    #[error("the database is damaged or not a database: {0}; restore a backup")]
    Damaged(Source),
    /// A link was used meanwhile.
    #[error("the link was used already")]
    LinkUsed,
    /// A newer server has upgraded the database while this one ran.
    #[error(
        "a newer weft upgraded the database to schema {found}, this one knows {known}; nothing was saved"
    )]
    Upgraded {
        /// What the database has.
        found: i64,
        /// What this server knows.
        known: i64,
    },
    /// Somebody else committed first: the head is not where it was expected.
    #[error("somebody else committed to the database; nothing was saved")]
    HeadMoved,
    /// A row breaks a constraint of the database. The batch was dropped.
    #[error("a row breaks a rule of the database: {0}")]
    Constraint(Source),
    /// A stored value cannot be read.
    #[error("{table}.{column} holds a value this weft does not know")]
    Value {
        /// In which table.
        table: &'static str,
        /// In which column.
        column: &'static str,
    },
    /// A feed entry cannot be read.
    #[error("feed entry {seq} cannot be read by this weft")]
    Feed {
        /// Its number.
        seq: u64,
    },
    /// Anything else.
    #[error("the database failed: {0}")]
    Other(Source),
}

impl StoreError {
    /// Whether the same can succeed later without anybody changing what was asked: the disk is full,
    /// the file read-only or locked just now.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Full | Self::ReadOnly | Self::Busy | Self::Other(_))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        // SQLite's result codes; the low byte of an extended one is the primary one.
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .and_then(|code| code.parse::<u32>().ok());
        match code.map(|code| code & 0xff) {
            Some(5 | 6) => Self::Busy,
            Some(8) => Self::ReadOnly,
            Some(13) => Self::Full,
            Some(11 | 26) => Self::Damaged(Box::new(error)),
            Some(19) => Self::Constraint(Box::new(error)),
            _ => Self::Other(Box::new(error)),
        }
    }
}
