//! The canvas for keyboard and screen reader: a button for every readable department, at most 200,
//! exactly where it is drawn.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use weft_domain::DepartmentId;

use super::Map;
use crate::i18n::{map as text, use_locale};
use crate::map::scene::{Detail, Scene, View};

/// Buttons at once, by what can be read: those in the middle of the window (from afar: the busiest)
/// come first.
const fn mirrored_max(detail: Detail) -> usize {
    match detail {
        Detail::Plates => 60,
        Detail::Marks => 120,
        Detail::Names | Detail::All => 200,
    }
}
/// Departments in the page that the server renders.
const RENDERED_MAX: usize = 60;

/// A button and where it lies, in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    id: DepartmentId,
    name: String,
    needs: usize,
    needed: usize,
    left: i32,
    top: i32,
    width: i32,
    height: i32,
}

pub(super) fn view(map: Map) -> AnyView {
    let list = NodeRef::<html::Div>::new();
    let spots = Memo::new(move |_| {
        let view = map.view.get();
        map.scene.with(|scene| match scene {
            Some(scene) if view.width > 1.0 => spots(scene, &view),
            _ => first(map),
        })
    });
    // One stop for the Tab key; the arrows go on from there.
    let current = Memo::new(move |_| {
        let focus = map.place.with(|place| place.focus);
        spots.with(|spots| {
            let chosen = spots.iter().find(|spot| Some(spot.id) == focus).or_else(|| spots.first());
            chosen.map(|spot| spot.id)
        })
    });
    view! {
        <div class="mirror" node_ref=list>
            <For
                each=move || spots.get()
                key=|spot| spot.id
                children=move |spot| button(map, spots, current, spot.id)
            />
        </div>
    }
    .into_any()
}

fn button(
    map: Map,
    spots: Memo<Vec<Spot>>,
    current: Memo<Option<DepartmentId>>,
    id: DepartmentId,
) -> AnyView {
    let locale = use_locale();
    let spot = Memo::new(move |_| spots.with(|spots| spots.iter().find(|spot| spot.id == id).cloned()));
    let style = move || {
        spot.with(|spot| {
            spot.as_ref().map(|spot| {
                let Spot { left, top, width, height, .. } = spot;
                format!("left:{left}px;top:{top}px;width:{width}px;height:{height}px")
            })
        })
    };
    let name = move || spot.with(|spot| spot.as_ref().map(|spot| spot.name.clone()));
    let about = move || {
        let locale = locale.get();
        spot.with(|spot| spot.as_ref().map(|spot| text::node_about(locale, spot.needs, spot.needed)))
    };
    view! {
        <button
            type="button"
            id=element_id(id)
            style=style
            aria-label=name
            aria-description=about
            aria-pressed=move || map.place.with(|place| place.focus == Some(id)).to_string()
            tabindex=move || if current.get() == Some(id) { "0" } else { "-1" }
            on:click=move |event| {
                // A pointer's press was heard on the canvas already.
                if event.detail() == 0 {
                    map.focus(Some(id));
                }
            }
            on:keydown=move |event| key(map, id, &event)
        ></button>
    }
    .into_any()
}

fn element_id(id: DepartmentId) -> String {
    format!("map-{id}")
}

fn key(map: Map, id: DepartmentId, event: &KeyboardEvent) {
    let key = event.key();
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    if key.eq_ignore_ascii_case("d") {
        event.prevent_default();
        event.stop_propagation();
        map.dialogs.declare(map, Some(id), None);
        return;
    }
    map.with_stage(|stage| {
        let scene = stage.scene();
        let Some(next) = scene.node_at(id).and_then(|node| scene.neighbour(node, &key)) else { return };
        event.prevent_default();
        if let Some(rect) = scene.nodes[next].rect {
            stage.glide(|view| bring_in(view, rect));
        }
        focus_soon(scene.nodes[next].id, 12);
    });
}

/// Moves the window no further than needed to have a department in it.
fn bring_in(view: &mut View, rect: crate::map::layout::Rect) {
    let margin = 24.0 / view.zoom;
    let (left, top, right, bottom) = view.window();
    let (x, y) = (f64::from(rect.x), f64::from(rect.y));
    let (w, h) = (f64::from(rect.w), f64::from(rect.h));
    if x - margin < left {
        view.x = x - margin;
    } else if x + w + margin > right {
        view.x += x + w + margin - right;
    }
    if y - margin < top {
        view.y = y - margin;
    } else if y + h + margin > bottom {
        view.y += y + h + margin - bottom;
    }
}

/// Focuses a department's button as soon as it is there: the mirror follows when the view rests.
fn focus_soon(id: DepartmentId, tries: u32) {
    if let Some(button) = crate::ui::internal::by_id(&element_id(id)) {
        // One that has just gone is no loss.
        let _ = button.focus();
    } else if tries > 0 {
        set_timeout(move || focus_soon(id, tries - 1), std::time::Duration::from_millis(50));
    }
}

/// The departments that can be read, in reading order: by column, from the top.
fn spots(scene: &Scene, view: &View) -> Vec<Spot> {
    let (x, y) = view.to_scene(view.width / 2.0, view.height / 2.0);
    let mut nodes = scene.nearest(x.round() as i32, y.round() as i32);
    nodes.retain(|node| scene.nodes[*node].rect.is_some_and(|rect| view.shows(&rect)));
    if view.detail() == Detail::Plates {
        nodes.sort_by_key(|node| std::cmp::Reverse(scene.nodes[*node].degree));
    }
    nodes.truncate(mirrored_max(view.detail()));
    nodes.sort_by_key(|node| scene.nodes[*node].rect.map(|rect| (rect.x, rect.y)));
    nodes.into_iter().filter_map(|node| spot(scene, view, node)).collect()
}

fn spot(scene: &Scene, view: &View, node: usize) -> Option<Spot> {
    let row = &scene.nodes[node];
    let rect = row.rect?;
    let (left, top) = view.to_window(f64::from(rect.x), f64::from(rect.y));
    let needs = row.edges.iter().filter(|edge| scene.edges[**edge].from == node).count();
    let pixels = |length: i32| (f64::from(length) * view.zoom).round().max(1.0) as i32;
    Some(Spot {
        id: row.id,
        name: row.name.clone(),
        needs,
        needed: row.degree - needs,
        left: left.round() as i32,
        top: top.round() as i32,
        width: pixels(rect.w),
        height: pixels(rect.h),
    })
}

/// Before anything is laid out, and on the server: the first departments, nowhere in particular.
fn first(map: Map) -> Vec<Spot> {
    map.drawn.with(|graph| {
        let spot = |node: &crate::map::graph::GraphNode| Spot {
            id: node.id,
            name: node.name.clone(),
            needs: 0,
            needed: 0,
            left: 0,
            top: 0,
            width: 1,
            height: 1,
        };
        graph.nodes.iter().take(RENDERED_MAX).map(spot).collect()
    })
}
