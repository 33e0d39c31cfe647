//! The row that the keyboard is at in a list of which only a window is mounted: the list keeps the
//! focus and names the active row (`aria-activedescendant`).

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Rows that Page Up and Page Down go.
const PAGE_ROWS: usize = 12;

/// Which row the keyboard is at.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    /// The row's index.
    pub(super) at: RwSignal<usize>,
    /// How many rows there are.
    pub(super) count: Signal<usize>,
    /// Whether the keyboard has been used: before that no row is marked.
    pub(super) shown: RwSignal<bool>,
    /// What a row's id begins with.
    pub(super) prefix: StoredValue<String>,
}

impl Cursor {
    /// At the first row.
    pub(super) fn new(count: impl Into<Signal<usize>>) -> Self {
        Self {
            at: RwSignal::new(0),
            count: count.into(),
            shown: RwSignal::new(false),
            prefix: StoredValue::new(crate::ui::fresh_id("row")),
        }
    }

    /// A row's element id.
    pub(super) fn id(self, at: usize) -> String {
        self.prefix.with_value(|prefix| format!("{prefix}-{at}"))
    }

    /// The active row's id, for the list.
    pub(super) fn active(self) -> Signal<Option<String>> {
        Signal::derive(move || (self.shown.get() && self.count.get() > 0).then(|| self.id(self.place())))
    }

    /// Whether a row is the active one.
    pub(super) fn is_at(self, at: usize) -> bool {
        self.shown.get() && self.place() == at
    }

    /// The row to keep in the window.
    pub(super) fn reveal(self) -> Signal<Option<usize>> {
        Signal::derive(move || self.shown.get().then(|| self.place()))
    }

    fn place(self) -> usize {
        self.at.get().min(self.count.get().saturating_sub(1))
    }

    /// Puts it at a row.
    pub(super) fn put(self, at: usize) {
        self.at.set(at);
        self.shown.set(true);
    }

    /// Moves it if the key does that.
    pub(super) fn key(self, event: &KeyboardEvent) -> bool {
        let (count, at) = (self.count.get_untracked(), self.at.get_untracked());
        let last = count.saturating_sub(1);
        if count == 0 || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let first_use = !self.shown.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if first_use => at,
            "ArrowDown" => at + 1,
            "ArrowUp" => at.saturating_sub(1),
            "PageDown" => at + PAGE_ROWS,
            "PageUp" => at.saturating_sub(PAGE_ROWS),
            "Home" => 0,
            "End" => last,
            _ => return false,
        };
        event.prevent_default();
        self.put(next.min(last));
        true
    }
}
