//! Which cards a board shows: a query in the language of search, mine, one customer, one label.

use weft_domain::search::Query;
use weft_domain::{DepartmentId, LabelId, PersonId, Request, World};

/// What the reader narrows a board to. All of it must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Who narrows it, whom `assignee:me` means.
    pub(crate) me: Option<PersonId>,
    /// Words and operators.
    pub(crate) query: Query,
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
        *self != Self { me: self.me, ..Self::default() }
    }

    /// Whether a request is shown.
    pub(crate) fn shows(&self, world: &World, request: &Request) -> bool {
        self.assignee.is_none_or(|person| request.assignee == Some(person))
            && self.customer.is_none_or(|customer| request.customer == Some(customer))
            && self.label.is_none_or(|label| request.labels.contains(&label))
            && self.me.is_none_or(|me| self.query.matches(world, me, request, None))
    }
}
