//! Tooltips: one for the whole page. Whatever carries `data-tip` (and `data-key`, the key that
//! does the same) shows it on hover and on keyboard focus. A tooltip repeats the accessible name;
//! it never holds what is said nowhere else.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use super::dom::place;

/// A pointer that only passes by raises no tooltip.
const HOVER_DELAY: Duration = Duration::from_millis(400);
/// Pixels between a tooltip and what it is about.
const GAP_PX: f64 = 6.0;

/// The page's tooltip. The shell mounts it once.
#[component]
pub fn TipHost() -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let shown = RwSignal::new(None::<(String, Option<String>)>);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let hide = move || {
        waiting.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
        if shown.with_untracked(Option::is_some) {
            shown.set(None);
            if let Some(tip) = element.get_untracked() {
                // Not shown is as good.
                let _ = tip.hide_popover();
            }
        }
    };
    let show = move |about: HtmlElement| {
        let Some(text) = about.get_attribute("data-tip") else {
            return;
        };
        shown.set(Some((text, about.get_attribute("data-key"))));
        request_animation_frame(move || {
            // A key that was pressed meanwhile has already taken it back.
            if shown.with_untracked(Option::is_some)
                && let Some(tip) = element.get_untracked()
                && tip.show_popover().is_ok()
            {
                place(&tip, &about, GAP_PX);
            }
        });
    };
    let hovered = move |event: Event| {
        hide();
        let Some(about) = tipped(&event) else { return };
        let timer = set_timeout_with_handle(move || show(about), HOVER_DELAY);
        waiting.set_value(timer.ok());
    };
    let focused = move |event: Event| {
        hide();
        if let Some(about) = tipped(&event).filter(|about| about.matches(":focus-visible").unwrap_or(false)) {
            show(about);
        }
    };
    Effect::new(move |_| {
        let listeners = [
            window_event_listener_untyped("pointerover", hovered),
            window_event_listener_untyped("focusin", focused),
            window_event_listener_untyped("pointerdown", move |_| hide()),
            window_event_listener_untyped("keydown", move |_| hide()),
        ];
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    });
    view! {
        <div class="tip" popover="manual" role="presentation" aria-hidden="true" node_ref=element>
            {move || shown.get().map(|(text, key)| view! { {text} {key.map(|key| view! { " " <kbd>{key}</kbd> })} })}
        </div>
    }
}

/// The element with a tooltip that the event happened in. Fingers raise none.
fn tipped(event: &Event) -> Option<HtmlElement> {
    if event.dyn_ref::<web_sys::PointerEvent>().is_some_and(|pointer| pointer.pointer_type() == "touch") {
        return None;
    }
    event.target()?.dyn_into::<Element>().ok()?.closest("[data-tip]").ok()??.dyn_into().ok()
}
