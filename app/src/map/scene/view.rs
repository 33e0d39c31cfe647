//! The window onto the scene: where it is and how near.

use super::super::layout::Rect;

/// The nearest and the farthest one can look, in pixels per scene unit.
pub const ZOOM_RANGE: (f64, f64) = (0.02, 3.0);
/// One press of a zoom button or key.
pub const ZOOM_STEP: f64 = 1.25;
/// Pixels left free around what is fitted.
const FIT_MARGIN: f64 = 32.0;

/// What is shown at a zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Plates with name and count, edges summed.
    Plates,
    /// Departments with as much of their names as has room, plain lines.
    Marks,
    /// Names and make, without the second line.
    Names,
    /// Everything.
    All,
}

/// The window onto the scene, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Scene units at the window's left edge.
    pub x: f64,
    /// Scene units at the window's top edge.
    pub y: f64,
    /// Pixels per scene unit.
    pub zoom: f64,
    /// The window's width in pixels.
    pub width: f64,
    /// The window's height in pixels.
    pub height: f64,
}

impl Default for View {
    fn default() -> Self {
        Self { x: 0.0, y: 0.0, zoom: 1.0, width: 1.0, height: 1.0 }
    }
}

impl View {
    /// What is shown at this zoom.
    pub fn detail(&self) -> Detail {
        match self.zoom {
            zoom if zoom < 0.35 => Detail::Plates,
            zoom if zoom < 0.6 => Detail::Marks,
            zoom if zoom < 0.9 => Detail::Names,
            _ => Detail::All,
        }
    }

    /// Where a pixel of the window is in the scene.
    pub fn to_scene(&self, px: f64, py: f64) -> (f64, f64) {
        (self.x + px / self.zoom, self.y + py / self.zoom)
    }

    /// Where a place of the scene is in the window.
    pub fn to_window(&self, x: f64, y: f64) -> (f64, f64) {
        ((x - self.x) * self.zoom, (y - self.y) * self.zoom)
    }

    /// What the window shows: left, top, right, bottom in scene units.
    pub fn window(&self) -> (f64, f64, f64, f64) {
        (self.x, self.y, self.x + self.width / self.zoom, self.y + self.height / self.zoom)
    }

    /// Whether any of a rectangle is in the window.
    pub fn shows(&self, rect: &Rect) -> bool {
        let (left, top, right, bottom) = self.window();
        f64::from(rect.x) <= right
            && f64::from(rect.x + rect.w) >= left
            && f64::from(rect.y) <= bottom
            && f64::from(rect.y + rect.h) >= top
    }

    /// Moves the scene by pixels.
    pub fn pan(&mut self, dx: f64, dy: f64) {
        self.x -= dx / self.zoom;
        self.y -= dy / self.zoom;
    }

    /// Looks nearer or farther; the place under the pixel stays under it.
    pub fn zoom_at(&mut self, factor: f64, px: f64, py: f64) {
        let (x, y) = self.to_scene(px, py);
        self.zoom = (self.zoom * factor).clamp(ZOOM_RANGE.0, ZOOM_RANGE.1);
        self.x = x - px / self.zoom;
        self.y = y - py / self.zoom;
    }

    /// Looks nearer or farther around the middle.
    pub fn zoom_by(&mut self, factor: f64) {
        self.zoom_at(factor, self.width / 2.0, self.height / 2.0);
    }

    /// Shows all of a rectangle, never larger than at 100 %.
    pub fn fit(&mut self, rect: &Rect) {
        let (w, h) = (f64::from(rect.w.max(1)), f64::from(rect.h.max(1)));
        let zoom = ((self.width - 2.0 * FIT_MARGIN) / w).min((self.height - 2.0 * FIT_MARGIN) / h);
        self.zoom = zoom.clamp(ZOOM_RANGE.0, 1.0);
        self.center(f64::from(rect.x) + w / 2.0, f64::from(rect.y) + h / 2.0);
    }

    /// Whether it shows all of a rectangle, as [`fit`](Self::fit) does.
    pub fn is_fitted(&self, rect: &Rect) -> bool {
        let mut fitted = *self;
        fitted.fit(rect);
        let near = |a: f64, b: f64| (a - b).abs() < 2.0;
        near(fitted.zoom * 1e3, self.zoom * 1e3) && near(fitted.x, self.x) && near(fitted.y, self.y)
    }

    /// Puts a place of the scene into the middle.
    pub fn center(&mut self, x: f64, y: f64) {
        self.x = x - self.width / 2.0 / self.zoom;
        self.y = y - self.height / 2.0 / self.zoom;
    }

    /// Gives the window another size; what is in the middle stays there.
    pub fn resize(&mut self, width: f64, height: f64) {
        let (x, y) = self.to_scene(self.width / 2.0, self.height / 2.0);
        (self.width, self.height) = (width.max(1.0), height.max(1.0));
        self.center(x, y);
    }
}
