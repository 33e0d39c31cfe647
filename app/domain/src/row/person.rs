use serde::{Deserialize, Serialize};

use crate::{DepartmentId, Locale, MembershipId, PersonId};

/// A person. Not an account: nobody can sign in by being in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// What they are called.
    pub name: String,
    /// The language they chose.
    pub locale: Option<Locale>,
    /// Their roles across the organisation.
    pub roles: Roles,
    /// They left; their history stays and they have no rights.
    pub is_retired: bool,
    /// Counts edits of this row's texts.
    pub rev: u32,
}

impl Person {
    /// What was said of them was taken out for ever: nobody else is without a name.
    pub fn is_erased(&self) -> bool {
        self.name.is_empty()
    }
}

/// A person's e-mail address, shown only to themselves and to stewards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Whose.
    pub person: PersonId,
    /// The address.
    pub email: String,
}

/// A role across the organisation. Append-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrganisationRole {
    /// Runs the system, and gains no sight by it.
    Admin,
    /// Keeps the directory and its roles true (the internal-customer committee).
    Steward,
    /// Watches the collaboration as a whole.
    Leadership,
    /// Checks that the indicators are honest.
    Auditor,
}

impl OrganisationRole {
    /// Every role.
    pub const ALL: &[Self] = &[Self::Admin, Self::Steward, Self::Leadership, Self::Auditor];
}

/// A set of organisation roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(u8);

impl Roles {
    /// No role.
    pub const NONE: Self = Self(0);

    /// Whether the set has `role`.
    pub fn has(self, role: OrganisationRole) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// The set with `role` added.
    #[must_use]
    pub fn with(self, role: OrganisationRole) -> Self {
        Self(self.0 | (1 << role as u8))
    }

    /// The set with `role` taken out.
    #[must_use]
    pub fn without(self, role: OrganisationRole) -> Self {
        Self(self.0 & !(1 << role as u8))
    }

    /// The roles of the set, in their order.
    pub fn iter(self) -> impl Iterator<Item = OrganisationRole> {
        OrganisationRole::ALL.iter().copied().filter(move |role| self.has(*role))
    }

    /// What `self` has and `other` has not.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<OrganisationRole> for Roles {
    fn from_iter<T: IntoIterator<Item = OrganisationRole>>(roles: T) -> Self {
        roles.into_iter().fold(Self::NONE, Self::with)
    }
}

/// A person's place in a department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Its id.
    pub id: MembershipId,
    /// Who.
    pub person: PersonId,
    /// Where. Unique together with the person.
    pub department: DepartmentId,
    /// What they may do there.
    pub role: MembershipRole,
    /// Their job role in the department's or the source's words.
    pub title: String,
}

/// What a member may do in their department. Later ones include earlier ones. Append-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MembershipRole {
    /// Asks for the department, proposes dependencies.
    #[default]
    Member,
    /// Also works its board and agrees to dependencies.
    Agent,
    /// Also edits the department, its services and its board.
    Lead,
}
