//! A forgotten password: whom to ask, and the page of the link they make.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use super::account::new_password_field;
use super::form::{Entry, Problem, Rule, Sending, all_good, focus_first_error, focus_form};
use super::gate::Gate;
use crate::api::{self, ApiError};
use crate::i18n::{access as text, t};
use crate::ui::{Button, ButtonKind};

/// Says whom to ask: Weft sends no mail for this.
#[component]
pub(super) fn Forgot() -> impl IntoView {
    view! {
        <Gate title=t(text::forgot_title)>
            <p>{t(text::forgot_who)}</p>
            <p class="note">{t(text::forgot_why)}</p>
            <p class="gate-links">
                <A href="/sign-in">{t(text::to_sign_in)}</A>
            </p>
        </Gate>
    }
}

/// The page of a link to set another password.
#[component]
pub(super) fn Reset() -> impl IntoView {
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    let password = Entry::new("password", Rule::NewPassword);
    let sending = Sending::new();
    let is_set = RwSignal::new(false);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !all_good(&[password]) || !sending.begin() {
            return;
        }
        let (token, secret) = (token.clone(), password.value.get_untracked());
        spawn_local(async move {
            match api::reset_password(token, secret).await.flatten() {
                Ok(()) => {
                    let _ = is_set.try_set(true);
                }
                Err(error @ ApiError::BadPassword) => {
                    sending.done();
                    password.blame(error);
                    focus_first_error();
                }
                Err(error) => sending.failed(error),
            }
        });
    };
    let on_submit = Callback::new(on_submit);
    focus_form();
    move || {
        if is_set.get() {
            // A full load: somebody who was signed in is not any more.
            return view! {
                <Gate title=t(text::reset_done)>
                    <p>{t(text::reset_done_note)}</p>
                    <a class="btn primary" href="/sign-in" rel="external">{t(text::sign_in)}</a>
                </Gate>
            }
            .into_any();
        }
        view! {
            <Gate title=t(text::reset) note=t(text::reset_note)>
                <form method="post" on:submit=move |event| on_submit.run(event) novalidate>
                    {new_password_field(password)}
                    <Problem sending=sending />
                    <Button
                        kind=ButtonKind::Primary
                        submit=true
                        disabled=Signal::derive(move || sending.is_held())
                        pending=sending.busy
                    >
                        {t(text::reset_action)}
                    </Button>
                </form>
            </Gate>
        }
        .into_any()
    }
}
