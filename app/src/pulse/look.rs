//! Looking around on the drawing: pointers and wheel. They pan, zoom and choose.

use leptos::ev::{PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;

use super::map::Drawing;
use crate::map::scene::HitKind;
use crate::map::stage::{Done, Modifiers, Touch};

/// Pixels of one line, where a wheel counts in lines.
const LINE_PX: f64 = 16.0;
/// What one pixel of a wheel does to the zoom.
const WHEEL_ZOOM: f64 = 0.0045;

/// Pointers and wheel on the canvas: they look around and choose, they change nothing.
#[derive(Clone, Copy)]
pub(super) struct Hands {
    drawing: Drawing,
    area: NodeRef<html::Div>,
}

impl Hands {
    /// Hands on the element `area`.
    pub(super) fn new(drawing: Drawing, area: NodeRef<html::Div>) -> Self {
        Self { drawing, area }
    }

    /// A pointer here draws nothing, so that every one is taken for a finger, which a rim does not
    /// invite to.
    fn touch(self, event: &PointerEvent) -> Touch {
        let (left, top) = self.corner();
        let (x, y) = (f64::from(event.client_x()) - left, f64::from(event.client_y()) - top);
        Touch { id: event.pointer_id(), x, y, coarse: true }
    }

    fn corner(self) -> (f64, f64) {
        self.area.get_untracked().map_or((0.0, 0.0), |area| {
            let rect = area.get_bounding_client_rect();
            (rect.left(), rect.top())
        })
    }

    pub(super) fn down(self, event: &PointerEvent) {
        if event.button() > 1 {
            return;
        }
        let touch = self.touch(event);
        if let Some(area) = self.area.get_untracked() {
            // A pointer that has gone already needs no capture.
            let _ = area.set_pointer_capture(touch.id);
        }
        self.drawing.with_stage(|stage| stage.press(touch, Modifiers { pans: event.button() == 1 }));
    }

    pub(super) fn moved(self, event: &PointerEvent) {
        let touch = self.touch(event);
        self.drawing.with_stage(|stage| {
            stage.drag(touch, |_, _| false, |_, _, _| None);
            let cursor = match stage.cursor(touch) {
                "crosshair" => "pointer",
                cursor => cursor,
            };
            if let Some(area) = self.area.get_untracked() {
                // One of our own words: the document accepts it.
                let _ = web_sys::HtmlElement::style(&area).set_property("cursor", cursor);
            }
        });
    }

    pub(super) fn up(self, event: &PointerEvent) {
        let touch = self.touch(event);
        let mut chosen = None;
        self.drawing.with_stage(|stage| {
            if let Done::Chosen(kind) = stage.lift(touch) {
                chosen = Some((kind, stage.scene()));
            }
        });
        let Some((kind, scene)) = chosen else { return };
        match kind {
            Some(HitKind::Node(node) | HitKind::Rim(node)) => {
                self.drawing.focus(scene.nodes.get(node).map(|node| node.id));
            }
            Some(HitKind::Edge(edge)) => {
                let Some(edge) = scene.edges.get(edge) else { return };
                if let (Some(from), Some(to)) = (scene.nodes.get(edge.from), scene.nodes.get(edge.to)) {
                    self.drawing.open((from.id, to.id));
                }
            }
            Some(HitKind::Plate(plate)) => {
                if let Some(plate) = scene.plates.get(plate) {
                    self.drawing.with_stage(|stage| stage.show_rect(plate.rect));
                }
            }
            None => self.drawing.focus(None),
        }
    }

    pub(super) fn wheel(self, event: &WheelEvent) {
        event.prevent_default();
        let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { LINE_PX } else { 1.0 };
        let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
        let (left, top) = self.corner();
        let (x, y) = (f64::from(event.client_x()) - left, f64::from(event.client_y()) - top);
        self.drawing.with_stage(|stage| {
            stage.look(|view| {
                if event.ctrl_key() || event.meta_key() {
                    view.zoom_at((-dy * WHEEL_ZOOM).exp(), x, y);
                } else if event.shift_key() && dx == 0.0 {
                    view.pan(-dy, 0.0);
                } else {
                    view.pan(-dx, -dy);
                }
            });
        });
    }
}
