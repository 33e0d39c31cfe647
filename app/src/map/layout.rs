//! Where everything on the map goes: customers left, providers right.
//!
//! A pure function of its [`Input`], in whole scene units, without hash-map order: every browser
//! that shows the same departments draws the same map, and a place put by hand means the same to
//! everybody. Two levels: departments of one group form a `Block` that is drawn as
//! a plate; blocks are put into layers, ordered and placed as in Sugiyama's method; an edge longer
//! than one layer runs in a lane between the plates that it passes.
//!
//! [`layout`] does it at once; [`Layout::step`] does it in pieces of a few milliseconds, so that a
//! browser can go on answering; a [`desk`] does it in another thread.

pub mod desk;
mod group;
mod inner;
mod order;
mod place;
mod rank;
pub(crate) mod route;

use serde::{Deserialize, Serialize};

/// Width of a department, in scene units.
pub const NODE_WIDTH: i32 = 168;
/// Least height of a department, in scene units.
pub const NODE_HEIGHT: i32 = 44;
/// From one column of departments to the next, in scene units.
pub const COLUMN_PITCH: i32 = 256;
/// Between departments of one column, in scene units.
pub const NODE_GAP: i32 = 15;
/// From one thread's end on a department's rim to the next, in scene units.
pub const PORT_PITCH: i32 = 10;
/// From one lane to the next, in scene units. Where more than [`LANES_MAX`] share a gap they come
/// closer, so that the map does not grow without end.
pub const LANE_PITCH: i32 = 7;
/// Lanes of full pitch in one gap.
pub const LANES_MAX: usize = 20;
/// Space of a plate around its departments: above (with its name), below, beside.
pub const PLATE_PAD: (i32, i32, i32) = (24, 11, 12);

/// A department to be placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeIn {
    /// The group it is drawn with, by the caller's numbering; none: it stands alone.
    pub group: Option<u32>,
    /// Where somebody put it (upper left corner). It stays there; the others are placed as if it
    /// had its own place still.
    pub pinned: Option<(i32, i32)>,
    /// It has a place though no dependency of its own is drawn; else it would be in the tray.
    pub stands: bool,
}

/// What is to be laid out. The order of nodes and edges decides ties, so it must be the same
/// everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The departments.
    pub nodes: Vec<NodeIn>,
    /// Customer and provider of each dependency, as indexes into `nodes`. Edges of a node to
    /// itself or to a node that is not there are drawn nowhere.
    pub edges: Vec<(u32, u32)>,
    /// The arrangement to keep: departments that have a place in it keep their neighbours, so that
    /// nothing jumps when one dependency is added. None: everything is arranged anew.
    pub keep: Option<Arrangement>,
}

/// Which department is next to which, without coordinates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangement {
    /// Layers from left to right, each with its blocks from top to bottom: each block's top, and
    /// its departments.
    pub layers: Vec<Vec<(i32, Grid)>>,
}

/// The departments of one block, by column and row, as indexes into [`Input::nodes`].
pub type Grid = Vec<Vec<u32>>;

/// A rectangle in scene units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rect {
    /// Left.
    pub x: i32,
    /// Top.
    pub y: i32,
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

impl Rect {
    /// Whether the two have a point in common.
    pub fn meets(&self, other: &Rect) -> bool {
        self.x <= other.x + other.w
            && other.x <= self.x + self.w
            && self.y <= other.y + other.h
            && other.y <= self.y + self.h
    }

    /// Whether a point lies in it.
    pub fn holds(&self, x: i32, y: i32) -> bool {
        (self.x..=self.x + self.w).contains(&x) && (self.y..=self.y + self.h).contains(&y)
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.w).max(other.x + other.w);
        let bottom = (self.y + self.h).max(other.y + other.h);
        Rect { x, y, w: right - x, h: bottom - y }
    }

    /// The rectangle with `by` more on each side.
    #[must_use]
    pub fn grown(&self, by: i32) -> Rect {
        Rect { x: self.x - by, y: self.y - by, w: self.w + 2 * by, h: self.h + 2 * by }
    }
}

/// A horizontal piece of an edge. Pieces are joined by curves with horizontal handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Where it starts.
    pub x0: i32,
    /// Where it ends; left of `x0` for an edge that runs back.
    pub x1: i32,
    /// At which height.
    pub y: i32,
}

/// Which rims an edge joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Course {
    /// Leaves the right rim, enters the left one.
    Forward,
    /// Leaves the left rim, enters the right one.
    Backward,
    /// Leaves and enters the right rim.
    Loop,
}

/// The way of one edge from its customer to its provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Which rims it joins.
    pub course: Course,
    /// Its pieces; the first starts at the customer's rim, the last ends at the provider's.
    pub runs: Vec<Run>,
}

/// A frame around departments of one group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plate {
    /// The group, by the caller's numbering; none: a department alone, which is drawn without a frame.
    pub group: Option<u32>,
    /// Its frame.
    pub rect: Rect,
    /// The departments in it.
    pub members: Vec<u32>,
}

/// Where everything goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Each department's rectangle; none: it has no dependency and belongs into the tray.
    pub nodes: Vec<Option<Rect>>,
    /// Each edge's way; none: an end is missing, or both are the same.
    pub routes: Vec<Option<Route>>,
    /// The frames, and every lone department as a frame of its own.
    pub plates: Vec<Plate>,
    /// What is drawn.
    pub bounds: Rect,
    /// What to hand in as [`Input::keep`] next time.
    pub arrangement: Arrangement,
}

/// Lays out everything at once.
pub fn layout(input: Input) -> Output {
    let mut layout = Layout::new(input);
    while !layout.step() {}
    layout.into_output()
}

/// A layout on its way.
#[derive(Debug)]
pub struct Layout {
    input: Input,
    work: Work,
    phase: Phase,
    output: Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Group,
    Rank,
    Weave,
    Order(u32),
    Place(u32),
    Route,
    Done,
}

/// What the phases hand on to each other.
#[derive(Debug, Default)]
struct Work {
    /// Edges whose ends are there and differ, with their index in the input.
    edges: Vec<(usize, usize, usize)>,
    /// Height of each node; 0: in the tray.
    heights: Vec<i32>,
    blocks: Vec<group::Block>,
    /// The block of each node.
    block_of: Vec<Option<usize>>,
    weave: order::Weave,
    stack: place::Stack,
}

/// Sweeps over all layers that look for fewer crossings. More find little.
const ORDER_SWEEPS: u32 = 12;
/// Rounds in which blocks and the rows inside them move towards what they are joined with.
const PLACE_ROUNDS: u32 = 8;

impl Layout {
    /// A layout that has not begun.
    pub fn new(input: Input) -> Self {
        Self { input, work: Work::default(), phase: Phase::Group, output: Output::default() }
    }

    /// Does the next piece, a few milliseconds at 700 departments and 2,500 dependencies. True: done.
    pub fn step(&mut self) -> bool {
        self.phase = match self.phase {
            Phase::Group => {
                group::blocks(&self.input, &mut self.work);
                Phase::Rank
            }
            Phase::Rank => {
                if self.input.keep.is_none() {
                    inner::columns(&mut self.work);
                    rank::layers(&mut self.work);
                }
                Phase::Weave
            }
            Phase::Weave => {
                self.work.weave = order::Weave::new(&self.work);
                Phase::Order(0)
            }
            Phase::Order(sweep) => {
                let keeps = self.input.keep.is_some();
                let goes_on = self.work.weave.sweep(sweep, keeps);
                if goes_on && sweep + 1 < ORDER_SWEEPS { Phase::Order(sweep + 1) } else { Phase::Place(0) }
            }
            Phase::Place(round) => {
                if round == 0 {
                    self.work.weave.settle();
                    self.work.stack = place::Stack::new(&self.work);
                }
                place::round(&mut self.work, round, self.input.keep.is_some());
                if round + 1 < PLACE_ROUNDS { Phase::Place(round + 1) } else { Phase::Route }
            }
            Phase::Route => {
                self.output = route::output(&self.input, &self.work);
                Phase::Done
            }
            Phase::Done => Phase::Done,
        };
        self.phase == Phase::Done
    }

    /// Where everything goes; empty before [`Layout::step`] said that it is done.
    pub fn into_output(self) -> Output {
        self.output
    }

    /// Where everything goes; empty before [`Layout::step`] said that it is done.
    pub fn output(&self) -> &Output {
        &self.output
    }

    /// The same with departments put by hand elsewhere: nothing else moves. None: more has changed
    /// than that, or this layout is not done.
    pub fn repinned(&mut self, input: &Input) -> Option<&Output> {
        let groups = |input: &Input| input.nodes.iter().map(|node| node.group).collect::<Vec<_>>();
        let is_same = self.input.edges == input.edges && groups(&self.input) == groups(input);
        if self.phase != Phase::Done || !is_same {
            return None;
        }
        for (own, node) in self.input.nodes.iter_mut().zip(&input.nodes) {
            own.pinned = node.pinned;
        }
        self.output = route::output(&self.input, &self.work);
        Some(&self.output)
    }
}

#[cfg(test)]
mod tests;
