//! What servers over one PostgreSQL tell each other. A hint that somebody committed may be lost, and says
//! only that it is worth while to look: the truth is the head and the feed. What is told of presence may be
//! lost as well: it is told again.

use std::time::Duration;

use sqlx::{
    PgPool,
    postgres::{PgListener, PgPoolOptions},
};

use super::{
    Store, StoreError, Turn,
    address::{Address, Dialect, with_our_options},
    commit::within,
};

/// The channel of the hints.
pub(super) const CHANNEL: &str = "weft";
/// What is said where accounts or sessions ended.
pub(super) const ACCOUNTS: &str = "accounts";
/// The channel of presence.
const PRESENCE: &str = "weft_presence";
/// Bytes of one text on presence: PostgreSQL passes on no more.
pub const TOLD_BYTES_MAX: usize = 7_999;
/// How long telling may wait for a connection, and then for its answer, before it is given up: what was to be
/// told is old by then.
const TELL_WAIT: Duration = Duration::from_secs(2);
/// How long to wait before a lost connection is tried again.
const AGAIN: Duration = Duration::from_millis(500);

/// What may have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Somebody, perhaps this server itself, committed; the database is at this turn.
    Commit(Turn),
    /// Sessions ended, or accounts changed.
    Accounts,
    /// A server, perhaps this one itself, tells where its people are.
    Presence(String),
    /// The connection was lost and is there again: anything may have happened meanwhile.
    Missed,
}

/// A connection that listens for hints, for as long as this lives.
#[derive(Debug)]
pub struct Listener {
    pool: PgPool,
    inner: Option<PgListener>,
}

impl Store {
    /// Listens for hints from other servers; none where only one server can have the database.
    ///
    /// # Errors
    /// What the database says.
    pub async fn listen(&self) -> Result<Option<Listener>, StoreError> {
        let Address::Postgres(url) = &self.address else { return Ok(None) };
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .max_lifetime(None)
            .idle_timeout(None)
            .connect_lazy(&with_our_options(url))?;
        let mut listener = Listener { pool, inner: None };
        listener.connect().await?;
        Ok(Some(listener))
    }

    /// Tells all servers that listen, this one too, where its people are: a text of at most
    /// [`TOLD_BYTES_MAX`]. Nobody is told where only one server can have the database.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tell_presence(&self, text: &str) -> Result<(), StoreError> {
        if self.address.dialect() == Dialect::Sqlite {
            return Ok(());
        }
        // PostgreSQL commits those that notify one after the other. Nothing of this one has to be on the disk, so
        // that no other waits for that.
        let sql = "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)";
        let mut connection = within(Some(TELL_WAIT), self.readers.acquire()).await?;
        let telling = sqlx::query(sql).bind(PRESENCE).bind(text).execute(&mut *connection);
        let told = within(Some(TELL_WAIT), telling).await.map(|_| ());
        if told.is_err() {
            // It may still wait for its answer, and is of no use to those that read.
            drop(connection.detach());
        }
        told
    }
}

impl Listener {
    /// Hangs up: when this returns, the database counts the connection no more.
    pub async fn close(self) {
        let Self { pool, inner } = self;
        drop(inner);
        pool.close().await;
    }

    /// The next hint. A lost connection is made anew, for as long as it takes, and told as
    /// [`Hint::Missed`]. May be dropped while it waits.
    pub async fn next(&mut self) -> Hint {
        loop {
            let Some(inner) = &mut self.inner else {
                match self.connect().await {
                    Ok(()) => return Hint::Missed,
                    Err(error) => tracing::debug!(%error, "no hints from other servers just now"),
                }
                tokio::time::sleep(AGAIN).await;
                continue;
            };
            match inner.try_recv().await {
                Ok(Some(notification)) => {
                    if let Some(hint) = read(notification.channel(), notification.payload()) {
                        return hint;
                    }
                }
                // What the library thinks of as lost, and what it does not know: both are made anew.
                Ok(None) | Err(_) => self.inner = None,
            }
        }
    }

    async fn connect(&mut self) -> Result<(), StoreError> {
        let mut inner = PgListener::connect_with(&self.pool).await?;
        inner.eager_reconnect(false);
        inner.listen_all([CHANNEL, PRESENCE]).await?;
        self.inner = Some(inner);
        Ok(())
    }
}

/// A hint of another version's is none.
fn read(channel: &str, payload: &str) -> Option<Hint> {
    if channel == PRESENCE {
        return Some(Hint::Presence(payload.to_owned()));
    }
    if payload == ACCOUNTS {
        return Some(Hint::Accounts);
    }
    payload.parse().ok().map(|turn| Hint::Commit(Turn(turn)))
}
