//! Signing out: this browser forgets everything of the person.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, ApiError};
use crate::hands::use_hands;
use crate::i18n::{Locale, settings as text, t, use_locale};
use crate::ui::icon::SIGN_OUT;
use crate::ui::{Button, Confirm};

/// The button. What has not been sent would be lost, so it asks first.
#[component]
pub(super) fn SignOut() -> impl IntoView {
    let hands = use_hands();
    let locale = use_locale();
    let (unsent, tray) = (hands.replica().unsent(), hands.replica().refused());
    let waiting = Memo::new(move |_| unsent.get());
    let refused = Memo::new(move |_| u32::try_from(tray.with(Vec::len)).unwrap_or(u32::MAX));
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<ApiError>);
    let sign_out = Callback::new(move |()| {
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            match api::sign_out().await.flatten() {
                // Somebody ended the session elsewhere: the browser still has to forget.
                Ok(()) | Err(ApiError::SignedOut) => hands.dispatch().leave(),
                Err(error) => {
                    let _ = busy.try_set(false);
                    let _ = problem.try_set(Some(error));
                }
            }
        });
    });
    let is_free = move || waiting.get_untracked() == 0 && refused.get_untracked() == 0;
    let press = move || if !is_free() { asking.set(true) } else { sign_out.run(()) };
    let said = move || {
        problem.get().map(|error| crate::access::explain(locale.get(), &hands.replica().world(), &error))
    };
    view! {
        <p class="note">{t(text::sign_out_note)}</p>
        {warning(waiting, text::unsent)}
        {warning(refused, text::refused)}
        <div>
            <Button lead=SIGN_OUT pending=busy disabled=busy on_press=press>{t(text::sign_out)}</Button>
        </div>
        <div role="alert">{move || said().map(|said| view! { <p class="problem">{said}</p> })}</div>
        <Confirm
            open=asking
            title=t(text::sign_out_question)
            body=t(move |locale| lost(locale, waiting.get(), refused.get()))
            action=t(text::sign_out_anyway)
            danger=true
            on_confirm=sign_out
        />
    }
}

fn warning(count: Memo<u32>, said: fn(Locale, u32) -> String) -> impl IntoView {
    move || {
        let count = count.get();
        (count > 0).then(|| view! { <p class="setting-warn">{t(move |locale| said(locale, count))}</p> })
    }
}

/// What goes with the person.
fn lost(locale: Locale, unsent: u32, refused: u32) -> String {
    let parts = [(unsent, text::unsent_lost as fn(Locale, u32) -> String), (refused, text::refused_lost)];
    let said: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, said)| said(locale, count)).collect();
    said.join(if locale.is_chinese() { "" } else { " " })
}
