//! The ways of edges: through which gaps, in which lane, to which place on a rim.

use std::collections::BTreeMap;

use super::{
    Arrangement, COLUMN_PITCH, Course, Grid, Input, LANE_PITCH, NODE_GAP, NODE_HEIGHT, NODE_WIDTH, Output,
    PLATE_PAD, PORT_PITCH, Plate, Rect, Route, Run, Work, place::Stack,
};

/// How far a lane reaches beyond the departments it passes, so that curves bend beside them.
const LANE_REACH: i32 = 14;
/// Rounds in which lanes are sorted by where their edges come from and go to.
const LANE_ROUNDS: usize = 3;
/// How far right a provider must be, at least, for an edge to run forward.
const FORWARD_GAP: i32 = 20;

/// A gap that edges run through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    /// Above the n-th block of a layer.
    Layer(usize, usize),
    /// Above the n-th row of a block.
    Row(usize, usize),
}

/// A place on an edge's way: an end, or a run through a gap.
struct Stop {
    gap: Option<Gap>,
    x0: i32,
    x1: i32,
    y: i32,
}

struct Way {
    edge: usize,
    from: usize,
    to: usize,
    course: Course,
    stops: Vec<Stop>,
}

/// Where a department stands: its block, its column among all, its row.
#[derive(Clone, Copy)]
struct Seat {
    block: usize,
    column: usize,
    row: usize,
}

/// Everything with coordinates.
pub(super) fn output(input: &Input, work: &Work) -> Output {
    let seats = seats(work);
    let nodes: Vec<Option<Rect>> =
        (0..input.nodes.len()).map(|node| rect(input, work, &seats, node)).collect();
    let mut ways: Vec<Way> = work
        .edges
        .iter()
        .filter_map(|(from, to, edge)| way(input, work, &seats, &nodes, (*from, *to, *edge)))
        .collect();
    assign_lanes(work, &mut ways);
    assign_ports(&nodes, &mut ways);
    let plates = plates(work);
    let mut bounds: Option<Rect> = None;
    let mut include = |rect: Rect| bounds = Some(bounds.map_or(rect, |bounds| bounds.union(&rect)));
    nodes.iter().flatten().for_each(|rect| include(*rect));
    plates.iter().for_each(|plate| include(plate.rect));
    for stop in ways.iter().flat_map(|way| &way.stops) {
        include(Rect { x: stop.x0.min(stop.x1), y: stop.y, w: 0, h: 0 });
    }
    let mut routes = vec![None; input.edges.len()];
    for way in ways {
        let runs = way.stops.iter().map(|stop| Run { x0: stop.x0, x1: stop.x1, y: stop.y }).collect();
        routes[way.edge] = Some(Route { course: way.course, runs });
    }
    Output { nodes, routes, plates, bounds: bounds.unwrap_or_default(), arrangement: arrangement(work) }
}

/// An edge between two departments that nothing lies between: straight from rim to rim, at the
/// given heights. Used where somebody moved one of them by hand.
pub(crate) fn direct(from: &Rect, to: &Rect, from_y: i32, to_y: i32) -> Route {
    let right = |rect: &Rect| rect.x + rect.w;
    let course = course(from, to);
    let (x0, x1) = match course {
        Course::Forward => (right(from), to.x),
        Course::Backward => (from.x, right(to)),
        Course::Loop => (right(from), right(to)),
    };
    let end = |x, y| Run { x0: x, x1: x, y };
    Route { course, runs: vec![end(x0, from_y), end(x1, to_y)] }
}

fn course(from: &Rect, to: &Rect) -> Course {
    if to.x >= from.x + from.w + FORWARD_GAP {
        Course::Forward
    } else if from.x >= to.x + to.w + FORWARD_GAP {
        Course::Backward
    } else {
        Course::Loop
    }
}

fn column_x(column: usize) -> i32 {
    i32::try_from(column).unwrap_or(0) * COLUMN_PITCH
}

fn lane_start(column: usize) -> i32 {
    column_x(column) - LANE_REACH
}

fn lane_end(column: usize) -> i32 {
    column_x(column) + NODE_WIDTH + LANE_REACH
}

/// The first column of a block and the last, among all.
fn span(work: &Work, block: usize) -> (usize, usize) {
    let row = &work.blocks[block];
    let first = work.stack.columns[row.layer].0 + row.indent;
    (first, first + row.columns.len().max(1) - 1)
}

fn layer_span(work: &Work, layer: usize) -> (usize, usize) {
    let (first, count) = work.stack.columns[layer];
    (first, first + count.max(1) - 1)
}

fn seats(work: &Work) -> Vec<Option<Seat>> {
    let mut seats = vec![None; work.heights.len()];
    for (block, row) in work.blocks.iter().enumerate() {
        let (first, _) = span(work, block);
        for (column, nodes) in row.columns.iter().enumerate() {
            for (row, node) in nodes.iter().enumerate() {
                seats[*node] = Some(Seat { block, column: first + column, row });
            }
        }
    }
    seats
}

fn rect(input: &Input, work: &Work, seats: &[Option<Seat>], node: usize) -> Option<Rect> {
    let h = work.heights[node].max(NODE_HEIGHT);
    let pinned = input.nodes[node].pinned.map(|(x, y)| Rect { x, y, w: NODE_WIDTH, h });
    pinned.or_else(|| {
        seats[node].map(|seat| {
            let slack = work.blocks[seat.block].row_height(seat.row, &work.heights) - h;
            let y = work.stack.top[seat.block] + work.stack.rows[seat.block][seat.row] + slack / 2;
            Rect { x: column_x(seat.column), y, w: NODE_WIDTH, h }
        })
    })
}

fn way(
    input: &Input,
    work: &Work,
    seats: &[Option<Seat>],
    nodes: &[Option<Rect>],
    (from, to, edge): (usize, usize, usize),
) -> Option<Way> {
    let (from_rect, to_rect) = (nodes[from]?, nodes[to]?);
    let (from_seat, to_seat) = (seats[from]?, seats[to]?);
    let middle = |rect: &Rect| rect.y + rect.h / 2;
    let is_pinned = input.nodes[from].pinned.is_some() || input.nodes[to].pinned.is_some();
    let forward = from_seat.column < to_seat.column;
    let expected = if forward { Course::Forward } else { Course::Backward };
    // One put by hand to the other side of its neighbour is joined directly.
    let is_turned = is_pinned && course(&from_rect, &to_rect) != expected;
    if is_turned || from_seat.column == to_seat.column || beside(work, from_seat, to_seat) {
        let Route { course, runs } = direct(&from_rect, &to_rect, middle(&from_rect), middle(&to_rect));
        let stops =
            runs.into_iter().map(|run| Stop { gap: None, x0: run.x0, x1: run.x1, y: run.y }).collect();
        let course = if is_turned { course } else { Course::Loop };
        let mut way = Way { edge, from, to, course, stops };
        if course == Course::Loop {
            for (stop, rect) in way.stops.iter_mut().zip([from_rect, to_rect]) {
                (stop.x0, stop.x1) = (rect.x + rect.w, rect.x + rect.w);
            }
        }
        return Some(way);
    }
    let (left, right) = if forward { (from_seat, to_seat) } else { (to_seat, from_seat) };
    let (left_rect, right_rect) = if forward { (from_rect, to_rect) } else { (to_rect, from_rect) };
    let mut stops = between(work, left, right, middle(&left_rect), middle(&right_rect));
    if is_pinned {
        keep_between(&mut stops, &left_rect, &right_rect);
    }
    if !forward {
        stops.reverse();
        stops.iter_mut().for_each(|stop| (stop.x0, stop.x1) = (stop.x1, stop.x0));
    }
    Some(Way { edge, from, to, course: expected, stops })
}

/// Ends a way at departments that were put by hand: of the lanes only those between them stay.
fn keep_between(stops: &mut Vec<Stop>, left: &Rect, right: &Rect) {
    let (start, end) = (left.x + left.w, right.x);
    stops.retain(|stop| stop.gap.is_none() || (stop.x0 >= start && stop.x1 <= end));
    if let [first, .., last] = &mut stops[..] {
        (first.x0, first.x1) = (start, start);
        (last.x0, last.x1) = (end, end);
    }
}

/// Whether two departments stand in one layer but in different blocks.
fn beside(work: &Work, from: Seat, to: Seat) -> bool {
    from.block != to.block && work.blocks[from.block].layer == work.blocks[to.block].layer
}

/// The stops from a department to one in a later column.
fn between(work: &Work, left: Seat, right: Seat, left_y: i32, right_y: i32) -> Vec<Stop> {
    let mut stops = Vec::new();
    let (_, left_end) = span(work, left.block);
    let (right_start, _) = span(work, right.block);
    let mut start = Stop { gap: None, x0: lane_end(left.column), x1: lane_end(left.column), y: left_y };
    start.x0 -= LANE_REACH;
    start.x1 = start.x0;
    let mut end = Stop { gap: None, x0: column_x(right.column), x1: column_x(right.column), y: right_y };
    let run = |gap, x0, x1, y| Stop { gap: Some(gap), x0, x1, y };
    if left.block == right.block {
        stops.push(start);
        if right.column > left.column + 1 {
            let gap = Gap::Row(left.block, left.row + usize::from(right_y >= left_y));
            stops.push(run(gap, lane_start(left.column + 1), lane_end(right.column - 1), left_y));
        }
        stops.push(end);
        return stops;
    }
    let pair = (left.block, right.block);
    let gaps = work.stack.gaps.get(&pair).map(Vec::as_slice).unwrap_or_default();
    let height = |gap: Option<&(usize, usize)>, y| gap.map_or(y, |(layer, at)| middle_of(work, *layer, *at));
    let (first_y, last_y) = (height(gaps.first(), right_y), height(gaps.last(), left_y));
    let (left_layer, right_layer) = (work.blocks[left.block].layer, work.blocks[right.block].layer);
    let out = layer_span(work, left_layer).1;
    if is_covered(work, left) {
        let gap = Gap::Row(left.block, left.row + usize::from(first_y >= left_y));
        stops.push(start);
        stops.push(run(gap, lane_start(left.column + 1), lane_end(out.max(left_end)), left_y));
    } else {
        if left.column < out {
            start.x1 = lane_end(out);
        }
        stops.push(start);
    }
    for (layer, at) in gaps {
        let (first, last) = layer_span(work, *layer);
        let y = middle_of(work, *layer, *at);
        stops.push(run(Gap::Layer(*layer, *at), lane_start(first), lane_end(last), y));
    }
    let into = layer_span(work, right_layer).0;
    if right.column > right_start {
        let gap = Gap::Row(right.block, right.row + usize::from(last_y >= right_y));
        stops.push(run(gap, lane_start(into), lane_end(right.column - 1), right_y));
    } else if right.column > into {
        end.x0 = lane_start(into);
    }
    stops.push(end);
    stops
}

/// Whether a department of the same block stands to the right in the same row.
fn is_covered(work: &Work, seat: Seat) -> bool {
    let (first, _) = span(work, seat.block);
    work.blocks[seat.block].columns.iter().skip(seat.column - first + 1).any(|column| column.len() > seat.row)
}

/// The room of a gap, from and to.
fn room(work: &Work, gap: Gap, count: usize) -> (i32, i32) {
    let stack = &work.stack;
    let band = Stack::band(count).max(LANE_PITCH);
    match gap {
        Gap::Layer(layer, at) => {
            let blocks = &stack.layers[layer];
            let low =
                at.checked_sub(1).and_then(|at| blocks.get(at)).map(|b| stack.top[*b] + stack.height[*b]);
            let high = blocks.get(at).map(|block| stack.top[*block]);
            match (low, high) {
                (Some(low), Some(high)) => (low + 4, high - 4),
                (Some(low), None) => (low + NODE_GAP, low + NODE_GAP + band),
                (None, Some(high)) => (high - NODE_GAP - band, high - NODE_GAP),
                (None, None) => (-band / 2, band / 2),
            }
        }
        Gap::Row(block, at) => {
            let (top, rows) = (stack.top[block], &stack.rows[block]);
            let height = |row: usize| work.blocks[block].row_height(row, &work.heights);
            let low = match at.checked_sub(1).and_then(|row| rows.get(row).map(|y| (row, *y))) {
                Some((row, y)) => top + y + height(row) + 3,
                None => top + if work.blocks[block].is_plate() { PLATE_PAD.0 - 4 } else { 0 },
            };
            let high = if at + 1 < rows.len() { top + rows[at] - 3 } else { top + stack.height[block] - 3 };
            (low, high.max(low))
        }
    }
}

fn middle_of(work: &Work, layer: usize, at: usize) -> i32 {
    let (low, high) = room(work, Gap::Layer(layer, at), 1);
    i32::midpoint(low, high)
}

fn assign_lanes(work: &Work, ways: &mut [Way]) {
    let mut users: BTreeMap<Gap, Vec<(usize, usize)>> = BTreeMap::new();
    for (index, way) in ways.iter().enumerate() {
        for (at, stop) in way.stops.iter().enumerate() {
            if let Some(gap) = stop.gap {
                users.entry(gap).or_default().push((index, at));
            }
        }
    }
    for _ in 0..LANE_ROUNDS {
        for (gap, users) in &mut users {
            let count = i32::try_from(users.len()).unwrap_or(i32::MAX);
            let (low, high) = room(work, *gap, users.len());
            let wish = |(way, at): &(usize, usize)| {
                let stops = &ways[*way].stops;
                stops[at - 1].y + stops[at + 1].y
            };
            users.sort_by_cached_key(|user| (wish(user), *user));
            let mean: i64 =
                users.iter().map(|user| i64::from(wish(user))).sum::<i64>() / i64::from(2 * count);
            // Counted in sixteenths, so that a crowded gap is used evenly.
            let pitch = (LANE_PITCH * 16).min((high - low) * 16 / count);
            let size = pitch * (count - 1) / 16;
            let top = (i32::try_from(mean).unwrap_or(0) - size / 2).clamp(low, (high - size).max(low));
            let free = (high - low - size - LANE_PITCH).max(0);
            let top = if free == 0 { low + (high - low - size) / 2 } else { top };
            for (lane, (way, at)) in users.iter().enumerate() {
                ways[*way].stops[*at].y = top + pitch * i32::try_from(lane).unwrap_or(0) / 16;
            }
        }
    }
}

/// The end of a way at a rim: the height it comes from, which way, whether it starts here.
type End = (i32, usize, bool);

/// Puts the ends of edges on the rims, ordered by where they come from, so that heads do not overlap.
fn assign_ports(nodes: &[Option<Rect>], ways: &mut [Way]) {
    // By department and side (false: left rim).
    let mut rims: BTreeMap<(usize, bool), Vec<End>> = BTreeMap::new();
    for (index, way) in ways.iter().enumerate() {
        let [.., before, _] = &way.stops[..] else { continue };
        let after = &way.stops[1];
        let (leaves_right, enters_right) = match way.course {
            Course::Forward => (true, false),
            Course::Backward => (false, true),
            Course::Loop => (true, true),
        };
        rims.entry((way.from, leaves_right)).or_default().push((after.y, index, true));
        rims.entry((way.to, enters_right)).or_default().push((before.y, index, false));
    }
    for ((node, _), ends) in &mut rims {
        let Some(rect) = nodes[*node] else { continue };
        ends.sort_unstable();
        let count = i32::try_from(ends.len()).unwrap_or(1);
        let pitch = (PORT_PITCH * 16).min((rect.h - 12).max(0) * 16 / count);
        for (port, (_, way, is_start)) in ends.iter().enumerate() {
            let port = i32::try_from(port).unwrap_or(0);
            let y = rect.y + rect.h / 2 + (2 * port - (count - 1)) * pitch / 32;
            let stops = &mut ways[*way].stops;
            let at = if *is_start { 0 } else { stops.len() - 1 };
            stops[at].y = y;
        }
    }
}

fn plates(work: &Work) -> Vec<Plate> {
    let plates = work.blocks.iter().enumerate().map(|(index, block)| {
        let (first, last) = span(work, index);
        let pad = if block.is_plate() { PLATE_PAD.2 } else { 0 };
        let rect = Rect {
            x: column_x(first) - pad,
            y: work.stack.top[index],
            w: column_x(last) - column_x(first) + NODE_WIDTH + 2 * pad,
            h: work.stack.height[index],
        };
        let members = block.members().filter_map(|node| u32::try_from(node).ok()).collect();
        Plate { group: block.group, rect, members }
    });
    plates.collect()
}

fn arrangement(work: &Work) -> Arrangement {
    let number = |node: &usize| u32::try_from(*node).ok();
    let grid = |block: &usize| {
        let columns = &work.blocks[*block].columns;
        let grid: Grid = columns.iter().map(|column| column.iter().filter_map(number).collect()).collect();
        (work.stack.top[*block], grid)
    };
    Arrangement { layers: work.stack.layers.iter().map(|layer| layer.iter().map(grid).collect()).collect() }
}
