//! A department in the panel.

use leptos::prelude::*;
use leptos_router::components::A;
use weft_domain::{
    DeclareDependency, Department, DepartmentId, Dependency, DependencyId, DependencyState, Key, Kind,
    MembershipRole, NeedId, ServiceState, graph,
};

use super::{Map, words};
use crate::history::History;
use crate::i18n::{Locale, map as text, t};
use crate::map::filter::Trace;
use crate::replica::Topic;
use crate::ui::{
    Avatar, Button, ButtonKind, FilterChip, Health, HealthMark, LinkButton, MarkSize, Tag, WeaveMark,
};

/// Rows of one list in the panel; more are counted and in the list or on the board.
const ROWS_MAX: usize = 60;
/// Members shown; more are counted and in the directory.
const MEMBERS_MAX: usize = 12;

/// A dependency as a line of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    id: DependencyId,
    other: DepartmentId,
    name: String,
    state: DependencyState,
    severity: Option<weft_domain::Severity>,
}

#[derive(Clone, Debug, PartialEq)]
struct Shown {
    row: Department,
    name: String,
    kind: String,
    needs: Vec<Line>,
    needed_by: Vec<Line>,
    members: Vec<(weft_domain::PersonId, String, MembershipRole)>,
    services: Vec<String>,
    is_pinned: bool,
}

pub(super) fn view(map: Map, id: DepartmentId) -> AnyView {
    let shown = Memo::new(move |_| {
        let locale = map.locale.get();
        let topics = [Topic::Row(id.into()), Topic::Around(id), Topic::Kind(weft_domain::Kind::MapPlace)];
        map.read(&topics, |world| look(world, id, locale))
    });
    let is_there = Memo::new(move |_| shown.with(Option::is_some));
    view! {
        {move || match shown.get() {
            Some(shown) => body(map, shown),
            None => view! { <p class="note gone">{t(text::gone)}</p> }.into_any(),
        }}
        <Show when=move || is_there.get()>
            <History subject=Key::from(id) />
        </Show>
    }
    .into_any()
}

fn look(world: &weft_domain::World, id: DepartmentId, locale: Locale) -> Option<Shown> {
    let row = world.department(id).present()?.clone();
    let line = |dependency: &Dependency, other: DepartmentId| Line {
        id: dependency.id,
        other,
        name: words::name(world, other, locale),
        state: dependency.state,
        severity: (!dependency.needs.is_empty()).then(|| dependency.severity()),
    };
    let order = |lines: &mut Vec<Line>| {
        lines.sort_by(|a, b| (b.severity, &a.name).cmp(&(a.severity, &b.name)));
    };
    let is_open = |dependency: &&Dependency| dependency.state != DependencyState::Retired;
    let mut needs: Vec<Line> = world.needs_of(id).filter(is_open).map(|d| line(d, d.provider)).collect();
    let mut needed_by: Vec<Line> = world.needed_by(id).filter(is_open).map(|d| line(d, d.customer)).collect();
    order(&mut needs);
    order(&mut needed_by);
    let mut members: Vec<_> =
        world.members_of(id).map(|m| (m.person, words::person(world, locale, m.person), m.role)).collect();
    members.sort_by(|a, b| (b.2, &a.1).cmp(&(a.2, &b.1)));
    let mut services: Vec<String> = world
        .services_of(id)
        .filter(|service| service.state == ServiceState::Active)
        .map(|service| service.name.get(locale).to_owned())
        .collect();
    services.sort();
    Some(Shown {
        name: row.name.get(locale).to_owned(),
        kind: words::kind(locale, &row),
        needs,
        needed_by,
        members,
        services,
        is_pinned: world.map_place(id).present().is_some(),
        row,
    })
}

fn body(map: Map, shown: Shown) -> AnyView {
    let Shown { row, name, kind, needs, needed_by, members, services, is_pinned } = shown;
    let id = row.id;
    let retired = !row.is_active();
    view! {
        <header>
            <div class="row">
                <Tag>{kind}</Tag>
                {retired.then(|| view! { <Tag>{t(text::retired)}</Tag> })}
            </div>
            <h2 class="mapends">
                <span class="dept">
                    <WeaveMark id=id.0.into_bytes() />
                    {name}
                </span>
            </h2>
        </header>
        {(!row.purpose.is_empty()).then(|| view! { <div class="block"><p class="voice">{row.purpose}</p></div> })}
        {lines(map, text::needs, text::needs_nobody, needs)}
        {lines(map, text::needed_by, text::needed_by_nobody, needed_by)}
        {traces(map, id)}
        {people(members)}
        {(!services.is_empty()).then(|| offers(services))}
        {(!row.channel.is_empty())
            .then(|| {
                view! {
                    <div class="block">
                        <h3>{t(text::channel)}</h3>
                        <p>{row.channel}</p>
                    </div>
                }
            })}
        {acts(map, id, is_pinned)}
    }
    .into_any()
}

/// How far it goes on from here, each way, and a view of nothing but that.
fn traces(map: Map, id: DepartmentId) -> AnyView {
    let counts = Memo::new(move |_| {
        let topics = [Topic::Kind(Kind::Dependency), Topic::Kind(Kind::Department)];
        map.read(&topics, |world| (graph::providers(world, id).len(), graph::dependents(world, id).len()))
    });
    let chip = move |trace: Trace, count: usize| {
        let is_on = move || map.place.with(|place| place.filter.trace == Some(trace));
        let press = move || {
            map.filter(|filter| filter.trace = (filter.trace != Some(trace)).then_some(trace));
        };
        (count > 0).then(|| {
            view! {
                <FilterChip on=Signal::derive(is_on) on_press=press>
                    {t(move |locale| match trace {
                        Trace::Upstream(_) => text::upstream(locale, count),
                        Trace::Downstream(_) => text::downstream(locale, count),
                    })}
                </FilterChip>
            }
        })
    };
    (move || {
        let (up, down) = counts.get();
        (up + down > 0).then(|| {
            view! {
                <div class="block">
                    <h3>{t(text::trace)}</h3>
                    <p class="note">{t(text::trace_note)}</p>
                    <div class="row wrap">
                        {chip(Trace::Upstream(id), up)} {chip(Trace::Downstream(id), down)}
                    </div>
                </div>
            }
        })
    })
    .into_any()
}

fn acts(map: Map, id: DepartmentId, is_pinned: bool) -> AnyView {
    let declares = map.may(probe(id));
    let places = is_pinned && map.may(weft_domain::PlaceDepartment { id, at: None });
    view! {
        <footer class="acts">
            <LinkButton kind=ButtonKind::Primary href=ask_href(id)>{t(text::ask)}</LinkButton>
            <LinkButton href=format!("/board/{id}")>{t(text::open_board)}</LinkButton>
            {declares
                .then(|| {
                    view! {
                        <Button on_press=move || map.dialogs.declare(map, Some(id), None)>{t(text::draw_from)}</Button>
                    }
                })}
            {places
                .then(|| {
                    view! {
                        <Button
                            kind=ButtonKind::Plain
                            on_press=move || {
                                map.put(id, None);
                            }
                        >
                            {t(text::unpin)}
                        </Button>
                    }
                })}
        </footer>
    }
    .into_any()
}

/// A state that is worth a word: trouble with its sign, all else undyed.
pub(super) fn state_mark(state: DependencyState) -> AnyView {
    let word = t(move |locale| words::state(locale, state));
    if words::health(state) == Health::Good {
        return view! { <Tag>{word}</Tag> }.into_any();
    }
    view! { <HealthMark health=Signal::stored(words::health(state)) label=word /> }.into_any()
}

/// A declaration for this department, to ask whether it would be allowed.
pub(super) fn probe(customer: DepartmentId) -> DeclareDependency {
    DeclareDependency {
        customer,
        provider: customer,
        need: NeedId(customer.0),
        text: String::new(),
        severity: weft_domain::Severity::Ok,
        mode: weft_domain::Mode::AsAService,
    }
}

/// Where one asks a department for something.
pub(super) fn ask_href(provider: DepartmentId) -> String {
    format!("/board/{provider}?ask=1")
}

type Word = fn(Locale) -> &'static str;

fn lines(map: Map, title: Word, nothing: Word, lines: Vec<Line>) -> AnyView {
    let (count, more) = (lines.len(), lines.len().saturating_sub(ROWS_MAX));
    let row = move |line: Line| {
        let (id, state) = (line.id, line.state);
        view! {
            <li>
                <button type="button" on:click=move |_| map.open(id)>
                    <WeaveMark id=line.other.0.into_bytes() size=MarkSize::Small />
                    <span class="clip">{line.name}</span>
                    <span class="faint push">
                        {t(move |locale| words::severity_if(locale, line.severity))}
                    </span>
                    {(state != DependencyState::Agreed).then(|| state_mark(state))}
                </button>
            </li>
        }
    };
    view! {
        <div class="block">
            <h3>
                {t(title)} " " <span class="faint num">{count}</span>
            </h3>
            {(count == 0).then(|| view! { <p class="note">{t(nothing)}</p> })}
            <ul class="maplines">{lines.into_iter().take(ROWS_MAX).map(row).collect_view()}</ul>
            {(more > 0).then(|| view! { <p class="note">{t(move |locale| text::more_rows(locale, more))}</p> })}
        </div>
    }
    .into_any()
}

fn people(members: Vec<(weft_domain::PersonId, String, MembershipRole)>) -> AnyView {
    if members.is_empty() {
        return ().into_any();
    }
    let (count, more) = (members.len(), members.len().saturating_sub(MEMBERS_MAX));
    let row = |(id, name, role): (weft_domain::PersonId, String, MembershipRole)| {
        view! {
            <li class="row">
                <Avatar name=name.clone() id=id.0.into_bytes() size=MarkSize::Small />
                <span class="clip">{name}</span>
                {(role == MembershipRole::Lead).then(|| view! { <span class="faint">{t(text::lead)}</span> })}
            </li>
        }
    };
    view! {
        <div class="block">
            <h3>
                {t(text::members)} " " <span class="faint num">{count}</span>
            </h3>
            <ul class="mappeople">{members.into_iter().take(MEMBERS_MAX).map(row).collect_view()}</ul>
            {(more > 0)
                .then(|| {
                    view! { <A href="/directory">{t(move |locale| text::more_rows(locale, more))}</A> }
                })}
        </div>
    }
    .into_any()
}

fn offers(services: Vec<String>) -> AnyView {
    let more = services.len().saturating_sub(ROWS_MAX);
    view! {
        <div class="block">
            <h3>{t(text::services)}</h3>
            <ul>{services.into_iter().take(ROWS_MAX).map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
            {(more > 0).then(|| view! { <p class="note">{t(move |locale| text::more_rows(locale, more))}</p> })}
        </div>
    }
    .into_any()
}
