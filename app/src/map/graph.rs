//! What the map shows of the world: departments and dependencies that pass the filter, grouped,
//! and the count of what they leave out.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::pulse::{self, Health, Pair, Period};
use weft_domain::{
    Department, DepartmentId, Dependency, DependencyId, DependencyState, Locale, PersonId, World,
};

use super::filter::{Filter, kind_tag, state_word};
use super::layout::{Input, NodeIn};
use super::scene::Content;
use super::style::{EdgeStyle, NodeStyle};
use crate::i18n::map as text;

/// A department that passes the filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphNode {
    /// Which.
    pub id: DepartmentId,
    /// Its name in the reader's language.
    pub name: String,
    /// How many people it has.
    pub people: u32,
    /// The group it is drawn with.
    pub group: Option<u32>,
    /// Where somebody put it.
    pub pinned: Option<(i32, i32)>,
    /// Whether the reader belongs to it.
    pub is_mine: bool,
    /// How many of its customers are folded: they are this number and are not drawn.
    pub folded: u32,
}

impl GraphNode {
    fn input(&self) -> NodeIn {
        NodeIn { group: self.group, pinned: self.pinned, stands: self.folded > 0 }
    }
}

/// A dependency that passes the filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphEdge {
    /// Which.
    pub id: DependencyId,
    /// Its customer, as an index.
    pub from: u32,
    /// Its provider, as an index.
    pub to: u32,
    /// How it is drawn.
    pub style: EdgeStyle,
    /// Its first need, for the label.
    pub label: String,
}

/// How many there are, and how many of them are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Departments in all; retired ones only where they are shown.
    pub departments: u32,
    /// Of these, drawn.
    pub drawn: u32,
    /// Of these, in the tray: nobody needs them and they need nobody, as far as is shown.
    pub in_tray: u32,
    /// Dependencies in all; retired ones and those of retired departments only where they are shown.
    pub dependencies: u32,
    /// Of these, drawn.
    pub edges: u32,
    /// Departments and dependencies that filters leave out.
    pub hidden: u32,
    /// What is retired and therefore not shown.
    pub retired: u32,
}

/// What the map shows of the world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// The departments, by id.
    pub nodes: Vec<GraphNode>,
    /// The dependencies, by id.
    pub edges: Vec<GraphEdge>,
    /// Departments that are folded into numbers at those they need.
    pub folds: Vec<GraphNode>,
    /// Names of the groups, and how many departments belong to each in all.
    pub groups: Vec<(String, u32)>,
    /// How many.
    pub counts: Counts,
}

/// The relationships that are strained or broken.
pub type Troubles = BTreeMap<Pair, Health>;

/// Those of a period, as far as the reader may know.
pub fn troubles(world: &World, period: Period) -> Troubles {
    let figures = pulse::all_figures(world, period).into_iter();
    let healths = figures.map(|(pair, figures)| (pair, figures.health()));
    healths.filter(|(_, health)| matches!(health, Health::Broken | Health::Strained)).collect()
}

impl Graph {
    /// What `world` shows under `filter` to `me`, in the reader's language; `troubles` are dyed.
    pub fn of(
        world: &World,
        filter: &Filter,
        me: Option<PersonId>,
        locale: Locale,
        troubles: &Troubles,
    ) -> Self {
        let mine: BTreeSet<DepartmentId> =
            me.into_iter().flat_map(|me| world.memberships_of(me)).map(|row| row.department).collect();
        let edges: Vec<&Dependency> =
            world.dependencies().filter(|row| passes_state(filter, row.state)).collect();
        let near: BTreeSet<DepartmentId> = edges
            .iter()
            .filter(|row| mine.contains(&row.customer) || mine.contains(&row.provider))
            .flat_map(|row| [row.customer, row.provider])
            .chain(mine.iter().copied())
            .collect();
        let traced = filter.trace.map(|trace| trace.reached(world));
        let shown: Vec<&Department> = world
            .departments()
            .filter(|row| filter.retired || row.is_active())
            .filter(|row| filter.kinds.is_empty() || filter.kinds.contains(&kind_tag(row)))
            .filter(|row| !filter.mine || near.contains(&row.id))
            .filter(|row| traced.as_ref().is_none_or(|traced| traced.contains(&row.id)))
            .collect();
        let index: BTreeMap<DepartmentId, u32> = (0..).zip(&shown).map(|(at, row)| (row.id, at)).collect();
        let mut groups = Groups::of(world, locale);
        let nodes: Vec<GraphNode> = shown
            .iter()
            .map(|row| GraphNode {
                id: row.id,
                name: row.name.get(locale).to_owned(),
                people: u32::try_from(world.members_of(row.id).count()).unwrap_or(u32::MAX),
                group: groups.number(row),
                pinned: world.map_place(row.id).present().map(|place| (place.x, place.y)),
                is_mine: mine.contains(&row.id),
                folded: 0,
            })
            .collect();
        let edges: Vec<GraphEdge> = edges
            .into_iter()
            .filter(|row| !filter.mine || mine.contains(&row.customer) || mine.contains(&row.provider))
            .filter_map(|row| {
                let (from, to) = (*index.get(&row.customer)?, *index.get(&row.provider)?);
                let style = EdgeStyle::of(row, troubles.get(&(row.customer, row.provider)).copied());
                let label = row.needs.first().map(|need| need.text.clone()).unwrap_or_default();
                Some(GraphEdge { id: row.id, from, to, style, label })
            })
            .collect();
        let counts = counts(world, filter, &nodes, &edges);
        Self { nodes, edges, folds: Vec::new(), groups: groups.named, counts }
    }

    /// Leaves out every dependency but these; who has none left goes into the tray.
    pub fn keep(&mut self, wanted: &BTreeSet<DependencyId>) {
        self.edges.retain(|edge| wanted.contains(&edge.id));
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (drawn, edges) = (number(linked(&self.edges).len()), number(self.edges.len()));
        let in_tray = number(self.nodes.len()).saturating_sub(drawn);
        self.counts = Counts { drawn, in_tray, edges, ..self.counts };
    }

    /// What the layout needs to know.
    pub fn input(&self) -> Input {
        Input {
            nodes: self.nodes.iter().map(GraphNode::input).collect(),
            edges: self.edges.iter().map(|edge| (edge.from, edge.to)).collect(),
            keep: None,
        }
    }

    /// What the scene needs to know.
    pub fn content(&self, locale: Locale) -> Content {
        let number = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        Content {
            nodes: self
                .nodes
                .iter()
                .map(|node| {
                    let sub =
                        if node.people == 0 { String::new() } else { text::people(locale, node.people) };
                    let is_pinned = node.pinned.is_some();
                    let style = NodeStyle { sub, is_pinned, folded: node.folded, ..NodeStyle::default() };
                    (node.id, node.name.clone(), style)
                })
                .collect(),
            edges: self
                .edges
                .iter()
                .map(|edge| (edge.id, number(edge.from), number(edge.to), edge.style, edge.label.clone()))
                .collect(),
            groups: self.groups.iter().map(|(name, count)| (name.clone(), number(*count))).collect(),
        }
    }

    /// The departments that are shown and have no dependency that is shown.
    pub fn tray(&self) -> Vec<&GraphNode> {
        let drawn = self.drawn();
        (0..).zip(&self.nodes).filter(|(at, _)| !drawn.contains(at)).map(|(_, node)| node).collect()
    }

    /// The departments that are drawn, as indexes: a dependency of theirs is, or customers of theirs are folded.
    pub(super) fn drawn(&self) -> BTreeSet<u32> {
        let standing = (0..).zip(&self.nodes).filter(|(_, node)| node.folded > 0).map(|(at, _)| at);
        linked(&self.edges).into_iter().chain(standing).collect()
    }
}

fn passes_state(filter: &Filter, state: DependencyState) -> bool {
    if filter.states.is_empty() {
        filter.retired || state != DependencyState::Retired
    } else {
        filter.states.contains(state_word(state))
    }
}

fn linked(edges: &[GraphEdge]) -> BTreeSet<u32> {
    edges.iter().filter(|edge| edge.from != edge.to).flat_map(|edge| [edge.from, edge.to]).collect()
}

fn counts(world: &World, filter: &Filter, nodes: &[GraphNode], edges: &[GraphEdge]) -> Counts {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let is_active = |id| world.department(id).present().is_some_and(Department::is_active);
    let is_shown: BTreeSet<DependencyId> = edges.iter().map(|edge| edge.id).collect();
    let is_past = |row: &Dependency| {
        row.state == DependencyState::Retired || !is_active(row.customer) || !is_active(row.provider)
    };
    let past_departments = world.departments().filter(|row| !filter.retired && !row.is_active()).count();
    let past_dependencies = world
        .dependencies()
        .filter(|row| !filter.retired && is_past(row) && !is_shown.contains(&row.id))
        .count();
    let departments = number(world.departments().count() - past_departments);
    let dependencies = number(world.dependencies().count() - past_dependencies);
    let (shown, drawn) = (number(nodes.len()), number(linked(edges).len()));
    let hidden = departments.saturating_sub(shown) + dependencies.saturating_sub(number(edges.len()));
    Counts {
        departments,
        drawn,
        in_tray: shown.saturating_sub(drawn),
        dependencies,
        edges: number(edges.len()),
        hidden,
        retired: number(past_departments + past_dependencies),
    }
}

/// What a department is drawn with: those it is above of, else its siblings, else its kind, where
/// that is a word of the source's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum GroupKey<'a> {
    Under(DepartmentId),
    Kind(&'a str),
}

struct Groups<'a> {
    world: &'a World,
    locale: Locale,
    totals: BTreeMap<GroupKey<'a>, u32>,
    numbers: BTreeMap<DepartmentId, u32>,
    kinds: BTreeMap<String, u32>,
    named: Vec<(String, u32)>,
}

impl<'a> Groups<'a> {
    fn of(world: &'a World, locale: Locale) -> Self {
        let mut totals = BTreeMap::new();
        for key in world.departments().filter_map(|row| key_of(world, row)) {
            *totals.entry(key).or_insert(0) += 1;
        }
        let (numbers, kinds) = (BTreeMap::new(), BTreeMap::new());
        Self { world, locale, totals, numbers, kinds, named: Vec::new() }
    }

    fn number(&mut self, row: &Department) -> Option<u32> {
        let key = key_of(self.world, row)?;
        let total = self.totals.get(&key).copied().unwrap_or_default();
        let next = u32::try_from(self.named.len()).unwrap_or(u32::MAX);
        let number = match key {
            GroupKey::Under(parent) => *self.numbers.entry(parent).or_insert(next),
            GroupKey::Kind(kind) => *self.kinds.entry(kind.to_owned()).or_insert(next),
        };
        if number == next {
            let name = match key {
                GroupKey::Under(parent) => {
                    self.world.department(parent).present().map(|row| row.name.get(self.locale).to_owned())
                }
                GroupKey::Kind(kind) => Some(kind.to_owned()),
            };
            self.named.push((name.unwrap_or_default(), total));
        }
        Some(number)
    }
}

fn key_of<'a>(world: &World, row: &'a Department) -> Option<GroupKey<'a>> {
    if world.children(Some(row.id)).next().is_some() {
        return Some(GroupKey::Under(row.id));
    }
    row.parent.map(GroupKey::Under).or_else(|| row.kind_name.as_deref().map(GroupKey::Kind))
}

#[cfg(test)]
mod tests;
