//! Findings on the graph of dependencies. A finding is a fact worth a look, never an error: two
//! departments may well depend on each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Department, DepartmentId, Dependency, DependencyState, World};

type Edges = BTreeMap<DepartmentId, BTreeSet<DepartmentId>>;

/// Pairs that depend on each other, each once, the lower id first.
pub fn mutual(world: &World) -> Vec<(DepartmentId, DepartmentId)> {
    let edges = edges(world);
    let is_edge =
        |from: &DepartmentId, to: &DepartmentId| edges.get(from).is_some_and(|tos| tos.contains(to));
    edges
        .iter()
        .flat_map(|(from, tos)| tos.iter().map(move |to| (*from, *to)))
        .filter(|(from, to)| from < to && is_edge(to, from))
        .collect()
}

/// Groups of departments each of which depends, over some way, on each other one: the strongly
/// connected components of two and more. Larger ones first, ids in order.
pub fn cycles(world: &World) -> Vec<Vec<DepartmentId>> {
    let mut search = Tarjan { edges: edges(world), ..Tarjan::default() };
    let starts: Vec<DepartmentId> = search.edges.keys().copied().collect();
    for start in starts {
        search.from(start);
    }
    let mut groups: Vec<_> = search.groups.into_iter().filter(|group| group.len() > 1).collect();
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().copied()));
    groups
}

/// Pairs between which requests went without a dependency that says so, in order.
pub fn undeclared(world: &World) -> Vec<(DepartmentId, DepartmentId)> {
    let edges = edges(world);
    let pairs: BTreeSet<_> = world
        .all_traffic()
        .filter(|row| row.customer != row.provider && (row.filed > 0 || row.resolved > 0))
        .map(|row| (row.customer, row.provider))
        .filter(|(from, to)| is_active(world, *from) && is_active(world, *to))
        .filter(|(from, to)| !edges.get(from).is_some_and(|tos| tos.contains(to)))
        .collect();
    pairs.into_iter().collect()
}

/// Departments that depend on `department`, over any way: what would feel it if it stopped.
pub fn dependents(world: &World, department: DepartmentId) -> BTreeSet<DepartmentId> {
    reached(world, department, |at| world.needed_by(at).filter(is_open).map(|row| row.customer).collect())
}

/// Departments that `department` depends on, over any way: what it would feel if one of them stopped.
pub fn providers(world: &World, department: DepartmentId) -> BTreeSet<DepartmentId> {
    reached(world, department, |at| world.needs_of(at).filter(is_open).map(|row| row.provider).collect())
}

/// Departments that take part and are reached from `start` by `next`, without `start` itself.
fn reached(
    world: &World,
    start: DepartmentId,
    next: impl Fn(DepartmentId) -> Vec<DepartmentId>,
) -> BTreeSet<DepartmentId> {
    let mut reached = BTreeSet::new();
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        for id in next(at) {
            if id != start && is_active(world, id) && reached.insert(id) {
                open.push(id);
            }
        }
    }
    reached
}

/// Departments without any dependency in either direction, in order.
pub fn unconnected(world: &World) -> Vec<DepartmentId> {
    let edges = edges(world);
    let linked: BTreeSet<_> =
        edges.iter().flat_map(|(from, tos)| tos.iter().copied().chain([*from])).collect();
    world.departments().filter(|row| row.is_active() && !linked.contains(&row.id)).map(|row| row.id).collect()
}

/// The dependencies that are not retired, between departments that take part.
fn edges(world: &World) -> Edges {
    let mut edges = Edges::new();
    for row in world.dependencies().filter(|row| row.state != DependencyState::Retired) {
        if is_active(world, row.customer) && is_active(world, row.provider) {
            edges.entry(row.customer).or_default().insert(row.provider);
        }
    }
    edges
}

fn is_open(row: &&Dependency) -> bool {
    row.state != DependencyState::Retired
}

fn is_active(world: &World, id: DepartmentId) -> bool {
    world.department(id).present().is_some_and(Department::is_active)
}

/// Tarjan's search for strongly connected components, with a stack of its own: a chain of a
/// thousand departments must not exhaust a browser's.
#[derive(Default)]
struct Tarjan {
    edges: Edges,
    index: BTreeMap<DepartmentId, usize>,
    low: BTreeMap<DepartmentId, usize>,
    on_stack: BTreeSet<DepartmentId>,
    stack: Vec<DepartmentId>,
    groups: Vec<Vec<DepartmentId>>,
}

impl Tarjan {
    fn from(&mut self, start: DepartmentId) {
        if self.index.contains_key(&start) {
            return;
        }
        let mut path = vec![(start, self.enter(start))];
        while let Some((at, ahead)) = path.last_mut() {
            let at = *at;
            match ahead.pop() {
                Some(to) if !self.index.contains_key(&to) => {
                    let further = self.enter(to);
                    path.push((to, further));
                }
                Some(to) if self.on_stack.contains(&to) => self.lower(at, self.index.get(&to).copied()),
                Some(_) => {}
                None => {
                    path.pop();
                    if let Some((above, _)) = path.last() {
                        self.lower(*above, self.low.get(&at).copied());
                    }
                    self.close(at);
                }
            }
        }
    }

    /// Numbers a department and gives the ways on from it.
    fn enter(&mut self, at: DepartmentId) -> Vec<DepartmentId> {
        let number = self.index.len();
        self.index.insert(at, number);
        self.low.insert(at, number);
        self.stack.push(at);
        self.on_stack.insert(at);
        self.edges.get(&at).map(|tos| tos.iter().copied().collect()).unwrap_or_default()
    }

    fn lower(&mut self, at: DepartmentId, to: Option<usize>) {
        if let (Some(low), Some(to)) = (self.low.get_mut(&at), to) {
            *low = (*low).min(to);
        }
    }

    /// Takes a finished component off the stack.
    fn close(&mut self, at: DepartmentId) {
        if self.low.get(&at) != self.index.get(&at) {
            return;
        }
        let from = self.stack.iter().rposition(|id| *id == at).unwrap_or(self.stack.len());
        let group = self.stack.split_off(from);
        group.iter().for_each(|id| {
            self.on_stack.remove(id);
        });
        self.groups.push(group);
    }
}
