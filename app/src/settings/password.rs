//! Another password for oneself.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::access::{Entry, PasswordField, Problem, Rule, Sending, all_good, focus_first_error};
use crate::api::{self, ApiError, PASSWORD_CHARS_MIN};
use crate::hands::use_hands;
use crate::i18n::{access, settings as text, t};
use crate::ui::Button;

/// The form. Other sessions end with the old password.
#[component]
pub(super) fn Password() -> impl IntoView {
    let hands = use_hands();
    let old = Entry::new("current-password", Rule::Filled);
    let new = Entry::new("new-password", Rule::NewPassword);
    let sending = Sending::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !all_good(&[old, new]) || !sending.begin() {
            return;
        }
        let (before, after) = (old.value.get_untracked(), new.value.get_untracked());
        spawn_local(async move {
            match api::change_password(before, after).await.flatten() {
                Ok(()) => {
                    sending.done();
                    let _ = old.value.try_set(String::new());
                    let _ = new.value.try_set(String::new());
                    return hands.say(text::password_changed(hands.locale()).to_owned());
                }
                Err(ApiError::BadCredentials) => old.blame_not_current(),
                Err(ApiError::BadPassword) => new.blame(ApiError::BadPassword),
                Err(error) => return sending.failed(error),
            }
            sending.done();
            focus_first_error();
        });
    };
    view! {
        <form class="setting-form" method="post" novalidate on:submit=submit>
            <PasswordField label=t(text::old_password) entry=old autocomplete="current-password" />
            <PasswordField
                label=t(text::new_password)
                entry=new
                autocomplete="new-password"
                hint=t(|locale| access::password_hint(locale, PASSWORD_CHARS_MIN))
            />
            <Problem sending=sending />
            <div>
                <Button submit=true disabled=Signal::derive(move || sending.is_held()) pending=sending.busy>
                    {t(text::change_password)}
                </Button>
            </div>
        </form>
    }
}
