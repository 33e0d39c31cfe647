//! What a gesture does: send the command, say what happened and offer to take it back, or say why
//! it was refused; and what may be offered at all.

use std::time::Duration;

use leptos::prelude::*;
use weft_domain::{
    Actor, AddPerson, Command, CreateDepartment, DepartmentKind, MembershipRole, OrganisationRole, PersonId,
    Refusal, Stop, Timestamp, policy,
};

use crate::dispatch::{Dispatch, use_dispatch};
use crate::i18n::{Locale, common, refusal, use_locale};
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
    minute: RwSignal<Timestamp>,
}

/// How often what says “3 min” is looked at again.
const TICK: Duration = Duration::from_mins(1);

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
    let minute = RwSignal::new(dispatch.with_value(Dispatch::now));
    let hands = Hands { replica, dispatch, toasts, locale, owner, minute };
    provide_context(hands);
    Effect::new(move |_| {
        let tick = move || {
            // The page may be gone when a minute has passed.
            let _ = minute.try_set(hands.now());
        };
        if let Ok(ticking) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || ticking.clear());
        }
    });
    hands
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

    /// The time, to the minute: wakes the reader when another has passed.
    pub fn minute(self) -> Timestamp {
        self.minute.get()
    }

    /// Does it, for a form that says itself what is wrong.
    ///
    /// # Errors
    /// What the replica alone proves wrong.
    pub fn try_send(self, command: impl Into<Command>) -> Result<(), Refusal> {
        self.dispatch.with_value(|dispatch| dispatch.send(command))
    }

    /// Does it. A refusal is said; true if there was none.
    pub fn send(self, command: impl Into<Command>) -> bool {
        self.or_say(self.try_send(command))
    }

    /// Does it, says so, and offers to take just this back, if it can be.
    pub fn send_saying(self, command: impl Into<Command>, done: String) -> bool {
        let command = command.into();
        let inverse = self.dispatch.with_value(|dispatch| dispatch.inverse(&command));
        let sent = self.or_say(self.dispatch.with_value(|dispatch| dispatch.send_saying(command, &done)));
        if sent {
            let toast = Toast::new(done);
            self.toasts.push(match inverse.and_then(|inverse| self.taking_back(inverse)) {
                Some(undo) => toast.undo(undo),
                None => toast,
            });
        }
        sent
    }

    /// What a toast's button does: it takes just this back, not whatever came last. It belongs to
    /// the root, so that it works after its screen has gone.
    fn taking_back(self, inverse: Command) -> Option<Callback<()>> {
        let owner = self.owner.get_value()?;
        let undo = move |()| {
            self.or_say(self.dispatch.with_value(|dispatch| dispatch.take_back(&inverse)));
        };
        Some(owner.with(|| Callback::new(undo)))
    }

    /// Takes the last gesture back, and says which; or why not.
    pub fn undo(self) {
        let step = self.dispatch.with_value(Dispatch::undo);
        self.said(step, common::undone, common::undone_plain, common::nothing_to_undo);
    }

    /// Does what was last taken back again, and says which; or why not.
    pub fn redo(self) {
        let step = self.dispatch.with_value(Dispatch::redo);
        self.said(step, common::redone, common::redone_plain, common::nothing_to_redo);
    }

    fn said(
        self,
        step: Option<Result<Option<String>, Refusal>>,
        named: fn(Locale, &str) -> String,
        plain: fn(Locale) -> &'static str,
        nothing: fn(Locale) -> &'static str,
    ) {
        let locale = self.locale();
        match step {
            None => self.say(nothing(locale).to_owned()),
            Some(Ok(Some(done))) => {
                self.toasts.undone(&done);
                self.say(named(locale, &done));
            }
            Some(Ok(None)) => self.say(plain(locale).to_owned()),
            Some(Err(refused)) => self.refused(&refused),
        }
    }

    /// Says something that needs no answer.
    pub fn say(self, said: String) {
        self.toasts.push(Toast::new(said));
    }

    /// Says why something was refused, and the way out.
    pub fn refused(self, refused: &Refusal) {
        self.say(self.words(refused));
    }

    /// The words for a refusal, in the language of now.
    pub fn words(self, refused: &Refusal) -> String {
        refusal::sentence(self.locale(), &self.replica.with_value(Replica::world), refused)
    }

    /// Whether the reader may do it, as far as the replica knows; what it does not know is offered,
    /// and the server says. Wakes the reader when their rights change.
    pub fn may(self, command: impl Into<Command>) -> bool {
        let replica = self.replica();
        let Some(actor) = replica.actor() else { return false };
        !matches!(policy::may(&replica.world(), &actor, &command.into()), Err(Stop::Refused(_)))
    }

    /// Whether the reader holds a role across the organisation. Wakes them when it changes.
    pub fn holds(self, role: OrganisationRole) -> bool {
        self.replica().actor().is_some_and(|actor| actor.has(role))
    }

    /// Whether the reader may create departments.
    pub fn creates_departments(self) -> bool {
        let kind = DepartmentKind::Team;
        let id = weft_domain::DepartmentId(weft_domain::Uuid::nil());
        let purpose = String::new();
        self.may(CreateDepartment { id, name: "".into(), purpose, kind, parent: None, key: None })
    }

    /// Whether the reader may add people.
    pub fn adds_people(self) -> bool {
        self.may(AddPerson { id: PersonId(weft_domain::Uuid::nil()), name: String::new(), email: None })
    }

    /// Whether there is any department for which the reader may offer a service.
    pub fn offers_services(self) -> bool {
        let leads = |actor: &Actor| actor.memberships.values().any(|role| *role == MembershipRole::Lead);
        self.replica().actor().is_some_and(|actor| actor.has(OrganisationRole::Steward) || leads(&actor))
    }

    fn or_say(self, done: Result<(), Refusal>) -> bool {
        if let Err(refused) = &done {
            self.refused(refused);
        }
        done.is_ok()
    }
}
