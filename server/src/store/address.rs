//! Where a database is, and which kind of database it is.

use std::path::{Path, PathBuf};

use sqlx::any::AnyConnectOptions;

use super::StoreError;

/// Prepared statements that a connection to PostgreSQL keeps. A commit is one statement for each set of
/// tables it touches.
const STATEMENTS_MAX: u32 = 500;

/// Which kind of database it is, where that makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// The embedded default.
    Sqlite,
    /// For several servers over one database.
    Postgres,
}

impl Dialect {
    /// How a transaction that writes begins. SQLite must take its lock at once: a transaction that
    /// starts by reading and then wants to write fails where somebody else wrote meanwhile.
    pub(super) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// How a transaction begins whose every question is answered as of one moment.
    pub(super) fn begin_reading(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }
}

/// Where a database is.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// A file of this machine.
    Sqlite(SqliteFile),
    /// A PostgreSQL server, as a URL. It may hold a password: it is never shown.
    Postgres(String),
}

/// A SQLite file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SqliteFile {
    pub(super) path: PathBuf,
    is_read_only: bool,
}

impl Address {
    /// Reads `sqlite:PATH`, `sqlite://PATH`, either with `?mode=ro`, or `postgres://…`.
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        SqliteFile::parse(url).map(Self::Sqlite)
    }

    /// Which kind of database it is.
    pub(super) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The file, for what only files can do.
    pub(super) fn file(&self) -> Result<&SqliteFile, StoreError> {
        match self {
            Self::Sqlite(file) => Ok(file),
            Self::Postgres(_) => Err(StoreError::NoFile),
        }
    }

    /// What every connection is opened with.
    pub(super) fn options(&self) -> Result<AnyConnectOptions, StoreError> {
        sqlx::any::install_default_drivers();
        match self {
            Self::Sqlite(file) => file.options(),
            Self::Postgres(url) => with_our_options(url).parse().map_err(StoreError::from),
        }
    }

    /// The address for the log: without a password.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Sqlite(file) => file.path.display().to_string(),
            Self::Postgres(url) => without_password(url),
        }
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.shown())
    }
}

impl SqliteFile {
    fn parse(url: &str) -> Result<Self, StoreError> {
        let unknown = || StoreError::Address(without_password(url));
        let rest = url.strip_prefix("sqlite:").ok_or_else(unknown)?;
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (path, is_read_only) = match rest.strip_suffix("?mode=ro") {
            Some(path) => (path, true),
            None => (rest, false),
        };
        if path.is_empty() || path.contains(['?', '\0']) || path.contains(":memory:") {
            return Err(unknown());
        }
        Self::new(Path::new(path), is_read_only)
    }

    /// A file that is there.
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        Self::new(path, false)
    }

    fn new(path: &Path, is_read_only: bool) -> Result<Self, StoreError> {
        let path =
            std::path::absolute(path).map_err(|source| StoreError::Path { path: path.into(), source })?;
        Ok(Self { path, is_read_only })
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

/// The URL with what every connection of ours is told. What the URL says itself comes after it and wins.
pub(super) fn with_our_options(url: &str) -> String {
    let ours = format!("application_name=weft&statement-cache-capacity={STATEMENTS_MAX}");
    match url.split_once('?') {
        Some((place, theirs)) => format!("{place}?{ours}&{theirs}"),
        None => format!("{url}?{ours}"),
    }
}

/// A URL as it may be shown: without what stands between the user's name and the `@`, and without
/// parameters.
pub(super) fn without_password(url: &str) -> String {
    let place = url.split('?').next().unwrap_or_default();
    match (place.split_once("://"), place.rsplit_once('@')) {
        (Some((scheme, rest)), Some((_, host))) if rest.contains('@') => {
            let user = rest.split([':', '@']).next().unwrap_or_default();
            format!("{scheme}://{user}@{host}")
        }
        _ => place.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (url, shown) in [
            ("postgres://mei:se:cr@et@db.example.org:5432/weft", "postgres://mei@db.example.org:5432/weft"),
            ("postgresql://mei@%2Frun%2Fpostgresql/weft", "postgresql://mei@%2Frun%2Fpostgresql/weft"),
            ("postgres:///weft?host=/run/postgresql&password=secret", "postgres:///weft"),
            ("mysql://mei:secret@db/weft", "mysql://mei@db/weft"),
        ] {
            assert_eq!(without_password(url), shown);
        }
        let address = Address::parse("postgres://mei:secret@db/weft").unwrap();
        assert_eq!(format!("{address:?}"), "postgres://mei@db/weft");
        let refused = Address::parse("mysql://mei:secret@db/weft").unwrap_err();
        assert!(!refused.to_string().contains("secret"), "{refused}");
    }
}
