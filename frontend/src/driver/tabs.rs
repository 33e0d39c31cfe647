//! One tab leads, the others follow: who has the lock opens the database and the socket.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use weft_app::replica::Connection;
use weft_sync::{client::Client, client::Saved, message::Bye, sight::is_leased, tabs::TabId};

use super::Driver;
use crate::{
    channel::Channel,
    idb, keep,
    locks::{self, Held},
    web,
};

/// Milliseconds between two looks at whether what is here may still be looked at.
const LEASE_LOOK_MS: i32 = 60 * 60 * 1_000;

impl Driver {
    /// Leads, or follows whoever does until that tab goes.
    pub(crate) async fn start(&self) {
        let person = self.inner.tab.borrow().client().person();
        let driver = self.clone();
        web::on_window("online", move || driver.retry_now());
        let driver = self.clone();
        web::on_window("offline", move || driver.lost());
        let driver = self.clone();
        web::warn_before_leaving(move || {
            !driver.inner.is_leaving.get() && driver.inner.tab.borrow().at_risk() > 0
        });
        let driver = self.clone();
        web::on_seen(move || driver.seen());
        let own = self.inner.tab.borrow().id();
        let is_alone = match locks::take(&keep::tab_lock(person, own)).await {
            // It is held until the page goes, however it goes.
            Ok(_) => !self.open_channel(&keep::leader_lock(person)),
            Err(locks::NoLocks) => true,
        };
        if is_alone {
            // Without locks two tabs would share a database: each works from memory.
            return self.lead(None).await;
        }
        match locks::try_take(&keep::leader_lock(person)).await {
            Ok(Some(held)) => self.lead(Some(held)).await,
            _ => {
                self.inner.tab.borrow_mut().join();
                self.pump();
                self.nudge();
                self.queue();
            }
        }
    }

    fn queue(&self) {
        let driver = self.clone();
        spawn_local(async move { driver.wait_to_lead().await });
    }

    fn give_back(&self) {
        self.inner.held.take().into_iter().for_each(Held::give_back);
    }

    async fn wait_to_lead(&self) {
        let name = keep::leader_lock(self.inner.tab.borrow().client().person());
        let Ok(Some(held)) = locks::take(&name).await else { return };
        let heard = self.inner.channel.borrow().as_ref().map(Channel::caught_up);
        if let Some(heard) = heard {
            // It is settled, never refused.
            let _ = JsFuture::from(heard).await;
            self.poll();
        }
        self.lead(Some(held)).await;
    }

    fn open_channel(&self, name: &str) -> bool {
        let driver = self.clone();
        let channel = Channel::open(name, move |bytes| {
            driver.inner.tab.borrow_mut().hear(&bytes);
            driver.pump();
            driver.came();
        });
        let is_open = channel.is_some();
        *self.inner.channel.borrow_mut() = channel;
        is_open
    }

    /// Leads from now on; `None`: alone, and from memory.
    async fn lead(&self, held: Option<Held>) {
        let inner = &self.inner;
        let person = inner.tab.borrow().client().person();
        if inner.has_ended.get() {
            // The person left while this tab waited: opened again, the database would be there again.
            return held.into_iter().for_each(Held::give_back);
        }
        let found = if held.is_some() { keep::open(person).await } else { None };
        let living = if held.is_some() { keep::living(person).await } else { Vec::new() };
        *inner.held.borrow_mut() = held.into_iter().collect();
        if inner.has_ended.get() {
            // A newer version came meanwhile, or the person left.
            if let Some(found) = found {
                keep::close(person, found).await;
            }
            return self.give_back();
        }
        let is_empty = inner.tab.borrow().client().cursor().is_none();
        if found.is_none() && is_empty && living.len() > 1 && !inner.has_declined.replace(true) {
            // Nothing is stored, and another tab may hold what waits.
            self.give_back();
            return self.queue();
        }
        let (mut saved, mut old) = (Saved::default(), Vec::new());
        inner.is_kept.set(found.is_some());
        if let Some(found) = found {
            (saved, old) = (found.saved, found.taken);
            // Of a lease that has run out nothing was taken: what waits goes on, with rows fetched anew.
            inner.contact.set(found.database.contact().filter(|at| is_leased(*at, web::now())));
            inner.held.borrow_mut().push(found.held);
            *inner.database.borrow_mut() = Some(found.database);
        }
        inner.tab.borrow_mut().lead(saved, living);
        self.pump();
        // What is about to be replayed is marked first, so that it cannot end the program twice.
        self.saved().await;
        self.lead_on(Client::replay);
        self.show_if_ready();
        self.connect();
        for name in old {
            idb::delete(&name).await;
        }
        if inner.is_kept.get() {
            web::persist();
        }
        self.look_at_lease();
        keep::forget_others(person).await;
    }

    /// Notices when another tab is gone: then its lock is free.
    pub(super) fn watch(&self, tab: TabId) {
        if !self.inner.watched.borrow_mut().insert(tab) {
            return;
        }
        let driver = self.clone();
        spawn_local(async move {
            let person = driver.inner.tab.borrow().client().person();
            if let Ok(Some(held)) = locks::take(&keep::tab_lock(person, tab)).await {
                held.give_back();
                driver.inner.tab.borrow_mut().gone(tab);
                driver.pump();
            }
        });
    }

    /// A newer version is here: it gets everything, as soon as it is stored.
    pub(super) fn step_aside(&self) {
        self.inner.has_ended.set(true);
        *self.inner.socket.borrow_mut() = None;
        let driver = self.clone();
        spawn_local(async move {
            driver.saved().await;
            if let Some(database) = driver.inner.database.borrow_mut().take() {
                database.close();
            }
            driver.give_back();
            driver.inner.replica.set_connection(Connection::Ended(Bye::ClientTooOld));
        });
    }

    /// The page is looked at again: others learn where its person is, and a way to the server is
    /// looked for at once.
    fn seen(&self) {
        let presence = self.inner.presence.borrow().clone();
        if let Some(presence) = presence {
            self.inner.tab.borrow_mut().set_presence(presence);
        }
        self.retry_now();
        self.pump();
    }

    /// Forgets what may not be looked at any more, even offline.
    fn look_at_lease(&self) {
        let now = web::now();
        if self.inner.tab.borrow().client().status().is_live {
            self.inner.contact.set(Some(now));
            self.keep_contact();
        }
        if self.inner.contact.get().is_some_and(|contact| !is_leased(contact, now)) {
            return self.leave(false);
        }
        let driver = self.clone();
        web::after(LEASE_LOOK_MS, move || driver.look_at_lease());
    }
}
