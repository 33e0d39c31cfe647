//! Accepting an invitation: the link says who one becomes, or one says it oneself.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use super::account::{AccountForm, email_field, name_field, new_password_field};
use super::form::{Problem, Sending, all_good, focus_form};
use super::gate::Gate;
use super::set_up::enter;
use crate::api::{self, ApiError, InvitationView};
use crate::i18n::{access as text, common, t};
use crate::ui::{Button, ButtonKind, LoadingBars};

/// What is known of the link.
#[derive(Clone, PartialEq)]
enum Known {
    /// The server is being asked.
    Nothing,
    /// What it says.
    Good(InvitationView),
    /// What is wrong with it, or with the way to the server.
    Bad(ApiError),
}

/// The page of an invitation link.
#[component]
pub(super) fn Invitation() -> impl IntoView {
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    let known = RwSignal::new(Known::Nothing);
    let asked = token.clone();
    let ask = Callback::new(move |()| {
        let token = asked.clone();
        known.set(Known::Nothing);
        spawn_local(async move {
            let answer = api::see_invitation(token).await.flatten();
            // The page may have been left meanwhile.
            let _ = known.try_set(answer.map_or_else(Known::Bad, Known::Good));
        });
    });
    if cfg!(target_arch = "wasm32") {
        ask.run(());
    }
    move || match known.get() {
        Known::Nothing => view! { <Gate title=t(text::invitation)><LoadingBars /></Gate> }.into_any(),
        Known::Good(invitation) => view! { <Accept token=token.clone() invitation=invitation /> }.into_any(),
        Known::Bad(ApiError::LinkInvalid) => view! { <BadLink /> }.into_any(),
        Known::Bad(error) => {
            let sending = Sending::new();
            sending.failed(error);
            view! {
                <Gate title=t(text::invitation)>
                    <Problem sending=sending />
                    <Button on_press=move || ask.run(())>{t(common::retry)}</Button>
                </Gate>
            }
            .into_any()
        }
    }
}

/// The form.
#[component]
fn Accept(token: String, invitation: InvitationView) -> impl IntoView {
    let form = AccountForm::new();
    if let Some(email) = invitation.email.clone() {
        form.email.value.set(email);
    }
    let sending = Sending::new();
    let is_named = invitation.person.is_some();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let entries = [form.email, form.password, form.name];
        let asked = if is_named { &entries[..2] } else { &entries[..] };
        if !all_good(asked) || !sending.begin() {
            return;
        }
        let (token, account) = (token.clone(), form.account());
        spawn_local(async move {
            match api::accept_invitation(token, account).await.flatten() {
                Ok(()) => enter(),
                Err(error) => form.failed(sending, error),
            }
        });
    };
    let organisation = invitation.organisation;
    let becomes = invitation.person.map(|person| {
        view! {
            <p class="gate-who" dir="auto">
                {t(move |locale| text::you_are(locale, &person))}
            </p>
        }
    });
    focus_form();
    view! {
        <Gate title=t(text::join) note=t(move |locale| text::invited_to(locale, &organisation))>
            <form method="post" on:submit=on_submit novalidate>
                {becomes}
                {(!is_named).then(|| name_field(form.name))}
                {email_field(form.email, "username")}
                {new_password_field(form.password)}
                <Problem sending=sending />
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    disabled=Signal::derive(move || sending.is_held())
                    pending=sending.busy
                >
                    {t(text::join_action)}
                </Button>
            </form>
            <p class="gate-links">
                <A href="/sign-in">{t(text::have_account)}</A>
            </p>
        </Gate>
    }
}

/// A link that is no longer good, and what to do.
#[component]
pub(super) fn BadLink() -> impl IntoView {
    view! {
        <Gate title=t(text::link_title)>
            <p>{t(text::link_invalid)}</p>
            <p class="gate-links">
                <A href="/sign-in">{t(text::to_sign_in)}</A>
            </p>
        </Gate>
    }
}
