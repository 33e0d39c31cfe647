//! What the client knows, shown in the replica that screens read.

use std::collections::BTreeSet;

use weft_app::replica::Connection;

use super::Driver;

impl Driver {
    pub(super) fn show_if_ready(&self) {
        if self.inner.tab.borrow().client().cursor().is_none() {
            return;
        }
        let ready = self.inner.ready.borrow_mut().take();
        if let Some(ready) = ready {
            let world = self.inner.tab.borrow().client().view().clone();
            self.inner.replica.show_anew(world);
            ready();
        }
    }

    pub(super) fn show_pending(&self) {
        let tab = self.inner.tab.borrow();
        let pending: BTreeSet<_> =
            tab.client().pending().flat_map(|pending| pending.touches.iter().copied()).collect();
        let unsent = tab.client().status().pending;
        drop(tab);
        self.inner.replica.show_pending(pending);
        self.inner.replica.set_unsent(unsent);
    }

    pub(super) fn show_connection(&self) {
        let (status, condition) = {
            let tab = self.inner.tab.borrow();
            (tab.client().status(), tab.condition())
        };
        self.inner.replica.set_kept(condition.is_kept);
        let connection = if status.is_live {
            Connection::Live
        } else if condition.is_trying {
            Connection::Connecting
        } else {
            Connection::Offline
        };
        if !self.inner.has_ended.get() {
            self.inner.replica.set_connection(connection);
        }
    }

    pub(super) fn show_tray(&self) {
        let tray = self.inner.tab.borrow().client().tray().cloned().collect();
        self.inner.replica.set_refused(tray);
    }
}
