//! What can go wrong with the database, in kinds that a person can act on.

use std::path::PathBuf;

use sqlx::postgres::PgDatabaseError;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why the store could not do what it was asked. The texts say the way out; they name paths and are
/// for the log and the command line, never for a browser.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database's address has a form this server does not know.
    #[error("the database address {0:?} is not understood; use sqlite:PATH or postgres://USER@HOST/NAME")]
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
    /// The database's program is too old, or has known faults.
    #[error("{what} {found} is too old: at least {needed} is needed")]
    TooOld {
        /// Which program.
        what: &'static str,
        /// What is there.
        found: String,
        /// What is needed.
        needed: &'static str,
    },
    /// A PostgreSQL database keeps texts in another way.
    #[error(
        "the database's encoding is {found}; make it with: createdb --encoding=UTF8 --template=template0"
    )]
    Encoding {
        /// Which.
        found: String,
    },
    /// It was asked for what only a file can do.
    #[error(
        "this is for SQLite files; PostgreSQL has tools of its own: `pg_dump --format=custom`, and after \
         `pg_restore` a `weft restore` without a file"
    )]
    NoFile,
    /// It was asked for what only PostgreSQL needs.
    #[error("a SQLite file is restored from a file that `weft backup` wrote: name it")]
    NoBackup,
    /// Organisations move from SQLite to PostgreSQL only.
    #[error(
        "only a SQLite file can be moved, and only to PostgreSQL: weft migrate --to postgres://USER@HOST/NAME"
    )]
    NoTransfer,
    /// Servers have the database, and must not.
    #[error("{connections} connections of other weft servers have the database; stop them first")]
    Connected {
        /// How many.
        connections: i64,
    },
    /// What was moved must move into an empty database.
    #[error("the database is not empty: {table} holds something; nothing was moved")]
    NotEmpty {
        /// Where something was found.
        table: String,
    },
    /// What arrived is not what was sent.
    #[error("what arrived in {table} is not what was sent; nothing was moved")]
    Differs {
        /// Where.
        table: String,
    },
    /// The database's server cannot be reached.
    #[error("the database cannot be reached: {0}; nothing was saved")]
    Unreachable(Source),
    /// The database's server was lost in the middle of a commit, and has not come back yet.
    #[error(
        "the database was lost in the middle of a commit, and it is not known yet whether it was saved: {0}"
    )]
    InDoubt(Source),
    /// The feed no longer goes back that far.
    #[error("the feed begins after {floor}")]
    FeedGone {
        /// The last number it does not hold.
        floor: u64,
    },
    /// Somebody who was erased is back, and could not be erased again.
    #[error("somebody who was erased is in the database again and could not be erased; the log says why")]
    NotErased,
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
        matches!(
            self,
            Self::Full
                | Self::ReadOnly
                | Self::Busy
                | Self::Unreachable(_)
                | Self::InDoubt(_)
                | Self::Other(_)
        )
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let told = match &error {
            E::Database(told) => told,
            E::Io(_) | E::Tls(_) | E::Protocol(_) | E::PoolTimedOut | E::PoolClosed | E::BeginFailed => {
                return Self::Unreachable(Box::new(error));
            }
            _ => return Self::Other(Box::new(error)),
        };
        let code = told.code().unwrap_or_default();
        if told.try_downcast_ref::<PgDatabaseError>().is_some() {
            of_postgres(&code)(Box::new(error))
        } else {
            of_sqlite(&code)(Box::new(error))
        }
    }
}

/// SQLite's result codes; the low byte of an extended one is the primary one.
fn of_sqlite(code: &str) -> fn(Source) -> StoreError {
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(5 | 6) => |_| StoreError::Busy,
        Ok(8) => |_| StoreError::ReadOnly,
        Ok(13) => |_| StoreError::Full,
        Ok(11 | 26) => StoreError::Damaged,
        Ok(19) => StoreError::Constraint,
        _ => StoreError::Other,
    }
}

/// PostgreSQL's codes; the first two characters are the class.
fn of_postgres(code: &str) -> fn(Source) -> StoreError {
    match (code, code.get(..2).unwrap_or_default()) {
        // A lock, a deadlock, a serialisation failure: the same goes well another time.
        ("55P03", _) | (_, "40") => |_| StoreError::Busy,
        ("25006", _) => |_| StoreError::ReadOnly,
        ("53100", _) => |_| StoreError::Full,
        // It stops, starts, or has no connection left; 25P03 ended a transaction that hung.
        ("53300" | "57P01" | "57P02" | "57P03" | "57P05" | "25P03", _) | (_, "08") => StoreError::Unreachable,
        (_, "XX") => StoreError::Damaged,
        // A constraint, or a value that no column can hold.
        (_, "22" | "23") => StoreError::Constraint,
        _ => StoreError::Other,
    }
}
