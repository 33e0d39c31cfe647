//! Where requests stand on their holders' boards.

use std::collections::BTreeMap;

use weft_domain::{ColumnId, Rank};

use super::Planned;
use crate::exchange::plan::draft::Draft;

/// Puts each request into the first column of its state, if that is not where it is already; new
/// ones below those that are there, in the order in which they were filed.
pub(super) fn give(draft: &mut Draft<'_>, planned: &mut [Planned<'_>]) {
    let mut arriving: BTreeMap<ColumnId, Vec<usize>> = BTreeMap::new();
    for (at, planned) in planned.iter_mut().enumerate() {
        let row = &mut planned.row;
        let board = row.provider.map(|holder| draft.world.board(holder));
        let is_placed = row.column.is_some_and(|column| {
            let kept = board.as_ref().and_then(|board| board.column(column));
            kept.is_some_and(|column| column.category == row.state)
        });
        if is_placed {
            continue;
        }
        row.column = board.and_then(|board| board.first_of(row.state).map(|column| column.id));
        row.rank = Rank::default();
        if let Some(column) = row.column {
            arriving.entry(column).or_default().push(at);
        }
    }
    for (column, arriving) in arriving {
        let last = draft.world.column(column).next_back().map(|row| row.rank.0.clone()).unwrap_or_default();
        for (at, rank) in arriving.iter().zip(Rank::spread(arriving.len())) {
            if let Some(planned) = planned.get_mut(*at) {
                // Whatever begins with the last rank and goes on comes after it.
                planned.row.rank = Rank(format!("{last}{}", rank.0));
            }
        }
    }
}
