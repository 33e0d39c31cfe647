//! A commit to PostgreSQL as one statement: one round trip, during which the head is held for no longer
//! than the database itself needs, and no server that hangs can hold it for the others.

use std::fmt::Write as _;

use sqlx::{AnyConnection, Arguments as _, AssertSqlSafe, any::AnyArguments};

use super::{Committer, Swap};
use crate::store::{
    StoreError,
    listen::CHANNEL,
    statements::{ROWS_MAX, Step, Verb},
};

/// Whether these steps can be one statement. Its parts see the tables as they were before it, so a row
/// that leaves cannot make room in it for one that enters; and what is very long goes in pieces.
pub(super) fn fits(steps: &[Step]) -> bool {
    steps.iter().all(|step| step.verb != Verb::Delete && step.rows() <= ROWS_MAX)
}

/// Swaps the head and does all steps; `false` where the head was not where it was expected, and nothing
/// was done.
pub(super) async fn commit(
    connection: &mut AnyConnection,
    swap: &Swap,
    steps: Vec<Step>,
    committer: &Committer<'_>,
) -> Result<bool, StoreError> {
    let mut arguments = AnyArguments::default();
    let sql = statement(swap, steps, committer, &mut arguments)?;
    // Read to the end: what is checked at the commit is said behind the row.
    let swapped = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_all(connection).await?;
    Ok(!swapped.is_empty())
}

/// Names come from this program's own constants only, values are parameters.
fn statement(
    swap: &Swap,
    steps: Vec<Step>,
    committer: &Committer<'_>,
    arguments: &mut AnyArguments,
) -> Result<String, StoreError> {
    for value in swap.values() {
        arguments.add(value).map_err(StoreError::Other)?;
    }
    let mut sql = format!("WITH swap AS ({} RETURNING turn)", Swap::STATEMENT);
    for (number, mut step) in steps.into_iter().enumerate().filter(|(_, step)| step.rows() > 0) {
        let part = step.unnested(step.rows(), "EXISTS (SELECT 1 FROM swap)", arguments)?;
        // Writing into a string cannot fail.
        let _ = write!(sql, ", part{number} AS ({part})");
    }
    arguments.add(committer.server.to_owned()).map_err(StoreError::Other)?;
    let server = arguments.len();
    arguments.add(committer.at.0).map_err(StoreError::Other)?;
    let at = arguments.len();
    let _ = write!(
        sql,
        ", mark AS (INSERT INTO committer (server, turn, at) SELECT ${server}, turn, ${at} FROM swap \
         ON CONFLICT (server) DO UPDATE SET turn = excluded.turn, at = excluded.at) \
         SELECT turn, pg_notify('{CHANNEL}', turn::text) FROM swap"
    );
    Ok(sql)
}
