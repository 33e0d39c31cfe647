//! A stopping server: everybody is told in turn, so that they do not come to the others all at once.

use std::time::Duration;

use super::{Hub, SessionHash};

/// How many sessions' connections a second are sent away.
const GOODBYES_PER_SECOND: u32 = 4_000;
/// How long the last of them are served. What is more than fits goes more densely.
const GOODBYES_MAX: Duration = Duration::from_secs(3);

impl Hub {
    /// How long after the stop it is this connection's turn: the line is as long as there are
    /// sessions, and a session's hash is as good as a drawn place in it.
    pub(super) fn place_in_line(&self, session: SessionHash) -> Duration {
        let connected = u32::try_from(self.0.connected.borrow().len()).unwrap_or(u32::MAX);
        let line = GOODBYES_MAX.min(Duration::from_secs(1).saturating_mul(connected) / GOODBYES_PER_SECOND);
        line * u32::from(session.0[0]) / u32::from(u8::MAX)
    }
}
