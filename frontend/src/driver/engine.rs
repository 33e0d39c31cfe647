//! How screens act through the driver.

use send_wrapper::SendWrapper;
use weft_app::dispatch::Engine;
use weft_domain::{Command, CommandId, Refusal, Timestamp};
use weft_sync::message::{Answer, Ask, Envelope, Presence, Scope};
use weft_sync::tabs::Made;

use super::Driver;
use crate::web;

/// The engine screens act through. It lives on the page's one thread.
pub(crate) struct BrowserEngine(pub(super) SendWrapper<Driver>);

impl Engine for BrowserEngine {
    fn now(&self) -> Timestamp {
        Timestamp(web::now().0.saturating_add(self.0.inner.clock_offset.get()))
    }

    fn random(&self) -> [u8; 16] {
        web::random()
    }

    fn dispatch(&self, id: CommandId, command: Command) -> Result<(), Refusal> {
        let envelope = Envelope { id, command };
        let done = self.0.inner.tab.borrow_mut().dispatch(envelope, web::now());
        self.0.pump();
        done
    }

    fn ask(&self, ask: Ask, answered: Box<dyn FnOnce(Answer)>) {
        self.0.ask(ask, answered);
    }

    fn close(&self, scope: Scope) {
        self.0.inner.tab.borrow_mut().close(scope);
        self.0.pump();
    }

    fn presence(&self, presence: Presence) {
        *self.0.inner.presence.borrow_mut() = Some(presence.clone());
        if !web::is_hidden() {
            self.0.inner.tab.borrow_mut().set_presence(presence);
            self.0.poll_soon();
        }
    }

    fn leave(&self) {
        self.0.leave(true);
    }

    fn waiting(&self, max: usize) -> Vec<Made> {
        let tab = self.0.inner.tab.borrow();
        let made = tab.client().pending().take(max);
        made.map(|one| Made { envelope: one.envelope.clone(), at: one.made_at }).collect()
    }

    fn discard(&self, number: u64, id: Option<CommandId>) {
        self.0.inner.tab.borrow_mut().discard(number, id);
        self.0.pump();
    }

    fn export(&self) -> String {
        self.0.inner.tab.borrow().export()
    }
}
