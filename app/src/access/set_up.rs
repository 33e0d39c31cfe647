//! Setting up: the organisation's name and its first account, by the link that the server prints.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;

use super::account::{AccountForm, email_field, name_field, new_password_field};
use super::form::{Entry, Problem, Rule, Sending, all_good, focus_form};
use super::gate::Gate;
use crate::api::{self, NewOrganisation};
use crate::i18n::{access as text, own_zone, t, use_locale};
use crate::ui::{Button, ButtonKind, TextField};

/// The page of the set-up link.
#[component]
pub(super) fn SetUp() -> impl IntoView {
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    let organisation = Entry::new("organization", Rule::Name);
    let form = AccountForm::new();
    let sending = Sending::new();
    let locale = use_locale();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !all_good(&[organisation, form.name, form.email, form.password]) || !sending.begin() {
            return;
        }
        // What both begin with is what the page is read in; Settings changes it.
        let organisation = NewOrganisation {
            name: organisation.trimmed(),
            locale: locale.get_untracked(),
            time_zone: own_zone(),
        };
        let (token, account) = (token.clone(), form.account());
        spawn_local(async move {
            match api::set_up(token, organisation, account).await.flatten() {
                Ok(()) => enter(),
                Err(error) => form.failed(sending, error),
            }
        });
    };
    focus_form();
    view! {
        <Gate title=t(text::set_up) note=t(text::set_up_note)>
            <form method="post" on:submit=on_submit novalidate>
                <TextField
                    label=t(text::organisation)
                    value=organisation.value
                    name=organisation.name
                    autocomplete="organization"
                    error=organisation.error()
                    placeholder=" "
                />
                {name_field(form.name)}
                {email_field(form.email, "username")}
                {new_password_field(form.password)}
                <Problem sending=sending />
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    disabled=Signal::derive(move || sending.is_held())
                    pending=sending.busy
                >
                    {t(text::set_up_action)}
                </Button>
            </form>
        </Gate>
    }
}

/// Signed in for the first time. The link is good once, so the way back does not lead to it.
pub(super) fn enter() {
    // A browser that refuses to load its own page shows that itself.
    let _ = window().location().replace("/");
}
