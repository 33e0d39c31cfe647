//! One of few: segmented control, radio group, tabs.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::dom::{fresh_id, rove};
use super::icon::{IconPath, icon_small};

/// Something that can be chosen: its value, and what the reader sees.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The value, as the code knows it.
    pub value: String,
    /// The text.
    pub label: TextProp,
    /// A count after the text, for tabs.
    pub count: Option<Signal<u32>>,
    /// An icon before the text.
    pub icon: Option<IconPath>,
}

impl Choice {
    /// A choice with a text.
    pub fn new(value: impl Into<String>, label: impl Into<TextProp>) -> Self {
        Self { value: value.into(), label: label.into(), count: None, icon: None }
    }

    /// The same with a count after the text.
    pub fn count(mut self, count: impl Into<Signal<u32>>) -> Self {
        self.count = Some(count.into());
        self
    }

    /// The same with an icon before the text.
    pub fn icon(mut self, icon: IconPath) -> Self {
        self.icon = Some(icon);
        self
    }

    fn view(&self) -> AnyView {
        let label = self.label.clone();
        view! {
            {self.icon.map(icon_small)}
            {move || label.get()}
            {self.count.map(|count| view! { <span class="n num">{move || count.get()}</span> })}
        }
        .into_any()
    }
}

/// A segmented control: one choice of few, all in sight. The arrow keys choose.
#[component]
pub fn Segmented(
    /// The accessible name.
    #[prop(into)]
    label: TextProp,
    /// What can be chosen, two to five.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the value chosen.
    #[prop(into)]
    on_change: Callback<(String,)>,
    /// 28 px high, for bars.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let group = fresh_id("seg");
    let segment = move |choice: Choice| {
        let text = choice.view();
        view! { <label>{radio(&group, &choice, value, on_change, "sr")}<span>{text}</span></label> }
    };
    view! {
        <div class="seg" class:small=small role="radiogroup" aria-label=label>
            {move || options.get().into_iter().map(&segment).collect_view()}
        </div>
    }
}

/// Choices below one another, each with its radio button.
#[component]
pub fn RadioGroup(
    /// The label above.
    #[prop(into)]
    label: TextProp,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the value chosen.
    #[prop(into)]
    on_change: Callback<(String,)>,
) -> impl IntoView {
    let group = fresh_id("radio");
    let row = move |choice: Choice| {
        let text = choice.view();
        view! { <label class="check">{radio(&group, &choice, value, on_change, "")}<span>{text}</span></label> }
    };
    view! {
        <fieldset class="field radios">
            <legend class="label">{move || label.get()}</legend>
            {move || options.get().into_iter().map(&row).collect_view()}
        </fieldset>
    }
}

fn radio(
    group: &str,
    choice: &Choice,
    value: Signal<String>,
    on_change: Callback<(String,)>,
    class: &'static str,
) -> AnyView {
    let (own, sent) = (choice.value.clone(), choice.value.clone());
    let chosen = move || value.with(|chosen| *chosen == own);
    view! {
        <input
            type="radio"
            class=class
            name=group.to_owned()
            value=choice.value.clone()
            checked=chosen.clone()
            prop:checked=chosen
            on:change=move |_| on_change.run((sent.clone(),))
        />
    }
    .into_any()
}

/// Tabs over one place of the screen. The arrow keys move and choose; only the chosen tab is in
/// the tab order.
#[component]
pub fn Tabs(
    /// The accessible name.
    #[prop(into)]
    label: TextProp,
    /// The tabs.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// The chosen tab's value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the value chosen.
    #[prop(into)]
    on_change: Callback<(String,)>,
    /// The id of the element that shows what the tabs choose.
    #[prop(optional, into)]
    controls: Option<String>,
) -> impl IntoView {
    let list = NodeRef::<leptos::html::Div>::new();
    let on_keydown = move |event: KeyboardEvent| {
        if let Some(list) = list.get() {
            rove(&event, &list, "[role=tab]");
        }
    };
    let tab = move |choice: Choice| {
        let (own, sent, focused) = (choice.value.clone(), choice.value.clone(), choice.value.clone());
        let chosen = Memo::new(move |_| value.with(|chosen| *chosen == own));
        view! {
            <button
                type="button"
                role="tab"
                aria-selected=move || chosen.get().to_string()
                aria-controls=controls.clone()
                tabindex=move || if chosen.get() { "0" } else { "-1" }
                on:click=move |_| on_change.run((sent.clone(),))
                on:focus=move |_| {
                    if !chosen.get_untracked() {
                        on_change.run((focused.clone(),));
                    }
                }
            >
                {choice.view()}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label node_ref=list on:keydown=on_keydown>
            {move || options.get().into_iter().map(&tab).collect_view()}
        </div>
    }
}
