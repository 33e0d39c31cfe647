//! Which departments are placed together.

use std::collections::BTreeMap;

use super::{Input, NODE_GAP, NODE_HEIGHT, NodeIn, PLATE_PAD, PORT_PITCH, Work};

/// Ends on one rim that make a department a hub: it stands alone, whatever its group, because the
/// rows beside it would have to be as high.
const HUB_PORTS: usize = 16;
/// Ends on one rim at full pitch; further ones are [`CROWD_PITCH`] apart.
const PORTS_WIDE: usize = 60;
/// Pitch of ends beyond [`PORTS_WIDE`], in scene units.
const CROWD_PITCH: i32 = 4;

/// Departments that are placed together, in columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) group: Option<u32>,
    /// By column, from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    pub(super) layer: usize,
    /// The first of its layer's columns that it covers.
    pub(super) indent: usize,
    /// Where its top was, in a kept arrangement.
    pub(super) kept_top: Option<i32>,
}

impl Block {
    pub(super) fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().flatten().copied()
    }

    pub(super) fn rows(&self) -> usize {
        self.columns.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Whether it has a frame and a name.
    pub(super) fn is_plate(&self) -> bool {
        self.group.is_some()
    }

    /// Its height when nothing runs through it.
    pub(super) fn height(&self, heights: &[i32]) -> i32 {
        let rows: i32 = (0..self.rows()).map(|row| self.row_height(row, heights) + NODE_GAP).sum();
        rows - NODE_GAP + if self.is_plate() { PLATE_PAD.0 + PLATE_PAD.1 } else { 0 }
    }

    pub(super) fn row_height(&self, row: usize, heights: &[i32]) -> i32 {
        let cells = self.columns.iter().filter_map(|column| column.get(row));
        cells.map(|node| heights[*node]).max().unwrap_or(NODE_HEIGHT)
    }
}

/// A department's height for the larger number of ends on one of its rims.
pub(super) fn height_for(ports: usize) -> i32 {
    let wide = i32::try_from(ports.min(PORTS_WIDE)).unwrap_or(i32::MAX);
    let crowd = i32::try_from(ports.saturating_sub(PORTS_WIDE)).unwrap_or(0).min(2_000);
    NODE_HEIGHT.max(12 + wide * PORT_PITCH + crowd * CROWD_PITCH)
}

/// Finds the edges that can be drawn, the departments they join, and the blocks these form.
pub(super) fn blocks(input: &Input, work: &mut Work) {
    let count = input.nodes.len();
    let index = |node: u32| usize::try_from(node).ok().filter(|node| *node < count);
    work.edges = input
        .edges
        .iter()
        .enumerate()
        .filter_map(|(edge, (from, to))| Some((index(*from)?, index(*to)?, edge)))
        .filter(|(from, to, _)| from != to)
        .collect();
    let (mut ins, mut outs) = (vec![0; count], vec![0; count]);
    for (from, to, _) in &work.edges {
        outs[*from] += 1;
        ins[*to] += 1;
    }
    let height = |(node, ports): (&NodeIn, usize)| match ports {
        0 if !node.stands => 0,
        ports => height_for(ports),
    };
    let ports = ins.iter().zip(&outs).map(|(ins, outs)| *ins.max(outs));
    work.heights = input.nodes.iter().zip(ports).map(height).collect();
    let mut taken = vec![false; count];
    kept_blocks(input, work, &mut taken);
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut alone = Vec::new();
    for node in (0..count).filter(|node| work.heights[*node] > 0 && !taken[*node]) {
        let is_hub = ins[node].max(outs[node]) > HUB_PORTS;
        match input.nodes[node].group {
            Some(group) if !is_hub && input.keep.is_none() => groups.entry(group).or_default().push(node),
            _ => alone.push(node),
        }
    }
    let lone = |node: usize| Block { columns: vec![vec![node]], ..Block::default() };
    for (group, members) in groups {
        match members[..] {
            [node] => work.blocks.push(lone(node)),
            _ => work.blocks.push(Block { group: Some(group), columns: vec![members], ..Block::default() }),
        }
    }
    work.block_of = vec![None; count];
    note_blocks(work);
    for node in alone {
        let layer = if input.keep.is_some() { beside(work, node) } else { 0 };
        work.block_of[node] = Some(work.blocks.len());
        work.blocks.push(Block { layer, ..lone(node) });
    }
}

/// The blocks of the arrangement to keep, without those who have gone.
fn kept_blocks(input: &Input, work: &mut Work, taken: &mut [bool]) {
    let Some(keep) = &input.keep else { return };
    let count = taken.len();
    let index = |node: &u32| usize::try_from(*node).ok().filter(|node| *node < count);
    for (layer, grids) in keep.layers.iter().enumerate() {
        for (top, grid) in grids {
            let mut is_new =
                |node: &usize| work.heights[*node] > 0 && !std::mem::replace(&mut taken[*node], true);
            let column = |column: &Vec<u32>| -> Vec<usize> {
                column.iter().filter_map(index).filter(&mut is_new).collect()
            };
            let columns: Vec<Vec<usize>> =
                grid.iter().map(column).filter(|column| !column.is_empty()).collect();
            let Some(first) = columns.first().and_then(|column| column.first()) else { continue };
            let is_plate = columns.iter().map(Vec::len).sum::<usize>() > 1;
            let group = input.nodes[*first].group.filter(|_| is_plate);
            work.blocks.push(Block { group, columns, layer, kept_top: Some(*top), ..Block::default() });
        }
    }
}

fn note_blocks(work: &mut Work) {
    for (block, members) in work.blocks.iter().enumerate() {
        for node in members.members() {
            work.block_of[node] = Some(block);
        }
    }
}

/// The layer for a department that is new in a kept arrangement: one left of a provider of its, or
/// one right of a customer.
fn beside(work: &Work, node: usize) -> usize {
    let layer = |other: usize| work.block_of[other].map(|block| work.blocks[block].layer);
    let provider =
        work.edges.iter().filter(|(from, ..)| *from == node).filter_map(|(_, to, _)| layer(*to)).min();
    let customer = work.edges.iter().filter(|(_, to, _)| *to == node).filter_map(|(from, ..)| layer(*from));
    match (provider, customer.max()) {
        (Some(provider), _) => provider.saturating_sub(1),
        (None, Some(customer)) => customer + 1,
        (None, None) => 0,
    }
}
