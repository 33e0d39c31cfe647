//! A request as one line of a list, 42 px high, on phones two: Mine, the inbox and search share it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use weft_domain::{Request, RequestId, Row, World};
use weft_sync::message::Answer;

use super::address::Address;
use super::words;
use crate::hands::Hands;
use crate::i18n::{request as text, t, use_locale};
use crate::replica::Topic;
use crate::shell::{KeyHint, use_keys};
use crate::ui::internal::{all, focus, focused, roving};
use crate::ui::{Avatar, ItemMark, MarkSize, PHONE, PriorityMark, use_media};

/// Height of a row in pixels: a line, on phones two.
const ROW_PX: (u32, u32) = (42, 62);

/// The height of a row in pixels, in the window as it is.
pub fn row_px() -> Signal<u32> {
    let is_phone = use_media(PHONE, false);
    Signal::derive(move || if is_phone.get() { ROW_PX.1 } else { ROW_PX.0 })
}

/// How long something has been so, at the end of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Where it is now.
    Moved,
    /// Asked for.
    Filed,
}

/// Requests that came with an answer. A replica keeps only what stands open to its person; what
/// else an answer names is shown from here, as it was when it was asked for. A copy is the same.
#[derive(Clone, Copy)]
pub struct Fetched(RwSignal<BTreeMap<RequestId, Request>>);

impl Fetched {
    /// None so far.
    #[expect(clippy::new_without_default, reason = "it makes a signal, which a default should not")]
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeMap::new()))
    }

    /// Keeps the requests of an answer instead of those before. Does nothing when the page has gone.
    pub fn take(self, answer: &Answer) {
        let _ = self.0.try_set(answer.rows.iter().filter_map(request_in).collect());
    }

    /// Calls `visit` with each that `world` does not hold. Wakes the reader at the next answer.
    pub fn each_beyond(self, world: &World, mut visit: impl FnMut(&Request)) {
        self.0.with(|rows| {
            rows.values().filter(|row| world.request(row.id).present().is_none()).for_each(&mut visit);
        });
    }

    /// Keeps the requests of an answer beside those before. Does nothing when the page has gone.
    pub fn take_more(self, answer: &Answer) {
        let _ = self.0.try_update(|rows| rows.extend(answer.rows.iter().filter_map(request_in)));
    }

    /// One of them. Wakes the reader at the next answer.
    pub fn get(self, id: RequestId) -> Option<Request> {
        self.0.with(|rows| rows.get(&id).cloned())
    }
}

/// The keys that lead from row to row of the list on the page, as long as the caller lives.
pub fn offer_keys(list: impl Into<TextProp>) {
    let go = |step: &'static str| {
        Callback::new(move |()| {
            let root = document().document_element();
            let rows = root.map(|root| all(&root, ".vlist .rrow > a.t")).unwrap_or_default();
            let at = focused().and_then(|here| rows.iter().position(|row| *row == here));
            let to = match at {
                Some(at) => roving(step, at, rows.len()).filter(|to| to.abs_diff(at) == 1),
                None => (!rows.is_empty()).then_some(0),
            };
            if let Some(row) = to.and_then(|to| rows.get(to)) {
                focus(row);
            }
        })
    };
    use_keys(
        list,
        vec![
            KeyHint::run("j", text::row_below, go("ArrowDown")),
            KeyHint::run("k", text::row_above, go("ArrowUp")),
            KeyHint::new("Enter", text::row_open),
        ],
    );
}

fn request_in(row: &Row) -> Option<(RequestId, Request)> {
    match row {
        Row::Request(request) => Some((request.id, request.clone())),
        _ => None,
    }
}

/// The row of one request; it opens the request beside the list. `fetched` is what came with the
/// list's answer, if it is one that asks; `act` is what can be done with it in the row.
pub fn row(
    hands: Hands,
    address: Address,
    id: RequestId,
    fetched: Option<Fetched>,
    age: Age,
    act: Option<AnyView>,
) -> AnyView {
    let locale = use_locale();
    let replica = StoredValue::new(hands.replica());
    let request = Memo::new(move |_| {
        let topics = [Topic::Row(id.into())];
        let here =
            replica.with_value(|replica| replica.read(&topics, |world| world.request(id).present().cloned()));
        here.or_else(|| fetched?.get(id))
    });
    let pending = move || replica.with_value(|replica| replica.is_pending(id.into()));
    let is_open = move || address.get("request").is_some_and(|open| open == id.to_string());
    let href = move || address.with("request", Some(id.to_string()));
    let line = move || {
        let request = request.get()?;
        let locale = locale.get();
        let world = replica.with_value(crate::replica::Replica::world);
        let state = request.column.and_then(|column| {
            let board = world.board(request.provider?);
            board.column(column).map(|column| words::column(locale, column))
        });
        let state = state.unwrap_or_else(|| words::state(locale, request.state).to_owned());
        let holder = request.provider;
        let holder_name = match holder {
            Some(holder) => words::department(&world, locale, holder),
            None => text::unrouted(locale).to_owned(),
        };
        let at = if age == Age::Filed { request.filed_at } else { request.moved_at };
        let since = hands.minute().0.saturating_sub(at.0).max(0);
        Some(view! {
            <PriorityMark of=words::priority(request.priority()) />
            <span class="faint num no">{words::number(locale, &request.number)}</span>
            <a class="t clip" href=href dir="auto">{request.title.clone()}</a>
            <span class="dept clip">
                {holder.map(|holder| ItemMark::Department(*holder.0.as_bytes()).view(""))}
                <span class="clip" dir="auto">{holder_name}</span>
            </span>
            <span class="tag" dir="auto">{state}</span>
            <span class="num faint age">{words::age(locale, since)}</span>
            {match request.assignee {
                Some(person) => {
                    let name = words::person(&world, locale, person);
                    view! { <Avatar name=name id=*person.0.as_bytes() size=MarkSize::Small named=true /> }.into_any()
                }
                None => {
                    view! { <span class="av s none" role="img" aria-label=t(crate::i18n::board::nobody_yet)></span> }.into_any()
                }
            }}
        })
    };
    view! {
        <div class="rrow" class:pending=pending class:chosen=is_open>
            {line}
            {act.map(|act| view! { <span class="act">{act}</span> })}
        </div>
    }
    .into_any()
}
