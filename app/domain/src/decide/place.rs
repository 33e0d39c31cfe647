//! Where in a column.

use super::draft::Draft;
use crate::{ColumnId, Rank, Request, RequestId, rank::RANK_CHARS_MAX};

/// A place in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Before all others.
    Top,
    /// Behind all others.
    End,
    /// Right behind this one; behind all others where it is not in the column (any more).
    After(RequestId),
}

/// Puts `row` into a column. A card that is there already keeps its rank; a rank that grows too long
/// has the whole column ranked anew.
pub(super) fn place(draft: &mut Draft<'_>, row: &mut Request, column: ColumnId, spot: Spot) {
    let (low, high) = neighbours(draft, row, column, spot);
    let is_between = |rank: &Rank| {
        low.as_ref().is_none_or(|low| low < rank) && high.as_ref().is_none_or(|high| rank < high)
    };
    if row.column == Some(column) && is_between(&row.rank) {
        return;
    }
    row.column = Some(column);
    row.rank = Rank::between(low.as_ref(), high.as_ref());
    if !is_between(&row.rank) || row.rank.0.len() > RANK_CHARS_MAX {
        rank_anew(draft, row, column, spot);
    }
}

fn neighbours(
    draft: &Draft<'_>,
    row: &Request,
    column: ColumnId,
    spot: Spot,
) -> (Option<Rank>, Option<Rank>) {
    let mut others = draft.world.column(column).filter(|other| other.id != row.id);
    match anchored(draft, row, column, spot) {
        Spot::Top => (None, others.next().map(|other| other.rank.clone())),
        Spot::End => (others.next_back().map(|other| other.rank.clone()), None),
        Spot::After(id) => {
            let anchor = draft.world.request(id).present();
            let from = anchor.into_iter().flat_map(|anchor| draft.world.column_from(anchor));
            let mut ranks = from.filter(|other| other.id != row.id).map(|other| other.rank.clone());
            (ranks.next(), ranks.next())
        }
    }
}

/// The spot, with an anchor that is really in the column.
fn anchored(draft: &Draft<'_>, row: &Request, column: ColumnId, spot: Spot) -> Spot {
    match spot {
        Spot::After(id) => {
            let is_there = draft.world.request(id).present().is_some_and(|row| row.column == Some(column));
            if is_there && id != row.id { spot } else { Spot::End }
        }
        Spot::Top | Spot::End => spot,
    }
}

fn rank_anew(draft: &mut Draft<'_>, row: &mut Request, column: ColumnId, spot: Spot) {
    let mut order: Vec<RequestId> =
        draft.world.column(column).map(|other| other.id).filter(|id| *id != row.id).collect();
    let at = match anchored(draft, row, column, spot) {
        Spot::Top => 0,
        Spot::End => order.len(),
        Spot::After(id) => order.iter().position(|other| *other == id).map_or(order.len(), |at| at + 1),
    };
    order.insert(at, row.id);
    for (id, rank) in order.iter().zip(Rank::spread(order.len())) {
        if *id == row.id {
            row.rank = rank;
        } else if let Some(mut other) = draft.world.request(*id).present().cloned() {
            other.rank = rank;
            draft.put(other);
        }
    }
}
