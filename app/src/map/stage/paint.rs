//! A frame: the cloth is brought nearer to what it should be and moved with the view; hands and what
//! passes by are painted over it.

use super::cloth::Now;
use super::{Inner, reduced_motion};
use crate::map::draw::{Brush, Pulse};
use crate::map::scene::View;

/// How long a request takes to pass over a thread, and how long the thread lights up instead where
/// nothing may move.
const FLOW_MS: f64 = 1_400.0;
const GLOW_MS: f64 = 1_200.0;
/// How long the view takes to get to another place.
const GLIDE_MS: f64 = 220.0;

impl Inner {
    /// Paints a frame. True: another one must follow.
    pub(super) fn paint(&mut self, at: f64) -> bool {
        let glides = self.step_glide(at);
        let passes = self.step_pulses(at);
        let held = self.top.held.or_else(|| self.top.others.iter().find_map(|other| other.held));
        let now = Now {
            at,
            view: self.view,
            scene: &self.scene,
            theme: &self.theme,
            top: &self.top,
            held: held.map(|(node, ..)| node),
            zoomed_at: (!glides).then_some(self.zoomed_at),
        };
        let goes_on = self.cloth.paint(&now);
        self.paint_hands();
        glides || passes || goes_on
    }

    /// Everything must be painted anew.
    pub(super) fn renew(&mut self) {
        self.cloth.spoil();
        self.cloth.forget_marks();
        self.painted = None;
    }

    fn paint_hands(&mut self) {
        let top = &self.top;
        let is_held = |node: usize| {
            let others = top.others.iter().filter_map(|other| other.held);
            top.held.into_iter().chain(others).any(|(held, ..)| held == node)
        };
        let landing = self.cloth.held(&self.scene).filter(|node| !is_held(*node));
        if self.painted == Some((self.view, landing)) {
            return;
        }
        self.painted = Some((self.view, landing));
        let is_blank = landing.is_none()
            && (top.hover.is_none() && top.held.is_none() && top.stroke.is_none())
            && (top.others.is_empty() && top.pulses.is_empty());
        if is_blank && self.is_blank {
            return;
        }
        let brush = Brush { ctx: &self.hands.pen, theme: &self.theme, view: &self.view, ratio: self.ratio };
        brush.wipe();
        brush.hands(&self.scene, top, landing);
        self.hands.show(!is_blank);
        self.is_blank = is_blank;
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
        self.painted = None;
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
