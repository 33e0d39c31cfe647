//! Signing in, from whichever path was asked for.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::account::email_field;
use super::form::{Entry, PasswordField, Problem, Rule, Sending, all_good, focus_first_error, focus_form};
use super::gate::Gate;
use crate::api::{self, ApiError};
use crate::i18n::{access as text, t};
use crate::root::Opening;
use crate::ui::{Button, ButtonKind};

/// The page that asks who is there.
#[component]
pub(super) fn SignIn() -> impl IntoView {
    if use_context::<Opening>().is_some_and(|opening| opening.needs_setup) {
        return view! { <NotSetUp /> }.into_any();
    }
    let (email, password) = (Entry::new("email", Rule::Email), Entry::new("password", Rule::Filled));
    let sending = Sending::new();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !all_good(&[email, password]) || !sending.begin() {
            return;
        }
        let (address, secret) = (email.trimmed(), password.value.get_untracked());
        spawn_local(async move {
            match api::sign_in(address, secret).await.flatten() {
                Ok(()) => enter(),
                Err(error @ ApiError::BadCredentials) => {
                    sending.done();
                    password.blame(error);
                    focus_first_error();
                }
                Err(error) => sending.failed(error),
            }
        });
    };
    focus_form();
    view! {
        <Gate title=t(text::sign_in)>
            <form method="post" on:submit=on_submit novalidate>
                {email_field(email, "username")}
                <PasswordField label=t(text::password) entry=password autocomplete="current-password" />
                <Problem sending=sending />
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    disabled=Signal::derive(move || sending.is_held())
                    pending=sending.busy
                >
                    {t(text::sign_in)}
                </Button>
            </form>
            <p class="gate-links">
                <A href="/forgot">{t(text::forgot)}</A>
            </p>
            <p class="note">{t(text::invited_note)}</p>
        </Gate>
    }
    .into_any()
}

/// Signed in: the page asked for, loaded anew so that the server renders it for the person.
fn enter() {
    let location = window().location();
    let at_the_door = location.pathname().is_ok_and(|path| path == "/sign-in");
    // A browser that refuses to load its own page shows that itself.
    let _ = if at_the_door { location.replace("/") } else { location.reload() };
}

/// Nobody has an account yet: where the link is that makes the first one.
#[component]
fn NotSetUp() -> impl IntoView {
    view! {
        <Gate title=t(text::not_set_up) note=t(text::not_set_up_note)>
            <p>{t(text::not_set_up_link)}</p>
            <p class="note">{t(text::not_set_up_again)}</p>
        </Gate>
    }
}
