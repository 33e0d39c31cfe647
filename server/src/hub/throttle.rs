//! A token bucket: bursts are fine, floods are slowed down by not being read.

use std::time::Duration;

use tokio::time::Instant;

/// Seconds' worth of messages that may come at once: a browser that was offline opens its scopes and
/// pushes.
const BURST_SECONDS: u32 = 4;

/// How many messages there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    /// What one message costs.
    interval: Duration,
}

impl Rate {
    /// So many a second in the long run.
    pub(super) fn per_second(messages: u32) -> Self {
        Self { interval: Duration::from_secs(1) / messages.max(1) }
    }

    /// So many times as many.
    pub(super) fn times(self, factor: u32) -> Self {
        Self { interval: self.interval / factor.max(1) }
    }
}

/// How much somebody may still send before they are slowed down.
#[derive(Debug)]
pub(super) struct Throttle {
    rate: Rate,
    /// When the bucket will be full again.
    full_at: Instant,
}

impl Throttle {
    pub(super) fn new(rate: Rate, now: Instant) -> Self {
        Self { rate, full_at: now }
    }

    /// Notes that a message came.
    pub(super) fn note(&mut self, now: Instant) {
        self.full_at = self.full_at.max(now) + self.rate.interval;
    }

    /// When the next message may be read: in the past unless the bucket is empty.
    pub(super) fn open_at(&self) -> Instant {
        let burst = Duration::from_secs(BURST_SECONDS.into());
        self.full_at.checked_sub(burst).unwrap_or(self.full_at)
    }

    /// Whether nothing of what came still counts.
    pub(super) fn is_full(&self, now: Instant) -> bool {
        self.full_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_a_flood_waits() {
        let now = Instant::now();
        let mut throttle = Throttle::new(Rate::per_second(60), now);
        for _ in 0..60 * BURST_SECONDS {
            assert!(throttle.open_at() <= now, "a burst is not slowed down");
            throttle.note(now);
        }
        throttle.note(now);
        assert!(throttle.open_at() > now && !throttle.is_full(now), "what is more waits");
        let later = now + Duration::from_secs(1);
        assert!(throttle.open_at() <= later, "and goes on after a while");
        assert!(throttle.is_full(later + Duration::from_secs(BURST_SECONDS.into())));
    }
}
