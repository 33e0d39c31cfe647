//! Where values come from, and which one wins.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::{ConfigError, SETTINGS};

/// The settings file that is read when it is there and no other is named.
const DEFAULT_FILE: &str = "weft.toml";

/// The longest settings file that is read, in bytes; a bigger one is somebody's mistake.
const FILE_BYTES_MAX: u64 = 64 * 1024;

/// What the command line said.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--config`: a settings file that must be there.
    pub config: Option<PathBuf>,
    /// Setting → value, for every flag that was given.
    pub values: BTreeMap<&'static str, String>,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The table in this program.
    Default,
    /// A settings file.
    File(PathBuf),
    /// An environment variable.
    Environment(String),
    /// The command line.
    Flag,
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => out.write_str("the default"),
            Self::File(path) => write!(out, "{}", path.display()),
            Self::Environment(name) => write!(out, "the environment variable {name}"),
            Self::Flag => out.write_str("the command line"),
        }
    }
}

/// Setting → its value and where that came from. An unset one is absent.
pub(super) struct Values(BTreeMap<&'static str, (String, Source)>);

impl Values {
    /// The checked value of a setting that has a default.
    pub(super) fn parse<T>(
        &self,
        key: &'static str,
        check: fn(&str) -> Result<T, String>,
    ) -> Result<T, ConfigError> {
        self.parse_optional(key, check)?.ok_or(ConfigError::Value {
            key,
            value: String::new(),
            from: Source::Default,
            reason: "it must not be empty".to_owned(),
        })
    }

    /// The checked value of a setting that may be left out; an empty text counts as left out.
    pub(super) fn parse_optional<T>(
        &self,
        key: &'static str,
        check: fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        let Some((value, from)) = self.0.get(key).filter(|(value, _)| !value.is_empty()) else {
            return Ok(None);
        };
        check(value).map(Some).map_err(|reason| ConfigError::Value {
            key,
            value: value.clone(),
            from: from.clone(),
            reason,
        })
    }
}

/// Lays the sources over one another, the strongest last.
pub(super) fn gather(
    flags: &Flags,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Values, ConfigError> {
    let mut values: BTreeMap<_, _> =
        SETTINGS.iter().map(|setting| (setting.key, (setting.default.to_owned(), Source::Default))).collect();
    let named = flags.config.clone().or_else(|| environment("WEFT_CONFIG").map(PathBuf::from));
    let file = match named {
        Some(path) => read(&path)?
            .map(|text| (path.clone(), text))
            .ok_or(ConfigError::File { path, reason: "there is no such file".to_owned() })?,
        None => (PathBuf::from(DEFAULT_FILE), read(Path::new(DEFAULT_FILE))?.unwrap_or_default()),
    };
    for (key, value) in parse_file(&file.0, &file.1)? {
        values.insert(key, (value, Source::File(file.0.clone())));
    }
    for setting in SETTINGS {
        let variable = setting.variable();
        if let Some(value) = environment(&variable) {
            values.insert(setting.key, (value, Source::Environment(variable)));
        }
    }
    for (key, value) in &flags.values {
        values.insert(key, (value.clone(), Source::Flag));
    }
    Ok(Values(values))
}

fn read(path: &Path) -> Result<Option<String>, ConfigError> {
    let said = |reason: String| ConfigError::File { path: path.to_owned(), reason };
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Ok(about) if about.len() > FILE_BYTES_MAX => {
            return Err(said(format!("it is longer than {FILE_BYTES_MAX} bytes")));
        }
        _ => {}
    }
    std::fs::read_to_string(path).map(Some).map_err(|error| said(error.to_string()))
}

fn parse_file(path: &Path, text: &str) -> Result<Vec<(&'static str, String)>, ConfigError> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| ConfigError::File {
        path: path.to_owned(),
        reason: error.to_string(),
    })?;
    let mut values = Vec::new();
    for (key, value) in table {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else {
            let hint = nearest(&key);
            return Err(ConfigError::Unknown { path: path.to_owned(), key, hint });
        };
        let value = match value {
            toml::Value::String(value) => value,
            toml::Value::Integer(value) if setting.default.parse::<u32>().is_ok() => value.to_string(),
            other => {
                return Err(ConfigError::File {
                    path: path.to_owned(),
                    reason: format!("{key} takes a text in quotes, not a value of type {}", other.type_str()),
                });
            }
        };
        values.push((setting.key, value));
    }
    Ok(values)
}

/// The setting that shares most letters with a mistyped name, if it shares nearly all.
fn nearest(key: &str) -> Option<&'static str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', '.'], "");
    let key = plain(key);
    SETTINGS.iter().map(|setting| setting.key).find(|known| {
        let known = plain(known);
        known == key || known.starts_with(&key) || key.starts_with(&known) || one_letter_apart(&known, &key)
    })
}

/// Whether one letter put in, left out or exchanged turns `a` into `b`.
fn one_letter_apart(a: &str, b: &str) -> bool {
    let front = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let back = a.bytes().rev().zip(b.bytes().rev()).take_while(|(x, y)| x == y).count();
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    long - short <= 1 && front + back + 1 >= long
}
