//! The map as pixels. Two layers: the cloth (ground, plates, threads, departments), which is
//! painted when the scene or the view changes and only where it must, and the [`Top`] (what is
//! chosen, held, drawn, pointed at), which is painted every frame over a copy of the cloth.

mod afar;
mod edges;
mod nodes;
mod overview;
mod top;

pub use overview::overview;
pub use top::{Held, Other, Pulse, Stroke, Top};

use std::collections::BTreeSet;

use web_sys::CanvasRenderingContext2d;

use super::layout::{COLUMN_PITCH, Rect};
use super::scene::{Detail, Scene, View};
use super::theme::Theme;

/// How faint threads and departments are that are not meant, when some are.
const DIM: (f64, f64) = (0.28, 0.42);
/// Hairlines on the ground in one column, and how far apart, in scene units.
const WARP: (i32, i32) = (7, 28);
/// Pixels between columns below which the ground stays plain.
const WARP_MIN_PX: f64 = 12.0;

/// What draws: a canvas, the colours, the window.
#[derive(Clone, Copy)]
pub struct Brush<'a> {
    /// The canvas.
    pub ctx: &'a CanvasRenderingContext2d,
    /// The colours.
    pub theme: &'a Theme,
    /// The window.
    pub view: &'a View,
    /// Device pixels per CSS pixel.
    pub ratio: f64,
}

/// What is meant, so that all else steps back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lit {
    /// Departments.
    pub nodes: BTreeSet<usize>,
    /// Dependencies.
    pub edges: BTreeSet<usize>,
}

/// What the cloth leaves to the top layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aside {
    /// What is meant: the cloth is faint, the top layer draws these in full.
    pub lit: Option<Lit>,
    /// A department that is held, and its dependencies: not on the cloth.
    pub held: Option<usize>,
}

impl Aside {
    fn hides_edge(&self, scene: &Scene, edge: usize) -> bool {
        self.held.is_some_and(|node| scene.edges[edge].from == node || scene.edges[edge].to == node)
    }
}

impl Brush<'_> {
    /// From here on scene units are drawn.
    fn in_scene(&self) {
        let scale = self.view.zoom * self.ratio;
        self.transform(scale, -self.view.x * scale, -self.view.y * scale);
    }

    /// From here on CSS pixels of the window are drawn.
    fn in_window(&self) {
        self.transform(self.ratio, 0.0, 0.0);
    }

    fn transform(&self, scale: f64, x: f64, y: f64) {
        // Fails for no finite numbers.
        let _ = self.ctx.set_transform(scale, 0.0, 0.0, scale, x, y);
    }

    /// A font of so many CSS pixels (or scene units, after [`Brush::in_scene`]).
    fn font(&self, size: f64, strong: bool) {
        let weight = if strong { "600 " } else { "" };
        self.ctx.set_font(&format!("{weight}{size}px {}", self.theme.sans));
    }

    /// A text in so much room: letters wider than thought are drawn narrower.
    fn text_within(&self, text: &str, x: f64, y: f64, room: f64) {
        // Fails for no finite numbers.
        let _ = self.ctx.fill_text_with_max_width(text, x, y, room.max(1.0));
    }

    fn text(&self, text: &str, x: f64, y: f64) {
        // Fails for no finite numbers.
        let _ = self.ctx.fill_text(text, x, y);
    }

    fn dash(&self, lengths: &[f64]) {
        let array: js_sys::Array = lengths.iter().copied().map(wasm_bindgen::JsValue::from_f64).collect();
        // Fails for no plain numbers.
        let _ = self.ctx.set_line_dash(&array);
    }

    fn rect(&self, rect: &Rect, radius: f64) {
        let (x, y, w, h) = (f64::from(rect.x), f64::from(rect.y), f64::from(rect.w), f64::from(rect.h));
        // Fails for a negative radius.
        let _ = self.ctx.round_rect_with_f64(x, y, w, h, radius);
    }

    /// Paints the cloth within a window (left, top, right, bottom in CSS pixels).
    pub fn cloth(&self, scene: &Scene, aside: &Aside, part: (f64, f64, f64, f64)) {
        let ctx = self.ctx;
        ctx.save();
        self.in_window();
        ctx.begin_path();
        ctx.rect(part.0, part.1, part.2 - part.0, part.3 - part.1);
        ctx.clip();
        ctx.set_fill_style_str(&self.theme.ground);
        ctx.fill_rect(part.0, part.1, part.2 - part.0, part.3 - part.1);
        let (left, top) = self.view.to_scene(part.0, part.1);
        let (right, bottom) = self.view.to_scene(part.2, part.3);
        let window = (left, top, right, bottom);
        self.in_scene();
        self.ground(scene, window);
        if self.view.detail() == Detail::Plates {
            self.plates_from_afar(scene, window);
        } else {
            self.frames(scene, window);
            self.threads(scene, aside, window);
            self.departments(scene, aside, window);
        }
        ctx.restore();
    }

    /// Seven hairlines per column; where they would run together, one; where that would, none.
    fn ground(&self, scene: &Scene, window: (f64, f64, f64, f64)) {
        let pitch = f64::from(COLUMN_PITCH) * self.view.zoom;
        if pitch < WARP_MIN_PX {
            return;
        }
        let count = if pitch < 10.0 * WARP_MIN_PX { 1 } else { WARP.0 };
        let ctx = self.ctx;
        ctx.set_stroke_style_str(&self.theme.warp);
        ctx.set_line_width(1.0 / self.view.zoom);
        ctx.begin_path();
        let first = scene.bounds.x.div_euclid(COLUMN_PITCH);
        let last = (scene.bounds.x + scene.bounds.w).div_euclid(COLUMN_PITCH);
        for column in first..=last {
            for line in 0..count {
                let x = f64::from(column * COLUMN_PITCH + line * WARP.1);
                if x >= window.0 && x <= window.2 {
                    ctx.move_to(x, window.1);
                    ctx.line_to(x, window.3);
                }
            }
        }
        ctx.stroke();
    }
}

/// Whether any of a rectangle is in a window of the scene.
fn is_in(rect: &Rect, window: (f64, f64, f64, f64), margin: f64) -> bool {
    f64::from(rect.x) - margin <= window.2
        && f64::from(rect.x + rect.w) + margin >= window.0
        && f64::from(rect.y) - margin <= window.3
        && f64::from(rect.y + rect.h) + margin >= window.1
}
