//! The map's screen: bar, filters, canvas or list, panel, dialogs.

mod chrome;
mod department;
mod dependency;
mod dialogs;
mod findings;
mod flow;
mod hands;
pub(crate) mod legend;
mod list;
mod mirror;
mod presence;
mod subbar;
mod surface;
mod words;
mod works;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use weft_domain::pulse::Period;
use weft_domain::{
    Actor, Command, DepartmentId, DependencyId, Kind, Locale, PlaceDepartment, Refusal, World,
};

use super::filter::{Filter, Form, Place};
use super::graph::{self, Graph};
use super::scene::{Scene, View};
use super::stage::Stage;
use crate::directory::no_departments;
use crate::dispatch::{Dispatch, use_dispatch};
use crate::first_run::FirstRun;
use crate::here::WhoIsHere;
use crate::i18n::{map as text, t, use_locale};
use crate::replica::{Replica, Topic, use_replica};
use crate::shell::{KeyHint, Page, PaletteEntry, PaletteGroup, use_keys, use_palette, use_palette_search};
use crate::ui::icon::{LIST, MAP, PLUS};
use crate::ui::{Button, ButtonKind, Choice, ItemMark, Segmented, Toast, Toasts, use_toasts};
use dialogs::Dialogs;
use works::Works;

/// The days past in which trouble dyes a dependency: what every replica holds, and what Pulse opens with.
const TROUBLE_DAYS: u16 = 30;

/// What the pieces of the map share.
#[derive(Clone, Copy)]
pub(crate) struct Map {
    place: Memo<Place>,
    go: Callback<Place>,
    /// All that passes the filter.
    graph: Memo<Arc<Graph>>,
    /// What of it is drawn: the same with many customers folded.
    drawn: Memo<Arc<Graph>>,
    scene: RwSignal<Option<Arc<Scene>>>,
    /// Where one looks, once the view rests.
    view: RwSignal<View>,
    stage: StoredValue<Option<Stage>, LocalStorage>,
    dialogs: Dialogs,
    works: Works,
    replica: StoredValue<Replica>,
    dispatch: StoredValue<Dispatch>,
    toasts: Toasts,
    locale: RwSignal<Locale>,
    /// Open requests of my departments.
    opens: Memo<flow::Opens>,
    /// What is searched for in the list; the URL follows once the field is left.
    query: RwSignal<String>,
    /// Counts wishes to arrange everything anew.
    anew: RwSignal<u32>,
}

impl Map {
    fn new() -> Self {
        let (replica, dispatch, locale) = (use_replica(), use_dispatch(), use_locale());
        let query = use_query_map();
        let place = Memo::new(move |_| query.with(|map| Place::of(|name| map.get(name))));
        let navigate = use_navigate();
        let go = Callback::new(move |to: Place| {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&to.href(), options);
        });
        let troubles = {
            let (replica, today) = (replica.clone(), dispatch.now().day());
            let topics = [Kind::Traffic, Kind::Scores].map(Topic::Kind);
            let period = Period::last(TROUBLE_DAYS, today);
            Memo::new(move |_| replica.read(&topics, |world| graph::troubles(world, period)))
        };
        let graph = {
            let replica = replica.clone();
            let filter = Memo::new(move |_| place.with(|place| place.filter.clone()));
            Memo::new(move |_| {
                let topics =
                    [Kind::Department, Kind::Dependency, Kind::MapPlace, Kind::Membership].map(Topic::Kind);
                let me = replica.me().get();
                let (filter, locale) = (filter.get(), locale.get());
                Arc::new(
                    replica.read(&topics, |world| Graph::of(world, &filter, me, locale, &troubles.get())),
                )
            })
        };
        let drawn = drawn(place, graph);
        let opens = flow::opens(&replica);
        let query = RwSignal::new(place.with_untracked(|place| place.query.clone()));
        Self {
            place,
            query,
            go,
            graph,
            drawn,
            opens,
            scene: RwSignal::new(None),
            view: RwSignal::new(View::default()),
            stage: StoredValue::new_local(None),
            dialogs: Dialogs::new(),
            works: Works::new(),
            replica: StoredValue::new(replica),
            dispatch: StoredValue::new(dispatch),
            toasts: use_toasts(),
            locale,
            anew: RwSignal::new(0),
        }
    }

    /// Goes to a place that differs from this one.
    fn change(self, change: impl FnOnce(&mut Place)) {
        let mut place = self.place.get_untracked();
        change(&mut place);
        if place != self.place.get_untracked() {
            self.go.run(place);
        }
    }

    /// Shows a department in the panel.
    fn focus(self, id: Option<DepartmentId>) {
        self.change(|place| (place.focus, place.dependency) = (id, None));
    }

    /// Shows a dependency in the panel.
    fn open(self, id: DependencyId) {
        self.change(|place| (place.dependency, place.focus) = (Some(id), None));
    }

    fn close_panel(self) {
        self.focus(None);
    }

    /// Shows a department in the panel and in the middle of the canvas.
    fn show(self, id: DepartmentId) {
        self.focus(Some(id));
        self.with_stage(|stage| {
            if let Some(node) = stage.scene().node_at(id) {
                stage.show_node(node);
            }
        });
    }

    fn with_stage(self, act: impl FnOnce(&Stage)) {
        self.stage.with_value(|stage| {
            if let Some(stage) = stage {
                act(stage);
            }
        });
    }

    fn filter(self, change: impl FnOnce(&mut Filter)) {
        self.change(|place| change(&mut place.filter));
    }

    fn world(self) -> World {
        self.replica.with_value(Replica::world)
    }

    /// Reads the world, and wakes the reader when one of the topics changes.
    fn read<T>(self, topics: &[Topic], look: impl FnOnce(&World) -> T) -> T {
        self.replica.with_value(|replica| replica.read(topics, look))
    }

    fn actor(self) -> Option<Actor> {
        self.replica.with_value(Replica::actor)
    }

    /// Whether the reader may do it, as far as is known here.
    fn may(self, command: impl Into<Command>) -> bool {
        let command = command.into();
        let Some(actor) = self.actor() else { return false };
        self.read(&[], |world| weft_domain::policy::may(world, &actor, &command).is_ok())
    }

    /// Does a command; a refusal becomes a toast. True: done.
    fn send(self, command: impl Into<Command>) -> bool {
        match self.try_send(command) {
            Ok(()) => true,
            Err(refusal) => {
                let why = words::refusal(self.locale.get_untracked(), &self.world(), &refusal);
                self.toasts.push(Toast::new(why));
                false
            }
        }
    }

    fn try_send(self, command: impl Into<Command>) -> Result<(), Refusal> {
        self.dispatch.with_value(|dispatch| dispatch.send(command))
    }

    /// Puts a department on the map by hand, or lets the layout place it.
    fn put(self, id: DepartmentId, at: Option<(i32, i32)>) -> bool {
        self.send(PlaceDepartment { id, at })
    }
}

/// What is drawn of a graph. Whoever is in the panel, or has a dependency there, is drawn in any case.
fn drawn(place: Memo<Place>, graph: Memo<Arc<Graph>>) -> Memo<Arc<Graph>> {
    let foldable = Memo::new(move |_| match place.with(|place| place.filter.folds()) {
        true => graph.with(|graph| graph.foldable()),
        false => BTreeSet::new(),
    });
    let named = Memo::new(move |_| {
        let (focus, dependency) = place.with(|place| (place.focus, place.dependency));
        let mut named: BTreeSet<DepartmentId> = graph.with(|graph| {
            let edge = graph.edges.iter().find(|edge| Some(edge.id) == dependency);
            let ends = edge.into_iter().flat_map(|edge| [edge.from, edge.to]);
            let id = |at: u32| Some(graph.nodes.get(usize::try_from(at).ok()?)?.id);
            ends.filter_map(id).chain(focus).collect()
        });
        foldable.with(|foldable| named.retain(|id| foldable.contains(id)));
        named
    });
    Memo::new(move |_| {
        let foldable = foldable.get();
        if foldable.is_empty() { graph.get() } else { Arc::new(graph.get().folded(&foldable, &named.get())) }
    })
}

/// The map.
#[component]
pub fn MapPage() -> impl IntoView {
    let map = Map::new();
    offer_commands(map);
    declare_asked(map);
    let form = Memo::new(move |_| map.place.with(|place| place.form));
    // Where there is no department yet there is nothing to draw from: that choice comes first.
    let is_bare = no_departments();
    let panel_open =
        Signal::derive(move || map.place.with(|place| place.focus.is_some() || place.dependency.is_some()));
    let panel_label = move || match map.place.with(|place| place.dependency) {
        Some(_) => text::panel_dependency(map.locale.get()),
        None => text::panel_department(map.locale.get()),
    };
    view! {
        <Page
            title=t(text::title)
            tabs=move || tabs(map)
            actions=move || actions(map)
            sub=move || subbar::view(map)
            panel=move || panel(map)
            panel_open=panel_open
            on_panel_close=Callback::new(move |()| map.close_panel())
            panel_label=panel_label
            class="map"
        >
            {move || match form.get() {
                _ if is_bare.get() => view! { <FirstRun /> }.into_any(),
                Form::Canvas => surface::view(map),
                Form::List => list::view(map),
            }}
            {dialogs::view(map)}
            {works::view(map)}
        </Page>
    }
}

/// Opens the form of a new dependency where the address asks for it: `declare=1`, or
/// `declare=<customer>.<provider>`. The address then says again what is shown.
fn declare_asked(map: Map) {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("declare")));
    Effect::new(move |_| {
        let Some(asked) = asked.get() else { return };
        let (customer, provider) = asked.split_once('.').unwrap_or_default();
        map.dialogs.declare(map, customer.parse().ok(), provider.parse().ok());
        map.go.run(map.place.get_untracked());
    });
}

fn tabs(map: Map) -> AnyView {
    let options =
        vec![Choice::new("canvas", t(text::canvas)).icon(MAP), Choice::new("list", t(text::list)).icon(LIST)];
    let value = Signal::derive(move || match map.place.with(|place| place.form) {
        Form::Canvas => "canvas".to_owned(),
        Form::List => "list".to_owned(),
    });
    let choose = Callback::new(move |(value,): (String,)| {
        map.change(|place| place.form = if value == "list" { Form::List } else { Form::Canvas });
    });
    view! {
        <Segmented label=t(text::form) options=Signal::stored(options) value=value on_change=choose small=true />
        <WhoIsHere place=weft_sync::message::Place::Map />
    }
    .into_any()
}

fn actions(map: Map) -> AnyView {
    view! {
        <Button
            kind=ButtonKind::Primary
            lead=PLUS
            collapse=t(text::declare)
            on_press=move || map.dialogs.declare(map, None, None)
        >
            {t(text::declare)}
        </Button>
    }
    .into_any()
}

fn panel(map: Map) -> AnyView {
    let shown = Memo::new(move |_| map.place.with(|place| (place.focus, place.dependency)));
    (move || match shown.get() {
        (_, Some(dependency)) => dependency::view(map, dependency),
        (Some(department), None) => department::view(map, department),
        (None, None) => ().into_any(),
    })
    .into_any()
}

fn offer_commands(map: Map) {
    let flip = move || {
        map.change(|place| {
            place.form = if place.form == Form::List { Form::Canvas } else { Form::List };
        });
    };
    let declare = move || {
        let chosen = map.place.with_untracked(|place| place.focus);
        map.dialogs.declare(map, chosen, None);
    };
    let zoom = move |factor: f64| map.with_stage(|stage| stage.glide(|view| view.zoom_by(factor)));
    let fit = move || map.with_stage(|stage| stage.fit(true));
    let arrange = move || map.anew.update(|count| *count = count.wrapping_add(1));
    let step = super::scene::ZOOM_STEP;
    use_keys(
        t(text::keys),
        vec![
            KeyHint::new("↑ ↓ ← →", text::key_walk),
            KeyHint::new("Enter", text::key_open),
            KeyHint::run("d", text::key_draw, Callback::new(move |()| declare())),
            KeyHint::run("l", text::key_list, Callback::new(move |()| flip())),
            KeyHint::run("+", text::zoom_in, Callback::new(move |()| zoom(step))),
            KeyHint::run("-", text::zoom_out, Callback::new(move |()| zoom(1.0 / step))),
            KeyHint::run("0", text::fit, Callback::new(move |()| fit())),
        ],
    );
    use_palette(move |locale| {
        let entry =
            |id: &str, title: &str, run: Callback<()>| PaletteEntry::new(id, PaletteGroup::Do, title, run);
        vec![
            entry("declare", text::declare(locale), Callback::new(move |()| declare())).key("D"),
            entry("map:list", text::key_list(locale), Callback::new(move |()| flip())).key("L"),
            entry("map:fit", text::fit(locale), Callback::new(move |()| fit())).key("0"),
            entry("map:arrange", text::arrange(locale), Callback::new(move |()| arrange())),
        ]
    });
    use_palette_search(move |query, locale| {
        if query.is_empty() {
            return Vec::new();
        }
        let found = words::find_departments(&map.world(), query, locale);
        let entry = |item: crate::ui::ComboItem| {
            let id = item.id.parse::<DepartmentId>().ok();
            let run = Callback::new(move |()| {
                if let Some(id) = id {
                    map.show(id);
                }
            });
            PaletteEntry::new(format!("department:{}", item.id), PaletteGroup::Departments, item.title, run)
                .hint(text::title(locale))
                .mark(item.mark)
        };
        found.into_iter().take(8).map(entry).collect()
    });
}

/// A department's mark in lists.
fn mark_of(id: DepartmentId) -> ItemMark {
    ItemMark::Department(id.0.into_bytes())
}
