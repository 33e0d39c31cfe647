//! Where requests stand on their holders' boards.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{ColumnId, Rank, Request};

use super::Planned;
use crate::exchange::plan::draft::Draft;

/// Puts each request into the first column of its state, if that is not where it is already; new
/// ones below those that are there, in the order in which they were filed. A place that an export
/// names is taken if nobody has it.
pub(super) fn give(draft: &mut Draft<'_>, planned: &mut [Planned<'_>]) {
    let mut arriving: BTreeMap<ColumnId, Vec<usize>> = BTreeMap::new();
    let mut taken: BTreeSet<(ColumnId, Rank)> = BTreeSet::new();
    for (at, planned) in planned.iter_mut().enumerate() {
        let is_new = planned.before.is_none();
        let row = &mut planned.row;
        let board = row.provider.map(|holder| draft.world.board(holder));
        let is_of_state = row.column.is_some_and(|column| {
            let kept = board.as_ref().and_then(|board| board.column(column));
            kept.is_some_and(|column| column.category == row.state)
        });
        let is_placed = is_of_state && (!is_new || claim(draft, &mut taken, row));
        if is_placed {
            continue;
        }
        if !is_of_state {
            row.column = board.and_then(|board| board.first_of(row.state).map(|column| column.id));
        }
        row.rank = Rank::default();
        if let Some(column) = row.column {
            arriving.entry(column).or_default().push(at);
        }
    }
    for (column, arriving) in arriving {
        let there = draft.world.column(column).next_back().map(|row| row.rank.0.clone());
        let claimed = taken.iter().rev().find(|(of, _)| *of == column).map(|(_, rank)| rank.0.clone());
        let last = there.max(claimed).unwrap_or_default();
        for (at, rank) in arriving.iter().zip(Rank::spread(arriving.len())) {
            if let Some(planned) = planned.get_mut(*at) {
                // Whatever begins with the last rank and goes on comes after it.
                planned.row.rank = Rank(format!("{last}{}", rank.0));
            }
        }
    }
}

/// Takes the place a row says it has; `false`: it says none, or somebody has it.
fn claim(draft: &Draft<'_>, taken: &mut BTreeSet<(ColumnId, Rank)>, row: &Request) -> bool {
    let Some(column) = row.column.filter(|_| !row.rank.0.is_empty()) else { return false };
    let is_free = !draft.world.column(column).any(|other| other.rank == row.rank);
    is_free && taken.insert((column, row.rank.clone()))
}
