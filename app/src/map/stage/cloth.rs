//! What lies still: the cloth and what is meant over it. Both are painted a little larger than the
//! window, in steps over several frames where there is much, and then only moved and scaled with the
//! view, which costs next to nothing. While a new cloth is being painted the old one is shown.

use std::sync::Arc;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use crate::map::draw::{Brush, Lit, Plan, Top};
use crate::map::scene::{Detail, Scene, View};
use crate::map::theme::Theme;

/// How much larger than the window a cloth is, on each side, as a share of the window.
const MARGIN_MAX: f64 = 0.25;
/// Device pixels of one canvas, at most; on large windows the margin is smaller. 4 bytes each.
const PIXELS_MAX: f64 = 9_000_000.0;
/// What one frame may paint (see `draw::Plan`): at first, and the range in which it follows what the
/// machine can do.
const BUDGET: f64 = 40.0;
const BUDGET_RANGE: (f64, f64) = (14.0, 120.0);
/// A frame that took longer than this was too full, in milliseconds.
const SLOW_MS: f64 = 19.0;
/// How long a zoom rests before the cloth is painted sharp again.
const SETTLE_MS: f64 = 90.0;
/// A cloth that is scaled further than this is painted anew while the zoom goes on.
const SCALED_RANGE: (f64, f64) = (0.6, 1.8);
/// How faint the cloth is where something is meant.
const DIM: &str = "0.32";

/// A canvas and its pen.
pub(super) struct Sheet {
    pub(super) canvas: HtmlCanvasElement,
    pub(super) pen: CanvasRenderingContext2d,
}

impl Sheet {
    pub(super) fn of(canvas: HtmlCanvasElement, opaque: bool) -> Option<Self> {
        let options = js_sys::Object::new();
        // A plain object takes a plain value.
        let _ = js_sys::Reflect::set(&options, &"alpha".into(), &(!opaque).into());
        let pen = canvas.get_context_with_context_options("2d", &options).ok()??.dyn_into().ok()?;
        Some(Self { canvas, pen })
    }

    fn new(frame: &HtmlElement, opaque: bool) -> Option<Self> {
        let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
        set(&canvas, "position", "absolute");
        set(&canvas, "inset", "0 auto auto 0");
        frame.append_child(&canvas).ok()?;
        let sheet = Self::of(canvas, opaque)?;
        sheet.show(false);
        Some(sheet)
    }

    pub(super) fn show(&self, shown: bool) {
        set(&self.canvas, "visibility", if shown { "visible" } else { "hidden" });
    }

    /// Gives the canvas a size in CSS pixels, which empties it; nothing where it has that size.
    fn fit(&self, (w, h): (f64, f64), ratio: f64) {
        let (width, height) = ((w * ratio).round() as u32, (h * ratio).round() as u32);
        if (self.canvas.width(), self.canvas.height()) == (width, height) {
            return;
        }
        self.canvas.set_width(width);
        self.canvas.set_height(height);
        set(&self.canvas, "width", &format!("{w}px"));
        set(&self.canvas, "height", &format!("{h}px"));
    }
}

/// What is painted, and for whom it was.
struct Painted {
    view: View,
    scene: Arc<Scene>,
    held: Option<usize>,
}

/// A new cloth on its way.
struct Progress {
    painted: Painted,
    plan: Plan,
}

/// What is meant, as it is painted.
#[derive(Clone, PartialEq)]
struct Meant {
    view: View,
    lit: Option<Lit>,
    node: Option<usize>,
    edge: Option<usize>,
    framed: Vec<usize>,
    unsaved: Vec<usize>,
}

/// What a frame's painting needs from the stage.
pub(super) struct Now<'a> {
    pub(super) at: f64,
    pub(super) view: View,
    pub(super) scene: &'a Arc<Scene>,
    pub(super) theme: &'a Theme,
    pub(super) top: &'a Top,
    /// Who is held: not on the cloth.
    pub(super) held: Option<usize>,
    /// When the zoom changed last; nothing while the view glides.
    pub(super) zoomed_at: Option<f64>,
}

/// The cloth and what is meant over it.
pub(super) struct Cloth {
    frame: HtmlElement,
    shown: Sheet,
    fresh: Sheet,
    meant: Sheet,
    ratio: f64,
    margin: (f64, f64),
    painted: Option<Painted>,
    progress: Option<Progress>,
    is_stale: bool,
    marks: Option<(Meant, Plan)>,
    budget: f64,
    /// When the last frame was, if another had to follow it.
    busy_at: f64,
}

impl Cloth {
    /// Lays the cloth below a canvas.
    pub(super) fn below(canvas: &HtmlCanvasElement) -> Option<Self> {
        let frame: HtmlElement = document().create_element("div").ok()?.dyn_into().ok()?;
        for (name, value) in [
            ("position", "absolute"),
            ("inset", "0"),
            ("transform-origin", "0 0"),
            ("will-change", "transform"),
        ] {
            set(&frame, name, value);
        }
        frame.set_attribute("aria-hidden", "true").ok()?;
        canvas.parent_element()?.insert_before(&frame, Some(canvas)).ok()?;
        Some(Self {
            shown: Sheet::new(&frame, true)?,
            fresh: Sheet::new(&frame, true)?,
            meant: Sheet::new(&frame, false)?,
            frame,
            ratio: 1.0,
            margin: (0.0, 0.0),
            painted: None,
            progress: None,
            is_stale: true,
            marks: None,
            budget: BUDGET,
            busy_at: f64::NEG_INFINITY,
        })
    }

    /// Takes the window's size in CSS pixels, and device pixels per CSS pixel.
    pub(super) fn resize(&mut self, (width, height): (f64, f64), ratio: f64) {
        let room = (PIXELS_MAX / (width * height * ratio * ratio)).sqrt();
        let share = ((room - 1.0) / 2.0).clamp(0.05, MARGIN_MAX);
        self.margin = ((width * share).round(), (height * share).round());
        self.ratio = ratio;
        // The cloth that is shown stays until another is painted: nothing blinks when a panel opens.
        self.marks = None;
        self.spoil();
    }

    /// Must be painted anew: another scene, other colours.
    pub(super) fn spoil(&mut self) {
        self.is_stale = true;
        self.progress = None;
    }

    /// What is held on the cloth that is shown, by its index in the scene of now.
    pub(super) fn held(&self, scene: &Scene) -> Option<usize> {
        let painted = self.painted.as_ref()?;
        let id = painted.scene.nodes.get(painted.held?)?.id;
        scene.node_at(id)
    }

    /// Brings what is shown nearer to what should be. True: there is more to do.
    pub(super) fn paint(&mut self, now: &Now<'_>) -> bool {
        self.pace(now.at);
        if self.painted.as_ref().is_some_and(|painted| painted.held != now.held && self.progress.is_none()) {
            self.is_stale = true;
        }
        if self.progress.as_ref().is_some_and(|progress| progress.painted.held != now.held) {
            self.spoil();
        }
        if self.progress.is_none() && self.is_due(now) {
            self.begin(now);
        }
        let was_busy = self.progress.is_some();
        self.proceed(now);
        let has_marks_left = self.mark(now, was_busy);
        self.place(&now.view);
        let is_busy = self.progress.is_some() || has_marks_left;
        // Only frames that follow each other tell how long one took.
        self.busy_at = if is_busy { now.at } else { f64::NEG_INFINITY };
        let waits = self.painted.as_ref().is_some_and(|painted| painted.view.zoom != now.view.zoom);
        is_busy || self.is_stale || waits
    }

    /// Follows what the machine can do: less after a frame that came late, a little more after others.
    fn pace(&mut self, at: f64) {
        let took = at - self.busy_at;
        if took < SLOW_MS {
            self.budget *= 1.05;
        } else if took.is_finite() {
            self.budget *= 0.7;
        }
        self.budget = self.budget.clamp(BUDGET_RANGE.0, BUDGET_RANGE.1);
    }

    fn is_due(&self, now: &Now<'_>) -> bool {
        let Some(painted) = self.painted.as_ref().filter(|_| !self.is_stale) else { return true };
        let (cloth, view) = (&painted.view, &now.view);
        if cloth.zoom != view.zoom {
            let scale = view.zoom / cloth.zoom;
            let rests = now.zoomed_at.is_some_and(|zoomed| now.at - zoomed >= SETTLE_MS);
            return rests || scale < SCALED_RANGE.0 || scale > SCALED_RANGE.1;
        }
        // Half the margin is left to paint in while the view goes on.
        let slack = (self.margin.0 / 2.0 / view.zoom, self.margin.1 / 2.0 / view.zoom);
        let bounds = now.scene.bounds.grown(100);
        let (left, top, right, bottom) = view.window();
        let (painted_left, painted_top, painted_right, painted_bottom) = cloth.window();
        let (x0, y0) = (f64::from(bounds.x), f64::from(bounds.y));
        let (x1, y1) = (f64::from(bounds.x + bounds.w), f64::from(bounds.y + bounds.h));
        // Where the scene has ended there is nothing to run out of.
        painted_left > (left - slack.0).max(x0)
            || painted_right < (right + slack.0).min(x1)
            || painted_top > (top - slack.1).max(y0)
            || painted_bottom < (bottom + slack.1).min(y1)
    }

    fn begin(&mut self, now: &Now<'_>) {
        let view = self.view_around(&now.view);
        self.fresh.fit((view.width, view.height), self.ratio);
        let brush = Brush { ctx: &self.fresh.pen, theme: now.theme, view: &view, ratio: self.ratio };
        let plan = brush.plan(now.scene, now.held);
        let painted = Painted { view, scene: now.scene.clone(), held: now.held };
        self.progress = Some(Progress { painted, plan });
        self.is_stale = false;
    }

    /// The window with its margins, moved by whole device pixels from the last, so that a new cloth
    /// lies exactly where the old one lay.
    fn view_around(&self, view: &View) -> View {
        let mut around = View {
            x: view.x - self.margin.0 / view.zoom,
            y: view.y - self.margin.1 / view.zoom,
            width: view.width + 2.0 * self.margin.0,
            height: view.height + 2.0 * self.margin.1,
            ..*view
        };
        if let Some(last) = self.painted.as_ref().map(|painted| painted.view).filter(|l| l.zoom == view.zoom)
        {
            let scale = view.zoom * self.ratio;
            around.x = last.x + ((around.x - last.x) * scale).round() / scale;
            around.y = last.y + ((around.y - last.y) * scale).round() / scale;
        }
        around
    }

    fn proceed(&mut self, now: &Now<'_>) {
        let Some(mut progress) = self.progress.take() else { return };
        let (view, budget) = (progress.painted.view, self.budget);
        let brush = Brush { ctx: &self.fresh.pen, theme: now.theme, view: &view, ratio: self.ratio };
        brush.proceed(&progress.painted.scene, &mut progress.plan, budget);
        if !progress.plan.is_done() {
            self.progress = Some(progress);
            return;
        }
        std::mem::swap(&mut self.shown, &mut self.fresh);
        self.painted = Some(progress.painted);
        self.shown.show(true);
        self.fresh.show(false);
    }

    /// Paints what is meant over the cloth that is shown. True: there is more to do.
    fn mark(&mut self, now: &Now<'_>, is_busy: bool) -> bool {
        let Some(view) = self.painted.as_ref().map(|painted| painted.view) else { return false };
        let top = now.top;
        // From afar there is nothing to step back behind.
        let lit = top.lit.clone().filter(|_| view.detail() > Detail::Plates);
        set(&self.shown.canvas, "opacity", if lit.is_some() { DIM } else { "1" });
        let (framed, unsaved) = (top.framed.clone(), top.unsaved.clone());
        let is_empty = lit.is_none()
            && (top.node.is_none() && top.edge.is_none())
            && (framed.is_empty() && unsaved.is_empty());
        let meant = Meant { view, lit, node: top.node, edge: top.edge, framed, unsaved };
        let brush = Brush { ctx: &self.meant.pen, theme: now.theme, view: &view, ratio: self.ratio };
        if self.marks.as_ref().is_none_or(|(last, _)| *last != meant) {
            self.meant.fit((view.width, view.height), self.ratio);
            brush.wipe();
            self.meant.show(!is_empty);
            let plan = meant.lit.as_ref().map(|lit| brush.plan_lit(now.scene, lit)).unwrap_or_default();
            brush.accents(now.scene, top);
            self.marks = Some((meant, plan));
        }
        let Some((_, plan)) = self.marks.as_mut().filter(|(_, plan)| !plan.is_done()) else { return false };
        if is_busy {
            return true;
        }
        brush.proceed(now.scene, plan, self.budget);
        let is_done = plan.is_done();
        if is_done {
            brush.accents(now.scene, top);
        }
        !is_done
    }

    /// The scene or the colours are others: what is meant must be painted anew too.
    pub(super) fn forget_marks(&mut self) {
        self.marks = None;
    }

    /// Moves what is painted to where the view has it.
    fn place(&self, view: &View) {
        let Some(painted) = &self.painted else { return };
        let cloth = &painted.view;
        let scale = view.zoom / cloth.zoom;
        let (mut x, mut y) = view.to_window(cloth.x, cloth.y);
        if scale == 1.0 {
            // Whole device pixels, so that the moved picture is as sharp as a fresh one.
            (x, y) = ((x * self.ratio).round() / self.ratio, (y * self.ratio).round() / self.ratio);
        }
        let scaling = if scale == 1.0 { String::new() } else { format!(" scale({scale})") };
        set(&self.frame, "transform", &format!("translate({x}px,{y}px){scaling}"));
    }

    /// Takes the cloth out of the document.
    pub(super) fn leave(&self) {
        self.frame.remove();
    }
}

/// Sets a property of ours to a value of ours: the document accepts it.
pub(super) fn set(element: &HtmlElement, name: &str, value: &str) {
    let _ = HtmlElement::style(element).set_property(name, value);
}
