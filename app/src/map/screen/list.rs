//! The map in writing: every dependency as a row, to be read, searched and worked by keyboard and
//! screen reader.

use std::sync::Arc;

use leptos::prelude::*;
use weft_domain::{
    AgreeDependency, DepartmentId, Dependency, DependencyId, DependencyState, DisputeDependency, Kind,
    Locale, Mode, Origin, Severity, World,
};

use super::department::state_mark;
use super::{Map, chrome, words};
use crate::i18n::{map as text, t};
use crate::map::filter::{Filter, Order};
use crate::replica::Topic;
use crate::ui::icon::CHEVRON_RIGHT;
use crate::ui::{
    Button, ButtonKind, EmptyState, IconButton, MarkSize, NARROW, VirtualList, WeaveMark, use_media,
};

/// A row's height in pixels: a line, where there is room for few columns two.
const ROW_PX: (u32, u32) = (44, 64);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: DependencyId,
    customer: (DepartmentId, String),
    provider: (DepartmentId, String),
    state: DependencyState,
    severity: Option<Severity>,
    /// How it is worked, once somebody has said anything of it.
    mode: Option<Mode>,
    need: String,
    /// How often the source saw it.
    observed: Option<u32>,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    /// What the rows below have in common, and how many they are.
    Head(String, usize),
    Row(Row),
}

impl Row {
    fn of(world: &World, locale: Locale, row: &Dependency) -> Self {
        let is_said = !row.needs.is_empty();
        Self {
            id: row.id,
            customer: (row.customer, words::name(world, row.customer, locale)),
            provider: (row.provider, words::name(world, row.provider, locale)),
            state: row.state,
            severity: is_said.then(|| row.severity()),
            mode: (is_said || row.origin == Origin::Declared).then_some(row.mode),
            need: row.needs.first().map(|need| need.text.clone()).unwrap_or_default(),
            observed: row.observed.map(|seen| seen.count),
        }
    }

    fn matches(&self, query: &str) -> bool {
        let fields = [&self.customer.1, &self.provider.1, &self.need];
        query.split_whitespace().all(|word| fields.iter().any(|field| field.to_lowercase().contains(word)))
    }

    /// Where it stands in an order, among those of which this says the same by who needs whom.
    fn rank(&self, order: Order) -> (u8, &str) {
        match order {
            Order::Customer => (0, &self.customer.1),
            Order::Provider => (0, &self.provider.1),
            Order::Severity => match self.severity {
                Some(Severity::Blocking) => (0, ""),
                Some(Severity::Slowing) => (1, ""),
                Some(Severity::Ok) => (2, ""),
                None => (3, ""),
            },
            Order::State => match self.state {
                DependencyState::Disputed => (0, ""),
                DependencyState::Proposed => (1, ""),
                DependencyState::Agreed => (2, ""),
                DependencyState::Retired => (3, ""),
            },
        }
    }

    /// The heading it stands under.
    fn heading(&self, order: Order, locale: Locale) -> String {
        match order {
            Order::Customer => self.customer.1.clone(),
            Order::Provider => self.provider.1.clone(),
            Order::Severity => {
                self.severity.map_or(text::unsaid(locale), |said| words::severity(locale, said)).to_owned()
            }
            Order::State => words::state(locale, self.state).to_owned(),
        }
    }
}

/// The rows in their order, with headings where they are wanted.
fn lines(mut rows: Vec<Row>, order: Order, grouped: bool, locale: Locale) -> Vec<Line> {
    rows.sort_by(|a, b| {
        let rest = |row: &Row| (row.customer.1.clone(), row.provider.1.clone(), row.id);
        a.rank(order).cmp(&b.rank(order)).then_with(|| rest(a).cmp(&rest(b)))
    });
    if !grouped {
        return rows.into_iter().map(Line::Row).collect();
    }
    let mut lines = Vec::with_capacity(rows.len() * 2);
    for group in rows.chunk_by(|a, b| a.rank(order) == b.rank(order)) {
        lines.push(Line::Head(group[0].heading(order, locale), group.len()));
        lines.extend(group.iter().cloned().map(Line::Row));
    }
    lines
}

pub(super) fn view(map: Map) -> AnyView {
    let all = Memo::new(move |_| {
        let (graph, locale) = (map.graph.get(), map.locale.get());
        map.read(&[Topic::Kind(Kind::Dependency)], |world| {
            let row = |edge: &crate::map::graph::GraphEdge| {
                world.dependency(edge.id).present().map(|row| Row::of(world, locale, row))
            };
            Arc::new(graph.edges.iter().filter_map(row).collect::<Vec<Row>>())
        })
    });
    let found = Memo::new(move |_| {
        let words = map.query.get().to_lowercase();
        all.with(|all| all.iter().filter(|row| row.matches(&words)).cloned().collect::<Vec<_>>())
    });
    let shown = Memo::new(move |_| {
        let (order, grouped) = map.place.with(|place| (place.order, place.grouped));
        lines(found.get(), order, grouped, map.locale.get())
    });
    let count = Signal::derive(move || shown.with(Vec::len));
    let is_narrow = use_media(NARROW, false);
    let row_px = Signal::derive(move || if is_narrow.get() { ROW_PX.1 } else { ROW_PX.0 });
    view! {
        <div class="maplist">
            <p class="listhead note" aria-live="polite">
                {t(move |locale| {
                    text::list_count(locale, found.with(Vec::len), map.graph.with(|graph| graph.counts.dependencies))
                })}
                {chrome::left_out(map)}
            </p>
            <div class="listcols" aria-hidden="true">
                <span>{t(text::customer)}</span>
                <span>{t(text::provider)}</span>
                <span>{t(text::needs)}</span>
                <span>{t(text::severity)}</span>
                <span>{t(text::mode)}</span>
                <span>{t(text::state)}</span>
                <span></span>
            </div>
            {move || {
                if count.get() == 0 {
                    nothing(map)
                } else {
                    view! {
                        <VirtualList
                            label=t(text::list_label)
                            count=count
                            row_px=row_px
                            row=Callback::new(move |(at,): (usize,)| line_view(map, shown, at))
                        />
                    }
                    .into_any()
                }
            }}
        </div>
    }
    .into_any()
}

fn nothing(map: Map) -> AnyView {
    let is_empty = map.graph.with_untracked(|graph| graph.counts.dependencies == 0);
    if is_empty {
        return view! {
            <EmptyState title=t(text::empty_title) body=t(text::empty_body)>
                <Button kind=ButtonKind::Primary on_press=move || map.dialogs.declare(map, None, None)>
                    {t(text::declare)}
                </Button>
            </EmptyState>
        }
        .into_any();
    }
    let clear = move || {
        map.query.set(String::new());
        map.change(|place| {
            place.query = String::new();
            place.filter = Filter::everything();
        });
    };
    view! {
        <EmptyState title=t(text::nothing_passes) body=t(text::nothing_passes_body)>
            <Button on_press=clear>{t(text::clear_filters)}</Button>
        </EmptyState>
    }
    .into_any()
}

/// A line follows its place: another dependency that comes to stand there shows at once.
fn line_view(map: Map, lines: Memo<Vec<Line>>, at: usize) -> AnyView {
    let line = Memo::new(move |_| lines.with(|lines| lines.get(at).cloned()));
    (move || match line.get() {
        Some(Line::Row(row)) => row_body(map, row),
        Some(Line::Head(name, count)) => {
            view! { <h2 class="mapgroup"><span class="clip" dir="auto">{name}</span> <span class="num faint">{count}</span></h2> }
                .into_any()
        }
        None => ().into_any(),
    })
    .into_any()
}

fn row_body(map: Map, row: Row) -> AnyView {
    let (id, state) = (row.id, row.state);
    let agrees = !matches!(state, DependencyState::Agreed | DependencyState::Retired)
        && map.may(AgreeDependency { id });
    let disputes = !matches!(state, DependencyState::Disputed | DependencyState::Retired)
        && map.may(DisputeDependency { id, reason: "-".to_owned() });
    let named = row.clone();
    let name = t(move |locale| text::row_name(locale, &named.customer.1, &named.provider.1));
    let end = |(id, name): (DepartmentId, String)| {
        view! {
            <span class="dept">
                <WeaveMark id=id.0.into_bytes() size=MarkSize::Small />
                <span class="clip">{name}</span>
            </span>
        }
    };
    let open_name = name.clone();
    let need = match (row.need.is_empty(), row.observed) {
        (true, Some(count)) => {
            view! { <span class="clip need faint">{t(move |locale| text::observed(locale, count))}</span> }
                .into_any()
        }
        (true, None) => view! { <span class="need faint">{t(text::unsaid)}</span> }.into_any(),
        (false, _) => view! { <span class="clip need voice" dir="auto">{row.need}</span> }.into_any(),
    };
    view! {
        <div
            class="maprow"
            role="group"
            aria-label=name
            class:chosen=move || map.place.with(|place| place.dependency == Some(id))
        >
            {end(row.customer)}
            {end(row.provider)}
            {need}
            <span class="how">{row.severity.map(|said| t(move |locale| words::severity(locale, said)))}</span>
            <span class="mode">{row.mode.map(|mode| t(move |locale| words::mode(locale, mode)))}</span>
            <span class="state">{state_mark(state)}</span>
            <span class="row push">
                {agrees
                    .then(|| {
                        view! {
                            <Button
                                small=true
                                on_press=move || {
                                    map.send(AgreeDependency { id });
                                }
                            >
                                {t(text::agree)}
                            </Button>
                        }
                    })}
                {disputes
                    .then(|| {
                        view! {
                            <Button small=true kind=ButtonKind::Plain on_press=move || map.dialogs.dispute(id)>
                                {t(text::dispute)}
                            </Button>
                        }
                    })}
                <IconButton path=CHEVRON_RIGHT label=open_name small=true on_press=move || map.open(id) />
            </span>
        </div>
    }
    .into_any()
}
