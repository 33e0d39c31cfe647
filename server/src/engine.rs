//! The engine: everything that changes goes through its one writer.
//!
//! Doors hand in submissions; the writer takes what waits, decides it on a fork of the world,
//! commits it in one transaction, and only then publishes the new world, tells the viewers and
//! answers. What could not be saved is answered so, and nothing of it was ever visible.

mod archive;
mod bulk;
mod erasure;
mod hear;
mod snapshot;
mod tail;
mod writer;

pub use hear::Overheard;
pub use snapshot::{Event, Snapshot};

use std::sync::{Arc, atomic::AtomicBool};

use tokio::{
    sync::{Notify, broadcast, mpsc, oneshot, watch},
    task::JoinHandle,
};
use weft_domain::{Command, CommandId, PersonId, Refusal, Timestamp};
use weft_sync::{
    Decide,
    message::{Bye, ClientId, Envelope, Seq},
    server::{ClientRecord, FeedEntry, Origin, Outcome, Submission},
};

use crate::{
    clock::Clock,
    store::{Bulk, Store, StoreError},
};
use writer::{Job, Look, Writer};

/// Submissions that wait for the writer. Beyond it their senders wait.
pub const QUEUE_SUBMISSIONS_MAX: usize = 1_024;
/// Events that a viewer's connection may be behind: each keeps a world alive. Beyond it the connection
/// is refilled from the feed.
pub const EVENTS_BEHIND_MAX: usize = 64;

/// Texts of other servers on presence that wait to be read, each of at most
/// [`TOLD_BYTES_MAX`](crate::store::TOLD_BYTES_MAX). Beyond it the oldest are lost.
const OVERHEARD_BEHIND_MAX: usize = 256;
/// Those that wait for a look at what other servers committed. Beyond it the next ones wait to wait.
const LOOKS_WAITING_MAX: usize = 1_024;

/// The database does not answer just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the database does not answer")]
pub struct Unreachable;

/// How long a request stays in the world after its end, in milliseconds, where nobody says otherwise:
/// 90 days.
pub const ARCHIVE_AFTER_MS: i64 = 90 * weft_domain::DAY_MS;

/// What an engine goes by.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// What follows from a command.
    pub decide: Decide,
    /// How long a request stays in the world after its end, in milliseconds. Later it is read from the
    /// store when it is asked for.
    pub archive_after_ms: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { decide: weft_domain::decide, archive_after_ms: ARCHIVE_AFTER_MS }
    }
}

impl Rules {
    /// Requests that ended before this are archived.
    fn archived_before(&self, now: Timestamp) -> Timestamp {
        Timestamp(now.0.saturating_sub(self.archive_after_ms))
    }
}

/// Why something was not saved. Nothing of it is visible to anybody; the same can be tried again,
/// except where a variant says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSaved {
    /// The disk is full.
    #[error("not saved: the disk is full")]
    DiskFull,
    /// The database is read-only.
    #[error("not saved: the database is read-only")]
    ReadOnly,
    /// Another program holds the database.
    #[error("not saved: the database is locked by another program")]
    Locked,
    /// The database's server cannot be reached.
    #[error("not saved: the database cannot be reached")]
    Unreachable,
    /// The database's server was lost in the middle of the commit, and is not back yet. A browser sends
    /// the same again and is told; whoever else asked looks whether it is there.
    #[error("the database was lost while it saved; look whether it is there before you try again")]
    InDoubt,
    /// The database failed; the log says how.
    #[error("not saved: the database failed")]
    Failed,
    /// The world moved on since the change set was made: make it anew.
    #[error("not saved: somebody else changed something meanwhile")]
    Stale,
    /// The server stops, or a newer one has taken the database over.
    #[error("not saved: the server is stopping")]
    Stopping,
}

impl From<&StoreError> for NotSaved {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::Full => Self::DiskFull,
            StoreError::ReadOnly => Self::ReadOnly,
            StoreError::Busy => Self::Locked,
            StoreError::Unreachable(_) => Self::Unreachable,
            StoreError::InDoubt(_) => Self::InDoubt,
            StoreError::Upgraded { .. } => Self::Stopping,
            _ => Self::Failed,
        }
    }
}

/// A handle to the engine; clone it freely.
#[derive(Clone, Debug)]
pub struct Engine {
    store: Arc<Store>,
    clock: Clock,
    queue: mpsc::Sender<Job>,
    looks: mpsc::Sender<Look>,
    current: watch::Receiver<Arc<Snapshot>>,
    events: broadcast::Sender<Event>,
    accounts_ended: watch::Receiver<u64>,
    overheard: broadcast::Sender<Overheard>,
}

impl Engine {
    /// Loads the world and starts the writer, with the product's rules. The task ends after
    /// [`Engine::stop`], or when a newer server has taken the database over.
    ///
    /// # Errors
    /// What the store says.
    pub async fn start(store: Store, clock: Clock) -> Result<(Self, JoinHandle<()>), StoreError> {
        Self::start_with(store, clock, Rules::default()).await
    }

    /// As [`Engine::start`], with other rules.
    ///
    /// # Errors
    /// What the store says.
    pub async fn start_with(
        store: Store,
        clock: Clock,
        rules: Rules,
    ) -> Result<(Self, JoinHandle<()>), StoreError> {
        let store = Arc::new(store);
        let snapshot = Snapshot::load(&store, rules.archived_before(clock.now())).await?;
        let (publish, current) = watch::channel(Arc::new(snapshot));
        let (events, _) = broadcast::channel(EVENTS_BEHIND_MAX);
        let (queue, jobs) = mpsc::channel(QUEUE_SUBMISSIONS_MAX);
        let (looks, asked) = mpsc::channel(LOOKS_WAITING_MAX);
        let (accounts, accounts_ended) = watch::channel(0);
        let (overheard, _) = broadcast::channel(OVERHEARD_BEHIND_MAX);
        let hint = Arc::new(Notify::new());
        let (ended, end) = oneshot::channel();
        let hearing =
            hear::hear(store.clone(), current.clone(), hint.clone(), accounts, overheard.clone(), end);
        let writer = Writer {
            store: store.clone(),
            clock: clock.clone(),
            rules,
            current: publish,
            events: events.clone(),
            hint,
            is_cut_off: AtomicBool::new(false),
            is_replaced: AtomicBool::new(false),
        };
        let task = tokio::spawn(async move {
            let writing = async move {
                writer.run(jobs, asked).await;
                drop(ended);
            };
            tokio::join!(writing, hearing);
        });
        let engine = Self { store, clock, queue, looks, current, events, accounts_ended, overheard };
        engine.erase_again().await?;
        Ok((engine, task))
    }

    /// The world as it was last committed, with its place in the sequence.
    pub fn current(&self) -> Arc<Snapshot> {
        self.current.borrow().clone()
    }

    /// Takes over what other servers have committed up to now. Whoever comes from one of them (a
    /// cursor, a session, an answer that was given there) is looked up after this. Costs nothing
    /// where the database is ours alone.
    ///
    /// # Errors
    /// [`Unreachable`]: the database does not answer; what is at hand may be behind.
    pub async fn look(&self) -> Result<(), Unreachable> {
        if !self.store.is_shared() {
            return Ok(());
        }
        let (reply, seen) = oneshot::channel();
        self.looks.send(reply).await.map_err(|_| Unreachable)?;
        seen.await.unwrap_or(Err(Unreachable))
    }

    /// Changes whenever another server may have ended sessions or accounts.
    pub fn accounts_ended(&self) -> watch::Receiver<u64> {
        self.accounts_ended.clone()
    }

    /// What other servers tell of where their people are, from now on.
    pub fn overhear(&self) -> broadcast::Receiver<Overheard> {
        self.overheard.subscribe()
    }

    /// The database, for questions. Writing rows through it is the engine's alone.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// The clock that the engine goes by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What happens from now on. To miss nothing, subscribe first and read [`Engine::current`] then.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Hands in a client's or a person's commands and waits until they are committed or refused.
    ///
    /// # Errors
    /// Nothing was saved: see [`NotSaved`].
    pub async fn submit(&self, submission: Submission) -> Result<Outcome, NotSaved> {
        let (reply, answer) = oneshot::channel();
        self.queue.send(Job::Submit { submission, reply }).await.map_err(|_| NotSaved::Stopping)?;
        answer.await.unwrap_or(Err(NotSaved::Stopping))
    }

    /// Does one command for a person (none: the system itself) that comes from another door than
    /// the socket: a page's form, the command line, a job. The id makes a repetition harmless where
    /// the command's own rules do.
    ///
    /// # Errors
    /// Nothing was saved: see [`NotSaved`].
    pub async fn run(
        &self,
        person: Option<PersonId>,
        id: CommandId,
        command: Command,
    ) -> Result<Result<(), Refusal>, NotSaved> {
        let answers = self.run_all(person, vec![Envelope { id, command }]).await?;
        Ok(answers.into_iter().flatten().next().map_or(Ok(()), Err))
    }

    /// As [`Engine::run`], for several in order. Each is answered for itself: one that is refused
    /// does not stop the others.
    ///
    /// # Errors
    /// Nothing was saved: see [`NotSaved`].
    pub async fn run_all(
        &self,
        person: Option<PersonId>,
        envelopes: Vec<Envelope>,
    ) -> Result<Vec<Option<Refusal>>, NotSaved> {
        let submission = Submission { origin: Origin::Direct { person }, envelopes };
        match self.submit(submission).await? {
            Outcome::Answered(answers) => Ok(answers),
            // Only what a client numbers can be rejected as a whole.
            Outcome::Rejected(Bye::GoingAway) => Err(NotSaved::Stopping),
            Outcome::Rejected(_) => Err(NotSaved::Failed),
        }
    }

    /// Applies a big change set as one number of the sequence: an import. It was made over the
    /// world at `over`; where that is no longer the head, nothing is done. Beyond
    /// [`DELTA_CHANGES_MAX`](weft_sync::message::DELTA_CHANGES_MAX) changes viewers start anew.
    ///
    /// # Errors
    /// [`NotSaved::Stale`]: make it anew from [`Engine::current`]. Others: see [`NotSaved`].
    pub async fn import(&self, bulk: Bulk, over: Seq) -> Result<Seq, NotSaved> {
        let (reply, answer) = oneshot::channel();
        let job = Job::Bulk { bulk: Box::new(bulk), over, reply };
        self.queue.send(job).await.map_err(|_| NotSaved::Stopping)?;
        answer.await.unwrap_or(Err(NotSaved::Stopping))
    }

    /// What is kept of a client's outbox, at or after `snapshot`.
    ///
    /// # Errors
    /// What the store says.
    pub async fn client_record(
        &self,
        snapshot: &Snapshot,
        client: ClientId,
    ) -> Result<Option<ClientRecord>, StoreError> {
        if let Some(record) = snapshot.records.get(&client) {
            return Ok(Some((**record).clone()));
        }
        Ok(self.store.client_records(&[client]).await?.remove(&client))
    }

    /// Whether the writer is there: without it nothing more is saved.
    pub fn is_writing(&self) -> bool {
        !self.queue.is_closed()
    }

    /// The feed after a number up to `snapshot`, of each row only what it came to; none where it does not
    /// reach back that far.
    ///
    /// # Errors
    /// What the store says.
    pub async fn feed(&self, after: Seq, snapshot: &Snapshot) -> Result<Option<Vec<FeedEntry>>, StoreError> {
        if after < snapshot.floor {
            return Ok(None);
        }
        match self.store.missed(after, snapshot.head.seq).await {
            // Another server dropped its old end meanwhile.
            Err(StoreError::FeedGone { .. }) => Ok(None),
            feed => feed.map(Some),
        }
    }

    /// Finishes what waits and takes no more. Returns once everything is on the disk.
    pub async fn stop(&self) {
        let (reply, done) = oneshot::channel();
        if self.queue.send(Job::Stop { reply }).await.is_ok() {
            // An error means that the writer is gone, which is what was asked for.
            let _ = done.await;
        }
    }
}

#[cfg(test)]
mod tests;
