//! Which layer a block stands in: cycles are broken, then every dependency points to the right.

use std::collections::BTreeMap;

use super::{COLUMN_PITCH, NODE_GAP, Work};

/// Edges between two blocks, or two departments, counted.
pub(super) type Weights = BTreeMap<(usize, usize), i64>;

/// Rounds in which blocks move between their neighbours to shorten what joins them.
const TIGHTEN_ROUNDS: usize = 6;
/// The whole may be this many times as wide as a layer may be high before weak dependencies stop
/// deciding on layers.
const WIDTH_TO_HEIGHT: i64 = 3;

/// Orders `count` vertices so that little weight points backward: the greedy method of Eades, Lin
/// and Smyth, with weights. The first to come are customers. Ties go to the lower index.
pub(super) fn acyclic_order(count: usize, weights: &Weights) -> Vec<usize> {
    let (mut outs, mut ins) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    let (mut out, mut inn) = (vec![0; count], vec![0; count]);
    for ((from, to), weight) in weights {
        outs[*from].push((*to, *weight));
        ins[*to].push((*from, *weight));
        out[*from] += weight;
        inn[*to] += weight;
    }
    let mut left: Vec<usize> = (0..count).collect();
    let (mut first, mut last) = (Vec::new(), Vec::new());
    while !left.is_empty() {
        let sinks: Vec<usize> = left.iter().copied().filter(|v| out[*v] == 0 && inn[*v] > 0).collect();
        let sources: Vec<usize> = left.iter().copied().filter(|v| inn[*v] == 0).collect();
        let (gone, to_end) = if !sinks.is_empty() {
            (sinks, true)
        } else if !sources.is_empty() {
            (sources, false)
        } else {
            let best = left.iter().copied().max_by_key(|v| (out[*v] - inn[*v], std::cmp::Reverse(*v)));
            (best.into_iter().collect(), false)
        };
        for v in &gone {
            for (to, weight) in &outs[*v] {
                inn[*to] -= weight;
            }
            for (from, weight) in &ins[*v] {
                out[*from] -= weight;
            }
        }
        left.retain(|v| !gone.contains(v));
        if to_end { last.extend(gone.into_iter().rev()) } else { first.extend(gone) }
    }
    first.extend(last.into_iter().rev());
    first
}

/// Gives every block its layer. Where the whole would become much wider than high, dependencies
/// that run about as often back as forth stop deciding, the weakest first: their ends may then
/// stand in one layer.
pub(super) fn layers(work: &mut Work) {
    let weights = between(work, |node| work.block_of[node]);
    let order = acyclic_order(work.blocks.len(), &weights);
    let size: Vec<i32> = work.blocks.iter().map(|block| block.height(&work.heights) + NODE_GAP).collect();
    let limit = height_limit(work, &size);
    let mut layer = Vec::new();
    for weakest in [1, 2, 3, 5, 8, 13, 21, i64::MAX] {
        layer = layers_above(&Net::new(&weights, &order, weakest), &order, &size, limit);
        if i64::from(width(work, &layer)) <= WIDTH_TO_HEIGHT * i64::from(limit) {
            break;
        }
    }
    close_up(work, &layer);
}

/// What is left of the edges between blocks when those back are taken from those forth.
struct Net {
    before: Vec<Vec<(usize, i64)>>,
    after: Vec<Vec<(usize, i64)>>,
}

impl Net {
    fn new(weights: &Weights, order: &[usize], weakest: i64) -> Self {
        let mut rank = vec![0; order.len()];
        for (position, block) in order.iter().enumerate() {
            rank[*block] = position;
        }
        let mut net: Weights = Weights::new();
        for ((from, to), weight) in weights {
            let forth = rank[*from] < rank[*to];
            let (pair, weight) = if forth { ((*from, *to), *weight) } else { ((*to, *from), -weight) };
            *net.entry(pair).or_default() += weight;
        }
        let (mut before, mut after) = (vec![Vec::new(); order.len()], vec![Vec::new(); order.len()]);
        // A single pair back against a single pair forth still keeps two blocks apart, unless space asks.
        for ((left, right), weight) in
            net.into_iter().filter(|(_, weight)| weakest == 1 || *weight >= weakest)
        {
            after[left].push((right, weight.max(1)));
            before[right].push((left, weight.max(1)));
        }
        Self { before, after }
    }
}

fn layers_above(net: &Net, order: &[usize], size: &[i32], limit: i32) -> Vec<usize> {
    let Net { before, after } = net;
    let mut filled: Vec<i32> = Vec::new();
    let mut layer = vec![0_usize; order.len()];
    for block in order.iter().copied() {
        let mut at = before[block].iter().map(|(other, _)| layer[*other] + 1).max().unwrap_or(0);
        while filled.get(at).is_some_and(|height| *height > 0 && height + size[block] > limit) {
            at += 1;
        }
        filled.resize(filled.len().max(at + 1), 0);
        filled[at] += size[block];
        layer[block] = at;
    }
    for _ in 0..TIGHTEN_ROUNDS {
        for block in order.iter().rev().copied() {
            let low = before[block].iter().map(|(other, _)| layer[*other] + 1).max().unwrap_or(0);
            let high = after[block].iter().map(|(other, _)| layer[*other].saturating_sub(1)).min();
            let high = high.unwrap_or(layer[block]).max(low);
            let pull: i64 = after[block].iter().map(|(_, weight)| weight).sum::<i64>()
                - before[block].iter().map(|(_, weight)| weight).sum::<i64>();
            let wished: Vec<usize> =
                if pull > 0 { (low..=high).rev().collect() } else { (low..=high).collect() };
            let fits = |at: usize| at == layer[block] || filled[at] + size[block] <= limit;
            if let Some(at) = wished.into_iter().find(|at| fits(*at)) {
                filled[layer[block]] -= size[block];
                filled[at] += size[block];
                layer[block] = at;
            }
        }
    }
    layer
}

/// How wide the layers are together.
fn width(work: &Work, layer: &[usize]) -> i32 {
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    for (block, at) in work.blocks.iter().zip(layer) {
        let widest = columns.entry(*at).or_default();
        *widest = (*widest).max(block.columns.len());
    }
    i32::try_from(columns.values().sum::<usize>()).unwrap_or(i32::MAX / COLUMN_PITCH) * COLUMN_PITCH
}

/// Counts the edges between the classes that `class` puts departments into, without those inside one.
pub(super) fn between(work: &Work, class: impl Fn(usize) -> Option<usize>) -> Weights {
    let mut weights = Weights::new();
    for (from, to, _) in &work.edges {
        if let (Some(from), Some(to)) = (class(*from), class(*to))
            && from != to
        {
            *weights.entry((from, to)).or_default() += 1;
        }
    }
    weights
}

/// How high a layer may be so that the whole is about as wide as a screen is to its height.
fn height_limit(work: &Work, size: &[i32]) -> i32 {
    let columns = work.blocks.iter().map(|block| i64::try_from(block.columns.len()).unwrap_or(1));
    let area: i64 = columns
        .zip(size)
        .map(|(columns, height)| columns * i64::from(COLUMN_PITCH) * i64::from(*height))
        .sum();
    let side = i32::try_from((area / 2).isqrt()).unwrap_or(i32::MAX);
    side.max(size.iter().copied().max().unwrap_or(0)).max(6 * 59)
}

/// Leaves out layers that nothing stands in.
fn close_up(work: &mut Work, layer: &[usize]) {
    let mut used: Vec<usize> = layer.to_vec();
    used.sort_unstable();
    used.dedup();
    for (block, at) in work.blocks.iter_mut().zip(layer) {
        block.layer = used.binary_search(at).unwrap_or_default();
    }
}
