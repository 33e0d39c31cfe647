//! A request's facts, each where it is changed: state, priority, who works on it, labels, who
//! follows.

use leptos::prelude::*;
use weft_domain::{
    AssignRequest, LabelId, LabelRequest, Level, MoveRequest, PersonId, PrioritiseRequest, SetHandlers,
    WatchRequest,
};

use super::panel::Open;
use super::pick::Pick;
use super::words;
use crate::i18n::{DateStyle, board, date_in, request as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::{CLOSE, PLUS};
use crate::ui::{Avatar, IconButton, MarkSize, icon_small};

pub(super) fn facts(open: Open) -> AnyView {
    let locale = use_locale();
    let filed = open.part(|row| row.filed_at);
    let filed = move || filed.get().map(|at| date_in(locale.get(), at, DateStyle::DateTime));
    view! {
        <section class="block">
            <dl class="facts req-facts">
                <dt id="fact-state">{t(text::state)}</dt>
                <dd>{state(open)}</dd>
                <dt>{t(text::assignee)}</dt>
                <dd>{assignee(open)}</dd>
                <dt>{t(text::priority)}</dt>
                <dd>{priority(open)}</dd>
                {service(open)}
                <dt>{t(text::labels)}</dt>
                <dd>{labels(open)}</dd>
                <dt>{t(text::requester)}</dt>
                <dd>{requester(open)}</dd>
                {handlers(open)}
                <dt>{t(text::watchers)}</dt>
                <dd>{watchers(open)}</dd>
                <dt>{t(text::filed)}</dt>
                <dd><time>{filed}</time></dd>
            </dl>
        </section>
    }
    .into_any()
}

/// The column it stands in, as the team names it; an ended one says how it ended.
fn state(open: Open) -> AnyView {
    let locale = use_locale();
    let at = open.part(|row| (row.provider, row.column, row.state));
    let replica = StoredValue::new(open.hands.replica());
    let columns = Memo::new(move |_| {
        let (holder, ..) = at.get()?;
        let holder = holder?;
        Some(replica.with_value(|replica| {
            replica.read(&[Topic::Board(Some(holder))], |world| world.board(holder).columns)
        }))
    });
    let moved = move |event: web_sys::Event| {
        let id = event_target_value(&event);
        let found = columns.with_untracked(|columns| {
            columns
                .as_ref()
                .and_then(|columns| columns.iter().find(|column| column.id.to_string() == id).cloned())
        });
        if let Some(column) = found {
            let locale = open.hands.locale();
            let done = text::moved_to(locale, &words::column(locale, &column));
            open.hands.send_saying(MoveRequest { id: open.id, column: column.id, after: None }, done);
        }
    };
    (move || {
        let (_, column, state) = at.get()?;
        let locale = locale.get();
        let columns = columns.get().filter(|_| column.is_some());
        let first = columns.as_ref().and_then(|columns| columns.first().map(|column| column.id));
        let may_move = first.is_some_and(|column| open.hands.may(MoveRequest { id: open.id, column, after: None }));
        Some(match columns {
            Some(columns) if may_move => {
                let option = |each: weft_domain::Column| {
                    view! {
                        <option value=each.id.to_string() selected=column == Some(each.id)>{words::column(locale, &each)}</option>
                    }
                };
                view! {
                    <select class="select small" aria-labelledby="fact-state" on:change=moved>
                        {columns.into_iter().map(option).collect_view()}
                    </select>
                }
                .into_any()
            }
            Some(columns) => {
                let own = columns.iter().find(|each| column == Some(each.id));
                own.map_or_else(|| words::state(locale, state).to_owned(), |own| words::column(locale, own)).into_any()
            }
            None => words::state(locale, state).into_any(),
        })
    })
    .into_any()
}

fn assignee(open: Open) -> AnyView {
    let who = open.part(|row| row.assignee);
    let may = move || open.hands.may(AssignRequest { id: open.id, assignee: None });
    let shown = move || match who.get().flatten() {
        Some(id) => person(open, id),
        None => view! { <span class="faint">{t(board::nobody_yet)}</span> }.into_any(),
    };
    (move || {
        if may() {
            view! {
                <button type="button" class="fact" aria-label=t(text::assign) on:click=move |_| open.picker.ask(Pick::Assignee(open.id))>
                    {shown}
                </button>
            }
            .into_any()
        } else {
            shown().into_any()
        }
    })
    .into_any()
}

fn person(open: Open, id: PersonId) -> AnyView {
    let name = words::person(&open.hands.replica().world(), open.hands.locale(), id);
    view! {
        <span class="row who">
            <Avatar name=name.clone() id=*id.0.as_bytes() size=MarkSize::Small />
            <span class="clip" dir="auto">{name}</span>
        </span>
    }
    .into_any()
}

/// Impact × urgency; the product is shown, not chosen.
fn priority(open: Open) -> AnyView {
    let levels = open.part(|row| (row.impact, row.urgency, row.priority()));
    let set = move |impact: Level, urgency: Level| {
        let priority = words::priority(weft_domain::Priority::of(impact, urgency)).name();
        let done = text::prioritised(open.hands.locale(), priority);
        open.hands.send_saying(PrioritiseRequest { id: open.id, impact, urgency }, done);
    };
    let may = move || {
        open.hands.may(PrioritiseRequest { id: open.id, impact: Level::Medium, urgency: Level::Medium })
    };
    (move || {
        let (impact, urgency, priority) = levels.get()?;
        let name = words::priority(priority).name();
        Some(if may() {
            view! {
                <span class="row levels">
                    {level_select(text::impact, impact, Callback::new(move |(level,)| set(level, urgency)))}
                    {level_select(text::urgency, urgency, Callback::new(move |(level,)| set(impact, level)))}
                </span>
            }
            .into_any()
        } else {
            let words = t(move |locale| {
                text::impact_urgency(locale, words::level(locale, impact), words::level(locale, urgency))
            });
            view! { <span><b class="num">{name}</b>" "<span class="faint">{words}</span></span> }.into_any()
        })
    })
    .into_any()
}

/// A small select of the three levels.
fn level_select(
    name: fn(crate::i18n::Locale) -> &'static str,
    value: Level,
    chosen: Callback<(Level,)>,
) -> AnyView {
    let option = |level: Level| {
        let label = t(move |locale| text::named_level(locale, name(locale), words::level(locale, level)));
        view! { <option value=format!("{level:?}") selected=level == value>{label}</option> }
    };
    let change = move |event: web_sys::Event| {
        let said = event_target_value(&event);
        if let Some(level) = words::LEVELS.into_iter().find(|level| format!("{level:?}") == said) {
            chosen.run((level,));
        }
    };
    view! {
        <select class="select small" aria-label=t(name) on:change=change>
            {words::LEVELS.into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}

fn service(open: Open) -> AnyView {
    let locale = use_locale();
    let service = open.part(|row| row.service);
    let replica = open.hands.replica();
    (move || {
        let id = service.get().flatten()?;
        let name = replica.read(&[Topic::Row(id.into())], |world| words::service(world, locale.get(), id));
        Some(view! {
            <dt>{t(text::service)}</dt>
            <dd dir="auto">{name}</dd>
        })
    })
    .into_any()
}

fn labels(open: Open) -> AnyView {
    let labels = open.part(|row| row.labels.clone());
    let may = move || open.hands.may(LabelRequest { id: open.id, label: LabelId(open.id.0), on: true });
    let replica = StoredValue::new(open.hands.replica());
    let tag = move |label: LabelId| {
        let name = replica.with_value(|replica| {
            replica.read(&[Topic::Row(label.into())], |world| words::label(world, label))
        });
        let take_off = t({
            let name = name.clone();
            move |locale| text::take_off_label(locale, &name)
        });
        view! {
            <span class="tag" dir="auto">
                <span class="clip">{name}</span>
                {move || {
                    let take_off = take_off.clone();
                    may()
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="off"
                                    aria-label=take_off
                                    on:click=move |_| {
                                        let name = words::label(&open.hands.replica().world(), label);
                                        let done = text::label_off(open.hands.locale(), &name);
                                        open.hands.send_saying(LabelRequest { id: open.id, label, on: false }, done);
                                    }
                                >
                                    {icon_small(CLOSE)}
                                </button>
                            }
                        })
                }}
            </span>
        }
    };
    view! {
        <span class="row wrap tags">
            {move || labels.get().unwrap_or_default().into_iter().map(tag).collect_view()}
            {move || {
                may()
                    .then(|| {
                        view! {
                            <IconButton
                                path=PLUS
                                label=t(text::add_label)
                                key="L"
                                small=true
                                on_press=move || open.picker.ask(Pick::Labels(open.id))
                            />
                        }
                    })
            }}
        </span>
    }
    .into_any()
}

fn requester(open: Open) -> AnyView {
    let who = open.part(|row| row.requester);
    (move || match who.get().flatten() {
        Some(id) => person(open, id),
        None => "–".into_any(),
    })
    .into_any()
}

/// Who handles it in confidence, where it is confidential; they alone let others see it.
fn handlers(open: Open) -> AnyView {
    let who = open.part(|row| words::handlers(row).to_vec());
    (move || {
        let who = who.get().filter(|who| !who.is_empty())?;
        let may = open.hands.may(SetHandlers { id: open.id, handlers: who.clone() });
        let change = may.then(|| {
            view! {
                <IconButton
                    path=PLUS
                    label=t(text::change_handlers)
                    small=true
                    on_press=move || open.picker.ask(Pick::Handlers(open.id))
                />
            }
        });
        Some(view! {
            <dt>{t(text::handlers)}</dt>
            <dd>
                <span class="row wrap">{who.into_iter().map(|id| person(open, id)).collect_view()} {change}</span>
                <p class="hint">{t(text::handlers_hint)}</p>
            </dd>
        })
    })
    .into_any()
}

/// Who follows it: oneself by one press, others by choice.
fn watchers(open: Open) -> AnyView {
    let watchers = open.part(|row| row.watchers.clone());
    let me = open.hands.replica().me();
    let follows = move || {
        let me = me.get();
        watchers.with(|watchers| watchers.as_ref().is_some_and(|all| me.is_some_and(|me| all.contains(&me))))
    };
    let mine = open.hands.replica().me();
    let toggle = move |on: bool| {
        if let Some(person) = mine.get_untracked() {
            open.hands.send(WatchRequest { id: open.id, person, on });
        }
    };
    let avatar = move |id: PersonId| {
        let name = words::person(&open.hands.replica().world(), open.hands.locale(), id);
        view! { <Avatar name=name id=*id.0.as_bytes() size=MarkSize::Small named=true /> }
    };
    view! {
        <span class="row wrap">
            <span class="stack">
                {move || watchers.get().unwrap_or_default().into_iter().map(avatar).collect_view()}
            </span>
            {move || {
                let on = follows();
                view! {
                    <button type="button" class="btn small plain" aria-pressed=on.to_string() on:click={
                        let toggle = toggle.clone();
                        move |_| toggle(!on)
                    }>
                        {t(move |locale| if on { text::unfollow(locale) } else { text::follow(locale) })}
                    </button>
                }
            }}
            <IconButton
                path=PLUS
                label=t(text::add_watcher)
                small=true
                on_press=move || open.picker.ask(Pick::Watchers(open.id))
            />
        </span>
    }
    .into_any()
}
