//! The order of blocks within their layers, and of the lanes between them.

use std::collections::BTreeMap;

use super::{Work, rank};

/// Sweeps without fewer crossings after which the search ends.
const PATIENCE: u32 = 4;
/// Parts of one position that a mean is counted in.
const FINE: i64 = 1024;

/// Blocks and bends, layer by layer. Where an edge between blocks passes a layer, it has a bend
/// there: a vertex of its own, which decides between which plates it runs.
#[derive(Debug, Default)]
pub(super) struct Weave {
    /// Vertices from top to bottom; below `blocks` a vertex is a block, from there on a bend.
    layers: Vec<Vec<usize>>,
    blocks: usize,
    /// What a vertex is joined with in the layer to the left and to the right, and how often.
    left: Vec<Vec<(usize, i64)>>,
    right: Vec<Vec<(usize, i64)>>,
    position: Vec<usize>,
    /// The bends between two blocks, from left to right.
    bends: BTreeMap<(usize, usize), Vec<usize>>,
    best: Vec<Vec<usize>>,
    fewest: Option<u64>,
    waited: u32,
}

impl Weave {
    pub(super) fn new(work: &Work) -> Self {
        let blocks = work.blocks.len();
        let depth = work.blocks.iter().map(|block| block.layer + 1).max().unwrap_or(0);
        let mut weave = Self { layers: vec![Vec::new(); depth], blocks, ..Self::default() };
        for (index, block) in work.blocks.iter().enumerate() {
            weave.layers[block.layer].push(index);
        }
        weave.left = vec![Vec::new(); blocks];
        weave.right = vec![Vec::new(); blocks];
        let layer = |block: usize| work.blocks[block].layer;
        let mut joined: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for ((from, to), weight) in rank::between(work, |node| work.block_of[node]) {
            match layer(from).cmp(&layer(to)) {
                std::cmp::Ordering::Less => *joined.entry((from, to)).or_default() += weight,
                std::cmp::Ordering::Greater => *joined.entry((to, from)).or_default() += weight,
                std::cmp::Ordering::Equal => {}
            }
        }
        for ((from, to), weight) in joined {
            let bends: Vec<usize> = (layer(from) + 1..layer(to)).map(|at| weave.bend(at)).collect();
            let chain: Vec<usize> = std::iter::once(from).chain(bends.iter().copied()).chain([to]).collect();
            for pair in chain.windows(2) {
                weave.right[pair[0]].push((pair[1], weight));
                weave.left[pair[1]].push((pair[0], weight));
            }
            weave.bends.insert((from, to), bends);
        }
        weave.position = vec![0; weave.left.len()];
        (0..depth).for_each(|layer| weave.note(layer));
        weave.best = weave.layers.clone();
        weave
    }

    fn bend(&mut self, layer: usize) -> usize {
        let vertex = self.left.len();
        self.left.push(Vec::new());
        self.right.push(Vec::new());
        self.layers[layer].push(vertex);
        vertex
    }

    fn note(&mut self, layer: usize) {
        for (position, vertex) in self.layers[layer].iter().enumerate() {
            self.position[*vertex] = position;
        }
    }

    /// Orders every layer by where its neighbours in the layer before are, there or back in turn.
    /// `keeps`: blocks stay in their order among each other. False: there is nothing more to gain.
    pub(super) fn sweep(&mut self, sweep: u32, keeps: bool) -> bool {
        let depth = self.layers.len();
        if depth < 2 {
            return false;
        }
        let rightward = sweep.is_multiple_of(2);
        let layers: Vec<usize> =
            if rightward { (1..depth).collect() } else { (0..depth - 1).rev().collect() };
        for layer in layers {
            self.sort(layer, rightward, keeps);
        }
        let crossings = self.crossings();
        if self.fewest.is_none_or(|fewest| crossings < fewest) {
            self.fewest = Some(crossings);
            self.best.clone_from(&self.layers);
            self.waited = 0;
        } else {
            self.waited += 1;
        }
        crossings > 0 && self.waited < PATIENCE
    }

    fn sort(&mut self, layer: usize, rightward: bool, keeps: bool) {
        let beside = if rightward { &self.left } else { &self.right };
        let near = if rightward { layer - 1 } else { layer + 1 };
        let (own, other) = (self.layers[layer].len().max(1), self.layers[near].len().max(1));
        let place = |at: usize| i64::try_from(at).unwrap_or(0);
        let mut sorted: Vec<(i64, usize, usize)> = self.layers[layer]
            .iter()
            .enumerate()
            .map(|(at, vertex)| {
                let weight: i64 = beside[*vertex].iter().map(|(_, weight)| weight).sum();
                let sum: i64 =
                    beside[*vertex].iter().map(|(v, weight)| place(self.position[*v]) * FINE * weight).sum();
                // One that nothing joins to that side keeps its share of the height.
                let mean =
                    if weight == 0 { place(at) * FINE * place(other) / place(own) } else { sum / weight };
                (mean, at, *vertex)
            })
            .collect();
        sorted.sort_unstable();
        let mut vertices: Vec<usize> = sorted.into_iter().map(|(.., vertex)| vertex).collect();
        if keeps {
            let mut kept = self.layers[layer].iter().copied().filter(|vertex| *vertex < self.blocks);
            for vertex in vertices.iter_mut().filter(|vertex| **vertex < self.blocks) {
                *vertex = kept.next().unwrap_or(*vertex);
            }
        }
        self.layers[layer] = vertices;
        self.note(layer);
    }

    /// Crossings of all edges between neighbouring layers.
    pub(super) fn crossings(&self) -> u64 {
        (0..self.layers.len().saturating_sub(1)).map(|layer| self.crossings_after(layer)).sum()
    }

    fn crossings_after(&self, layer: usize) -> u64 {
        let mut ends: Vec<(usize, usize, u64)> = self.layers[layer]
            .iter()
            .flat_map(|v| {
                self.right[*v].iter().map(|(to, weight)| {
                    (self.position[*v], self.position[*to], u64::try_from(*weight).unwrap_or(0))
                })
            })
            .collect();
        ends.sort_unstable();
        // A Fenwick tree over the right ends seen so far: how much weight ends further down.
        let size = self.layers.get(layer + 1).map_or(0, Vec::len);
        let mut tree = vec![0_u64; size + 1];
        let (mut total, mut crossings, mut start) = (0_u64, 0_u64, 0);
        while start < ends.len() {
            let same = ends[start..].iter().take_while(|end| end.0 == ends[start].0).count();
            for (_, to, weight) in &ends[start..start + same] {
                let mut upto = 0;
                let mut at = to + 1;
                while at > 0 {
                    upto += tree[at];
                    at &= at - 1;
                }
                crossings += (total - upto) * weight;
            }
            for (_, to, weight) in &ends[start..start + same] {
                total += weight;
                let mut at = to + 1;
                while at <= size {
                    tree[at] += weight;
                    at += at & at.wrapping_neg();
                }
            }
            start += same;
        }
        crossings
    }

    /// Takes back the best order found.
    pub(super) fn settle(&mut self) {
        self.layers = std::mem::take(&mut self.best);
        (0..self.layers.len()).for_each(|layer| self.note(layer));
    }

    /// The blocks of each layer, from top to bottom.
    pub(super) fn block_layers(&self) -> Vec<Vec<usize>> {
        let blocks = self.blocks;
        self.layers.iter().map(|layer| layer.iter().copied().filter(|v| *v < blocks).collect()).collect()
    }

    /// For each pair of blocks, the gaps through which it passes the layers between: layer, and how
    /// many blocks are above.
    pub(super) fn gaps(&self) -> BTreeMap<(usize, usize), Vec<(usize, usize)>> {
        let mut gap = vec![(0, 0); self.left.len()];
        for (layer, vertices) in self.layers.iter().enumerate() {
            let mut above = 0;
            for vertex in vertices {
                gap[*vertex] = (layer, above);
                above += usize::from(*vertex < self.blocks);
            }
        }
        self.bends
            .iter()
            .map(|(pair, bends)| (*pair, bends.iter().map(|bend| gap[*bend]).collect()))
            .collect()
    }
}
