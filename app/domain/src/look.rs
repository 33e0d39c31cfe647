//! Look-ups that stop a decision: a row that is not there refuses it, one that may be there is
//! asked for.

use uuid::Uuid;

use crate::{
    Actor, Department, DepartmentId, Entity, Gather, Key, Lookup, OrganisationRole, Person, PersonId,
    Refusal, Request, RequestId, Row, Stop, Viewer, World, audience,
};

/// The row, [`Refusal::NotFound`] or [`Stop::Need`].
pub(crate) fn found<T: Entity>(lookup: Lookup<&T>, id: Uuid) -> Result<&T, Stop> {
    match lookup {
        Lookup::Present(row) => Ok(row),
        Lookup::Absent => Err(Refusal::NotFound { kind: T::KIND }.into()),
        Lookup::Unknown => Err(Stop::Need(vec![Key { kind: T::KIND, id }])),
    }
}

/// The row under an id that a command wants to create: none is the usual case. The server makes
/// sure, so that nobody writes over another's row; a browser trusts that its new id is new.
pub(crate) fn taken(world: &World, key: impl Into<Key>) -> Result<Option<Row>, Stop> {
    let key = key.into();
    match world.row(key) {
        Lookup::Present(row) => Ok(Some(row)),
        Lookup::Unknown if world.is_complete() => Err(Stop::Need(vec![key])),
        Lookup::Absent | Lookup::Unknown => Ok(None),
    }
}

/// Makes sure that rows which a rule cannot name one by one are here.
pub(crate) fn gathered(world: &World, gather: Gather) -> Result<(), Stop> {
    if world.has_gathered(gather) { Ok(()) } else { Err(Stop::Gather(gather)) }
}

/// A department that takes part.
pub(crate) fn active_department(world: &World, id: DepartmentId) -> Result<&Department, Stop> {
    let row = found(world.department(id), id.0)?;
    if row.is_active() { Ok(row) } else { Err(Refusal::IsRetired { kind: Department::KIND }.into()) }
}

/// A person who takes part.
pub(crate) fn active_person(world: &World, id: PersonId) -> Result<&Person, Stop> {
    let row = found(world.person(id), id.0)?;
    if row.is_retired { Err(Refusal::IsRetired { kind: Person::KIND }.into()) } else { Ok(row) }
}

/// A request that `actor` may see; a hidden one is [`Refusal::NotFound`] like a missing one.
pub(crate) fn seen_request<'a>(world: &'a World, actor: &Actor, id: RequestId) -> Result<&'a Request, Stop> {
    let row = found(world.request(id), id.0)?;
    let is_seen = match actor.person {
        None => true,
        Some(person) => audience::meets(&audience::of_request(row), &Viewer::of(world, person)),
    };
    if is_seen { Ok(row) } else { Err(Refusal::NotFound { kind: Request::KIND }.into()) }
}

/// How many people who take part run the system.
pub(crate) fn admins(world: &World) -> usize {
    world.people().filter(|row| !row.is_retired && row.roles.has(OrganisationRole::Admin)).count()
}
