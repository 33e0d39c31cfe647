//! The map from afar: plates with names and counts, edges summed.

use super::{Brush, is_in};
use crate::map::scene::{Bundle, PlateView, Scene, View, columns, fit};

/// Size of names from afar, in CSS pixels, and the width of a Latin letter then.
const NAME_PX: f64 = 12.0;
const LETTER_PX: f64 = 6.6;
/// Height of a name's line in CSS pixels.
const LINE_PX: f64 = 16.0;
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
/// A name is turned for more letters than this.
const TURN_COLUMNS: usize = 2;

/// A name and where it stands, in CSS pixels: left, baseline, the room along it. Where a plate is
/// higher than wide it is turned, and is read upwards.
#[derive(Clone, Debug, PartialEq)]
struct Label {
    text: String,
    x: f64,
    y: f64,
    room: f64,
    is_turned: bool,
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
            self.label_from_afar(&label);
        }
        ctx.set_line_join("miter");
        self.in_scene();
    }

    fn label_from_afar(&self, label: &Label) {
        let ctx = self.ctx;
        ctx.save();
        // None of these fails for finite numbers.
        let _ = ctx.translate(label.x, label.y);
        if label.is_turned {
            let _ = ctx.rotate(-std::f64::consts::FRAC_PI_2);
        }
        ctx.set_stroke_style_str(&self.theme.surface);
        let _ = ctx.stroke_text_with_max_width(&label.text, 0.0, 0.0, label.room);
        ctx.set_fill_style_str(&self.theme.ink);
        self.text_within(&label.text, 0.0, 0.0, label.room);
        ctx.restore();
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

/// The names that have room in their plates: along the top, or upwards where that holds more.
fn labels(plates: &[PlateView], view: &View) -> Vec<Label> {
    plates.iter().filter(|plate| view.shows(&plate.rect)).filter_map(|plate| label(plate, view)).collect()
}

fn label(plate: &PlateView, view: &View) -> Option<Label> {
    let rect = &plate.rect;
    let (left, top) = view.to_window(f64::from(rect.x), f64::from(rect.y));
    let (w, h) = (f64::from(rect.w) * view.zoom, f64::from(rect.h) * view.zoom);
    let (across, along) = (w - 2.0 * INSET_PX, h - 2.0 * INSET_PX);
    let level = name_within(plate, across).filter(|_| h >= LINE_PX);
    let upright = name_within(plate, along).filter(|_| w >= LINE_PX);
    let length = |text: &Option<String>| text.as_ref().map_or(0, |text| text.chars().count());
    // What can be read without turning the head is worth a few letters.
    let is_turned = length(&upright) > length(&level) + TURN_COLUMNS && !is_whole(plate, level.as_ref());
    if is_turned {
        let text = upright?;
        let y = top + h.min(width(&text) + 2.0 * INSET_PX) - INSET_PX;
        return Some(Label { text, x: left + w / 2.0 + NAME_PX * 0.36, y, room: along, is_turned });
    }
    let baseline = if h >= 2.0 * LINE_PX { top + 4.0 + NAME_PX } else { top + h / 2.0 + NAME_PX * 0.36 };
    Some(Label { text: level?, x: left + INSET_PX, y: baseline, room: across, is_turned })
}

/// Whether a text says the whole name.
fn is_whole(plate: &PlateView, text: Option<&String>) -> bool {
    text.is_some_and(|text| text.starts_with(plate.name.as_str()))
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
    if columns(&name) + count.len() <= room {
        Some(name + &count)
    } else {
        (room >= COLUMNS_MIN || name == plate.name).then_some(name).filter(|_| room >= 2)
    }
}

/// The width of a text from afar, in CSS pixels.
fn width(text: &str) -> f64 {
    columns(text) as f64 * LETTER_PX
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::layout::Rect;

    fn plate(name: &str, w: i32, h: i32, members: usize) -> PlateView {
        let rect = Rect { x: 0, y: 0, w, h };
        let (name, members) = (name.to_owned(), (0..members).collect::<Vec<_>>());
        PlateView { name, rect, total: members.len() + 1, is_framed: members.len() > 1, members }
    }

    #[test]
    fn names_stay_in_their_plates() {
        let view = View { x: -100.0, y: -100.0, zoom: 0.1, width: 800.0, height: 600.0 };
        let said = |name: &str, w, h| {
            labels(&[plate(name, w, h, 3)], &view).pop().map(|label| (label.text, label.is_turned))
        };
        assert_eq!(said("Compiler", 1_500, 400), Some(("Compiler  3 / 4".into(), false)));
        assert_eq!(said("Compiler", 700, 400), Some(("Compiler".into(), false)));
        assert_eq!(said("Compiler team", 400, 1_200), Some(("Compiler team".into(), true)));
        assert_eq!(said("Compiler team", 450, 200), Some(("Comp…".into(), false)));
        assert_eq!(said("Compiler", 150, 100), None);
        for label in labels(&[plate("Internal customer committee", 600, 300, 1)], &view) {
            assert!(width(&label.text) <= label.room);
        }
    }
}
