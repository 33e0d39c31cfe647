//! Heights: blocks move towards what they are joined with, rows inside them likewise.

use std::collections::BTreeMap;

use super::{LANE_PITCH, LANES_MAX, NODE_GAP, PLATE_PAD, Work};

/// Room between two blocks of which one has a frame.
const PLATE_GAP: i32 = 26;

/// What a kept place weighs against what edges of others wish for.
const KEPT_WEIGHT: i64 = 1_000;

/// Blocks of each layer from top to bottom, with the room for the lanes between them.
#[derive(Debug, Default)]
pub(super) struct Stack {
    /// The blocks of each layer.
    pub(super) layers: Vec<Vec<usize>>,
    /// Edges in the gap above each block of a layer, and below the last.
    lanes: Vec<Vec<usize>>,
    /// The gaps that edges between two blocks pass through.
    pub(super) gaps: BTreeMap<(usize, usize), Vec<(usize, usize)>>,
    /// The first column of each layer, and how many it has.
    pub(super) columns: Vec<(usize, usize)>,
    /// The top of each block.
    pub(super) top: Vec<i32>,
    /// The top of each row of each block, from the block's own; one more for where the last ends.
    pub(super) rows: Vec<Vec<i32>>,
    pub(super) height: Vec<i32>,
}

impl Stack {
    pub(super) fn new(work: &Work) -> Self {
        let layers = work.weave.block_layers();
        let gaps = work.weave.gaps();
        let mut lanes: Vec<Vec<usize>> = layers.iter().map(|layer| vec![0; layer.len() + 1]).collect();
        for (from, to, _) in &work.edges {
            let (Some(from), Some(to)) = (work.block_of[*from], work.block_of[*to]) else { continue };
            for (layer, gap) in gaps.get(&(from, to)).or_else(|| gaps.get(&(to, from))).into_iter().flatten()
            {
                lanes[*layer][*gap] += 1;
            }
        }
        let mut first = 0;
        let columns = layers
            .iter()
            .map(|layer| {
                let count = layer.iter().map(|block| work.blocks[*block].columns.len()).max().unwrap_or(1);
                first += count;
                (first - count, count)
            })
            .collect();
        let count = work.blocks.len();
        Self {
            layers,
            lanes,
            gaps,
            columns,
            top: vec![0; count],
            rows: vec![Vec::new(); count],
            height: vec![0; count],
        }
    }

    /// Room for the lanes of a gap that holds `count` edges.
    pub(super) fn band(count: usize) -> i32 {
        i32::try_from(count.min(LANES_MAX)).unwrap_or(0) * LANE_PITCH
    }

    /// Room above the `index`-th block of a layer.
    pub(super) fn gap_above(&self, work: &Work, layer: usize, index: usize) -> i32 {
        let near = |at: Option<usize>| {
            at.and_then(|at| self.layers[layer].get(at)).is_some_and(|block| work.blocks[*block].is_plate())
        };
        let base = if near(Some(index)) || near(index.checked_sub(1)) { PLATE_GAP } else { NODE_GAP };
        base + Self::band(self.lanes[layer][index])
    }

    /// The middle of a department in its block.
    fn middle(&self, work: &Work, node: usize) -> i32 {
        let Some(block) = work.block_of[node] else { return 0 };
        let row = work.blocks[block].columns.iter().find_map(|column| column.iter().position(|n| *n == node));
        let rows = &self.rows[block];
        row.and_then(|row| rows.get(row)).map_or(0, |top| top + work.heights[node] / 2)
    }
}

/// One round: rows are sorted, heights counted, blocks moved.
pub(super) fn round(work: &mut Work, round: u32, keeps: bool) {
    let mut stack = std::mem::take(&mut work.stack);
    if round == 0 {
        indent(work, &stack);
        for block in 0..work.blocks.len() {
            measure(work, &mut stack, block);
        }
        pile(work, &mut stack);
    }
    let middle: Vec<i32> = (0..work.heights.len()).map(|node| stack.middle(work, node)).collect();
    let mut mates: Vec<Vec<usize>> = vec![Vec::new(); work.heights.len()];
    for (from, to, _) in &work.edges {
        mates[*from].push(*to);
        mates[*to].push(*from);
    }
    let height = |node: usize| work.block_of[node].map_or(0, |block| stack.top[block] + middle[node]);
    let at: Vec<i32> = (0..work.heights.len()).map(height).collect();
    let wished: Vec<Option<i32>> = mates
        .iter()
        .map(|mates| {
            let sum: i64 = mates.iter().map(|mate| i64::from(at[*mate])).sum();
            let count = i64::try_from(mates.len()).unwrap_or(1);
            (count > 0).then(|| i32::try_from(sum / count).unwrap_or(0))
        })
        .collect();
    if !keeps {
        for block in 0..work.blocks.len() {
            for column in &mut work.blocks[block].columns {
                column.sort_by_key(|node| (wished[*node], *node));
            }
            measure(work, &mut stack, block);
        }
    }
    for layer in 0..stack.layers.len() {
        pull(work, &mut stack, layer, &mates, &at);
    }
    work.stack = stack;
}

/// A block narrower than its layer stands on the side that more of its edges leave from.
fn indent(work: &mut Work, stack: &Stack) {
    let mut outward = vec![0_i64; work.blocks.len()];
    for (from, to, _) in &work.edges {
        if let (Some(from), Some(to)) = (work.block_of[*from], work.block_of[*to]) {
            outward[from] += 1;
            outward[to] -= 1;
        }
    }
    for (index, block) in work.blocks.iter_mut().enumerate() {
        let (_, count) = stack.columns[block.layer];
        block.indent = if outward[index] > 0 { count - block.columns.len() } else { 0 };
    }
}

/// Counts the rows of a block: each as high as its highest department, with room for the edges
/// that leave through the rows beside it.
fn measure(work: &Work, stack: &mut Stack, index: usize) {
    let block = &work.blocks[index];
    let (above, below) = if block.is_plate() { (PLATE_PAD.0, PLATE_PAD.1) } else { (0, 0) };
    let width = block.columns.len();
    let passing: usize = if width > 1 {
        let ends = work
            .edges
            .iter()
            .filter(|(from, to, _)| work.block_of[*from] == Some(index) || work.block_of[*to] == Some(index));
        ends.count() * (width - 1) / width
    } else {
        0
    };
    let room = Stack::band(passing.div_ceil(block.rows() + 1).min(8));
    let mut tops = Vec::with_capacity(block.rows() + 1);
    let mut y = above + room;
    for row in 0..block.rows() {
        tops.push(y);
        y += block.row_height(row, &work.heights) + NODE_GAP + room;
    }
    tops.push(y);
    stack.height[index] = y - NODE_GAP + below;
    stack.rows[index] = tops;
}

/// Puts the blocks of every layer on each other, the middle of each layer at 0.
fn pile(work: &Work, stack: &mut Stack) {
    for layer in 0..stack.layers.len() {
        let mut y = 0;
        for index in 0..stack.layers[layer].len() {
            let block = stack.layers[layer][index];
            y += stack.gap_above(work, layer, index);
            stack.top[block] = y;
            y += stack.height[block];
        }
        for block in &stack.layers[layer] {
            stack.top[*block] -= y / 2;
        }
    }
}

/// Moves the blocks of a layer as near as their order allows to where their edges would be
/// straight: the least squares solution, by pooling neighbours that want to pass each other.
fn pull(work: &Work, stack: &mut Stack, layer: usize, mates: &[Vec<usize>], at: &[i32]) {
    let mut offset = 0;
    let mut pools: Vec<Pool> = Vec::new();
    let mut offsets = Vec::new();
    for index in 0..stack.layers[layer].len() {
        let block = stack.layers[layer][index];
        offset += stack.gap_above(work, layer, index);
        let (mut sum, mut count) = (0_i64, 0_i64);
        for node in work.blocks[block].members() {
            for mate in mates[node].iter().filter(|mate| work.block_of[**mate] != Some(block)) {
                sum += i64::from(at[*mate] - (at[node] - stack.top[block]));
                count += 1;
            }
        }
        if let Some(top) = work.blocks[block].kept_top {
            // What stands stays: newcomers make room for themselves only where they must.
            (sum, count) = (i64::from(top) * KEPT_WEIGHT, KEPT_WEIGHT);
        } else if count == 0 {
            (sum, count) = (i64::from(stack.top[block]), 1);
        }
        offsets.push((block, offset));
        pools.push(Pool { sum: sum - i64::from(offset) * count, weight: count, blocks: 1 });
        offset += stack.height[block];
        while let [.., upper, lower] = &pools[..]
            && upper.mean() > lower.mean()
        {
            let pooled = upper.with(lower);
            pools.truncate(pools.len() - 2);
            pools.push(pooled);
        }
    }
    let mut placed = offsets.into_iter();
    for pool in pools {
        for (block, offset) in placed.by_ref().take(pool.blocks) {
            stack.top[block] = i32::try_from(pool.mean()).unwrap_or(0) + offset;
        }
    }
}

/// Blocks that touch each other and move as one.
struct Pool {
    sum: i64,
    weight: i64,
    blocks: usize,
}

impl Pool {
    fn mean(&self) -> i64 {
        self.sum.div_euclid(self.weight.max(1))
    }

    fn with(&self, other: &Pool) -> Pool {
        Pool {
            sum: self.sum + other.sum,
            weight: self.weight + other.weight,
            blocks: self.blocks + other.blocks,
        }
    }
}
