//! What each setting may be. A refusal says what would do.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use axum::http::Uri;

use super::{ConfigError, Database, LogFormat, TlsFiles};

/// An address a browser uses: scheme, host and port, nothing behind it. As text it is exactly an
/// `Origin` header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    pub(super) fn of(scheme: &str, authority: &str) -> Self {
        Self(format!("{scheme}://{authority}"))
    }

    /// The text to compare with an `Origin` header, and to put paths behind.
    pub fn origin(&self) -> &str {
        &self.0
    }

    /// Whether browsers come over TLS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Whether only this machine can mean it.
    pub fn is_loopback(&self) -> bool {
        let host = self.0.split("://").nth(1).unwrap_or_default();
        let host = match host.strip_prefix('[') {
            Some(six) => six.split(']').next().unwrap_or_default(),
            None => host.split(':').next().unwrap_or_default(),
        };
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl std::fmt::Display for PublicUrl {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.replace("localhost:", "127.0.0.1:")
        .parse()
        .map_err(|_| "an address with a port is needed, e.g. 127.0.0.1:3000 or [::1]:3000".to_owned())
}

/// Days; what ended up to 14 days ago is in browsers, and so in memory.
pub(super) fn archive_days(text: &str) -> Result<u16, String> {
    let days = text.parse().ok().filter(|days| (15..=36_500).contains(days));
    days.ok_or_else(|| "a number of days is needed, from 15 to 36500".to_owned())
}

pub(super) fn public_url(text: &str) -> Result<PublicUrl, String> {
    const WANTED: &str = "a web address is needed, e.g. https://weft.example.org";
    let url: Uri = text.parse().map_err(|_| WANTED.to_owned())?;
    let (Some(scheme), Some(authority)) = (url.scheme_str(), url.authority()) else {
        return Err(WANTED.to_owned());
    };
    if !matches!(scheme, "http" | "https") || authority.as_str().contains('@') {
        return Err(WANTED.to_owned());
    }
    if url.path() != "/" || url.query().is_some() || text.contains('#') {
        return Err("it must end after the host name: Weft lives at the root of its own host".to_owned());
    }
    // A browser's Origin leaves out the port that the scheme implies, and writes hosts small.
    let port = match (scheme, authority.port_u16()) {
        ("http", Some(80)) | ("https", Some(443)) | (_, None) => String::new(),
        (_, Some(port)) => format!(":{port}"),
    };
    Ok(PublicUrl::of(scheme, &format!("{}{port}", authority.host().to_lowercase())))
}

pub(super) fn database(text: &str) -> Result<Database, String> {
    if let Some(place) = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://")) {
        let has_name = place
            .split('?')
            .next()
            .is_some_and(|place| place.rsplit_once('/').is_some_and(|(_, name)| !name.is_empty()));
        return match has_name || place.contains("dbname=") {
            true => Ok(Database::Postgres(text.to_owned())),
            false => {
                Err("the database's name is missing, e.g. postgres://weft@db.example.org/weft".to_owned())
            }
        };
    }
    let path = text.strip_prefix("sqlite:").ok_or(
        "it must start with sqlite: or postgres://, e.g. sqlite:data/weft.db or \
         postgres://weft@db.example.org/weft",
    )?;
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.ends_with('/') || path.contains(":memory:") {
        return Err("a file is needed, e.g. sqlite:data/weft.db".to_owned());
    }
    if path.contains('?') {
        return Err("no ?options: Weft sets the ones it relies on itself".to_owned());
    }
    Ok(Database::Sqlite(PathBuf::from(path)))
}

pub(super) fn file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match std::fs::File::open(&path) {
        Ok(_) => Ok(path),
        Err(error) => Err(format!("the file cannot be read: {error}")),
    }
}

pub(super) fn tls(cert: Option<PathBuf>, key: Option<PathBuf>) -> Result<Option<TlsFiles>, ConfigError> {
    match (cert, key) {
        (Some(cert), Some(key)) => Ok(Some(TlsFiles { cert, key })),
        (None, None) => Ok(None),
        _ => Err(ConfigError::Together("tls_cert and tls_key go together: one is set, the other is not")),
    }
}

/// A number of something, from one up.
pub(super) fn count<T: TryFrom<u32>>(text: &str) -> Result<T, String> {
    let number = text.parse::<u32>().ok().filter(|number| *number > 0);
    number
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| "a whole number from 1 up is needed".to_owned())
}

pub(super) fn log_filter(text: &str) -> Result<String, String> {
    text.parse::<tracing_subscriber::EnvFilter>()
        .map(|_| text.to_owned())
        .map_err(|error| format!("not a log filter ({error}); e.g. info, or info,weft_server=debug"))
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("text or json is needed".to_owned()),
    }
}
