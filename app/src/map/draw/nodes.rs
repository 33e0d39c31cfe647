//! Departments and the frames around them.

use super::{Brush, is_in};
use crate::map::layout::Rect;
use crate::map::scene::{Detail, Node, Scene, fit, wrap_at};

/// Corner radius of a department and of a frame.
const RADIUS: (f64, f64) = (3.0, 4.0);
/// Width of the bar at a department's left, and from there to its mark and to its name.
const BEAM: f64 = 3.0;
const MARK_X: f64 = 12.0;
const MARK_SIZE: f64 = 18.0;
const NAME_X: f64 = 38.0;
/// Text on the map never gets smaller than this, in CSS pixels.
const TEXT_MIN_PX: f64 = 12.0;
/// Columns left for a frame's name from which its count stands beside it.
const COUNTED_FROM: usize = 10;
/// Width of a Latin letter per size of its font, on average.
const LETTER: f64 = 0.52;

impl Brush<'_> {
    /// Frames with their names.
    pub(super) fn frames(&self, scene: &Scene) {
        let (ctx, window) = (self.ctx, self.view.window());
        ctx.set_stroke_style_str(&self.theme.line);
        ctx.set_line_width(1.0 / self.view.zoom.min(1.0));
        ctx.begin_path();
        let framed =
            || scene.plates.iter().filter(|plate| plate.is_framed && is_in(&plate.rect, window, 4.0));
        framed().for_each(|plate| self.rect(&plate.rect, RADIUS.1));
        ctx.stroke();
        let size = (TEXT_MIN_PX / self.view.zoom).max(12.0);
        self.font(size, false);
        ctx.set_fill_style_str(&self.theme.ink_3);
        for plate in framed() {
            let shown = plate.members.len();
            let count =
                if shown == plate.total { shown.to_string() } else { format!("{shown} / {}", plate.total) };
            let room = (f64::from(plate.rect.w - 24) / (size * LETTER)) as usize;
            // Where there is little room the name is worth more than the count.
            let text = match room.checked_sub(count.len() + 2) {
                Some(left) if left >= COUNTED_FROM => format!("{}  {count}", fit(&plate.name, left)),
                _ => fit(&plate.name, room),
            };
            self.text(&text, f64::from(plate.rect.x + 12), f64::from(plate.rect.y + 16));
        }
    }

    /// Departments that do not lie over each other, part by part, so that colours change rarely.
    pub(super) fn boxes(&self, nodes: &[&Node]) {
        let ctx = self.ctx;
        let rects = || nodes.iter().filter_map(|node| node.rect);
        ctx.begin_path();
        rects().for_each(|rect| self.rect(&rect, RADIUS.0));
        ctx.set_fill_style_str(&self.theme.surface);
        ctx.fill();
        ctx.set_stroke_style_str(&self.theme.line_strong);
        ctx.set_line_width(1.0 / self.view.zoom.min(1.0));
        ctx.stroke();
        ctx.set_fill_style_str(&self.theme.ink_2);
        for rect in rects() {
            ctx.fill_rect(f64::from(rect.x), f64::from(rect.y), BEAM, f64::from(rect.h));
        }
        self.marks(nodes);
        self.names(nodes);
        for node in nodes {
            self.extras(node);
        }
    }

    /// One department in full, wherever it is: what is held or chosen.
    pub(super) fn department(&self, node: &Node, rect: Rect) {
        let moved = Node { rect: Some(rect), ..node.clone() };
        self.boxes(&[&moved]);
    }

    /// The weave drafts: warp over upright and dark, weft over lying and light.
    fn marks(&self, nodes: &[&Node]) {
        if self.view.detail() < Detail::Names {
            return;
        }
        let ctx = self.ctx;
        let cell = MARK_SIZE / 4.0;
        let bar = MARK_SIZE * 0.17;
        let alpha = ctx.global_alpha();
        ctx.set_fill_style_str(&self.theme.ink_2);
        for over in [false, true] {
            ctx.set_global_alpha(if over { alpha } else { alpha * 0.3 });
            ctx.begin_path();
            for node in nodes {
                let Some(rect) = node.rect else { continue };
                let (left, top) =
                    (f64::from(rect.x) + MARK_X, f64::from(rect.y + rect.h / 2) - MARK_SIZE / 2.0);
                for (row, bits) in (0_u8..).zip(node.weave) {
                    for column in 0_u8..4 {
                        if (bits & (0b1000 >> column) != 0) != over {
                            continue;
                        }
                        let (x, y) = (left + f64::from(column) * cell, top + f64::from(row) * cell);
                        let inset = (cell - bar) / 2.0;
                        if over {
                            ctx.rect(x + inset, y, bar, cell)
                        } else {
                            ctx.rect(x, y + inset, cell, bar)
                        }
                    }
                }
            }
            ctx.fill();
        }
        ctx.set_global_alpha(alpha);
    }

    fn names(&self, nodes: &[&Node]) {
        let ctx = self.ctx;
        let detail = self.view.detail();
        let size = (TEXT_MIN_PX / self.view.zoom).max(14.0);
        let pitch = size * 1.15;
        self.font(size, false);
        for node in nodes {
            let Some(rect) = node.rect else { continue };
            let left = if detail == Detail::Marks { 10.0 } else { NAME_X };
            let right = self.right_room(node);
            let room = ((f64::from(rect.w) - left - right) / (size * LETTER)) as usize;
            let fits_two = f64::from(rect.h) >= 2.0 * pitch + 4.0;
            let lines = match detail {
                Detail::All => node.lines.clone(),
                _ if fits_two => wrap_at(&node.name, room),
                _ => vec![fit(&node.name, room)],
            };
            let sub = detail == Detail::All && lines.len() == 1 && !node.style.sub.is_empty();
            let middle = f64::from(rect.y) + f64::from(rect.h) / 2.0;
            let count = if sub { 2.0 } else { lines.len() as f64 };
            let mut y = middle - (count - 1.0) * pitch / 2.0 + size * 0.35;
            let x = f64::from(rect.x) + left;
            ctx.set_fill_style_str(&self.theme.ink);
            for line in &lines {
                self.text_within(line, x, y, f64::from(rect.w) - left - right);
                y += pitch;
            }
            if sub {
                self.font(12.0, false);
                ctx.set_fill_style_str(&self.theme.ink_3);
                self.text_within(&node.style.sub, x, y, f64::from(rect.w) - left - right);
                self.font(size, false);
            }
        }
    }

    /// Load at the right, customers that are folded, a pin, a running stitch.
    fn extras(&self, node: &Node) {
        let Some(rect) = node.rect else { return };
        let ctx = self.ctx;
        self.folded(node, &rect);
        let (right, top, h) = (f64::from(rect.x + rect.w), f64::from(rect.y), f64::from(rect.h));
        if let Some((share, dye)) = node.style.load {
            let bar = (h - 12.0) * f64::from(share.min(100)) / 100.0;
            ctx.set_fill_style_str(&self.theme.line);
            ctx.fill_rect(right - 8.0, top + 6.0, 3.0, h - 12.0);
            let colour = if dye.is_trouble() { self.theme.line_of(dye) } else { &self.theme.ink_3 };
            ctx.set_fill_style_str(colour);
            ctx.fill_rect(right - 8.0, top + h - 6.0 - bar, 3.0, bar);
        }
        if node.style.is_pinned {
            ctx.begin_path();
            // Fails for a negative radius.
            let _ =
                ctx.arc(right - 6.0, top + 6.0, 1.5 / self.view.zoom.min(1.0), 0.0, std::f64::consts::TAU);
            ctx.set_fill_style_str(&self.theme.ink_2);
            ctx.fill();
        }
        if node.style.is_pending {
            ctx.begin_path();
            ctx.move_to(f64::from(rect.x) + NAME_X, top + h - 4.0);
            ctx.line_to(right - 10.0, top + h - 4.0);
            self.dash(&[4.0, 3.0]);
            ctx.set_stroke_style_str(&self.theme.accent);
            ctx.set_line_width(1.0);
            ctx.stroke();
            self.dash(&[]);
        }
    }

    /// “+45” at the right: so many customers that are not drawn.
    fn folded(&self, node: &Node, rect: &Rect) {
        if node.style.folded == 0 || self.view.detail() < Detail::Names {
            return;
        }
        let size = self.folded_size();
        let text = format!("+{}", node.style.folded);
        let x = f64::from(rect.x + rect.w) - 8.0 - text.len() as f64 * size * LETTER;
        self.font(size, true);
        self.ctx.set_fill_style_str(&self.theme.ink_2);
        self.text(&text, x, f64::from(rect.y) + f64::from(rect.h) / 2.0 + size * 0.35);
    }

    fn folded_size(&self) -> f64 {
        (TEXT_MIN_PX / self.view.zoom).max(12.0)
    }

    /// What a department's name leaves free at the right.
    fn right_room(&self, node: &Node) -> f64 {
        let folded = if self.view.detail() < Detail::Names { 0 } else { node.style.folded };
        match (folded, node.style.load) {
            (0, None) => 5.0,
            (0, Some(_)) => 12.0,
            (folded, _) => 14.0 + (folded.to_string().len() + 1) as f64 * self.folded_size() * LETTER,
        }
    }
}
