//! The drawing for keyboard and screen reader: a button for every department in the window, exactly
//! where it is drawn. A press shows its threads in the list beside the map, where each leads on.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use weft_domain::DepartmentId;

use super::desk::id_of;
use super::map::Drawing;
use crate::i18n::{map as text, use_locale};
use crate::map::scene::{Scene, View};

/// Buttons at once; those in the middle of the window come first.
const MIRRORED_MAX: usize = 100;
/// How often the button of the next department is looked for, and how long between.
const TRIES: u32 = 12;
const TRY_AFTER: std::time::Duration = std::time::Duration::from_millis(50);

/// A button and where it lies, in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    id: DepartmentId,
    name: String,
    needs: usize,
    needed: usize,
    style: String,
}

pub(super) fn view(drawing: Drawing) -> AnyView {
    let spots = Memo::new(move |_| {
        let view = drawing.view.get();
        drawing.scene.with(|scene| scene.as_ref().map(|scene| spots(scene, &view)).unwrap_or_default())
    });
    let focus = Memo::new(move |_| id_of(drawing.desk.address, "focus"));
    // One stop for the Tab key; the arrows go on from there.
    let current = Memo::new(move |_| {
        spots.with(|spots| {
            let chosen = spots.iter().find(|spot| Some(spot.id) == focus.get()).or_else(|| spots.first());
            chosen.map(|spot| spot.id)
        })
    });
    let locale = use_locale();
    let button = move |id: DepartmentId| {
        let spot = Memo::new(move |_| spots.with(|spots| spots.iter().find(|spot| spot.id == id).cloned()));
        let part = move |of: fn(Spot) -> String| spot.get().map(of);
        view! {
            <button
                type="button"
                id=element_id(id)
                style=move || part(|spot| spot.style)
                aria-label=move || part(|spot| spot.name)
                aria-description=move || {
                    spot.get().map(|spot| text::node_about(locale.get(), spot.needs, spot.needed))
                }
                aria-pressed=move || (focus.get() == Some(id)).to_string()
                tabindex=move || if current.get() == Some(id) { "0" } else { "-1" }
                on:click=move |event| {
                    // A pointer's press was heard on the canvas already.
                    if event.detail() == 0 {
                        drawing.focus(Some(id));
                    }
                }
                on:keydown=move |event| key(drawing, id, &event)
            ></button>
        }
    };
    view! {
        <div class="mirror">
            <For each=move || spots.with(|spots| spots.iter().map(|spot| spot.id).collect::<Vec<_>>()) key=|id| *id children=button />
        </div>
    }
    .into_any()
}

fn element_id(id: DepartmentId) -> String {
    format!("pulse-{id}")
}

fn key(drawing: Drawing, id: DepartmentId, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    drawing.with_stage(|stage| {
        let scene = stage.scene();
        let Some(next) = scene.node_at(id).and_then(|node| scene.neighbour(node, &event.key())) else {
            return;
        };
        event.prevent_default();
        if let Some(rect) = scene.nodes[next].rect.filter(|rect| !stage.view().shows(rect)) {
            stage.glide(|view| view.center(f64::from(rect.x + rect.w / 2), f64::from(rect.y + rect.h / 2)));
        }
        focus_soon(scene.nodes[next].id, TRIES);
    });
}

/// Focuses a department's button as soon as it is there: the mirror follows when the view rests.
fn focus_soon(id: DepartmentId, tries: u32) {
    if let Some(button) = crate::ui::internal::by_id(&element_id(id)) {
        crate::ui::internal::focus(&button);
    } else if tries > 0 {
        set_timeout(move || focus_soon(id, tries - 1), TRY_AFTER);
    }
}

/// The departments in the window, in reading order: by column, from the top.
fn spots(scene: &Scene, view: &View) -> Vec<Spot> {
    let (x, y) = view.to_scene(view.width / 2.0, view.height / 2.0);
    let mut nodes = scene.nearest(x.round() as i32, y.round() as i32);
    nodes.retain(|node| scene.nodes[*node].rect.is_some_and(|rect| view.shows(&rect)));
    nodes.truncate(MIRRORED_MAX);
    nodes.sort_by_key(|node| scene.nodes[*node].rect.map(|rect| (rect.x, rect.y)));
    nodes.into_iter().filter_map(|node| spot(scene, view, node)).collect()
}

fn spot(scene: &Scene, view: &View, node: usize) -> Option<Spot> {
    let row = &scene.nodes[node];
    let rect = row.rect?;
    let (left, top) = view.to_window(f64::from(rect.x), f64::from(rect.y));
    let needs = row.edges.iter().filter(|edge| scene.edges[**edge].from == node).count();
    let pixels = |length: i32| (f64::from(length) * view.zoom).round().max(1.0);
    let (width, height) = (pixels(rect.w), pixels(rect.h));
    let style = format!("left:{left:.0}px;top:{top:.0}px;width:{width:.0}px;height:{height:.0}px");
    Some(Spot { id: row.id, name: row.name.clone(), needs, needed: row.edges.len() - needs, style })
}
