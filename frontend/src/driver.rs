//! Drives the sync client: does what its effects say, and tells it what happened.
//!
//! Nothing here decides anything. The client is borrowed only to be told or asked; every effect runs
//! after the borrow has ended, because what it wakes may act again at once.

mod engine;
mod showing;
mod storing;

pub(crate) use engine::BrowserEngine;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use send_wrapper::SendWrapper;
use wasm_bindgen_futures::spawn_local;
use weft_app::replica::{Connection, Replica, RowChange};
use weft_sync::{
    client::{Client, Effect, SaveBatch},
    message::{Answer, Ask, Bootstrap, Bye, decode},
};

use crate::{
    socket::{Event, Socket},
    storage::Database,
    web::{self, FetchError},
};

/// Milliseconds before the first new try; each further one waits twice as long.
const RETRY_MS_MIN: i32 = 250;
/// Milliseconds between tries at most.
const RETRY_MS_MAX: i32 = 8_000;
/// Where the replica's standing part is fetched from.
const BOOTSTRAP: &str = "/sync/bootstrap";

type Answered = Box<dyn FnOnce(Answer)>;

/// The driver of one tab. A clone is the same driver.
#[derive(Clone)]
pub(crate) struct Driver {
    inner: Rc<Inner>,
}

struct Inner {
    client: RefCell<Client>,
    replica: Replica,
    database: RefCell<Option<Database>>,
    saves: RefCell<VecDeque<SaveBatch>>,
    is_saving: Cell<bool>,
    socket: RefCell<Option<Socket>>,
    is_polling: Cell<bool>,
    is_fetching: Cell<bool>,
    tries: Cell<u32>,
    has_ended: Cell<bool>,
    clock_offset: Cell<i64>,
    asked: RefCell<BTreeMap<u32, (Ask, Answered)>>,
    unanswered: RefCell<Vec<(Ask, Answered)>>,
    ready: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl Driver {
    /// A driver of `client` that shows what it has in `replica`. `ready` runs once there is
    /// something to show.
    pub(crate) fn new(
        client: Client,
        replica: Replica,
        database: Option<Database>,
        ready: impl FnOnce() + 'static,
    ) -> Self {
        Self {
            inner: Rc::new(Inner {
                client: RefCell::new(client),
                replica,
                database: RefCell::new(database),
                saves: RefCell::default(),
                is_saving: Cell::new(false),
                socket: RefCell::default(),
                is_polling: Cell::new(false),
                is_fetching: Cell::new(false),
                tries: Cell::new(0),
                has_ended: Cell::new(false),
                clock_offset: Cell::new(0),
                asked: RefCell::default(),
                unanswered: RefCell::default(),
                ready: RefCell::new(Some(Box::new(ready))),
            }),
        }
    }

    /// What screens act through.
    pub(crate) fn engine(&self) -> BrowserEngine {
        BrowserEngine(SendWrapper::new(self.clone()))
    }

    /// Replays what was restored, once its marks are stored, then goes online.
    pub(crate) async fn start(&self) {
        let first: Vec<SaveBatch> = {
            let mut client = self.inner.client.borrow_mut();
            client
                .effects()
                .into_iter()
                .filter_map(|effect| match effect {
                    Effect::Save(batch) => Some(batch),
                    _ => None,
                })
                .collect()
        };
        for batch in first {
            self.save(batch).await;
        }
        self.inner.client.borrow_mut().replay();
        self.pump();
        self.show_if_ready();
        self.connect();
        let driver = self.clone();
        web::on_window("online", move || driver.retry_now());
        let driver = self.clone();
        web::on_window("offline", move || driver.lost());
    }

    fn connect(&self) {
        if self.inner.has_ended.get() || self.inner.socket.borrow().is_some() {
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
                self.inner.client.borrow_mut().connected();
                self.pump();
            }
            Event::Message(message) => {
                self.inner.client.borrow_mut().receive(&message);
                self.poll_soon();
            }
            Event::Closed => {
                // Not from inside the socket's own callback, which goes with it.
                let driver = self.clone();
                spawn_local(async move { driver.lost() });
            }
        }
    }

    fn lost(&self) {
        if self.inner.socket.borrow_mut().take().is_some() {
            self.inner.client.borrow_mut().disconnected();
            self.pump();
        }
        self.show_connection(self.inner.client.borrow().status());
        self.retry_later();
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

    fn retry_now(&self) {
        self.inner.tries.set(0);
        self.connect();
    }

    fn poll_soon(&self) {
        if self.inner.is_polling.replace(true) {
            return;
        }
        let driver = self.clone();
        web::next_frame(move || {
            driver.inner.is_polling.set(false);
            driver.poll();
        });
    }

    fn poll(&self) {
        self.inner.client.borrow_mut().poll(web::now());
        self.pump();
    }

    /// Does all effects that wait, in order.
    fn pump(&self) {
        let effects = self.inner.client.borrow_mut().effects();
        for effect in effects {
            self.run(effect);
        }
        self.show_pending();
        if self.inner.client.borrow().wants_poll() {
            self.poll_soon();
        }
    }

    fn run(&self, effect: Effect) {
        let inner = &self.inner;
        match effect {
            Effect::Send(message) => {
                if let Some(socket) = &*inner.socket.borrow() {
                    socket.send(&message);
                }
            }
            Effect::Save(batch) => self.save_soon(batch),
            Effect::Changed(touched) => {
                let changes: Vec<RowChange> = touched
                    .into_iter()
                    .map(|row| RowChange { key: row.key, before: row.before, after: row.after })
                    .collect();
                let world = inner.client.borrow().view().clone();
                inner.replica.show(world, &changes);
            }
            Effect::Replaced => {
                let world = inner.client.borrow().view().clone();
                inner.replica.show_anew(world);
            }
            Effect::Tray { envelope, reason } => self.put_in_tray(envelope, reason),
            Effect::Done(_) => {}
            Effect::Answered { id, answer } => {
                let asked = inner.asked.borrow_mut().remove(&id);
                if let Some((_, answered)) = asked {
                    answered(answer);
                }
            }
            Effect::Unanswered { id } => {
                let asked = inner.asked.borrow_mut().remove(&id);
                inner.unanswered.borrow_mut().extend(asked);
            }
            Effect::Presence(changes) => inner.replica.show_others(changes),
            Effect::Started(_) => self.ask_again(),
            Effect::Fetch => self.fetch(),
            Effect::Bye(bye) => self.bye(bye),
            Effect::Stranger(_) => web::load_anew(),
            Effect::Renumber => self.renumber(),
            Effect::Status(status) => self.show_connection(status),
        }
    }

    fn ask_again(&self) {
        let asks = std::mem::take(&mut *self.inner.unanswered.borrow_mut());
        for (ask, answered) in asks {
            self.ask(ask, answered);
        }
    }

    fn ask(&self, ask: Ask, answered: Answered) {
        let id = self.inner.client.borrow_mut().ask(ask.clone());
        self.inner.asked.borrow_mut().insert(id, (ask, answered));
        self.pump();
    }

    fn fetch(&self) {
        if self.inner.is_fetching.replace(true) {
            return;
        }
        let driver = self.clone();
        spawn_local(async move {
            let fetched = web::fetch_bytes(BOOTSTRAP).await;
            driver.inner.is_fetching.set(false);
            match fetched.map(|bytes| decode::<Bootstrap>(&bytes)) {
                Ok(Ok(bootstrap)) => {
                    driver.inner.client.borrow_mut().bootstrap(bootstrap);
                    driver.pump();
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

    fn bye(&self, bye: Bye) {
        match bye {
            // A newer page waits at the server; the outbox stays where it is.
            Bye::ClientTooOld => web::load_anew(),
            Bye::SignedOut => self.leave(),
            Bye::GoingAway | Bye::ServerTooOld | Bye::TooMany | Bye::BadMessage | Bye::ReadOnly => {
                self.lost()
            }
            Bye::Forked => {
                self.inner.has_ended.set(true);
                self.inner.replica.set_connection(Connection::Ended(bye));
            }
        }
    }

    fn renumber(&self) {
        self.inner.client.borrow_mut().renumber(web::new_client_id());
        self.pump();
    }
}
