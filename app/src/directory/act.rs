//! What a gesture does: send the command, say what happened, offer to take it back; and what may
//! be offered at all.

use leptos::prelude::*;
use weft_domain::{
    Actor, AddPerson, Command, CreateDepartment, DepartmentKind, Locale, MembershipRole, OrganisationRole,
    PersonId, Refusal, Stop, World, policy,
};

use crate::dispatch::{Dispatch, use_dispatch};
use crate::i18n::{refusal, use_locale};
use crate::replica::{Replica, use_replica};
use crate::ui::{Toast, Toasts, use_toasts};

/// The hands of the person in front of the screen. A copy is the same.
#[derive(Clone, Copy)]
pub(crate) struct Act {
    replica: StoredValue<Replica>,
    dispatch: StoredValue<Dispatch>,
    locale: RwSignal<Locale>,
    toasts: Toasts,
    undo: Callback<()>,
}

/// What outlives a screen, so that its undo works after it has gone.
#[derive(Clone, Copy)]
struct Undo(Callback<(Toasts,)>);

/// Puts what outlives a screen into context: at the root, once.
pub fn provide_act() {
    let (replica, dispatch, locale) =
        (StoredValue::new(use_replica()), StoredValue::new(use_dispatch()), use_locale());
    provide_context(Undo(Callback::new(move |(toasts,): (Toasts,)| {
        if let Some(Err(refused)) = dispatch.with_value(Dispatch::undo) {
            let world = replica.with_value(Replica::world);
            toasts.push(Toast::new(refusal::sentence(locale.get_untracked(), &world, &refused)));
        }
    })));
}

/// The hands of the screen below.
pub(crate) fn use_act() -> Act {
    if use_context::<Undo>().is_none() {
        provide_act();
    }
    let Undo(undo) = expect_context();
    let toasts = use_toasts();
    Act {
        replica: StoredValue::new(use_replica()),
        dispatch: StoredValue::new(use_dispatch()),
        locale: use_locale(),
        toasts,
        undo: Callback::new(move |()| undo.run((toasts,))),
    }
}

impl Act {
    /// What is read.
    pub(crate) fn replica(self) -> Replica {
        self.replica.get_value()
    }

    /// What acts.
    pub(crate) fn dispatch(self) -> Dispatch {
        self.dispatch.get_value()
    }

    /// The reader's language, without waking on a change of it.
    pub(crate) fn locale(self) -> Locale {
        self.locale.get_untracked()
    }

    /// Does it.
    ///
    /// # Errors
    /// What the replica alone proves wrong.
    pub(crate) fn send(self, command: impl Into<Command>) -> Result<(), Refusal> {
        let command = command.into();
        self.dispatch.with_value(|dispatch| dispatch.send(command))
    }

    /// Does it and says so, with a way back; or says why not. True if it was done.
    pub(crate) fn send_saying(self, command: impl Into<Command>, done: String) -> bool {
        match self.send(command) {
            Ok(()) => {
                self.toasts.push(Toast::new(done).undo(self.undo));
                true
            }
            Err(refused) => {
                self.say(self.words(&refused));
                false
            }
        }
    }

    /// Says something.
    pub(crate) fn say(self, said: String) {
        self.toasts.push(Toast::new(said));
    }

    /// The words for a refusal, in the language of now.
    pub(crate) fn words(self, refused: &Refusal) -> String {
        refusal::sentence(self.locale(), &self.replica.with_value(Replica::world), refused)
    }

    /// Whether the reader may do it, as far as the replica knows. Wakes the reader when their
    /// rights change.
    pub(crate) fn may(self, command: impl Into<Command>) -> bool {
        let replica = self.replica();
        let Some(actor) = replica.actor() else { return false };
        allowed(&replica.world(), &actor, &command.into())
    }

    /// Whether the reader holds a role across the organisation. Wakes them when it changes.
    pub(crate) fn holds(self, role: OrganisationRole) -> bool {
        self.replica().actor().is_some_and(|actor| actor.has(role))
    }

    /// Whether the reader may create departments.
    pub(crate) fn creates_departments(self) -> bool {
        let kind = DepartmentKind::Team;
        let id = weft_domain::DepartmentId(weft_domain::Uuid::nil());
        self.may(CreateDepartment {
            id,
            name: "".into(),
            purpose: String::new(),
            kind,
            parent: None,
            key: None,
        })
    }

    /// Whether the reader may add people.
    pub(crate) fn adds_people(self) -> bool {
        self.may(AddPerson { id: PersonId(weft_domain::Uuid::nil()), name: String::new(), email: None })
    }

    /// Whether there is any department for which the reader may offer a service.
    pub(crate) fn offers_services(self) -> bool {
        let leads = |actor: &Actor| actor.memberships.values().any(|role| *role == MembershipRole::Lead);
        self.replica().actor().is_some_and(|actor| actor.has(OrganisationRole::Steward) || leads(&actor))
    }
}

/// What a rule cannot tell from here counts as allowed: the server has the last word.
fn allowed(world: &World, actor: &Actor, command: &Command) -> bool {
    !matches!(policy::may(world, actor, command), Err(Stop::Refused(_)))
}
