//! The frame of every page at the front door: the word, the form, the languages, the cloth.

use leptos::prelude::*;
use leptos_meta::Title;
use weft_domain::Locale;

use super::cloth::cloth;
use crate::i18n::{access as text, t, use_locale};
use crate::settings::preferences;

/// A page at the front door.
#[component]
pub(super) fn Gate(
    /// Its heading and, before “· Weft”, the window's title.
    #[prop(into)]
    title: TextProp,
    /// A line below the heading.
    #[prop(optional, into)]
    note: Option<TextProp>,
    /// What stands below.
    children: Children,
) -> impl IntoView {
    let heading = title.clone();
    let locale = crate::i18n::use_locale();
    let window_title = move || format!("{} · {}", title.get(), crate::i18n::common::product(locale.get()));
    view! {
        <Title text=window_title />
        <main class="gate" id="main">
            <section class="gate-form">
                <Word />
                <div class="gate-mid">
                    <div>
                        <h1>{move || heading.get()}</h1>
                        {note.map(|note| view! { <p class="note" dir="auto">{move || note.get()}</p> })}
                    </div>
                    {children()}
                </div>
                <Languages />
            </section>
            {cloth()}
        </main>
    }
}

/// The product's mark and name.
#[component]
fn Word() -> impl IntoView {
    let locale = crate::i18n::use_locale();
    let chinese = move || {
        if locale.get() == weft_domain::Locale::ZhHant {
            weft_domain::Locale::ZhHant
        } else {
            weft_domain::Locale::ZhHans
        }
    };
    view! {
        <div class="word">
            <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true">
                <path
                    class="brand-line"
                    d="M7 2v5M7 11v12M7 27v1M15 2v9.5M15 18.5V28M23 2v5M23 11v12M23 27v1M2 7h11M17 7h11M2 15h2M10 15h10M26 15h2M2 23h11M17 23h11"
                />
            </svg>
            <b translate="no">"Weft"</b>
            // Its Chinese name, in the characters the reader uses.
            <span lang=move || chinese().tag() translate="no">
                {move || crate::i18n::common::product(chinese())}
            </span>
        </div>
    }
}

/// The languages, each in its own words. The choice is kept in this browser.
#[component]
fn Languages() -> impl IntoView {
    let locale = use_locale();
    let choice = move |to: Locale| {
        view! {
            <button
                type="button"
                lang=to.tag()
                aria-pressed=move || (locale.get() == to).to_string()
                on:click=move |_| preferences::choose_locale(locale, to)
            >
                {to.own_name()}
            </button>
        }
    };
    view! {
        <div class="langs" role="group" aria-label=t(text::language)>
            {Locale::ALL.into_iter().map(choice).collect_view()}
        </div>
    }
}
