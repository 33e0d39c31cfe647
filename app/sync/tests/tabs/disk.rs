//! What outlives every tab.

use std::collections::BTreeMap;

use weft_domain::{Key, Row};
use weft_sync::client::{SaveBatch, Saved};

#[derive(Default)]
pub(crate) struct Disk {
    pub(crate) rows: BTreeMap<Key, Row>,
    pub(crate) saved: Saved,
    pub(crate) outbox: BTreeMap<u64, String>,
    pub(crate) tray: BTreeMap<u64, String>,
}

impl Disk {
    /// Everything that is stored.
    pub(crate) fn read(&self) -> Saved {
        let rows = self.rows.values().cloned().collect();
        let outbox = self.outbox.clone().into_iter().collect();
        let tray = self.tray.clone().into_iter().collect();
        Saved { rows, outbox, tray, ..self.saved.clone() }
    }

    /// One transaction.
    pub(crate) fn store(&mut self, batch: &SaveBatch) {
        let Self { rows, saved, outbox, tray } = self;
        if batch.clear {
            rows.clear();
            saved.cursor = None;
        }
        for key in &batch.remove {
            rows.remove(key);
        }
        rows.extend(batch.put.iter().map(|row| (row.key(), row.clone())));
        saved.cursor = batch.cursor.or(saved.cursor);
        saved.schema = batch.schema;
        saved.client = batch.client.or(saved.client);
        saved.last_number = batch.last_number.unwrap_or(saved.last_number);
        saved.scopes = batch.scopes.clone().or(saved.scopes.take());
        saved.over = batch.over.clone().unwrap_or_else(|| std::mem::take(&mut saved.over));
        for number in &batch.outbox_remove {
            outbox.remove(number);
        }
        outbox.extend(batch.outbox_put.iter().cloned());
        tray.retain(|number, _| !batch.tray_remove.contains(number));
        tray.extend(batch.tray_put.iter().cloned());
    }
}
