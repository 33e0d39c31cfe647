//! Boards and requests.

use serde::{Deserialize, Serialize};

use crate::{
    Column, ColumnId, CommentId, DepartmentId, LabelId, Level, PersonId, RequestId, RequestKind, ServiceId,
    Sight,
};

payloads! {
    /// Replaces a board's columns. Requests in a column that goes move to the first of its category.
    SetColumns {
        /// Whose board.
        department: DepartmentId,
        /// The revision it was written over.
        over: u32,
        /// The columns from left to right.
        columns: Vec<Column>,
    }
    /// Creates a label, renames or retires it.
    SetLabel {
        /// Its id.
        id: LabelId,
        /// Whose label.
        department: DepartmentId,
        /// Its name.
        name: String,
        /// Not offered any more.
        is_retired: bool,
    }
    /// Files a request.
    FileRequest {
        /// Its id.
        id: RequestId,
        /// What is asked, in one line.
        title: String,
        /// What is asked, in full.
        body: String,
        /// What sort of request.
        kind: RequestKind,
        /// How much hangs on it.
        impact: Level,
        /// How soon it is needed.
        urgency: Level,
        /// The department asked for ("ask as").
        customer: DepartmentId,
        /// Who is asked; none: the unrouted intake.
        provider: Option<DepartmentId>,
        /// The service asked for.
        service: Option<ServiceId>,
        /// Who may see it.
        sight: Sight,
        /// Labels to start with.
        labels: Vec<LabelId>,
    }
    /// Replaces a request's title and body.
    EditRequest {
        /// Which.
        id: RequestId,
        /// The revision it was written over.
        over: u32,
        /// What is asked, in one line.
        title: String,
        /// What is asked, in full; none: left as it is.
        body: Option<String>,
    }
    /// Says how much hangs on a request and how soon it is needed.
    PrioritiseRequest {
        /// Which.
        id: RequestId,
        /// How much hangs on it.
        impact: Level,
        /// How soon it is needed.
        urgency: Level,
    }
    /// Puts a request into a column of its holder's board, right after another.
    MoveRequest {
        /// Which.
        id: RequestId,
        /// Into which column.
        column: ColumnId,
        /// Right after which request; none: at the top.
        after: Option<RequestId>,
    }
    /// Ends a request, or opens it again by moving it back.
    EndRequest {
        /// Which.
        id: RequestId,
        /// How it ends.
        end: End,
        /// Why, as a comment; may be empty except when declining.
        reason: String,
        /// The id of that comment.
        comment: CommentId,
    }
    /// Opens an ended or resolved request again: it goes to the top of the first column.
    ReopenRequest {
        /// Which.
        id: RequestId,
    }
    /// Says who works on a request.
    AssignRequest {
        /// Which.
        id: RequestId,
        /// Who; none: nobody.
        assignee: Option<PersonId>,
    }
    /// Says who handles a confidential request from now on. Whoever is left out sees it no more.
    SetHandlers {
        /// Which.
        id: RequestId,
        /// All of them.
        handlers: Vec<PersonId>,
    }
    /// Puts a label on a request or takes it off.
    LabelRequest {
        /// Which.
        id: RequestId,
        /// Which label.
        label: LabelId,
        /// On or off.
        on: bool,
    }
    /// Follows a request or stops following it.
    WatchRequest {
        /// Which.
        id: RequestId,
        /// Who.
        person: PersonId,
        /// On or off.
        on: bool,
    }
    /// Passes a request on to another department's board.
    HandOverRequest {
        /// Which.
        id: RequestId,
        /// To whom.
        to: DepartmentId,
    }
    /// Comments on a request.
    AddComment {
        /// Its id.
        id: CommentId,
        /// On which request.
        request: RequestId,
        /// What.
        text: String,
    }
    /// Changes one's own comment.
    EditComment {
        /// Which.
        id: CommentId,
        /// On which request.
        request: RequestId,
        /// The revision it was written over.
        over: u32,
        /// What.
        text: String,
    }
}

/// How a request ends. Append-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// Done and over.
    Closed,
    /// Not taken on.
    Declined,
    /// No longer asked for.
    Cancelled,
}
