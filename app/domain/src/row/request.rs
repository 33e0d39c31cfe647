use serde::{Deserialize, Serialize};

use crate::{
    ColumnId, CommentId, DepartmentId, LabelId, PersonId, Rank, RequestId, RequestKey, ServiceId, Timestamp,
};

/// Something one department asks of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// Its public number.
    pub number: RequestNumber,
    /// What is asked, in one line.
    pub title: String,
    /// What sort of request.
    pub kind: RequestKind,
    /// The source's word for the kind, kept for the way out.
    pub kind_name: Option<String>,
    /// How much hangs on it.
    pub impact: Level,
    /// How soon it is needed.
    pub urgency: Level,
    /// Who asks. None where a source does not say.
    pub customer: Option<DepartmentId>,
    /// Who holds it now. None: the organisation's unrouted intake.
    pub provider: Option<DepartmentId>,
    /// The person who asks.
    pub requester: Option<PersonId>,
    /// The service asked for.
    pub service: Option<ServiceId>,
    /// Who may see it.
    pub sight: Sight,
    /// Its state.
    pub state: StateCategory,
    /// Its column on the holder's board: `Some` exactly when it has a holder and its state is one
    /// of [`StateCategory::ON_BOARD`].
    pub column: Option<ColumnId>,
    /// Its place in the column, from the top.
    pub rank: Rank,
    /// Who works on it.
    pub assignee: Option<PersonId>,
    /// Its labels, sorted.
    pub labels: Vec<LabelId>,
    /// Who follows it, sorted.
    pub watchers: Vec<PersonId>,
    /// The departments that held it before, sorted.
    pub held_by: Vec<DepartmentId>,
    /// How many comments it has.
    pub comments: u32,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When its state or holder last changed.
    pub moved_at: Timestamp,
    /// When it was resolved, while it is resolved or closed.
    pub resolved_at: Option<Timestamp>,
    /// When it ended, while its state is an end.
    pub ended_at: Option<Timestamp>,
    /// Counts edits of its title and body.
    pub rev: u32,
}

impl Request {
    /// Its priority: impact × urgency.
    pub fn priority(&self) -> Priority {
        Priority::of(self.impact, self.urgency)
    }

    /// A team's own work: the customer is the provider. It is not rated.
    pub fn is_own_work(&self) -> bool {
        self.customer.is_some() && self.customer == self.provider
    }

    /// Whether it still needs somebody's work.
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Makes `handlers`, sorted, the ones who handle this confidential request. Whoever handles it no more
    /// neither works on it nor follows it.
    pub fn handle(&mut self, handlers: Vec<PersonId>) {
        self.assignee = self.assignee.filter(|person| handlers.contains(person));
        let requester = self.requester;
        self.watchers.retain(|person| handlers.contains(person) || requester == Some(*person));
        self.sight = Sight::Confidential { handlers };
    }
}

/// A request's public number, as `KEY-123`: fixed at filing, kept through hand-over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestNumber {
    /// The server has not numbered it yet.
    #[default]
    Provisional,
    /// Numbered.
    Filed {
        /// The key of the department it was filed with.
        key: RequestKey,
        /// Counts up per department; gaps are allowed.
        n: u32,
    },
}

/// What sort of request. Append-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RequestKind {
    /// A service is asked for.
    #[default]
    Service,
    /// A question.
    Question,
    /// Something does not work.
    Problem,
    /// A complaint.
    Complaint,
    /// A suggestion.
    Suggestion,
}

/// The eight states a request can be in; a board's columns are a team's names for them. Append-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StateCategory {
    /// Filed, not looked at.
    #[default]
    New,
    /// Taken on.
    Accepted,
    /// Being worked on.
    InProgress,
    /// Standing still for somebody or something.
    Waiting,
    /// Done; the requester may say otherwise.
    Resolved,
    /// Done and over.
    Closed,
    /// Not taken on.
    Declined,
    /// No longer asked for.
    Cancelled,
}

impl StateCategory {
    /// Every category, in order.
    pub const ALL: &[Self] = &[
        Self::New,
        Self::Accepted,
        Self::InProgress,
        Self::Waiting,
        Self::Resolved,
        Self::Closed,
        Self::Declined,
        Self::Cancelled,
    ];

    /// The categories that have a column on a board.
    pub const ON_BOARD: &[Self] =
        &[Self::New, Self::Accepted, Self::InProgress, Self::Waiting, Self::Resolved];

    /// Whether a request in it still needs somebody's work.
    pub fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Accepted | Self::InProgress | Self::Waiting)
    }

    /// Whether it is an end: the request has left the board.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Closed | Self::Declined | Self::Cancelled)
    }
}

/// Impact or urgency. Append-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// High.
    High,
    /// Medium.
    #[default]
    Medium,
    /// Low.
    Low,
}

/// Priority, shown as P1 to P4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Priority {
    /// Drop everything.
    P1,
    /// Soon.
    P2,
    /// In turn.
    P3,
    /// When there is time.
    P4,
}

impl Priority {
    /// The 3 × 3 matrix, impact down, urgency across (ITIL's, with its two lowest fields joined):
    /// high 1 2 3, medium 2 3 4, low 3 4 4.
    pub fn of(impact: Level, urgency: Level) -> Self {
        match impact as u8 + urgency as u8 {
            0 => Self::P1,
            1 => Self::P2,
            2 => Self::P3,
            _ => Self::P4,
        }
    }
}

/// Who may see a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sight {
    /// Both departments.
    #[default]
    Departments,
    /// Not the rest of the customer department.
    Private,
    /// Its requester and the named handlers only.
    Confidential {
        /// Who handles it, sorted.
        handlers: Vec<PersonId>,
    },
}

/// A request's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestText {
    /// Whose body.
    pub request: RequestId,
    /// What is asked, in full.
    pub body: String,
}

/// A comment on a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// On which request.
    pub request: RequestId,
    /// Who wrote it; none where a source does not say.
    pub author: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// Counts edits.
    pub rev: u32,
}
