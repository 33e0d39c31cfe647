//! How a command's outcome is told: text or JSON on standard output, errors on standard error.

use std::io::Write;
use std::process::ExitCode;

use serde_json::{Value, json};
use tracing_subscriber::EnvFilter;

use crate::config::{ConfigError, LogFormat, Settings};

/// The exit status for a command line or a setting that is wrong.
pub(super) const STATUS_USAGE: u8 = 2;

/// What a command has to say when it is done.
#[derive(Debug, Default)]
pub struct Report {
    /// For people; no line break at its end. Empty says nothing.
    pub text: String,
    /// For programs: an object; `"ok": true` is added when it is printed.
    pub json: Value,
}

/// Why a command was not done. The text is for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// A setting is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The input was read and refused; nothing changed.
    #[error("{0}")]
    Refused(String),
    /// Another process has the database.
    #[error("{0}")]
    Busy(String),
    /// Something went wrong on the way.
    #[error("{0}")]
    Failed(String),
    /// The system said no.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// This build cannot do it.
    #[error("this build of weft cannot {0} yet")]
    Unsupported(&'static str),
}

impl CommandError {
    /// The exit status, as `weft --help` lists them.
    pub fn status(&self) -> u8 {
        match self {
            Self::Failed(_) | Self::Io(_) | Self::Unsupported(_) => 1,
            Self::Config(_) => STATUS_USAGE,
            Self::Refused(_) => 3,
            Self::Busy(_) => 4,
        }
    }

    /// What another process of ours said, by its [`code`](Self::code) and text.
    pub(crate) fn of(code: &str, text: String) -> Self {
        match code {
            "refused" => Self::Refused(text),
            "busy" => Self::Busy(text),
            _ => Self::Failed(text),
        }
    }

    /// The word by which a program tells the kinds apart.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Config(_) => "settings",
            Self::Refused(_) => "refused",
            Self::Busy(_) => "busy",
            Self::Failed(_) | Self::Io(_) => "failed",
            Self::Unsupported(_) => "unsupported",
        }
    }
}

/// Prints the outcome and turns it into an exit status.
pub(super) fn print(outcome: &Result<Report, CommandError>, json: bool) -> ExitCode {
    let text = match outcome {
        Ok(report) if json => {
            let mut value = json!({ "ok": true });
            if let (Value::Object(all), Value::Object(said)) = (&mut value, &report.json) {
                all.extend(said.clone());
            }
            value.to_string()
        }
        Ok(report) => report.text.clone(),
        Err(error) if json => {
            json!({ "ok": false, "error": { "code": error.code(), "message": error.to_string() } })
                .to_string()
        }
        Err(_) => String::new(),
    };
    if let Err(error) = outcome {
        eprintln!("weft: {error}");
    }
    // A reader that has gone (`weft export | head`) is no failure of ours.
    if !text.is_empty() && writeln!(std::io::stdout(), "{text}").is_err() {
        return ExitCode::SUCCESS;
    }
    outcome.as_ref().map_or_else(|error| ExitCode::from(error.status()), |_| ExitCode::SUCCESS)
}

/// Ends after a command line that is wrong; people were told why already.
pub(super) fn usage(said: &str, json: bool) -> ExitCode {
    if json {
        let message = said.trim_end();
        let error = json!({ "ok": false, "error": { "code": "usage", "message": message } });
        // A reader that has gone is no failure of ours.
        let _ = writeln!(std::io::stdout(), "{error}");
    }
    ExitCode::from(STATUS_USAGE)
}

/// Starts the log on standard error.
pub(super) fn start_log(settings: &Settings) {
    let filter = EnvFilter::new(&settings.log);
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match settings.log_format {
        LogFormat::Text => {
            let colour = std::io::IsTerminal::is_terminal(&std::io::stderr());
            builder.with_ansi(colour).try_init()
        }
        LogFormat::Json => builder.json().try_init(),
    };
    if started.is_err() {
        eprintln!("weft: the log was already started");
    }
}
