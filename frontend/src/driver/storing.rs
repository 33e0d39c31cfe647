//! What the browser keeps of it: batches stored one after the other, and all of it forgotten.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use weft_sync::{client::SaveBatch, message::SCHEMA};

use super::Driver;
use crate::{keep, web};

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
            for waiting in std::mem::take(&mut *driver.inner.saved.borrow_mut()) {
                // It settles a promise, which cannot fail.
                let _ = waiting.call0(&JsValue::UNDEFINED);
            }
        });
    }

    /// Waits until everything that was to be stored is.
    pub(super) async fn saved(&self) {
        if self.inner.is_saving.get() {
            let stored = Promise::new(&mut |done, _| self.inner.saved.borrow_mut().push(done));
            let _ = JsFuture::from(stored).await;
        }
    }

    async fn save(&self, batch: SaveBatch) {
        let database = self.inner.database.borrow_mut().take();
        if let Some(mut database) = database {
            // Where storage is full or gone, this browser goes on from memory, and says so: what it
            // sends is still acknowledged by the server.
            if database.save(&batch, self.inner.contact.get()).await.is_ok() {
                *self.inner.database.borrow_mut() = Some(database);
            } else {
                database.close();
                self.inner.is_kept.set(false);
                if let Some(client) = self.inner.tab.borrow_mut().leader() {
                    client.storage_failed();
                }
            }
        }
        if let Some(client) = self.inner.tab.borrow_mut().leader() {
            client.saved(batch.ticket);
        }
    }

    /// Stores when the server was last heard of.
    pub(super) fn keep_contact(&self) {
        self.save_soon(SaveBatch { schema: SCHEMA, ..SaveBatch::default() });
    }

    /// Forgets everything this browser holds of the person and opens the front door. The outbox goes
    /// too where they said so themselves.
    pub(super) fn leave(&self, with_outbox: bool) {
        if with_outbox {
            self.inner.forgets_outbox.set(true);
        }
        if self.inner.is_leaving.replace(true) {
            // The server says so, or another tab did, and the page is going: opened once more, the database
            // would be there again.
            return;
        }
        self.inner.has_ended.set(true);
        self.inner.tab.borrow_mut().leave();
        self.pump();
        let driver = self.clone();
        spawn_local(async move {
            driver.saved().await;
            if let Some(database) = driver.inner.database.borrow_mut().take() {
                database.close();
            }
            let person = driver.inner.tab.borrow().client().person();
            keep::forget(person, with_outbox).await;
            if driver.inner.forgets_outbox.get() {
                if !with_outbox {
                    keep::forget(person, true).await;
                }
                weft_app::request::forget_drafts(person);
            }
            driver.end();
        });
    }

    /// Nothing more is shown or sent here: the person left in this tab or another.
    pub(super) fn end(&self) {
        self.inner.has_ended.set(true);
        self.inner.is_leaving.set(true);
        *self.inner.socket.borrow_mut() = None;
        if let Some(database) = self.inner.database.borrow_mut().take() {
            database.close();
        }
        crate::boot::forget_opening();
        web::open_front_door();
    }
}
