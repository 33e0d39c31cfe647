//! What lies over the cloth: chosen, held, being drawn, others' hands, requests passing by.

use super::{Brush, Lit};
use crate::map::layout::Rect;
use crate::map::scene::{Detail, Path, Point, Scene, fit};
use crate::map::style::{Dye, EdgeStyle, Head};

/// How much wider a line is under the pointer.
const HOVER_EXTRA: f64 = 0.75;
/// Height of a label, and how far below the badge it stands.
const LABEL: (f64, f64) = (20.0, 22.0);
/// The longest label in columns.
const LABEL_COLUMNS: usize = 36;
/// A department with more dependencies than this is moved with hairlines.
const HELD_IN_FULL_MAX: usize = 16;
/// The radius of a request passing over a thread.
const PULSE_RADIUS: f64 = 4.0;

/// A department that is being moved: which, and its upper left corner.
pub type Held = (usize, i32, i32);

/// A dependency that is being drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// From which department.
    pub from: usize,
    /// Where the tip is.
    pub tip: Point,
    /// Over which department, and whether it may be its provider.
    pub over: Option<(usize, bool)>,
    /// Why it may not; empty: it may, or nobody has asked.
    pub why: String,
}

/// Somebody else on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// Their name, or what they are doing.
    pub label: String,
    /// Their dye, 1 to 6.
    pub dye: u32,
    /// Their pointer.
    pub pointer: Option<Point>,
    /// What they draw.
    pub stroke: Option<Stroke>,
    /// What they move.
    pub held: Option<Held>,
    /// The department that they have chosen.
    pub node: Option<usize>,
    /// The dependency that they have chosen.
    pub edge: Option<usize>,
}

/// A request passing over a thread, once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pulse {
    /// Over which.
    pub edge: usize,
    /// How far, 0 to 1.
    pub share: f64,
    /// Whether nothing may move: the thread lights up instead.
    pub still: bool,
}

/// What lies over the cloth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Top {
    /// The chosen department.
    pub node: Option<usize>,
    /// The chosen dependency.
    pub edge: Option<usize>,
    /// The dependency under the pointer.
    pub hover: Option<usize>,
    /// What is meant, drawn in full over the faint cloth.
    pub lit: Option<Lit>,
    /// Dependencies with work that is not saved yet: a running stitch.
    pub unsaved: Vec<usize>,
    /// The department that I move.
    pub held: Option<Held>,
    /// The dependency that I draw.
    pub stroke: Option<Stroke>,
    /// My dye.
    pub my_dye: u32,
    /// Departments that others in the panel or a search point at.
    pub framed: Vec<usize>,
    /// Others.
    pub others: Vec<Other>,
    /// Requests passing by.
    pub pulses: Vec<Pulse>,
}

impl Brush<'_> {
    /// Paints what is chosen and pointed at from elsewhere: it changes with a choice.
    pub fn accents(&self, scene: &Scene, top: &Top) {
        self.ctx.save();
        self.in_scene();
        if self.view.detail() > Detail::Plates {
            self.chosen(scene, top);
        } else {
            self.chosen_from_afar(scene, top);
        }
        for node in &top.framed {
            self.frame_node(scene, *node, &self.theme.accent, false);
        }
        self.stitches(scene, &top.unsaved);
        self.ctx.restore();
    }

    fn stitches(&self, scene: &Scene, edges: &[usize]) {
        let paths: Vec<&Path> =
            edges.iter().filter_map(|edge| scene.edges.get(*edge)?.path.as_ref()).collect();
        if paths.is_empty() {
            return;
        }
        let scale = 1.0 / self.view.zoom.min(1.0);
        self.trace(&paths);
        self.dash(&[4.0 * scale, 3.0 * scale]);
        self.ctx.set_stroke_style_str(&self.theme.accent);
        self.ctx.set_line_width(1.5 * scale);
        self.ctx.stroke();
        self.dash(&[]);
    }

    /// Paints what changes with every frame. `landing` is a department that is held no more, while
    /// the cloth does not show it yet.
    pub fn hands(&self, scene: &Scene, top: &Top, landing: Option<usize>) {
        self.ctx.save();
        self.in_scene();
        if self.view.detail() > Detail::Plates {
            if let Some(edge) = top.hover.filter(|edge| top.edge != Some(*edge)) {
                self.thread(scene, edge, None, HOVER_EXTRA);
                self.label(scene, edge, false);
            }
            if let Some(rect) = landing.and_then(|node| scene.nodes.get(node)?.rect) {
                self.held(scene, (landing.unwrap_or_default(), rect.x, rect.y), &self.theme.line_strong);
            }
            if let Some(held) = top.held {
                self.held(scene, held, &self.theme.accent);
            }
        }
        for other in &top.others {
            self.other(scene, other);
        }
        if let Some(stroke) = &top.stroke {
            self.stroke(scene, stroke, self.theme.person(top.my_dye));
        }
        for pulse in &top.pulses {
            self.pulse(scene, *pulse);
        }
        self.ctx.restore();
    }

    /// From afar what is chosen is the only department or dependency drawn.
    fn chosen_from_afar(&self, scene: &Scene, top: &Top) {
        let edge = top.edge.and_then(|edge| scene.edges.get(edge));
        if let Some(path) = edge.and_then(|edge| edge.path.as_ref()) {
            self.trace(&[path]);
            self.ctx.set_stroke_style_str(&self.theme.accent);
            self.ctx.set_line_width(2.0 / self.view.zoom);
            self.ctx.stroke();
        }
        for node in edge.map(|edge| [edge.from, edge.to]).into_iter().flatten().chain(top.node) {
            self.frame_node(scene, node, &self.theme.accent, false);
        }
    }

    /// One thread with its casing, in its own colour or another.
    fn thread(&self, scene: &Scene, edge: usize, colour: Option<&str>, extra: f64) {
        let Some(edge) = scene.edges.get(edge) else { return };
        if let Some(path) = &edge.path {
            self.path(path, &edge.style, colour, extra);
            self.badge(&edge.style, Some(path));
        }
    }

    fn path(&self, path: &Path, style: &EdgeStyle, colour: Option<&str>, extra: f64) {
        self.casing(&[path], style);
        self.lines(&[path], style, colour.unwrap_or(self.theme.line_of(style.dye)), extra);
    }

    /// A department in somebody's hand with its dependencies: few in full, many as hairlines, so that
    /// it follows the hand.
    fn held(&self, scene: &Scene, (node, x, y): Held, colour: &str) {
        let Some(rect) = scene.nodes.get(node).and_then(|node| node.rect) else { return };
        let edges = &scene.nodes[node].edges;
        let ways: Vec<(usize, Path)> = edges
            .iter()
            .filter_map(|edge| Some((*edge, scene.path_while_held(*edge, node, (x, y))?)))
            .collect();
        if ways.len() > HELD_IN_FULL_MAX {
            let paths: Vec<&Path> = ways.iter().map(|(_, path)| path).collect();
            self.hairlines(&paths, self.theme.line_of(Dye::Thread));
        } else {
            ways.iter().for_each(|(edge, path)| self.path(path, &scene.edges[*edge].style, None, 0.0));
        }
        let rect = Rect { x, y, ..rect };
        self.department(&scene.nodes[node], rect);
        self.frame(&rect, colour, false);
    }

    fn chosen(&self, scene: &Scene, top: &Top) {
        if let Some(edge) = top.edge.filter(|edge| *edge < scene.edges.len()) {
            self.thread(scene, edge, Some(&self.theme.accent), HOVER_EXTRA);
            self.frame_node(scene, scene.edges[edge].from, &self.theme.accent, false);
            self.frame_node(scene, scene.edges[edge].to, &self.theme.accent, false);
            self.label(scene, edge, true);
        }
        if let Some(node) = top.node.filter(|_| top.held.is_none()) {
            self.frame_node(scene, node, &self.theme.accent, false);
        }
    }

    /// What an edge is about, boxed beside its badge.
    fn label(&self, scene: &Scene, edge: usize, chosen: bool) {
        let edge = &scene.edges[edge];
        let Some(path) = edge.path.as_ref().filter(|_| !edge.label.is_empty()) else { return };
        let text = fit(edge.label.lines().next().unwrap_or_default(), LABEL_COLUMNS);
        let (x, y) = self.view.to_window(path.badge.x, path.badge.y);
        let below = if edge.style.dye.is_trouble() { LABEL.1 } else { 0.0 };
        let (ground, ink) = if chosen {
            (&self.theme.accent, &self.theme.on_accent)
        } else {
            (&self.theme.surface, &self.theme.ink_2)
        };
        self.boxed(&text, (x, y + below), (ground, ink), true);
    }

    /// A text in a box, in CSS pixels: centred, or starting there.
    fn boxed(&self, text: &str, (x, y): (f64, f64), (ground, ink): (&str, &str), centred: bool) {
        let ctx = self.ctx;
        self.in_window();
        self.font(12.0, true);
        let width = ctx.measure_text(text).map_or(0.0, |measured| measured.width()) + 14.0;
        let left = if centred { x - width / 2.0 } else { x };
        // What would leave the window stays in it.
        let left = left.min(self.view.width - width - 4.0).max(4.0);
        let y = y.min(self.view.height - LABEL.0);
        ctx.begin_path();
        // Fails for a negative radius.
        let _ = ctx.round_rect_with_f64(left, y - LABEL.0 / 2.0, width, LABEL.0, 2.0);
        ctx.set_fill_style_str(ground);
        ctx.fill();
        ctx.set_fill_style_str(ink);
        self.text(text, left + 7.0, y + 4.2);
        self.in_scene();
    }

    fn frame_node(&self, scene: &Scene, node: usize, colour: &str, dashed: bool) {
        if let Some(rect) = scene.nodes.get(node).and_then(|node| node.rect) {
            self.frame(&rect, colour, dashed);
        }
    }

    fn frame(&self, rect: &Rect, colour: &str, dashed: bool) {
        let ctx = self.ctx;
        ctx.begin_path();
        self.rect(rect, 3.0);
        ctx.set_stroke_style_str(colour);
        ctx.set_line_width(2.0 / self.view.zoom.min(1.0));
        if dashed {
            self.dash(&[3.0, 3.0]);
        }
        ctx.stroke();
        self.dash(&[]);
    }

    /// A dependency that is being drawn: dashes in its author's dye, an open ring at the tip.
    fn stroke(&self, scene: &Scene, stroke: &Stroke, colour: &str) {
        let Some(rect) = scene.nodes.get(stroke.from).and_then(|node| node.rect) else { return };
        let ctx = self.ctx;
        let scale = 1.0 / self.view.zoom.min(1.0);
        let start = Point { x: f64::from(rect.x + rect.w), y: f64::from(rect.y) + f64::from(rect.h) / 2.0 };
        let landed = stroke.over.filter(|(_, valid)| *valid).and_then(|(node, _)| scene.nodes[node].rect);
        let tip = landed.map_or(stroke.tip, |rect| Point {
            x: f64::from(rect.x),
            y: f64::from(rect.y) + f64::from(rect.h) / 2.0,
        });
        let reach = ((tip.x - start.x).abs() / 2.0).max(46.0 * scale);
        ctx.begin_path();
        ctx.move_to(start.x, start.y);
        ctx.bezier_curve_to(start.x + reach, start.y, tip.x - reach, tip.y, tip.x - 4.0 * scale, tip.y);
        ctx.set_stroke_style_str(colour);
        ctx.set_line_width(2.0 * scale);
        self.dash(&[7.0 * scale, 5.0 * scale]);
        ctx.stroke();
        self.dash(&[]);
        ctx.begin_path();
        // Fails for a negative radius.
        let _ = ctx.arc(tip.x, tip.y, 4.0 * scale, 0.0, std::f64::consts::TAU);
        ctx.set_fill_style_str(&self.theme.ground);
        ctx.fill();
        ctx.stroke();
        match stroke.over {
            Some((node, true)) => self.frame_node(scene, node, &self.theme.accent, true),
            Some((node, false)) => self.frame_node(scene, node, self.theme.line_of(Dye::Broken), false),
            None => {}
        }
        if !stroke.why.is_empty() {
            let (x, y) = self.view.to_window(tip.x, tip.y);
            let colours = (self.theme.ink.as_str(), self.theme.ground.as_str());
            self.boxed(&stroke.why, (x + 14.0, y + 22.0), colours, false);
        }
    }

    fn other(&self, scene: &Scene, other: &Other) {
        let colour = self.theme.person(other.dye);
        if let Some(held) = other.held {
            self.held(scene, held, colour);
        }
        let edge = other.edge.and_then(|edge| scene.edges.get(edge));
        if let Some(path) = edge.and_then(|edge| edge.path.as_ref()) {
            self.trace(&[path]);
            self.ctx.set_stroke_style_str(colour);
            self.ctx.set_line_width(2.0 / self.view.zoom.min(1.0));
            self.ctx.stroke();
        }
        let corner = other.node.or(edge.map(|edge| edge.from)).and_then(|node| scene.nodes.get(node)?.rect);
        if let Some(node) = other.node {
            self.frame_node(scene, node, colour, false);
        }
        let at = other
            .stroke
            .as_ref()
            .map(|stroke| stroke.tip)
            .or(other.pointer)
            .or_else(|| other.held.map(|(_, x, y)| Point { x: f64::from(x), y: f64::from(y) }))
            .or_else(|| corner.map(|rect| Point { x: f64::from(rect.x), y: f64::from(rect.y) }));
        if let Some(stroke) = &other.stroke {
            self.stroke(scene, stroke, colour);
        }
        let Some(at) = at else { return };
        let ctx = self.ctx;
        let (x, y) = self.view.to_window(at.x, at.y);
        self.in_window();
        ctx.begin_path();
        ctx.move_to(x, y);
        for (dx, dy) in [(11.0, 4.0), (6.0, 6.0), (4.0, 11.0)] {
            ctx.line_to(x + dx, y + dy);
        }
        ctx.close_path();
        ctx.set_fill_style_str(colour);
        ctx.fill();
        self.boxed(&other.label, (x + 12.0, y + 20.0), (colour, &self.theme.ground), false);
    }

    fn pulse(&self, scene: &Scene, pulse: Pulse) {
        let Some(edge) = scene.edges.get(pulse.edge) else { return };
        let Some(path) = &edge.path else { return };
        let ctx = self.ctx;
        let colour =
            self.theme.line_of(if edge.style.dye == Dye::Thread { Dye::Good } else { edge.style.dye });
        if pulse.still {
            let style = EdgeStyle { head: Head::Filled, ..edge.style };
            self.path(path, &style, Some(&self.theme.accent), HOVER_EXTRA);
            return;
        }
        let at = path.at(pulse.share);
        let radius = PULSE_RADIUS / self.view.zoom.min(1.0);
        ctx.begin_path();
        // Fails for a negative radius.
        let _ = ctx.arc(at.x, at.y, radius, 0.0, std::f64::consts::TAU);
        ctx.set_fill_style_str(colour);
        ctx.fill();
        ctx.set_stroke_style_str(&self.theme.ground);
        ctx.set_line_width(radius / 2.5);
        ctx.stroke();
    }
}
