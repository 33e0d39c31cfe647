//! One card: who asks for what, how badly, who works on it, how long it has been here.

use leptos::prelude::*;
use weft_domain::{
    DepartmentId, PersonId, Priority, Request, RequestId, RequestKind, Sight, StateCategory, World,
};
use weft_sync::message::{Gesture, Selected};

use super::desk::{Desk, card_dom_id};
use crate::i18n::{Locale, board as text, t, use_locale};
use crate::replica::Topic;
use crate::request::words;
use crate::ui::icon::{COMMENT, LOCK};
use crate::ui::{Avatar, ClockMark, ClockState, MarkSize, PriorityMark, WeaveMark, dye_of, icon_small};

/// Words drawn beside a card's number: where it came from, its kind, labels. Other labels are counted.
const TAGS_SHOWN_MAX: usize = 1;

/// What a card shows.
#[derive(Clone, PartialEq)]
struct Face {
    title: String,
    number: String,
    priority: Priority,
    kind: RequestKind,
    labels: Vec<String>,
    customer: Option<(DepartmentId, String)>,
    from: Option<String>,
    assignee: Option<(PersonId, String)>,
    comments: u32,
    state: StateCategory,
    since: i64,
    is_open_to_all: bool,
}

impl Face {
    fn of(world: &World, locale: Locale, request: &Request) -> Self {
        Self {
            title: request.title.clone(),
            number: words::number(locale, &request.number),
            priority: request.priority(),
            kind: request.kind,
            labels: request.labels.iter().map(|id| words::label(world, *id)).collect(),
            customer: request.customer.map(|id| (id, words::department(world, locale, id))),
            from: request.held_by.last().map(|id| words::department(world, locale, *id)),
            assignee: request.assignee.map(|id| (id, words::person(world, locale, id))),
            comments: request.comments,
            state: request.state,
            since: request.moved_at.0,
            is_open_to_all: request.sight == Sight::Departments,
        }
    }
}

fn face_of(desk: Desk, id: RequestId) -> Memo<Option<Face>> {
    let locale = use_locale();
    let replica = StoredValue::new(desk.hands.replica());
    Memo::new(move |_| {
        replica.with_value(|replica| {
            let world = replica.world();
            let mut topics = vec![Topic::Row(id.into())];
            if let Some(request) = world.request(id).present() {
                topics.extend(request.customer.map(|id| Topic::Row(id.into())));
                topics.extend(request.assignee.map(|id| Topic::Row(id.into())));
                topics.extend(request.labels.iter().map(|id| Topic::Row((*id).into())));
            }
            let locale = locale.get();
            replica.read(&topics, |world| {
                world.request(id).present().map(|request| Face::of(world, locale, request))
            })
        })
    })
}

/// A card on the cloth, at its place.
pub(super) fn card(desk: Desk, id: RequestId) -> AnyView {
    let spot = Memo::new(move |_| desk.spots.with(|spots| spots.get(&id).copied()));
    let style = move || spot.get().map(|spot| format!("--c:{};--y:{}px", spot.column, spot.y));
    let replica = StoredValue::new(desk.hands.replica());
    let pending = move || replica.with_value(|replica| replica.is_pending(id.into()));
    let held = held_by(desk, id);
    let lifted = move || desk.drag.with(|drag| drag.as_ref().is_some_and(|drag| drag.id == id));
    let chosen = move || desk.address.get("request").is_some_and(|open| open == id.to_string());
    let is_first = move || {
        let focused = desk.focused.get().filter(|id| desk.spots.with(|spots| spots.contains_key(id)));
        focused.or_else(|| desk.layout.with(super::layout::Layout::first)) == Some(id)
    };
    let face = face_of(desk, id);
    view! {
        <div class="kslot" role="listitem" id=format!("slot-{id}") data-card=id.to_string() style=style class:lifted=lifted>
            <div
                class="kc"
                class:pending=pending
                class:chosen=chosen
                class:held=move || held.with(|held| held.as_ref().is_some_and(|held| held.is_live))
                style=move || held.with(|held| held.as_ref().map(|held| format!("--d:var(--dye-{})", held.dye)))
            >
                {view_of(desk, id, face, Some(Signal::derive(is_first)))}
                {move || {
                    held.get().map(|held| view! { <span class="holder" class:gone=!held.is_live dir="auto">{held.said}</span> })
                }}
            </div>
        </div>
    }
    .into_any()
}

/// The card in the reader's hand.
pub(super) fn lifted(desk: Desk, id: RequestId) -> AnyView {
    let face = face_of(desk, id);
    view! { <div class="kc">{view_of(desk, id, face, None)}</div> }.into_any()
}

/// What a card shows. Its link stays the same element while the card changes, or a card that is moved
/// by keyboard would lose the keyboard.
fn view_of(desk: Desk, id: RequestId, face: Memo<Option<Face>>, focusable: Option<Signal<bool>>) -> AnyView {
    let meta_id = format!("meta-{id}");
    let title = move || face.with(|face| face.as_ref().map(|face| face.title.clone()));
    let href = move || desk.address.with("request", Some(id.to_string()));
    let link = match focusable {
        Some(is_first) => view! {
            <a
                class="t"
                id=card_dom_id(id)
                href=href
                dir="auto"
                draggable="false"
                aria-describedby=meta_id.clone()
                aria-keyshortcuts="M A L Control+ArrowRight"
                tabindex=move || if is_first.get() { "0" } else { "-1" }
                on:focus=move |_| desk.focused.set(Some(id))
            >
                {title}
            </a>
        }
        .into_any(),
        None => view! { <span class="t" dir="auto">{title}</span> }.into_any(),
    };
    view! {
        {move || face.get().map(|face| top_row(&face))}
        {link}
        <div class="row meta" id=focusable.is_some().then_some(meta_id)>
            {move || face.get().map(|face| meta_row(desk, &face))}
        </div>
    }
    .into_any()
}

fn top_row(face: &Face) -> AnyView {
    // Where it came from says more than its kind, its kind more than a label.
    let kind = Some(face.kind).filter(|kind| *kind != RequestKind::Service && face.from.is_none());
    let labels = TAGS_SHOWN_MAX.saturating_sub(usize::from(kind.is_some() || face.from.is_some()));
    let more = face.labels.len().saturating_sub(labels);
    let label = |name: &String| view! { <span class="tag" dir="auto">{name.clone()}</span> };
    let from = face.from.clone();
    view! {
        <div class="row top">
            <PriorityMark of=words::priority(face.priority) />
            <span class="faint num">{face.number.clone()}</span>
            {(!face.is_open_to_all).then(|| view! { <span class="faint" role="img" aria-label=t(text::not_for_all)>{icon_small(LOCK)}</span> })}
            {kind.map(|kind| view! { <span class="tag">{t(move |locale| words::kind(locale, kind))}</span> })}
            {from.map(|from| view! { <span class="tag" dir="auto">{t(move |locale| text::from_department(locale, &from))}</span> })}
            {face.labels.iter().take(labels).map(label).collect_view()}
            {(more > 0).then(|| view! { <span class="tag more" data-tip=face.labels.join(", ")>{format!("+{more}")}</span> })}
            <span class="push">{assignee(face)}</span>
        </div>
    }
    .into_any()
}

fn assignee(face: &Face) -> AnyView {
    match &face.assignee {
        Some((id, name)) => {
            view! { <Avatar name=name.clone() id=*id.0.as_bytes() size=MarkSize::Small named=true /> }
                .into_any()
        }
        None => {
            view! { <span class="av s none" role="img" aria-label=t(text::nobody_yet)></span> }.into_any()
        }
    }
}

fn meta_row(desk: Desk, face: &Face) -> AnyView {
    let customer = face.customer.clone().map(|(id, name)| {
        view! {
            <span class="dept clip">
                <WeaveMark id=*id.0.as_bytes() size=MarkSize::Small />
                <span class="clip" dir="auto">{name}</span>
            </span>
        }
    });
    let comments = face.comments;
    view! {
        {customer}
        <span class="row push end">
            {(comments > 0)
                .then(|| {
                    view! {
                        <span class="said num">
                            {icon_small(COMMENT)} <span aria-hidden="true">{comments}</span>
                            <span class="sr">{t(move |locale| text::comments(locale, comments))}</span>
                        </span>
                    }
                })}
            {age(desk, face)}
        </span>
    }
    .into_any()
}

/// How long it has been where it is: standing still, done, or in work.
fn age(desk: Desk, face: &Face) -> AnyView {
    let (state, since) = (face.state, face.since);
    let word = move |locale: Locale| words::age(locale, desk.hands.minute().0.saturating_sub(since).max(0));
    match state {
        StateCategory::Waiting => {
            let label = t(move |locale| text::waits_for(locale, &word(locale)));
            view! { <ClockMark state=ClockState::Paused label=label /> }.into_any()
        }
        StateCategory::Resolved => {
            let label = t(move |locale| text::resolved_ago(locale, &word(locale)));
            view! { <ClockMark state=ClockState::Kept label=label /> }.into_any()
        }
        _ => {
            let label = t(move |locale| text::here_for(locale, &word(locale)));
            view! { <span class="num age" data-tip=label>{t(word)}</span> }.into_any()
        }
    }
}

#[derive(Clone, PartialEq)]
struct Held {
    said: String,
    dye: u32,
    /// False once it has been put down: the name stays for a moment.
    is_live: bool,
}

/// Who else has this card in hand or open right now, or just let go of it.
fn held_by(desk: Desk, id: RequestId) -> Memo<Option<Held>> {
    let locale = use_locale();
    let replica = StoredValue::new(desk.hands.replica());
    let others = desk.hands.replica().others();
    Memo::new(move |before: Option<&Option<Held>>| {
        let holder = others.with(|others| {
            let does = |wanted: fn(&Gesture) -> Option<RequestId>| {
                let is_it = |gesture: &Option<Gesture>| gesture.as_ref().and_then(wanted) == Some(id);
                others.iter().find(|(_, presence)| is_it(&presence.gesture)).map(|(person, _)| *person)
            };
            let moves = does(moved).map(|person| (person, text::moves_this as fn(_, &str) -> String));
            moves.or_else(|| does(selected).map(|person| (person, text::looks_at_this as _)))
        });
        match holder {
            Some((person, word)) => {
                let name =
                    replica.with_value(|replica| words::person(&replica.world(), locale.get(), person));
                let said = word(locale.get(), &name);
                Some(Held { said, dye: dye_of(person.0.as_bytes()), is_live: true })
            }
            None => before.cloned().flatten().map(|held| Held { is_live: false, ..held }),
        }
    })
}

fn moved(gesture: &Gesture) -> Option<RequestId> {
    if let Gesture::MovingRequest { id, .. } = gesture { Some(*id) } else { None }
}

fn selected(gesture: &Gesture) -> Option<RequestId> {
    if let Gesture::Selected(Selected::Request(id)) = gesture { Some(*id) } else { None }
}
