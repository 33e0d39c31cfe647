//! What the browser keeps of it: batches stored one after the other, and all of it forgotten.

use wasm_bindgen_futures::spawn_local;
use weft_sync::client::SaveBatch;

use super::Driver;
use crate::{idb, slot, web};

impl Driver {
    pub(super) fn save_soon(&self, batch: SaveBatch) {
        self.inner.saves.borrow_mut().push_back(batch);
        if self.inner.is_saving.replace(true) {
            return;
        }
        let driver = self.clone();
        spawn_local(async move {
            loop {
                let next = driver.inner.saves.borrow_mut().pop_front();
                let Some(batch) = next else { break };
                driver.save(batch).await;
                driver.poll();
            }
            driver.inner.is_saving.set(false);
        });
    }

    pub(super) async fn save(&self, batch: SaveBatch) {
        let database = self.inner.database.borrow_mut().take();
        if let Some(mut database) = database {
            // Where storage is full or gone, this tab goes on from memory: what it sends is still
            // acknowledged by the server, and what waits is shown as waiting.
            if database.save(&batch).await.is_ok() {
                *self.inner.database.borrow_mut() = Some(database);
            } else {
                self.inner.client.borrow_mut().storage_failed();
            }
        }
        self.inner.client.borrow_mut().saved(batch.ticket);
    }

    /// Forgets everything this browser holds of the person and opens the front door.
    pub(super) fn leave(&self) {
        self.inner.has_ended.set(true);
        if let Some(database) = self.inner.database.borrow_mut().take() {
            database.close();
        }
        let person = self.inner.client.borrow().person();
        crate::boot::forget_opening();
        spawn_local(async move {
            for name in slot::all(person) {
                idb::delete(&name).await;
            }
            if let Some(window) = web::window() {
                let _ = window.location().set_href("/");
            }
        });
    }
}
