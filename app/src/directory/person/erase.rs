//! Erasing a person: for those who may, behind a question that says what goes and what stays.

use leptos::prelude::*;
use weft_domain::{ErasePerson, PersonId};

use crate::directory::use_desk;
use crate::i18n::{directory as text, t};
use crate::ui::icon::{ARCHIVE, TRASH};
use crate::ui::{Button, ButtonKind, Confirm, icon};

/// What is shown of a person of whom nothing is said any more.
pub(super) fn note() -> AnyView {
    view! { <div class="dir-notice">{icon(ARCHIVE)} <span>{t(text::person_erased_note)}</span></div> }
        .into_any()
}

/// The hand that erases, and its question.
#[component]
pub(super) fn Erase(id: PersonId, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let desk = use_desk();
    let asking = RwSignal::new(false);
    let may = Memo::new(move |_| desk.hands.may(ErasePerson { id }));
    view! {
        <Show when=move || may.get()>
            <section class="block">
                <h3>{t(text::erase_title)}</h3>
                <p class="note">{t(text::erase_hint)}</p>
                <Button kind=ButtonKind::Danger lead=TRASH on_press=move || asking.set(true)>{t(text::erase_more)}</Button>
            </section>
        </Show>
        <Confirm
            open=asking
            title=t(move |locale| text::erase_question(locale, &name.get()))
            body=t(text::erase_note)
            action=t(text::erase)
            danger=true
            on_confirm=move || {
                desk.hands.send_saying(ErasePerson { id }, text::erased(desk.hands.locale()).to_owned());
            }
        />
    }
}
