//! What floats over the canvas: counts, tray, zoom, overview.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Map;
use crate::i18n::{Locale, common, map as text, percent, t};
use crate::map::filter::Filter;
use crate::map::graph::GraphNode;
use crate::map::scene::{Scene, ZOOM_STEP};
use crate::ui::icon::{FIT, MINUS, PLUS};
use crate::ui::{Button, IconButton, MarkSize, Popover, WeaveMark};

/// Departments of the tray that are listed; the others are found by the search.
const TRAY_MAX: usize = 300;
/// Size of the overview in pixels.
const MINI: (i32, i32) = (152, 108);

pub(super) fn view(map: Map) -> AnyView {
    view! {
        <p class="truth">
            {t(move |locale| {
                let counts = map.drawn.with(|graph| graph.counts);
                text::counted(locale, counts.drawn, counts.departments, counts.edges, counts.dependencies)
            })}
            {move || tray(map)}
            {move || folds(map)}
            {left_out(map)}
        </p>
        {zoom(map)}
        {overview(map)}
    }
    .into_any()
}

/// How many the filters leave out and how many are retired, and the way to see them.
pub(super) fn left_out(map: Map) -> AnyView {
    let part = move |count: u32, said: fn(Locale, u32) -> String, show: fn(&mut Filter)| {
        (count > 0).then(|| {
            view! {
                <button type="button" class="linkish" on:click=move |_| map.filter(show)>
                    {t(move |locale| said(locale, count))}
                </button>
            }
        })
    };
    (move || {
        let counts = map.graph.with(|graph| graph.counts);
        view! {
            {part(counts.hidden, common::hidden_by_filters, Filter::clear)}
            {part(counts.retired, text::retired_count, |filter| filter.retired = true)}
        }
    })
    .into_any()
}

/// Departments without a dependency: counted, and all of them listed.
fn tray(map: Map) -> Option<AnyView> {
    let nodes = Memo::new(move |_| map.drawn.with(|graph| owned(graph.tray())));
    let said = move |locale| text::in_tray(locale, number(nodes.with(Vec::len)));
    nodes.with(|nodes| !nodes.is_empty()).then(|| {
        view! {
            <Popover label=t(text::tray) button_class="linkish" button=move || t(said).into_any()>
                {move || departments(map, nodes.get())}
            </Popover>
        }
        .into_any()
    })
}

/// Departments that are folded: counted, all of them listed, and the way to have them drawn.
fn folds(map: Map) -> Option<AnyView> {
    let nodes = Memo::new(move |_| map.drawn.with(|graph| graph.folds.clone()));
    let said = move |locale| text::folded(locale, number(nodes.with(Vec::len)));
    nodes.with(|nodes| !nodes.is_empty()).then(|| {
        view! {
            <Popover label=t(text::folds) button_class="linkish" button=move || t(said).into_any()>
                <p class="note mapfolds">{t(text::folds_note)}</p>
                <Button small=true on_press=move || map.filter(|filter| filter.leaves = true)>{t(text::draw_folds)}</Button>
                {move || departments(map, nodes.get())}
            </Popover>
        }
        .into_any()
    })
}

fn departments(map: Map, nodes: Vec<GraphNode>) -> AnyView {
    let more = nodes.len().saturating_sub(TRAY_MAX);
    let row = |node: GraphNode| {
        let id = node.id;
        view! {
            <li>
                <button type="button" on:click=move |_| map.show(id)>
                    <WeaveMark id=id.0.into_bytes() size=MarkSize::Small />
                    <span class="clip">{node.name}</span>
                </button>
            </li>
        }
    };
    view! {
        <ul class="maptray">{nodes.into_iter().take(TRAY_MAX).map(row).collect_view()}</ul>
        {(more > 0).then(|| view! { <p class="note">{t(move |locale| text::tray_more(locale, more))}</p> })}
    }
    .into_any()
}

fn owned(nodes: Vec<&GraphNode>) -> Vec<GraphNode> {
    nodes.into_iter().cloned().collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn zoom(map: Map) -> AnyView {
    let by = move |factor: f64| map.with_stage(|stage| stage.glide(|view| view.zoom_by(factor)));
    let shown = t(move |locale| percent(locale, map.view.get().zoom, 0));
    view! {
        <div class="zoom" role="group" aria-label=t(text::zoom)>
            <IconButton path=MINUS label=t(text::zoom_out) key="-" on_press=move || by(1.0 / ZOOM_STEP) />
            <span class="num wide">{shown}</span>
            <IconButton path=PLUS label=t(text::zoom_in) key="+" on_press=move || by(ZOOM_STEP) />
            <IconButton
                path=FIT
                label=t(text::fit)
                key="0"
                on_press=move || map.with_stage(|stage| stage.fit(true))
            />
        </div>
    }
    .into_any()
}

/// Everything in small, with a frame around what is in the window. A press goes there.
fn overview(map: Map) -> AnyView {
    let canvas = NodeRef::<html::Canvas>::new();
    Effect::new(move |_| {
        let (Some(canvas), view) = (canvas.get(), map.view.get()) else { return };
        map.scene.with(|scene| {
            if let Some(scene) = scene {
                map.with_stage(|stage| stage.overview(&canvas, scene, &view));
            }
        });
    });
    let go = move |event: leptos::ev::PointerEvent| {
        let (Some(canvas), Some(scene)) = (canvas.get_untracked(), map.scene.get_untracked()) else { return };
        let rect = canvas.unchecked_ref::<web_sys::Element>().get_bounding_client_rect();
        let (scale, dx, dy) = fitting(&scene);
        let x = (f64::from(event.client_x()) - rect.left() - dx) / scale + f64::from(scene.bounds.x);
        let y = (f64::from(event.client_y()) - rect.top() - dy) / scale + f64::from(scene.bounds.y);
        map.with_stage(|stage| stage.glide(|view| view.center(x, y)));
    };
    let is_empty = move || map.scene.with(|scene| scene.as_ref().is_none_or(|scene| scene.edges.is_empty()));
    view! {
        <div class="mini" aria-hidden="true" hidden=is_empty>
            <canvas
                node_ref=canvas
                width=MINI.0 * 2
                height=MINI.1 * 2
                style=format!("width:{}px;height:{}px", MINI.0, MINI.1)
                on:pointerdown=go
            ></canvas>
        </div>
    }
    .into_any()
}

/// How the overview fits the whole scene: scale, and what is left free at the left and the top.
pub(crate) fn fitting(scene: &Scene) -> (f64, f64, f64) {
    let (w, h) = (f64::from(scene.bounds.w.max(1)), f64::from(scene.bounds.h.max(1)));
    let (width, height) = (f64::from(MINI.0), f64::from(MINI.1));
    let scale = (width / w).min(height / h);
    (scale, (width - w * scale) / 2.0, (height - h * scale) / 2.0)
}
