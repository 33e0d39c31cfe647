//! Why a command is refused. Closed and typed; the words in three languages are in
//! `app/src/i18n`. No refusal names a row its actor may not see: a hidden row and a missing one are
//! both [`Refusal::NotFound`].

use serde::{Deserialize, Serialize};

use crate::{DepartmentId, Kind, OrganisationRole};

/// Why a command is refused. Append-only: it is on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// There is no such row, or none the actor may see.
    NotFound {
        /// What was looked for.
        kind: Kind,
    },
    /// Only members of the department may.
    NotAMember {
        /// Which department.
        department: DepartmentId,
    },
    /// Only agents and leads of the department may.
    NotAnAgent {
        /// Which department.
        department: DepartmentId,
    },
    /// Only leads of the department (or stewards) may.
    NotALead {
        /// Which department.
        department: DepartmentId,
    },
    /// Only holders of the role may.
    NeedsRole {
        /// Which role.
        role: OrganisationRole,
    },
    /// Nobody grants more than they hold.
    GrantsMoreThanHeld,
    /// Only oneself may.
    OnlyOneself,
    /// One may not rate or thank oneself.
    NotOfOneself,
    /// A field must not be empty.
    Empty {
        /// Which.
        field: Field,
    },
    /// A text is longer than its limit.
    TooLong {
        /// Which.
        field: Field,
        /// The limit in characters.
        max: u32,
    },
    /// A list is longer than its limit.
    TooMany {
        /// Which.
        field: Field,
        /// The limit in entries.
        max: u32,
    },
    /// A field's form is wrong.
    Malformed {
        /// Which.
        field: Field,
    },
    /// The value is taken by another row.
    Taken {
        /// Which.
        field: Field,
    },
    /// A row with this id exists already with other contents.
    AlreadyExists {
        /// What.
        kind: Kind,
    },
    /// Somebody changed the text since; what was written over is no longer what is there.
    ChangedMeanwhile,
    /// The row is retired and takes no changes.
    IsRetired {
        /// What.
        kind: Kind,
    },
    /// A department would be above itself.
    WouldBeACycle,
    /// The tree would be too deep.
    TooDeep {
        /// The limit in levels.
        max: u32,
    },
    /// A department cannot depend on, merge into or hand over to itself.
    Itself,
    /// The row is in a state that does not allow it.
    WrongState,
    /// The column is not on the board of the request's holder.
    NotOnThisBoard,
    /// A board needs a column of every category on a board.
    ColumnMissing,
    /// Only resolved or closed requests are rated.
    NotResolved,
    /// A team's own work is not rated.
    OwnWork,
    /// This side has rated already.
    AlreadyRated,
    /// The organisation would be left without anybody who runs it.
    LastAdmin,
    /// The command broke an assumption of the program; it was refused alone and is logged.
    Internal,
    /// It cannot retire: departments are under it (`Department`) or it holds open requests
    /// (`Request`).
    StillInUse {
        /// What is in the way.
        kind: Kind,
    },
    /// A confidential request is neither rated nor thanked for in the open.
    IsConfidential,
    /// As much waits to be sent as this browser keeps. Only a browser says so.
    OutboxFull,
    /// Another tab runs a newer version of the program. Only a browser says so.
    OlderVersion,
    /// What was said of the person was taken out for ever: nobody can bring it back.
    IsErased,
    /// What cannot be taken back is not done to oneself.
    NotToOneself,
    /// Only who handles a confidential request says who else does.
    NotAHandler,
}

/// A field of a command, for refusals that name one. Append-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// A name.
    Name,
    /// A title.
    Title,
    /// A purpose.
    Purpose,
    /// A description.
    Description,
    /// A channel.
    Channel,
    /// A request key.
    Key,
    /// An e-mail address.
    Email,
    /// What is needed.
    Need,
    /// A reason.
    Reason,
    /// A body.
    Body,
    /// A comment.
    Comment,
    /// Words of thanks.
    Thanks,
    /// A time zone.
    TimeZone,
    /// Columns of a board.
    Columns,
    /// Labels.
    Labels,
    /// Watchers.
    Watchers,
    /// Handlers of a confidential request.
    Handlers,
    /// Providers of a service.
    Providers,
    /// Services of a dependency.
    Services,
    /// Parts of a split.
    Parts,
    /// Memberships of a person.
    Memberships,
    /// Departments that held a request.
    Holders,
    /// What a dependency hands over.
    Deliverable,
}
