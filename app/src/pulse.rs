//! `/pulse`: the collaboration by health, as map and as loom.
//!
//! In the query: `view` (`map`, `loom`), `quiet` (what has no traffic is shown too), `days` or `from` and
//! `to`, `sort`, `customer`, `provider`, `pair` (or `all`) and `rows` (the panel with the rows behind a
//! figure), and `request` (the panel with one).

mod asking;
mod bar;
mod desk;
mod found;
mod hurt;
mod look;
mod loom;
mod map;
mod mirror;
mod panel;
mod row;
mod stats;
mod words;

pub mod place;
pub mod weave;

use leptos::html;
use leptos::prelude::*;
use weft_domain::Kind;

use crate::hands::use_hands;
use crate::i18n::{pulse as text, shell, t, use_locale};
use crate::replica::{Connection, Topic};
use crate::request::PANEL_PX;
use crate::request::address::{Address, use_address};
use crate::shell::{KeyHint, Page, PaletteEntry, PaletteGroup, use_keys, use_palette};
use crate::ui::icon::{LOOM, MAP};
use crate::ui::{Choice, EmptyState, ItemMark, LinkButton, PHONE, Segmented, use_media};
use desk::Desk;
use loom::Loom;
use place::Form;

/// The collaboration by health.
#[component]
pub fn PulsePage() -> impl IntoView {
    let (hands, address) = (use_hands(), use_address());
    let desk = Desk::new(hands, address);
    let scroller = NodeRef::<html::Div>::new();
    let loom = Loom::new(desk, scroller);
    offer(desk);
    let close = move || {
        let behind = address.has("request") && address.has("pair");
        let to = if behind {
            address.with_all(&[("request", None)])
        } else {
            address.with_all(&[("request", None), ("pair", None), ("rows", None)])
        };
        address.go(to);
    };
    let is_map = Memo::new(move |_| desk.form() == Form::Map);
    view! {
        <Page
            title=t(shell::pulse)
            tabs=move || tabs(desk)
            sub=move || bar::bar(desk)
            panel=move || panel::panel(desk)
            panel_open=Signal::derive(move || address.has("pair") || address.has("request"))
            on_panel_close=move || untrack(close)
            panel_px=PANEL_PX
            class="pulse-body"
        >
            <div class="pulse" class:mapped=is_map node_ref=scroller on:scroll=move |_| loom.look()>
                {move || is_map.get().then(|| stats::stats(desk))}
                <section class="live">{live(desk, loom, is_map)}</section>
                {move || is_map.get().then(|| hurt::hurt(desk))}
            </div>
        </Page>
    }
}

/// The drawing: the map where there is room for it, else the loom; or what stands where nothing is.
fn live(desk: Desk, loom: Loom, is_map: Memo<bool>) -> AnyView {
    let is_empty = Memo::new(move |_| desk.rows.with(|rows| rows.rows.is_empty()));
    // The loom fits everywhere.
    let is_phone = use_media(PHONE, true);
    (move || match (is_empty.get(), is_map.get() && !is_phone.get()) {
        (true, _) => empty(desk),
        (false, true) => map::view(desk),
        (false, false) => loom.view(),
    })
    .into_any()
}

/// Map or loom, and what is seen.
fn tabs(desk: Desk) -> AnyView {
    let locale = use_locale();
    let forms = Signal::derive(|| {
        vec![Choice::new("map", t(text::as_map)).icon(MAP), Choice::new("loom", t(text::as_loom)).icon(LOOM)]
    });
    let chosen = Signal::derive(move || if desk.form() == Form::Loom { "loom" } else { "map" }.to_owned());
    let replica = StoredValue::new(desk.hands.replica());
    let organisation = Memo::new(move |_| {
        replica.with_value(|replica| {
            replica.read(&[Topic::Kind(Kind::Organisation)], |world| {
                world.organisation().map(|row| row.name.clone()).unwrap_or_default()
            })
        })
    });
    let connection = desk.hands.replica().connection();
    let note = move || {
        let locale = locale.get();
        let asked = desk.asked.get();
        if matches!(connection.get(), Connection::Offline | Connection::Ended(_)) {
            text::offline_note(locale).to_owned()
        } else if asked.open > 0 {
            text::counting(locale).to_owned()
        } else if asked.is_cut {
            text::cut(locale).to_owned()
        } else if desk.form() == Form::Loom {
            text::loom_note(locale).to_owned()
        } else {
            let period = bar::period_name(desk, locale);
            match organisation.get() {
                name if name.is_empty() => period,
                name => text::map_note(locale, &name, &period),
            }
        }
    };
    // On phones there is the loom alone.
    let is_phone = use_media(PHONE, true);
    let switch = move || {
        view! {
            <Segmented
                label=t(text::view)
                options=forms
                value=chosen
                on_change=move |form: String| desk.address.set("view", (form == "loom").then_some(form), false)
                small=true
            />
        }
    };
    view! {
        {move || (!is_phone.get()).then(switch)}
        <span class="note wide" role="status">{note}</span>
    }
    .into_any()
}

/// No relationship at all, or none that passes the filter.
fn empty(desk: Desk) -> AnyView {
    let all = Memo::new(move |_| desk.strands.with(Vec::len));
    view! {
        <div class="nothing">
            {move || {
                if all.get() == 0 {
                    view! {
                        <EmptyState title=t(text::empty) body=t(text::empty_what)>
                            <LinkButton href="/map">{t(text::to_the_map)}</LinkButton>
                        </EmptyState>
                    }
                        .into_any()
                } else {
                    let clear = desk.address.with_all(&[("customer", None), ("provider", None)]);
                    view! {
                        <EmptyState title=t(text::nothing_passes) body=t(text::nothing_passes_what)>
                            <LinkButton href=clear>{t(text::show_all)}</LinkButton>
                        </EmptyState>
                    }
                        .into_any()
                }
            }}
        </div>
    }
    .into_any()
}

/// Keys and the palette's entries.
fn offer(desk: Desk) {
    let address: Address = desk.address;
    let turn = Callback::new(move |()| {
        let to = untrack(|| if desk.form() == Form::Loom { None } else { Some("loom".to_owned()) });
        address.set("view", to, false);
    });
    use_keys(
        t(shell::pulse),
        vec![KeyHint::run("v", text::key_view, turn), KeyHint::new("↑ ↓ ← →", text::key_rows)],
    );
    use_palette(move |locale| {
        let span = |days: u16| {
            let show = Callback::new(move |()| {
                let days = Some(days.to_string());
                address.go(untrack(|| address.with_all(&[("days", days), ("from", None), ("to", None)])));
            });
            let title = text::last_days(locale, u32::from(days));
            PaletteEntry::new(format!("pulse:{days}"), PaletteGroup::Do, title, show)
                .hint(text::period(locale))
        };
        let turn = PaletteEntry::new("pulse:turn", PaletteGroup::Do, text::key_view(locale), turn);
        let turn = turn.mark(ItemMark::Icon(LOOM)).key("V");
        std::iter::once(turn).chain(place::SPANS.into_iter().map(span)).collect()
    });
}
