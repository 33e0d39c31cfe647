//! Where the friction is now: the worst five relationships with why and their figures.

use leptos::prelude::*;
use weft_domain::pulse::{Health as Rule, Pair, Strand};

use super::desk::{Desk, id_of};
use super::place::{Measure, days_of, pair_word};
use super::words;
use crate::i18n::{number, pulse as text, t, use_locale};
use crate::ui::{HealthGlyph, MarkSize, WeaveMark};

/// Relationships listed.
const WORST: usize = 5;

/// Relationships of one department listed; its loom has all.
const OF_ONE: usize = 40;

/// The list: the worst of all, or those of the department that is chosen on the map.
pub(super) fn hurt(desk: Desk) -> AnyView {
    let locale = use_locale();
    let focus = Memo::new(move |_| id_of(desk.address, "focus"));
    let listed = Memo::new(move |_| {
        let focus = focus.get();
        desk.strands.with(|strands| {
            let is_listed = |strand: &&Strand| match focus {
                Some(id) => strand.customer == id || strand.provider == id,
                None => matches!(strand.health, Rule::Broken | Rule::Strained),
            };
            let pairs = strands.iter().filter(is_listed).map(|strand| (strand.customer, strand.provider));
            pairs.take(if focus.is_some() { OF_ONE } else { WORST }).collect::<Vec<Pair>>()
        })
    });
    let all = Memo::new(move |_| desk.strands.with(Vec::len));
    let to_loom = move || desk.address.with_all(&[("view", Some("loom".to_owned())), ("focus", None)]);
    let everywhere = move || desk.address.with_all(&[("focus", None)]);
    let title = move || match focus.get() {
        Some(id) => text::threads_of(locale.get(), &desk.name(locale.get(), id)),
        None => text::hurts(locale.get()).to_owned(),
    };
    view! {
        <aside class="hurt" aria-label=t(text::hurts)>
            <header class="row">
                <h2>{title}</h2>
                {move || match focus.get() {
                    Some(_) => view! { <a class="push note" href=everywhere>{t(text::everywhere)}</a> }.into_any(),
                    None => {
                        view! {
                            <a class="push note" href=to_loom>{t(move |locale| text::all_threads(locale, all.get()))}</a>
                        }
                            .into_any()
                    }
                }}
            </header>
            <ol>
                <For each=move || listed.get() key=|pair| *pair children=move |pair| item(desk, pair) />
            </ol>
            {move || listed.with(Vec::is_empty).then(|| view! { <p class="note none">{t(text::nothing_hurts)}</p> })}
        </aside>
    }
    .into_any()
}

fn item(desk: Desk, pair: Pair) -> AnyView {
    let locale = use_locale();
    let strand = Memo::new(move |_| desk.strand(pair));
    let is_open = move || desk.address.get("pair").is_some_and(|open| open == pair_word(pair));
    let inside = move || {
        let strand = strand.get()?;
        let locale = locale.get();
        let health = words::health(strand.health);
        let figures = strand.figures;
        let rating = words::rating(locale, &figures, desk.sees_scores(pair)).0;
        let days = text::days(locale, days_of(desk.period.get()));
        Some(view! {
            <a class=health.class() href=move || desk.behind(pair, Measure::Filed)>
                <span class="pair">
                    <WeaveMark id=*pair.0.0.as_bytes() size=MarkSize::Small />
                    <b class="clip" dir="auto">{desk.name(locale, pair.0)}</b>
                    <span class="thr">
                        <HealthGlyph health=health />
                        <span class="sr">{health.word(locale)}</span>
                    </span>
                    <WeaveMark id=*pair.1.0.as_bytes() size=MarkSize::Small />
                    <b class="clip" dir="auto">{desk.name(locale, pair.1)}</b>
                </span>
                <span class="why">{words::why(locale, &strand)}</span>
                <span class="nums">
                    <span>
                        {text::fig_resolved(locale)} " "
                        <b class="num">{words::share_text(locale, &figures).unwrap_or_else(|| "–".to_owned())}</b>
                    </span>
                    <span>{text::fig_rated(locale)} " " <b class="num">{rating}</b></span>
                    <span>{days} " " <b class="num">{number(locale, i64::from(figures.filed))}</b></span>
                </span>
            </a>
        })
    };
    view! { <li aria-current=move || is_open().then_some("true")>{inside}</li> }.into_any()
}
