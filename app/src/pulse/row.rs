//! One relationship on the loom: its name, its thread across the warp, its figures.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use weft_domain::pulse::{Pair, Period, Strand};

use super::loom::{Loom, percent};
use super::place::Measure;
use super::weave::{WOVEN_MAX, crossings};
use super::words;
use crate::i18n::{duration, number, pulse as text, t, use_locale};
use crate::map::style::EdgeStyle;
use crate::ui::{Health, HealthGlyph};

/// How long a request takes over a thread, and how long a thread lights up where nothing may move.
const FLOW: Duration = Duration::from_millis(1400);

/// The row of a pair.
pub(super) fn row(loom: Loom, pair: Pair) -> AnyView {
    let desk = loom.desk;
    let locale = use_locale();
    let strand = Memo::new(move |_| {
        desk.places
            .with(|places| places.get(&pair).copied())
            .and_then(|at| desk.rows.with(|rows| rows.rows.get(at).copied().map(|strand| (at, strand))))
    });
    let at = Memo::new(move |_| strand.with(|strand| strand.map_or(0, |(at, _)| at)));
    let health = Memo::new(move |_| {
        strand.with(|strand| strand.map_or(Health::Quiet, |(_, of)| words::health(of.health)))
    });
    let element = NodeRef::<html::Div>::new();
    flow(loom, element, strand);
    let is_open = move || desk.address.get("pair").is_some_and(|open| open == super::place::pair_word(pair));
    let is_current = move || loom.stop.get() == Some(pair);
    let name = move || (desk.name(locale.get(), pair.0), desk.name(locale.get(), pair.1));
    let long = move || {
        let (customer, provider) = name();
        let health = health.get().word(locale.get());
        format!("{}: {health}", text::needs(locale.get(), &customer, &provider))
    };
    view! {
        <div
            class=move || format!("lrow {}", health.get().class())
            class:chosen=is_open
            role="row"
            aria-rowindex=move || at.get() + 2
            style=move || format!("--at:{}", at.get())
            node_ref=element
            on:focusin=move |_| loom.current.set(Some(pair))
        >
            <span role="rowheader" class="who">
                <a
                    href=move || desk.behind(pair, Measure::Filed)
                    aria-label=long
                    tabindex=move || if is_current() { "0" } else { "-1" }
                >
                    <span class="lead">
                        <HealthGlyph health=health />
                    </span>
                    <span class="clip" dir="auto">{move || name().0}</span>
                    <i aria-hidden="true">"›"</i>
                    <span class="clip" dir="auto">{move || name().1}</span>
                </a>
            </span>
            <span role="cell" class="lthread">
                <span class="sr">{move || strand.get().map(|(_, strand)| words::why(locale.get(), &strand))}</span>
                {move || strand.get().and_then(|(at, strand)| thread(loom, at, &strand))}
            </span>
            {figures(loom, pair, strand)}
        </div>
    }
    .into_any()
}

/// The thread: casing, line, knot, head, the warp where it lies over, and trouble's badge.
fn thread(loom: Loom, at: usize, strand: &Strand) -> Option<AnyView> {
    let (from, to, columns) = loom
        .desk
        .warp
        .with(|warp| Some((warp.at(strand.customer)?, warp.at(strand.provider)?, warp.columns.len())))?;
    let (x0, x1) = loom.desk.warp.with(|warp| (warp.x(from), warp.x(to)));
    let health = words::health(strand.health);
    let width = EdgeStyle::of_traffic(health, strand.figures.flow()).line();
    let left = percent(x0.min(x1));
    let length = percent(x0.abs_diff(x1));
    let is_woven = columns <= WOVEN_MAX;
    let over = |column: usize| {
        let x = loom.desk.warp.with(|warp| percent(warp.x(column)));
        view! { <i class="over" style=format!("left:{x}")></i> }
    };
    let badge = matches!(health, Health::Broken | Health::Strained).then(|| {
        view! {
            <span class="badge">
                <HealthGlyph health=health />
            </span>
        }
    });
    Some(
        view! {
            <span
                class="strand"
                class:back=x1 < x0
                style=format!("left:{left};width:{length};--w:{width:.2}px")
                aria-hidden="true"
            >
                <i class="line"></i>
                <i class="knot"></i>
                <i class="point"></i>
                <i class="dot"></i>
                {badge}
            </span>
            {is_woven.then(|| crossings(at, from, to).map(over).collect_view())}
        }
        .into_any(),
    )
}

fn figures(loom: Loom, pair: Pair, strand: Memo<Option<(usize, Strand)>>) -> AnyView {
    let desk = loom.desk;
    let locale = use_locale();
    let of = move || strand.get().map(|(_, strand)| strand.figures).unwrap_or_default();
    let filed = move || number(locale.get(), i64::from(of().filed));
    let share = move || words::share_text(locale.get(), &of());
    let bar = move || words::share(&of()).map_or(0.0, |share| share * 100.0);
    let time = move || {
        of().mean_resolve_minutes.map(|minutes| {
            duration(locale.get(), i64::try_from(minutes.saturating_mul(60_000)).unwrap_or(i64::MAX))
        })
    };
    let rating = move || words::rating(locale.get(), &of(), desk.sees_scores(pair));
    view! {
        <span role="cell" class="n">
            <a
                href=move || desk.behind(pair, Measure::Filed)
                aria-label=move || text::filed_rows(locale.get(), of().filed)
                tabindex="-1"
            >
                {filed}
            </a>
        </span>
        <span role="cell" class="kept">
            {move || match share() {
                Some(share) => {
                    let named = share.clone();
                    view! {
                        <span class="part" aria-hidden="true">
                            <i style=move || format!("width:{:.0}%", bar())></i>
                        </span>
                        <a
                            href=move || desk.behind(pair, Measure::Resolved)
                            aria-label=move || text::resolved_rows(locale.get(), &named)
                            tabindex="-1"
                        >
                            {share}
                        </a>
                    }
                        .into_any()
                }
                None => view! { <span class="none">{t(text::no_traffic)}</span> }.into_any(),
            }}
        </span>
        <span role="cell" class="time num">{time}</span>
        <span role="cell" class="rated">
            <a
                href=move || desk.behind(pair, Measure::Ratings)
                aria-label=move || rating().1
                data-tip=move || rating().1
                tabindex="-1"
            >
                {move || rating().0}
            </a>
        </span>
    }
    .into_any()
}

/// One dot passes for each request that came or went, and a rating beats the thread: a class for
/// as long as it takes, so that nothing runs without an event. Another period is no event.
fn flow(loom: Loom, element: NodeRef<html::Div>, strand: Memo<Option<(usize, Strand)>>) {
    let desk = loom.desk;
    Effect::new(move |before: Option<Option<(Period, u32, u32)>>| {
        let figures = strand.get().map(|(_, strand)| strand.figures)?;
        let period = desk.period.get_untracked();
        let flow = figures.filed.saturating_add(figures.resolved).saturating_add(figures.dropped);
        if let Some(Some((same, flowed, rated))) = before
            && same == period
            && desk.asked.with_untracked(|asked| asked.open == 0)
        {
            if flow > flowed {
                pass(element, "passes");
            }
            if figures.ratings > rated {
                pass(element, "beaten");
            }
        }
        Some((period, flow, figures.ratings))
    });
}

fn pass(element: NodeRef<html::Div>, class: &'static str) {
    let Some(Some(element)) = element.try_get_untracked() else { return };
    let list = element.class_list();
    // A plain word: the document accepts it. The size is read so that the animation begins anew.
    let _ = list.remove_1(class);
    let _ = element.offset_width();
    let _ = list.add_1(class);
    set_timeout(
        move || {
            let _ = list.remove_1(class);
        },
        FLOW,
    );
}
