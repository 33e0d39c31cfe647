//! Departments, memberships, services and dependencies.

use std::collections::BTreeSet;

use super::{Broken, holds, is_set, key_of, refers, unique};
use crate::{
    Department, DepartmentId, DepartmentState, Dependency, DependencyId, DependencyState, Handlers, Kind,
    Row, Service, World, limits::TREE_DEPTH_MAX,
};

pub(super) fn check(world: &World) -> Result<(), Broken> {
    let keys = world.departments().flat_map(|row| {
        let former = row.former_keys.iter().map(move |key| (key_of(row), key.clone()));
        former.chain([(key_of(row), row.key.clone())])
    });
    unique(keys, "a request key belongs to one department")?;
    let places = world.rows(Kind::Membership).into_iter().filter_map(|row| match row {
        Row::Membership(row) => Some((key_of(&row), (row.person, row.department))),
        _ => None,
    });
    unique(places, "a person is in a department once")
}

pub(super) fn department(world: &World, row: &Department) -> Result<(), Broken> {
    let key = key_of(row);
    refers(world, row, row.parent.map(Into::into))?;
    holds(!row.name.default.trim().is_empty(), &key, "a department has a name")?;
    let above = world.ancestors(row.id);
    let top = above.last().copied().unwrap_or(row.id);
    let is_rooted = world.department(top).present().is_some_and(|top| top.parent.is_none());
    holds(is_rooted, &key, "the tree has no cycle")?;
    holds(above.len() < TREE_DEPTH_MAX, &key, "the tree is not too deep")?;
    holds(merge_ends(world, row), &key, "a merge leads to a department that was not merged")
}

fn merge_ends(world: &World, row: &Department) -> bool {
    let mut seen: BTreeSet<DepartmentId> = BTreeSet::new();
    let mut at = row;
    while let DepartmentState::Merged { into } = at.state {
        match world.department(into).present() {
            Some(next) if seen.insert(at.id) => at = next,
            _ => return false,
        }
    }
    true
}

pub(super) fn service(world: &World, row: &Service) -> Result<(), Broken> {
    refers(world, row, row.providers.iter().map(|id| (*id).into()))?;
    holds(is_set(&row.providers) && !row.providers.is_empty(), &key_of(row), "providers are a set")
}

pub(super) fn dependency(world: &World, row: &Dependency) -> Result<(), Broken> {
    let key = key_of(row);
    let ends = [row.customer.into(), row.provider.into()];
    refers(world, row, ends.into_iter().chain(row.services.iter().map(|id| (*id).into())))?;
    holds(
        row.id == DependencyId::between(row.customer, row.provider),
        &key,
        "a dependency's id is its pair's",
    )?;
    holds(row.customer != row.provider, &key, "a department does not depend on itself")?;
    holds(is_set(&row.services), &key, "services are a set")?;
    unique(row.needs.iter().map(|need| (key, need.id)), "a need is there once")?;
    let is_disputed = row.state == DependencyState::Disputed;
    holds(row.dispute.is_none() || is_disputed, &key, "a dispute ends with its state")?;
    let was_agreed = matches!(row.state, DependencyState::Agreed | DependencyState::Retired);
    holds(row.agreed.is_none() || was_agreed, &key, "only an agreed one was agreed to")
}

pub(super) fn handlers(world: &World, row: &Handlers) -> Result<(), Broken> {
    refers(world, row, [row.service.into()])?;
    refers(world, row, row.people.iter().map(|id| (*id).into()))?;
    let is_confidential = world.service(row.service).present().is_some_and(|row| row.is_confidential);
    holds(is_confidential, &key_of(row), "only a confidential service has handlers")?;
    holds(!row.people.is_empty() && is_set(&row.people), &key_of(row), "handlers are a set of some")
}
