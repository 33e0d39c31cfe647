//! Ratings: five picks of thread.

use leptos::prelude::*;

use super::dom::fresh_id;
use crate::i18n::{Locale, common as text, decimal, t};

/// The best score.
const SCORES: u8 = 5;
/// At or below this a score is drawn as broken.
const LOW_MAX: f32 = 2.0;
/// At or below this a score is drawn as strained.
const MID_MAX: f32 = 3.0;

/// A score shown: one to five picks, coloured only where it is poor.
#[component]
pub fn Picks(
    /// The score or mean score, 1–5.
    #[prop(into)]
    score: Signal<f32>,
) -> impl IntoView {
    let class = move || match score.get() {
        score if score <= LOW_MAX => "picks low",
        score if score <= MID_MAX => "picks mid",
        _ => "picks",
    };
    let label = t(move |locale| {
        let score = score.get();
        let decimals = u32::from(score.fract() != 0.0);
        text::rating_of_five(locale, &decimal(locale, f64::from(score), decimals))
    });
    let pick = move |at: u8| {
        let on = move || score.get().round() >= f32::from(at);
        view! { <i class:on=on></i> }
    };
    view! { <span class=class role="img" aria-label=label>{(1..=SCORES).map(pick).collect_view()}</span> }
}

/// A score asked for: five picks to press. The arrow keys and the digits choose; nothing is
/// chosen to begin with.
#[component]
pub fn RatingInput(
    /// What is rated.
    #[prop(into)]
    label: TextProp,
    /// The score, both ways; `None` until one is chosen.
    value: RwSignal<Option<u8>>,
) -> impl IntoView {
    let group = fresh_id("rating");
    let shown = label.clone();
    let pick = move |at: u8| {
        let name = t(move |locale| format!("{at}: {}", word(locale, at)));
        let on = move || value.get().is_some_and(|chosen| chosen >= at);
        view! {
            <label class:on=on>
                <input
                    type="radio"
                    class="sr"
                    name=group.clone()
                    value=at.to_string()
                    aria-label=name
                    checked=move || value.get() == Some(at)
                    prop:checked=move || value.get() == Some(at)
                    on:change=move |_| value.set(Some(at))
                />
                <span aria-hidden="true">{at}</span>
            </label>
        }
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        if let Ok(digit @ 1..=SCORES) = event.key().parse::<u8>() {
            value.set(Some(digit));
        }
    };
    view! {
        <div class="rate" role="radiogroup" aria-label=label on:keydown=on_keydown>
            <span aria-hidden="true">{move || shown.get()}</span>
            <span class="picks ask">{(1..=SCORES).map(pick).collect_view()}</span>
            <span class="n" aria-hidden="true">
                {t(move |locale| value.get().map(|score| word(locale, score)))}
            </span>
        </div>
    }
}

const fn word(locale: Locale, score: u8) -> &'static str {
    match score {
        1 => text::score_1(locale),
        2 => text::score_2(locale),
        3 => text::score_3(locale),
        4 => text::score_4(locale),
        _ => text::score_5(locale),
    }
}
