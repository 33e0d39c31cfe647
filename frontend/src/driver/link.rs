//! The way to the server: the socket, tried again when it ends, and the bootstrap.

use wasm_bindgen_futures::spawn_local;
use weft_sync::{
    client::Client,
    message::{Bootstrap, Bye, decode},
};

use super::Driver;
use crate::{
    socket::{Event, Socket},
    web::{self, FetchError},
};

/// Milliseconds before the first new try; each further one waits twice as long.
const RETRY_MS_MIN: i32 = 250;
/// Milliseconds between tries at most.
const RETRY_MS_MAX: i32 = 8_000;
/// Where the replica's standing part is fetched from.
const BOOTSTRAP: &str = "/sync/bootstrap";

impl Driver {
    pub(super) fn connect(&self) {
        let is_leading = self.inner.tab.borrow().is_leading();
        if !is_leading || self.inner.has_ended.get() || self.inner.socket.borrow().is_some() {
            return;
        }
        let driver = self.clone();
        let socket = Socket::open(move |event| driver.socket_told(event));
        let is_open = socket.is_some();
        *self.inner.socket.borrow_mut() = socket;
        if !is_open {
            self.retry_later();
        }
    }

    fn socket_told(&self, event: Event) {
        match event {
            Event::Opened => {
                self.inner.tries.set(0);
                self.lead_on(Client::connected);
            }
            Event::Message(message) => {
                if let Some(client) = self.inner.tab.borrow_mut().leader() {
                    client.receive(&message);
                }
                self.inner.contact.set(Some(web::now()));
                self.came();
            }
            Event::Closed => {
                // Not from inside the socket's own callback, which goes with it.
                let driver = self.clone();
                spawn_local(async move {
                    // What the server said last is why: a session that is over is not tried again.
                    driver.poll();
                    if driver.inner.socket.borrow().is_some() {
                        driver.lost();
                    }
                });
            }
        }
    }

    pub(super) fn lost(&self) {
        if self.inner.socket.borrow_mut().take().is_some() {
            self.lead_on(Client::disconnected);
        }
        self.retry_later();
        self.pump();
    }

    fn retry_later(&self) {
        if self.inner.has_ended.get() {
            return;
        }
        let tries = self.inner.tries.get();
        self.inner.tries.set(tries.saturating_add(1));
        let wait = RETRY_MS_MIN.saturating_mul(1 << tries.min(6)).min(RETRY_MS_MAX);
        // Spread, so that a thousand browsers do not come back in one moment.
        let jitter = i32::from(web::random()[0]) * wait / 512;
        let driver = self.clone();
        web::after(wait / 2 + jitter, move || driver.connect());
    }

    pub(super) fn retry_now(&self) {
        self.inner.tries.set(0);
        self.connect();
    }

    /// A tab that is looked at and offline lets the leading one try: the timers of a page that nobody
    /// sees are rare.
    pub(super) fn nudge(&self) {
        if self.inner.has_ended.get() || self.inner.tab.borrow().is_leading() {
            return;
        }
        if !web::is_hidden() && !self.inner.tab.borrow().client().status().is_live {
            self.inner.tab.borrow_mut().retry();
            self.pump();
        }
        let driver = self.clone();
        web::after(RETRY_MS_MAX, move || driver.nudge());
    }

    pub(super) fn fetch(&self) {
        if self.inner.is_fetching.replace(true) {
            return;
        }
        let driver = self.clone();
        spawn_local(async move {
            let fetched = web::fetch_bytes(BOOTSTRAP).await;
            driver.inner.is_fetching.set(false);
            match fetched.map(|bytes| decode::<Bootstrap>(&bytes)) {
                Ok(Ok(bootstrap)) => {
                    driver.inner.contact.set(Some(web::now()));
                    driver.lead_on(|client| client.bootstrap(bootstrap));
                    driver.show_if_ready();
                }
                Ok(Err(_)) => driver.bye(Bye::ClientTooOld),
                Err(FetchError::Status(401)) => driver.bye(Bye::SignedOut),
                Err(FetchError::Status(_) | FetchError::Unreachable) => {
                    let again = driver.clone();
                    web::after(RETRY_MS_MAX / 4, move || again.fetch());
                }
            }
        });
    }
}
