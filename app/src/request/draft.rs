//! Text that is not sent yet: kept in this browser until it is, so that closing loses nothing.

use leptos::prelude::*;

/// Characters kept of one draft. What is longer is kept up to here.
const DRAFT_CHARS_MAX: usize = 40_000;

fn key(name: &str) -> String {
    format!("weft.draft.{name}")
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// What was kept under a name. In a browser only: call it from effects and handlers.
pub(super) fn load(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok().flatten()
}

/// Keeps a text under a name; an empty one is forgotten. In a browser only.
pub(super) fn save(name: &str, text: &str) {
    let Some(storage) = storage() else { return };
    // A browser that stores nothing forgets drafts, and that is all.
    let _ = if text.is_empty() {
        storage.remove_item(&key(name))
    } else {
        storage.set_item(&key(name), &text.chars().take(DRAFT_CHARS_MAX).collect::<String>())
    };
}

/// Fills a field with its draft, and keeps what is typed from then on.
pub(super) fn keep(name: String, field: RwSignal<String>) {
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            if let Some(draft) = load(&name) {
                field.set(draft);
            }
            field.track();
        } else {
            field.with(|text| save(&name, text));
        }
    });
}
