//! What is true of every world, whatever commands have been decided on it: asked by tests and by
//! the simulator after every step, and by the server of what it has imported or restored.

mod changed;
mod directory;
mod work;

use std::collections::BTreeSet;

use crate::{Department, Entity, Key, Kind, Person, Request, Row, World};

pub use changed::check_changed;

/// A row that breaks an invariant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key:?}: {rule}")]
pub struct Broken {
    /// The row.
    pub key: Key,
    /// What should be true of it.
    pub rule: &'static str,
}

/// What is never deleted.
const HISTORY: &[Kind] =
    &[Kind::Department, Kind::Person, Kind::Service, Kind::Dependency, Kind::Request, Kind::Label];

/// Checks a world that holds every row there is ([`World::complete`]).
///
/// # Errors
/// The first row that breaks an invariant.
pub fn check(world: &World) -> Result<(), Broken> {
    Kind::ALL.iter().flat_map(|kind| world.rows(*kind)).try_for_each(|row| of_row(world, &row))?;
    directory::check(world)?;
    work::check(world)
}

/// Checks what must be true between a world and a later one.
///
/// # Errors
/// The first row that breaks an invariant.
pub fn check_step(before: &World, after: &World) -> Result<(), Broken> {
    for key in HISTORY.iter().flat_map(|kind| before.keys(*kind)) {
        holds(after.has(key), &key, "nothing with history is deleted")?;
    }
    for row in before.rows(Kind::Numbering) {
        if let Row::Numbering(old) = &row {
            counts_up(old, after)?;
        }
    }
    before.requests().try_for_each(|old| keeps_its_own(old, after))?;
    somebody_runs_it(before, after)
}

fn counts_up(old: &crate::Numbering, after: &World) -> Result<(), Broken> {
    let new = after.numbering(old.department).present();
    holds(new.is_none_or(|new| new.last >= old.last), &key_of(old), "numbers only count up")
}

fn keeps_its_own(old: &Request, after: &World) -> Result<(), Broken> {
    let new = after.request(old.id).present();
    let key = Key::from(old.id);
    holds(new.is_none_or(|new| new.rev >= old.rev), &key, "revisions only count up")?;
    let is_kept = new.is_none_or(|new| is_kept_sight(&old.sight, &new.sight));
    holds(is_kept, &key, "sight never changes, but for who handles it")?;
    let is_numbered = old.number != crate::RequestNumber::Provisional;
    let is_kept = new.is_none_or(|new| new.number == old.number);
    holds(!is_numbered || is_kept, &key, "a number never changes")
}

fn somebody_runs_it(before: &World, after: &World) -> Result<(), Broken> {
    let organisation = Key { kind: Kind::Organisation, id: crate::ORGANISATION };
    let has_admin = |world| crate::look::admins(world) > 0;
    holds(!has_admin(before) || has_admin(after), &organisation, "somebody runs the system")
}

fn of_row(world: &World, row: &Row) -> Result<(), Broken> {
    match row {
        Row::Organisation(_) | Row::Person(_) => Ok(()),
        Row::Department(row) => directory::department(world, row),
        Row::Contact(row) => refers(world, row, [row.person.into()]),
        Row::Membership(row) => refers(world, row, [row.person.into(), row.department.into()]),
        Row::Service(row) => directory::service(world, row),
        Row::Dependency(row) => directory::dependency(world, row),
        Row::Board(row) => work::board(world, row),
        Row::Label(row) => refers(world, row, [row.department.into()]),
        Row::Request(row) => work::request(world, row),
        Row::RequestText(row) => refers(world, row, [row.request.into()]),
        Row::Comment(row) => refers(world, row, [row.request.into()]),
        Row::Rating(row) => work::rating(world, row),
        Row::RatingComment(row) => refers(world, row, [row.customer.into(), row.provider.into()]),
        Row::Kudos(row) => refers(world, row, [row.from.into()]),
        Row::Traffic(row) => {
            let id = crate::DailyId::of(row.customer, row.provider, row.day);
            holds(row.id == id, &key_of(row), "a day's id is its pair's and day's")?;
            let has_moved = [row.customer, row.provider].into_iter().any(|id| is_merged(world, id));
            holds(!has_moved, &key_of(row), "traffic of a merged department moved with it")?;
            refers(world, row, [row.customer.into(), row.provider.into()])
        }
        Row::Scores(row) => {
            let id = crate::DailyId::of(row.customer, row.provider, row.day);
            holds(row.id == id, &key_of(row), "a day's id is its pair's and day's")?;
            refers(world, row, [row.customer.into(), row.provider.into()])
        }
        Row::MapPlace(row) => refers(world, row, [row.department.into()]),
        Row::Numbering(row) => refers(world, row, [row.department.into()]),
        Row::Handlers(row) => directory::handlers(world, row),
        Row::Deliverable(row) => refers(world, row, [row.dependency.into()]),
    }
}

fn is_kept_sight(old: &crate::Sight, new: &crate::Sight) -> bool {
    let is_confidential = |sight: &crate::Sight| matches!(sight, crate::Sight::Confidential { .. });
    old == new || is_confidential(old) && is_confidential(new)
}

fn key_of<T: Entity>(row: &T) -> Key {
    Key { kind: T::KIND, id: row.key_id() }
}

fn holds(is_true: bool, key: &Key, rule: &'static str) -> Result<(), Broken> {
    if is_true { Ok(()) } else { Err(Broken { key: *key, rule }) }
}

fn refers<T: Entity>(world: &World, row: &T, to: impl IntoIterator<Item = Key>) -> Result<(), Broken> {
    to.into_iter().try_for_each(|key| holds(world.has(key), &key_of(row), "what a row refers to exists"))
}

fn is_set<T: Ord>(list: &[T]) -> bool {
    list.is_sorted_by(|one, next| one < next)
}

/// Refuses the second row that has the same value.
fn unique<T: Ord>(values: impl IntoIterator<Item = (Key, T)>, rule: &'static str) -> Result<(), Broken> {
    let mut seen = BTreeSet::new();
    values.into_iter().try_for_each(|(key, value)| holds(seen.insert(value), &key, rule))
}

fn is_active(world: &World, id: crate::DepartmentId) -> bool {
    world.department(id).present().is_some_and(Department::is_active)
}

fn is_merged(world: &World, id: crate::DepartmentId) -> bool {
    let state = world.department(id).present().map(|row| row.state);
    matches!(state, Some(crate::DepartmentState::Merged { .. }))
}

fn people<'a>(row: &'a Request) -> impl Iterator<Item = Key> + 'a {
    let handlers = match &row.sight {
        crate::Sight::Confidential { handlers } => handlers.as_slice(),
        crate::Sight::Departments | crate::Sight::Private => &[],
    };
    let ids = row.requester.iter().chain(&row.assignee).chain(&row.watchers).chain(handlers);
    ids.map(|id| Key { kind: Person::KIND, id: id.0 })
}
