//! Which cards a board shows: words, mine, one customer, one label.

use weft_domain::{DepartmentId, LabelId, PersonId, Request, World};

use crate::i18n::Locale;
use crate::request::words;

/// What the reader narrows a board to. All of it must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Words in the title, the number or the customer's name, in lower case.
    pub(crate) words: String,
    /// Only what this person works on.
    pub(crate) assignee: Option<PersonId>,
    /// Only what this department asked for.
    pub(crate) customer: Option<DepartmentId>,
    /// Only what carries this label.
    pub(crate) label: Option<LabelId>,
}

impl Filter {
    /// Whether it hides anything.
    pub(crate) fn is_on(&self) -> bool {
        *self != Self::default()
    }

    /// Whether a request is shown.
    pub(crate) fn shows(&self, world: &World, locale: Locale, request: &Request) -> bool {
        self.assignee.is_none_or(|person| request.assignee == Some(person))
            && self.customer.is_none_or(|customer| request.customer == Some(customer))
            && self.label.is_none_or(|label| request.labels.contains(&label))
            && (self.words.is_empty() || self.says(world, locale, request))
    }

    fn says(&self, world: &World, locale: Locale, request: &Request) -> bool {
        let mut said = request.title.to_lowercase();
        said.push('\n');
        said.push_str(&words::number(locale, &request.number).to_lowercase());
        if let Some(customer) = request.customer {
            said.push('\n');
            said.push_str(&words::department(world, locale, customer).to_lowercase());
        }
        self.words.split_whitespace().all(|word| said.contains(word))
    }
}
