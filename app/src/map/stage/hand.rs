//! Pointers: pan, pinch, choose, move a department, draw a dependency.

use std::collections::BTreeMap;

use super::Stage;
use crate::map::draw::Stroke;
use crate::map::scene::{Detail, HitKind, Point, Scene};

/// How far a pointer may tremble before a press is a drag, in pixels.
const DRAG_PX: f64 = 4.0;
/// How long a finger rests on a department before it draws from there.
pub(crate) const LONG_PRESS_MS: u64 = 450;

/// Where a pointer is, in pixels of the canvas, and what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Touch {
    /// Tells fingers apart.
    pub id: i32,
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
    /// It is a finger.
    pub coarse: bool,
}

/// How a press is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modifiers {
    /// The space bar or the middle button: the ground moves, whatever is under the pointer.
    pub pans: bool,
}

/// What a press came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Done {
    /// A thing, or nothing, was pressed.
    Chosen(Option<HitKind>),
    /// A department was put somewhere.
    Moved(usize, i32, i32),
    /// A dependency was drawn from one department to another.
    Drawn(usize, usize),
    /// A dependency was drawn from one department to another, and may not be.
    Refused(usize, usize),
    /// Something that ends without a consequence.
    Nothing,
}

/// What the hand is at, for others to see.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// Nothing in particular.
    Free,
    /// It moves a department to here.
    Moving(usize, i32, i32),
    /// It draws from one department, perhaps over another.
    Drawing(usize, Option<usize>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Grip {
    Press(Option<HitKind>),
    Pan,
    Move { node: usize, dx: f64, dy: f64 },
    Draw { from: usize },
    Pinch,
}

/// The pointers that are down, and what they do.
#[derive(Debug, Default)]
pub(super) struct Hand {
    down: BTreeMap<i32, (f64, f64)>,
    grip: Option<Grip>,
    start: (f64, f64),
}

impl Stage {
    /// A pointer goes down.
    pub fn press(&self, touch: Touch, modifiers: Modifiers) {
        let hit = {
            let inner = self.inner.borrow();
            inner.scene.hit(&inner.view, touch.x, touch.y, touch.coarse)
        };
        let mut stroke = None;
        {
            let mut inner = self.inner.borrow_mut();
            inner.glide = None;
            inner.hand.down.insert(touch.id, (touch.x, touch.y));
            inner.hand.start = (touch.x, touch.y);
            inner.hand.grip = Some(match hit.kind {
                _ if inner.hand.down.len() > 1 => Grip::Pinch,
                _ if modifiers.pans => Grip::Pan,
                // A finger is too broad for a rim: it rests to draw.
                Some(HitKind::Rim(node)) if !touch.coarse => {
                    stroke = Some(Stroke {
                        from: node,
                        tip: Point { x: hit.x, y: hit.y },
                        over: None,
                        why: String::new(),
                    });
                    Grip::Draw { from: node }
                }
                Some(HitKind::Rim(node)) => Grip::Press(Some(HitKind::Node(node))),
                kind => Grip::Press(kind),
            });
        }
        self.set_top(|top, _| (top.stroke, top.held, top.hover) = (stroke, None, None));
    }

    /// A finger has rested: it draws from the department under it, if there is one. True: it does.
    pub fn rest(&self, touch_id: i32) -> bool {
        let from = {
            let mut inner = self.inner.borrow_mut();
            let is_alone = inner.hand.down.len() == 1 && inner.hand.down.contains_key(&touch_id);
            match inner.hand.grip {
                Some(Grip::Press(Some(HitKind::Node(node)))) if is_alone => {
                    inner.hand.grip = Some(Grip::Draw { from: node });
                    let (x, y) = inner.view.to_scene(inner.hand.start.0, inner.hand.start.1);
                    Some(Stroke { from: node, tip: Point { x, y }, over: None, why: String::new() })
                }
                _ => None,
            }
        };
        let draws = from.is_some();
        if draws {
            self.set_top(|top, _| top.stroke = from);
        }
        draws
    }

    /// A pointer moves. `may_move` says which departments follow it; the others let the ground pan.
    /// `why_not` says why a dependency may not be drawn from a department to another, or to any.
    pub fn drag(
        &self,
        touch: Touch,
        may_move: impl Fn(&Scene, usize) -> bool,
        why_not: impl Fn(&Scene, usize, Option<usize>) -> Option<String>,
    ) -> Aim {
        let (x, y) = self.view().to_scene(touch.x, touch.y);
        let Some(grip) = self.grip_after(touch, &may_move) else {
            self.hover(touch);
            return Aim::Free;
        };
        match grip {
            Grip::Press(_) => Aim::Free,
            Grip::Pan => {
                let before = self.note(touch);
                self.look(|view| view.pan(touch.x - before.0, touch.y - before.1));
                Aim::Free
            }
            Grip::Pinch => {
                self.pinch(touch);
                Aim::Free
            }
            Grip::Move { node, dx, dy } => {
                let (left, top) = ((x - dx).round() as i32, (y - dy).round() as i32);
                self.set_top(|layer, _| layer.held = Some((node, left, top)));
                Aim::Moving(node, left, top)
            }
            Grip::Draw { from } => {
                let over = self.target(touch).filter(|over| *over != from);
                let tip = Point { x, y };
                let why = why_not(&self.scene(), from, over);
                let may = why.is_none();
                let stroke =
                    Stroke { from, tip, over: over.map(|over| (over, may)), why: why.unwrap_or_default() };
                self.set_top(|top, _| top.stroke = Some(stroke));
                Aim::Drawing(from, over.filter(|_| may))
            }
        }
    }

    /// A pointer goes up.
    pub fn lift(&self, touch: Touch) -> Done {
        let over = self.target(touch);
        let (grip, held, refused, still_down) = {
            let mut inner = self.inner.borrow_mut();
            inner.hand.down.remove(&touch.id);
            let grip = inner.hand.grip.take();
            let still_down = inner.hand.down.values().next().copied();
            if still_down.is_some() {
                inner.hand.grip = Some(Grip::Pan);
            }
            let refused = inner.top.stroke.as_ref().is_some_and(|stroke| !stroke.why.is_empty());
            (grip, inner.top.held, refused, still_down)
        };
        self.set_top(|top, _| (top.stroke, top.held) = (None, None));
        match grip {
            _ if still_down.is_some() => Done::Nothing,
            Some(Grip::Press(kind)) => Done::Chosen(kind),
            Some(Grip::Move { .. }) => held.map_or(Done::Nothing, |(node, x, y)| Done::Moved(node, x, y)),
            Some(Grip::Draw { from }) => match over {
                Some(over) if over == from => Done::Chosen(Some(HitKind::Node(from))),
                Some(over) if refused => Done::Refused(from, over),
                Some(over) => Done::Drawn(from, over),
                None => Done::Nothing,
            },
            Some(Grip::Pan | Grip::Pinch) | None => Done::Nothing,
        }
    }

    /// Whatever the hand is at ends without a consequence. True: it was at something.
    pub fn let_go(&self) -> bool {
        let was = {
            let mut inner = self.inner.borrow_mut();
            inner.hand.down.clear();
            inner.hand.grip.take().is_some()
        };
        if was {
            self.set_top(|top, _| (top.stroke, top.held) = (None, None));
        }
        was
    }

    /// What the pointer's shape should say: a CSS cursor.
    pub fn cursor(&self, touch: Touch) -> &'static str {
        let inner = self.inner.borrow();
        match inner.hand.grip {
            Some(Grip::Pan | Grip::Pinch) => "grabbing",
            Some(Grip::Move { .. }) => "move",
            Some(Grip::Draw { .. }) => "crosshair",
            Some(Grip::Press(_)) | None => match inner.scene.hit(&inner.view, touch.x, touch.y, false).kind {
                Some(HitKind::Rim(_)) => "crosshair",
                Some(_) => "pointer",
                None => "grab",
            },
        }
    }

    fn hover(&self, touch: Touch) {
        let hit = {
            let inner = self.inner.borrow();
            inner.scene.hit(&inner.view, touch.x, touch.y, false).kind
        };
        let edge = match hit {
            Some(HitKind::Edge(edge)) => Some(edge),
            _ => None,
        };
        let changed = self.inner.borrow().top.hover != edge;
        if changed {
            self.set_top(|top, _| top.hover = edge);
        }
    }

    /// The department under a pointer; from afar there are none.
    fn target(&self, touch: Touch) -> Option<usize> {
        let inner = self.inner.borrow();
        if inner.view.detail() == Detail::Plates {
            return None;
        }
        match inner.scene.hit(&inner.view, touch.x, touch.y, touch.coarse).kind? {
            HitKind::Node(node) | HitKind::Rim(node) => Some(node),
            HitKind::Edge(_) | HitKind::Plate(_) => None,
        }
    }

    /// What the hand is at once a press has become a drag.
    fn grip_after(&self, touch: Touch, may_move: &impl Fn(&Scene, usize) -> bool) -> Option<Grip> {
        let mut inner = self.inner.borrow_mut();
        let grip = inner.hand.grip?;
        let Grip::Press(kind) = grip else { return Some(grip) };
        let (dx, dy) = (touch.x - inner.hand.start.0, touch.y - inner.hand.start.1);
        if dx.hypot(dy) < DRAG_PX {
            return Some(grip);
        }
        let scene = inner.scene.clone();
        let is_mine = |node: usize| {
            // A finger pans; it moves only what it has chosen before.
            may_move(&scene, node) && (!touch.coarse || inner.top.node == Some(node))
        };
        let next = match kind {
            Some(HitKind::Node(node)) if is_mine(node) => {
                let rect = scene.nodes[node].rect.unwrap_or_default();
                let (x, y) = inner.view.to_scene(inner.hand.start.0, inner.hand.start.1);
                Grip::Move { node, dx: x - f64::from(rect.x), dy: y - f64::from(rect.y) }
            }
            _ => Grip::Pan,
        };
        inner.hand.grip = Some(next);
        Some(next)
    }

    /// Notes where a pointer is now, and says where it was.
    fn note(&self, touch: Touch) -> (f64, f64) {
        let mut inner = self.inner.borrow_mut();
        inner.hand.down.insert(touch.id, (touch.x, touch.y)).unwrap_or((touch.x, touch.y))
    }

    fn pinch(&self, touch: Touch) {
        let other = {
            let inner = self.inner.borrow();
            inner.hand.down.iter().find(|(id, _)| **id != touch.id).map(|(_, at)| *at)
        };
        let before = self.note(touch);
        let Some(other) = other else { return };
        let spread = |at: (f64, f64)| (at.0 - other.0).hypot(at.1 - other.1).max(1.0);
        let factor = spread((touch.x, touch.y)) / spread(before);
        let middle = (f64::midpoint(touch.x, other.0), f64::midpoint(touch.y, other.1));
        self.look(|view| {
            view.pan((touch.x - before.0) / 2.0, (touch.y - before.1) / 2.0);
            view.zoom_at(factor, middle.0, middle.1);
        });
    }
}
