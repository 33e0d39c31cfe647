//! The map from afar: plates with names and counts, edges summed.

use super::{Brush, is_in};
use crate::map::layout::Rect;
use crate::map::scene::{Bundle, PlateView, Scene, View, fit};

/// Size of names from afar, in CSS pixels, and the width of a Latin letter then.
const NAME_PX: f64 = 13.0;
const LETTER_PX: f64 = 7.0;
/// Height of a name's line in CSS pixels.
const LINE_PX: f64 = 18.0;
/// Left and right of a name in its plate, in CSS pixels.
const INSET_PX: f64 = 3.0;
/// A name is cut to no less than this, in columns.
const COLUMNS_MIN: usize = 4;
/// The longest name from afar, in columns.
const COLUMNS_MAX: usize = 28;
/// More bundles than this lie on each other anyway: they are drawn without casings.
const CASED_MAX: usize = 120;
/// Edges from which a bundle among very many is drawn in full.
const FULL_COUNT: f64 = 12.0;
/// Lines that a name is tried on.
const TRIES_MAX: u32 = 12;

/// A name and where it stands, in CSS pixels: left, baseline.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    pub(super) text: String,
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Brush<'_> {
    /// Some of the summed edges.
    pub(super) fn bundles(&self, scene: &Scene, range: std::ops::Range<usize>) {
        let window = self.view.window();
        let cased = scene.bundles.len() <= CASED_MAX;
        for bundle in scene.bundles.get(range).unwrap_or_default() {
            // Among very many a thin one steps back, so that the strong ones can be followed.
            let weight = 0.12 + 0.88 * (bundle.count as f64 / FULL_COUNT).min(1.0);
            let alpha = if cased || bundle.style.dye.is_trouble() { 1.0 } else { weight };
            self.ctx.set_global_alpha(alpha);
            self.bundle(bundle, window, cased);
        }
        self.ctx.set_global_alpha(1.0);
    }

    /// Plates with the departments in them as blocks, the signs of trouble, the names that have room.
    pub(super) fn plates(&self, scene: &Scene) {
        let (ctx, window) = (self.ctx, self.view.window());
        let visible: Vec<&PlateView> =
            scene.plates.iter().filter(|plate| is_in(&plate.rect, window, 8.0)).collect();
        ctx.begin_path();
        visible.iter().for_each(|plate| self.rect(&plate.rect, 4.0 / self.view.zoom.max(0.1)));
        ctx.set_fill_style_str(&self.theme.surface);
        ctx.fill();
        ctx.set_stroke_style_str(&self.theme.line_strong);
        ctx.set_line_width(1.0 / self.view.zoom);
        ctx.stroke();
        ctx.begin_path();
        for plate in visible.iter().filter(|plate| plate.is_framed) {
            let rects = plate.members.iter().filter_map(|node| scene.nodes.get(*node).and_then(|n| n.rect));
            rects.for_each(|rect| self.rect(&rect, 0.0));
        }
        ctx.set_fill_style_str(&self.theme.line);
        ctx.fill();
        for bundle in scene.bundles.iter().filter(|bundle| bundle.style.dye.is_trouble()) {
            if bundle.path.meets(window) {
                self.badge(&bundle.style, Some(&bundle.path));
            }
        }
        self.in_window();
        self.font(NAME_PX, true);
        ctx.set_line_width(3.0);
        ctx.set_line_join("round");
        for label in labels(&scene.plates, self.view) {
            ctx.set_stroke_style_str(&self.theme.surface);
            // Fails for no finite numbers.
            let _ = ctx.stroke_text(&label.text, label.x, label.y);
            ctx.set_fill_style_str(&self.theme.ink);
            self.text(&label.text, label.x, label.y);
        }
        ctx.set_line_join("miter");
        self.in_scene();
    }

    fn bundle(&self, bundle: &Bundle, window: (f64, f64, f64, f64), cased: bool) {
        if !bundle.path.meets(window) {
            return;
        }
        let ctx = self.ctx;
        let width = bundle.style.line() / self.view.zoom;
        self.trace(&[&bundle.path]);
        if cased {
            ctx.set_stroke_style_str(&self.theme.ground);
            ctx.set_line_width(width + 3.0 / self.view.zoom);
            ctx.stroke();
        }
        ctx.set_stroke_style_str(self.theme.line_of(bundle.style.dye));
        ctx.set_line_width(width);
        ctx.stroke();
        let (length, path) = (6.0 / self.view.zoom + width, &bundle.path);
        let back = if path.points_right { -length } else { length };
        ctx.begin_path();
        ctx.move_to(path.tip.x, path.tip.y);
        ctx.line_to(path.tip.x + back, path.tip.y - length * 0.6);
        ctx.line_to(path.tip.x + back, path.tip.y + length * 0.6);
        ctx.close_path();
        ctx.set_fill_style_str(self.theme.line_of(bundle.style.dye));
        ctx.fill();
    }
}

/// The names that have room: those of the fullest plates first, none over another.
pub(super) fn labels(plates: &[PlateView], view: &View) -> Vec<Label> {
    let mut ranked: Vec<&PlateView> = plates.iter().filter(|plate| view.shows(&plate.rect)).collect();
    ranked.sort_by_key(|plate| std::cmp::Reverse((plate.members.len() > 1, area(&plate.rect))));
    let mut taken: Vec<(f64, f64, f64, f64)> = Vec::new();
    let mut labels = Vec::new();
    for plate in ranked {
        let (rect, (left, top)) =
            (plate.rect, view.to_window(f64::from(plate.rect.x), f64::from(plate.rect.y)));
        let (w, h) = (f64::from(rect.w) * view.zoom, f64::from(rect.h) * view.zoom);
        let Some(text) = name_within(plate, w - 2.0 * INSET_PX).filter(|_| h >= LINE_PX) else { continue };
        let (x, width) = (left + INSET_PX, columns(&text) * LETTER_PX);
        let first = if h >= 2.0 * LINE_PX { top + 4.0 } else { top + h / 2.0 - LINE_PX / 2.0 };
        // In a high plate a name moves down until it finds room.
        let tries = ((h / LINE_PX) as u32).clamp(1, TRIES_MAX);
        for y in (0..tries).map(|line| first + f64::from(line) * LINE_PX) {
            let place = (x - 2.0, y, x + width + 2.0, y + LINE_PX);
            let meets = |other: &(f64, f64, f64, f64)| {
                place.0 <= other.2 && place.2 >= other.0 && place.1 <= other.3 && place.3 >= other.1
            };
            if !taken.iter().any(meets) {
                taken.push(place);
                labels.push(Label { text, x, y: y + NAME_PX });
                break;
            }
        }
    }
    labels
}

/// A plate's name and count in so many pixels: the count goes first, then the end of the name. None:
/// there is no room for a word.
fn name_within(plate: &PlateView, room: f64) -> Option<String> {
    let room = (room / LETTER_PX).floor().max(0.0) as usize;
    let count = match plate.members.len() {
        1 => String::new(),
        count if count == plate.total => format!("  {count}"),
        count => format!("  {count} / {}", plate.total),
    };
    let name = fit(&plate.name, COLUMNS_MAX.min(room));
    if columns(&name) as usize + count.len() <= room {
        Some(name + &count)
    } else {
        (room >= COLUMNS_MIN || name == plate.name).then_some(name).filter(|_| room >= 2)
    }
}

fn columns(text: &str) -> f64 {
    text.chars().map(|c| if c >= '\u{1100}' { 2.0 } else { 1.0 }).sum()
}

fn area(rect: &Rect) -> i64 {
    i64::from(rect.w) * i64::from(rect.h)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_lie_over_each_other_and_the_fullest_come_first() {
        let plate = |name: &str, x, y, members: usize| PlateView {
            name: name.into(),
            rect: Rect { x, y, w: 192, h: 200 },
            members: (0..members).collect(),
            total: members,
            is_framed: members > 1,
        };
        let view = View { x: -100.0, y: -100.0, zoom: 0.1, width: 800.0, height: 600.0 };
        let crowded = [plate("Compiler", 0, 0, 3), plate("Types team", 10, 20, 1), plate("Far", 4_000, 0, 1)];
        let texts: Vec<String> = labels(&crowded, &view).into_iter().map(|label| label.text).collect();
        assert_eq!(texts, ["Compiler  3", "Far"]);
    }
}
