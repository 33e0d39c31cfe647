//! A PostgreSQL server: connections to it, and the certainty that two servers do not upgrade it at once.

use std::time::Duration;

use sqlx::{AnyConnection, AnyPool, Connection as _, Executor as _, Row as _, any::AnyPoolOptions};

use tokio::time::Instant;

use super::{
    StoreError,
    address::{Address, Dialect},
    keep, migrate,
};

/// The oldest PostgreSQL that is known to do.
const POSTGRES_MIN: i64 = 150_000;
const POSTGRES_MIN_TEXT: &str = "15";
/// Connections that read at once. Beyond it a question waits for one that is through. With the one that
/// writes and the one that listens, a server takes this many and two.
pub(super) const READERS_MAX: u32 = 8;
/// How long a question waits for a reader before it fails; a database that restarts is waited for.
const READER_WAIT: Duration = Duration::from_secs(10);
/// How long a connection may take.
const CONNECT_WAIT: Duration = Duration::from_secs(10);
/// How long servers that stop may take to hang up.
const HANG_UP_WAIT: Duration = Duration::from_secs(2);
/// Who holds this lock brings the tables up to date ("weft" in ASCII).
const MIGRATION_LOCK: i64 = 0x7765_6674;

/// What the writing connection is told. A server that hangs while it holds the head must not hold the
/// others for ever; and whatever this database's setting is, a commit is on the disk before it is
/// acknowledged.
const SESSION: &str = "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; \
                       SELECT set_config('synchronous_commit', 'on', false) \
                       WHERE current_setting('synchronous_commit') = 'off'";

/// The one connection that writes.
pub(super) async fn writer(address: &Address) -> Result<AnyConnection, StoreError> {
    let options = address.options()?;
    let connecting = async {
        let mut connection = AnyConnection::connect_with(&options).await?;
        connection.execute(SESSION).await?;
        Ok::<_, sqlx::Error>(connection)
    };
    match tokio::time::timeout(CONNECT_WAIT, connecting).await {
        Ok(connected) => connected.map_err(StoreError::from),
        Err(late) => Err(StoreError::Unreachable(Box::new(late))),
    }
}

/// Checks the server, proves that the database can be written, brings the schema up to date. Of several
/// servers that start at once, one does it and the others wait.
pub(super) async fn make_ready(connection: &mut AnyConnection) -> Result<(), StoreError> {
    check_server(connection).await?;
    // A migration may take as long as it takes.
    connection.execute("SET lock_timeout = 0").await?;
    // The lock goes with the connection where anything fails.
    sqlx::query("SELECT pg_advisory_lock($1)").bind(MIGRATION_LOCK).execute(&mut *connection).await?;
    migrate::run(connection, Dialect::Postgres).await?;
    keep::ensure_head(connection).await?;
    sqlx::query("SELECT pg_advisory_unlock($1)").bind(MIGRATION_LOCK).execute(&mut *connection).await?;
    connection.execute(SESSION).await?;
    Ok(())
}

async fn check_server(connection: &mut AnyConnection) -> Result<(), StoreError> {
    let sql = "SELECT current_setting('server_version_num')::bigint, current_setting('server_version'), \
               current_setting('server_encoding'), current_setting('transaction_read_only')";
    let row = connection.fetch_one(sql).await?;
    let (number, found): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
    let (encoding, read_only): (String, String) = (row.try_get(2)?, row.try_get(3)?);
    if number < POSTGRES_MIN {
        return Err(StoreError::TooOld { what: "PostgreSQL", found, needed: POSTGRES_MIN_TEXT });
    }
    if encoding != "UTF8" {
        return Err(StoreError::Encoding { found: encoding });
    }
    if read_only == "on" { Err(StoreError::ReadOnly) } else { Ok(()) }
}

/// Makes sure that no server has the database open beside this connection. One that has just stopped may
/// still be hanging up.
pub(super) async fn check_alone(connection: &mut AnyConnection) -> Result<(), StoreError> {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
               AND application_name = 'weft' AND pid <> pg_backend_pid()";
    let until = Instant::now() + HANG_UP_WAIT;
    loop {
        match connection.fetch_one(sql).await?.try_get(0)? {
            0 => return Ok(()),
            connections if Instant::now() >= until => return Err(StoreError::Connected { connections }),
            _ => tokio::time::sleep(HANG_UP_WAIT / 20).await,
        }
    }
}

/// The connections that read. They cannot write.
pub(super) fn readers(address: &Address) -> Result<AnyPool, StoreError> {
    let pool = AnyPoolOptions::new()
        .max_connections(READERS_MAX)
        .acquire_timeout(READER_WAIT)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute("SET default_transaction_read_only = on").await?;
                Ok(())
            })
        })
        .connect_lazy_with(address.options()?);
    Ok(pool)
}
