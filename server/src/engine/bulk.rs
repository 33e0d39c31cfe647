//! A big change set: one transaction, one number of the sequence.

use std::{collections::BTreeMap, sync::Arc};

use tracing::error;
use weft_domain::{
    Audience, Change, World,
    audience::{Seen, audience},
};
use weft_sync::{
    message::{DELTA_CHANGES_MAX, Seq},
    server::{Batch, Committed, Plan},
};

use super::{Event, NotSaved, Snapshot, writer::Writer};
use crate::store::{Bulk, StoreError};

impl Writer {
    /// Applies a change set that was made over the world at `over`.
    pub(super) async fn bulk(&self, bulk: &Bulk, over: Seq) -> Result<Seq, NotSaved> {
        let before = self.snapshot();
        if before.head.seq != over {
            return Err(NotSaved::Stale);
        }
        let now = self.clock.now();
        let mut world = before.world.clone();
        if bulk.changes.len() <= DELTA_CHANGES_MAX
            && let Err(error) = self.load_archived(&mut world, &bulk.changes).await
        {
            error!(%error, "a change set could not be prepared");
            return Err(NotSaved::from(&error));
        }
        let whole = world.clone();
        let seen = apply(&mut world, &bulk.changes);
        let to = Seq(over.0 + 1);
        let writing = self.store.commit_bulk(bulk, seen.as_deref(), (over, before.turn), now);
        let turn = match bulk.meter.of_writing(writing).await {
            Ok(turn) => turn,
            // It is made anew over what another server committed meanwhile.
            Err(StoreError::HeadMoved) => {
                return Err(self
                    .tail()
                    .await
                    .map_or_else(|error| NotSaved::from(&error), |_| NotSaved::Stale));
            }
            Err(error) => {
                self.note(&error);
                error!(%error, changes = bulk.changes.len(), "a change set was not saved");
                return Err(NotSaved::from(&error));
            }
        };
        let shown = world.clone();
        world.forget_loaded();
        world.archive(self.archived_before());
        let mut snapshot = Snapshot { world: world.clone(), turn, ..(*before).clone() };
        snapshot.head.seq = to;
        let Some(seen) = seen else {
            snapshot.floor = to;
            self.publish(snapshot, Event::Anew);
            return Ok(to);
        };
        let committed = Committed {
            seq: to,
            client: None,
            id: bulk.id,
            person: None,
            name: "Import",
            at: now,
            changes: seen,
            facts: Vec::new(),
        };
        let batch = Batch::of(&Plan {
            needs: Vec::new(),
            gathers: Vec::new(),
            prev: over,
            to,
            at: now,
            committed: vec![committed],
            records: BTreeMap::new(),
            outcomes: Vec::new(),
            acks: Vec::new(),
            panicked: Vec::new(),
            before: whole,
            world,
            shown,
        });
        self.publish(snapshot, Event::Batch(Arc::new(batch)));
        Ok(to)
    }
}

/// Makes changes true and says who sees them; `None` where they are too many to be shown one by one.
fn apply(world: &mut World, changes: &[Change]) -> Option<Vec<Seen>> {
    if changes.len() > DELTA_CHANGES_MAX {
        world.apply_all(changes);
        return None;
    }
    let before: Vec<Audience> = changes.iter().map(|change| seen_by(world, change)).collect();
    world.apply_all(changes);
    let seen = changes.iter().zip(before).map(|(change, before)| {
        let after = match change {
            Change::Put(row) => audience(world, row),
            Change::Remove(_) => Audience::new(),
        };
        Seen { change: change.clone(), before, after }
    });
    Some(seen.collect())
}

fn seen_by(world: &World, change: &Change) -> Audience {
    world.row(change.key()).present().map_or_else(Audience::new, |row| audience(world, &row))
}
