//! The lossy lane: where everybody is, in one frame per receiver and tick.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::{Notify, mpsc, watch};
use weft_domain::{PersonId, Viewer};
use weft_sync::{
    message::Presence,
    server::{Frame, PresenceHub, SessionId},
};

use crate::engine::Engine;

/// One tick: 30 a second, and none while nobody moves.
const TICK: Duration = Duration::from_millis(33);
/// Presence frames that wait for one connection. Beyond it they are dropped; the connection is shown
/// everybody anew when it takes some again.
pub(super) const FRAMES_WAITING_MAX: usize = 8;

/// The lane's shared state.
#[derive(Clone, Debug)]
pub(super) struct PresenceLane(Arc<Lane>);

#[derive(Debug, Default)]
struct Lane {
    state: Mutex<State>,
    moved: Notify,
}

#[derive(Debug, Default)]
struct State {
    hub: PresenceHub,
    receivers: BTreeMap<SessionId, Receiver>,
}

#[derive(Debug)]
struct Receiver {
    frames: mpsc::Sender<Frame>,
    viewer: Viewer,
    presence: Option<Presence>,
}

/// A connection's place in the lane; it leaves when this is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    lane: PresenceLane,
    id: SessionId,
}

impl PresenceLane {
    /// Starts the lane's ticks, which end when `stopping` turns true.
    pub(super) fn start(engine: Engine, stopping: watch::Receiver<bool>) -> Self {
        let lane = Self(Arc::new(Lane::default()));
        tokio::spawn(lane.clone().tick(engine, stopping));
        lane
    }

    pub(super) fn people(&self) -> Vec<PersonId> {
        self.state().hub.people()
    }

    /// Takes a seat: its frames come out of the receiver.
    pub(super) fn join(&self, id: SessionId, viewer: Viewer) -> (Seat, mpsc::Receiver<Frame>) {
        let (frames, receiver) = mpsc::channel(FRAMES_WAITING_MAX);
        let mut state = self.state();
        state.hub.join(id, viewer.clone());
        state.receivers.insert(id, Receiver { frames, viewer, presence: None });
        drop(state);
        self.0.moved.notify_one();
        (Seat { lane: self.clone(), id }, receiver)
    }

    async fn tick(self, engine: Engine, mut stopping: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.0.moved.notified() => {}
                _ = stopping.wait_for(|stop| *stop) => return,
            }
            while self.state().hub.is_dirty() {
                self.send(&engine);
                tokio::time::sleep(TICK).await;
            }
        }
    }

    fn send(&self, engine: &Engine) {
        let snapshot = engine.current();
        let mut state = self.state();
        let mut missed = Vec::new();
        for due in state.hub.tick(&snapshot.world) {
            if let Some(receiver) = state.receivers.get(&due.session)
                && receiver.frames.try_send(due.frame).is_err()
                && !receiver.frames.is_closed()
            {
                missed.push(due.session);
            }
        }
        missed.into_iter().for_each(|id| state.show_anew(id));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic while it was held leaves at worst a stale pointer on a screen.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whoever missed a frame is shown everybody with the next one.
    fn show_anew(&mut self, id: SessionId) {
        if let Some(receiver) = self.receivers.get(&id) {
            self.hub.join(id, receiver.viewer.clone());
            if let Some(presence) = receiver.presence.clone() {
                self.hub.set(id, presence);
            }
        }
    }
}

impl Seat {
    /// Says where this connection's person is.
    pub(super) fn set(&self, presence: Presence) {
        let mut state = self.lane.state();
        state.hub.set(self.id, presence.clone());
        if let Some(receiver) = state.receivers.get_mut(&self.id) {
            receiver.presence = Some(presence);
        }
        drop(state);
        self.lane.0.moved.notify_one();
    }

    /// Says that this connection's rights are these now.
    pub(super) fn set_viewer(&self, viewer: Viewer) {
        let mut state = self.lane.state();
        state.hub.set_viewer(self.id, viewer.clone());
        if let Some(receiver) = state.receivers.get_mut(&self.id) {
            receiver.viewer = viewer;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = self.lane.state();
        state.hub.leave(self.id);
        state.receivers.remove(&self.id);
        drop(state);
        self.lane.0.moved.notify_one();
    }
}
