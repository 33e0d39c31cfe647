//! The canvas in the document: it keeps the cloth and repaints only what it must, at most once a
//! frame. It holds no signals; the screen tells it what to show and hears from it where one looks.

mod hand;
mod layering;

pub(crate) use hand::LONG_PRESS_MS;
pub use hand::{Aim, Done, Modifiers, Touch};
pub use layering::LayoutJob;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::{request_animation_frame, window};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::draw::{Aside, Brush, Pulse, Top};
use super::layout::Rect;
use super::scene::{Detail, Scene, View};
use super::theme::Theme;
use hand::Hand;

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
/// Requests passing at once; beyond it the oldest vanish.
const PULSES_MAX: usize = 60;
/// How long the view takes to get to another place.
const GLIDE_MS: f64 = 220.0;

/// A canvas that shows a [`Scene`]. A clone is the same canvas.
#[derive(Clone)]
pub struct Stage {
    inner: Rc<RefCell<Inner>>,
}

struct Inner {
    canvas: HtmlCanvasElement,
    pen: CanvasRenderingContext2d,
    cloth: HtmlCanvasElement,
    cloth_pen: CanvasRenderingContext2d,
    probe: HtmlElement,
    theme: Theme,
    ratio: f64,
    view: View,
    scene: Arc<Scene>,
    aside: Aside,
    top: Top,
    hand: Hand,
    /// What the cloth shows.
    painted: Option<View>,
    /// The cloth shows another scene, other colours or other emphasis than it should.
    is_stale: bool,
    /// A new cloth that is being painted band by band.
    fresh: HtmlCanvasElement,
    fresh_pen: CanvasRenderingContext2d,
    progress: Option<Progress>,
    zoomed_at: f64,
    glide: Option<Glide>,
    pulses: Vec<(weft_domain::DependencyId, f64)>,
    is_scheduled: bool,
    moved: Rc<dyn Fn(View)>,
    is_alive: bool,
}

/// How far a new cloth has come.
struct Progress {
    view: View,
    bands: usize,
    done: usize,
}

/// The view on its way to another place.
struct Glide {
    from: View,
    to: View,
    since: f64,
}

impl Stage {
    /// Takes a canvas. `probe` is an element beside it, through which colours are read; `moved`
    /// hears where one looks, at most once a frame. None: the browser has no canvas.
    pub fn new(canvas: HtmlCanvasElement, probe: HtmlElement, moved: Rc<dyn Fn(View)>) -> Option<Self> {
        let pen = pen_of(&canvas)?;
        let (cloth, cloth_pen) = hidden_canvas()?;
        let (fresh, fresh_pen) = hidden_canvas()?;
        let theme = Theme::read(&probe);
        let inner = Inner {
            canvas,
            pen,
            cloth,
            cloth_pen,
            probe,
            theme,
            ratio: 1.0,
            view: View::default(),
            scene: Arc::default(),
            aside: Aside::default(),
            top: Top { my_dye: 1, ..Top::default() },
            hand: Hand::default(),
            painted: None,
            is_stale: true,
            fresh,
            fresh_pen,
            progress: None,
            zoomed_at: 0.0,
            glide: None,
            pulses: Vec::new(),
            is_scheduled: false,
            moved,
            is_alive: true,
        };
        let stage = Self { inner: Rc::new(RefCell::new(inner)) };
        stage.measure();
        Some(stage)
    }

    /// The canvas is gone.
    pub fn leave(&self) {
        self.inner.borrow_mut().is_alive = false;
    }

    /// Takes the canvas's size from the document.
    pub fn measure(&self) {
        {
            let mut inner = self.inner.borrow_mut();
            let Some(parent) = inner.canvas.parent_element() else { return };
            let (width, height) = (parent.client_width().max(1), parent.client_height().max(1));
            inner.ratio = window().device_pixel_ratio().clamp(1.0, 3.0);
            let device = |length: i32| (f64::from(length) * inner.ratio).round() as u32;
            let (w, h) = (device(width), device(height));
            for canvas in [&inner.canvas, &inner.cloth, &inner.fresh] {
                canvas.set_width(w);
                canvas.set_height(h);
            }
            inner.view.resize(f64::from(width), f64::from(height));
            inner.painted = None;
            inner.spoil();
        }
        self.request();
    }

    /// Reads the colours again: the scheme has changed.
    pub fn recolour(&self) {
        {
            let mut inner = self.inner.borrow_mut();
            inner.theme = Theme::read(&inner.probe);
            inner.spoil();
        }
        self.request();
    }

    /// Shows another scene.
    pub fn show(&self, scene: Arc<Scene>) {
        {
            let mut inner = self.inner.borrow_mut();
            inner.scene = scene;
            inner.spoil();
        }
        self.request();
    }

    /// The scene that is shown.
    pub fn scene(&self) -> Arc<Scene> {
        self.inner.borrow().scene.clone()
    }

    /// The element whose size the canvas takes.
    pub fn area(&self) -> Option<web_sys::Element> {
        self.inner.borrow().canvas.parent_element()
    }

    /// Paints the whole scene in small, at twice the resolution, with a frame around a window.
    pub fn overview(&self, canvas: &HtmlCanvasElement, scene: &Scene, view: &View) {
        if let Some(pen) = pen_of(canvas) {
            let inner = self.inner.borrow();
            super::draw::overview(&pen, &inner.theme, scene, view, (canvas.width(), canvas.height()));
        }
    }

    /// Where one looks.
    pub fn view(&self) -> View {
        self.inner.borrow().view
    }

    /// Changes what lies over the cloth.
    pub fn set_top(&self, change: impl FnOnce(&mut Top, &Scene)) {
        {
            let mut inner = self.inner.borrow_mut();
            let scene = inner.scene.clone();
            change(&mut inner.top, &scene);
            let held = inner.top.held.or_else(|| inner.top.others.iter().find_map(|other| other.held));
            let aside = Aside { lit: inner.top.lit.clone(), held: held.map(|(node, ..)| node) };
            if aside != inner.aside {
                inner.aside = aside;
                inner.spoil();
            }
        }
        self.request();
    }

    /// Looks elsewhere at once.
    pub fn look(&self, change: impl FnOnce(&mut View)) {
        {
            let mut inner = self.inner.borrow_mut();
            change(&mut inner.view);
            inner.glide = None;
            if inner.painted.is_some_and(|painted| painted.zoom != inner.view.zoom) {
                inner.zoomed_at = now();
            }
        }
        self.request();
    }

    /// Looks elsewhere, on a way that the eye can follow; at once where nothing may move.
    pub fn glide(&self, change: impl FnOnce(&mut View)) {
        if reduced_motion() {
            return self.look(change);
        }
        {
            let mut inner = self.inner.borrow_mut();
            let mut to = inner.view;
            change(&mut to);
            inner.glide = Some(Glide { from: inner.view, to, since: now() });
        }
        self.request();
    }

    /// Shows all there is.
    pub fn fit(&self, gently: bool) {
        let bounds = self.scene().bounds;
        let change = move |view: &mut View| view.fit(&bounds);
        if gently { self.glide(change) } else { self.look(change) }
    }

    /// Brings a department into the middle, near enough to read it.
    pub fn show_node(&self, node: usize) {
        let Some(rect) = self.scene().nodes.get(node).and_then(|node| node.rect) else { return };
        self.glide(move |view| {
            view.zoom = view.zoom.max(0.9);
            view.center(f64::from(rect.x + rect.w / 2), f64::from(rect.y + rect.h / 2));
        });
    }

    /// Brings a rectangle into the window.
    pub fn show_rect(&self, rect: Rect) {
        self.glide(move |view| view.fit(&rect.grown(60)));
    }

    /// A request passes over a thread, once.
    pub fn pulse(&self, dependency: weft_domain::DependencyId) {
        {
            let mut inner = self.inner.borrow_mut();
            inner.pulses.push((dependency, now()));
            let over = inner.pulses.len().saturating_sub(PULSES_MAX);
            inner.pulses.drain(..over);
        }
        self.request();
    }

    /// Asks for a frame; many requests are one frame.
    pub fn request(&self) {
        {
            let mut inner = self.inner.borrow_mut();
            if inner.is_scheduled || !inner.is_alive {
                return;
            }
            inner.is_scheduled = true;
        }
        let stage = self.clone();
        request_animation_frame(move || stage.frame());
    }

    fn frame(&self) {
        let (goes_on, moved, view) = {
            let mut inner = self.inner.borrow_mut();
            inner.is_scheduled = false;
            if !inner.is_alive {
                return;
            }
            let before = inner.painted;
            let goes_on = inner.paint(now());
            (goes_on, (before != Some(inner.view)).then(|| inner.moved.clone()), inner.view)
        };
        if let Some(moved) = moved {
            moved(view);
        }
        if goes_on {
            self.request();
        }
    }
}

impl Inner {
    /// Paints a frame. True: another one must follow.
    fn paint(&mut self, at: f64) -> bool {
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
    fn spoil(&mut self) {
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

fn hidden_canvas() -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas: HtmlCanvasElement =
        leptos::prelude::document().create_element("canvas").ok()?.dyn_into().ok()?;
    let pen = pen_of(&canvas)?;
    Some((canvas, pen))
}

fn pen_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// Milliseconds since the page was opened.
pub(crate) fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Whether the reader asked that nothing move.
pub(super) fn reduced_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    query.is_some_and(|query| query.matches())
}
