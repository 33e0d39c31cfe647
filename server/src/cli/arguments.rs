//! What each command may be told.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use weft_app::api::TOKEN_DAYS_MAX;

/// What `weft serve` may be told.
#[derive(Args, Debug, Clone)]
pub struct ServeArgs {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:3000]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
    /// The address people type, when a proxy or a name stands before this one
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Certificate chain (PEM): serve HTTPS
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<String>,
    /// Private key (PEM) of the certificate
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<String>,
}

/// What `weft import` may be told.
#[derive(Args, Debug, Clone)]
pub struct ImportArgs {
    /// The folder with the CSV files
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Name of the system the files come from; ids are remembered per source [default: the folder's name]
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Say what would come in and what looks wrong, and change nothing
    #[arg(long)]
    pub preview: bool,
}

/// What `weft export` may be told.
#[derive(Args, Debug, Clone)]
pub struct ExportArgs {
    /// The folder to write to; made if missing, refused if not empty
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// What `weft backup` may be told.
#[derive(Args, Debug, Clone)]
pub struct BackupArgs {
    /// The file to write; refused if it exists
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// What `weft restore` may be told.
#[derive(Args, Debug, Clone)]
pub struct RestoreArgs {
    /// A file that `weft backup` wrote; none after `pg_restore` into PostgreSQL
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// What `weft migrate` may be told.
#[derive(Args, Debug, Clone)]
pub struct MigrateArgs {
    /// Where everything goes: an empty database of PostgreSQL, as postgres://USER@HOST/NAME
    #[arg(long, value_name = "URL")]
    pub to: String,
}

/// What `weft user add` may be told.
#[derive(Args, Debug, Clone)]
pub struct UserAddArgs {
    /// The e-mail address to sign in with
    #[arg(value_name = "EMAIL")]
    pub email: String,
    /// The person's name, as others see it
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// What they may do in the whole organisation
    #[arg(long, value_enum)]
    pub role: OrganisationRole,
}

/// What `weft user reset-link` may be told.
#[derive(Args, Debug, Clone)]
pub struct ResetLinkArgs {
    /// The e-mail address of the account
    #[arg(value_name = "EMAIL")]
    pub email: String,
}

/// What `weft token create` may be told.
#[derive(Args, Debug, Clone)]
pub struct TokenCreateArgs {
    /// The e-mail address of the account it stands in for
    #[arg(value_name = "EMAIL")]
    pub email: String,
    /// What to call it, to know it again in the list
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// What it opens
    #[arg(long, value_enum)]
    pub scope: TokenScopeArg,
    /// Days until it ends by itself
    #[arg(long, value_name = "N", default_value_t = 90,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(TOKEN_DAYS_MAX)))]
    pub days: u32,
}

/// What `weft token list` may be told.
#[derive(Args, Debug, Clone)]
pub struct TokenListArgs {
    /// The e-mail address of the account
    #[arg(value_name = "EMAIL")]
    pub email: String,
}

/// What `weft token revoke` may be told.
#[derive(Args, Debug, Clone)]
pub struct TokenRevokeArgs {
    /// The e-mail address of the account
    #[arg(value_name = "EMAIL")]
    pub email: String,
    /// The token's id, as `weft token list` gives it
    #[arg(value_name = "ID")]
    pub id: String,
}

/// What an access token opens, as the command line names it.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenScopeArg {
    /// Everything the person may see
    Read,
    /// That, and everything the person may do by a command
    Write,
}

/// A role in the whole organisation, as the command line names it.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganisationRole {
    /// Runs the system; gains no sight of anything by it
    Admin,
    /// Keeps the directory true, follows up complaints
    Steward,
    /// Sees how the whole is doing
    Leadership,
    /// Checks that the indicators are honest
    Auditor,
    /// An employee
    Member,
}
