//! What a gesture on a request does: send the command, say what happened and offer to take it
//! back, or say why it was refused.

use leptos::prelude::*;
use weft_domain::{Command, Refusal, Timestamp, undo};

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
    owner: StoredValue<Option<Owner>>,
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
    let owner = StoredValue::new(Owner::current());
    let hands = Hands { replica, dispatch, toasts, locale, owner };
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

    /// Does it, says so, and offers to take just this back, if it can be.
    pub fn send_saying(self, command: impl Into<Command>, done: String) -> bool {
        let command = command.into();
        let inverse = undo::inverse(&self.replica().world(), &command);
        let sent = self.send(command);
        if sent {
            let toast = Toast::new(done);
            self.toasts.push(match inverse.and_then(|inverse| self.taking_back(inverse)) {
                Some(undo) => toast.undo(undo),
                None => toast,
            });
        }
        sent
    }

    /// What a toast's button does. It belongs to the root, so that it works after its screen has
    /// gone.
    fn taking_back(self, inverse: Command) -> Option<Callback<()>> {
        let owner = self.owner.get_value()?;
        Some(owner.with(|| {
            Callback::new(move |()| {
                self.send(inverse.clone());
            })
        }))
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
