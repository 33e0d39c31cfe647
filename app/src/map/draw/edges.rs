//! Threads: over and under, by dye, width, make and head.

use super::Brush;
use crate::map::scene::{Curve, Detail, Path, Point};
use crate::map::style::{BEAD, DOUBLE_EXTRA, Dye, EdgeStyle, Head, Make};

/// How much wider the casing in the ground's colour is than the line.
const CASING: f64 = 4.5;
/// Half a head's height per unit of its length.
const HEAD_SLOPE: f64 = 0.52;
/// Dashes of a proposed line, dots of a quiet one, beads of a facilitating one.
const PROPOSED: [f64; 2] = [7.0, 5.0];
const QUIET: [f64; 2] = [0.1, 5.0];
const BEADS: [f64; 2] = [0.1, 16.0];
/// Lines in one stroke. One stroke of very many is slower: where lines cross, each pays for all.
const STROKED_AT_ONCE: usize = 40;
/// Size of a badge in CSS pixels.
const BADGE: (f64, f64) = (26.0, 16.0);

impl Brush<'_> {
    /// The gap that a line cuts into those below it.
    pub(super) fn casing(&self, paths: &[&Path], style: &EdgeStyle) {
        self.ctx.set_stroke_style_str(&self.theme.ground);
        self.stroke_few(paths, 2.0 * style.half() + CASING);
    }

    /// Lines as thin as they can be, without casing or head: many at once, while a hand moves them.
    pub(super) fn hairlines(&self, paths: &[&Path], colour: &str) {
        self.ctx.set_stroke_style_str(colour);
        self.stroke_few(paths, 1.0 / (self.view.zoom * self.ratio));
    }

    fn stroke_few(&self, paths: &[&Path], width: f64) {
        self.ctx.set_line_width(width);
        for few in paths.chunks(STROKED_AT_ONCE) {
            self.trace(few);
            self.ctx.stroke();
        }
    }

    /// Lines of one style with their heads, in a colour, so much wider than usual.
    pub(super) fn lines(&self, paths: &[&Path], style: &EdgeStyle, colour: &str, extra: f64) {
        let ctx = self.ctx;
        let plain = self.view.detail() <= Detail::Marks;
        let quiet = style.dye == Dye::Quiet && !plain;
        let dashed = style.head == Head::Hollow && !plain;
        if quiet {
            self.dash(&QUIET);
            ctx.set_line_cap("round");
        } else if dashed {
            self.dash(&PROPOSED);
        }
        ctx.set_stroke_style_str(colour);
        let double = style.make == Make::Double && !plain && !quiet;
        let width = style.line() + extra + if double { DOUBLE_EXTRA } else { 0.0 };
        self.stroke_few(paths, width);
        if double {
            ctx.set_stroke_style_str(&self.theme.ground);
            self.stroke_few(paths, style.line() + 0.6);
            ctx.set_stroke_style_str(colour);
        }
        if style.make == Make::Beaded && !plain && !quiet {
            self.dash(&BEADS);
            ctx.set_line_cap("round");
            self.stroke_few(paths, BEAD);
        }
        self.dash(&[]);
        ctx.set_line_cap("butt");
        self.heads(paths, style, colour);
    }

    fn heads(&self, paths: &[&Path], style: &EdgeStyle, colour: &str) {
        let ctx = self.ctx;
        let length = style.head_length();
        let half = length * HEAD_SLOPE;
        ctx.begin_path();
        for path in paths {
            let back = if path.points_right { -length } else { length };
            ctx.move_to(path.tip.x, path.tip.y);
            ctx.line_to(path.tip.x + back, path.tip.y - half);
            ctx.line_to(path.tip.x + back, path.tip.y + half);
            ctx.close_path();
        }
        if style.head == Head::Hollow {
            ctx.set_fill_style_str(&self.theme.ground);
            ctx.fill();
            ctx.set_line_width(1.5);
            ctx.stroke();
        } else {
            ctx.set_fill_style_str(colour);
            ctx.fill();
        }
        if style.head == Head::Barred {
            ctx.begin_path();
            for path in paths {
                let way = if path.points_right { -1.0 } else { 1.0 };
                for offset in [5.0, 9.0] {
                    let x = path.tip.x + way * (length + offset);
                    ctx.move_to(x, path.tip.y - 5.5);
                    ctx.line_to(x, path.tip.y + 5.5);
                }
            }
            ctx.set_line_width(2.0);
            ctx.stroke();
        }
    }

    /// Makes the lines the current path.
    pub(super) fn trace(&self, paths: &[&Path]) {
        let ctx = self.ctx;
        ctx.begin_path();
        for path in paths {
            ctx.move_to(path.start.x, path.start.y);
            for curve in &path.curves {
                match curve {
                    Curve::Line(end) => ctx.line_to(end.x, end.y),
                    Curve::Cubic(a, b, end) => ctx.bezier_curve_to(a.x, a.y, b.x, b.y, end.x, end.y),
                }
            }
        }
    }

    /// The sign of trouble on a line; it keeps its size on the screen.
    pub(super) fn badge(&self, style: &EdgeStyle, path: Option<&Path>) {
        if let Some(path) = path.filter(|_| style.dye.is_trouble()) {
            self.badge_at(style.dye, path.badge);
        }
    }

    pub(super) fn badge_at(&self, dye: Dye, at: Point) {
        let ctx = self.ctx;
        let (x, y) = self.view.to_window(at.x, at.y);
        self.in_window();
        let (left, top) = (x - BADGE.0 / 2.0, y - BADGE.1 / 2.0);
        ctx.begin_path();
        // Fails for a negative radius.
        let _ = ctx.round_rect_with_f64(left, top, BADGE.0, BADGE.1, 2.0);
        ctx.set_fill_style_str(self.theme.wash_of(dye));
        ctx.fill();
        ctx.set_stroke_style_str(self.theme.line_of(dye));
        ctx.set_line_width(1.0);
        ctx.stroke();
        self.sign(dye, left + 3.0, top + 2.0);
        self.in_scene();
    }

    /// The 20×12 sign of a state: a wave, or a gap with frayed ends.
    fn sign(&self, dye: Dye, x: f64, y: f64) {
        let ctx = self.ctx;
        ctx.set_line_width(1.8);
        ctx.set_line_cap("round");
        ctx.begin_path();
        if dye == Dye::Strained {
            ctx.move_to(x + 1.0, y + 6.0);
            ctx.line_to(x + 4.0, y + 6.0);
            ctx.bezier_curve_to(x + 5.5, y + 6.0, x + 5.5, y + 2.0, x + 7.0, y + 2.0);
            ctx.bezier_curve_to(x + 8.5, y + 2.0, x + 8.5, y + 10.0, x + 10.0, y + 10.0);
            ctx.bezier_curve_to(x + 11.5, y + 10.0, x + 11.5, y + 2.0, x + 13.0, y + 2.0);
            ctx.bezier_curve_to(x + 14.5, y + 2.0, x + 14.5, y + 6.0, x + 16.0, y + 6.0);
            ctx.line_to(x + 19.0, y + 6.0);
        } else {
            let strokes = [
                (1.0, 6.0, 6.0, 6.0),
                (14.0, 6.0, 19.0, 6.0),
                (7.5, 3.0, 9.0, 4.5),
                (7.5, 9.0, 9.0, 7.5),
                (12.5, 3.0, 11.0, 4.5),
                (12.5, 9.0, 11.0, 7.5),
            ];
            for (x0, y0, x1, y1) in strokes {
                ctx.move_to(x + x0, y + y0);
                ctx.line_to(x + x1, y + y1);
            }
        }
        ctx.stroke();
        ctx.set_line_cap("butt");
    }
}
