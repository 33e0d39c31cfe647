//! Columns and rows inside a block.

use super::{Work, rank};

/// Rows of one column, at most.
const ROWS_MAX: usize = 24;
/// Columns that dependencies inside a block may open, beyond what its size needs.
const COLUMNS_MAX: usize = 3;

/// Spreads each block's departments over columns: customers left, none fuller than it must be.
pub(super) fn columns(work: &mut Work) {
    let inside: Vec<Vec<(usize, usize)>> = {
        let mut inside = vec![Vec::new(); work.blocks.len()];
        for (from, to, _) in &work.edges {
            if let (Some(from_block), Some(to_block)) = (work.block_of[*from], work.block_of[*to])
                && from_block == to_block
            {
                inside[from_block].push((*from, *to));
            }
        }
        inside
    };
    for (block, edges) in work.blocks.iter_mut().zip(inside) {
        let members: Vec<usize> = block.members().collect();
        if members.len() > 1 {
            block.columns = spread(&members, &edges);
        }
    }
}

fn spread(members: &[usize], edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    // Members come in ascending order, so a member's place in the slice is found by search.
    let local = |node: usize| members.binary_search(&node).unwrap_or_default();
    let mut weights = rank::Weights::new();
    for (from, to) in edges {
        *weights.entry((local(*from), local(*to))).or_default() += 1;
    }
    let order = rank::acyclic_order(members.len(), &weights);
    let mut position = vec![0; members.len()];
    for (at, member) in order.iter().enumerate() {
        position[*member] = at;
    }
    let needed = members.len().div_ceil(ROWS_MAX);
    let most = if edges.is_empty() { needed } else { needed.max(COLUMNS_MAX) };
    let rows = members.len().div_ceil(needed).max(members.len().div_ceil(most));
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); most];
    let mut column_of = vec![0_usize; members.len()];
    for member in order {
        let after = weights
            .keys()
            .filter(|(from, to)| *to == member && position[*from] < position[*to])
            .map(|(from, _)| column_of[*from] + 1)
            .max();
        let mut at = after.unwrap_or(0).min(most - 1);
        if columns[at].len() >= rows {
            at = (at..most).find(|at| columns[*at].len() < rows).unwrap_or_else(|| emptiest(&columns));
        }
        column_of[member] = at;
        columns[at].push(members[member]);
    }
    columns.retain(|column| !column.is_empty());
    columns
}

fn emptiest(columns: &[Vec<usize>]) -> usize {
    (0..columns.len()).min_by_key(|at| columns[*at].len()).unwrap_or_default()
}
