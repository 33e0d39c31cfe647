//! Who does a command, and who sees a row.

use std::collections::{BTreeMap, BTreeSet};

use crate::{AudienceKey, DepartmentId, MembershipRole, OrganisationRole, PersonId, Roles, World};

/// Who does a command. It comes from the session only, never from a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person; none: the system itself (jobs, imports run by the command line).
    pub person: Option<PersonId>,
    /// Their roles across the organisation.
    pub roles: Roles,
    /// What they are in which department.
    pub memberships: BTreeMap<DepartmentId, MembershipRole>,
}

impl Actor {
    /// The system itself, which may do everything.
    pub fn system() -> Self {
        Self {
            person: None,
            roles: OrganisationRole::ALL.iter().copied().collect(),
            memberships: BTreeMap::new(),
        }
    }

    /// The person as `world` knows them. One who is unknown or retired has no rights.
    pub fn of(world: &World, person: PersonId) -> Self {
        let nobody = Self { person: Some(person), roles: Roles::NONE, memberships: BTreeMap::new() };
        match world.person(person).present() {
            Some(row) if !row.is_retired => Self {
                roles: row.roles,
                memberships: world.memberships_of(person).map(|m| (m.department, m.role)).collect(),
                ..nobody
            },
            _ => nobody,
        }
    }

    /// Whether it is the system itself.
    pub fn is_system(&self) -> bool {
        self.person.is_none()
    }

    /// Whether they hold `role` across the organisation.
    pub fn has(&self, role: OrganisationRole) -> bool {
        self.is_system() || self.roles.has(role)
    }

    /// Whether they are at least `role` in `department`.
    pub fn is_at_least(&self, role: MembershipRole, department: DepartmentId) -> bool {
        self.memberships.get(&department).is_some_and(|held| *held >= role)
    }
}

/// Who sees rows: a person and the keys they hold. Visible is where a row's
/// [`Audience`](crate::Audience) and these keys meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The person.
    pub person: PersonId,
    /// What they hold.
    pub keys: BTreeSet<AudienceKey>,
}

impl Viewer {
    /// The person as `world` knows them. One who is unknown or retired sees nothing.
    pub fn of(world: &World, person: PersonId) -> Self {
        let actor = Actor::of(world, person);
        let is_known = world.person(person).present().is_some_and(|row| !row.is_retired);
        let keys = if is_known {
            [AudienceKey::Everyone, AudienceKey::Person(person)]
                .into_iter()
                .chain(actor.memberships.keys().map(|department| AudienceKey::Department(*department)))
                .chain(actor.roles.iter().map(AudienceKey::Role))
                .collect()
        } else {
            BTreeSet::new()
        };
        Self { person, keys }
    }
}
