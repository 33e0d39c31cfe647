//! Form fields: a label, the native control, a hint, and what is wrong with the value.

use leptos::prelude::*;

use super::choice::Choice;
use super::dom::{fresh_id, maybe};
use super::icon::{INFO, icon_small};
use crate::i18n::{common, use_locale};

/// What is wrong with a field's value, or nothing.
type ErrorSignal = Signal<Option<String>>;

/// The frame of a field: label above, hint and error below. Fields made of other controls use it
/// too; `for_id` names the control that the label belongs to.
#[component]
pub fn Field(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The id of the control; hint and error get the same id with `-hint` and `-error`.
    #[prop(into)]
    for_id: String,
    /// A line that helps to fill it in.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong with the value.
    #[prop(optional, into)]
    error: ErrorSignal,
    /// The control.
    children: Children,
) -> impl IntoView {
    frame(label, for_id, hint, error, children().into_any())
}

pub(crate) fn frame(
    label: TextProp,
    id: String,
    hint: Option<TextProp>,
    error: ErrorSignal,
    control: AnyView,
) -> AnyView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    // The live region stands from the start: one that appears with its text is not read out.
    view! {
        <div class="field">
            <label for=id>{move || label.get()}</label>
            {control}
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{move || hint.get()}</p> })}
            <div aria-live="polite" id=error_id>
                {move || {
                    error.get().map(|text| view! { <p class="err">{icon_small(INFO)}<span>{text}</span></p> })
                }}
            </div>
        </div>
    }
    .into_any()
}

fn described_by(id: &str, hint: bool) -> String {
    if hint { format!("{id}-hint {id}-error") } else { format!("{id}-error") }
}

fn invalid(error: ErrorSignal) -> impl Fn() -> Option<&'static str> + Send + Sync + Clone + 'static {
    move || error.with(Option::is_some).then_some("true")
}

/// What the caller finds wrong, else that the text is too long.
fn within(value: RwSignal<String>, max: Option<u32>, error: ErrorSignal) -> ErrorSignal {
    let Some(max) = max else { return error };
    let locale = use_locale();
    let length =
        Memo::new(move |_| value.with(|text| u32::try_from(text.chars().count()).unwrap_or(u32::MAX)));
    Signal::derive(move || {
        error
            .get()
            .or_else(|| (length.get() > max).then(|| common::longer_than(locale.get(), max, length.get())))
    })
}

/// One line of text.
#[component]
pub fn TextField(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The text, both ways.
    value: RwSignal<String>,
    /// The control's `type`: `email`, `password`, `search`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// The name under which a plain form submits it.
    #[prop(optional)]
    name: Option<&'static str>,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Shown while it is empty; never instead of a label.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// A line that helps to fill it in.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong with the value.
    #[prop(optional, into)]
    error: ErrorSignal,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// The most characters it takes. More can be typed or pasted, so that nothing is cut off
    /// unseen; the field says that it is too much.
    #[prop(optional)]
    max: Option<u32>,
    /// Whether it cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let id = fresh_id("field");
    let control_id = id.clone();
    let described = described_by(&id, hint.is_some());
    let error = within(value, max, error);
    let control = view! {
        <input
            class="input"
            id=id
            type=kind
            name=name
            autocomplete=autocomplete
            dir="auto"
            placeholder=maybe(placeholder)
            required=required
            disabled=move || disabled.get()
            aria-invalid=invalid(error)
            aria-describedby=described
            value=value.get_untracked()
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        />
    };
    frame(label, control_id, hint, error, control.into_any())
}

/// Several lines of text. What is written here is a person's voice: serif.
#[component]
pub fn TextArea(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The text, both ways.
    value: RwSignal<String>,
    /// The name under which a plain form submits it.
    #[prop(optional)]
    name: Option<&'static str>,
    /// Shown while it is empty; never instead of a label.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// A line that helps to fill it in.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong with the value.
    #[prop(optional, into)]
    error: ErrorSignal,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// The most characters it takes. More can be typed or pasted, so that nothing is cut off
    /// unseen; the field says that it is too much.
    #[prop(optional)]
    max: Option<u32>,
    /// Its height in lines.
    #[prop(default = 3)]
    rows: u32,
    /// Whether it cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let id = fresh_id("field");
    let control_id = id.clone();
    let described = described_by(&id, hint.is_some());
    let error = within(value, max, error);
    let control = view! {
        <textarea
            class="area voice"
            id=id
            name=name
            dir="auto"
            placeholder=maybe(placeholder)
            required=required
            rows=rows
            disabled=move || disabled.get()
            aria-invalid=invalid(error)
            aria-describedby=described
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        >
            {value.get_untracked()}
        </textarea>
    };
    frame(label, control_id, hint, error, control.into_any())
}

/// One choice from a list, as the platform offers it.
#[component]
pub fn Select(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// The chosen value, both ways.
    value: RwSignal<String>,
    /// The name under which a plain form submits it.
    #[prop(optional)]
    name: Option<&'static str>,
    /// A line that helps to choose.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong with the value.
    #[prop(optional, into)]
    error: ErrorSignal,
    /// Whether it cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let id = fresh_id("field");
    let control_id = id.clone();
    let described = described_by(&id, hint.is_some());
    let option = move |choice: Choice| {
        let own = choice.value.clone();
        view! {
            <option value=choice.value selected=move || value.with(|chosen| *chosen == own)>
                {move || choice.label.get()}
            </option>
        }
    };
    let control = view! {
        <select
            class="select"
            id=id
            name=name
            disabled=move || disabled.get()
            aria-invalid=invalid(error)
            aria-describedby=described
            on:change=move |event| value.set(event_target_value(&event))
        >
            {move || options.get().into_iter().map(option).collect_view()}
        </select>
    };
    frame(label, control_id, hint, error, control.into_any())
}

/// A yes or no.
#[component]
pub fn Checkbox(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// Whether it is ticked, both ways.
    checked: RwSignal<bool>,
    /// The name under which a plain form submits it.
    #[prop(optional)]
    name: Option<&'static str>,
    /// Whether it cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                name=name
                checked=checked.get_untracked()
                prop:checked=move || checked.get()
                disabled=move || disabled.get()
                on:change=move |event| checked.set(event_target_checked(&event))
            />
            <span>{move || label.get()}</span>
        </label>
    }
}
