//! A commit whose connection was lost before its answer came. It may have been saved, or not, or it may
//! still be on its way; which of them is found out, never guessed.

use std::time::Duration;

use sqlx::{AnyConnection, Row as _};
use tokio::time::Instant;
use tracing::warn;

use crate::store::{Store, StoreError, Turn, Writer, postgres};

/// How long the database is tried again. Beyond it nobody is answered for now; whoever asked asks again,
/// and is answered from what is saved.
const SETTLE_WAIT: Duration = Duration::from_secs(5);
/// How long to wait between two tries.
const AGAIN: Duration = Duration::from_millis(200);

impl Store {
    /// Finds out whether this server's commit at `turn` was saved; returns the turn it made.
    pub(in crate::store) async fn settle(
        &self,
        writer: &mut Writer,
        turn: Turn,
        lost: StoreError,
    ) -> Result<Turn, StoreError> {
        warn!(error = %lost, "the connection was lost during a commit; finding out whether it was saved");
        let until = Instant::now() + SETTLE_WAIT;
        loop {
            match self.look(writer, turn).await {
                Ok(true) => return Ok(Turn(turn.0 + 1)),
                Ok(false) => return Err(StoreError::HeadMoved),
                Err(error) if Instant::now() >= until => return Err(StoreError::InDoubt(Box::new(error))),
                Err(_) => tokio::time::sleep(AGAIN).await,
            }
        }
    }

    async fn look(&self, writer: &mut Writer, turn: Turn) -> Result<bool, StoreError> {
        let mut connection = postgres::writer(&self.address).await?;
        let is_saved = fence_and_read(&mut connection, &self.server, turn).await?;
        writer.put_back(connection, Default::default());
        Ok(is_saved)
    }
}

/// Counts the turn on where it is the one in doubt, so that the commit, should it still be on its way,
/// finds the head moved. It waits where the commit holds the head just now.
async fn fence_and_read(
    connection: &mut AnyConnection,
    server: &str,
    turn: Turn,
) -> Result<bool, StoreError> {
    let fenced = sqlx::query("UPDATE head SET turn = turn + 1 WHERE turn = $1")
        .bind(turn.0.cast_signed())
        .execute(&mut *connection)
        .await?;
    if fenced.rows_affected() == 1 {
        return Ok(false);
    }
    let made = sqlx::query("SELECT turn FROM committer WHERE server = $1")
        .bind(server.to_owned())
        .fetch_optional(connection)
        .await?;
    let Some(made) = made else { return Ok(false) };
    Ok(made.try_get::<i64, _>(0)?.cast_unsigned() == turn.0 + 1)
}
