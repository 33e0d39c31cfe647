//! What an organisation without departments sees: draw the first one, or bring them in.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use weft_domain::DepartmentId;

use crate::access::cloth;
use crate::directory::{CreateDialog, Creating};
use crate::hands::use_hands;
use crate::i18n::{directory as text, t};
use crate::ui::icon::{PLUS, UPLOAD};
use crate::ui::{Button, ButtonKind, EmptyState, icon};

/// The first choice. Stewards get it; others are told whom to ask.
#[component]
pub fn FirstRun() -> impl IntoView {
    let hands = use_hands();
    let creating = Creating::new();
    let navigate = use_navigate();
    let created = move |id: DepartmentId| {
        navigate(&format!("/directory?department={id}"), NavigateOptions::default());
    };
    let may = Memo::new(move |_| hands.creates_departments());
    let choice = move || {
        if !may.get() {
            return view! { <EmptyState title=t(text::first_none) body=t(text::first_ask) /> }.into_any();
        }
        view! {
            <ol class="steps first-steps">
                <li class="done">{t(text::step_account)}</li>
                <li class="now">{t(text::step_departments)}</li>
                <li>{t(text::step_invite)}</li>
            </ol>
            <h2>{t(text::first_title)}</h2>
            <p class="note">{t(text::first_note)}</p>
            <div class="first-ways">
                <section>
                    <h3>{t(text::first_draw)}</h3>
                    <p class="note">{t(text::first_draw_note)}</p>
                    <Button kind=ButtonKind::Primary lead=PLUS on_press=move || creating.open.set(true)>
                        {t(text::first_draw_action)}
                    </Button>
                </section>
                <section>
                    <h3>{t(text::first_import)}</h3>
                    <p class="note">{t(text::first_import_note)}</p>
                    <A href="/directory?tab=exchange" attr:class="btn">
                        {icon(UPLOAD)}
                        <span>{t(text::first_import_action)}</span>
                    </A>
                </section>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="first">
            <div class="first-choice">{choice}</div>
            {cloth()}
        </div>
        <CreateDialog creating=creating on_created=created />
    }
}
