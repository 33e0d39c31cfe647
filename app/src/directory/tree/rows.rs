//! Which rows the tree has, in which order.

use std::collections::{HashMap, HashSet};

use weft_domain::{Department, DepartmentId, Locale, World};

use super::super::address::{Address, Open};
use super::super::find::department_matches;

/// One row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TreeRow {
    pub(super) id: DepartmentId,
    /// Levels above it.
    pub(super) depth: usize,
    pub(super) has_children: bool,
    pub(super) is_open: bool,
    /// Whether it was searched for, or only stands above what was.
    pub(super) is_match: bool,
    /// Whether it takes no part any more.
    pub(super) is_ended: bool,
}

/// The rows, from the top. A department whose parent is not here stands at the top. The top level
/// is open at first, as is the way to what is open in the panel; a search opens everything. What is
/// hidden (retired, no match) shows where something below it is not.
pub(super) fn rows(
    world: &World,
    locale: Locale,
    address: &Address,
    by_hand: &HashMap<DepartmentId, bool>,
) -> Vec<TreeRow> {
    let words = address.words.trim().to_lowercase();
    let is_match =
        |row: &Department| (row.is_active() || address.with_retired) && department_matches(row, &words);
    let mut matches = HashSet::new();
    let mut kept = HashSet::new();
    for row in world.departments().filter(|row| is_match(row)) {
        matches.insert(row.id);
        kept.insert(row.id);
        // A parent that is not here holds no row to stand under.
        let above = world.ancestors(row.id);
        kept.extend(above.into_iter().filter(|id| world.department(*id).present().is_some()));
    }
    let mut below: HashMap<Option<DepartmentId>, Vec<&Department>> = HashMap::new();
    for row in world.departments().filter(|row| kept.contains(&row.id)) {
        let parent = row.parent.filter(|parent| kept.contains(parent));
        below.entry(parent).or_default().push(row);
    }
    for children in below.values_mut() {
        children.sort_by_cached_key(|row| std::cmp::Reverse((row.name.get(locale).to_lowercase(), row.id)));
    }
    let way: HashSet<DepartmentId> = match address.open {
        Some(Open::Department(id)) => world.ancestors(id).into_iter().collect(),
        _ => HashSet::new(),
    };
    let mut rows = Vec::with_capacity(kept.len());
    let mut ahead: Vec<(&Department, usize)> = top(&below);
    while let Some((row, depth)) = ahead.pop() {
        let children = below.get(&Some(row.id));
        let by_default = depth == 0 || !words.is_empty() || way.contains(&row.id);
        let is_open = children.is_some() && by_hand.get(&row.id).copied().unwrap_or(by_default);
        rows.push(TreeRow {
            id: row.id,
            depth,
            has_children: children.is_some(),
            is_open,
            is_match: matches.contains(&row.id),
            is_ended: !row.is_active(),
        });
        if let (true, Some(children)) = (is_open, children) {
            ahead.extend(children.iter().map(|child| (*child, depth + 1)));
        }
    }
    rows
}

fn top<'a>(below: &HashMap<Option<DepartmentId>, Vec<&'a Department>>) -> Vec<(&'a Department, usize)> {
    below.get(&None).map(|rows| rows.iter().map(|row| (*row, 0)).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use weft_domain::{Change, DepartmentKind, DepartmentState, RequestKey, Uuid};

    use super::super::super::address::Tab;
    use super::*;

    fn id(n: u128) -> DepartmentId {
        DepartmentId(Uuid::from_u128(n))
    }

    fn world(of: &[(u128, &str, Option<u128>, DepartmentState)]) -> World {
        let mut world = World::complete();
        for (n, name, parent, state) in of {
            world.apply(&Change::from(Department {
                id: id(*n),
                name: (*name).into(),
                purpose: String::new(),
                kind: DepartmentKind::Team,
                kind_name: None,
                parent: parent.map(id),
                key: RequestKey(format!("K{n}")),
                former_keys: Vec::new(),
                channel: String::new(),
                state: *state,
                rev: 0,
            }));
        }
        world
    }

    fn seen(world: &World, address: &Address, by_hand: &[(u128, bool)]) -> Vec<(String, usize)> {
        let by_hand = by_hand.iter().map(|(n, open)| (id(*n), *open)).collect();
        rows(world, Locale::En, address, &by_hand)
            .into_iter()
            .map(|row| (world.department(row.id).present().unwrap().name.default.clone(), row.depth))
            .collect()
    }

    fn names(rows: &[(String, usize)]) -> Vec<&str> {
        rows.iter().map(|(name, _)| name.as_str()).collect()
    }

    const ON: DepartmentState = DepartmentState::Active;
    const OFF: DepartmentState = DepartmentState::Retired;

    #[test]
    fn the_top_is_open_and_names_are_in_order() {
        let world =
            world(&[(1, "B", None, ON), (2, "A", None, ON), (3, "c", Some(1), ON), (4, "D", Some(3), ON)]);
        let address = Address::of(Tab::Departments);
        assert_eq!(names(&seen(&world, &address, &[])), ["A", "B", "c"]);
        assert_eq!(names(&seen(&world, &address, &[(1, false)])), ["A", "B"]);
        assert_eq!(seen(&world, &address, &[(3, true)]).last(), Some(&("D".to_owned(), 2)));
        let mut opened = address.clone();
        opened.show(Open::Department(id(4)));
        assert_eq!(names(&seen(&world, &opened, &[])), ["A", "B", "c", "D"]);
    }

    #[test]
    fn nothing_is_lost_under_what_is_hidden() {
        let world = world(&[
            (1, "Old", None, OFF),
            (2, "Young", Some(1), ON),
            (3, "Gone", Some(1), OFF),
            (4, "Lost", Some(9), ON),
        ]);
        let mut address = Address::of(Tab::Departments);
        assert_eq!(names(&seen(&world, &address, &[])), ["Lost", "Old", "Young"]);
        address.words = "young".to_owned();
        assert_eq!(names(&seen(&world, &address, &[])), ["Old", "Young"]);
        address.words.clear();
        address.with_retired = true;
        assert_eq!(names(&seen(&world, &address, &[])), ["Lost", "Old", "Gone", "Young"]);
    }

    #[test]
    fn a_circle_in_the_data_hangs_nothing() {
        let world = world(&[(1, "A", Some(2), ON), (2, "B", Some(1), ON), (3, "C", None, ON)]);
        assert_eq!(names(&seen(&world, &Address::of(Tab::Departments), &[])), ["C"]);
    }
}
