//! Which sessions are connected: counted, so that a stopping server knows when everybody has gone, and
//! looked at again, since another server over the same database may have ended some of them.

use std::{collections::BTreeMap, time::Duration};

use tokio::time::MissedTickBehavior;
use tracing::debug;

use super::{Hub, Revoked, SessionHash};

/// How often connected sessions are looked at again where no hint of another server came through.
const CHECK_EVERY: Duration = Duration::from_secs(30);
/// Sessions that are looked up with one question. What is more is asked after it.
const CHECKED_AT_ONCE: usize = 256;

/// How many connections each session has.
pub(super) type Connected = BTreeMap<SessionHash, usize>;

/// Counts a connection for as long as it lives.
#[derive(Debug)]
pub(super) struct Counted {
    hub: Hub,
    session: SessionHash,
}

impl Counted {
    pub(super) fn new(hub: &Hub, session: SessionHash) -> Self {
        hub.0.connected.send_modify(|connected| *connected.entry(session).or_default() += 1);
        Self { hub: hub.clone(), session }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.hub.0.connected.send_modify(|connected| {
            if let Some(count) = connected.get_mut(&self.session) {
                *count -= 1;
                if *count == 0 {
                    connected.remove(&self.session);
                }
            }
        });
    }
}

impl Hub {
    /// Returns when nobody is connected: after the stop, when everybody has been told.
    pub async fn emptied(&self) {
        // An error means that the hub is gone, and it is ours.
        let _ = self.0.connected.subscribe().wait_for(Connected::is_empty).await;
    }

    /// Ends the connections of sessions that another server ended, until this one stops. Must be called
    /// within a tokio runtime.
    pub(super) fn keep_checking(&self) {
        if !self.0.engine.store().is_shared() {
            return;
        }
        let (hub, mut stopping) = (self.clone(), self.0.stopping.clone());
        let mut ended = self.0.engine.accounts_ended();
        tokio::spawn(async move {
            let mut every = tokio::time::interval(CHECK_EVERY);
            every.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    _ = stopping.wait_for(|stop| *stop) => return,
                    hinted = ended.changed() => if hinted.is_err() { return },
                    _ = every.tick() => {}
                }
                hub.check().await;
            }
        });
    }

    async fn check(&self) {
        let sessions: Vec<SessionHash> = self.0.connected.borrow().keys().copied().collect();
        let (store, now) = (self.0.engine.store(), self.0.engine.clock().now());
        for some in sessions.chunks(CHECKED_AT_ONCE) {
            let hashes: Vec<_> = some.iter().map(|session| session.0).collect();
            match store.live_among(&hashes, now).await {
                Ok(live) => some
                    .iter()
                    .filter(|session| !live.contains(&session.0))
                    .for_each(|session| self.revoke(Revoked::Session(*session))),
                // They are looked at again soon; meanwhile nobody can do anything here that is saved.
                Err(error) => return debug!(%error, "sessions could not be looked at"),
            }
        }
    }
}
