//! Body and panel for the keyboard: from what opened the panel Tab leads into it, Shift Tab leads
//! back, and Esc closes it wherever the focus is. The focus itself stays where it was, so that one can
//! go through a list or a map with the panel open.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::keys::in_dialog;
use crate::ui::internal::{all, by_id, focus, focused};

/// What Tab stops at.
const STOPS: &str = "a[href], button, input, select, textarea, summary, [tabindex='0']";

/// A page's body and the panel beside it. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Beside {
    /// The panel, while it is open.
    pub(super) panel: NodeRef<html::Aside>,
    /// Closes the panel, if it can be.
    pub(super) close: Option<Callback<()>>,
    is_open: Signal<bool>,
    /// What had the focus in the body when something was last opened from there.
    opener: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Beside {
    pub(super) fn new(is_open: Signal<bool>, close: Option<Callback<()>>) -> Self {
        let beside = Self { panel: NodeRef::new(), close, is_open, opener: StoredValue::new_local(None) };
        Effect::new(move |_| {
            let listener =
                window_event_listener(leptos::ev::keydown, move |event| beside.key_anywhere(&event));
            on_cleanup(move || listener.remove());
        });
        beside
    }

    /// Something in the body was pressed: a panel that opens was opened from there.
    pub(super) fn opened_here(self) {
        self.opener.set_value(focused());
    }

    /// A key was pressed in the body.
    pub(super) fn key_in_body(self, event: &KeyboardEvent) {
        let key = event.key();
        if key == "Enter" || key == " " {
            self.opened_here();
        } else if is_tab(event, false) && self.is_open.get_untracked() && self.is_at_opener() {
            let first = self.panel.get_untracked().and_then(|panel| stops(&panel).into_iter().next());
            if let Some(first) = first {
                event.prevent_default();
                focus(&first);
            }
        }
    }

    /// A key was pressed in the panel.
    pub(super) fn key_in_panel(self, event: &KeyboardEvent) {
        let Some(panel) = self.panel.get_untracked().filter(|_| is_tab(event, true)) else { return };
        let is_first = focused().is_some_and(|at| stops(&panel).first() == Some(&at));
        if let Some(opener) = self.opener().filter(|_| is_first) {
            event.prevent_default();
            focus(&opener);
        }
    }

    /// Closes the panel; a focus that was in it, or on something there that has gone, goes back to what
    /// opened it.
    pub(super) fn shut(self) {
        let Some(close) = self.close else { return };
        let at = focused().filter(|at| at.tag_name() != "BODY");
        let is_inside = at.is_none_or(|at| {
            self.panel.get_untracked().is_some_and(|panel| panel.contains(Some(at.as_ref())))
        });
        close.run(());
        if let Some(to) = self.opener().or_else(|| by_id("main")).filter(|_| is_inside) {
            focus(&to);
        }
    }

    fn key_anywhere(self, event: &KeyboardEvent) {
        let is_escape = event.key() == "Escape" && !event.default_prevented() && !event.is_composing();
        if is_escape && self.is_open.get_untracked() && !in_dialog() && !is_under_a_float() {
            event.prevent_default();
            self.shut();
        }
    }

    /// What opened the panel, if it is still in the document.
    fn opener(self) -> Option<HtmlElement> {
        self.opener.get_value().filter(|opener| opener.is_connected())
    }

    fn is_at_opener(self) -> bool {
        self.opener().is_some_and(|opener| Some(opener) == focused())
    }
}

fn is_tab(event: &KeyboardEvent, back: bool) -> bool {
    let is_plain = !event.default_prevented() && !event.ctrl_key() && !event.alt_key() && !event.meta_key();
    event.key() == "Tab" && event.shift_key() == back && is_plain
}

/// What Tab stops at in the panel, in order.
fn stops(panel: &web_sys::Element) -> Vec<HtmlElement> {
    let mut stops = all(panel, STOPS);
    stops.retain(|stop| {
        let is_drawn = stop.get_bounding_client_rect().width() > 0.0;
        is_drawn && stop.tab_index() >= 0 && !stop.matches(":disabled").unwrap_or(false)
    });
    stops
}

/// Whether a menu or a list of suggestions is open, which Esc closes first. A tooltip is none.
fn is_under_a_float() -> bool {
    document().query_selector(":popover-open:not(.tip)").is_ok_and(|found| found.is_some())
}
