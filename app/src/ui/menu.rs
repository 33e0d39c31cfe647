//! Menus and popovers on the native popover: it floats above everything and closes by itself.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::dom::{all, by_id, focus, fresh_id, maybe, place, rove};
use super::icon::{IconPath, icon};

/// Pixels between a popover and the button that opened it.
const GAP_PX: f64 = 4.0;

/// A button and a panel that floats beside it. On phones the panel is a sheet at the bottom.
#[component]
pub fn Popover(
    /// The accessible name of the panel.
    #[prop(into)]
    label: TextProp,
    /// The button's classes.
    #[prop(default = "btn")]
    button_class: &'static str,
    /// The button's name, if what is in it does not say it; also its tooltip.
    #[prop(optional, into)]
    button_label: Option<TextProp>,
    /// What is in the button.
    #[prop(into)]
    button: ViewFn,
    /// What is in the panel; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    floating(label, button_class, button_label, button, children, false)
}

/// A button and a menu of commands. Fill it with [`MenuItem`] and [`MenuRule`].
#[component]
pub fn Menu(
    /// The accessible name of the menu.
    #[prop(into)]
    label: TextProp,
    /// The button's classes.
    #[prop(default = "btn")]
    button_class: &'static str,
    /// The button's name, if what is in it does not say it; also its tooltip.
    #[prop(optional, into)]
    button_label: Option<TextProp>,
    /// What is in the button.
    #[prop(into)]
    button: ViewFn,
    /// The items; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    floating(label, button_class, button_label, button, children, true)
}

fn floating(
    label: TextProp,
    button_class: &'static str,
    button_label: Option<TextProp>,
    button: ViewFn,
    children: ChildrenFn,
    menu: bool,
) -> AnyView {
    let id = fresh_id("float");
    let anchor = fresh_id("opens");
    let open = RwSignal::new(false);
    let panel = NodeRef::<html::Div>::new();
    let anchor_id = anchor.clone();
    let on_toggle = move |event: web_sys::Event| {
        let now_open =
            event.dyn_ref::<web_sys::ToggleEvent>().is_some_and(|toggle| toggle.new_state() == "open");
        open.set(now_open);
        if !now_open {
            return;
        }
        settle(panel, anchor_id.clone(), menu);
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        if menu && let Some(panel) = panel.get_untracked() {
            rove(&event, &panel, MENU_ITEMS);
        }
    };
    // A command closes the menu it stands in; the focus goes back to the button by itself.
    let on_click = move |_| {
        if menu && let Some(panel) = panel.get_untracked() {
            // Already closed is as good.
            let _ = panel.hide_popover();
        }
    };
    view! {
        <button
            type="button"
            id=anchor
            class=button_class
            popovertarget=id.clone()
            aria-haspopup=if menu { "menu" } else { "dialog" }
            aria-expanded=move || open.get().to_string()
            aria-label=maybe(button_label.clone())
            data-tip=maybe(button_label)
        >
            {button.run()}
        </button>
        <div
            id=id
            popover="auto"
            class=if menu { "menu float" } else { "float" }
            role=if menu { "menu" } else { "dialog" }
            aria-label=label
            node_ref=panel
            on:toggle=on_toggle
            on:keydown=on_keydown
            on:click=on_click
        >
            {move || open.get().then(|| children())}
        </div>
    }
    .into_any()
}

/// Places the panel beside its button, and in a menu focuses the first item.
fn settle(panel: NodeRef<html::Div>, anchor_id: String, menu: bool) {
    // What it holds is made by the signal above; measure and focus once that has happened.
    request_animation_frame(move || {
        let (Some(panel), Some(anchor)) = (panel.get_untracked(), by_id(&anchor_id)) else {
            return;
        };
        place(&panel, &anchor, GAP_PX);
        if let Some(first) = all(&panel, FOCUSABLE).first().filter(|_| menu) {
            focus(first);
        }
    });
}

const MENU_ITEMS: &str = "[role=menuitem]:not([disabled]), [role=menuitemradio]:not([disabled])";
const FOCUSABLE: &str =
    "[role=menuitemradio][aria-checked=true], [role=menuitem]:not([disabled]), [role=menuitemradio]";

/// Closes the popover that is open, if one is: for a choice made in it that leads to where one is
/// already.
pub fn close_float() {
    let open = document().query_selector(":popover-open").ok().flatten();
    if let Some(open) = open.and_then(|open| open.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Already closed is as good.
        let _ = open.hide_popover();
    }
}

/// A command in a [`Menu`].
#[component]
pub fn MenuItem(
    /// An icon before the text.
    #[prop(optional)]
    lead: Option<IconPath>,
    /// The key that does the same.
    #[prop(optional)]
    key: Option<&'static str>,
    /// For one choice of several: whether it is the chosen one.
    #[prop(optional, into)]
    checked: Option<Signal<bool>>,
    /// Whether it cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            role=if checked.is_some() { "menuitemradio" } else { "menuitem" }
            tabindex="-1"
            aria-checked=checked.map(|on| move || on.get().to_string())
            disabled=move || disabled.get()
            on:click=move |_| on_press.run(())
        >
            {lead.map(icon)}
            <span class="clip">{children()}</span>
            {key.map(|key| view! { <kbd>{key}</kbd> })}
        </button>
    }
}

/// A line between groups of a [`Menu`].
#[component]
pub fn MenuRule() -> impl IntoView {
    view! { <hr role="separator" /> }
}
