//! Inviting somebody who is not in the directory yet.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use weft_domain::OrganisationRole;

use crate::access::{Problem, Rule, Sending};
use crate::api::{self, ApiError};
use crate::directory::{CopyField, organisation_role, role_note};
use crate::hands::use_hands;
use crate::i18n::{settings as text, t, use_locale};
use crate::ui::icon::LINK;
use crate::ui::{Button, ButtonKind, TextField};

/// The form, and the link it makes.
#[component]
pub(super) fn Invite() -> impl IntoView {
    let locale = use_locale();
    let email = RwSignal::new(String::new());
    let is_bad = RwSignal::new(false);
    let roles = RwSignal::new(BTreeSet::<OrganisationRole>::new());
    let link = RwSignal::new(None::<String>);
    let sending = Sending::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let address = email.with_untracked(|email| email.trim().to_owned());
        let wrong = !address.is_empty() && Rule::Email.is_wrong(&address);
        is_bad.set(wrong);
        if wrong {
            return crate::access::focus_first_error();
        }
        if !sending.begin() {
            return;
        }
        let given: Vec<_> = roles.get_untracked().into_iter().collect();
        spawn_local(async move {
            match api::invite(None, (!address.is_empty()).then_some(address), given).await.flatten() {
                Ok(made) => {
                    sending.done();
                    let _ = link.try_set(Some(made));
                }
                Err(error) => sending.failed(error),
            }
        });
    };
    let error = Signal::derive(move || {
        is_bad.get().then(|| {
            crate::access::explain(locale.get(), &weft_domain::World::replica(), &ApiError::BadEmail)
        })
    });
    view! {
        <form class="setting-form" novalidate on:submit=submit>
            <TextField label=t(text::invite_email) value=email kind="email" error=error hint=t(text::invite_email_note) />
            <fieldset class="field radios">
                <legend class="label">{t(text::invite_roles)}</legend>
                <div class="setting-ticks">{OrganisationRole::ALL.iter().copied().map(|role| tick(role, roles)).collect_view()}</div>
            </fieldset>
            <Problem sending=sending />
            <div>
                <Button kind=ButtonKind::Primary submit=true lead=LINK disabled=Signal::derive(move || sending.is_held()) pending=sending.busy>
                    {t(text::make_link)}
                </Button>
            </div>
        </form>
        <div aria-live="polite">
            {move || {
                link.get()
                    .map(|link| {
                        view! { <CopyField label=t(text::invitation_link) text=link hint=t(text::link_note) /> }
                    })
            }}
        </div>
    }
}

/// A role that goes with the invitation.
fn tick(role: OrganisationRole, roles: RwSignal<BTreeSet<OrganisationRole>>) -> AnyView {
    let hands = use_hands();
    // Nobody grants more than they hold.
    let held = Memo::new(move |_| hands.holds(role));
    let toggle = move |_| {
        roles.update(|roles| {
            if !roles.remove(&role) {
                roles.insert(role);
            }
        });
    };
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || roles.with(|roles| roles.contains(&role))
                disabled=move || !held.get()
                on:change=toggle
            />
            <span>
                {t(move |locale| organisation_role(locale, role))}
                <span class="small faint dir-role-note">{t(move |locale| role_note(locale, role))}</span>
            </span>
        </label>
    }
    .into_any()
}
