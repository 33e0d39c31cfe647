//! Who may see a row. The only place that knows; every door asks it.

use serde::{Deserialize, Serialize};

use crate::{
    Change, DepartmentId, Key, Kudos, MembershipRole, OrganisationRole, PersonId, Request, Row, ServiceId,
    Sight, Viewer, World, limits::HANDLERS_MAX,
};

/// What a viewer must hold to see a row. Append-only: it is in the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AudienceKey {
    /// Held by everybody who is signed in.
    Everyone,
    /// Held by the members of a department. It does not flow along the department tree.
    Department(DepartmentId),
    /// Held by one person.
    Person(PersonId),
    /// Held by those with a role across the organisation.
    Role(OrganisationRole),
}

/// The keys any of which opens a row; empty: nobody may see it.
pub type Audience = Vec<AudienceKey>;

/// Who may see `row`, given the rest of `world`. A row whose owner is not at hand is seen by nobody.
pub fn audience(world: &World, row: &Row) -> Audience {
    match row {
        Row::RequestText(text) => of_request_by_id(world, text.request),
        Row::Comment(comment) => of_request_by_id(world, comment.request),
        Row::Organisation(_)
        | Row::Department(_)
        | Row::Person(_)
        | Row::Membership(_)
        | Row::Service(_)
        | Row::Dependency(_)
        | Row::Board(_)
        | Row::Label(_)
        | Row::Kudos(_)
        | Row::Traffic(_)
        | Row::MapPlace(_)
        | Row::Handlers(_)
        | Row::Deliverable(_) => vec![AudienceKey::Everyone],
        Row::Contact(contact) => {
            vec![AudienceKey::Person(contact.person), AudienceKey::Role(OrganisationRole::Steward)]
        }
        Row::Request(request) => of_request(request),
        Row::Rating(rating) => {
            let mut keys = of_scores(rating.customer, rating.provider);
            keys.push(AudienceKey::Person(rating.rater));
            keys
        }
        Row::Scores(scores) => of_scores(scores.customer, scores.provider),
        Row::RatingComment(comment) => vec![
            AudienceKey::Department(comment.customer),
            AudienceKey::Department(comment.provider),
            AudienceKey::Role(OrganisationRole::Auditor),
        ],
        Row::Numbering(_) => Vec::new(),
    }
}

/// Who may see a request. It needs nothing but the row itself, so that the world can be indexed
/// by it.
pub fn of_request(request: &Request) -> Audience {
    let mut keys: Audience = request.requester.iter().copied().map(AudienceKey::Person).collect();
    if let Sight::Confidential { handlers } = &request.sight {
        keys.extend(handlers.iter().copied().map(AudienceKey::Person));
        return keys;
    }
    keys.extend(request.watchers.iter().copied().map(AudienceKey::Person));
    keys.extend(request.provider.into_iter().map(AudienceKey::Department));
    keys.extend(request.held_by.iter().copied().map(AudienceKey::Department));
    if request.sight == Sight::Departments {
        keys.extend(request.customer.into_iter().map(AudienceKey::Department));
    }
    keys.push(AudienceKey::Role(OrganisationRole::Steward));
    keys.push(AudienceKey::Role(OrganisationRole::Auditor));
    keys
}

/// Who handles what is filed in confidence for a service, or with a department: those who are named and still
/// here, else the department's leads. Sorted; empty: nobody would.
pub fn handlers_of_new(
    world: &World,
    service: Option<ServiceId>,
    provider: Option<DepartmentId>,
) -> Vec<PersonId> {
    let is_here = |person: &PersonId| is_here(world, *person);
    let named = service.and_then(|id| world.handlers(id).present());
    let mut people: Vec<PersonId> = named.map(|row| row.people.clone()).unwrap_or_default();
    people.retain(is_here);
    if people.is_empty()
        && let Some(provider) = provider
    {
        let leads = world.members_of(provider).filter(|row| row.role == MembershipRole::Lead);
        people = leads.map(|row| row.person).filter(is_here).take(HANDLERS_MAX).collect();
    }
    people.sort_unstable();
    people.dedup();
    people
}

/// Who handles an open confidential request from now on, since nobody who handles it is here any more: those
/// who would were it filed today. None: somebody is here, or nobody would.
pub fn successors(world: &World, request: &Request) -> Option<Vec<PersonId>> {
    let Sight::Confidential { handlers } = &request.sight else { return None };
    if !request.is_open() || handlers.iter().any(|person| is_here(world, *person)) {
        return None;
    }
    let people = handlers_of_new(world, request.service, request.provider);
    if people.is_empty() { None } else { Some(people) }
}

fn is_here(world: &World, person: PersonId) -> bool {
    world.person(person).present().is_some_and(|row| !row.is_retired)
}

/// Whether `viewer` may see `row`.
pub fn may_see(world: &World, viewer: &Viewer, row: &Row) -> bool {
    meets(&audience(world, row), viewer)
}

/// Whether one of `keys` is held by `viewer`.
pub fn meets(keys: &[AudienceKey], viewer: &Viewer) -> bool {
    keys.iter().any(|key| viewer.keys.contains(key))
}

/// What `viewer`, who may see `row`, is shown in its place; none: all of it. Thanks are for everybody, the
/// request they are for is named only to those who may see it: an id tells when it was filed.
pub fn less(world: &World, viewer: &Viewer, row: &Row) -> Option<Row> {
    let Row::Kudos(kudos) = row else { return None };
    let request = kudos.request?;
    if meets(&of_request_by_id(world, request), viewer) {
        return None;
    }
    Some(Kudos { request: None, ..kudos.clone() }.into())
}

/// A change with who could see its row before and who can after: enter, update or leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// What changed.
    pub change: Change,
    /// Who could see the row before.
    pub before: Audience,
    /// Who can see it now.
    pub after: Audience,
}

impl Seen {
    /// What of this change reaches `viewer`: the row, its leaving, or nothing.
    pub fn for_viewer(&self, viewer: &Viewer) -> Option<Change> {
        if meets(&self.after, viewer) {
            Some(self.change.clone())
        } else if meets(&self.before, viewer) {
            Some(Change::Remove(self.key()))
        } else {
            None
        }
    }

    /// The row it is about.
    pub fn key(&self) -> Key {
        self.change.key()
    }
}

fn of_request_by_id(world: &World, id: crate::RequestId) -> Audience {
    world.request(id).present().map(of_request).unwrap_or_default()
}

fn of_scores(customer: DepartmentId, provider: DepartmentId) -> Audience {
    vec![
        AudienceKey::Department(customer),
        AudienceKey::Department(provider),
        AudienceKey::Role(OrganisationRole::Leadership),
        AudienceKey::Role(OrganisationRole::Steward),
        AudienceKey::Role(OrganisationRole::Auditor),
    ]
}
