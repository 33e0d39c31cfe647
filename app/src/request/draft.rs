//! Text that is not sent yet: kept in this browser until it is, so that closing loses nothing. A draft
//! is its author's alone: it goes when they sign out, and nothing confidential is kept.

use leptos::prelude::*;
use weft_domain::PersonId;

use crate::hands::Hands;

/// Characters kept of one draft. What is longer is kept up to here.
const DRAFT_CHARS_MAX: usize = 40_000;
/// What every draft's key begins with.
const DRAFTS: &str = "weft.draft.";

/// What the keys of a person's drafts begin with.
fn drafts_of(person: PersonId) -> String {
    format!("{DRAFTS}{person}.")
}

fn key(hands: Hands, name: &str) -> Option<String> {
    let me = hands.replica().me().get_untracked()?;
    Some(drafts_of(me) + name)
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// What was kept under a name. In a browser only: call it from effects and handlers.
pub(super) fn load(hands: Hands, name: &str) -> Option<String> {
    storage()?.get_item(&key(hands, name)?).ok().flatten()
}

/// Keeps a text under a name; an empty one is forgotten. In a browser only.
pub(super) fn save(hands: Hands, name: &str, text: &str) {
    let (Some(storage), Some(key)) = (storage(), key(hands, name)) else { return };
    // A browser that stores nothing forgets drafts, and that is all.
    let _ = if text.is_empty() {
        storage.remove_item(&key)
    } else {
        storage.set_item(&key, &text.chars().take(DRAFT_CHARS_MAX).collect::<String>())
    };
}

/// Fills a field with its draft, and keeps what is typed from then on, unless it is `hidden`.
pub(super) fn keep(hands: Hands, name: String, field: RwSignal<String>, hidden: Signal<bool>) {
    Effect::new(move |before: Option<()>| {
        if before.is_none()
            && let Some(draft) = load(hands, &name)
        {
            field.set(draft);
        }
        let is_hidden = hidden.get();
        field.with(|text| save(hands, &name, if is_hidden { "" } else { text }));
    });
}

/// Forgets a person's drafts, and those of versions in which drafts were nobody's. In a browser only.
pub fn forget_drafts(person: PersonId) {
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or_default();
    let keys: Vec<String> = (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect();
    let own = drafts_of(person);
    let is_nobodys = |key: &str| {
        let rest = key.strip_prefix(DRAFTS);
        rest.is_some_and(|rest| rest == "request" || rest.starts_with("comment."))
    };
    for key in keys.iter().filter(|key| key.starts_with(&own) || is_nobodys(key)) {
        let _ = storage.remove_item(key);
    }
}
