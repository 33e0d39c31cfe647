//! A token bucket: bursts are fine, floods are slowed down by not being read.

use std::time::Duration;

use tokio::time::Instant;

/// Messages a second that a connection is read at in the long run. A browser that drags sends 30.
const MESSAGES_PER_SECOND: u32 = 60;
/// Messages that may come at once: a browser that was offline opens its scopes and pushes.
const MESSAGES_BURST: u32 = 240;
/// What one message costs.
const INTERVAL: Duration = Duration::from_nanos(1_000_000_000 / MESSAGES_PER_SECOND as u64);

/// How much a connection may still send before it is slowed down.
#[derive(Debug)]
pub(super) struct Throttle {
    /// When the bucket will be full again.
    full_at: Instant,
}

impl Throttle {
    pub(super) fn new(now: Instant) -> Self {
        Self { full_at: now }
    }

    /// Notes that a message came.
    pub(super) fn note(&mut self, now: Instant) {
        self.full_at = self.full_at.max(now) + INTERVAL;
    }

    /// When the next message may be read: in the past unless the bucket is empty.
    pub(super) fn open_at(&self) -> Instant {
        let burst = INTERVAL * MESSAGES_BURST;
        self.full_at.checked_sub(burst).unwrap_or(self.full_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_a_flood_waits() {
        let now = Instant::now();
        let mut throttle = Throttle::new(now);
        for _ in 0..MESSAGES_BURST {
            assert!(throttle.open_at() <= now, "a burst is not slowed down");
            throttle.note(now);
        }
        throttle.note(now);
        assert!(throttle.open_at() > now, "what is more waits");
        let later = now + Duration::from_secs(1);
        assert!(throttle.open_at() <= later, "and goes on after a while");
    }
}
