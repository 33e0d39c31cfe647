//! The map in writing: every dependency as a row, to be read, searched and worked by keyboard and
//! screen reader.

use std::sync::Arc;

use leptos::prelude::*;
use weft_domain::{
    AgreeDependency, DepartmentId, DependencyId, DependencyState, DisputeDependency, Kind, Mode, Severity,
};

use super::department::state_mark;
use super::{Map, words};
use crate::i18n::{common, map as text, t};
use crate::map::filter::Filter;
use crate::replica::Topic;
use crate::ui::icon::CHEVRON_RIGHT;
use crate::ui::{Button, ButtonKind, EmptyState, IconButton, MarkSize, TextField, VirtualList, WeaveMark};

/// A row's height in pixels.
const ROW_PX: u32 = 44;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: DependencyId,
    customer: (DepartmentId, String),
    provider: (DepartmentId, String),
    state: DependencyState,
    severity: Option<Severity>,
    mode: Mode,
    need: String,
}

impl Row {
    fn matches(&self, query: &str) -> bool {
        let fields = [&self.customer.1, &self.provider.1, &self.need];
        query.split_whitespace().all(|word| fields.iter().any(|field| field.to_lowercase().contains(word)))
    }
}

pub(super) fn view(map: Map) -> AnyView {
    let all = Memo::new(move |_| {
        let (graph, locale) = (map.graph.get(), map.locale.get());
        map.read(&[Topic::Kind(Kind::Dependency)], |world| {
            let row = |edge: &crate::map::graph::GraphEdge| {
                let row = world.dependency(edge.id).present()?;
                Some(Row {
                    id: row.id,
                    customer: (row.customer, words::name(world, row.customer, locale)),
                    provider: (row.provider, words::name(world, row.provider, locale)),
                    state: row.state,
                    severity: (!row.needs.is_empty()).then(|| row.severity()),
                    mode: row.mode,
                    need: row.needs.first().map(|need| need.text.clone()).unwrap_or_default(),
                })
            };
            let mut rows: Vec<Row> = graph.edges.iter().filter_map(row).collect();
            rows.sort_by(|a, b| {
                (&a.customer.1, &a.provider.1, a.id).cmp(&(&b.customer.1, &b.provider.1, b.id))
            });
            Arc::new(rows)
        })
    });
    let query = RwSignal::new(map.place.with_untracked(|place| place.query.clone()));
    let shown = Memo::new(move |_| {
        let words = query.get().to_lowercase();
        all.with(|all| all.iter().filter(|row| row.matches(&words)).cloned().collect::<Vec<_>>())
    });
    let count = Signal::derive(move || shown.with(Vec::len));
    let remember = move |_| map.change(|place| place.query = query.get_untracked());
    view! {
        <div class="maplist">
            <div class="listhead" on:change=remember>
                <TextField label=t(text::list_search) value=query kind="search" />
                <p class="note" aria-live="polite">
                    {t(move |locale| text::list_count(locale, count.get(), all.with(|all| all.len())))}
                    {move || hidden(map)}
                </p>
            </div>
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
                    nothing(map, query)
                } else {
                    view! {
                        <VirtualList
                            label=t(text::list_label)
                            count=count
                            row_px=ROW_PX
                            row=Callback::new(move |(at,): (usize,)| row_view(map, shown, at))
                        />
                    }
                    .into_any()
                }
            }}
        </div>
    }
    .into_any()
}

fn hidden(map: Map) -> Option<AnyView> {
    let count = map.graph.with(|graph| graph.counts.hidden);
    (count > 0).then(|| {
        view! {
            <button
                type="button"
                class="linkish"
                on:click=move |_| map.filter(|filter| *filter = Filter::everything())
            >
                {t(move |locale| common::hidden_by_filters(locale, count))}
            </button>
        }
        .into_any()
    })
}

fn nothing(map: Map, query: RwSignal<String>) -> AnyView {
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
        query.set(String::new());
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

/// A row follows its place: another dependency that comes to stand there shows at once.
fn row_view(map: Map, rows: Memo<Vec<Row>>, at: usize) -> AnyView {
    let row = Memo::new(move |_| rows.with(|rows| rows.get(at).cloned()));
    (move || row.get().map(|row| row_body(map, row))).into_any()
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
    view! {
        <div
            class="maprow"
            role="group"
            aria-label=name
            class:chosen=move || map.place.with(|place| place.dependency == Some(id))
        >
            {end(row.customer)}
            {end(row.provider)}
            <span class="clip voice">{row.need}</span>
            <span>{t(move |locale| words::severity_if(locale, row.severity))}</span>
            <span>{t(move |locale| words::mode(locale, row.mode))}</span>
            <span>{state_mark(state)}</span>
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
