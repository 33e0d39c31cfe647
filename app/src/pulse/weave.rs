//! The loom's rows and columns: which relationships are shown in which order, and where each
//! department hangs as a warp thread.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use weft_domain::pulse::{Health, Period, Strand, strands};
use weft_domain::{DepartmentId, World};

use super::place::Order;

/// Columns up to which every crossing is woven; beyond it they lie too close.
pub const WOVEN_MAX: usize = 48;
/// Rounds in which columns move towards what they are joined with.
const ROUNDS: usize = 8;

/// Which rows are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of this customer.
    pub customer: Option<DepartmentId>,
    /// Only those of this provider.
    pub provider: Option<DepartmentId>,
    /// Only those over which something flowed.
    pub flowing: bool,
}

/// The rows, and how many the filter leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// In order.
    pub rows: Vec<Strand>,
    /// Left out by customer or provider.
    pub hidden: usize,
    /// Of the others, left out because nothing flowed over them.
    pub quiet: usize,
}

/// The relationships of a period, filtered and in order.
pub fn rows(world: &World, period: Period, filter: Filter, order: Order) -> Rows {
    arrange(&strands(world, period), filter, order)
}

/// Relationships that stand worst first, filtered and put in another order.
pub fn arrange(all: &[Strand], filter: Filter, order: Order) -> Rows {
    let mut rows: Vec<Strand> = all
        .iter()
        .filter(|row| filter.customer.is_none_or(|id| row.customer == id))
        .filter(|row| filter.provider.is_none_or(|id| row.provider == id))
        .copied()
        .collect();
    let hidden = all.len() - rows.len();
    let chosen = rows.len();
    rows.retain(|row| !filter.flowing || flows(row));
    let quiet = chosen - rows.len();
    match order {
        Order::Friction => {}
        Order::Traffic => rows.sort_by_key(|row| Reverse(row.figures.flow())),
        Order::Rating => rows.sort_by_key(|row| row.figures.mean_score_hundredths.unwrap_or(u32::MAX)),
    }
    Rows { rows, hidden, quiet }
}

/// Whether anything flowed over a relationship.
pub fn flows(row: &Strand) -> bool {
    row.health != Health::Quiet
}

/// The departments as columns, left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Warp {
    /// Which department hangs where.
    pub columns: Vec<DepartmentId>,
    /// How many threads each holds.
    weights: Vec<usize>,
    place: BTreeMap<DepartmentId, usize>,
}

impl Warp {
    /// The columns of `rows`: customers tend to hang left of their providers and near them. The
    /// order follows from who is joined with whom, not from figures, so that it stands still while
    /// figures change.
    pub fn of(rows: &[Strand]) -> Self {
        let ids: BTreeSet<DepartmentId> = rows.iter().flat_map(|row| [row.customer, row.provider]).collect();
        let ids: Vec<DepartmentId> = ids.into_iter().collect();
        let index: BTreeMap<DepartmentId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let mut pairs: Vec<(usize, usize)> =
            rows.iter().map(|row| (index[&row.customer], index[&row.provider])).collect();
        pairs.sort_unstable();
        let order = ordered(ids.len(), &pairs);
        let columns: Vec<DepartmentId> = order.iter().map(|at| ids[*at]).collect();
        let place = columns.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let weights = vec![0_usize; columns.len()];
        let mut warp = Self { columns, weights, place };
        for row in rows {
            for id in [row.customer, row.provider] {
                if let Some(at) = warp.at(id) {
                    warp.weights[at] += 1;
                }
            }
        }
        warp
    }

    /// The columns whose name is written at the head, where a name needs so many thousandths of the
    /// cloth's width: those with most threads first, each with room to its neighbours.
    pub fn named(&self, name_room: usize) -> BTreeSet<usize> {
        named(&self.weights, name_room)
    }

    /// A department's column.
    pub fn at(&self, id: DepartmentId) -> Option<usize> {
        self.place.get(&id).copied()
    }

    /// Where a column hangs, in hundredths of a percent of the cloth's width.
    pub fn x(&self, column: usize) -> usize {
        (2 * column + 1) * 10_000 / (2 * self.columns.len().max(1))
    }
}

/// Left to right by how much more one asks than one is asked; then each moves to the middle of what
/// it is joined with, which brings knots and heads near each other.
fn ordered(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut joined = vec![Vec::new(); count];
    let mut balance = vec![0_i64; count];
    for (customer, provider) in pairs {
        joined[*customer].push(*provider);
        joined[*provider].push(*customer);
        balance[*customer] -= 1;
        balance[*provider] += 1;
    }
    // Balance in thousandths of all it has, so that large and small ones compare.
    let share = |at: usize| balance[at] * 1_000 / i64::try_from(joined[at].len().max(1)).unwrap_or(1);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|at| (share(*at), *at));
    for _ in 0..ROUNDS {
        let mut place = vec![0_i64; count];
        for (at, id) in order.iter().enumerate() {
            place[*id] = i64::try_from(at).unwrap_or(0);
        }
        let mut keyed: Vec<(i64, i64, usize)> = order
            .iter()
            .map(|id| {
                let near = &joined[*id];
                let sum: i64 = near.iter().map(|other| place[*other]).sum();
                let mean = sum * 100 / i64::try_from(near.len().max(1)).unwrap_or(1);
                // Half towards the others, half where it was: the ends do not fall into the middle.
                let wanted = place[*id] * 100 + share(*id) * i64::try_from(count).unwrap_or(0) / 40;
                (i64::midpoint(mean, wanted), place[*id], *id)
            })
            .collect();
        keyed.sort_unstable();
        order = keyed.into_iter().map(|(.., id)| id).collect();
    }
    order
}

fn named(weights: &[usize], name_room: usize) -> BTreeSet<usize> {
    let count = weights.len();
    if count * name_room <= 1_000 {
        return (0..count).collect();
    }
    // Columns that one name needs.
    let room = (count * name_room).div_ceil(1_000);
    let mut by_weight: Vec<usize> = (0..count).collect();
    by_weight.sort_by_key(|at| (Reverse(weights[*at]), *at));
    let mut named = BTreeSet::new();
    for at in by_weight {
        let from = at.saturating_sub(room - 1);
        if named.range(from..at + room).next().is_none() {
            named.insert(at);
        }
    }
    named
}

/// The columns that a thread crosses where the warp lies over it: every other one, shifted from row
/// to row, as in plain weave.
pub fn crossings(row: usize, from: usize, to: usize) -> impl Iterator<Item = usize> {
    let (left, right) = (from.min(to), from.max(to));
    (left + 1..right).filter(move |column| (row + column) % 2 == 1)
}

#[cfg(test)]
#[path = "weave_tests.rs"]
mod tests;
