//! What a reader chooses for this browser: the language and light or dark. Both take effect at
//! once and are kept in cookies, so that the server renders the next page so.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use weft_domain::Locale;

/// The cookie that keeps the language.
const LANGUAGE_COOKIE: &str = "weft-lang";
/// The cookie that keeps light or dark.
const THEME_COOKIE: &str = "weft-theme";
/// Seconds a choice is kept: a year.
const KEPT_SECONDS: u32 = 31_536_000;

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All, in the order of a choice.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name, as in the cookie.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this name; what is no name is the system's.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    /// What this page wears. The server does not know it and says the system's.
    pub fn current() -> Self {
        if !cfg!(target_arch = "wasm32") {
            return Self::System;
        }
        let root = document().document_element();
        root.and_then(|root| root.get_attribute("data-theme")).map_or(Self::System, |name| Self::named(&name))
    }

    /// Puts it on, and keeps it.
    pub fn choose(self) {
        keep(THEME_COOKIE, self.name());
        let Some(root) = document().document_element() else { return };
        // A plain attribute of a plain element: the document accepts it.
        let _ = match self {
            Self::System => root.remove_attribute("data-theme"),
            Self::Light | Self::Dark => root.set_attribute("data-theme", self.name()),
        };
    }
}

/// Shows another language, and keeps the choice.
pub fn choose_locale(signal: RwSignal<Locale>, locale: Locale) {
    keep(LANGUAGE_COOKIE, locale.tag());
    signal.set(locale);
}

fn keep(cookie: &str, value: &str) {
    let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() else { return };
    // A browser that keeps nothing forgets the choice, and that is all.
    let _ = document.set_cookie(&format!("{cookie}={value}; Path=/; Max-Age={KEPT_SECONDS}; SameSite=Lax"));
}
