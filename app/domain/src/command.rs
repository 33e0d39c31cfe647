//! What a person can do. A command is an intent, never a field patch: it is the unit of permission,
//! of merge, of undo and of audit. Ids of what it creates are in it, made by its author, so that
//! work done offline can be built upon. One that replaces text carries the revision (`over`) it was
//! written over.

use serde::{Deserialize, Serialize};

/// What the commands carry: one struct each.
macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type),* }

        impl From<$name> for super::Command {
            fn from(command: $name) -> super::Command { super::Command::$name(command) }
        }
    )*};
}

mod dependency;
mod directory;
mod feedback;
mod request;

pub use dependency::*;
pub use directory::*;
pub use feedback::*;
pub use request::*;

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// A command of any kind. Append-only: its order is on the wire, its names are in outboxes
        /// and in the journal.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Command { $($(#[$doc])* $name($name)),* }

        impl Command {
            /// The command's name, as in the journal and logs.
            pub fn name(&self) -> &'static str {
                match self { $(Command::$name(_) => stringify!($name)),* }
            }

            /// The names of all commands.
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];
        }
    };
}

commands! {
    /// Changes the organisation's own settings.
    SetOrganisation,
    /// Creates a department.
    CreateDepartment,
    /// Gives a department another name.
    RenameDepartment,
    /// Says what a department is for and how to reach it.
    DescribeDepartment,
    /// Gives a department another request key; the old one still leads to it.
    SetDepartmentKey,
    /// Puts a department under another one.
    MoveDepartment,
    /// Makes one department part of another, with its members, services, dependencies and requests.
    MergeDepartment,
    /// Takes people and services out of a department into new ones beside it.
    SplitDepartment,
    /// Ends a department; its history stays.
    RetireDepartment,
    /// Brings a retired department back.
    RestoreDepartment,
    /// Puts a department on the map by hand, or lets the layout place it again.
    PlaceDepartment,
    /// Adds a person to the directory. It gives them no account.
    AddPerson,
    /// Changes what a person is called.
    RenamePerson,
    /// Changes a person's address in the directory.
    SetContact,
    /// Chooses the language a person reads.
    ChooseLocale,
    /// Ends a person's part; their history stays.
    RetirePerson,
    /// Brings a person back.
    RestorePerson,
    /// Gives or takes a role across the organisation.
    SetRole,
    /// Puts a person in a department, or changes what they are there.
    SetMembership,
    /// Takes a person out of a department.
    EndMembership,
    /// Offers a new service.
    CreateService,
    /// Changes what a service says of itself.
    DescribeService,
    /// Moves a service along its life.
    SetServiceState,
    /// Declares that a department needs another, or adds a need to what is declared already.
    DeclareDependency,
    /// Changes one need.
    AmendNeed,
    /// Takes one need away. The last one takes the dependency with it.
    DropNeed,
    /// Agrees to a dependency for the provider.
    AgreeDependency,
    /// Disputes a dependency for the provider.
    DisputeDependency,
    /// Changes how a dependency is worked.
    AmendDependency,
    /// Ends a dependency; its history stays.
    RetireDependency,
    /// Replaces a board's columns. Requests in a column that goes move to the first of its category.
    SetColumns,
    /// Creates a label, renames or retires it.
    SetLabel,
    /// Files a request.
    FileRequest,
    /// Replaces a request's title and body.
    EditRequest,
    /// Says how much hangs on a request and how soon it is needed.
    PrioritiseRequest,
    /// Puts a request into a column of its holder's board, right after another.
    MoveRequest,
    /// Ends a request, or opens it again by moving it back.
    EndRequest,
    /// Opens an ended or resolved request again: it goes to the top of the first column.
    ReopenRequest,
    /// Says who works on a request.
    AssignRequest,
    /// Puts a label on a request or takes it off.
    LabelRequest,
    /// Follows a request or stops following it.
    WatchRequest,
    /// Passes a request on to another department's board.
    HandOverRequest,
    /// Comments on a request.
    AddComment,
    /// Changes one's own comment.
    EditComment,
    /// Rates how a request went.
    RateRequest,
    /// Thanks a department or a person.
    GiveKudos,
    /// Adds a department to those that offer a service, or takes it off.
    ProvideService,
    /// Takes out, for ever, what is said of a person who has left.
    ErasePerson,
    /// Says whether requests for a service are confidential, and who handles them.
    SetServiceSight,
    /// Says who handles a confidential request from now on.
    SetHandlers,
    /// Says what a dependency hands over.
    SetDeliverable,
}
