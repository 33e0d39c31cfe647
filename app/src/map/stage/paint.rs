//! A frame: the cloth, whole, moved or band by band, and what lies over it.

use super::{Inner, Progress, reduced_motion};
use crate::map::draw::{Brush, Pulse};
use crate::map::scene::{Detail, View};

/// What one frame may paint of the cloth, counted in cased threads. What costs more is painted in
/// bands, one a frame, beside the old cloth, which is shown until the new one is done.
const BAND_COST: usize = 60;
/// Bands of one cloth, at most.
const BANDS_MAX: usize = 32;
/// Plain hairlines that cost as much as one cased thread.
const HAIRLINES: usize = 6;
/// How long a zoom rests before the cloth is painted sharp again.
const SETTLE_MS: f64 = 90.0;
/// How long a request takes to pass over a thread, and how long the thread lights up instead where
/// nothing may move.
const FLOW_MS: f64 = 1_400.0;
const GLOW_MS: f64 = 1_200.0;
/// How long the view takes to get to another place.
const GLIDE_MS: f64 = 220.0;

impl Inner {
    /// Paints a frame. True: another one must follow.
    pub(super) fn paint(&mut self, at: f64) -> bool {
        let mut goes_on = self.step_glide(at);
        goes_on |= self.step_pulses(at);
        let is_sharp = self.paint_cloth(at);
        let pen = &self.pen;
        // Plain numbers: the canvas accepts them.
        let _ = pen.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        match self.painted {
            Some(painted) if !is_sharp => self.copy_scaled(&painted),
            _ => {
                let cloth = if is_sharp { &self.cloth } else { &self.fresh };
                // The cloth is as large as the canvas.
                let _ = pen.draw_image_with_html_canvas_element(cloth, 0.0, 0.0);
            }
        }
        let brush = Brush { ctx: pen, theme: &self.theme, view: &self.view, ratio: self.ratio };
        brush.top(&self.scene, &self.top);
        goes_on || !is_sharp
    }

    /// The cloth must be painted anew.
    pub(super) fn spoil(&mut self) {
        self.is_stale = true;
        self.progress = None;
    }

    /// Brings the cloth up to date. False: it is not yet, and the old one must do for this frame.
    fn paint_cloth(&mut self, at: f64) -> bool {
        let view = self.view;
        if let Some(painted) = self.painted.filter(|_| !self.is_stale) {
            let is_panned = painted.zoom == view.zoom && painted.width == view.width;
            if painted == view || (is_panned && self.shift(&painted)) {
                return true;
            }
        }
        let cost = self.cost();
        if cost > BAND_COST {
            return self.paint_band(at, cost);
        }
        self.progress = None;
        let brush = Brush { ctx: &self.cloth_pen, theme: &self.theme, view: &view, ratio: self.ratio };
        brush.cloth(&self.scene, &self.aside, (0.0, 0.0, view.width, view.height));
        (self.painted, self.is_stale) = (Some(view), false);
        true
    }

    /// Paints the next band of a new cloth, once the view rests. True: that was the last.
    fn paint_band(&mut self, at: f64, cost: usize) -> bool {
        let view = self.view;
        if self.painted.is_some() && at - self.zoomed_at < SETTLE_MS {
            self.progress = None;
            return false;
        }
        let progress = self.progress.take().filter(|progress| progress.view == view);
        let mut progress = progress.unwrap_or_else(|| Progress {
            view,
            bands: cost.div_ceil(BAND_COST).min(BANDS_MAX),
            done: 0,
        });
        let edge = |band: usize| (view.height * band as f64 / progress.bands as f64).round();
        let (top, bottom) = (edge(progress.done), edge(progress.done + 1));
        let brush = Brush { ctx: &self.fresh_pen, theme: &self.theme, view: &view, ratio: self.ratio };
        brush.cloth(&self.scene, &self.aside, (0.0, top, view.width, bottom));
        progress.done += 1;
        if progress.done < progress.bands {
            self.progress = Some(progress);
            return false;
        }
        std::mem::swap(&mut self.cloth, &mut self.fresh);
        std::mem::swap(&mut self.cloth_pen, &mut self.fresh_pen);
        (self.painted, self.is_stale) = (Some(view), false);
        true
    }

    /// Moves the cloth by whole pixels and paints what comes into sight. False: too far.
    fn shift(&mut self, painted: &View) -> bool {
        let scale = painted.zoom * self.ratio;
        let (dx, dy) =
            (((painted.x - self.view.x) * scale).round(), ((painted.y - self.view.y) * scale).round());
        let (w, h) = (f64::from(self.cloth.width()), f64::from(self.cloth.height()));
        if dx.abs() >= w * 0.8 || dy.abs() >= h * 0.8 {
            return false;
        }
        // Whole device pixels, so that the moved picture is as sharp as a fresh one.
        let view = View { x: painted.x - dx / scale, y: painted.y - dy / scale, ..*painted };
        self.view = view;
        if dx == 0.0 && dy == 0.0 {
            self.painted = Some(view);
            return true;
        }
        let pen = &self.cloth_pen;
        pen.save();
        // Plain words and numbers: the canvas accepts them.
        let _ = pen.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        let _ = pen.set_global_composite_operation("copy");
        let _ = pen.draw_image_with_html_canvas_element(&self.cloth, dx, dy);
        pen.restore();
        let brush = Brush { ctx: pen, theme: &self.theme, view: &view, ratio: self.ratio };
        let (px, py) = (dx / self.ratio, dy / self.ratio);
        if dx != 0.0 {
            let (left, right) = if dx > 0.0 { (0.0, px) } else { (view.width + px, view.width) };
            brush.cloth(&self.scene, &self.aside, (left, 0.0, right, view.height));
        }
        if dy != 0.0 {
            let (top, bottom) = if dy > 0.0 { (0.0, py) } else { (view.height + py, view.height) };
            brush.cloth(&self.scene, &self.aside, (0.0, top, view.width, bottom));
        }
        self.painted = Some(view);
        true
    }

    fn copy_scaled(&self, painted: &View) {
        let pen = &self.pen;
        let factor = self.view.zoom / painted.zoom;
        let (x, y) = self.view.to_window(painted.x, painted.y);
        let (w, h) = (f64::from(self.cloth.width()), f64::from(self.cloth.height()));
        pen.set_fill_style_str(&self.theme.ground);
        pen.fill_rect(0.0, 0.0, w, h);
        // Plain numbers: the canvas accepts them.
        let _ = pen.draw_image_with_html_canvas_element_and_dw_and_dh(
            &self.cloth,
            x * self.ratio,
            y * self.ratio,
            w * factor,
            h * factor,
        );
    }

    /// What the whole cloth costs, counted in cased threads.
    fn cost(&self) -> usize {
        let window = self.view.window();
        let detail = self.view.detail();
        if detail == Detail::Plates {
            return self.scene.bundles.iter().filter(|bundle| bundle.path.meets(window)).count() / HAIRLINES;
        }
        let threads =
            self.scene.edges.iter().filter(|edge| edge.path.as_ref().is_some_and(|p| p.meets(window)));
        let count = threads.count();
        if detail == Detail::Marks { count / HAIRLINES } else { count }
    }

    fn step_glide(&mut self, at: f64) -> bool {
        let Some(glide) = &self.glide else { return false };
        let share = ((at - glide.since) / GLIDE_MS).clamp(0.0, 1.0);
        let eased = 1.0 - (1.0 - share).powi(3);
        let mix = |from: f64, to: f64| from + (to - from) * eased;
        let (from, to) = (glide.from, glide.to);
        let (width, height) = (self.view.width, self.view.height);
        // The middle moves evenly; the zoom evenly in factors.
        let middle = |view: &View| view.to_scene(width / 2.0, height / 2.0);
        let ((x0, y0), (x1, y1)) = (middle(&from), middle(&to));
        self.view.zoom = from.zoom * (to.zoom / from.zoom).powf(eased);
        self.view.center(mix(x0, x1), mix(y0, y1));
        if from.zoom != to.zoom {
            self.zoomed_at = at;
        }
        if share >= 1.0 {
            self.view = View { width, height, ..to };
            self.zoomed_at = 0.0;
            self.glide = None;
        }
        self.glide.is_some()
    }

    fn step_pulses(&mut self, at: f64) -> bool {
        if self.pulses.is_empty() && self.top.pulses.is_empty() {
            return false;
        }
        let still = reduced_motion();
        let length = if still { GLOW_MS } else { FLOW_MS };
        self.pulses.retain(|(_, since)| at - since < length);
        let scene = self.scene.clone();
        self.top.pulses = self
            .pulses
            .iter()
            .filter_map(|(id, since)| {
                Some(Pulse { edge: scene.edge_at(*id)?, share: (at - since) / length, still })
            })
            .collect();
        !self.pulses.is_empty()
    }
}
