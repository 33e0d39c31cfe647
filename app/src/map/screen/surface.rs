//! The canvas and the hands on it.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::hands::Hands;
use super::{Map, chrome, flow, legend, mirror, presence};
use crate::i18n::{map as text, t};
use crate::map::draw::Lit;
use crate::map::layout::Output;
use crate::map::scene::{Scene, View};
use crate::map::stage::{LayoutJob, Stage};
use crate::ui::{Button, ButtonKind, EmptyState, dye_of};

/// How long the view rests before what mirrors it follows.
const REST: Duration = Duration::from_millis(160);

/// The canvas with everything on it.
pub(super) fn view(map: Map) -> AnyView {
    let (area, canvas, probe) =
        (NodeRef::<html::Div>::new(), NodeRef::<html::Canvas>::new(), NodeRef::<html::Span>::new());
    start(map, canvas, probe);
    let about = t(move |locale| {
        let counts = map.drawn.with(|graph| graph.counts);
        text::surface(locale, counts.drawn, counts.edges)
    });
    let hands = Hands { map, area };
    view! {
        <div class="weave">
            <div
                class="ground"
                node_ref=area
                role="application"
                aria-label=about
                on:pointerdown=move |event| hands.down(&event)
                on:pointermove=move |event| hands.moved(&event)
                on:pointerup=move |event| hands.up(&event)
                on:pointercancel=move |_| hands.cancel()
                on:pointerleave=move |event| hands.leave(&event)
                on:wheel=move |event| hands.wheel(&event)
                on:keydown=move |event| hands.key(&event)
            >
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                <span class="probe" node_ref=probe aria-hidden="true"></span>
                {mirror::view(map)}
            </div>
            {move || empty(map)}
            {legend::view()}
            {chrome::view(map)}
        </div>
    }
    .into_any()
}

/// What stands there while there is nothing to draw.
fn empty(map: Map) -> Option<AnyView> {
    let (drawn, all) = map.drawn.with(|graph| (graph.counts.edges, graph.counts.dependencies));
    if drawn > 0 {
        return None;
    }
    let body = if all == 0 {
        view! {
            <EmptyState title=t(text::empty_title) body=t(text::empty_body)>
                <Button kind=ButtonKind::Primary on_press=move || map.dialogs.declare(map, None, None)>
                    {t(text::declare)}
                </Button>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState title=t(text::nothing_passes) body=t(text::nothing_passes_body)>
                <Button on_press=move || map.filter(|filter| *filter = crate::map::filter::Filter::everything())>
                    {t(text::clear_filters)}
                </Button>
            </EmptyState>
        }
        .into_any()
    };
    Some(view! { <div class="bare-ground">{body}</div> }.into_any())
}

/// Brings the stage to life, in the browser only: effects do not run on the server.
fn start(map: Map, canvas: NodeRef<html::Canvas>, probe: NodeRef<html::Span>) {
    let ready = RwSignal::new(false);
    Effect::new(move |_| {
        let (Some(canvas), Some(probe)) = (canvas.get(), probe.get()) else { return };
        let Some(stage) = Stage::new(canvas, probe.unchecked_into(), resting(map)) else { return };
        stage.watch();
        map.stage.set_value(Some(stage));
        set_timeout(
            move || {
                // The screen may have gone meanwhile.
                let _ = ready.try_set(true);
            },
            Duration::ZERO,
        );
    });
    on_cleanup(move || {
        map.stage.try_update_value(|stage| {
            if let Some(stage) = stage.take() {
                stage.leave();
            }
        });
    });
    lay_out(map, ready);
    choose(map, ready);
    presence::follow(map, ready);
    flow::follow(map, ready);
}

/// Tells what mirrors the view, and the URL, once the view rests.
fn resting(map: Map) -> Rc<dyn Fn(View)> {
    let latest = Rc::new(Cell::new(0_u32));
    Rc::new(move |_| {
        let number = latest.get().wrapping_add(1);
        latest.set(number);
        let latest = latest.clone();
        set_timeout(
            move || {
                if latest.get() == number {
                    rested(map);
                }
            },
            REST,
        );
    })
}

fn rested(map: Map) {
    // The screen may be gone when the timer fires.
    let Some(Some(stage)) = map.stage.try_get_value() else { return };
    let view = stage.view();
    map.view.set(view);
    let is_fitted = view.is_fitted(&stage.scene().bounds);
    let (x, y) = view.to_scene(view.width / 2.0, view.height / 2.0);
    let look = ((view.zoom * 100.0).round() as u32, x.round() as i32, y.round() as i32);
    map.change(|place| place.look = (!is_fitted).then_some(look));
}

/// Lays out the graph whenever it changes. A changed filter arranges anew, all else keeps what stands.
fn lay_out(map: Map, ready: RwSignal<bool>) {
    let job = StoredValue::new_local(LayoutJob::default());
    on_cleanup(move || {
        job.try_update_value(|job| job.stop());
    });
    let filter = Memo::new(move |_| map.place.with(|place| place.filter.clone()));
    Effect::new(move |before: Option<Option<(crate::map::filter::Filter, u32)>>| {
        let (graph, filter, wishes) = (map.drawn.get(), filter.get(), map.anew.get());
        if !ready.get() {
            return None;
        }
        let anew = before.flatten().is_none_or(|before| before != (filter.clone(), wishes));
        let shown = graph.clone();
        job.with_value(|job| job.start(&graph, anew, move |output| show(map, &shown, &output, anew)));
        Some((filter, wishes))
    });
}

fn show(map: Map, graph: &crate::map::graph::Graph, output: &Output, anew: bool) {
    let Some(locale) = map.locale.try_get_untracked() else { return };
    let opens = map.opens.get_untracked();
    let content = flow::with_opens(graph.content(locale), graph, &opens, locale);
    let scene = Arc::new(Scene::new(content, output));
    let is_first = map.scene.with_untracked(Option::is_none);
    map.with_stage(|stage| {
        stage.show(scene.clone());
        stage.set_top(|top, _| top.held = None);
        if anew {
            look_first(map, stage, is_first);
        }
    });
    map.scene.set(Some(scene));
}

/// Where one looks at first: where the link says, else at what it names, else at everything.
fn look_first(map: Map, stage: &Stage, is_first: bool) {
    let place = map.place.get_untracked();
    match place.look.filter(|_| is_first) {
        Some((zoom, x, y)) => stage.look(|view| {
            view.zoom = (f64::from(zoom) / 100.0).clamp(0.02, 3.0);
            view.center(f64::from(x), f64::from(y));
        }),
        None => stage.fit(false),
    }
    let focused = place.focus.filter(|_| place.look.is_none()).and_then(|id| stage.scene().node_at(id));
    if let Some(node) = focused {
        stage.show_node(node);
    }
}

/// Frames what the panel shows; around a chosen department everything else steps back.
fn choose(map: Map, ready: RwSignal<bool>) {
    let chosen = Memo::new(move |_| map.place.with(|place| (place.focus, place.dependency)));
    Effect::new(move |_| {
        let (department, dependency) = chosen.get();
        if !ready.get() {
            return;
        }
        map.scene.track();
        let me = map.replica.with_value(|replica| replica.me().get());
        map.with_stage(|stage| {
            stage.set_top(|top, scene| {
                top.my_dye = me.map_or(1, |me| dye_of(me.0.as_bytes()));
                top.node = department.and_then(|id| scene.node_at(id));
                top.edge = dependency.and_then(|id| scene.edge_at(id));
                top.lit = top.node.map(|node| Lit::around(scene, node));
            });
        });
    });
}
