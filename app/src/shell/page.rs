//! One screen inside the frame.

use leptos::prelude::*;
use leptos_meta::Title;

use super::beside::Beside;
use super::rail::MyMenu;
use super::{ConnectionState, palette::use_palette_control, use_frame};
use crate::i18n::{shell as text, t};
use crate::ui::icon::{CLOSE, SEARCH};
use crate::ui::{ButtonKind, IconButton, Kbd, icon_small};

/// A screen: a bar with title and actions, optionally a second bar, the body, and optionally a
/// panel at the side, which up to 900 px is a sheet at the bottom.
#[component]
pub fn Page(
    /// The screen's name: its heading and, before “· Weft”, the window's title.
    #[prop(into)]
    title: TextProp,
    /// What stands before the title, such as a department's mark.
    #[prop(optional, into)]
    lead: Option<ViewFn>,
    /// What stands after the title: a note, tabs or a segmented control.
    #[prop(optional, into)]
    tabs: Option<ViewFn>,
    /// The screen's actions, at the end of the bar; the primary one last.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// The second bar: filters.
    #[prop(optional, into)]
    sub: Option<ViewFn>,
    /// The side panel's content.
    #[prop(optional, into)]
    panel: Option<ViewFn>,
    /// Whether the panel is open.
    #[prop(optional, into)]
    panel_open: Signal<bool>,
    /// Closes the panel, by its button or by Esc. Without it there is neither.
    #[prop(optional, into)]
    on_panel_close: Option<Callback<()>>,
    /// The panel's accessible name.
    #[prop(optional, into)]
    panel_label: Option<TextProp>,
    /// The panel's width in pixels: 360, request 404, feedback 432.
    #[prop(default = 360)]
    panel_px: u32,
    /// Further classes of the body.
    #[prop(optional, into)]
    class: String,
    /// The body.
    children: Children,
) -> impl IntoView {
    let heading = title.clone();
    let locale = crate::i18n::use_locale();
    let window_title = move || format!("{} · {}", title.get(), crate::i18n::common::product(locale.get()));
    let has_sub = sub.is_some();
    let label = panel_label.unwrap_or_else(|| heading.clone());
    let side_by_side = Beside::new(panel_open, on_panel_close);
    let side = panel.map(|panel| {
        move || panel_open.get().then(|| side_panel(panel.clone(), label.clone(), side_by_side))
    });
    view! {
        <Title text=window_title />
        <main class="main" class:has-sub=has_sub id="main" tabindex="-1">
            {bar(heading, lead, tabs, actions)}
            {sub.map(|sub| view! { <div class="sub">{sub.run()}</div> })}
            <div class="split" class:has-panel=move || panel_open.get() style=format!("--panel:{panel_px}px")>
                <div
                    class=format!("body {class}")
                    on:click=move |_| side_by_side.opened_here()
                    on:keydown=move |event| side_by_side.key_in_body(&event)
                >
                    {children()}
                </div>
                {side}
            </div>
        </main>
    }
}

/// The first bar: what the screen is called, and what can be done on it.
fn bar(heading: TextProp, lead: Option<ViewFn>, tabs: Option<ViewFn>, actions: Option<ViewFn>) -> AnyView {
    view! {
        <header class="bar">
            {lead.map(|lead| lead.run())}
            <h1>{move || heading.get()}</h1>
            {tabs.map(|tabs| tabs.run())}
            <span class="push"></span>
            <PhoneLink />
            <PaletteButton />
            {actions.map(|actions| actions.run())}
            <span class="phone">
                <MyMenu />
            </span>
        </header>
    }
    .into_any()
}

fn side_panel(panel: ViewFn, label: TextProp, beside: Beside) -> AnyView {
    view! {
        <aside class="panel" aria-label=label node_ref=beside.panel on:keydown=move |event| beside.key_in_panel(&event)>
            {beside.close
                .map(|_| {
                    view! {
                        <div class="panel-close">
                            <IconButton
                                path=CLOSE
                                label=t(text::panel_close)
                                key="Esc"
                                small=true
                                on_press=move || beside.shut()
                            />
                        </div>
                    }
                })}
            {panel.run()}
        </aside>
    }
    .into_any()
}

/// The way into the command palette: a wide field-like button, on phones an icon.
#[component]
fn PaletteButton() -> impl IntoView {
    let palette = use_palette_control();
    view! {
        <button
            type="button"
            class="search wide"
            aria-keyshortcuts="Control+K Meta+K"
            aria-haspopup="dialog"
            on:click=move |_| palette.open()
        >
            {icon_small(SEARCH)}
            <span class="clip">{t(text::search_or_run)}</span>
            <Kbd key="Ctrl K" />
        </button>
        <span class="phone">
            <IconButton path=SEARCH label=t(text::search_or_run) kind=ButtonKind::Plain on_press=move || palette.open() />
        </span>
    }
}

/// On phones the rail has no room for the connection, so it shows here, and only when it matters.
#[component]
fn PhoneLink() -> impl IntoView {
    let state = use_frame().connection;
    let matters = move || !matches!(state.get(), ConnectionState::Live | ConnectionState::Connecting);
    view! {
        <span class="phone">
            {move || matters().then(|| view! { <super::ConnectionMark /> })}
        </span>
    }
}
