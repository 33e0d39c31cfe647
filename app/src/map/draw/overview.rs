//! The whole map in small.

use web_sys::CanvasRenderingContext2d;

use crate::map::scene::{Scene, View};
use crate::map::theme::Theme;

/// Paints departments as blocks of ink, troubled lines in their dye, and a frame around the window.
pub fn overview(pen: &CanvasRenderingContext2d, theme: &Theme, scene: &Scene, view: &View, size: (u32, u32)) {
    let (width, height) = (f64::from(size.0), f64::from(size.1));
    let bounds = scene.bounds;
    let (w, h) = (f64::from(bounds.w.max(1)), f64::from(bounds.h.max(1)));
    let scale = (width / w).min(height / h);
    let (dx, dy) = ((width - w * scale) / 2.0, (height - h * scale) / 2.0);
    // Plain numbers: the canvas accepts them.
    let _ = pen.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    pen.clear_rect(0.0, 0.0, width, height);
    let (left, top) = (dx - f64::from(bounds.x) * scale, dy - f64::from(bounds.y) * scale);
    let _ = pen.set_transform(scale, 0.0, 0.0, scale, left, top);
    pen.set_line_width(2.0 / scale);
    for edge in scene.edges.iter().filter(|edge| edge.style.dye.is_trouble()) {
        if let Some(path) = &edge.path {
            pen.begin_path();
            pen.move_to(path.start.x, path.start.y);
            path.curves.iter().for_each(|curve| pen.line_to(curve.end().x, curve.end().y));
            pen.set_stroke_style_str(theme.line_of(edge.style.dye));
            pen.stroke();
        }
    }
    pen.set_fill_style_str(&theme.ink_3);
    for rect in scene.nodes.iter().filter_map(|node| node.rect) {
        pen.fill_rect(f64::from(rect.x), f64::from(rect.y), f64::from(rect.w), f64::from(rect.h));
    }
    let (left, top, right, bottom) = view.window();
    pen.set_stroke_style_str(&theme.accent);
    pen.set_line_width(3.0 / scale);
    pen.stroke_rect(left, top, right - left, bottom - top);
}
