//! The `weft` command line: what may be said, where it goes, how the answer is given.

mod arguments;
mod report;

use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal, Read};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub use arguments::{
    BackupArgs, ExportArgs, ImportArgs, MigrateArgs, OrganisationRole, ResetLinkArgs, RestoreArgs, ServeArgs,
    TokenCreateArgs, TokenListArgs, TokenRevokeArgs, TokenScopeArg, UserAddArgs,
};
pub use report::{CommandError, Report};

use crate::commands;
use crate::config::{self, Flags, Settings};
use crate::http::Assets;

/// The longest password read from standard input, in bytes; the rest of a longer line is refused.
const PASSWORD_BYTES_MAX: u64 = 1024;

const AFTER_HELP: &str = "\
Start with `weft serve` and open the address it prints; on an empty database it also prints a link \
that sets up the first account. Everything else can be done on the pages; these commands are for \
scripts and for the day when nobody can sign in.

Exit status: 0 done; 1 failed; 2 the command line or a setting is wrong; 3 the input was read and \
refused, nothing changed; 4 another process has the database.

`weft help settings` lists every setting, its environment variable and its default.";

/// Weft shows how departments depend on one another, and works on it.
#[derive(Parser, Debug)]
#[command(name = "weft", version, after_help = AFTER_HELP, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Args, Debug)]
struct Common {
    /// Where the data is: sqlite:PATH or postgres://USER@HOST/NAME [default: sqlite:data/weft.db]
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// Read settings from this TOML file in place of weft.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Report on standard output as one JSON object; messages stay on standard error
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve the pages and everything behind them
    ///
    /// Runs until it gets SIGTERM or SIGINT (Ctrl-C), then finishes what is under way and stops.
    Serve(ServeArgs),
    /// Bring in a folder of CSV files in the exchange format
    ///
    /// All or nothing, and repeatable: bringing in the same folder again changes only what differs.
    /// Every line that is left out is reported with its reason. A server that runs does it, and
    /// everybody sees it at once.
    Import(ImportArgs),
    /// Write everything as a folder of CSV files in the exchange format
    Export(ExportArgs),
    /// Write a copy of the whole database to one file, while the server runs
    ///
    /// For a SQLite file. A database of PostgreSQL is backed up by pg_dump --format=custom.
    Backup(BackupArgs),
    /// Put a backup in the place of the database
    ///
    /// The server must be stopped. What the database held before is kept beside it. Everybody signs in
    /// again. A database of PostgreSQL is restored by pg_restore; then run this without a file, before
    /// the servers start.
    Restore(RestoreArgs),
    /// Move everything from a SQLite file to PostgreSQL
    ///
    /// The server must be stopped, the database there empty. All or nothing, and compared row by row
    /// before it counts; the file is left as it is. Then name the new place in the setting `database` and
    /// start the servers: people stay signed in, and browsers go on where they were.
    Migrate(MigrateArgs),
    /// Make accounts, and links for those who cannot sign in
    #[command(subcommand)]
    User(UserCommand),
    /// Make, list and revoke access tokens, by which programs sign in
    #[command(subcommand)]
    Token(TokenCommand),
    /// List every setting: file, environment variable, flag, default
    Settings,
}

#[derive(Subcommand, Debug)]
enum UserCommand {
    /// Make an account; the password is the first line of standard input
    ///
    /// The first account of a database, if it is an admin's, holds every role: somebody must be able
    /// to give them.
    ///
    /// Example: weft user add mei@example.org --name "Mei Lin" --role admin < password.txt
    Add(UserAddArgs),
    /// Print a link by which a person sets a new password; it works once, for a day
    ResetLink(ResetLinkArgs),
}

#[derive(Subcommand, Debug)]
enum TokenCommand {
    /// Print a new token for a person's account; it is shown this once
    ///
    /// Example: weft token create mei@example.org --name "nightly report" --scope read --days 30
    Create(TokenCreateArgs),
    /// List the tokens of an account
    List(TokenListArgs),
    /// Revoke a token; what is connected by it ends at once
    Revoke(TokenRevokeArgs),
}

/// Runs the command line of this process and says how it went.
pub fn run(assets: Assets) -> ExitCode {
    let command = command();
    let cli = match command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(said) => {
            // Nobody is left to tell when the terminal itself is gone.
            let _ = said.print();
            if !said.use_stderr() {
                return ExitCode::SUCCESS;
            }
            let asks_for_json = std::env::args_os().any(|argument| argument == "--json");
            return report::usage(&said.to_string(), asks_for_json);
        }
    };
    let json = cli.common.json;
    let outcome = start(cli, assets);
    report::print(&outcome, json)
}

/// The command line with what is only known at run time in it.
fn command() -> clap::Command {
    Cli::command().mut_subcommand("settings", |settings| settings.after_help(config::table()))
}

fn start(cli: Cli, assets: Assets) -> Result<Report, CommandError> {
    if let Command::Settings = cli.command {
        return Ok(settings_report());
    }
    let settings = Settings::load(&flags(&cli), |name| std::env::var(name).ok())?;
    report::start_log(&settings);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(dispatch(cli.command, settings, assets))
}

async fn dispatch(command: Command, settings: Settings, assets: Assets) -> Result<Report, CommandError> {
    match command {
        Command::Serve(_) => commands::serve(settings, assets).await,
        Command::Import(args) => commands::import(&settings, args).await,
        Command::Export(args) => commands::export(&settings, args).await,
        Command::Backup(args) => commands::backup(&settings, args).await,
        Command::Restore(args) => commands::restore(&settings, args).await,
        Command::Migrate(args) => commands::migrate(&settings, args).await,
        Command::User(UserCommand::Add(args)) => {
            let password = password_from_stdin()?;
            commands::user_add(&settings, args, password).await
        }
        Command::User(UserCommand::ResetLink(args)) => commands::user_reset_link(&settings, args).await,
        Command::Token(TokenCommand::Create(args)) => commands::token_create(&settings, args).await,
        Command::Token(TokenCommand::List(args)) => commands::token_list(&settings, args).await,
        Command::Token(TokenCommand::Revoke(args)) => commands::token_revoke(&settings, args).await,
        Command::Settings => Ok(settings_report()),
    }
}

fn flags(cli: &Cli) -> Flags {
    let mut values = BTreeMap::new();
    let mut put = |key, value: &Option<String>| {
        if let Some(value) = value {
            values.insert(key, value.clone());
        }
    };
    put("database", &cli.common.database);
    if let Command::Serve(serve) = &cli.command {
        put("listen", &serve.listen);
        put("public_url", &serve.public_url);
        put("tls_cert", &serve.tls_cert);
        put("tls_key", &serve.tls_key);
    }
    Flags { config: cli.common.config.clone(), values }
}

fn settings_report() -> Report {
    let settings: Vec<_> = config::SETTINGS
        .iter()
        .map(|setting| {
            serde_json::json!({
                "key": setting.key,
                "environment": setting.variable(),
                "flag": setting.flag,
                "default": setting.default,
                "help": setting.help,
            })
        })
        .collect();
    Report { text: config::table().trim_end().to_owned(), json: serde_json::json!({ "settings": settings }) }
}

fn password_from_stdin() -> Result<String, CommandError> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprintln!("Type the password and press Enter (it will show on this terminal):");
    }
    let mut line = String::new();
    stdin.lock().take(PASSWORD_BYTES_MAX + 1).read_line(&mut line)?;
    if line.len() as u64 > PASSWORD_BYTES_MAX {
        return Err(CommandError::Refused(format!("the password is longer than {PASSWORD_BYTES_MAX} bytes")));
    }
    let password = line.trim_end_matches(['\r', '\n']);
    match password.is_empty() {
        true => Err(CommandError::Refused("standard input had no password in its first line".to_owned())),
        false => Ok(password.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        let matches = command().try_get_matches_from(line.split_whitespace())?;
        Cli::from_arg_matches(&matches)
    }

    #[test]
    fn the_command_line_is_well_formed() {
        command().debug_assert();
    }

    #[test]
    fn every_command_of_the_manual_is_understood() {
        for line in [
            "weft serve",
            "weft serve --listen 127.0.0.1:0 --public-url https://weft.example.org",
            "weft serve --tls-cert a.pem --tls-key b.pem",
            "weft import folder --source hr --preview",
            "weft export folder --json",
            "weft --database sqlite:a.db backup file",
            "weft restore file --config weft.toml",
            "weft restore --database postgres://weft@h/weft",
            "weft migrate --to postgres://weft@h/weft",
            "weft user add a@b.c --name Mei --role steward",
            "weft user reset-link a@b.c",
            "weft token create a@b.c --name report --scope read",
            "weft token create a@b.c --name report --scope write --days 366",
            "weft token list a@b.c --json",
            "weft token revoke a@b.c 0123456789abcdef01234567",
            "weft settings",
        ] {
            assert!(parse(line).is_ok(), "{line}");
        }
        for line in [
            "weft",
            "weft import",
            "weft user add a@b.c --name Mei --role king",
            "weft serve --port 1",
            "weft token create a@b.c --name report --scope all",
            "weft token create a@b.c --name report --scope read --days 367",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }

    #[test]
    fn flags_reach_the_settings_they_name() {
        let cli = parse("weft serve --listen 127.0.0.1:9 --database sqlite:x.db").unwrap();
        let settings = Settings::load(&flags(&cli), |_| None).unwrap();
        assert_eq!(settings.listen.port(), 9);
        assert_eq!(settings.database, config::Database::Sqlite("x.db".into()));
    }

    #[test]
    fn help_on_settings_lists_them_all() {
        let help = parse("weft help settings").unwrap_err().to_string();
        for setting in config::SETTINGS {
            assert!(help.contains(&setting.variable()), "{}", setting.key);
        }
    }
}
