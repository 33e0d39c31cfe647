//! What makes a large map readable: customers by the dozen that nobody needs are not drawn one by
//! one. Each provider carries their number instead, and all of them are listed beside the tray.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::DepartmentId;

use super::graph::{Graph, GraphEdge};

/// Departments drawn up to which nothing is folded: they can be taken in at a glance.
const GLANCE: usize = 60;
/// Customers of one group from which they are folded.
const FOLD_FROM: usize = 12;

impl Graph {
    /// The departments that may be folded: of a group with many like them, in need of others and
    /// needed by none, the reader in none of them, no place put by hand, no trouble.
    pub fn foldable(&self) -> BTreeSet<DepartmentId> {
        let drawn = self.drawn();
        if drawn.len() <= GLANCE {
            return BTreeSet::new();
        }
        let proper = || self.edges.iter().filter(|edge| edge.from != edge.to);
        let kept: BTreeSet<u32> = proper()
            .flat_map(|edge| [Some(edge.to), edge.style.dye.is_trouble().then_some(edge.from)])
            .flatten()
            .collect();
        let mut groups: BTreeMap<u32, Vec<DepartmentId>> = BTreeMap::new();
        for (at, node) in (0..).zip(&self.nodes) {
            let may_fold =
                drawn.contains(&at) && !kept.contains(&at) && !node.is_mine && node.pinned.is_none();
            if let Some(group) = node.group.filter(|_| may_fold) {
                groups.entry(group).or_default().push(node.id);
            }
        }
        groups.into_values().filter(|members| members.len() >= FOLD_FROM).flatten().collect()
    }

    /// The same with these departments folded, but for those in `named`, which the reader asked for.
    #[must_use]
    pub fn folded(&self, foldable: &BTreeSet<DepartmentId>, named: &BTreeSet<DepartmentId>) -> Self {
        let is_folded = |id: DepartmentId| foldable.contains(&id) && !named.contains(&id);
        let mut graph = Self { groups: self.groups.clone(), counts: self.counts, ..Self::default() };
        let mut places: Vec<Option<u32>> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let is_kept = !is_folded(node.id);
            places.push(is_kept.then(|| number(graph.nodes.len())));
            let list = if is_kept { &mut graph.nodes } else { &mut graph.folds };
            list.push(node.clone());
        }
        let index = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        let place = |at: u32| places.get(index(at)).copied().flatten();
        for edge in &self.edges {
            match (place(edge.from), place(edge.to)) {
                (Some(from), Some(to)) => {
                    graph.edges.push(GraphEdge { from, to, ..edge.clone() });
                }
                (None, Some(to)) => graph.nodes[index(to)].folded += 1,
                (_, None) => {}
            }
        }
        graph.counts.drawn = number(graph.drawn().len());
        graph.counts.edges = number(graph.edges.len());
        graph
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
