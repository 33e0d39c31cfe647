//! The rail: where one can go. On phones it is a bar at the bottom.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use super::keys::use_key_settings;
use super::{ConnectionMark, use_frame};
use crate::i18n::{Locale, common, shell as text, t};
use crate::ui::icon::{BOARD, DIRECTORY, FEEDBACK, INBOX, KEYBOARD, MAP, PULSE, SEND, SETTINGS, USER};
use crate::ui::{Avatar, Count, IconPath, MarkSize, Menu, MenuItem, MenuRule, icon, icon_large};

/// A place in the rail and in the palette.
pub(super) struct Place {
    pub(super) href: &'static str,
    pub(super) name: fn(Locale) -> &'static str,
    pub(super) icon: IconPath,
    /// The two keys that lead there, one after the other.
    pub(super) key: &'static str,
}

/// The five views of the one record.
pub(super) const PLACES: [Place; 5] = [
    Place { href: "/map", name: text::map, icon: MAP, key: "G M" },
    Place { href: "/board", name: text::board, icon: BOARD, key: "G B" },
    Place { href: "/feedback", name: text::feedback, icon: FEEDBACK, key: "G F" },
    Place { href: "/pulse", name: text::pulse, icon: PULSE, key: "G P" },
    Place { href: "/directory", name: text::directory, icon: DIRECTORY, key: "G D" },
];

/// What is the reader's own.
pub(super) const OWN_PLACES: [Place; 3] = [
    Place { href: "/inbox", name: text::inbox, icon: INBOX, key: "G I" },
    Place { href: "/mine", name: text::mine, icon: SEND, key: "G Y" },
    Place { href: "/settings", name: text::settings, icon: SETTINGS, key: "G S" },
];

#[component]
pub(super) fn Rail() -> impl IntoView {
    let (inbox, path) = (use_frame().inbox, use_location().pathname);
    // A request stands on a board, wherever one came from.
    let here = Memo::new(move |_| {
        let path = path.get();
        match path.trim_start_matches('/').split('/').next() {
            Some("request") => "/board".to_owned(),
            first => format!("/{}", first.unwrap_or_default()),
        }
    });
    let link = |place: Place, class: &'static str, count: Option<Signal<u32>>| {
        let waiting = t(move |locale| text::unread(locale, count.map_or(0, |count| count.get())));
        view! {
            <a href=place.href class=class aria-current=move || here.with(|here| here == place.href).then_some("page")>
                {icon_large(place.icon)}
                <span class="place">{t(place.name)}</span>
                {count.map(|count| view! { <Count of=count label=waiting /> })}
            </a>
        }
    };
    let [in_tray, mine, _settings] = OWN_PLACES;
    view! {
        <nav class="rail" aria-label=t(text::main_navigation)>
            <a class="brand" href="/map" aria-label=t(common::product)>{brand()}</a>
            {PLACES.into_iter().map(|place| link(place, "", None)).collect_view()}
            <hr />
            {link(in_tray, "wide", Some(inbox))}
            {link(mine, "wide", None)}
            <div class="foot">
                <ConnectionMark />
                <MyMenu />
            </div>
        </nav>
    }
}

/// The reader's own menu, behind their avatar. On phones it stands in the page's bar and leads to
/// what the rail has no room for.
#[component]
pub(super) fn MyMenu() -> impl IntoView {
    let frame = use_frame();
    let keys = use_key_settings();
    let face = move || match frame.me.get() {
        Some(me) => view! { <Avatar name=me.name id=me.person_id size=MarkSize::Large /> }.into_any(),
        None => view! { <span class="av l none">{icon(USER)}</span> }.into_any(),
    };
    let label = move || frame.me.with(|me| me.as_ref().map(|me| me.name.clone()));
    let name = t(move |locale| label().unwrap_or_else(|| text::me(locale).to_owned()));
    view! {
        <Menu label=t(text::me) button_class="face" button_label=name button=move || face>
            {OWN_PLACES.into_iter().map(menu_link).collect_view()}
            <MenuRule />
            <MenuItem lead=KEYBOARD key="?" on_press=move || keys.show()>
                {t(text::keys)}
            </MenuItem>
        </Menu>
    }
}

fn menu_link(place: Place) -> AnyView {
    view! {
        <A href=place.href attr:role="menuitem" attr:tabindex="-1">
            {icon(place.icon)}
            <span>{t(place.name)}</span>
        </A>
    }
    .into_any()
}

fn brand() -> AnyView {
    view! {
        <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true">
            <path
                class="brand-line"
                d="M7 2v5M7 11v12M7 27v1M15 2v9.5M15 18.5V28M23 2v5M23 11v12M23 27v1M2 7h11M17 7h11M2 15h2M10 15h10M26 15h2M2 23h11M17 23h11"
            />
        </svg>
    }
    .into_any()
}
