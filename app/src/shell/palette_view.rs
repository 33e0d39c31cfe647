//! The command palette as the reader sees it.

use leptos::prelude::*;

use super::palette::{Palette, PaletteEntry};
use crate::i18n::{shell as text, t, use_locale};
use crate::ui::icon::SEARCH;
use crate::ui::internal::{ModalFrame, roving};
use crate::ui::{Kbd, icon};

const LIST_ID: &str = "palette-list";
const NAME_ID: &str = "palette-name";

#[component]
pub(super) fn PaletteDialog(palette: Palette) -> impl IntoView {
    let body = move || palette.shown.get().then(|| palette_body(palette));
    view! {
        <ModalFrame open=palette.shown labelled_by=NAME_ID class="palette">
            {body}
        </ModalFrame>
    }
}

fn palette_body(palette: Palette) -> AnyView {
    let locale = use_locale();
    let words = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let found = Memo::new_with_compare(move |_| palette.find(&words.get(), locale.get()), |_, _| true);
    let run = move |entry: PaletteEntry| {
        palette.shown.set(false);
        entry.run.run(());
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let key = event.key();
        let count = found.with_untracked(Vec::len);
        if key == "Enter" {
            event.prevent_default();
            if let Some(entry) = found.with_untracked(|found| found.get(active.get_untracked()).cloned()) {
                run(entry);
            }
        } else if (key == "ArrowDown" || key == "ArrowUp")
            && let Some(next) = roving(&key, active.get_untracked(), count)
        {
            event.prevent_default();
            active.set(next);
            reveal(next);
        }
    };
    let counted = t(move |locale| text::results(locale, found_count(found)));
    view! {
        <h2 class="sr" id=NAME_ID>{t(text::palette)}</h2>
        <div class="q">
            {icon(SEARCH)}
            <input
                type="text"
                role="combobox"
                autofocus=true
                autocomplete="off"
                spellcheck="false"
                aria-label=t(text::search_or_run)
                aria-autocomplete="list"
                aria-expanded="true"
                aria-controls=LIST_ID
                aria-activedescendant=move || format!("{LIST_ID}-{}", active.get())
                placeholder=t(text::search_or_run)
                on:input=move |event| {
                    words.set(event_target_value(&event));
                    active.set(0);
                }
                on:keydown=on_keydown
            />
        </div>
        <div class="menu flat" role="listbox" id=LIST_ID aria-label=t(text::palette)>
            {move || rows(found.get(), &words.get_untracked(), active, run)}
        </div>
        <p class="sr" role="status">{counted}</p>
        {legend()}
    }
    .into_any()
}

fn rows(
    found: Vec<PaletteEntry>,
    words: &str,
    active: RwSignal<usize>,
    run: impl Fn(PaletteEntry) + Copy + Send + Sync + 'static,
) -> AnyView {
    if found.is_empty() {
        let words = words.trim().to_owned();
        return view! { <p class="nothing">{t(move |locale| text::nothing_for(locale, &words))}</p> }
            .into_any();
    }
    let mut last = None;
    let row = |(at, entry): (usize, PaletteEntry)| {
        let heading = (last != Some(entry.group)).then_some(entry.group);
        last = Some(entry.group);
        let title = marked(&entry.title, words);
        let (mark, hint, key) = (entry.mark.view(&entry.title), entry.hint.clone(), entry.key);
        view! {
            {heading.map(|group| view! { <p class="grp" role="presentation">{t(move |locale| group.name(locale))}</p> })}
            <div
                role="option"
                id=format!("{LIST_ID}-{at}")
                aria-selected=move || (active.get() == at).to_string()
                on:pointermove=move |_| if active.get_untracked() != at { active.set(at) }
                on:click=move |_| run(entry.clone())
            >
                {mark}
                <span class="clip">{title}</span>
                <span class="faint small clip">{hint}</span>
                {key.map(|key| view! { <span class="push"><Kbd key=key /></span> })}
            </div>
        }
    };
    found.into_iter().enumerate().map(row).collect_view().into_any()
}

/// The title with the first word typed marked where it occurs.
fn marked(title: &str, words: &str) -> AnyView {
    let word = words.split_whitespace().next().unwrap_or_default().to_lowercase();
    // Lower case may be longer or shorter than the original; only where it is not do the
    // positions agree.
    let lower = title.to_lowercase();
    let at = if word.is_empty() || lower.len() != title.len() { None } else { lower.find(&word) };
    let parts = at.and_then(|at| {
        Some((title.get(..at)?, title.get(at..at + word.len())?, title.get(at + word.len()..)?))
    });
    let Some((before, hit, after)) = parts else {
        return title.to_owned().into_any();
    };
    view! { {before.to_owned()} <mark>{hit.to_owned()}</mark> {after.to_owned()} }.into_any()
}

fn legend() -> AnyView {
    view! {
        <footer class="note">
            <Kbd key="↑" />
            <Kbd key="↓" />
            {t(text::choose)}
            <Kbd key="↵" />
            {t(text::open)}
            <span class="push row">
                <Kbd key="?" />
                {t(text::all_keys)}
            </span>
        </footer>
    }
    .into_any()
}

fn found_count(found: Memo<Vec<PaletteEntry>>) -> u32 {
    u32::try_from(found.with(Vec::len)).unwrap_or(u32::MAX)
}

fn reveal(at: usize) {
    if let Some(row) = document().get_element_by_id(&format!("{LIST_ID}-{at}")) {
        row.scroll_into_view_with_bool(false);
    }
}
