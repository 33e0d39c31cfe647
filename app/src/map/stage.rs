//! The canvas in the document: it keeps the cloth and repaints only what it must, at most once a
//! frame. It holds no signals; the screen tells it what to show and hears from it where one looks.

mod hand;
mod layering;
mod paint;
mod watch;

pub(crate) use hand::LONG_PRESS_MS;
pub use hand::{Aim, Done, Modifiers, Touch};
pub use layering::LayoutJob;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::{request_animation_frame, window};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::draw::{Aside, Top};
use super::layout::Rect;
use super::scene::{Scene, View};
use super::theme::Theme;
use hand::Hand;

/// Requests passing at once; beyond it the oldest vanish.
const PULSES_MAX: usize = 60;

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
