//! The map by health: colour and width from ratings and traffic, a bar for each department's pile, a
//! dot for every request that passes.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use weft_domain::pulse::{Pair, Period, Strand};
use weft_domain::{DepartmentId, DependencyId, Kind};

use super::desk::{Desk, id_of};
use super::look::Hands;
use super::place::Measure;
use super::{loom, mirror, weave, words};
use crate::i18n::{Locale, pulse as text, t, use_locale};
use crate::map::draw::Lit;
use crate::map::filter::Filter;
use crate::map::graph::{Graph, Troubles};
use crate::map::scene::{Scene, View, ZOOM_STEP};
use crate::map::stage::{LayoutJob, Stage};
use crate::map::style::{Dye, EdgeStyle, NodeStyle};
use crate::replica::Topic;
use crate::ui::icon::{FIT, MINUS, PLUS};
use crate::ui::{Health, IconButton, LoadingBars, dye_of};

/// How long the view rests before what mirrors it follows.
const REST: std::time::Duration = std::time::Duration::from_millis(160);
/// A pile of more than this share of what came in is strained, and of more than twice it broken, in
/// per cent.
const PILE_STRAINED: u32 = 25;

/// What the pieces of the drawing share. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Drawing {
    pub(super) desk: Desk,
    graph: Memo<Arc<Graph>>,
    pub(super) scene: RwSignal<Option<Arc<Scene>>>,
    /// Where one looks, once the view rests.
    pub(super) view: RwSignal<View>,
    stage: StoredValue<Option<Stage>, LocalStorage>,
    locale: RwSignal<Locale>,
}

impl Drawing {
    fn new(desk: Desk) -> Self {
        let (replica, locale) = (desk.hands.replica(), use_locale());
        let flowing = Memo::new(move |_| {
            desk.flowing.get().then(|| {
                let flowing = |strands: &Vec<Strand>| {
                    let flowing = strands.iter().filter(|strand| weave::flows(strand));
                    flowing.filter_map(|strand| strand.dependency).collect::<BTreeSet<_>>()
                };
                desk.strands.with(flowing)
            })
        });
        let graph = Memo::new(move |_| {
            let topics =
                [Kind::Department, Kind::Dependency, Kind::MapPlace, Kind::Membership].map(Topic::Kind);
            let me = replica.me().get();
            let locale = locale.get();
            let mut graph = replica
                .read(&topics, |world| Graph::of(world, &Filter::default(), me, locale, &Troubles::new()));
            flowing.with(|flowing| {
                if let Some(flowing) = flowing {
                    graph.keep(flowing);
                }
            });
            Arc::new(graph)
        });
        Self {
            desk,
            graph,
            scene: RwSignal::new(None),
            view: RwSignal::new(View::default()),
            stage: StoredValue::new_local(None),
            locale,
        }
    }

    pub(super) fn with_stage(self, act: impl FnOnce(&Stage)) {
        // The page may be gone when a timer fires.
        self.stage.try_with_value(|stage| {
            if let Some(stage) = stage {
                act(stage);
            }
        });
    }

    /// Shows a department's threads, or nobody's.
    pub(super) fn focus(self, id: Option<DepartmentId>) {
        let changes = [("focus", id.map(|id| id.to_string())), ("pair", None), ("rows", None)];
        let to = untrack(|| self.desk.address.with_all(&changes));
        self.desk.address.go(to);
    }

    /// Shows the rows behind a thread.
    pub(super) fn open(self, pair: Pair) {
        let to = untrack(|| self.desk.behind(pair, Measure::Filed));
        self.desk.address.go(to);
    }
}

/// The drawing.
pub(super) fn view(desk: Desk) -> AnyView {
    let drawing = Drawing::new(desk);
    let (area, canvas, probe) =
        (NodeRef::<html::Div>::new(), NodeRef::<html::Canvas>::new(), NodeRef::<html::Span>::new());
    start(drawing, canvas, probe);
    let hands = Hands::new(drawing, area);
    let counts = Memo::new(move |_| drawing.graph.with(|graph| graph.counts));
    let drawn = move || usize::try_from(counts.get().drawn).unwrap_or(usize::MAX);
    view! {
        <div class="pweave">
            <div
                class="ground"
                node_ref=area
                role="application"
                aria-label=t(move |locale| text::live_map(locale, drawn()))
                on:pointerdown=move |event| hands.down(&event)
                on:pointermove=move |event| hands.moved(&event)
                on:pointerup=move |event| hands.up(&event)
                on:pointercancel=move |_| drawing.with_stage(|stage| { stage.let_go(); })
                on:pointerleave=move |_| drawing.with_stage(|stage| stage.set_top(|top, _| top.hover = None))
                on:wheel=move |event| hands.wheel(&event)
                on:keydown=move |event| if event.key() == "Escape" { drawing.focus(None) }
            >
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                <span class="probe" node_ref=probe aria-hidden="true"></span>
                {mirror::view(drawing)}
            </div>
            {move || drawing.scene.with(Option::is_none).then(|| view! { <LoadingBars lines=4 /> })}
            {truth(drawing)}
            {zoom(drawing)}
        </div>
    }
    .into_any()
}

/// How much is drawn, and what is not: pairs that nobody has declared.
fn truth(drawing: Drawing) -> AnyView {
    let desk = drawing.desk;
    let counts = Memo::new(move |_| drawing.graph.with(|graph| graph.counts));
    let undeclared = Memo::new(move |_| {
        desk.strands.with(|strands| strands.iter().filter(|strand| strand.dependency.is_none()).count())
    });
    let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let to_loom = move || desk.address.with_all(&[("view", Some("loom".to_owned()))]);
    view! {
        <p class="ptruth">
            {t(move |locale| {
                let counts = counts.get();
                text::truth(locale, number(counts.drawn), number(counts.departments), number(counts.edges))
            })}
            {loom::quiet(desk)}
            {move || {
                (undeclared.get() > 0).then(|| {
                    view! {
                        " · "
                        <a href=to_loom>{t(move |locale| text::undeclared_pairs(locale, undeclared.get()))}</a>
                    }
                })
            }}
        </p>
    }
    .into_any()
}

fn zoom(drawing: Drawing) -> AnyView {
    let by = move |factor: f64| drawing.with_stage(|stage| stage.glide(|view| view.zoom_by(factor)));
    view! {
        <div class="pzoom">
            <IconButton path=MINUS label=t(text::zoom_out) on_press=move || by(1.0 / ZOOM_STEP) />
            <IconButton path=PLUS label=t(text::zoom_in) on_press=move || by(ZOOM_STEP) />
            <IconButton
                path=FIT
                label=t(text::fit)
                on_press=move || drawing.with_stage(|stage| stage.fit(true))
            />
        </div>
    }
    .into_any()
}

/// Brings the stage to life, in the browser only: effects do not run on the server.
fn start(drawing: Drawing, canvas: NodeRef<html::Canvas>, probe: NodeRef<html::Span>) {
    let ready = RwSignal::new(false);
    Effect::new(move |_| {
        let (Some(canvas), Some(probe)) = (canvas.get(), probe.get()) else { return };
        let Some(stage) = Stage::new(canvas, probe.unchecked_into(), resting(drawing)) else { return };
        stage.watch();
        drawing.stage.set_value(Some(stage));
        set_timeout(
            move || {
                // The page may have gone meanwhile.
                let _ = ready.try_set(true);
            },
            std::time::Duration::ZERO,
        );
    });
    on_cleanup(move || {
        drawing.stage.try_update_value(|stage| {
            if let Some(stage) = stage.take() {
                stage.leave();
            }
        });
    });
    lay_out(drawing, ready);
    dye(drawing);
    choose(drawing);
}

/// Tells what mirrors the view, once the view rests.
fn resting(drawing: Drawing) -> Rc<dyn Fn(View)> {
    let latest = Rc::new(Cell::new(0_u32));
    Rc::new(move |view| {
        let number = latest.get().wrapping_add(1);
        latest.set(number);
        let latest = latest.clone();
        set_timeout(
            move || {
                if latest.get() == number {
                    // The page may be gone when the timer fires.
                    let _ = drawing.view.try_set(view);
                }
            },
            REST,
        );
    })
}

/// Lays out the graph whenever it changes; what stands keeps its place.
fn lay_out(drawing: Drawing, ready: RwSignal<bool>) {
    let job = StoredValue::new_local(LayoutJob::default());
    on_cleanup(move || {
        job.try_update_value(|job| job.stop());
    });
    Effect::new(move |before: Option<bool>| {
        let graph = drawing.graph.get();
        if !ready.get() {
            return false;
        }
        let anew = before != Some(true);
        let shown = graph.clone();
        job.with_value(|job| {
            job.start(&graph, anew, move |output| {
                let Some(locale) = drawing.locale.try_get_untracked() else { return };
                let scene = Scene::new(shown.content(locale), &output);
                drawing.with_stage(|stage| {
                    stage.show(Arc::new(scene.clone()));
                    if anew {
                        stage.fit(false);
                    }
                });
                drawing.scene.set(Some(Arc::new(scene)));
            });
        });
        true
    });
}

/// What flowed over a pair: requests and ratings.
type Flows = BTreeMap<Pair, (u32, u32)>;

/// Gives threads and departments their health whenever a figure or the layout changes, and lets a
/// dot pass where something has just happened. Another period is no event.
fn dye(drawing: Drawing) {
    let desk = drawing.desk;
    Effect::new(move |before: Option<(Period, Flows)>| {
        let (period, strands) = (desk.period.get(), desk.strands.get());
        let flows: Flows =
            strands.iter().map(|strand| ((strand.customer, strand.provider), flowed(strand))).collect();
        let Some(scene) = drawing.scene.get() else { return (period, flows) };
        let mut scene = (*scene).clone();
        restyle(&mut scene, &strands, drawing.locale.get());
        drawing.with_stage(|stage| {
            stage.show(Arc::new(scene));
            let is_settled = desk.asked.with_untracked(|asked| asked.open == 0);
            if let Some((_, before)) = before.filter(|(same, _)| *same == period && is_settled) {
                for (pair, now) in &flows {
                    let then = before.get(pair).copied().unwrap_or_default();
                    if now.0 > then.0 || now.1 > then.1 {
                        stage.pulse(DependencyId::between(pair.0, pair.1));
                    }
                }
            }
        });
        (period, flows)
    });
}

fn flowed(strand: &Strand) -> (u32, u32) {
    let figures = strand.figures;
    (figures.filed.saturating_add(figures.resolved).saturating_add(figures.dropped), figures.ratings)
}

fn restyle(scene: &mut Scene, strands: &[Strand], locale: Locale) {
    let by_id: BTreeMap<DependencyId, &Strand> =
        strands.iter().filter_map(|strand| Some((strand.dependency?, strand))).collect();
    let mut loads: BTreeMap<DepartmentId, (u32, u32)> = BTreeMap::new();
    for strand in strands {
        let (came, done) = loads.entry(strand.provider).or_default();
        *came = came.saturating_add(strand.figures.filed);
        *done = done.saturating_add(strand.figures.resolved.saturating_add(strand.figures.dropped));
    }
    let quiet = EdgeStyle::of_traffic(Health::Quiet, 0);
    scene.restyle(
        |node| {
            let (came, done) = loads.get(&node.id).copied().unwrap_or_default();
            let sub =
                if came + done == 0 { node.style.sub.clone() } else { text::in_out(locale, came, done) };
            NodeStyle { sub, load: load(came, done), ..node.style.clone() }
        },
        |edge| {
            by_id.get(&edge.id).map_or(quiet, |strand| {
                EdgeStyle::of_traffic(words::health(strand.health), strand.figures.flow())
            })
        },
    );
}

/// What has piled up: the share of what came in that did not go out, in per cent.
fn load(came: u32, done: u32) -> Option<(u8, Dye)> {
    if came == 0 {
        return None;
    }
    let pile = came.saturating_sub(done).saturating_mul(100) / came;
    let dye = match pile {
        pile if pile > 2 * PILE_STRAINED => Dye::Broken,
        pile if pile > PILE_STRAINED => Dye::Strained,
        _ => Dye::Thread,
    };
    Some((u8::try_from(pile).unwrap_or(100), dye))
}

/// Frames what the panel shows; around a chosen department everything else steps back.
fn choose(drawing: Drawing) {
    let desk = drawing.desk;
    let pair = Memo::new(move |_| desk.address.get("pair").as_deref().and_then(super::place::pair_of));
    let focus = Memo::new(move |_| id_of(desk.address, "focus"));
    let me = desk.hands.replica().me();
    Effect::new(move |_| {
        let (pair, focus, me) = (pair.get(), focus.get(), me.get());
        drawing.scene.track();
        desk.strands.track();
        drawing.with_stage(|stage| {
            stage.set_top(|top, scene| {
                top.my_dye = me.map_or(1, |me| dye_of(me.0.as_bytes()));
                top.edge = pair.and_then(|(from, to)| scene.edge_at(DependencyId::between(from, to)));
                top.node = focus.and_then(|id| scene.node_at(id));
                top.lit = top.node.map(|node| Lit::around(scene, node));
            });
        });
    });
}
