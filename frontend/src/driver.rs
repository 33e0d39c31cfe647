//! Drives a tab's engine: does what its effects say, and tells it what happened.
//!
//! Nothing here decides anything. The engine is borrowed only to be told or asked; every effect runs
//! after the borrow has ended, because what it wakes may act again at once.

mod engine;
mod link;
mod showing;
mod storing;
mod tabs;

pub(crate) use engine::BrowserEngine;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet, VecDeque},
    rc::Rc,
};

use js_sys::Function;
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::spawn_local;
use weft_app::replica::{Connection, Replica, RowChange};
use weft_domain::Timestamp;
use weft_sync::{
    client::{Client, Effect, SaveBatch, Tab, TabEffect},
    message::{Answer, Ask, Bye, Presence},
    tabs::{Condition, TabId},
};

use crate::{channel::Channel, locks::Held, socket::Socket, storage::Database, web};

/// Milliseconds between two frames of a common screen.
const FRAME_MS: i64 = 16;

type Answered = Box<dyn FnOnce(Answer)>;

/// The driver of one tab. A clone is the same driver.
#[derive(Clone)]
pub(crate) struct Driver {
    inner: Rc<Inner>,
}

struct Inner {
    tab: RefCell<Tab>,
    replica: Replica,
    channel: RefCell<Option<Channel>>,
    /// The locks of whoever leads.
    held: RefCell<Vec<Held>>,
    /// This tab has left the lead to another one.
    has_declined: Cell<bool>,
    watched: RefCell<BTreeSet<TabId>>,
    database: RefCell<Option<Database>>,
    /// What is done is kept in this browser, as far as this tab knows.
    is_kept: Cell<bool>,
    /// When the server was last heard of, in this browser's time.
    contact: Cell<Option<Timestamp>>,
    saves: RefCell<VecDeque<SaveBatch>>,
    is_saving: Cell<bool>,
    saved: RefCell<Vec<Function>>,
    socket: RefCell<Option<Socket>>,
    is_polling: Cell<bool>,
    /// When what came was last applied.
    polled_at: Cell<Timestamp>,
    is_fetching: Cell<bool>,
    tries: Cell<u32>,
    has_ended: Cell<bool>,
    /// The person leaves, and knows what goes with it.
    is_leaving: Cell<bool>,
    /// The person said that their unsent work goes too.
    forgets_outbox: Cell<bool>,
    clock_offset: Cell<i64>,
    presence: RefCell<Option<Presence>>,
    asked: RefCell<BTreeMap<u32, (Ask, Answered)>>,
    unanswered: RefCell<Vec<(Ask, Answered)>>,
    ready: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl Driver {
    /// A driver of `tab` that shows what it has in `replica`. `ready` runs once there is something to
    /// show.
    pub(crate) fn new(tab: Tab, replica: Replica, ready: impl FnOnce() + 'static) -> Self {
        Self {
            inner: Rc::new(Inner {
                tab: RefCell::new(tab),
                replica,
                channel: RefCell::default(),
                held: RefCell::default(),
                has_declined: Cell::new(false),
                watched: RefCell::default(),
                database: RefCell::default(),
                is_kept: Cell::new(true),
                contact: Cell::new(None),
                saves: RefCell::default(),
                is_saving: Cell::new(false),
                saved: RefCell::default(),
                socket: RefCell::default(),
                is_polling: Cell::new(false),
                polled_at: Cell::new(Timestamp(0)),
                is_fetching: Cell::new(false),
                tries: Cell::new(0),
                has_ended: Cell::new(false),
                is_leaving: Cell::new(false),
                forgets_outbox: Cell::new(false),
                clock_offset: Cell::new(0),
                presence: RefCell::default(),
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

    /// Tells the client something, where this tab leads, and does what follows of it.
    fn lead_on(&self, tell: impl FnOnce(&mut Client)) {
        if let Some(client) = self.inner.tab.borrow_mut().leader() {
            tell(client);
        }
        self.pump();
    }

    /// Something came. After a pause it is applied at once, so that the next frame has only to draw it;
    /// what follows soon is applied once a frame. A page that nobody looks at gets no frames and few
    /// timers, but the tabs that follow it may be looked at: it does at once what waits.
    fn came(&self) {
        let since = web::now().0.saturating_sub(self.inner.polled_at.get().0);
        // A clock that was set back is a pause too.
        let is_soon = (0..FRAME_MS).contains(&since);
        if !web::is_hidden() && (is_soon || self.inner.is_polling.get()) {
            return self.poll_soon();
        }
        // Not from inside the callback of what came: it may end with it.
        let driver = self.clone();
        spawn_local(async move { driver.poll() });
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
        self.inner.polled_at.set(web::now());
        self.inner.tab.borrow_mut().poll(web::now());
        self.pump();
    }

    /// Does all effects that wait, in order.
    fn pump(&self) {
        let is_trying = self.inner.tries.get() == 0 && self.inner.socket.borrow().is_some();
        let condition = Condition { is_trying, is_kept: self.inner.is_kept.get() };
        let effects = {
            let mut tab = self.inner.tab.borrow_mut();
            tab.set_condition(condition);
            tab.effects()
        };
        for effect in effects {
            self.run_tab(effect);
        }
        self.show_pending();
        self.show_connection();
        if self.inner.tab.borrow().wants_poll() {
            self.poll_soon();
        }
    }

    fn run_tab(&self, effect: TabEffect) {
        match effect {
            TabEffect::Client(effect) => self.run(effect),
            TabEffect::Tell(bytes) => {
                if let Some(channel) = &*self.inner.channel.borrow() {
                    channel.say(&bytes);
                }
            }
            TabEffect::Aside => self.step_aside(),
            // One that leaves already goes once it has forgotten everything.
            TabEffect::Left if self.inner.is_leaving.get() => {}
            TabEffect::Left => self.end(),
            TabEffect::Watch(tab) => self.watch(tab),
            TabEffect::Retry => self.retry_now(),
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
            Effect::Save(batch) => self.save_soon(*batch),
            Effect::Changed(touched) => {
                let changes: Vec<RowChange> = touched
                    .into_iter()
                    .map(|row| RowChange { key: row.key, before: row.before, after: row.after })
                    .collect();
                let world = inner.tab.borrow().client().view().clone();
                inner.replica.show(world, &changes);
            }
            Effect::Replaced => {
                let world = inner.tab.borrow().client().view().clone();
                inner.replica.show_anew(world);
                self.show_if_ready();
            }
            Effect::TrayMoved => self.show_tray(),
            Effect::Tray { .. } | Effect::Done(_) => {}
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
            Effect::Renumber => self.lead_on(|client| client.renumber(web::new_client_id())),
            Effect::Status(status) => inner.clock_offset.set(status.clock_offset),
        }
    }

    fn ask_again(&self) {
        let asks = std::mem::take(&mut *self.inner.unanswered.borrow_mut());
        for (ask, answered) in asks {
            self.ask(ask, answered);
        }
    }

    fn ask(&self, ask: Ask, answered: Answered) {
        let id = self.inner.tab.borrow_mut().ask(ask.clone());
        self.inner.asked.borrow_mut().insert(id, (ask, answered));
        self.pump();
    }

    fn bye(&self, bye: Bye) {
        match bye {
            // A newer page waits at the server; the outbox stays where it is.
            Bye::ClientTooOld => web::load_anew(),
            Bye::SignedOut => self.leave(false),
            Bye::GoingAway | Bye::ServerTooOld | Bye::TooMany | Bye::BadMessage | Bye::ReadOnly => {
                self.lost();
            }
            Bye::Forked => {
                self.inner.has_ended.set(true);
                self.inner.replica.set_connection(Connection::Ended(bye));
            }
        }
    }
}
