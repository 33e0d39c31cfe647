//! What flows and what waits: a request passes over its thread when something happens, a running
//! stitch lies on what is not saved yet, and my own departments say how much they have open.

use std::collections::BTreeMap;

use leptos::prelude::*;
use weft_domain::{DepartmentId, DependencyId, Key, Kind, Sight};

use super::Map;
use crate::i18n::{Locale, map as text};
use crate::map::graph::Graph;
use crate::map::scene::{Content, Scene};
use crate::replica::Topic;

/// More pairs at once are no event but a replica that catches up.
const EVENTS_MAX: usize = 12;

type Pair = (DepartmentId, DepartmentId);

/// Open requests of the departments that I belong to. Their members all see the same number;
/// confidential ones are in nobody's.
pub(super) type Opens = BTreeMap<DepartmentId, u32>;

/// Keeps what flows and what waits on the canvas.
pub(super) fn follow(map: Map, ready: RwSignal<bool>) {
    pass(map, ready);
    stitch(map, ready);
    count(map);
}

/// Lets a dot pass over each thread on which a request was filed, resolved or dropped just now.
fn pass(map: Map, ready: RwSignal<bool>) {
    Effect::new(move |before: Option<Option<BTreeMap<Pair, u32>>>| {
        let flowed = map.read(&[Topic::Kind(Kind::Traffic)], |world| {
            let mut flowed: BTreeMap<Pair, u32> = BTreeMap::new();
            for day in world.all_traffic() {
                let sum = flowed.entry((day.customer, day.provider)).or_default();
                *sum = sum.saturating_add(day.filed).saturating_add(day.resolved).saturating_add(day.dropped);
            }
            flowed
        });
        if !ready.get() {
            return None;
        }
        if let Some(before) = before.flatten() {
            let more = |(pair, now): &(&Pair, &u32)| before.get(pair).is_none_or(|then| now > &then);
            let passed: Vec<Pair> = flowed.iter().filter(more).map(|(pair, _)| *pair).collect();
            if passed.len() <= EVENTS_MAX {
                map.with_stage(|stage| {
                    passed.iter().for_each(|pair| stage.pulse(DependencyId::between(pair.0, pair.1)));
                });
            }
        }
        Some(flowed)
    });
}

/// Marks the dependencies with work that is not saved yet.
fn stitch(map: Map, ready: RwSignal<bool>) {
    let unsent = map.replica.with_value(crate::replica::Replica::unsent);
    Effect::new(move |_| {
        let waits = unsent.get() > 0;
        map.scene.track();
        if !ready.get() {
            return;
        }
        let pending =
            if waits { map.replica.with_value(crate::replica::Replica::pending) } else { Vec::new() };
        map.with_stage(|stage| {
            stage.set_top(|top, scene| {
                let edge = |key: &Key| {
                    let is_dependency = key.kind == Kind::Dependency;
                    is_dependency.then(|| scene.edge_at(DependencyId(key.id))).flatten()
                };
                top.unsaved = pending.iter().filter_map(edge).collect();
            });
        });
    });
}

/// Says in my own departments how many requests they have open, and follows that number.
fn count(map: Map) {
    Effect::new(move |_| {
        let (opens, locale) = (map.opens.get(), map.locale.get());
        let Some(scene) = map.scene.get_untracked() else { return };
        let graph = map.drawn.get_untracked();
        let mut scene: Scene = (*scene).clone();
        for node in &mut scene.nodes {
            let row = graph.nodes.iter().find(|row| row.id == node.id);
            if let Some((row, open)) = row.zip(opens.get(&node.id)) {
                node.style.sub = text::people_open(locale, row.people, *open);
            }
        }
        map.with_stage(|stage| stage.show(std::sync::Arc::new(scene)));
    });
}

/// The same numbers in what a new scene is made from.
pub(super) fn with_opens(mut content: Content, graph: &Graph, opens: &Opens, locale: Locale) -> Content {
    for ((id, _, style), row) in content.nodes.iter_mut().zip(&graph.nodes) {
        if let Some(open) = opens.get(id) {
            style.sub = text::people_open(locale, row.people, *open);
        }
    }
    content
}

/// How many requests my departments have open.
pub(super) fn opens(replica: &crate::replica::Replica) -> Memo<Opens> {
    let replica = replica.clone();
    let me = replica.me();
    Memo::new(move |_| {
        let Some(me) = me.get() else { return Opens::new() };
        let mine: Vec<DepartmentId> = replica.read(&[Topic::Memberships(me)], |world| {
            world.memberships_of(me).map(|membership| membership.department).collect()
        });
        let boards: Vec<Topic> = mine.iter().map(|id| Topic::Board(Some(*id))).collect();
        replica.read(&boards, |world| {
            let open = |id: &DepartmentId| {
                let held = world.requests_held_by(Some(*id));
                let open = held
                    .filter(|row| row.state.is_open() && !matches!(row.sight, Sight::Confidential { .. }));
                (*id, u32::try_from(open.count()).unwrap_or(u32::MAX))
            };
            mine.iter().map(open).collect()
        })
    })
}
