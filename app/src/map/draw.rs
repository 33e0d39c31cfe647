//! The map as pixels. Three layers: the cloth (ground, plates, threads, departments), what is meant
//! over it ([`Top::lit`] and what is chosen), and what changes with every frame (what is held, drawn,
//! pointed at, others' hands). The first two are painted in steps ([`Plan`]) and then only moved.

mod afar;
mod edges;
mod nodes;
mod overview;
mod plan;
mod top;

pub use overview::overview;
pub use plan::Plan;
pub use top::{Held, Other, Pulse, Stroke, Top};

use std::collections::BTreeSet;

use web_sys::CanvasRenderingContext2d;

use super::layout::{COLUMN_PITCH, Rect};
use super::scene::{Scene, View};
use super::theme::Theme;

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

impl Lit {
    /// A department, what it needs, who needs it.
    pub fn around(scene: &Scene, node: usize) -> Self {
        let edges: BTreeSet<usize> = scene.nodes[node].edges.iter().copied().collect();
        let ends = edges.iter().flat_map(|edge| [scene.edges[*edge].from, scene.edges[*edge].to]);
        Self { nodes: ends.chain([node]).collect(), edges }
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

    /// Empties the canvas: what lies below shows through.
    pub fn wipe(&self) {
        self.in_window();
        self.ctx.clear_rect(0.0, 0.0, self.view.width, self.view.height);
    }

    /// Seven hairlines per column; where they would run together, one; where that would, none.
    fn ground(&self, scene: &Scene) {
        let window = self.view.window();
        self.ctx.set_fill_style_str(&self.theme.ground);
        self.ctx.fill_rect(window.0, window.1, window.2 - window.0, window.3 - window.1);
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
