//! How things stand: health, clock, priority. Always a shape and a word, never a colour alone.

use leptos::prelude::*;

use crate::i18n::{common as text, t};

/// The four states that health and clock share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Health {
    /// Kept, runs: a straight line.
    #[default]
    Good,
    /// Below target or close to the limit: a slack thread.
    Strained,
    /// Late, disputed, failing: a gap with frayed ends.
    Broken,
    /// Stands still, no traffic: dots.
    Quiet,
}

impl Health {
    /// The class that brings the colours (`--h`, `--hi`, `--hw`).
    pub const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Strained => "strained",
            Self::Broken => "broken",
            Self::Quiet => "quiet",
        }
    }

    /// The word for it.
    pub const fn word(self, locale: crate::i18n::Locale) -> &'static str {
        match self {
            Self::Good => text::good(locale),
            Self::Strained => text::strained(locale),
            Self::Broken => text::broken(locale),
            Self::Quiet => text::quiet(locale),
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Good => "M1 6h18",
            Self::Strained => "M1 6h3c1.5 0 1.5-4 3-4s1.5 8 3 8 1.5-8 3-8 1.5 4 3 4h3",
            Self::Broken => "M1 6h5M14 6h5M7.5 3l1.5 1.5M7.5 9l1.5-1.5M12.5 3l-1.5 1.5M12.5 9l-1.5-1.5",
            Self::Quiet => "M2 6h.01M7.3 6h.01M12.6 6h.01M18 6h.01",
        }
    }
}

/// The 20×12 sign of a state, without its word. Put it inside something that carries the class
/// [`Health::class`] and says the word.
#[component]
pub fn HealthGlyph(
    /// The state.
    #[prop(into)]
    health: Signal<Health>,
) -> impl IntoView {
    view! {
        <svg viewBox="0 0 20 12" aria-hidden="true">
            <path d=move || health.get().path() />
        </svg>
    }
}

/// A state: its sign, and its word or a text of yours.
#[component]
pub fn HealthMark(
    /// The state.
    #[prop(into)]
    health: Signal<Health>,
    /// What to say instead of the plain word.
    #[prop(optional, into)]
    label: Option<TextProp>,
) -> impl IntoView {
    let word = t(move |locale| health.get().word(locale));
    view! {
        <span class=move || format!("health {}", health.get().class())>
            <HealthGlyph health=health />
            {move || label.as_ref().map_or_else(|| word().into(), TextProp::get)}
        </span>
    }
}

/// How a request's clock stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClockState {
    /// It runs; the share of the target used so far, 0–1.
    Running(f32),
    /// It stands still: someone is waited for.
    Paused,
    /// It runs and is close to the limit.
    Close,
    /// It is past the limit.
    Late,
    /// It stopped in time.
    Kept,
}

impl ClockState {
    const fn class(self) -> &'static str {
        match self {
            Self::Running(_) => "clock run",
            Self::Kept => "clock run done",
            Self::Paused => "clock pause",
            Self::Close => "clock warn boxed",
            Self::Late => "clock late boxed",
        }
    }
}

/// A clock: the shape says the state, the colour repeats it, the text says it in words.
#[component]
pub fn ClockMark(
    /// The state.
    #[prop(into)]
    state: Signal<ClockState>,
    /// The words, such as “35 min left”.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    view! {
        <span class=move || state.get().class()>
            {move || clock_shape(state.get())}
            {move || label.get()}
        </span>
    }
}

/// The circumference of the running clock's ring.
const RING: f32 = 31.416;

fn clock_shape(state: ClockState) -> AnyView {
    let inside = match state {
        ClockState::Running(used) => {
            let dash = format!("{:.1} {RING}", RING * used.clamp(0.0, 1.0));
            view! {
                <circle class="ring" cx="7" cy="7" r="5" />
                <circle class="ring used" cx="7" cy="7" r="5" stroke-dasharray=dash transform="rotate(-90 7 7)" />
            }
            .into_any()
        }
        ClockState::Kept => view! {
            <circle class="fill" cx="7" cy="7" r="6" />
            <path class="cut" d="M4.2 7.2 6.2 9.2 9.9 5.2" />
        }
        .into_any(),
        ClockState::Paused => view! { <path class="fill" d="M4 2.5h2v9H4zM8 2.5h2v9H8z" /> }.into_any(),
        ClockState::Close => view! {
            <path class="line" d="M7 1.2 13.2 12.3H.8z" />
            <path class="line" d="M7 5.2v3.3M7 10.3v.01" />
        }
        .into_any(),
        ClockState::Late => view! {
            <rect class="fill" x="1" y="1" width="12" height="12" rx="1.5" />
            <path class="cut" d="M7 3.5V7l2.5 2" />
        }
        .into_any(),
    };
    view! {
        <svg viewBox="0 0 14 14" aria-hidden="true">
            {inside}
        </svg>
    }
    .into_any()
}

/// How soon a request wants doing, `P1` to `P4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Now.
    P1,
    /// Soon.
    P2,
    /// As planned.
    P3,
    /// When there is time.
    P4,
}

impl Priority {
    /// `P1` … `P4`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
            Self::P4 => "P4",
        }
    }
}

/// A priority, told by the weight of its ink.
#[component]
pub fn PriorityMark(
    /// The priority.
    #[prop(into)]
    of: Signal<Priority>,
) -> impl IntoView {
    let class = move || match of.get() {
        Priority::P1 => "prio p1",
        Priority::P2 => "prio p2",
        Priority::P3 => "prio p3",
        Priority::P4 => "prio p4",
    };
    let label = t(move |locale| text::priority(locale, of.get().name()));
    view! { <span class=class role="img" aria-label=label>{move || of.get().name()}</span> }
}
