//! What is on the map, with coordinates: departments, dependencies, plates. It lives in memory
//! beside the pixels; drawing, hit tests and the focusable mirror all read it.

mod path;
mod pick;
mod text;
mod view;

pub use path::{Curve, Path, Point};
pub use pick::{Hit, HitKind};
pub use text::{columns, fit, wrap, wrap_at};
pub use view::{Detail, View, ZOOM_STEP};

use weft_domain::{DepartmentId, DependencyId};

use super::layout::{Course, Output, Plate, Rect, Route, route};
use super::style::{EdgeStyle, NodeStyle, TRAFFIC_MIN};
use crate::ui::weave_of;

/// A department on the map.
#[derive(Clone, Debug)]
pub struct Node {
    /// Which.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
    /// Its name on at most two lines.
    pub lines: Vec<String>,
    /// Its weave.
    pub weave: [u8; 4],
    /// How it is drawn.
    pub style: NodeStyle,
    /// Where; none: it is in the tray.
    pub rect: Option<Rect>,
    /// How many dependencies it has, with those of customers that are folded.
    pub degree: usize,
    /// The dependencies it has, as indexes.
    pub edges: Vec<usize>,
}

/// A dependency on the map.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Which.
    pub id: DependencyId,
    /// Its customer, as an index.
    pub from: usize,
    /// Its provider, as an index.
    pub to: usize,
    /// How it is drawn.
    pub style: EdgeStyle,
    /// What is said on it when it is chosen.
    pub label: String,
    /// Its way; none: an end is in the tray.
    pub path: Option<Path>,
    /// Whether it lies over those of the other parity where they cross.
    pub is_over: bool,
}

/// A frame with a name.
#[derive(Clone, Debug)]
pub struct PlateView {
    /// Its name.
    pub name: String,
    /// Where.
    pub rect: Rect,
    /// The departments in it, as indexes.
    pub members: Vec<usize>,
    /// How many belong to it in all, here or elsewhere.
    pub total: usize,
    /// Whether it has a frame; else it is one department alone.
    pub is_framed: bool,
}

/// All edges from one plate to another, as one.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// From which plate, as an index.
    pub from: usize,
    /// To which plate, as an index.
    pub to: usize,
    /// How many edges.
    pub count: usize,
    /// How it is drawn: the worst dye of its edges, a width in pixels by their number.
    pub style: EdgeStyle,
    /// Its way.
    pub path: Path,
}

/// What a scene is made from.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The departments: id, name, style.
    pub nodes: Vec<(DepartmentId, String, NodeStyle)>,
    /// The dependencies: id, customer and provider as indexes, style, label.
    pub edges: Vec<(DependencyId, usize, usize, EdgeStyle, String)>,
    /// Names of the groups, and how many departments belong to each.
    pub groups: Vec<(String, usize)>,
}

/// What is on the map, with coordinates.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// The departments.
    pub nodes: Vec<Node>,
    /// The dependencies.
    pub edges: Vec<Edge>,
    /// Frames, and lone departments as frames of their own.
    pub plates: Vec<PlateView>,
    /// What is drawn from afar instead of edges.
    pub bundles: Vec<Bundle>,
    /// What it covers.
    pub bounds: Rect,
    routes: Vec<Option<Route>>,
    order: Vec<usize>,
}

impl Scene {
    /// Puts the content where the layout says.
    pub fn new(content: Content, output: &Output) -> Self {
        let mut nodes: Vec<Node> = content
            .nodes
            .into_iter()
            .enumerate()
            .map(|(index, (id, name, style))| Node {
                id,
                lines: wrap(&name),
                name,
                weave: weave_of(id.0.as_bytes()),
                style,
                rect: output.nodes.get(index).copied().flatten(),
                degree: 0,
                edges: Vec::new(),
            })
            .collect();
        let count = nodes.len();
        let proper = content.edges.into_iter().filter(|(_, from, to, ..)| *from < count && *to < count);
        let edges: Vec<Edge> = proper
            .enumerate()
            .map(|(index, (id, from, to, style, label))| {
                nodes[from].edges.push(index);
                nodes[to].edges.push(index);
                let route = output.routes.get(index).and_then(Option::as_ref);
                let path = route.map(|route| Path::of(route, style.head_length()));
                Edge { id, from, to, style, label, path, is_over: parity(id) }
            })
            .collect();
        for node in &mut nodes {
            node.degree = node.edges.len() + usize::try_from(node.style.folded).unwrap_or_default();
        }
        let plates: Vec<PlateView> =
            output.plates.iter().map(|plate| plate_view(plate, &nodes, &content.groups)).collect();
        let bundles = bundles(&plates, &edges, Weight::Number);
        let routes = output.routes.clone();
        let order = order(&edges);
        Self { nodes, edges, plates, bundles, bounds: output.bounds, routes, order }
    }

    /// Draws the same map differently: Pulse with health and traffic, the map with what was agreed.
    pub fn restyle(&mut self, node: impl Fn(&Node) -> NodeStyle, edge: impl Fn(&Edge) -> EdgeStyle) {
        for index in 0..self.nodes.len() {
            self.nodes[index].style = node(&self.nodes[index]);
        }
        for index in 0..self.edges.len() {
            let style = edge(&self.edges[index]);
            if let Some(Some(route)) = self.routes.get(index) {
                self.edges[index].path = Some(Path::of(route, style.head_length()));
            }
            self.edges[index].style = style;
        }
        self.bundles = bundles(&self.plates, &self.edges, Weight::Traffic);
        self.order = order(&self.edges);
    }

    /// The dependencies from the lowest to the topmost, those of one style together.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The department with this id.
    pub fn node_at(&self, id: DepartmentId) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }

    /// The dependency with this id.
    pub fn edge_at(&self, id: DependencyId) -> Option<usize> {
        self.edges.iter().position(|edge| edge.id == id)
    }

    /// The way of an edge while one of its ends is held at `(x, y)` instead of its place.
    pub fn path_while_held(&self, edge: usize, held: usize, at: (i32, i32)) -> Option<Path> {
        let edge = &self.edges[edge];
        let rect = |node: usize| {
            let rect = self.nodes[node].rect?;
            Some(if node == held { Rect { x: at.0, y: at.1, ..rect } } else { rect })
        };
        let (from, to) = (rect(edge.from)?, rect(edge.to)?);
        let shift =
            |node: usize| if node == held { at.1 - self.nodes[held].rect.map_or(0, |r| r.y) } else { 0 };
        let ends = edge.path.as_ref()?;
        // Ends keep their places on the rims, so that nothing jumps when the drag begins.
        let from_y = (ends.start.y as i32 + shift(edge.from)).clamp(from.y, from.y + from.h);
        let to_y = (ends.tip.y as i32 + shift(edge.to)).clamp(to.y, to.y + to.h);
        Some(Path::of(&route::direct(&from, &to, from_y, to_y), edge.style.head_length()))
    }

    /// Departments that are placed, nearest to a point first.
    pub fn nearest(&self, x: i32, y: i32) -> Vec<usize> {
        let mut placed: Vec<(i64, usize)> = self
            .nodes
            .iter()
            .enumerate()
            .filter_map(|(index, node)| {
                let rect = node.rect?;
                let (dx, dy) = (rect.x + rect.w / 2 - x, rect.y + rect.h / 2 - y);
                Some((i64::from(dx) * i64::from(dx) + i64::from(dy) * i64::from(dy), index))
            })
            .collect();
        placed.sort_unstable();
        placed.into_iter().map(|(_, index)| index).collect()
    }
}

fn order(edges: &[Edge]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by_key(|edge| (edges[*edge].style.dye, edges[*edge].is_over, edges[*edge].style, *edge));
    order
}

/// By the last bits of the id, which are random, so that about half the edges lie over.
fn parity(id: DependencyId) -> bool {
    id.0.as_bytes().iter().fold(0, |sum, byte| sum ^ byte).count_ones().is_multiple_of(2)
}

fn plate_view(plate: &Plate, nodes: &[Node], groups: &[(String, usize)]) -> PlateView {
    let members: Vec<usize> = plate
        .members
        .iter()
        .filter_map(|node| usize::try_from(*node).ok())
        .filter(|n| *n < nodes.len())
        .collect();
    let group = plate.group.and_then(|group| groups.get(usize::try_from(group).ok()?));
    let alone = members.first().map(|node| nodes[*node].name.clone()).unwrap_or_default();
    let (name, total) = group.cloned().unwrap_or((alone, members.len()));
    // One that was moved by hand is where it was put, not where its plate would be.
    let moved = members.first().and_then(|node| nodes[*node].rect).filter(|_| plate.group.is_none());
    PlateView { name, rect: moved.unwrap_or(plate.rect), members, total, is_framed: plate.group.is_some() }
}

/// What makes a bundle wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// How many edges it sums.
    Number,
    /// What flows over them.
    Traffic,
}

/// Hundredths of a pixel of a bundle's width per square root of its edges.
const BUNDLE_WIDTH: f64 = 70.0;
/// A bundle's greatest width, in hundredths of a pixel.
const BUNDLE_WIDTH_MAX: f64 = 1_000.0;

fn bundles(plates: &[PlateView], edges: &[Edge], weight: Weight) -> Vec<Bundle> {
    let mut plate_of = std::collections::BTreeMap::new();
    for (index, plate) in plates.iter().enumerate() {
        plate_of.extend(plate.members.iter().map(|node| (*node, index)));
    }
    let mut sums: std::collections::BTreeMap<(usize, usize), (usize, u16, EdgeStyle)> =
        std::collections::BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.path.is_some()) {
        let (Some(from), Some(to)) = (plate_of.get(&edge.from), plate_of.get(&edge.to)) else { continue };
        if from != to {
            let sum = sums.entry((*from, *to)).or_default();
            sum.0 += 1;
            sum.1 = sum.1.saturating_add(edge.style.traffic());
            sum.2.dye = sum.2.dye.max(edge.style.dye);
        }
    }
    let middle = |rect: &Rect| rect.y + rect.h / 2;
    let mut bundles: Vec<Bundle> = sums
        .into_iter()
        .map(|((from, to), (count, traffic, style))| {
            let width = match weight {
                Weight::Number => BUNDLE_WIDTH * (count as f64).sqrt(),
                Weight::Traffic => f64::from(TRAFFIC_MIN) + f64::from(traffic),
            };
            let width = width.min(BUNDLE_WIDTH_MAX) as u16;
            let (a, b) = (&plates[from].rect, &plates[to].rect);
            let route = route::direct(a, b, middle(a), middle(b));
            Bundle { from, to, count, style: EdgeStyle { width, ..style }, path: Path::of(&route, 0.0) }
        })
        .collect();
    spread_ends(plates, &mut bundles);
    bundles.sort_by_key(|bundle| (bundle.style.dye, bundle.count));
    bundles
}

/// The end of a bundle at a rim: the height it comes from, which bundle, whether it starts here.
type End = (i64, usize, bool);

/// Spreads the ends of bundles over the rims of their plates, ordered by where they come from.
fn spread_ends(plates: &[PlateView], bundles: &mut [Bundle]) {
    let mut rims: std::collections::BTreeMap<(usize, bool), Vec<End>> = std::collections::BTreeMap::new();
    let course =
        |bundle: &Bundle| route::direct(&plates[bundle.from].rect, &plates[bundle.to].rect, 0, 0).course;
    for (index, bundle) in bundles.iter().enumerate() {
        let (leaves_right, enters_right) = match course(bundle) {
            Course::Forward => (true, false),
            Course::Backward => (false, true),
            Course::Loop => (true, true),
        };
        let y = |plate: usize| i64::from(plates[plate].rect.y) + i64::from(plates[plate].rect.h) / 2;
        rims.entry((bundle.from, leaves_right)).or_default().push((y(bundle.to), index, true));
        rims.entry((bundle.to, enters_right)).or_default().push((y(bundle.from), index, false));
    }
    let mut ends = vec![(0, 0); bundles.len()];
    for ((plate, _), rim) in &mut rims {
        rim.sort_unstable();
        let rect = plates[*plate].rect;
        let count = i32::try_from(rim.len()).unwrap_or(1);
        for (at, (_, bundle, is_start)) in rim.iter().enumerate() {
            let y = rect.y + rect.h * (2 * i32::try_from(at).unwrap_or(0) + 1) / (2 * count);
            if *is_start { ends[*bundle].0 = y } else { ends[*bundle].1 = y }
        }
    }
    for (bundle, (from_y, to_y)) in bundles.iter_mut().zip(ends) {
        let route = route::direct(&plates[bundle.from].rect, &plates[bundle.to].rect, from_y, to_y);
        bundle.path = Path::of(&route, 0.0);
    }
}

#[cfg(test)]
mod tests;
