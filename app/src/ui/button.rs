//! Buttons, and links that look like them.

use leptos::prelude::*;
use leptos_router::components::A;

use super::dom::maybe;
use super::icon::{IconPath, icon};

/// What a button means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// One of several actions.
    #[default]
    Normal,
    /// The one action a screen or dialog is for; at most one in sight.
    Primary,
    /// An action that need not draw the eye.
    Plain,
    /// An action that takes something away.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Normal => "btn",
            Self::Primary => "btn primary",
            Self::Plain => "btn plain",
            Self::Danger => "btn danger",
        }
    }
}

/// A button with a text, and optionally an icon before it.
#[component]
pub fn Button(
    /// What the button means.
    #[prop(optional)]
    kind: ButtonKind,
    /// 26 px high, for use within lines.
    #[prop(optional)]
    small: bool,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether what it did is not yet saved: a running stitch.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// An icon before the text; on phones it stands alone if `collapse` is set.
    #[prop(optional)]
    lead: Option<IconPath>,
    /// The name, where the text goes on phones and only the icon stays.
    #[prop(optional, into)]
    collapse: Option<TextProp>,
    /// Submits the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// What pressing it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// The text.
    children: Children,
) -> impl IntoView {
    let text_class = collapse.is_some().then_some("wide");
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            class:small=small
            class:pending=move || pending.get()
            disabled=move || disabled.get()
            aria-label=maybe(collapse)
            on:click=move |_| press(on_press)
        >
            {lead.map(icon)}
            <span class=text_class>{children()}</span>
        </button>
    }
}

/// A button that is an icon. Its name shows as a tooltip, with the key that does the same.
#[component]
pub fn IconButton(
    /// The icon.
    path: IconPath,
    /// The accessible name and tooltip.
    #[prop(into)]
    label: TextProp,
    /// The key that does the same, as the tooltip shows it.
    #[prop(optional)]
    key: Option<&'static str>,
    /// What the button means; plain by default.
    #[prop(default = ButtonKind::Plain)]
    kind: ButtonKind,
    /// 26 px, for use within lines.
    #[prop(optional)]
    small: bool,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it is switched on, for buttons that stay pressed.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// What pressing it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=kind.class()
            class:icon=true
            class:small=small
            disabled=move || disabled.get()
            aria-label=label.clone()
            aria-pressed=pressed.map(|on| move || on.get().to_string())
            aria-keyshortcuts=key
            data-tip=label
            data-key=key
            on:click=move |_| press(on_press)
        >
            {icon(path)}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads: a path of this site.
    #[prop(into)]
    href: String,
    /// What the link means.
    #[prop(optional)]
    kind: ButtonKind,
    /// 26 px high, for use within lines.
    #[prop(optional)]
    small: bool,
    /// An icon before the text.
    #[prop(optional)]
    lead: Option<IconPath>,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <A href=href attr:class=kind.class() class:small=small>
            {lead.map(icon)}
            <span>{children()}</span>
        </A>
    }
}

fn press(on_press: Option<Callback<()>>) {
    if let Some(on_press) = on_press {
        on_press.run(());
    }
}
