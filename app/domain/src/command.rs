//! What a person can do. A command is an intent, never a field patch: it is the unit of permission,
//! of merge, of undo and of audit. Ids of what it creates are in it, made by its author, so that
//! work done offline can be built upon. One that replaces text carries the revision (`over`) it was
//! written over.

use serde::{Deserialize, Serialize};

use crate::{
    Column, ColumnId, CommentId, DepartmentId, DepartmentKind, DependencyId, Grade, KudosCategory, KudosId,
    LabelId, Level, LocalText, Locale, MembershipId, MembershipRole, Mode, NeedId, OrganisationRole,
    PersonId, RequestId, RequestKey, RequestKind, ScoreSet, ServiceId, ServiceState, Severity, Side, Sight,
    Thanked, Tier,
};

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type),* })*

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

        $(impl From<$name> for Command {
            fn from(command: $name) -> Command { Command::$name(command) }
        })*
    };
}

commands! {
    /// Changes the organisation's own settings.
    SetOrganisation {
        /// The revision it was written over.
        over: u32,
        /// What it calls itself.
        name: String,
        /// The language of those who have chosen none.
        locale: Locale,
        /// IANA name of its time zone.
        time_zone: String,
    }

    /// Creates a department.
    CreateDepartment {
        /// Its id.
        id: DepartmentId,
        /// Its name.
        name: LocalText,
        /// What it is for.
        purpose: String,
        /// What sort of unit it is.
        kind: DepartmentKind,
        /// The department above it.
        parent: Option<DepartmentId>,
        /// Its request key; none: one is proposed from its name.
        key: Option<RequestKey>,
    }
    /// Gives a department another name.
    RenameDepartment {
        /// Which.
        id: DepartmentId,
        /// The revision it was written over.
        over: u32,
        /// Its new name.
        name: LocalText,
    }
    /// Says what a department is for and how to reach it.
    DescribeDepartment {
        /// Which.
        id: DepartmentId,
        /// The revision it was written over.
        over: u32,
        /// What it is for.
        purpose: String,
        /// What sort of unit it is.
        kind: DepartmentKind,
        /// Where to reach it outside Weft.
        channel: String,
    }
    /// Gives a department another request key; the old one still leads to it.
    SetDepartmentKey {
        /// Which.
        id: DepartmentId,
        /// The new key.
        key: RequestKey,
    }
    /// Puts a department under another one.
    MoveDepartment {
        /// Which.
        id: DepartmentId,
        /// Its new parent; none: top level.
        parent: Option<DepartmentId>,
    }
    /// Makes one department part of another, with its members, services, dependencies and requests.
    MergeDepartment {
        /// Which ends.
        id: DepartmentId,
        /// Which takes it in.
        into: DepartmentId,
    }
    /// Takes people and services out of a department into new ones beside it.
    SplitDepartment {
        /// Which is split; it stays, with what no part takes.
        id: DepartmentId,
        /// The new departments.
        parts: Vec<SplitPart>,
    }
    /// Ends a department; its history stays.
    RetireDepartment {
        /// Which.
        id: DepartmentId,
    }
    /// Brings a retired department back.
    RestoreDepartment {
        /// Which.
        id: DepartmentId,
    }
    /// Puts a department on the map by hand, or lets the layout place it again.
    PlaceDepartment {
        /// Which.
        id: DepartmentId,
        /// Its upper left corner in scene units; none: the layout decides.
        at: Option<(i32, i32)>,
    }

    /// Adds a person to the directory. It gives them no account.
    AddPerson {
        /// Their id.
        id: PersonId,
        /// What they are called.
        name: String,
        /// Their address, if known.
        email: Option<String>,
    }
    /// Changes what a person is called.
    RenamePerson {
        /// Who.
        id: PersonId,
        /// The revision it was written over.
        over: u32,
        /// What they are called.
        name: String,
    }
    /// Changes a person's address in the directory.
    SetContact {
        /// Who.
        person: PersonId,
        /// Their address; empty: none.
        email: String,
    }
    /// Chooses the language a person reads.
    ChooseLocale {
        /// Who: oneself.
        person: PersonId,
        /// Which; none: the browser's.
        locale: Option<Locale>,
    }
    /// Ends a person's part; their history stays.
    RetirePerson {
        /// Who.
        id: PersonId,
    }
    /// Brings a person back.
    RestorePerson {
        /// Who.
        id: PersonId,
    }
    /// Gives or takes a role across the organisation.
    SetRole {
        /// Who.
        person: PersonId,
        /// Which role.
        role: OrganisationRole,
        /// Given or taken.
        granted: bool,
    }
    /// Puts a person in a department, or changes what they are there.
    SetMembership {
        /// The id of the membership if it is new.
        id: MembershipId,
        /// Who.
        person: PersonId,
        /// Where.
        department: DepartmentId,
        /// What they may do there.
        role: MembershipRole,
        /// Their job role in words.
        title: String,
    }
    /// Takes a person out of a department.
    EndMembership {
        /// Who.
        person: PersonId,
        /// Where.
        department: DepartmentId,
    }

    /// Offers a new service.
    CreateService {
        /// Its id.
        id: ServiceId,
        /// Its name.
        name: LocalText,
        /// What it covers.
        description: String,
        /// Who offers it.
        providers: Vec<DepartmentId>,
        /// Its requests are seen by the requester and named handlers only.
        is_confidential: bool,
    }
    /// Changes what a service says of itself.
    DescribeService {
        /// Which.
        id: ServiceId,
        /// The revision it was written over.
        over: u32,
        /// Its name.
        name: LocalText,
        /// What it covers.
        description: String,
    }
    /// Moves a service along its life.
    SetServiceState {
        /// Which.
        id: ServiceId,
        /// Where to.
        state: ServiceState,
    }

    /// Declares that a department needs another, or adds a need to what is declared already.
    DeclareDependency {
        /// Who needs.
        customer: DepartmentId,
        /// Who is needed.
        provider: DepartmentId,
        /// The id of the need.
        need: NeedId,
        /// What is needed and why.
        text: String,
        /// How badly.
        severity: Severity,
        /// How the two work together.
        mode: Mode,
    }
    /// Changes one need.
    AmendNeed {
        /// Of which dependency.
        dependency: DependencyId,
        /// Which need.
        need: NeedId,
        /// The dependency's revision it was written over.
        over: u32,
        /// What is needed and why.
        text: String,
        /// How badly.
        severity: Severity,
    }
    /// Takes one need away. The last one takes the dependency with it.
    DropNeed {
        /// Of which dependency.
        dependency: DependencyId,
        /// Which need.
        need: NeedId,
    }
    /// Agrees to a dependency for the provider.
    AgreeDependency {
        /// Which.
        id: DependencyId,
    }
    /// Disputes a dependency for the provider.
    DisputeDependency {
        /// Which.
        id: DependencyId,
        /// Why.
        reason: String,
    }
    /// Changes how a dependency is worked.
    AmendDependency {
        /// Which.
        id: DependencyId,
        /// The revision it was written over.
        over: u32,
        /// How the two work together.
        mode: Mode,
        /// Importance.
        tier: Option<Tier>,
        /// Satisfaction × influence.
        grade: Option<Grade>,
        /// Where the two talk.
        channel: String,
        /// The services used.
        services: Vec<ServiceId>,
    }
    /// Ends a dependency; its history stays.
    RetireDependency {
        /// Which.
        id: DependencyId,
    }

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

    /// Rates how a request went.
    RateRequest {
        /// Which.
        request: RequestId,
        /// For which side.
        side: Side,
        /// The scores.
        scores: ScoreSet,
        /// A comment; may be empty.
        comment: String,
    }
    /// Thanks a department or a person.
    GiveKudos {
        /// Its id.
        id: KudosId,
        /// For which department of one's own.
        from_department: Option<DepartmentId>,
        /// Who is thanked.
        to: Thanked,
        /// For which request.
        request: Option<RequestId>,
        /// For what.
        category: KudosCategory,
        /// In one's own words.
        text: String,
    }
}

/// One new department of a [`SplitDepartment`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitPart {
    /// Its id.
    pub id: DepartmentId,
    /// Its name.
    pub name: LocalText,
    /// The people it takes.
    pub people: Vec<PersonId>,
    /// The services it takes.
    pub services: Vec<ServiceId>,
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
