//! A dependency in the panel: both sides, what is needed, and what one may do.

use leptos::prelude::*;
use weft_domain::{
    AgreeDependency, AmendDependency, Dependency, DependencyId, DependencyState, DisputeDependency, DropNeed,
    Key, Need, Origin, RetireDependency, World,
};

use super::department::{ask_href, probe, state_mark};
use super::{Map, words};
use crate::history::History;
use crate::i18n::{Locale, date, map as text, t};
use crate::replica::Topic;
use crate::ui::icon::{EDIT, TRASH};
use crate::ui::{Button, ButtonKind, IconButton, LinkButton, Tag, WeaveMark};

#[derive(Clone, Debug, PartialEq)]
struct Shown {
    row: Dependency,
    customer: String,
    provider: String,
    services: Vec<String>,
    /// What is handed over; empty: not said.
    deliverable: String,
    /// Who said what, by need.
    authors: Vec<String>,
    agreed_by: String,
    disputed_by: String,
    may: May,
}

/// What the reader may do with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct May {
    agree: bool,
    dispute: bool,
    amend: bool,
    amend_needs: bool,
    retire: bool,
}

pub(super) fn view(map: Map, id: DependencyId) -> AnyView {
    let shown = Memo::new(move |_| {
        let locale = map.locale.get();
        // Who may do what is asked of the policy below, which reads the actor's rights.
        map.actor();
        let row = map.read(&[Topic::Row(id.into())], |world| world.dependency(id).present().cloned())?;
        let may = may(map, &row);
        let ends = [Topic::Row(row.customer.into()), Topic::Row(row.provider.into())];
        Some(map.read(&ends, |world| look(world, row, locale, may)))
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

fn may(map: Map, row: &Dependency) -> May {
    let id = row.id;
    let is_open = row.state != DependencyState::Retired;
    May {
        agree: is_open && row.state != DependencyState::Agreed && map.may(AgreeDependency { id }),
        dispute: is_open
            && row.state != DependencyState::Disputed
            && map.may(DisputeDependency { id, reason: "-".to_owned() }),
        amend: is_open && map.may(unchanged(row)),
        amend_needs: is_open && map.may(probe(row.customer)),
        retire: is_open && map.may(RetireDependency { id }),
    }
}

/// An amendment that changes nothing, to ask whether one would be allowed.
fn unchanged(row: &Dependency) -> AmendDependency {
    AmendDependency {
        id: row.id,
        over: row.rev,
        mode: row.mode,
        tier: row.tier,
        grade: row.grade,
        channel: row.channel.clone(),
        services: row.services.clone(),
    }
}

fn look(world: &World, row: Dependency, locale: Locale, may: May) -> Shown {
    let service = |id: &weft_domain::ServiceId| {
        world.service(*id).present().map(|service| service.name.get(locale).to_owned())
    };
    Shown {
        customer: words::name(world, row.customer, locale),
        provider: words::name(world, row.provider, locale),
        services: row.services.iter().filter_map(service).collect(),
        deliverable: world.deliverable(row.id).present().map(|said| said.text.clone()).unwrap_or_default(),
        authors: row.needs.iter().map(|need| words::person(world, locale, need.author)).collect(),
        agreed_by: row.agreed.map(|(person, _)| words::person(world, locale, person)).unwrap_or_default(),
        disputed_by: row.dispute.as_ref().map(|d| words::person(world, locale, d.by)).unwrap_or_default(),
        may,
        row,
    }
}

fn body(map: Map, shown: Shown) -> AnyView {
    let state = shown.row.state;
    let (customer, provider) = (shown.row.customer, shown.row.provider);
    let end = move |id: weft_domain::DepartmentId, name: String| {
        view! {
            <button type="button" class="dept" on:click=move |_| map.show(id)>
                <WeaveMark id=id.0.into_bytes() />
                {name}
            </button>
        }
    };
    view! {
        <header>
            <div class="row">{state_mark(state)}</div>
            <h2 class="mapends">
                {end(customer, shown.customer.clone())} <span class="tie">{tie()}{t(text::needs_word)}</span>
                {end(provider, shown.provider.clone())}
            </h2>
        </header>
        {needs(map, &shown)}
        {dispute(&shown)}
        {facts(map, &shown)}
        {acts(map, &shown)}
    }
    .into_any()
}

fn tie() -> AnyView {
    view! {
        <svg width="20" height="18" viewBox="0 0 20 18" aria-hidden="true">
            <path class="thread" d="M10 0v10" stroke-width="2.5" />
            <path class="head" d="M5.5 9h9L10 17.5z" />
        </svg>
    }
    .into_any()
}

/// What is needed, in the customer's words.
fn needs(map: Map, shown: &Shown) -> AnyView {
    let (id, may) = (shown.row.id, shown.may);
    let only = shown.row.needs.len() == 1;
    let line = move |(need, author): (Need, String)| {
        let (own, severity, at) = (need.id, need.severity, need.at);
        view! {
            <li>
                <p class="voice">{need.text}</p>
                <p class="note row">
                    <span>
                        {t(move |locale| {
                            let when = date(locale, at);
                            let who = if author.is_empty() { text::imported(locale) } else { &author };
                            text::written_by(locale, who, &when)
                        })}
                    </span>
                    <Tag>{t(move |locale| words::severity(locale, severity))}</Tag>
                    {may.amend_needs.then(|| need_acts(map, id, own, only))}
                </p>
            </li>
        }
    };
    let lines: Vec<_> = shown.row.needs.iter().cloned().zip(shown.authors.iter().cloned()).collect();
    let nothing = lines.is_empty().then_some(match shown.row.origin {
        Origin::Imported => text::imported as fn(Locale) -> &'static str,
        Origin::Declared => text::no_needs,
    });
    let observed = shown.row.observed;
    let pair = (shown.row.customer, shown.row.provider);
    view! {
        <div class="block">
            <ul class="needs">{lines.into_iter().map(line).collect_view()}</ul>
            {nothing.map(|nothing| view! { <p class="note">{t(nothing)}</p> })}
            {observed
                .map(|seen| view! { <p class="note">{t(move |locale| text::observed(locale, seen.count))}</p> })}
            {may
                .amend_needs
                .then(|| {
                    view! {
                        <Button small=true on_press=move || map.dialogs.declare(map, Some(pair.0), Some(pair.1))>
                            {t(text::add_need)}
                        </Button>
                    }
                })}
        </div>
    }
    .into_any()
}

fn need_acts(map: Map, dependency: DependencyId, need: weft_domain::NeedId, only: bool) -> AnyView {
    let label = move |locale| if only { text::drop_last(locale) } else { text::drop_need(locale) };
    view! {
        <IconButton
            path=EDIT
            label=t(text::amend_need)
            small=true
            on_press=move || map.dialogs.amend(map, dependency, need)
        />
        <IconButton
            path=TRASH
            label=t(label)
            small=true
            on_press=move || {
                if only {
                    map.dialogs.retire(dependency);
                } else {
                    map.send(DropNeed { dependency, need });
                }
            }
        />
    }
    .into_any()
}

fn dispute(shown: &Shown) -> Option<AnyView> {
    let dispute = shown.row.dispute.clone()?;
    let by = shown.disputed_by.clone();
    Some(
        view! {
            <div class="block">
                <h3>{t(text::disputed)}</h3>
                <p class="voice">{dispute.reason}</p>
                <p class="note">
                    {t(move |locale| text::disputed_by(locale, &by, &date(locale, dispute.at)))}
                </p>
            </div>
        }
        .into_any(),
    )
}

fn facts(map: Map, shown: &Shown) -> AnyView {
    let row = &shown.row;
    // Where nobody has said what is needed, nobody has said how badly.
    let severity = (!row.needs.is_empty()).then(|| row.severity());
    let (id, tier, grade, mode) = (row.id, row.tier, row.grade, row.mode);
    let agreed = row.agreed.map(|(_, at)| (shown.agreed_by.clone(), at));
    let or_none = |text: String| if text.is_empty() { None } else { Some(text) };
    let services = or_none(shown.services.join(", "));
    let channel = or_none(row.channel.clone());
    let deliverable = or_none(shown.deliverable.clone());
    let none = move || t(text::none);
    view! {
        <div class="block">
            <dl class="facts">
                <dt>{t(text::severity)}</dt>
                <dd>{t(move |locale| words::severity_if(locale, severity))}</dd>
                <dt>{t(text::mode)}</dt>
                <dd>{t(move |locale| words::mode(locale, mode))}</dd>
                {tier.map(|tier| view! { <dt>{t(text::tier)}</dt><dd>{t(move |locale| words::tier(locale, tier))}</dd> })}
                {grade.map(|grade| view! { <dt>{t(text::grade)}</dt><dd>{words::grade(grade)}</dd> })}
                <dt>{t(text::services)}</dt>
                <dd>{services.map_or_else(|| none().into_any(), IntoAny::into_any)}</dd>
                {deliverable
                    .map(|said| view! { <dt>{t(text::deliverable)}</dt><dd class="voice" dir="auto">{said}</dd> })}
                <dt>{t(text::channel)}</dt>
                <dd>{channel.map_or_else(|| none().into_any(), IntoAny::into_any)}</dd>
            </dl>
            {agreed
                .map(|(by, at)| {
                    view! {
                        <p class="note">{t(move |locale| text::agreed_by(locale, &by, &date(locale, at)))}</p>
                    }
                })}
            {shown
                .may
                .amend
                .then(|| {
                    view! {
                        <Button small=true on_press=move || map.works.change(map, id)>
                            {t(text::amend)}
                        </Button>
                    }
                })}
        </div>
    }
    .into_any()
}

fn acts(map: Map, shown: &Shown) -> AnyView {
    let (id, may, provider) = (shown.row.id, shown.may, shown.row.provider);
    let agree = move || {
        map.send(AgreeDependency { id });
    };
    let first = if may.agree { ButtonKind::Normal } else { ButtonKind::Primary };
    view! {
        <footer class="acts">
            {may
                .agree
                .then(|| view! { <Button kind=ButtonKind::Primary on_press=agree>{t(text::agree)}</Button> })}
            <LinkButton kind=first href=ask_href(provider)>{t(text::ask)}</LinkButton>
            {may
                .dispute
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Plain on_press=move || map.dialogs.dispute(id)>{t(text::dispute)}</Button>
                    }
                })}
            {may
                .retire
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Plain on_press=move || map.dialogs.retire(id)>{t(text::retire)}</Button>
                    }
                })}
        </footer>
    }
    .into_any()
}
