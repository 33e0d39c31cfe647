//! What happened, for the journal: ids and closed words, no free text but former names of departments
//! and services, so that the journal can be kept for ever. Indicators, time travel and a request's history are read from it.

use serde::{Deserialize, Serialize};

use crate::{
    DepartmentId, DependencyState, Key, LocalText, OrganisationRole, PersonId, RequestId, ServiceState,
    StateCategory,
};

/// One thing that happened to one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it happened to.
    pub subject: Key,
    /// What happened.
    pub what: What,
}

/// What happened. Append-only; stored as JSON in the journal and shown in histories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// The row was created.
    Created,
    /// Its texts were edited.
    Edited,
    /// It was placed elsewhere in the tree.
    Moved {
        /// From under which department.
        from: Option<DepartmentId>,
        /// Under which department.
        to: Option<DepartmentId>,
    },
    /// It became part of another department.
    MergedInto {
        /// Which.
        department: DepartmentId,
    },
    /// It was split off another department.
    SplitFrom {
        /// Which.
        department: DepartmentId,
    },
    /// It was retired.
    Retired,
    /// It was brought back.
    Restored,
    /// A role was given or taken.
    Role {
        /// Which.
        role: OrganisationRole,
        /// Given or taken.
        granted: bool,
    },
    /// A person joined, or their role there changed.
    Joined {
        /// Who.
        person: PersonId,
    },
    /// A person left.
    Left {
        /// Who.
        person: PersonId,
    },
    /// A service moved along its life.
    Service {
        /// Where to.
        state: ServiceState,
    },
    /// A dependency changed state.
    Dependency {
        /// From.
        from: Option<DependencyState>,
        /// To.
        to: DependencyState,
    },
    /// A request was filed.
    Filed {
        /// With whom.
        provider: Option<DepartmentId>,
    },
    /// A request changed state.
    State {
        /// From.
        from: StateCategory,
        /// To.
        to: StateCategory,
    },
    /// A request was handed over.
    HandedOver {
        /// By whom.
        from: Option<DepartmentId>,
        /// To whom.
        to: Option<DepartmentId>,
    },
    /// A request was assigned.
    Assigned {
        /// To whom.
        to: Option<PersonId>,
    },
    /// A request's impact or urgency changed.
    Prioritised,
    /// A label was put on or taken off.
    Labelled,
    /// Somebody follows it, or stopped.
    Watched,
    /// Somebody commented on it.
    Commented,
    /// It was rated.
    Rated,
    /// Somebody or some department was thanked.
    Thanked {
        /// For which request.
        request: Option<RequestId>,
    },
    /// A department or a service got another name. What they call themselves is published, and who looks
    /// for them by what they were called must find them: the one text in the journal, and never a
    /// person's name.
    Renamed {
        /// What it was called.
        from: LocalText,
    },
    /// What was said of a person was taken out for ever.
    Erased,
    /// Who handles it, or what is filed for it, changed.
    Handlers,
}
