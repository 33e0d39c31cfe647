//! Carrying a card by mouse or finger. Everything on the way is only drawn; the drop is the command.

use std::time::Duration;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use weft_domain::{End, MoveRequest, Refusal, RequestId};
use weft_sync::message::{Gesture, Place, Presence, Selected};

use super::desk::Desk;
use super::layout::Landing;

/// Pixels a mouse moves before a press becomes a drag.
const SLACK_PX: i32 = 4;
/// Pixels a finger may tremble while it presses.
const TREMBLE_PX: i32 = 8;
/// How long a finger rests on a card before it lifts it; a shorter touch scrolls.
const LONG_PRESS: Duration = Duration::from_millis(320);
/// A card held this near to the window's rim scrolls the cloth.
const RIM_PX: f64 = 48.0;
/// Pixels scrolled each time.
const RIM_STEP_PX: i32 = 14;
/// How often the rim is looked at.
const RIM_EVERY: Duration = Duration::from_millis(16);

/// The card in the reader's hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Drag {
    /// Which.
    pub(super) id: RequestId,
    /// Where its upper left corner is, in window pixels.
    pub(super) at: (i32, i32),
    /// Its width.
    pub(super) width: i32,
    /// Where it would go.
    pub(super) landing: Option<Landing>,
    /// How it would end.
    pub(super) end: Option<End>,
    grip: (i32, i32),
}

/// A press that may become a drag.
#[derive(Clone)]
struct Press {
    id: RequestId,
    pointer: i32,
    at: (i32, i32),
    grip: (i32, i32),
    width: i32,
    is_touch: bool,
}

/// The hand over one board. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    desk: Desk,
    press: StoredValue<Option<Press>>,
    lifting: StoredValue<Option<TimeoutHandle>>,
    rim: StoredValue<Option<IntervalHandle>>,
}

impl Hand {
    /// An empty hand.
    pub(super) fn new(desk: Desk) -> Self {
        let hand = Self {
            desk,
            press: StoredValue::new(None),
            lifting: StoredValue::new(None),
            rim: StoredValue::new(None),
        };
        on_cleanup(move || hand.stop_timers());
        hand
    }

    /// Somebody pressed on the cloth.
    pub(super) fn down(self, event: &PointerEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(slot) = target.and_then(|target| target.closest("[data-card]").ok().flatten()) else {
            return;
        };
        let id = slot.get_attribute("data-card").and_then(|id| id.parse().ok());
        let (Some(id), true) = (id, event.button() == 0 && event.is_primary()) else { return };
        let at = (event.client_x(), event.client_y());
        let card = slot.first_element_child().unwrap_or(slot).get_bounding_client_rect();
        let press = Press {
            id,
            pointer: event.pointer_id(),
            at,
            grip: (at.0 - card.left() as i32, at.1 - card.top() as i32),
            width: card.width() as i32,
            is_touch: event.pointer_type() == "touch",
        };
        let is_touch = press.is_touch;
        self.press.set_value(Some(press));
        if is_touch {
            let timer = set_timeout_with_handle(move || self.lift(at), LONG_PRESS);
            self.lifting.set_value(timer.ok());
        }
    }

    /// The pointer moved.
    pub(super) fn moved(self, event: &PointerEvent) {
        let at = (event.client_x(), event.client_y());
        if self.desk.drag.with_untracked(Option::is_some) {
            self.carry(at);
            return;
        }
        let Some(press) = self.press.get_value() else { return };
        let far = (at.0 - press.at.0).abs().max((at.1 - press.at.1).abs());
        if press.is_touch {
            if far > TREMBLE_PX {
                self.cancel();
            }
        } else if far > SLACK_PX {
            self.lift(at);
        }
    }

    fn lift(self, at: (i32, i32)) {
        let (Some(press), Some(scroller)) = (self.press.get_value(), self.desk.scroller.get_untracked())
        else {
            return;
        };
        let column = self.desk.columns.with_untracked(|columns| columns.first().map(|column| column.id));
        let Some(column) = column else { return };
        if !untrack(|| self.desk.hands.may(MoveRequest { id: press.id, column, after: None })) {
            self.cancel();
            self.desk.hands.refused(&Refusal::NotAnAgent { department: self.desk.department });
            return;
        }
        // Without it the drag ends at the cloth's rim, and that is all.
        let _ = scroller.set_pointer_capture(press.pointer);
        self.desk.drag.set(Some(Drag {
            id: press.id,
            at: (0, 0),
            width: press.width,
            landing: None,
            end: None,
            grip: press.grip,
        }));
        self.carry(at);
        self.rim.set_value(set_interval_with_handle(move || self.look_at_rim(), RIM_EVERY).ok());
    }

    fn carry(self, at: (i32, i32)) {
        let desk = self.desk;
        let (Some(mut drag), Some(cloth)) = (desk.drag.get_untracked(), desk.cloth.get_untracked()) else {
            return;
        };
        let before = (drag.landing, drag.end);
        drag.at = (at.0 - drag.grip.0, at.1 - drag.grip.1);
        drag.end = end_at(at);
        let rect = cloth.get_bounding_client_rect();
        let columns = desk.columns.with_untracked(Vec::len).max(1) as f64;
        let column = ((f64::from(at.0) - rect.left()) / (rect.width() / columns)).max(0.0) as usize;
        let y = drag.at.1 - rect.top() as i32;
        drag.landing = match drag.end {
            Some(_) => None,
            None => desk.layout.with_untracked(|layout| layout.landing(drag.id, column, y)),
        };
        if before != (drag.landing, drag.end) {
            self.tell(Some(&drag));
        }
        desk.drag.set(Some(drag));
    }

    /// The pointer let go.
    pub(super) fn up(self) {
        let desk = self.desk;
        let drag = desk.drag.get_untracked();
        self.cancel();
        let Some(drag) = drag else { return };
        if let Some(end) = drag.end {
            desk.ending.ask(desk.hands, drag.id, end);
            return;
        }
        let Some(landing) = drag.landing else { return };
        let stays = desk.layout.with_untracked(|layout| {
            let spot = layout.find(drag.id);
            spot.is_some_and(|spot| {
                let own = &layout.piles[spot.column].cards[spot.lane];
                let before = spot.index.checked_sub(1).and_then(|index| own.get(index)).copied();
                spot.column == landing.column && before == landing.after
            })
        });
        if !stays {
            desk.move_card(drag.id, landing.column, landing.after);
        }
    }

    /// Puts the card back where it was.
    pub(super) fn cancel(self) {
        self.stop_timers();
        self.press.set_value(None);
        if self.desk.drag.with_untracked(Option::is_some) {
            self.desk.drag.set(None);
            self.tell(None);
        }
    }

    /// Esc lets go without moving.
    pub(super) fn key(self, event: &KeyboardEvent) -> bool {
        let holds = self.desk.drag.with_untracked(Option::is_some);
        if holds && event.key() == "Escape" {
            event.prevent_default();
            self.cancel();
            return true;
        }
        false
    }

    fn tell(self, drag: Option<&Drag>) {
        let gesture = drag.map(|drag| Gesture::MovingRequest {
            id: drag.id,
            over: drag.landing.and_then(|landing| {
                self.desk
                    .columns
                    .with_untracked(|columns| columns.get(landing.column).map(|column| column.id))
            }),
            after: drag.landing.and_then(|landing| landing.after),
        });
        let gesture = gesture.or_else(|| untrack(|| selected(self.desk)));
        show(self.desk, gesture);
    }

    fn look_at_rim(self) {
        let (Some(drag), Some(scroller)) =
            (self.desk.drag.get_untracked(), self.desk.scroller.get_untracked())
        else {
            return;
        };
        let at = (drag.at.0 + drag.grip.0, drag.at.1 + drag.grip.1);
        let rect = scroller.get_bounding_client_rect();
        let step = |at: f64, from: f64, to: f64| {
            if at < from + RIM_PX {
                -RIM_STEP_PX
            } else if at > to - RIM_PX {
                RIM_STEP_PX
            } else {
                0
            }
        };
        let x = step(f64::from(at.0), rect.left(), rect.right());
        let y = if drag.end.is_some() { 0 } else { step(f64::from(at.1), rect.top(), rect.bottom()) };
        if (x, y) != (0, 0) {
            scroller.set_scroll_left(scroller.scroll_left() + x);
            scroller.set_scroll_top(scroller.scroll_top() + y);
            self.carry(at);
        }
    }

    fn stop_timers(self) {
        self.lifting.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
        self.rim.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    }
}

/// The end that is offered at a place in the window.
fn end_at(at: (i32, i32)) -> Option<End> {
    let under = document().element_from_point(at.0 as f32, at.1 as f32)?.dyn_into::<HtmlElement>().ok()?;
    let end = under.closest("[data-end]").ok()??.get_attribute("data-end")?;
    match end.as_str() {
        "closed" => Some(End::Closed),
        "declined" => Some(End::Declined),
        "cancelled" => Some(End::Cancelled),
        _ => None,
    }
}

/// Says which request of this board is open beside it, whenever another one is.
pub(super) fn tell_selection(desk: Desk) {
    Effect::new(move |before: Option<Option<Gesture>>| {
        let now = selected(desk);
        // That the reader is here at all was said when the board was opened.
        if before.unwrap_or_default() != now && desk.drag.with_untracked(Option::is_none) {
            show(desk, now.clone());
        }
        now
    });
}

fn selected(desk: Desk) -> Option<Gesture> {
    let id = desk.address.get("request")?.parse().ok()?;
    Some(Gesture::Selected(Selected::Request(id)))
}

fn show(desk: Desk, gesture: Option<Gesture>) {
    let place = Place::Board(desk.department);
    desk.hands.dispatch().presence(Presence { place, pointer: None, gesture });
}
