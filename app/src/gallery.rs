//! All primitives in all their states, at `/gallery` in development builds. Look here before
//! making a new one.

mod more;
mod samples;

use leptos::prelude::*;

use crate::i18n::{gallery as text, number, t, use_locale};
use crate::shell::{KeyHint, Page, PaletteEntry, PaletteGroup, use_keys, use_palette};
use crate::ui::icon::{ARCHIVE, COMPARE, EDIT, FIT, MORE, PLUS};
use crate::ui::{
    Button, ButtonKind, Confirm, IconButton, LinkButton, Menu, MenuItem, MenuRule, Popover, Toast, icon,
    use_toasts,
};
use samples::{choices, clocks, fields, figures, health, long_list, ratings, small_things, states};

/// The gallery.
#[component]
pub fn Gallery() -> impl IntoView {
    let toasts = use_toasts();
    let toast =
        Callback::new(move |()| toasts.push(Toast::new(t(text::retired)).undo(Callback::new(|()| ()))));
    use_keys(t(text::title), vec![KeyHint::run("t", text::retired, toast)]);
    use_palette(move |locale| {
        vec![PaletteEntry::new("gallery:toast", PaletteGroup::Do, text::retired(locale), toast).key("T")]
    });
    let note = || view! { <span class="note">{t(text::note)}</span> };
    view! {
        <Page title=t(text::title) tabs=note class="gal">
            {section(text::scheme, more::scheme())}
            {section(text::cloth, swatches(&CLOTH))}
            {section(text::dyes, swatches(&DYES))}
            {section(text::voices, voices())}
            {section(text::buttons, buttons())}
            {section(text::fields, fields())}
            {section(text::choices, choices())}
            {section(text::small_things, small_things())}
            {section(text::health, health())}
            {section(text::threads, more::threads())}
            {section(text::connection, more::connection())}
            {section(text::clocks, clocks())}
            {section(text::ratings, ratings())}
            {section(text::figures, figures())}
            {section(text::floating, floating(toast))}
            {section(text::steps, more::steps())}
            {section(text::states, states())}
            {section(text::trouble, more::trouble())}
            {section(text::full, more::full())}
            {section(text::list, long_list())}
        </Page>
    }
}

fn section(name: fn(crate::i18n::Locale) -> &'static str, content: AnyView) -> AnyView {
    view! {
        <section class="g">
            <h2>{t(name)}</h2>
            <div>{content}</div>
        </section>
    }
    .into_any()
}

const CLOTH: [&str; 15] = [
    "ground",
    "surface",
    "raised",
    "sunken",
    "hover",
    "line",
    "line-strong",
    "warp",
    "thread",
    "ink",
    "ink-2",
    "ink-3",
    "accent",
    "accent-wash",
    "accent-line",
];
const DYES: [&str; 18] = [
    "good",
    "good-ink",
    "good-wash",
    "strained",
    "strained-ink",
    "strained-wash",
    "broken",
    "broken-ink",
    "broken-wash",
    "quiet",
    "quiet-ink",
    "quiet-wash",
    "dye-1",
    "dye-2",
    "dye-3",
    "dye-4",
    "dye-5",
    "dye-6",
];

fn swatches(names: &'static [&'static str]) -> AnyView {
    let swatch = |name: &&'static str| {
        view! {
            <li>
                <i style=format!("background:var(--{name})")></i>
                <span class="mono small">{*name}</span>
            </li>
        }
    };
    view! { <ul class="sw">{names.iter().map(swatch).collect_view()}</ul> }.into_any()
}

fn voices() -> AnyView {
    view! {
        <p style="font-size:var(--t6);line-height:var(--lh-tight)">{t(text::who_needs)}</p>
        <p style="font-size:var(--t5);font-weight:600">{t(text::where_hurts)}</p>
        <p style="font-size:var(--t4);font-weight:600">{t(text::panel_title)}</p>
        <p>{t(|locale| text::sans(locale, 1234))}</p>
        <p class="note">{t(text::secondary)}</p>
        <p class="small faint">{t(text::captions)}</p>
        <p class="voice">{t(text::serif)}</p>
    }
    .into_any()
}

fn buttons() -> AnyView {
    let pressed = RwSignal::new(true);
    view! {
        <div class="row wrap">
            <Button kind=ButtonKind::Primary lead=PLUS>{t(text::declare)}</Button>
            <Button>{t(text::amend)}</Button>
            <Button kind=ButtonKind::Plain>{t(text::dispute)}</Button>
            <Button kind=ButtonKind::Danger>{t(text::retire)}</Button>
            <Button disabled=true>{t(text::merge)}</Button>
            <Button pending=true>{t(crate::i18n::common::not_saved_yet)}</Button>
            <Button small=true>{t(text::small)}</Button>
            <LinkButton href="/gallery" small=true>{t(text::small)}</LinkButton>
            <IconButton path=MORE label=t(crate::i18n::common::more) kind=ButtonKind::Normal />
            <IconButton path=FIT label=t(text::zoom) key="1" />
            <IconButton
                path=COMPARE
                label=t(text::differences)
                pressed=pressed
                on_press=move || pressed.update(|on| *on = !*on)
            />
            <IconButton path=EDIT label=t(text::amend) small=true />
        </div>
    }
    .into_any()
}

fn floating(toast: Callback<()>) -> AnyView {
    let asking = RwSignal::new(false);
    let chosen = RwSignal::new(true);
    let locale = use_locale();
    let menu_button = || view! { {icon(MORE)} {t(text::actions)} };
    let popover_button = move || view! { {t(text::target_button)} };
    view! {
        <div class="row wrap">
            <Menu label=t(text::actions) button=menu_button>
                <MenuItem lead=EDIT key="E" on_press=|| ()>{t(text::amend)}</MenuItem>
                <MenuItem lead=COMPARE checked=chosen on_press=move || chosen.set(true)>
                    {t(text::differences)}
                </MenuItem>
                <MenuItem disabled=true on_press=|| ()>{t(text::merge)}</MenuItem>
                <MenuRule />
                <MenuItem lead=ARCHIVE on_press=move || asking.set(true)>{t(text::retire)}</MenuItem>
            </Menu>
            <Popover label=t(text::target_button) button=popover_button>
                <p class="tray">{move || number(locale.get(), 65_185)}</p>
            </Popover>
            <Button on_press=move || asking.set(true)>{t(text::ask_retire)}</Button>
            <Button on_press=move || toast.run(())>{t(text::retired)}</Button>
        </div>
        <Confirm
            open=asking
            title=t(text::ask_retire)
            body=t(|locale| text::ask_retire_body(locale, 4))
            action=t(text::retire)
            danger=true
            on_confirm=move || toast.run(())
        />
        {floating_still()}
    }
    .into_any()
}

/// What floats, drawn lying still: for pictures, and to compare.
fn floating_still() -> AnyView {
    view! {
        <div class="row wrap" style="align-items:start;gap:24px">
            <div class="menu" aria-hidden="true">
                <div>{icon(EDIT)}{t(text::amend)}<kbd>"E"</kbd></div>
                <div aria-selected="true">{icon(COMPARE)}{t(text::differences)}</div>
                <hr />
                <div>{icon(ARCHIVE)}{t(text::retire)}</div>
            </div>
            <div class="dialog" style="width:360px">
                <header>
                    <h3>{t(text::ask_retire)}</h3>
                </header>
                <div class="dialog-body">
                    <p>{t(|locale| text::ask_retire_body(locale, 4))}</p>
                </div>
                <footer>
                    <Button>{t(crate::i18n::common::cancel)}</Button>
                    <Button kind=ButtonKind::Primary>{t(text::retire)}</Button>
                </footer>
            </div>
            <div style="display:grid;gap:12px;justify-items:start">
                <span class="toast">
                    {t(text::retired)}
                    <button type="button">{t(crate::i18n::common::undo)}" "<kbd>"Ctrl Z"</kbd></button>
                </span>
                <span class="tip">{t(text::zoom)}" "<kbd>"1"</kbd></span>
            </div>
        </div>
    }
    .into_any()
}
