//! The canvas in the document: it keeps the cloth and repaints only what it must, at most once a
//! frame. It holds no signals; the screen tells it what to show and hears from it where one looks.

mod beside;
mod cloth;
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

use super::draw::Top;
use super::layout::Rect;
use super::scene::{Scene, View};
use super::theme::Theme;
use cloth::{Cloth, Sheet};
use hand::Hand;

/// Device pixels per CSS pixel, at most: more is not seen in hairlines, and is paid for.
const RATIO_MAX: f64 = 2.0;
/// Requests passing at once; beyond it the oldest vanish.
const PULSES_MAX: usize = 60;

/// A canvas that shows a [`Scene`]. A clone is the same canvas.
#[derive(Clone)]
pub struct Stage {
    inner: Rc<RefCell<Inner>>,
}

struct Inner {
    /// What changes with every frame; it lies over the cloth.
    hands: Sheet,
    cloth: Cloth,
    probe: HtmlElement,
    theme: Theme,
    ratio: f64,
    view: View,
    scene: Arc<Scene>,
    top: Top,
    hand: Hand,
    /// The view and the landing department that the hands were painted with; none: they must be
    /// painted anew.
    painted: Option<(View, Option<usize>)>,
    is_blank: bool,
    zoomed_at: f64,
    glide: Option<Glide>,
    pulses: Vec<(weft_domain::DependencyId, f64)>,
    is_scheduled: bool,
    moved: Rc<dyn Fn(View)>,
    /// Where one looked when `moved` heard of it last.
    told: Option<View>,
    is_alive: bool,
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
        let cloth = Cloth::below(&canvas)?;
        let theme = Theme::read(&probe);
        let inner = Inner {
            hands: Sheet::of(canvas, false)?,
            cloth,
            probe,
            theme,
            ratio: 1.0,
            view: View::default(),
            scene: Arc::default(),
            top: Top { my_dye: 1, ..Top::default() },
            hand: Hand::default(),
            painted: None,
            is_blank: true,
            zoomed_at: 0.0,
            glide: None,
            pulses: Vec::new(),
            is_scheduled: false,
            moved,
            told: None,
            is_alive: true,
        };
        inner.hands.show(false);
        let stage = Self { inner: Rc::new(RefCell::new(inner)) };
        stage.measure();
        Some(stage)
    }

    /// The canvas is gone.
    pub fn leave(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.is_alive = false;
        inner.cloth.leave();
    }

    /// Takes the canvas's size from the document. Who sees everything still does in a window of
    /// another size; who looks at a place keeps it in the middle.
    pub fn measure(&self) {
        {
            let mut inner = self.inner.borrow_mut();
            let is_fitted = inner.view.is_fitted(&inner.scene.bounds);
            let Some(parent) = inner.hands.canvas.parent_element() else { return };
            let (width, height) = (parent.client_width().max(1), parent.client_height().max(1));
            let ratio = window().device_pixel_ratio().clamp(1.0, RATIO_MAX);
            let device = |length: i32| (f64::from(length) * ratio).round() as u32;
            inner.hands.canvas.set_width(device(width));
            inner.hands.canvas.set_height(device(height));
            let size = (f64::from(width), f64::from(height));
            inner.ratio = ratio;
            inner.cloth.resize(size, ratio);
            inner.view.resize(size.0, size.1);
            if is_fitted {
                let bounds = inner.scene.bounds;
                inner.view.fit(&bounds);
            }
            inner.painted = None;
        }
        self.request();
    }

    /// Reads the colours again: the scheme has changed.
    pub fn recolour(&self) {
        {
            let mut inner = self.inner.borrow_mut();
            let theme = Theme::read(&inner.probe);
            if inner.theme == theme {
                return;
            }
            inner.theme = theme;
            inner.renew();
        }
        self.request();
    }

    /// Shows another scene.
    pub fn show(&self, scene: Arc<Scene>) {
        {
            let mut inner = self.inner.borrow_mut();
            inner.scene = scene;
            inner.renew();
        }
        self.request();
    }

    /// The scene that is shown.
    pub fn scene(&self) -> Arc<Scene> {
        self.inner.borrow().scene.clone()
    }

    /// The element whose size the canvas takes.
    pub fn area(&self) -> Option<web_sys::Element> {
        self.inner.borrow().hands.canvas.parent_element()
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
            inner.painted = None;
        }
        self.request();
    }

    /// Looks elsewhere at once.
    pub fn look(&self, change: impl FnOnce(&mut View)) {
        {
            let mut inner = self.inner.borrow_mut();
            let zoom = inner.view.zoom;
            change(&mut inner.view);
            inner.glide = None;
            if zoom != inner.view.zoom {
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
            let goes_on = inner.paint(now());
            let view = inner.view;
            let is_elsewhere = inner.told.replace(view) != Some(view);
            (goes_on, is_elsewhere.then(|| inner.moved.clone()), view)
        };
        if let Some(moved) = moved {
            moved(view);
        }
        if goes_on {
            self.request();
        }
    }
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
