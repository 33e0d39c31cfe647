//! Settings: where each comes from, what it may be, and what it is when nobody says anything.
//!
//! A flag beats an environment variable, which beats the file, which beats the default. All are
//! checked before anything starts, and an error names the setting and the place it came from.

mod checks;
mod sources;
mod table;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::hub::Limits;

pub use checks::PublicUrl;
pub use sources::{Flags, Source};
pub use table::{SETTINGS, Setting, table};

/// All settings, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The address to listen on. Port 0 takes any free one.
    pub listen: SocketAddr,
    /// The address people type, when it is not the one we listen on (a proxy, a name).
    pub public_url: Option<PublicUrl>,
    /// Where the data is.
    pub database: Database,
    /// For how many days after its end a request is kept in memory.
    pub archive_after_days: u16,
    /// The certificate to serve HTTPS with; without one, HTTP.
    pub tls: Option<TlsFiles>,
    /// How many connections there may be, and how fast they are read.
    pub limits: Limits,
    /// What to log, in `tracing`'s filter language.
    pub log: String,
    /// How log lines look.
    pub log_format: LogFormat,
}

/// A database address that this build can open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file. Its lock lies beside it.
    Sqlite(PathBuf),
    /// A PostgreSQL server's address, `postgres://…`, perhaps with a password in it.
    Postgres(String),
}

impl Database {
    /// The address, as the store takes it.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => url.clone(),
        }
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

/// Certificate chain and private key, both PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, then those that lead to its root.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for collectors.
    Json,
}

/// Why the settings cannot be used; the text says which one, where it came from and what would do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The settings file is missing, unreadable or no TOML.
    #[error("settings file {}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file names a setting that does not exist.
    #[error("settings file {}: there is no setting \"{key}\"{}", path.display(), hint.map(|hint| format!("; did you mean \"{hint}\"?")).unwrap_or_default())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The unknown name.
        key: String,
        /// The name that is most like it.
        hint: Option<&'static str>,
    },
    /// A value is not what the setting takes.
    #[error("{key} = \"{value}\" (from {source}): {reason}", source = .from)]
    Value {
        /// The setting.
        key: &'static str,
        /// What was given.
        value: String,
        /// Where it came from.
        from: Source,
        /// What would do.
        reason: String,
    },
    /// Settings that are fine alone but not together.
    #[error("{0}")]
    Together(&'static str),
}

impl Settings {
    /// Reads and checks the settings.
    ///
    /// # Errors
    /// Anything that [`ConfigError`] names; the first one found.
    pub fn load(flags: &Flags, environment: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let values = sources::gather(flags, environment)?;
        let settings = Self {
            listen: values.parse("listen", checks::address)?,
            public_url: values.parse_optional("public_url", checks::public_url)?,
            database: values.parse("database", checks::database)?,
            archive_after_days: values.parse("archive_after_days", checks::archive_days)?,
            tls: checks::tls(
                values.parse_optional("tls_cert", checks::file)?,
                values.parse_optional("tls_key", checks::file)?,
            )?,
            limits: Limits {
                connections: values.parse("connections", checks::count)?,
                connections_per_person: values.parse("connections_per_person", checks::count)?,
                messages_per_second: values.parse("messages_per_second", checks::count)?,
            },
            log: values.parse("log", checks::log_filter)?,
            log_format: values.parse("log_format", checks::log_format)?,
        };
        settings.check_together()?;
        Ok(settings)
    }

    /// Whether a proxy in front of us speaks TLS for us; then, and only then, its
    /// `X-Forwarded-For` is to be believed.
    pub fn behind_proxy(&self) -> bool {
        self.tls.is_none() && self.public_url.as_ref().is_some_and(PublicUrl::is_https)
    }

    /// The addresses under which a browser reaches a server bound to `bound`, the one to print and
    /// to put into mail first.
    pub fn public_urls(&self, bound: SocketAddr) -> Vec<PublicUrl> {
        if let Some(url) = &self.public_url {
            return vec![url.clone()];
        }
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let mut urls = vec![PublicUrl::of(scheme, &bound.to_string())];
        if bound.ip().is_loopback() {
            urls.push(PublicUrl::of(scheme, &format!("localhost:{}", bound.port())));
        }
        urls
    }

    fn check_together(&self) -> Result<(), ConfigError> {
        let https = self.tls.is_some() || self.behind_proxy();
        if !https && !self.listen.ip().is_loopback() {
            return Err(ConfigError::Together(
                "listen names an address that others can reach, over plain HTTP: passwords would \
                 travel in the clear and browsers would refuse cookies. Set tls_cert and tls_key, \
                 or set public_url to the https:// address of the proxy in front",
            ));
        }
        match &self.public_url {
            Some(url) if !url.is_https() && self.tls.is_some() => Err(ConfigError::Together(
                "public_url says http:// but tls_cert makes the server speak HTTPS: write https://",
            )),
            Some(url) if !url.is_https() && !url.is_loopback() => Err(ConfigError::Together(
                "public_url is plain HTTP to another machine's name; only localhost may be. Put a \
                 proxy with TLS in front, or set tls_cert and tls_key, and write https://",
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
