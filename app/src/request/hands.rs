//! What a gesture on a request does: send the command, say what happened and offer to take it
//! back, or say why it was refused.

use leptos::prelude::*;
use weft_domain::{Command, Refusal, Timestamp};

use crate::dispatch::{Dispatch, use_dispatch};
use crate::i18n::{Locale, refusal, use_locale};
use crate::replica::{Replica, use_replica};
use crate::ui::{Toast, Toasts, use_toasts};

/// The hands of the person in front of the screen. A copy is the same.
#[derive(Clone, Copy)]
pub struct Hands {
    replica: StoredValue<Replica>,
    dispatch: StoredValue<Dispatch>,
    toasts: Toasts,
    locale: RwSignal<Locale>,
    undo: Callback<()>,
}

/// The hands of the screens below; made here where the root has provided none with
/// [`provide_hands`].
pub fn use_hands() -> Hands {
    use_context::<Hands>().unwrap_or_else(provide_hands)
}

/// Puts the hands into context. Called at the root, so that undo still works after its screen
/// has gone.
pub fn provide_hands() -> Hands {
    let (replica, dispatch) = (StoredValue::new(use_replica()), StoredValue::new(use_dispatch()));
    let (toasts, locale) = (use_toasts(), use_locale());
    let undo = Callback::new(move |()| {
        if let Some(Err(refused)) = dispatch.with_value(Dispatch::undo) {
            toasts.push(Toast::new(explain(replica, locale, &refused)));
        }
    });
    let hands = Hands { replica, dispatch, toasts, locale, undo };
    provide_context(hands);
    hands
}

fn explain(replica: StoredValue<Replica>, locale: RwSignal<Locale>, refused: &Refusal) -> String {
    let world = replica.with_value(Replica::world);
    refusal::sentence(locale.get_untracked(), &world, refused)
}

impl Hands {
    /// What the screens read.
    pub fn replica(self) -> Replica {
        self.replica.get_value()
    }

    /// What the screens act through.
    pub fn dispatch(self) -> Dispatch {
        self.dispatch.get_value()
    }

    /// The reader's language, without waking on a change of it.
    pub fn locale(self) -> Locale {
        self.locale.get_untracked()
    }

    /// The time.
    pub fn now(self) -> Timestamp {
        self.dispatch.with_value(|dispatch| dispatch.now())
    }

    /// Does it. A refusal is said; true if there was none.
    pub fn send(self, command: impl Into<Command>) -> bool {
        match self.dispatch.with_value(|dispatch| dispatch.send(command)) {
            Ok(()) => true,
            Err(refused) => {
                self.refused(&refused);
                false
            }
        }
    }

    /// Does it, says so, and offers to take it back.
    pub fn send_saying(self, command: impl Into<Command>, done: String) -> bool {
        let sent = self.send(command);
        if sent {
            self.toasts.push(Toast::new(done).undo(self.undo));
        }
        sent
    }

    /// Says something that needs no answer.
    pub fn say(self, said: String) {
        self.toasts.push(Toast::new(said));
    }

    /// Says why something was refused, and the way out.
    pub fn refused(self, refused: &Refusal) {
        self.toasts.push(Toast::new(explain(self.replica, self.locale, refused)));
    }

    /// Whether the reader may do it, as far as the replica knows. Wakes the reader when their
    /// rights change.
    pub fn may(self, command: impl Into<Command>) -> bool {
        let replica = self.replica();
        let Some(actor) = replica.actor() else { return false };
        super::may::may(&replica.world(), &actor, &command.into())
    }
}
