//! The one writer: takes what waits, decides, commits, publishes, answers; in this order.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{Notify, broadcast, mpsc, oneshot, watch},
    time::{Interval, MissedTickBehavior},
};
use tracing::{error, info, warn};
use weft_domain::{Actor, Change, Command, Context, Decision, Key, Refusal, Stop, Timestamp, World};
use weft_sync::{
    Decide,
    message::{ClientId, Seq},
    server::{Batch, ClientRecord, Origin, Outcome, Plan, Submission, plan},
};

use super::{Event, NotSaved, Rules, Snapshot, Unreachable};
use crate::{
    clock::Clock,
    store::{Bulk, Store, StoreError, Turn},
};

/// Commands in one transaction. What is more waits for the next one.
const BATCH_COMMANDS_MAX: usize = 500;
/// How often a batch may ask for more rows before it is given up: each command asks once or twice.
const NEED_ROUNDS_MAX: usize = 16;
/// Clients' records kept at hand. Beyond it all are read from the store again.
const RECORDS_MAX: usize = 10_000;
/// How often the feed's old end is dropped.
const PRUNE_EVERY: Duration = Duration::from_secs(6 * 60 * 60);
/// How often a server looks whether others committed, where none of their hints came through.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often a batch is decided again because another server committed first. Beyond it nothing of
/// it is saved, and its senders try again.
const TRIES_MAX: usize = 8;

pub(super) type Reply<T> = oneshot::Sender<Result<T, NotSaved>>;
/// Asks the writer to look what others committed.
pub(super) type Look = oneshot::Sender<Result<(), Unreachable>>;

/// What the writer is asked to do.
pub(super) enum Job {
    Submit { submission: Submission, reply: Reply<Outcome> },
    Bulk { bulk: Box<Bulk>, over: Seq, reply: Reply<Seq> },
    Stop { reply: oneshot::Sender<()> },
}

pub(super) struct Writer {
    pub(super) store: Arc<Store>,
    pub(super) clock: Clock,
    pub(super) rules: Rules,
    pub(super) current: watch::Sender<Arc<Snapshot>>,
    pub(super) events: broadcast::Sender<Event>,
    /// Another server says that it committed.
    pub(super) hint: Arc<Notify>,
    /// The database does not answer; said once.
    pub(super) is_cut_off: AtomicBool,
    /// A newer server has taken the database over: this one ends.
    pub(super) is_replaced: AtomicBool,
}

type Waiting = (Submission, Reply<Outcome>);

impl Writer {
    pub(super) async fn run(self, mut jobs: mpsc::Receiver<Job>, mut looks: mpsc::Receiver<Look>) {
        let mut prune = every(PRUNE_EVERY);
        let mut look = every(LOOK_EVERY);
        while !self.is_replaced.load(Ordering::Relaxed) {
            tokio::select! {
                job = jobs.recv() => match job {
                    Some(job) => {
                        if self.work(job, &mut jobs).await {
                            return;
                        }
                    }
                    None => return,
                },
                Some(asked) = looks.recv() => {
                    // Who asks while another look is under way is served by the next one, all together.
                    let mut asked = vec![asked];
                    while let Ok(more) = looks.try_recv() {
                        asked.push(more);
                    }
                    let seen = self.look().await;
                    for one in asked {
                        // Whoever asked may be gone.
                        let _ = one.send(seen);
                    }
                }
                () = self.hint.notified(), if self.store.is_shared() => drop(self.look().await),
                _ = look.tick(), if self.store.is_shared() => drop(self.look().await),
                _ = prune.tick() => {
                    self.prune().await;
                    self.archive();
                }
            }
        }
        jobs.close();
        while let Some(job) = jobs.recv().await {
            match job {
                Job::Submit { reply, .. } => drop(reply.send(Err(NotSaved::Stopping))),
                Job::Bulk { reply, .. } => drop(reply.send(Err(NotSaved::Stopping))),
                Job::Stop { reply } => drop(reply.send(())),
            }
        }
    }

    /// Does a job, with what waits behind it and fits. `true`: it was the last one.
    async fn work(&self, job: Job, jobs: &mut mpsc::Receiver<Job>) -> bool {
        let mut next = Some(job);
        // What ends a batch is done after it, in its turn.
        while let Some(job) = next.take() {
            match job {
                Job::Submit { submission, reply } => {
                    let (batch, rest) = gather((submission, reply), jobs);
                    self.batch(batch).await;
                    next = rest;
                }
                Job::Bulk { bulk, over, reply } => {
                    // Whoever asked may be gone; it is done all the same.
                    let _ = reply.send(self.bulk(&bulk, over).await);
                }
                Job::Stop { reply } => {
                    jobs.close();
                    while let Ok(job) = jobs.try_recv() {
                        self.last(job).await;
                    }
                    let _ = reply.send(());
                    return true;
                }
            }
        }
        false
    }

    /// Looks what others committed, and says so in the log where the database does not answer.
    async fn look(&self) -> Result<(), Unreachable> {
        match self.tail().await {
            Ok(_) => {
                if self.is_cut_off.swap(false, Ordering::Relaxed) {
                    info!("the database answers again");
                }
                Ok(())
            }
            Err(error) => {
                self.note(&error);
                if !self.is_cut_off.swap(true, Ordering::Relaxed) {
                    warn!(%error, "the database does not answer; nothing is saved until it does");
                }
                Err(Unreachable)
            }
        }
    }

    /// Notices that a newer server has taken the database over.
    pub(super) fn note(&self, error: &StoreError) {
        if matches!(error, StoreError::Upgraded { .. }) && !self.is_replaced.swap(true, Ordering::Relaxed) {
            error!(%error, "this server ends: start the newer one here as well");
        }
    }

    /// One job of those that waited when the stop came.
    async fn last(&self, job: Job) {
        match job {
            Job::Submit { submission, reply } => self.batch(vec![(submission, reply)]).await,
            Job::Bulk { bulk, over, reply } => drop(reply.send(self.bulk(&bulk, over).await)),
            Job::Stop { reply } => drop(reply.send(())),
        }
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        self.current.borrow().clone()
    }

    pub(super) fn publish(&self, snapshot: Snapshot, event: Event) {
        self.current.send_replace(Arc::new(snapshot));
        // An error means that nobody looks.
        let _ = self.events.send(event);
    }

    async fn batch(&self, waiting: Vec<Waiting>) {
        let (submissions, replies): (Vec<Submission>, Vec<Reply<Outcome>>) = waiting.into_iter().unzip();
        let outcomes = match self.commit(&submissions, self.rules.decide).await {
            Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
            Err(StoreError::Constraint(cause)) => {
                warn!(%cause, "a batch breaks a rule of the database; its commands are tried one by one");
                self.each(&submissions).await
            }
            Err(error) => {
                error!(%error, "a batch was not saved");
                self.note(&error);
                let reason = NotSaved::from(&error);
                submissions.iter().map(|_| Err(reason)).collect()
            }
        };
        for (reply, outcome) in replies.into_iter().zip(outcomes) {
            // Whoever asked may be gone; it is done all the same.
            let _ = reply.send(outcome);
        }
    }

    /// Decides and commits submissions in one transaction. Where another server committed meanwhile,
    /// that is followed first, and they are decided again.
    async fn commit(&self, submissions: &[Submission], decide: Decide) -> Result<Vec<Outcome>, StoreError> {
        let now = self.clock.now();
        for _ in 0..TRIES_MAX {
            let plan = self.plan(submissions, decide, now).await?;
            if plan.committed.is_empty() && plan.records.is_empty() {
                // No commit proves that this was decided over the newest world.
                if self.store.is_shared() && self.tail().await? {
                    continue;
                }
                complain(&plan);
                return Ok(plan.outcomes);
            }
            match self.store.commit(&plan, self.snapshot().turn, now).await {
                Ok(turn) => {
                    complain(&plan);
                    return Ok(self.committed(plan, turn));
                }
                Err(StoreError::HeadMoved) => drop(self.tail().await?),
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::HeadMoved)
    }

    /// Publishes what was committed, and gives the answers.
    fn committed(&self, plan: Plan, turn: Turn) -> Vec<Outcome> {
        let batch = Batch::of(&plan);
        let mut snapshot = (*self.snapshot()).clone();
        if snapshot.records.len() > RECORDS_MAX {
            snapshot.records = imbl::OrdMap::new();
        }
        for (client, record) in plan.records {
            snapshot.records.insert(client, Arc::new(record));
        }
        snapshot.world = plan.world;
        snapshot.head.seq = plan.to;
        snapshot.turn = turn;
        self.publish(snapshot, Event::Batch(Arc::new(batch)));
        plan.outcomes
    }

    /// Decides, loading what the rules ask for.
    async fn plan(
        &self,
        submissions: &[Submission],
        decide: Decide,
        now: Timestamp,
    ) -> Result<Plan, StoreError> {
        let snapshot = self.snapshot();
        let records = self.records(&snapshot, submissions).await?;
        let mut world = snapshot.world.clone();
        for _ in 0..NEED_ROUNDS_MAX {
            let plan = plan(&world, submissions, &records, now, snapshot.head.seq, decide);
            if !plan.is_short() {
                return Ok(plan);
            }
            self.load(&mut world, &plan.needs).await?;
            for gather in plan.gathers {
                self.gather(&mut world, gather).await?;
            }
        }
        error!("a batch asked for more rows {NEED_ROUNDS_MAX} times; its commands are refused");
        Ok(plan(&snapshot.world, submissions, &records, now, snapshot.head.seq, refuse))
    }

    pub(super) async fn load(&self, world: &mut World, needs: &[Key]) -> Result<(), StoreError> {
        let rows = self.store.rows_by_keys(needs).await?;
        for key in needs {
            world.note_absent(*key);
        }
        for row in rows {
            world.apply(&Change::Put(row));
        }
        Ok(())
    }

    async fn records(
        &self,
        snapshot: &Snapshot,
        submissions: &[Submission],
    ) -> Result<BTreeMap<ClientId, ClientRecord>, StoreError> {
        let clients = submissions.iter().filter_map(|submission| match submission.origin {
            Origin::Client { client, .. } => Some(client),
            Origin::Direct { .. } => None,
        });
        let mut known = BTreeMap::new();
        let mut unknown = Vec::new();
        for client in clients {
            match snapshot.records.get(&client) {
                Some(record) => drop(known.insert(client, (**record).clone())),
                None => unknown.push(client),
            }
        }
        known.extend(self.store.client_records(&unknown).await?);
        Ok(known)
    }

    /// Commits every command alone; one that the database does not take is refused.
    async fn each(&self, submissions: &[Submission]) -> Vec<Result<Outcome, NotSaved>> {
        let mut outcomes = Vec::with_capacity(submissions.len());
        for submission in submissions {
            outcomes.push(self.one_by_one(submission).await);
        }
        outcomes
    }

    async fn one_by_one(&self, submission: &Submission) -> Result<Outcome, NotSaved> {
        let mut answers = Vec::with_capacity(submission.envelopes.len());
        for (number, envelope) in (0u64..).zip(&submission.envelopes) {
            let origin = match submission.origin {
                Origin::Client { client, person, first } => {
                    Origin::Client { client, person, first: first + number }
                }
                direct @ Origin::Direct { .. } => direct,
            };
            let alone = [Submission { origin, envelopes: vec![envelope.clone()] }];
            let outcome = match self.commit(&alone, self.rules.decide).await {
                Err(StoreError::Constraint(cause)) => {
                    error!(%cause, command = envelope.command.name(), id = %envelope.id, "refused a command");
                    self.commit(&alone, refuse).await
                }
                other => other,
            };
            match outcome.map(|mut outcomes| outcomes.pop()) {
                Ok(Some(Outcome::Answered(answer))) => answers.extend(answer),
                Ok(Some(rejected @ Outcome::Rejected(_))) => return Ok(rejected),
                Ok(None) => return Err(NotSaved::Failed),
                Err(error) => return Err(NotSaved::from(&error)),
            }
        }
        Ok(Outcome::Answered(answers))
    }

    async fn prune(&self) {
        match self.store.prune_feed(self.clock.now()).await {
            Ok(floor) if floor > self.snapshot().floor => {
                info!(floor = floor.0, "dropped the feed's old end");
                let mut snapshot = (*self.snapshot()).clone();
                snapshot.floor = floor;
                self.current.send_replace(Arc::new(snapshot));
            }
            Ok(_) => {}
            Err(error) => warn!(%error, "could not drop the feed's old end"),
        }
    }
}

fn every(period: Duration) -> Interval {
    let mut interval = tokio::time::interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

/// Commands that broke the program go to the log.
fn complain(plan: &Plan) {
    for broken in &plan.panicked {
        error!(command = broken.name, id = %broken.id, cause = broken.message, "a command broke the program");
    }
}

/// Takes what waits, up to a batch's size; what ends a batch comes back.
fn gather(first: Waiting, jobs: &mut mpsc::Receiver<Job>) -> (Vec<Waiting>, Option<Job>) {
    let mut commands = first.0.envelopes.len();
    let mut batch = vec![first];
    while commands < BATCH_COMMANDS_MAX {
        match jobs.try_recv() {
            Ok(Job::Submit { submission, reply }) => {
                commands += submission.envelopes.len();
                batch.push((submission, reply));
            }
            Ok(other) => return (batch, Some(other)),
            Err(_) => break,
        }
    }
    (batch, None)
}

/// Rules for a command that the database does not take: it is refused, and counts as answered.
fn refuse(_: &World, _: &Actor, _: &Command, _: &Context) -> Result<Decision, Stop> {
    Err(Stop::Refused(Refusal::Internal))
}
