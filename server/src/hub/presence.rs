//! The lossy lane: where everybody is, in one frame per receiver and tick.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::{Notify, watch};
use weft_domain::PersonId;
use weft_sync::{
    message::Presence,
    server::{Frame, PresenceHub, SessionId},
};

use super::relay::Relay;
use crate::engine::Engine;

/// One tick: 30 a second, and none while nobody moves.
const TICK: Duration = Duration::from_millis(33);
/// Presence frames that wait for one connection. Beyond it they are dropped; the connection is shown
/// everybody anew when it takes some again.
const FRAMES_WAITING_MAX: usize = 8;

/// The lane's shared state.
#[derive(Clone, Debug)]
pub(super) struct PresenceLane(pub(super) Arc<Lane>);

#[derive(Debug)]
pub(super) struct Lane {
    pub(super) state: Mutex<State>,
    /// People here are to be shown something.
    pub(super) moved: Notify,
    /// Other servers are to be told something.
    pub(super) told: Notify,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) hub: PresenceHub,
    pub(super) relay: Relay,
    mailboxes: BTreeMap<SessionId, Arc<Mailbox>>,
}

/// Frames on their way to one connection. It takes no room while there are none.
#[derive(Debug, Default)]
struct Mailbox {
    frames: Mutex<VecDeque<Frame>>,
    came: Notify,
}

/// A connection's place in the lane; it leaves when this is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    lane: PresenceLane,
    id: SessionId,
    mailbox: Arc<Mailbox>,
}

impl PresenceLane {
    /// Starts the lane's ticks and what goes to and fro between servers; both end when `stopping` turns true.
    pub(super) fn start(engine: Engine, stopping: watch::Receiver<bool>) -> Self {
        let relay = Relay::new(engine.store().server());
        let state = Mutex::new(State { hub: PresenceHub::default(), relay, mailboxes: BTreeMap::new() });
        let lane = Self(Arc::new(Lane { state, moved: Notify::new(), told: Notify::new() }));
        lane.relay(&engine, &stopping);
        tokio::spawn(lane.clone().tick(engine, stopping));
        lane
    }

    pub(super) fn people(&self) -> Vec<PersonId> {
        held(&self.0.state).hub.people()
    }

    /// Takes a seat.
    pub(super) fn join(&self, id: SessionId, person: PersonId) -> Seat {
        let mailbox = Arc::<Mailbox>::default();
        let mut state = held(&self.0.state);
        state.hub.join(id, person);
        state.mailboxes.insert(id, mailbox.clone());
        drop(state);
        self.0.moved.notify_one();
        Seat { lane: self.clone(), id, mailbox }
    }

    fn changed(&self, mut state: MutexGuard<'_, State>, id: SessionId) {
        state.relay.note(id);
        drop(state);
        self.0.moved.notify_one();
        self.0.told.notify_one();
    }

    async fn tick(self, engine: Engine, mut stopping: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.0.moved.notified() => {}
                _ = stopping.wait_for(|stop| *stop) => return,
            }
            while held(&self.0.state).hub.is_dirty() {
                self.send(&engine);
                tokio::time::sleep(TICK).await;
            }
        }
    }

    fn send(&self, engine: &Engine) {
        let snapshot = engine.current();
        let mut state = held(&self.0.state);
        for due in state.hub.tick(&snapshot.world) {
            let has_missed = state.mailboxes.get(&due.session).is_some_and(|it| !it.put(due.frame));
            if has_missed {
                state.hub.show_anew(due.session);
            }
        }
    }
}

/// A panic while it was held leaves at worst a stale pointer on a screen.
pub(super) fn held<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Mailbox {
    /// Whether there was room for it.
    fn put(&self, frame: Frame) -> bool {
        let mut frames = held(&self.frames);
        if frames.len() >= FRAMES_WAITING_MAX {
            return false;
        }
        frames.push_back(frame);
        drop(frames);
        self.came.notify_one();
        true
    }
}

impl Seat {
    /// The next frame. Nothing is lost where it is not waited for.
    pub(super) async fn next(&self) -> Frame {
        loop {
            // A statement of its own: the lock must not be held while waiting.
            let frame = held(&self.mailbox.frames).pop_front();
            match frame {
                Some(frame) => return frame,
                None => self.mailbox.came.notified().await,
            }
        }
    }

    /// Says where this connection's person is.
    pub(super) fn set(&self, presence: Presence) {
        let mut state = held(&self.lane.0.state);
        state.hub.set(self.id, presence);
        self.lane.changed(state, self.id);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = held(&self.lane.0.state);
        state.hub.leave(self.id);
        state.mailboxes.remove(&self.id);
        self.lane.changed(state, self.id);
    }
}
