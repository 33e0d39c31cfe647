//! The connection, in words, a glyph, and the selvage.

use leptos::prelude::*;

use super::use_frame;
use crate::i18n::{Locale, shell as text, t};
use crate::ui::{Health, HealthGlyph, Popover};

/// How the connection stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConnectionState {
    /// In step with the server; everything is saved.
    Live,
    /// On the way there.
    #[default]
    Connecting,
    /// No connection.
    Offline {
        /// Changes that wait to be sent.
        waiting: u32,
    },
    /// This browser keeps nothing: what waits is lost with the page.
    Unkept {
        /// Changes that wait to be sent.
        waiting: u32,
    },
    /// Another tab runs a newer version: this one takes nothing more.
    Outdated,
    /// Connected, but the server refused changes that nobody has looked at yet.
    Refused {
        /// How many.
        count: u32,
    },
}

impl ConnectionState {
    /// The value of `data-link`, which draws the selvage.
    pub const fn link(self) -> &'static str {
        match self {
            Self::Live | Self::Connecting => "live",
            Self::Offline { .. } | Self::Unkept { .. } | Self::Outdated => "offline",
            Self::Refused { .. } => "refused",
        }
    }

    const fn health(self) -> Health {
        match self {
            Self::Live => Health::Good,
            Self::Connecting => Health::Quiet,
            Self::Offline { .. } | Self::Unkept { .. } | Self::Outdated => Health::Strained,
            Self::Refused { .. } => Health::Broken,
        }
    }

    /// Dots for offline: nothing passes, and nothing is wrong with the thread.
    const fn glyph(self) -> Health {
        match self {
            Self::Offline { .. } => Health::Quiet,
            other => other.health(),
        }
    }

    fn word(self, locale: Locale) -> String {
        match self {
            Self::Live => text::live(locale).to_owned(),
            Self::Connecting => text::connecting(locale).to_owned(),
            Self::Offline { waiting: 0 } => text::offline(locale).to_owned(),
            Self::Offline { waiting } => text::offline_count(locale, waiting),
            Self::Unkept { waiting: 0 } => text::unkept(locale).to_owned(),
            Self::Unkept { waiting } => text::unkept_count(locale, waiting),
            Self::Outdated => text::outdated(locale).to_owned(),
            Self::Refused { count } => text::refused_count(locale, count),
        }
    }

    /// The state in a sentence.
    pub fn sentence(self, locale: Locale) -> String {
        match self {
            Self::Live => text::live_long(locale).to_owned(),
            Self::Connecting => text::connecting_long(locale).to_owned(),
            Self::Offline { waiting: 0 } => text::offline_idle(locale).to_owned(),
            Self::Offline { waiting } => text::offline_long(locale, waiting),
            Self::Unkept { waiting: 0 } => text::unkept_idle(locale).to_owned(),
            Self::Unkept { waiting } => text::unkept_long(locale, waiting),
            Self::Outdated => text::outdated_long(locale).to_owned(),
            Self::Refused { count } => text::refused_long(locale, count),
        }
    }
}

/// A state as it is drawn: glyph and word.
pub(crate) fn drawn(state: Signal<ConnectionState>) -> AnyView {
    let word = t(move |locale| state.get().word(locale));
    let glyph = Signal::derive(move || state.get().glyph());
    view! {
        <span class=move || format!("link upright {}", state.get().health().class())>
            <HealthGlyph health=glyph />
            <span>{word}</span>
        </span>
    }
    .into_any()
}

/// The connection as a button: glyph and word; pressed, the sentence and the tray.
#[component]
pub fn ConnectionMark() -> impl IntoView {
    let frame = use_frame();
    let state = frame.connection;
    let sentence = t(move |locale| state.get().sentence(locale));
    let (label, panel) = (sentence.clone(), sentence.clone());
    let button = move || drawn(state);
    view! {
        <Popover label=label.clone() button_class="linkbtn" button_label=label button=button>
            <div class="tray">
                <p>{panel.clone()}</p>
                {frame.tray.with_value(ViewFn::run)}
            </div>
        </Popover>
    }
}
