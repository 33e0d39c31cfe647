//! The organisation, departments, people, services.

use serde::{Deserialize, Serialize};

use crate::{
    DepartmentId, DepartmentKind, LocalText, Locale, MembershipId, MembershipRole, OrganisationRole,
    PersonId, RequestKey, ServiceId, ServiceState,
};

payloads! {
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
    /// Takes out, for ever, what is said of a person: name, address, language, roles, places, and the words of
    /// thanks to them. They leave with it. What they did stays, without their name.
    ErasePerson {
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
    /// Says whether requests for a service are confidential, and who handles them. It is so for what is filed
    /// from now on; who sees what was filed before does not change by it.
    SetServiceSight {
        /// Which.
        id: ServiceId,
        /// Whether its requests are seen by requester and handlers only.
        is_confidential: bool,
        /// Who handles them; empty: the leads of the department that is asked.
        handlers: Vec<PersonId>,
    }
    /// Moves a service along its life.
    SetServiceState {
        /// Which.
        id: ServiceId,
        /// Where to.
        state: ServiceState,
    }
    /// Adds a department to those that offer a service, or takes it off.
    ProvideService {
        /// Which.
        id: ServiceId,
        /// Which department.
        department: DepartmentId,
        /// On or off.
        on: bool,
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
