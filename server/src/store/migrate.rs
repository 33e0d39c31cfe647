//! The schema, step by step. The files are in `migrations/sqlite` and `migrations/postgres`; the rules
//! for them in `migrations/README.md`.

use sha2::{Digest as _, Sha256};
use sqlx::{AnyConnection, Connection as _, Executor as _, Row as _};

use super::{StoreError, address::Dialect};

struct Migration {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Migration {
    fn sql(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }),*]
    };
}

/// In order; the first is version 1.
const MIGRATIONS: &[Migration] = migrations![
    "0001_log",
    "0002_directory",
    "0003_requests",
    "0004_accounts",
    "0005_views",
    "0006_turn",
    "0007_access_tokens",
    "0008_committer",
    "0009_archive",
    "0010_erasure",
    "0011_handlers",
    "0012_deliverable",
    "0013_lean_requests",
];

/// The schema this server knows: commits name it, so that an old server stops at an upgrade.
pub(super) const SCHEMA: i64 = MIGRATIONS.len() as i64;

/// Brings the database to [`SCHEMA`], each step in a transaction of its own.
pub(super) async fn run(connection: &mut AnyConnection, dialect: Dialect) -> Result<(), StoreError> {
    connection
        .execute(
            "CREATE TABLE IF NOT EXISTS schema_migration (
                version    BIGINT NOT NULL CONSTRAINT schema_migration_pk PRIMARY KEY,
                name       TEXT NOT NULL,
                checksum   TEXT NOT NULL
            )",
        )
        .await?;
    let applied =
        connection.fetch_all("SELECT version, checksum FROM schema_migration ORDER BY version").await?;
    for row in &applied {
        check(dialect, row.try_get(0)?, row.try_get(1)?)?;
    }
    for (version, migration) in (1i64..).zip(MIGRATIONS).skip(applied.len()) {
        apply(connection, dialect, version, migration).await?;
    }
    Ok(())
}

fn check(dialect: Dialect, version: i64, checksum: &str) -> Result<(), StoreError> {
    let known = usize::try_from(version - 1).ok().and_then(|at| MIGRATIONS.get(at));
    match known {
        None => Err(StoreError::NewerSchema { found: version, known: SCHEMA }),
        Some(migration) if checksum_of(migration.sql(dialect)) == checksum => Ok(()),
        Some(_) => Err(StoreError::OtherMigration { version }),
    }
}

async fn apply(
    connection: &mut AnyConnection,
    dialect: Dialect,
    version: i64,
    migration: &Migration,
) -> Result<(), StoreError> {
    let mut transaction = connection.begin_with(dialect.begin()).await?;
    sqlx::raw_sql(migration.sql(dialect)).execute(&mut *transaction).await?;
    sqlx::query("INSERT INTO schema_migration (version, name, checksum) VALUES ($1, $2, $3)")
        .bind(version)
        .bind(migration.name)
        .bind(checksum_of(migration.sql(dialect)))
        .execute(&mut *transaction)
        .await?;
    sqlx::query("UPDATE head SET schema = $1").bind(version).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(())
}

fn checksum_of(sql: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(sql.as_bytes()).iter().fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
