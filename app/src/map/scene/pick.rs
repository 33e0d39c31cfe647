//! What lies under the pointer.

use super::{Scene, View};

/// How near a pointer must come to a line, in pixels; for a finger it is more.
const NEAR_LINE_PX: f64 = 6.0;
/// How wide the strip at a department's right rim is where drawing starts, in pixels.
const RIM_PX: f64 = 14.0;

/// What kind of thing was hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitKind {
    /// A department.
    Node(usize),
    /// A department's right rim, from which a dependency is drawn.
    Rim(usize),
    /// A dependency.
    Edge(usize),
    /// A plate, seen from afar.
    Plate(usize),
}

/// What lies under the pointer, and where in the scene that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// What.
    pub kind: Option<HitKind>,
    /// Scene units to the right.
    pub x: f64,
    /// Scene units down.
    pub y: f64,
}

impl Scene {
    /// What lies under a pixel of the window. `coarse`: it is a finger.
    pub fn hit(&self, view: &View, px: f64, py: f64, coarse: bool) -> Hit {
        let (x, y) = view.to_scene(px, py);
        let (ix, iy) = (x.round() as i32, y.round() as i32);
        let kind = if view.detail() == super::Detail::Plates {
            self.plates.iter().position(|plate| plate.rect.holds(ix, iy)).map(HitKind::Plate)
        } else {
            let rim = RIM_PX / view.zoom;
            self.node_under(x, y, rim)
                .map(|(node, on_rim)| if on_rim { HitKind::Rim(node) } else { HitKind::Node(node) })
        };
        let reach = NEAR_LINE_PX * if coarse { 2.0 } else { 1.0 } / view.zoom;
        let kind = kind.or_else(|| {
            (view.detail() > super::Detail::Plates)
                .then(|| self.edge_under(x, y, reach).map(HitKind::Edge))?
        });
        Hit { kind, x, y }
    }

    /// The topmost department at a place, and whether the place is on its right rim; the rim
    /// reaches half its width beyond the department.
    fn node_under(&self, x: f64, y: f64, rim: f64) -> Option<(usize, bool)> {
        let under = |index: usize| {
            let rect = self.nodes[index].rect?;
            let (left, top) = (f64::from(rect.x), f64::from(rect.y));
            let (right, bottom) = (left + f64::from(rect.w), top + f64::from(rect.h));
            let inside = x >= left && x <= right + rim / 2.0 && y >= top && y <= bottom;
            inside.then_some((index, x >= right - rim / 2.0))
        };
        // What was put by hand is drawn over the others.
        let (by_hand, placed): (Vec<usize>, Vec<usize>) =
            (0..self.nodes.len()).rev().partition(|node| self.nodes[*node].style.is_pinned);
        by_hand.into_iter().chain(placed).find_map(under)
    }

    /// The dependency whose line is nearest to a place, if it is within reach.
    fn edge_under(&self, x: f64, y: f64, reach: f64) -> Option<usize> {
        let window = (x - reach, y - reach, x + reach, y + reach);
        self.edges
            .iter()
            .enumerate()
            .filter_map(|(index, edge)| {
                let path = edge.path.as_ref().filter(|path| path.meets(window))?;
                let distance = path.distance(x, y) - edge.style.half();
                (distance <= reach).then_some((distance, index))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, index)| index)
    }

    /// The next department in a direction: by the arrow keys from one to the other. Left and right
    /// follow dependencies first, to customers and providers.
    pub fn neighbour(&self, from: usize, key: &str) -> Option<usize> {
        let here = self.nodes.get(from)?.rect?;
        let middle =
            |index: usize| self.nodes[index].rect.map(|rect| (rect.x + rect.w / 2, rect.y + rect.h / 2));
        let (x, y) = (here.x + here.w / 2, here.y + here.h / 2);
        let (dx, dy) = match key {
            "ArrowLeft" => (-1, 0),
            "ArrowRight" => (1, 0),
            "ArrowUp" => (0, -1),
            "ArrowDown" => (0, 1),
            _ => return None,
        };
        let ahead = |index: &usize| {
            middle(*index).is_some_and(|(nx, ny)| (nx - x) * dx + (ny - y) * dy > 0 && *index != from)
        };
        let cost = |index: &usize| {
            middle(*index).map_or(i64::MAX, |(nx, ny)| {
                let (along, across) = if dx == 0 { (ny - y, nx - x) } else { (nx - x, ny - y) };
                i64::from(along.abs()) + 3 * i64::from(across.abs())
            })
        };
        let linked = self.nodes[from].edges.iter().map(|edge| {
            let edge = &self.edges[*edge];
            if edge.from == from { edge.to } else { edge.from }
        });
        let along_thread = (dx != 0).then(|| linked.filter(ahead).min_by_key(cost)).flatten();
        along_thread.or_else(|| (0..self.nodes.len()).filter(ahead).min_by_key(cost))
    }
}
