//! A commit as a transaction of several statements: always on SQLite, where a statement is a function
//! call; on PostgreSQL for what cannot be one statement.

use std::time::Duration;

use sqlx::{AnyConnection, Connection as _};

use super::{Committer, Swap, within};
use crate::store::{
    StoreError,
    address::Dialect,
    erasure,
    listen::CHANNEL,
    statements::{Statements, Step},
};

/// Swaps the head and does all steps; `false` where the head was not where it was expected, and nothing
/// was done. Each statement may take as long as `wait` says.
pub(super) async fn commit(
    (connection, dialect, wait): (&mut AnyConnection, Dialect, Option<Duration>),
    statements: &mut Statements,
    swap: &Swap,
    steps: Vec<Step>,
    committer: &Committer<'_>,
) -> Result<bool, StoreError> {
    let mut transaction = within(wait, connection.begin_with(dialect.begin())).await?;
    let mut query = sqlx::query(Swap::STATEMENT);
    for value in swap.values() {
        query = query.bind(value);
    }
    if within(wait, query.execute(&mut *transaction)).await?.rows_affected() != 1 {
        within(wait, transaction.rollback()).await?;
        return Ok(false);
    }
    for step in steps {
        statements.run(&mut transaction, dialect, wait, step).await?;
    }
    for person in committer.erased {
        erasure::carry_out(&mut transaction, *person, committer.at).await?;
    }
    if dialect == Dialect::Postgres {
        within(wait, sign(&mut transaction, swap, committer)).await?;
    }
    within(wait, transaction.commit()).await?;
    Ok(true)
}

/// Says who made the turn, and that it is made.
async fn sign(
    connection: &mut AnyConnection,
    swap: &Swap,
    committer: &Committer<'_>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO committer (server, turn, at) VALUES ($1, $2, $3) \
         ON CONFLICT (server) DO UPDATE SET turn = excluded.turn, at = excluded.at",
    )
    .bind(committer.server.to_owned())
    .bind(swap.turn_after())
    .bind(committer.at.0)
    .execute(&mut *connection)
    .await?;
    sqlx::query("SELECT pg_notify($1, $2)")
        .bind(CHANNEL)
        .bind(swap.turn_after().to_string())
        .execute(&mut *connection)
        .await?;
    Ok(())
}
