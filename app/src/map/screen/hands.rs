//! Pointers, wheel and keys on the canvas.

use std::time::Duration;

use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;
use weft_domain::{Command, CommandId, Context, DeclareDependency, DepartmentId, PlaceDepartment, Stop};

use super::{Map, presence};
use crate::dispatch::Dispatch;
use crate::map::scene::{HitKind, Scene};
use crate::map::stage::{Aim, Done, LONG_PRESS_MS, Modifiers, Stage, Touch};
use crate::ui::Toast;

/// Pixels of one line, where a wheel counts in lines.
const LINE_PX: f64 = 16.0;
/// What one pixel of a wheel does to the zoom.
const WHEEL_ZOOM: f64 = 0.0045;

/// Pointers, wheel and keys on the canvas.
#[derive(Clone, Copy)]
pub(super) struct Hands {
    pub(super) map: Map,
    pub(super) area: NodeRef<html::Div>,
}

impl Hands {
    fn touch(self, event: &PointerEvent) -> Touch {
        let (left, top) = self.corner();
        Touch {
            id: event.pointer_id(),
            x: f64::from(event.client_x()) - left,
            y: f64::from(event.client_y()) - top,
            coarse: event.pointer_type() == "touch",
        }
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
        let modifiers = Modifiers { pans: event.button() == 1 };
        self.map.with_stage(|stage| stage.press(touch, modifiers));
        if touch.coarse {
            let map = self.map;
            set_timeout(
                move || {
                    if let Some(Some(stage)) = map.stage.try_get_value() {
                        stage.rest(touch.id);
                    }
                },
                Duration::from_millis(LONG_PRESS_MS),
            );
        }
    }

    pub(super) fn moved(self, event: &PointerEvent) {
        let touch = self.touch(event);
        let map = self.map;
        let may_move = move |scene: &Scene, node: usize| {
            scene.nodes.get(node).is_some_and(|node| map.may(PlaceDepartment { id: node.id, at: None }))
        };
        map.with_stage(|stage| {
            let why_not = move |scene: &Scene, from: usize, over: Option<usize>| {
                let id = |node: usize| scene.nodes.get(node).map(|node| node.id);
                refusal(map, id(from)?, over.and_then(id)).map(|(why, _)| why)
            };
            let aim = stage.drag(touch, may_move, why_not);
            let at = stage.view().to_scene(touch.x, touch.y);
            presence::tell(map, &stage.scene(), Some(at), aim);
            if let Some(area) = self.area.get_untracked() {
                // One of our own words: the document accepts it.
                let _ = web_sys::HtmlElement::style(&area).set_property("cursor", stage.cursor(touch));
            }
        });
    }

    pub(super) fn up(self, event: &PointerEvent) {
        let touch = self.touch(event);
        let map = self.map;
        let Some(Some(stage)) = map.stage.try_get_value() else { return };
        let done = stage.lift(touch);
        presence::tell(map, &stage.scene(), None, Aim::Free);
        let scene = stage.scene();
        match done {
            Done::Chosen(kind) => self.choose(&stage, &scene, kind),
            Done::Moved(node, x, y) => {
                if let Some(row) = scene.nodes.get(node) {
                    // It stays where it was dropped until the layout has seen it there.
                    if map.put(row.id, Some((x, y))) {
                        stage.set_top(|top, _| top.held = Some((node, x, y)));
                    }
                }
            }
            Done::Drawn(from, to) => {
                if let (Some(from), Some(to)) = (scene.nodes.get(from), scene.nodes.get(to)) {
                    map.dialogs.declare(map, Some(from.id), Some(to.id));
                }
            }
            Done::Refused(from, to) => {
                if let (Some(from), Some(to)) = (scene.nodes.get(from), scene.nodes.get(to))
                    && let Some((_, sentence)) = refusal(map, from.id, Some(to.id))
                {
                    map.toasts.push(Toast::new(sentence));
                }
            }
            Done::Nothing => {}
        }
    }

    fn choose(self, stage: &Stage, scene: &Scene, kind: Option<HitKind>) {
        match kind {
            Some(HitKind::Node(node) | HitKind::Rim(node)) => {
                self.map.focus(scene.nodes.get(node).map(|node| node.id));
            }
            Some(HitKind::Edge(edge)) => {
                if let Some(edge) = scene.edges.get(edge) {
                    self.map.open(edge.id);
                }
            }
            Some(HitKind::Plate(plate)) => {
                if let Some(plate) = scene.plates.get(plate) {
                    match plate.members[..] {
                        [node] => {
                            stage.show_node(node);
                            self.map.focus(scene.nodes.get(node).map(|node| node.id));
                        }
                        _ => stage.show_rect(plate.rect),
                    }
                }
            }
            None => self.map.close_panel(),
        }
    }

    pub(super) fn cancel(self) {
        self.map.with_stage(|stage| {
            stage.let_go();
        });
    }

    pub(super) fn leave(self, event: &PointerEvent) {
        if event.buttons() == 0 {
            self.map.with_stage(|stage| {
                stage.set_top(|top, _| top.hover = None);
                presence::tell(self.map, &stage.scene(), None, Aim::Free);
            });
        }
    }

    pub(super) fn wheel(self, event: &WheelEvent) {
        event.prevent_default();
        let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { LINE_PX } else { 1.0 };
        let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
        let (left, top) = self.corner();
        let (x, y) = (f64::from(event.client_x()) - left, f64::from(event.client_y()) - top);
        self.map.with_stage(|stage| {
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

    pub(super) fn key(self, event: &KeyboardEvent) {
        if event.key() == "Escape" {
            let was = self.map.stage.with_value(|stage| stage.as_ref().is_some_and(Stage::let_go));
            if !was {
                self.map.close_panel();
            }
            event.prevent_default();
        }
    }
}

/// Why the reader may not declare that one department needs another, or any: in short for the pointer,
/// and with the way out. None: they may, as far as is known here.
fn refusal(map: Map, customer: DepartmentId, provider: Option<DepartmentId>) -> Option<(String, String)> {
    let (world, actor) = (map.world(), map.actor()?);
    let command = DeclareDependency {
        provider: provider.unwrap_or(customer),
        text: "-".to_owned(),
        ..super::department::probe(customer)
    };
    let command = Command::from(command);
    let now = map.dispatch.with_value(Dispatch::now);
    let context = Context { command: CommandId(customer.0), now };
    let decided = match provider {
        Some(_) => weft_domain::decide(&world, &actor, &command, &context).map(drop),
        None => weft_domain::policy::may(&world, &actor, &command).map(drop),
    };
    let Err(Stop::Refused(refused)) = decided else { return None };
    let locale = map.locale.get_untracked();
    let why = crate::i18n::refusal::explain(locale, &world, &command, &refused).why;
    Some((why, super::words::refusal(locale, &world, &refused)))
}
