//! What leaves the world and comes back: requests that ended long ago, and rows that rules ask for together.

use std::sync::Arc;

use tracing::info;
use weft_domain::{Change, Gather, Key, Kind, Row, Timestamp, World};

use super::writer::Writer;
use crate::store::StoreError;

impl Writer {
    /// Loads the archived requests that changes are of or hang on, so that it is known who may see them.
    pub(super) async fn load_archived(
        &self,
        world: &mut World,
        changes: &[Change],
    ) -> Result<(), StoreError> {
        if world.kept_since().is_none() {
            return Ok(());
        }
        let request = |change: &Change| match change {
            Change::Put(Row::RequestText(row)) => Some(row.request.into()),
            Change::Put(Row::Comment(row)) => Some(row.request.into()),
            change => Some(change.key()).filter(|key| key.kind == Kind::Request),
        };
        let mut keys: Vec<Key> = changes.iter().filter_map(request).filter(|key| !world.has(*key)).collect();
        keys.sort_unstable();
        keys.dedup();
        self.load(world, &keys).await
    }

    /// Loads rows that the rules cannot name one by one.
    pub(super) async fn gather(&self, world: &mut World, gather: Gather) -> Result<(), StoreError> {
        let rows = match (gather, world.kept_since()) {
            (Gather::ArchivedOf(department), Some(before)) => {
                self.store.archived_of(department, before).await?
            }
            (Gather::ArchivedOf(_), None) => Vec::new(),
            (Gather::KudosTo(person), _) => self.store.kudos_to(person).await?,
        };
        for row in rows {
            // What is here may have been changed by a command before this one.
            if !world.has(row.key()) {
                world.apply(&Change::Put(row));
            }
        }
        world.note_gathered(gather);
        Ok(())
    }

    /// Requests that ended before this are archived.
    pub(super) fn archived_before(&self) -> Timestamp {
        self.rules.archived_before(self.clock.now())
    }

    /// Requests that ended long ago leave the world. Nobody is told: nothing has changed.
    pub(super) fn archive(&self) {
        let mut snapshot = (*self.snapshot()).clone();
        let count = snapshot.world.archive(self.archived_before());
        if count > 0 {
            info!(count, "archived requests that ended long ago");
            self.current.send_replace(Arc::new(snapshot));
        }
    }
}
