//! Small things in a line: chips, tags, counts, keys.

use leptos::prelude::*;

use super::icon::{CLOSE, IconPath, icon_small};

/// A chip that says something and does something when pressed.
#[component]
pub fn Chip(
    /// An icon before the text.
    #[prop(optional)]
    lead: Option<IconPath>,
    /// What pressing it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// The text; put the value in `<b>`.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class="chip" on:click=move |_| run(on_press)>
            {lead.map(icon_small)}
            {children()}
        </button>
    }
}

/// A filter that is on or off. One that is on wears the accent and a cross.
#[component]
pub fn FilterChip(
    /// Whether it filters.
    #[prop(into)]
    on: Signal<bool>,
    /// Turns it on or off, or opens its menu.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// An icon before the text.
    #[prop(optional)]
    lead: Option<IconPath>,
    /// The text; put the value in `<b>`.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class="chip" aria-pressed=move || on.get().to_string() on:click=move |_| run(on_press)>
            {lead.map(icon_small)}
            {children()}
            {move || on.get().then(|| icon_small(CLOSE))}
        </button>
    }
}

fn run(on_press: Option<Callback<()>>) {
    if let Some(on_press) = on_press {
        on_press.run(());
    }
}

/// A word that classifies, such as a state. It does nothing.
#[component]
pub fn Tag(
    /// The text.
    children: Children,
) -> impl IntoView {
    view! { <span class="tag">{children()}</span> }
}

/// A count of what waits for the reader; nothing at zero.
#[component]
pub fn Count(
    /// How many.
    #[prop(into)]
    of: Signal<u32>,
    /// What is counted, for those who cannot see where the count stands.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    let shown = move || {
        if of.get() > COUNT_MAX { format!("{COUNT_MAX}+") } else { of.get().to_string() }
    };
    view! {
        {move || {
            let label = label.clone();
            (of.get() > 0)
                .then(|| {
                    view! {
                        <span class="count">
                            <span aria-hidden="true">{shown}</span>
                            <span class="sr">{move || label.get()}</span>
                        </span>
                    }
                })
        }}
    }
}

/// Above this a count says `99+`.
const COUNT_MAX: u32 = 99;

/// A key of the keyboard. Where the keyboard has ⌘, `Ctrl` is shown as that.
#[component]
pub fn Kbd(
    /// The key's name, such as `Ctrl K`.
    #[prop(into)]
    key: TextProp,
) -> impl IntoView {
    view! { <kbd>{move || on_this_keyboard(&key.get())}</kbd> }
}

fn on_this_keyboard(key: &str) -> String {
    if has_command_key() { key.replace("Ctrl", "⌘") } else { key.to_owned() }
}

/// Whether the reader's keyboard has ⌘. The server cannot know and says no.
fn has_command_key() -> bool {
    cfg!(target_arch = "wasm32")
        && window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac"))
}
