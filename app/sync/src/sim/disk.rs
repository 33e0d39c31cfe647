//! A browser's disk: what survives a crash.

use std::collections::BTreeMap;

use weft_domain::{Key, Row};

use super::told::Ledger;
use crate::{
    client::{Over, SaveBatch, Saved, Stored},
    message::{ClientId, Cursor},
};

/// A database in a browser.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    schema: u32,
    pub(super) cursor: Option<Cursor>,
    pub(super) rows: BTreeMap<Key, Row>,
    outbox: BTreeMap<u64, String>,
    last_number: u64,
    scopes: Option<String>,
    pub(super) client: Option<ClientId>,
    over: Vec<Over>,
    tray: BTreeMap<u64, String>,
    /// Its quota is used up: no transaction is stored.
    pub(super) is_full: bool,
}

impl Disk {
    /// What a program finds at its start, whose row forms are so many versions newer than ours.
    pub(super) fn saved(&self, newer: i8) -> Saved {
        let disk = self.clone();
        Saved {
            schema: self.schema.wrapping_add_signed(-i32::from(newer)),
            cursor: disk.cursor,
            rows: disk.rows.into_values().collect(),
            outbox: disk.outbox.into_iter().collect(),
            last_number: disk.last_number,
            scopes: disk.scopes,
            client: disk.client,
            over: disk.over,
            tray: disk.tray.into_iter().collect(),
        }
    }

    /// One transaction of such a program.
    pub(super) fn store(&mut self, batch: SaveBatch, newer: i8, told: &mut Ledger) {
        if batch.clear {
            self.rows.clear();
            self.cursor = None;
        }
        for key in &batch.remove {
            self.rows.remove(key);
        }
        self.rows.extend(batch.put.into_iter().map(|row| (row.key(), row)));
        self.cursor = batch.cursor.or(self.cursor);
        self.schema = batch.schema.wrapping_add_signed(i32::from(newer));
        for number in &batch.outbox_remove {
            self.outbox.remove(number);
        }
        for (number, text) in batch.outbox_put {
            if let Ok(stored) = Stored::from_json(&text) {
                told.stored(stored.envelope.id);
            }
            self.outbox.insert(number, text);
        }
        self.last_number = batch.last_number.unwrap_or(self.last_number);
        self.scopes = batch.scopes.or(self.scopes.take());
        self.client = batch.client.or(self.client);
        if let Some(over) = batch.over {
            self.over = over;
        }
        self.tray.retain(|number, _| !batch.tray_remove.contains(number));
        self.tray.extend(batch.tray_put);
    }
}
