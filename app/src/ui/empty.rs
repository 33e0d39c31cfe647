//! What stands where nothing is yet.

use leptos::prelude::*;

use crate::i18n::{common, t};

/// Nothing here: an unwoven warp, one sentence, and one action as children.
#[component]
pub fn EmptyState(
    /// What is missing, in two or three words.
    #[prop(into)]
    title: TextProp,
    /// What to do about it, in one sentence.
    #[prop(into)]
    body: TextProp,
    /// Whether the warp is drawn; leave it out where there is little room.
    #[prop(default = true)]
    drawn: bool,
    /// The action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {drawn.then(|| warp(""))}
            <h3>{move || title.get()}</h3>
            <p>{move || body.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// First paint only: bare warp, standing still.
#[component]
pub fn LoadingBars(
    /// How many lines.
    #[prop(default = 3)]
    lines: u32,
) -> impl IntoView {
    let widths = [80, 60, 70, 50];
    let bar = move |at: u32| {
        let width = widths[at as usize % widths.len()];
        view! { <div class="bare" style=format!("width:{width}%")></div> }
    };
    view! {
        <div class="bares" role="status">
            <span class="sr">{t(common::loading)}</span>
            {(0..lines).map(bar).collect_view()}
        </div>
    }
}

fn warp(class: &'static str) -> AnyView {
    let threads: String = (0..12).map(|at| format!("M{} 0v56", at * 10 + 5)).collect();
    view! {
        <svg class=format!("loom {class}") viewBox="0 0 120 56" aria-hidden="true">
            <path d=threads />
        </svg>
    }
    .into_any()
}
