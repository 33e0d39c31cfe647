//! Changing a person's name and address.

use leptos::prelude::*;
use weft_domain::{Field, PersonId, RenamePerson, SetContact};

use super::super::department::footer;
use super::super::form::Refused;
use super::super::use_desk;
use crate::i18n::{common, directory as text, t};
use crate::ui::{Dialog, TextField};

/// Name and address.
#[component]
pub(super) fn EditDialog(id: PersonId, open: RwSignal<bool>) -> impl IntoView {
    let form = crate::ui::fresh_id("edit-person");
    let footer_form = form.clone();
    view! {
        <Dialog open=open title=t(text::edit_person) footer=move || footer(open, footer_form.clone(), common::save)>
            <EditForm id=id open=open form=form.clone() />
        </Dialog>
    }
}

#[component]
fn EditForm(id: PersonId, open: RwSignal<bool>, form: String) -> impl IntoView {
    let desk = use_desk();
    let world = desk.hands.replica().world();
    let before = world.person(id).present().map(|row| (row.name.clone(), row.rev)).unwrap_or_default();
    let before_email = world.contact(id).present().map(|row| row.email.clone()).unwrap_or_default();
    let over = StoredValue::new(before.1);
    let (name, email) = (RwSignal::new(before.0.clone()), RwSignal::new(before_email.clone()));
    let refused = Refused::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (typed, address) = (name.get_untracked(), email.get_untracked());
        let renamed = if typed == before.0 {
            Ok(())
        } else {
            desk.hands.try_send(RenamePerson { id, over: over.get_value(), name: typed })
        };
        let saved = renamed.and_then(|()| {
            if address == before_email {
                Ok(())
            } else {
                desk.hands.try_send(SetContact { person: id, email: address })
            }
        });
        if refused.note(saved) {
            open.set(false);
        } else if let Some(row) = desk.hands.replica().world().person(id).present() {
            // Saving again goes over somebody else's change, knowingly.
            over.set_value(row.rev);
        }
    };
    view! {
        <form id=form class="dialog-form" novalidate on:submit=submit>
            <TextField label=t(text::name) value=name error=refused.of(Field::Name) />
            <TextField label=t(text::email_optional) value=email kind="email" error=refused.of(Field::Email) hint=t(text::email_hint) />
            {refused.rest(&[Field::Name, Field::Email])}
        </form>
    }
}
