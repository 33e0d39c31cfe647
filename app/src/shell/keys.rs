//! Keys: each screen says which it answers to, `?` shows them all.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::palette::Palette;
use crate::hands::Hands;
use crate::i18n::{Locale, common, shell as text, t};
use crate::ui::{Checkbox, Dialog, Kbd, typing_into};

/// Where the choice about single keys is kept in this browser.
const SETTING: &str = "weft.single-keys";

/// Milliseconds between two keys, at most, for them to belong together.
const PAUSE_MS_MAX: f64 = 3_000.0;

/// A key and what it does here.
#[derive(Clone)]
pub struct KeyHint {
    keys: &'static str,
    what: fn(Locale) -> &'static str,
    run: Option<Callback<()>>,
}

impl KeyHint {
    /// A key that the screen handles itself; the help only names it. Several keys are separated
    /// by a space: `Shift ↑`.
    pub fn new(keys: &'static str, what: fn(Locale) -> &'static str) -> Self {
        Self { keys, what, run: None }
    }

    /// A key that does something, wherever the focus is except in a text field. `key` is one
    /// character as the keyboard produces it, such as `n` or `/`, without Ctrl, Alt or ⌘; or two with
    /// a space between, pressed one after the other: `g m`.
    pub fn run(key: &'static str, what: fn(Locale) -> &'static str, run: Callback<()>) -> Self {
        Self { keys: key, what, run: Some(run) }
    }
}

#[derive(Clone)]
struct Group {
    id: u32,
    name: TextProp,
    hints: Vec<KeyHint>,
}

/// The keys of the page.
#[derive(Clone, Copy)]
pub struct Keys {
    groups: RwSignal<Vec<Group>>,
    next: StoredValue<u32>,
    shown: RwSignal<bool>,
    /// The first of two keys, and when it was pressed.
    first: StoredValue<Option<(String, f64)>>,
    /// Whether single characters run commands. Some who speak to their computer turn them off.
    pub single: RwSignal<bool>,
}

impl Keys {
    /// Shows all keys.
    pub fn show(self) {
        self.shown.set(true);
    }

    /// What a key does that is pressed now, perhaps as the second of two.
    fn pressed(self, key: &str, now: f64) -> Option<Callback<()>> {
        let first = self.first.try_update_value(Option::take).flatten();
        let both = first.filter(|(_, at)| now - at < PAUSE_MS_MAX).map(|(first, _)| format!("{first} {key}"));
        if let Some(run) = both.and_then(|both| self.command(&both)) {
            return Some(run);
        }
        if self.command(key).is_none() && self.begins(key) {
            self.first.set_value(Some((key.to_owned(), now)));
        }
        self.command(key)
    }

    /// Whether two keys that do something begin with this one.
    fn begins(self, key: &str) -> bool {
        self.groups.with_untracked(|groups| {
            let mut hints = groups.iter().flat_map(|group| &group.hints).filter(|hint| hint.run.is_some());
            hints.any(|hint| {
                hint.keys.split_once(' ').is_some_and(|(first, _)| first.eq_ignore_ascii_case(key))
            })
        })
    }

    fn command(self, key: &str) -> Option<Callback<()>> {
        // The innermost screen registered last and wins.
        self.groups.with_untracked(|groups| {
            let mut hints = groups.iter().rev().flat_map(|group| &group.hints);
            hints.find(|hint| hint.keys.eq_ignore_ascii_case(key)).and_then(|hint| hint.run)
        })
    }
}

/// Names a screen's keys, and answers to those that do something, as long as the calling
/// component lives.
pub fn use_keys(name: impl Into<TextProp>, hints: Vec<KeyHint>) {
    let keys = use_key_settings();
    let id = keys.next.get_value();
    keys.next.set_value(id.wrapping_add(1));
    let name = name.into();
    keys.groups.update(|groups| groups.push(Group { id, name, hints }));
    on_cleanup(move || {
        // At the end of the page the registry may go first.
        let _ = keys.groups.try_update(|groups| groups.retain(|group| group.id != id));
    });
}

/// The page's keys: to show them, or to turn single keys off. Outside a shell, keys that nobody
/// hears.
pub fn use_key_settings() -> Keys {
    use_context::<Keys>().unwrap_or_else(|| {
        let keys = Keys {
            groups: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            shown: RwSignal::new(false),
            first: StoredValue::new(None),
            single: RwSignal::new(true),
        };
        provide_context(keys);
        keys
    })
}

/// Puts the keys into context and listens for them.
pub(super) fn provide_keys(hands: Option<Hands>, palette: Palette) -> Keys {
    let keys = use_key_settings();
    use_keys(
        t(text::keys_everywhere),
        vec![
            KeyHint::new("Ctrl K", text::key_palette),
            KeyHint::run("?", text::key_help, Callback::new(move |()| keys.show())),
            KeyHint::new("Ctrl Z", common::undo),
            KeyHint::new("Ctrl Shift Z", common::redo),
            KeyHint::new("Esc", text::key_escape),
        ],
    );
    Effect::new(move |_| {
        keys.single.set(stored_setting());
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            on_key(&event, keys, hands, palette);
        });
        on_cleanup(move || listener.remove());
    });
    Effect::new(move |before: Option<bool>| {
        let single = keys.single.get();
        if before.is_some() {
            store_setting(single);
        }
        single
    });
    keys
}

fn on_key(event: &KeyboardEvent, keys: Keys, hands: Option<Hands>, palette: Palette) {
    if event.default_prevented() || event.is_composing() || event.alt_key() {
        return;
    }
    let key = event.key();
    let command = event.ctrl_key() || event.meta_key();
    if command && key.eq_ignore_ascii_case("k") {
        event.prevent_default();
        palette.toggle();
        return;
    }
    // Text fields have an undo and letters of their own; an open dialog has the keyboard alone.
    if typing_into(event) || in_dialog() {
        return;
    }
    if command {
        let does: Option<fn(Hands)> = match key.to_ascii_lowercase().as_str() {
            "z" if event.shift_key() => Some(Hands::redo),
            "z" => Some(Hands::undo),
            "y" => Some(Hands::redo),
            _ => None,
        };
        if let Some((does, hands)) = does.zip(hands) {
            event.prevent_default();
            does(hands);
        }
        return;
    }
    if let Some(run) = keys.single.get_untracked().then(|| keys.pressed(&key, event.time_stamp())).flatten() {
        event.prevent_default();
        run.run(());
    }
}

pub(super) fn in_dialog() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|found| found.is_some())
}

fn stored_setting() -> bool {
    let storage = window().local_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item(SETTING).ok().flatten()).as_deref() != Some("off")
}

fn store_setting(on: bool) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A browser that stores nothing forgets the choice, and that is all.
        let _ = storage.set_item(SETTING, if on { "on" } else { "off" });
    }
}

/// All keys, in a dialog.
#[component]
pub(super) fn KeysDialog(keys: Keys) -> impl IntoView {
    let hint = |hint: KeyHint| {
        view! {
            <dt>{hint.keys.split(' ').map(|key| view! { <Kbd key=on_the_key(key) /> " " }).collect_view()}</dt>
            <dd>{t(hint.what)}</dd>
        }
    };
    let group = move |group: Group| {
        view! {
            <section>
                <h3>{move || group.name.get()}</h3>
                <dl class="facts">{group.hints.into_iter().map(hint).collect_view()}</dl>
            </section>
        }
    };
    view! {
        <Dialog open=keys.shown title=t(text::keys) class="keys">
            <div class="keygroups">{move || once_each(keys.groups.get()).into_iter().map(group).collect_view()}</div>
            <Checkbox label=t(text::single_keys) checked=keys.single />
        </Dialog>
    }
}

/// The groups from the innermost, each key where it is answered: an outer one that is not heard is not
/// shown either.
fn once_each(groups: Vec<Group>) -> Vec<Group> {
    let mut seen: Vec<&'static str> = Vec::new();
    let mut shown = Vec::new();
    for mut group in groups.into_iter().rev() {
        group.hints.retain(|hint| !seen.iter().any(|keys| keys.eq_ignore_ascii_case(hint.keys)));
        seen.extend(group.hints.iter().map(|hint| hint.keys));
        if !group.hints.is_empty() {
            shown.push(group);
        }
    }
    shown
}

/// A key as it is written on the keyboard: letters large.
fn on_the_key(key: &str) -> String {
    if key.chars().count() == 1 { key.to_uppercase() } else { key.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shown_where_it_is_answered_and_nowhere_else() {
        let what: fn(Locale) -> &'static str = text::key_help;
        let group = |id, keys: &[&'static str]| Group {
            id,
            name: TextProp::from("group"),
            hints: keys.iter().map(|keys| KeyHint::new(keys, what)).collect(),
        };
        let shown = once_each(vec![group(1, &["c"]), group(2, &["?", "C"]), group(3, &["c", "n"])]);
        let keys = |group: &Group| group.hints.iter().map(|hint| hint.keys).collect::<Vec<_>>();
        let shown: Vec<_> = shown.iter().map(|group| (group.id, keys(group))).collect();
        assert_eq!(shown, [(3, vec!["c", "n"]), (2, vec!["?"])]);
    }
}
