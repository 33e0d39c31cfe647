//! A name that is published in several languages, as a form.

use leptos::prelude::*;
use weft_domain::{Field, LocalText, Locale};

use super::Refused;
use crate::i18n::{directory as text, t};
use crate::ui::TextField;

/// The name, and one per language that has its own.
#[derive(Clone, Copy)]
pub(super) struct NameForm {
    default: RwSignal<String>,
    own: [RwSignal<String>; 3],
}

impl NameForm {
    /// A form filled with `name`.
    pub(super) fn of(name: &LocalText) -> Self {
        let own =
            Locale::ALL.map(|locale| RwSignal::new(name.by_locale.get(&locale).cloned().unwrap_or_default()));
        Self { default: RwSignal::new(name.default.clone()), own }
    }

    /// What is typed.
    pub(super) fn read(self) -> LocalText {
        let own = Locale::ALL.into_iter().zip(self.own).map(|(locale, text)| (locale, text.get_untracked()));
        let by_locale = own.filter(|(_, text)| !text.trim().is_empty()).collect();
        LocalText { default: self.default.get_untracked(), by_locale }
    }

    /// Empties it.
    pub(super) fn clear(self) {
        self.default.set(String::new());
        self.own.into_iter().for_each(|text| text.set(String::new()));
    }

    /// The fields.
    pub(super) fn view(self, refused: Refused) -> AnyView {
        let has_own = self.own.into_iter().any(|text| text.with_untracked(|text| !text.is_empty()));
        let field = |(locale, value): (Locale, RwSignal<String>)| {
            view! { <TextField label=locale.own_name() value=value attr:lang=locale.tag() /> }
        };
        view! {
            <TextField label=t(text::name) value=self.default error=refused.of(Field::Name) />
            <details class="dir-names" open=has_own>
                <summary>{t(text::other_names)}</summary>
                <div class="dir-names-fields">{Locale::ALL.into_iter().zip(self.own).map(field).collect_view()}</div>
            </details>
        }
        .into_any()
    }
}
