//! Forms over commands: the rules themselves say what is wrong, and where.

use leptos::prelude::*;
use weft_domain::{Field, Locale, Refusal};

use crate::hands::{Hands, use_hands};
use crate::i18n::{refusal, use_locale};
use crate::ui::Choice;
use crate::ui::icon::INFO;
use crate::ui::icon_small;

/// Why the form was refused when it was last sent.
#[derive(Clone, Copy)]
pub(crate) struct Refused {
    refusal: RwSignal<Option<Refusal>>,
    locale: RwSignal<Locale>,
    hands: Hands,
}

impl Refused {
    /// Not refused so far.
    pub(crate) fn new() -> Self {
        Self { refusal: RwSignal::new(None), locale: use_locale(), hands: use_hands() }
    }

    /// Notes the answer; true if it was accepted.
    pub(crate) fn note(self, answer: Result<(), Refusal>) -> bool {
        let good = answer.is_ok();
        self.refusal.set(answer.err());
        if !good {
            crate::access::focus_first_error();
        }
        good
    }

    /// What is wrong with a field.
    pub(crate) fn of(self, field: Field) -> Signal<Option<String>> {
        Signal::derive(move || {
            let refusal = self.refusal.get()?;
            (field_of(&refusal) == Some(field)).then(|| self.words(&refusal))
        })
    }

    /// What is wrong with the form as a whole: whatever belongs to none of its `fields`.
    pub(crate) fn rest(self, fields: &'static [Field]) -> AnyView {
        let said = move || {
            let refusal = self.refusal.get()?;
            let is_shown = field_of(&refusal).is_some_and(|field| fields.contains(&field));
            (!is_shown).then(|| self.words(&refusal))
        };
        view! {
            <div class="problem-slot" role="alert">
                {move || said().map(|said| view! { <p class="problem">{icon_small(INFO)}<span>{said}</span></p> })}
            </div>
        }
        .into_any()
    }

    fn words(self, refusal: &Refusal) -> String {
        refusal::sentence(self.locale.get(), &self.hands.replica().world(), refusal)
    }
}

const fn field_of(refusal: &Refusal) -> Option<Field> {
    match refusal {
        Refusal::Empty { field }
        | Refusal::TooLong { field, .. }
        | Refusal::TooMany { field, .. }
        | Refusal::Malformed { field }
        | Refusal::Taken { field } => Some(*field),
        _ => None,
    }
}

/// The choices of a select, from values, their names in the form and their words.
pub(super) fn choices<T: Copy + Send + Sync + 'static>(
    of: &[(T, &'static str)],
    word: fn(Locale, T) -> &'static str,
) -> Vec<Choice> {
    let choice = |(value, name): &(T, &'static str)| {
        let value = *value;
        Choice::new(*name, crate::i18n::t(move |locale| word(locale, value)))
    };
    of.iter().map(choice).collect()
}

/// The value with this name in a form.
pub(super) fn value_of<T: Copy>(of: &[(T, &'static str)], name: &str) -> Option<T> {
    of.iter().find(|(_, own)| *own == name).map(|(value, _)| *value)
}

/// The name in a form of this value.
pub(super) fn name_of<T: Copy + PartialEq>(of: &[(T, &'static str)], value: T) -> String {
    of.iter().find(|(own, _)| *own == value).map(|(_, name)| (*name).to_owned()).unwrap_or_default()
}
