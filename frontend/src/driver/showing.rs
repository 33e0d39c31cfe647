//! What the client knows, shown in the replica that screens read.

use std::collections::BTreeSet;

use weft_app::replica::{Connection, RefusedWork};
use weft_domain::Refusal;
use weft_sync::{
    client::{Status, TrayReason},
    message::Envelope,
};

use super::Driver;

impl Driver {
    pub(super) fn show_if_ready(&self) {
        if self.inner.client.borrow().cursor().is_none() {
            return;
        }
        let ready = self.inner.ready.borrow_mut().take();
        if let Some(ready) = ready {
            let world = self.inner.client.borrow().view().clone();
            self.inner.replica.show_anew(world);
            ready();
        }
    }

    pub(super) fn show_pending(&self) {
        let client = self.inner.client.borrow();
        let pending: BTreeSet<_> =
            client.pending().flat_map(|pending| pending.touches.iter().copied()).collect();
        let unsent = u32::try_from(client.pending().count()).unwrap_or(u32::MAX);
        drop(client);
        self.inner.replica.show_pending(pending);
        self.inner.replica.set_unsent(unsent);
    }

    pub(super) fn show_connection(&self, status: Status) {
        self.inner.clock_offset.set(status.clock_offset);
        let connection = if status.is_live {
            Connection::Live
        } else if self.inner.tries.get() == 0 && self.inner.socket.borrow().is_some() {
            Connection::Connecting
        } else {
            Connection::Offline
        };
        if !self.inner.has_ended.get() {
            self.inner.replica.set_connection(connection);
        }
    }

    pub(super) fn put_in_tray(&self, envelope: Option<Envelope>, reason: TrayReason) {
        let refusal = match reason {
            TrayReason::Refused(refusal) => refusal,
            TrayReason::Poisoned | TrayReason::Unsure | TrayReason::Unreadable(_) => Refusal::Internal,
        };
        if let Some(envelope) = envelope {
            self.inner.replica.add_refused(RefusedWork { command: envelope.command, refusal });
        }
    }
}
