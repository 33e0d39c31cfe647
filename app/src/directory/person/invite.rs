//! Letting a person in: an invitation link.

use leptos::prelude::*;
use leptos::task::spawn_local;
use weft_domain::{OrganisationRole, PersonId};

use super::super::{CopyField, use_desk};
use crate::api::{self, ApiError};
use crate::i18n::{directory as text, t, use_locale};
use crate::ui::Button;
use crate::ui::icon::LINK;

/// A link with which the person makes their account.
#[component]
pub(super) fn Invite(id: PersonId, is_retired: Memo<bool>) -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let link = RwSignal::new(None::<Result<String, ApiError>>);
    let busy = RwSignal::new(false);
    let may = Memo::new(move |_| {
        let is_me = desk.hands.replica().me().get() == Some(id);
        !is_me && (desk.hands.holds(OrganisationRole::Admin) || desk.hands.holds(OrganisationRole::Steward))
    });
    let ask = move || {
        let world = desk.hands.replica().world();
        let email = world.contact(id).present().map(|row| row.email.clone());
        busy.set(true);
        spawn_local(async move {
            let answer = api::invite(Some(id), email, Vec::new()).await.flatten();
            let _ = busy.try_set(false);
            let _ = link.try_set(Some(answer));
        });
    };
    let shown = move || match link.get()? {
        Ok(link) => Some(
            view! { <CopyField label=t(text::invitation_link) text=link hint=t(text::invitation_hint) /> }
                .into_any(),
        ),
        Err(error) => {
            let said = crate::access::explain(locale.get(), &desk.hands.replica().world(), &error);
            Some(view! { <p class="problem">{said}</p> }.into_any())
        }
    };
    move || {
        (may.get() && !is_retired.get()).then(|| {
            view! {
                <section class="block dir-account">
                    <h3>{t(text::account)}</h3>
                    <p class="note">{t(text::account_note)}</p>
                    <p>
                        <Button lead=LINK pending=busy disabled=busy on_press=ask>{t(text::make_invitation)}</Button>
                    </p>
                    <div aria-live="polite">{shown}</div>
                </section>
            }
        })
    }
}
