//! Others on the map, and what they see of me.

use std::time::Duration;

use leptos::prelude::*;
use weft_domain::PersonId;
use weft_sync::message::{Gesture, Place, Presence, Selected};

use super::{Map, words};
use crate::i18n::map as text;
use crate::map::draw::{Other, Stroke};
use crate::map::scene::{Point, Scene};
use crate::map::stage::{Aim, now};
use crate::ui::dye_of;

/// My pointer is told at most this often, in milliseconds.
const TELL_MS: f64 = 45.0;

thread_local! {
    /// What was told. One page has one pointer.
    static TOLD: std::cell::RefCell<Told> = const { std::cell::RefCell::new(Told::NOTHING) };
}

/// What others know of the pointer.
struct Told {
    /// When they were told last.
    since: f64,
    /// What they were told.
    last: Option<Presence>,
    /// What came too soon after that. It is told in its time, so that they see where a hand rests.
    waiting: Option<Presence>,
}

impl Told {
    const NOTHING: Self = Self { since: 0.0, last: None, waiting: None };
}

/// Tells others where my pointer is and what it does. A new gesture, and the end of one, go at once.
pub(super) fn tell(map: Map, scene: &Scene, at: Option<(f64, f64)>, aim: Aim) {
    let id = |node: usize| scene.nodes.get(node).map(|node| node.id);
    let gesture = match aim {
        Aim::Free => untrack(|| selected(map)),
        Aim::Moving(node, x, y) => id(node).map(|id| Gesture::MovingDepartment { id, x, y }),
        Aim::Drawing(from, over) => id(from).map(|from| Gesture::Drawing { from, over: over.and_then(id) }),
    };
    let pointer = at.map(|(x, y)| (x.round() as i32, y.round() as i32));
    let presence = Presence { place: Place::Map, pointer, gesture };
    let wait = TOLD.with_borrow_mut(|told| {
        let urgent = told.last.as_ref().map(kind) != Some(kind(&presence)) || presence.pointer.is_none();
        let wait = if urgent { 0.0 } else { told.since + TELL_MS - now() };
        let has_timer = told.waiting.replace(presence).is_some();
        (wait <= 0.0 || !has_timer).then_some(wait)
    });
    match wait {
        Some(wait) if wait > 0.0 => {
            set_timeout(move || tell_waiting(map), Duration::from_secs_f64(wait / 1_000.0));
        }
        Some(_) => tell_waiting(map),
        None => {}
    }
}

/// Tells what waits, if it is news.
fn tell_waiting(map: Map) {
    let news = TOLD.with_borrow_mut(|told| {
        let news = told.waiting.take().filter(|waiting| told.last.as_ref() != Some(waiting))?;
        (told.since, told.last) = (now(), Some(news.clone()));
        Some(news)
    });
    if let Some(news) = news {
        map.dispatch.try_with_value(|dispatch| dispatch.presence(news));
    }
}

/// What others are told at once: that a gesture begins or ends, and what is selected.
fn kind(presence: &Presence) -> (Option<std::mem::Discriminant<Gesture>>, Option<Selected>) {
    let gesture = presence.gesture.as_ref();
    let selected = if let Some(Gesture::Selected(what)) = gesture { Some(*what) } else { None };
    (gesture.map(std::mem::discriminant), selected)
}

/// What the panel shows.
fn selected(map: Map) -> Option<Gesture> {
    let (department, dependency) = map.place.with(|place| (place.focus, place.dependency));
    let selected = dependency.map(Selected::Dependency).or(department.map(Selected::Department));
    selected.map(Gesture::Selected)
}

/// Shows others as long as the map is shown, and says that I am here until I leave.
pub(super) fn follow(map: Map, ready: RwSignal<bool>) {
    let others = map.replica.with_value(|replica| replica.others());
    Effect::new(move |_| {
        let present = others.get();
        if !ready.get() {
            return;
        }
        map.scene.track();
        let (me, locale) = (map.replica.with_value(|replica| replica.me().get()), map.locale.get());
        let world = map.world();
        map.with_stage(|stage| {
            stage.set_top(|top, scene| {
                top.others = present
                    .iter()
                    .filter(|(person, presence)| Some(**person) != me && presence.place == Place::Map)
                    .filter_map(|(person, presence)| {
                        let name = words::person(&world, locale, *person);
                        seen(scene, *person, &name, presence, locale)
                    })
                    .collect();
            });
        });
    });
    Effect::new(move |_| {
        let gesture = selected(map);
        if ready.get() {
            // A selection moves no pointer.
            let pointer = TOLD.with_borrow(|told| told.last.as_ref().and_then(|last| last.pointer));
            let here = Presence { place: Place::Map, pointer, gesture };
            TOLD.with_borrow_mut(|told| told.last = Some(here.clone()));
            map.dispatch.with_value(|dispatch| dispatch.presence(here));
        }
    });
    let dispatch = map.dispatch.get_value();
    on_cleanup(move || {
        if ready.try_get_untracked() == Some(true) {
            // Whoever comes back is not where they went.
            TOLD.with_borrow_mut(|told| *told = Told::NOTHING);
            dispatch.presence(Presence { place: Place::Elsewhere, pointer: None, gesture: None });
        }
    });
}

/// What is seen of somebody; nothing if they only look.
fn seen(
    scene: &Scene,
    person: PersonId,
    name: &str,
    presence: &Presence,
    locale: crate::i18n::Locale,
) -> Option<Other> {
    let pointer = presence.pointer.map(|(x, y)| Point { x: f64::from(x), y: f64::from(y) });
    let mut other = Other {
        label: name.to_owned(),
        dye: dye_of(person.0.as_bytes()),
        pointer,
        stroke: None,
        held: None,
        node: None,
        edge: None,
    };
    match &presence.gesture {
        Some(Gesture::Drawing { from, over }) => {
            let from = scene.node_at(*from)?;
            let over = over.and_then(|id| scene.node_at(id));
            let start = scene.nodes[from].rect?;
            let beside = Point { x: f64::from(start.x + start.w + 60), y: f64::from(start.y + start.h / 2) };
            let tip = pointer.unwrap_or(beside);
            other.stroke =
                Some(Stroke { from, tip, over: over.map(|over| (over, true)), why: String::new() });
            other.label = text::is_drawing(locale, name);
        }
        Some(Gesture::MovingDepartment { id, x, y }) => {
            other.held = scene.node_at(*id).map(|node| (node, *x, *y));
            other.label = text::is_moving(locale, name);
        }
        Some(Gesture::Selected(Selected::Department(id))) => other.node = scene.node_at(*id),
        Some(Gesture::Selected(Selected::Dependency(id))) => other.edge = scene.edge_at(*id),
        Some(Gesture::Selected(Selected::Request(_)) | Gesture::MovingRequest { .. }) | None => {}
    }
    let does_something = other.stroke.is_some() || other.held.is_some();
    let has_selected = other.node.is_some() || other.edge.is_some();
    (other.pointer.is_some() || does_something || has_selected).then_some(other)
}
