//! What other servers committed to the same database: read from the feed, applied to our world, and
//! shown to our viewers as if it had been ours.

use std::sync::Arc;

use tracing::{debug, info};
use weft_domain::{Timestamp, World};
use weft_sync::{
    message::Seq,
    server::{Batch, FeedEntry},
};

use super::{Event, Snapshot, writer::Writer};
use crate::store::{Head, Store, StoreError};

/// Feed rows that are shown as one batch. What is more follows in further ones, so that a node that
/// was cut off for long neither holds all of it at once nor throws its viewers back.
const STEP_ROWS: u32 = 1_000;

impl Writer {
    /// Follows the database to its head. Says whether anything had been committed there.
    ///
    /// # Errors
    /// [`StoreError::Upgraded`] where a newer server has taken over; what else the database says.
    /// What was read before that is shown.
    pub(super) async fn tail(&self) -> Result<bool, StoreError> {
        let mut head = self.store.head().await?;
        let mut has_moved = false;
        loop {
            let mine = self.snapshot();
            if head.epoch != mine.head.epoch || head.seq < mine.head.seq {
                self.anew("the database was restored").await?;
                return Ok(true);
            }
            if head.turn == mine.turn {
                if head.floor > mine.floor {
                    self.current.send_replace(Arc::new(Snapshot { floor: head.floor, ..(*mine).clone() }));
                }
                return Ok(has_moved);
            }
            has_moved = true;
            let Some((step, later)) = read(&self.store, mine.head.seq, &head).await? else {
                self.anew("the feed does not reach back to where this server was").await?;
                return Ok(true);
            };
            self.show(&mine, step, &head);
            head = later;
        }
    }

    /// Makes a step true here, and shows it.
    fn show(&self, mine: &Snapshot, Step { feed, to }: Step, head: &Head) {
        let mut snapshot = mine.clone();
        // Any client may have been answered elsewhere, also where the sequence stands still.
        snapshot.records = imbl::OrdMap::new();
        snapshot.floor = head.floor;
        snapshot.head.seq = to;
        if to == head.seq {
            snapshot.turn = head.turn;
        }
        if to == mine.head.seq {
            self.current.send_replace(Arc::new(snapshot));
            return;
        }
        follow(&mut snapshot.world, &feed);
        debug!(from = mine.head.seq.0, to = to.0, "another server committed");
        let (before, after) = ((mine.head.seq, &mine.world), (to, &snapshot.world));
        let batch = Batch::of_feed(before, after, &feed, self.clock.now());
        self.publish(snapshot, Event::Batch(Arc::new(batch)));
    }

    /// Reads the world anew; viewers start anew where the feed does not lead them there.
    async fn anew(&self, reason: &'static str) -> Result<(), StoreError> {
        info!(reason, "the world is read again");
        let snapshot = Snapshot::load(&self.store, self.rules.archived_before(self.clock.now())).await?;
        self.publish(snapshot, Event::Anew);
        Ok(())
    }
}

/// A stretch of the feed, and where it leads.
struct Step {
    feed: Vec<FeedEntry>,
    to: Seq,
}

/// The next step from `from` towards `head`, and the head after it was read; none where the feed does
/// not hold it any more.
async fn read(store: &Store, from: Seq, head: &Head) -> Result<Option<(Step, Head)>, StoreError> {
    let (mut feed, reached) = store.feed_since(from, STEP_ROWS).await?;
    // Looked at after the feed was: what was dropped before that, was dropped before this.
    let later = store.head().await?;
    if later.floor > from || later.epoch != head.epoch {
        return Ok(None);
    }
    let rows: usize = feed.iter().map(|entry| entry.changes.len()).sum();
    let is_last = rows < STEP_ROWS as usize || reached >= head.seq;
    feed.retain(|entry| entry.seq <= head.seq);
    Ok(Some((Step { feed, to: if is_last { head.seq } else { reached } }, later)))
}

fn follow(world: &mut World, feed: &[FeedEntry]) {
    world.apply_all(feed.iter().flat_map(|entry| &entry.changes).map(|seen| &seen.change));
    world.forget_loaded();
}

impl Snapshot {
    /// The world at the head.
    pub(super) async fn load(store: &Store, archived_before: Timestamp) -> Result<Self, StoreError> {
        let (world, head) = store.load_world(archived_before).await?;
        Ok(Self::of(world, &head))
    }
}
