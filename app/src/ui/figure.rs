//! Figures and bars: ledger, meter, progress, sparkline, stat.

use leptos::prelude::*;

/// What a stretch of a clock's ledger was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// The clock ran, within the target.
    Ran,
    /// The clock ran, close to the target.
    Close,
    /// The clock ran past the target.
    Over,
    /// The clock stood still.
    Stood,
}

/// One stretch of a ledger.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LedgerPart {
    /// What it was.
    pub kind: PartKind,
    /// Its share of the whole bar, 0–1.
    pub share: f32,
}

/// A clock's ledger as a bar: where it ran, where it stood still, where it ran past the target.
#[component]
pub fn Ledger(
    /// The stretches, in their order.
    #[prop(into)]
    parts: Signal<Vec<LedgerPart>>,
    /// The same in words.
    #[prop(into)]
    label: TextProp,
    /// 3 px high, for cards.
    #[prop(optional)]
    thin: bool,
) -> impl IntoView {
    let bar = |part: LedgerPart| {
        let class = match part.kind {
            PartKind::Ran => "ran",
            PartKind::Close => "ran due",
            PartKind::Over => "ran over",
            PartKind::Stood => "stood",
        };
        view! { <i class=class style=width(part.share)></i> }
    };
    view! {
        <span class="ledger" class:thin=thin role="img" aria-label=label>
            {move || parts.get().into_iter().map(bar).collect_view()}
        </span>
    }
}

/// A share of a whole, with a mark at the target.
#[component]
pub fn Meter(
    /// The share, 0–1.
    #[prop(into)]
    value: Signal<f32>,
    /// The target, 0–1.
    #[prop(optional, into)]
    target: Option<Signal<f32>>,
    /// The same in words.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    view! {
        <div class="meter" role="img" aria-label=label>
            <i style=move || width(value.get())></i>
            {target.map(|target| view! { <b style=move || format!("left:{:.1}%", share(target.get()))></b> })}
        </div>
    }
}

/// How far something has come.
#[component]
pub fn Progress(
    /// The share done, 0–1.
    #[prop(into)]
    value: Signal<f32>,
    /// What is going on.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    view! {
        <div
            class="progress"
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || format!("{:.0}", share(value.get()))
        >
            <i style=move || width(value.get())></i>
        </div>
    }
}

fn share(value: f32) -> f32 {
    if value.is_finite() { value.clamp(0.0, 1.0) * 100.0 } else { 0.0 }
}

fn width(value: f32) -> String {
    format!("width:{:.1}%", share(value))
}

/// A figure with its name, its target or trend, and a way to the rows it was counted from.
#[component]
pub fn Stat(
    /// What is counted.
    #[prop(into)]
    name: TextProp,
    /// The figure, formatted.
    #[prop(into)]
    value: TextProp,
    /// Its unit, drawn small.
    #[prop(optional, into)]
    unit: Option<TextProp>,
    /// Target and trend, and the link to the rows.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="stat">
            <span class="k">{move || name.get()}</span>
            <span class="v">
                {move || value.get()}
                {unit.map(|unit| view! { <small>" "{move || unit.get()}</small> })}
            </span>
            <span class="d">{children()}</span>
        </div>
    }
}

/// A sparkline: a trend over its target, ending in a point at the newest value.
#[component]
pub fn Spark(
    /// The values, oldest first; at most [`SPARK_MAX`] of the newest are drawn.
    #[prop(into)]
    values: Signal<Vec<f32>>,
    /// The target, in the values' unit.
    #[prop(optional)]
    target: Option<f32>,
    /// The same in words.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    view! {
        <svg class="spark" viewBox="0 0 100 28" preserveAspectRatio="none" role="img" aria-label=label>
            {move || values.with(|values| spark_lines(values, target))}
        </svg>
    }
}

/// Values a sparkline draws at most.
pub const SPARK_MAX: usize = 100;

fn spark_lines(values: &[f32], target: Option<f32>) -> AnyView {
    let values = &values[values.len().saturating_sub(SPARK_MAX)..];
    let all = || values.iter().copied().chain(target).filter(|value| value.is_finite());
    let (low, high) = (all().fold(f32::INFINITY, f32::min), all().fold(f32::NEG_INFINITY, f32::max));
    if values.is_empty() || !low.is_finite() {
        return ().into_any();
    }
    let y = |value: f32| {
        if high > low { 26.0 - (value - low) / (high - low) * 24.0 } else { 14.0 }
    };
    let step = 100.0 / (values.len().max(2) - 1) as f32;
    let mut path = String::new();
    for (at, value) in values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
        let pen = if path.is_empty() { 'M' } else { 'L' };
        path.push_str(&format!("{pen}{:.1} {:.1}", at as f32 * step, y(*value)));
    }
    view! {
        {target.map(|target| view! { <path class="t" d=format!("M0 {0:.1}H100", y(target)) /> })}
        <path d=path />
    }
    .into_any()
}
