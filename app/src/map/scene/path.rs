//! The line of an edge: curves with horizontal handles, and what is measured on them.

use crate::map::layout::{Course, Route};

/// How far a loop swings out to the right, at least and at most, in scene units.
const LOOP_SWING: (f64, f64) = (36.0, 84.0);
/// Pieces that a curve is cut into to measure distances. Enough for a pointer's precision.
const PIECES: u32 = 12;

/// A point in scene units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Point {
    fn to(self, other: Point) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// A piece of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Curve {
    /// Straight to a point.
    Line(Point),
    /// A cubic curve: two handles and the end.
    Cubic(Point, Point, Point),
}

impl Curve {
    /// Where it ends.
    pub fn end(&self) -> Point {
        match self {
            Self::Line(end) | Self::Cubic(_, _, end) => *end,
        }
    }

    fn at(&self, start: Point, t: f64) -> Point {
        match self {
            Self::Line(end) => {
                Point { x: start.x + (end.x - start.x) * t, y: start.y + (end.y - start.y) * t }
            }
            Self::Cubic(a, b, end) => {
                let s = 1.0 - t;
                let (w0, w1, w2, w3) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
                Point {
                    x: w0 * start.x + w1 * a.x + w2 * b.x + w3 * end.x,
                    y: w0 * start.y + w1 * a.y + w2 * b.y + w3 * end.y,
                }
            }
        }
    }
}

/// The line of an edge. It ends where the head begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// On the customer's rim.
    pub start: Point,
    /// Its pieces.
    pub curves: Vec<Curve>,
    /// The tip of the head, on the provider's rim.
    pub tip: Point,
    /// Whether the head points to the right.
    pub points_right: bool,
    /// Where badge and label sit: on the longest straight piece, else in the middle.
    pub badge: Point,
    /// Room for a label along the line, in scene units.
    pub room: f64,
    /// Left, top, right, bottom.
    pub bounds: (f64, f64, f64, f64),
}

impl Path {
    /// The line along a route, with room for a head of this length.
    pub fn of(route: &Route, head: f64) -> Self {
        let points_right = route.course == Course::Forward;
        let back = if points_right { -head } else { head };
        let runs = &route.runs;
        let point = |x: i32, y: i32| Point { x: f64::from(x), y: f64::from(y) };
        let first = runs.first().map(|run| point(run.x0, run.y)).unwrap_or_default();
        let tip = runs.last().map(|run| point(run.x1, run.y)).unwrap_or_default();
        let mut curves = Vec::with_capacity(runs.len() * 2);
        let mut at = first;
        for (index, run) in runs.iter().enumerate() {
            let (mut start, mut end) = (point(run.x0, run.y), point(run.x1, run.y));
            if index + 1 == runs.len() {
                // The head takes its length from the last piece.
                end.x += back;
                if (run.x1 - run.x0).unsigned_abs() < head.abs() as u32 {
                    start.x = end.x;
                }
            }
            if index > 0 {
                curves.push(bend(at, start, route.course));
            }
            if start != end {
                curves.push(Curve::Line(end));
            }
            at = end;
        }
        let mut path = Self {
            start: first,
            curves,
            tip,
            points_right,
            badge: first,
            room: 0.0,
            bounds: (first.x, first.y, first.x, first.y),
        };
        path.measure();
        path
    }

    /// The point at a share of the whole length, 0 to 1.
    pub fn at(&self, share: f64) -> Point {
        let pieces: Vec<(Point, Point)> = self.pieces().collect();
        let whole: f64 = pieces.iter().map(|(a, b)| a.to(*b)).sum();
        let mut left = whole * share.clamp(0.0, 1.0);
        for (a, b) in pieces {
            let length = a.to(b);
            if length > 0.0 && left <= length {
                return Curve::Line(b).at(a, left / length);
            }
            left -= length;
        }
        self.tip
    }

    /// How far a point is from the line, in scene units.
    pub fn distance(&self, x: f64, y: f64) -> f64 {
        let from_piece = |(a, b): (Point, Point)| {
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let length = dx * dx + dy * dy;
            let t = if length > 0.0 { ((x - a.x) * dx + (y - a.y) * dy) / length } else { 0.0 };
            Curve::Line(b).at(a, t.clamp(0.0, 1.0)).to(Point { x, y })
        };
        self.pieces().map(from_piece).fold(f64::INFINITY, f64::min)
    }

    /// Whether it may be seen in a window (left, top, right, bottom).
    pub fn meets(&self, window: (f64, f64, f64, f64)) -> bool {
        let (left, top, right, bottom) = self.bounds;
        left <= window.2 && right >= window.0 && top <= window.3 && bottom >= window.1
    }

    /// The line cut into straight pieces, up to the tip.
    fn pieces(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        let mut start = self.start;
        let cut = self.curves.iter().flat_map(move |curve| {
            let from = start;
            start = curve.end();
            let count = if matches!(curve, Curve::Line(_)) { 1 } else { PIECES };
            (0..count).map(move |piece| {
                let share = |piece: u32| f64::from(piece) / f64::from(count);
                (curve.at(from, share(piece)), curve.at(from, share(piece + 1)))
            })
        });
        let end = self.curves.last().map_or(self.start, Curve::end);
        cut.chain(std::iter::once((end, self.tip)))
    }

    fn measure(&mut self) {
        let (mut left, mut top, mut right, mut bottom) = self.bounds;
        for (a, b) in self.pieces() {
            left = left.min(a.x).min(b.x);
            right = right.max(a.x).max(b.x);
            top = top.min(a.y).min(b.y);
            bottom = bottom.max(a.y).max(b.y);
        }
        let mut start = self.start;
        let mut longest: Option<(f64, Point)> = None;
        for curve in &self.curves {
            if let Curve::Line(end) = curve {
                let length = start.to(*end);
                if longest.is_none_or(|(most, _)| length > most) {
                    longest = Some((length, curve.at(start, 0.5)));
                }
            }
            start = curve.end();
        }
        self.bounds = (left, top, right, bottom);
        let straight = longest.filter(|(length, _)| *length >= 60.0);
        (self.room, self.badge) = straight.unwrap_or_else(|| (0.0, self.at(0.5)));
    }
}

fn bend(from: Point, to: Point, course: Course) -> Curve {
    let (a, b) = match course {
        Course::Forward | Course::Backward => {
            let middle = f64::midpoint(from.x, to.x);
            (middle, middle)
        }
        Course::Loop => {
            let swing = ((from.y - to.y).abs() / 6.0 + LOOP_SWING.0).min(LOOP_SWING.1);
            let right = from.x.max(to.x) + swing;
            (right, right)
        }
    };
    if (from.y - to.y).abs() < 0.5 && course != Course::Loop {
        return Curve::Line(to);
    }
    Curve::Cubic(Point { x: a, y: from.y }, Point { x: b, y: to.y }, to)
}
