//! `/search?q=`: requests by words and operators, from this device at once and from the server when
//! it answers. The command palette finds the same.

use std::time::Duration;

use leptos::prelude::*;
use weft_domain::search::Query;
use weft_domain::{Kind, PersonId, Request, RequestId, World};
use weft_sync::message::Ask;

use crate::hands::{Hands, use_hands};
use crate::i18n::{Locale, request as request_text, search as text, t, use_locale};
use crate::replica::{Connection, Topic, use_replica};
use crate::request::address::{Address, use_address};
use crate::request::row::{self, Age, Fetched};
use crate::request::trail::leave_trail;
use crate::request::{PANEL_PX, panel_of, words};
use crate::shell::{KeyHint, Page, PaletteEntry, PaletteGroup, use_keys, use_palette, use_palette_search};
use crate::ui::icon::{CIRCLE_HELP, SEARCH};
use crate::ui::internal::focus;
use crate::ui::{EmptyState, ItemMark, Popover, VirtualList, icon_small};

/// How long typing rests before the server is asked.
const ASK_AFTER: Duration = Duration::from_millis(250);
/// Requests the palette lists; the search page lists all.
const IN_PALETTE_MAX: usize = 8;

/// What the server answered to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answered {
    query: String,
    order: Vec<RequestId>,
    total: u32,
    hidden: u32,
}

/// The search page.
#[component]
pub fn SearchPage() -> impl IntoView {
    let (hands, address) = (use_hands(), use_address());
    let query = Memo::new(move |_| address.get("q").unwrap_or_default());
    let (answered, fetched) = (RwSignal::new(None::<Answered>), Fetched::new());
    Effect::new(move |_| {
        let said = query.get();
        if !said.trim().is_empty() {
            ask(hands, said, answered, fetched);
        }
    });
    let replica = hands.replica();
    let found = Memo::new(move |_| {
        let said = query.get();
        let topics = [Topic::Kind(Kind::Request)];
        let Some(me) = replica.me().get() else { return Vec::new() };
        let here = replica.read(&topics, |world| local(world, me, &said));
        answered.with(|answered| match answered.as_ref().filter(|answered| answered.query == said) {
            Some(answered) => joined(&answered.order, here),
            None => here,
        })
    });
    let count = Signal::derive(move || found.with(Vec::len));
    let (locale, field) = (use_locale(), NodeRef::<leptos::html::Input>::new());
    leave_trail(address, move || text::search(locale.get()).to_owned(), move || found.get());
    row::offer_keys(t(text::search));
    let type_here = Callback::new(move |()| {
        if let Some(field) = field.get_untracked() {
            focus(&field);
            field.select();
        }
    });
    use_keys(t(text::search), vec![KeyHint::run("/", text::search_requests, type_here)]);
    view! {
        <Page
            title=t(text::search)
            tabs=move || note(hands, query, count, answered)
            sub=move || bar(address, query, field)
            panel=panel_of(address)
            panel_open=Signal::derive(move || address.has("request"))
            on_panel_close=move || address.set("request", None, false)
            panel_label=t(request_text::request)
            panel_px=PANEL_PX
            class="rows-body"
        >
            {results(hands, address, query, found, fetched)}
        </Page>
    }
}

fn ask(hands: Hands, query: String, answered: RwSignal<Option<Answered>>, fetched: Fetched) {
    hands.dispatch().ask(Ask::Search { query: query.clone() }, move |answer| {
        fetched.take(&answer);
        let requests = answer.order.iter().filter(|key| key.kind == Kind::Request);
        let order = requests.map(|key| RequestId(key.id)).collect();
        // The page may be gone when the answer comes.
        let _ = answered.try_set(Some(Answered { query, order, total: answer.total, hidden: answer.hidden }));
    });
}

/// What this device knows of a query: open ones first, the last moved on top.
fn local(world: &World, me: PersonId, said: &str) -> Vec<RequestId> {
    let query = Query::parse(said);
    if query.is_empty() {
        return Vec::new();
    }
    let body = |request: &Request| world.request_text(request.id).present().map(|text| text.body.as_str());
    let hits = world.requests().filter(|request| query.matches(world, me, request, body(request)));
    let mut hits: Vec<_> =
        hits.map(|request| (!request.is_open(), std::cmp::Reverse(request.moved_at), request.id)).collect();
    hits.sort_unstable();
    hits.into_iter().map(|(.., id)| id).collect()
}

/// The server's order first; what only this device has, such as work not yet sent, after it.
fn joined(order: &[RequestId], here: Vec<RequestId>) -> Vec<RequestId> {
    let mut seen: std::collections::BTreeSet<RequestId> = order.iter().copied().collect();
    order.iter().copied().chain(here.into_iter().filter(|id| seen.insert(*id))).collect()
}

fn note(
    hands: Hands,
    query: Memo<String>,
    count: Signal<usize>,
    answered: RwSignal<Option<Answered>>,
) -> AnyView {
    let connection = hands.replica().connection();
    let said = t(move |locale| {
        let asked = query.get();
        if asked.trim().is_empty() {
            return String::new();
        }
        let found = text::found(locale, count.get());
        let about = answered.with(|answered| {
            answered.as_ref().filter(|answered| answered.query == asked).map(|answered| {
                let is_cut = usize::try_from(answered.total).unwrap_or(usize::MAX) > answered.order.len();
                let cut = is_cut.then(|| text::cut(locale, answered.total));
                let hidden = (answered.hidden > 0).then(|| text::hidden(locale, answered.hidden));
                cut.into_iter().chain(hidden).collect::<Vec<_>>().join(" · ")
            })
        });
        match (about, connection.get()) {
            (Some(about), _) if about.is_empty() => found,
            (Some(about), _) => format!("{found} · {about}"),
            (None, Connection::Live) => format!("{found} · {}", text::asking(locale)),
            (None, _) => format!("{found} · {}", text::on_this_device(locale)),
        }
    });
    view! { <span class="note wide" role="status">{said}</span> }.into_any()
}

fn bar(address: Address, query: Memo<String>, field: NodeRef<leptos::html::Input>) -> AnyView {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let typed = move |said: String| {
        waiting.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
        let timer = set_timeout_with_handle(move || address.set("q", Some(said), true), ASK_AFTER);
        waiting.set_value(timer.ok());
    };
    view! {
        <label class="search find">
            {icon_small(SEARCH)}
            <input
                type="search"
                node_ref=field
                dir="auto"
                maxlength=weft_domain::search::QUERY_CHARS_MAX.to_string()
                aria-label=t(text::search_requests)
                placeholder=t(text::placeholder)
                value=query.get_untracked()
                prop:value=move || query.get()
                on:input=move |event| typed(event_target_value(&event))
            />
        </label>
        {operators()}
    }
    .into_any()
}

/// An operator with its values, and what it is about.
type Operator = (&'static str, fn(Locale) -> &'static str);

const OPERATORS: [Operator; 11] = [
    ("is:open  is:closed  is:mine  is:watched  is:unrouted", text::op_is),
    ("state:new  accepted  in_progress  waiting  resolved", text::op_state),
    ("to:IT", text::op_to),
    ("from:LEGAL", text::op_from),
    ("assignee:me  assignee:none  assignee:li", text::op_assignee),
    ("by:me", text::op_by),
    ("label:network", text::op_label),
    ("p:1", text::op_priority),
    ("kind:question  problem  complaint  suggestion", text::op_kind),
    ("\"second floor\"", text::op_quote),
    ("-state:waiting", text::op_not),
];

fn operators() -> AnyView {
    let button = || view! { {icon_small(CIRCLE_HELP)} {t(text::operators)} };
    let line = |(keys, what): Operator| {
        view! {
            <dt class="mono">{keys}</dt>
            <dd>{t(what)}</dd>
        }
    };
    view! {
        <Popover label=t(text::operators) button_class="chip" button=button>
            <div class="operators">
                <p class="note">{t(text::operators_what)}</p>
                <dl class="facts">{OPERATORS.into_iter().map(line).collect_view()}</dl>
            </div>
        </Popover>
    }
    .into_any()
}

fn results(
    hands: Hands,
    address: Address,
    query: Memo<String>,
    found: Memo<Vec<RequestId>>,
    fetched: Fetched,
) -> AnyView {
    let count = Signal::derive(move || found.with(Vec::len));
    let line = move |at: usize| {
        let id = Memo::new(move |_| found.with(|found| found.get(at).copied()));
        let shown = move |id| row::row(hands, address, id, Some(fetched), Age::Moved, None);
        (move || id.get().map(shown)).into_any()
    };
    let connection = hands.replica().connection();
    let row_px = row::row_px();
    let is_empty = Memo::new(move |_| (count.get() == 0, query.with(|query| query.trim().is_empty())));
    (move || match is_empty.get() {
        (false, _) => {
            view! { <VirtualList label=t(text::search_requests) count=count row_px=row_px row=line /> }
                .into_any()
        }
        (true, true) => lone(text::start, text::start_what),
        (true, false) if connection.get() == Connection::Offline => {
            lone(text::nothing, text::nothing_offline)
        }
        (true, false) => lone(text::nothing, text::nothing_what),
    })
    .into_any()
}

fn lone(title: fn(Locale) -> &'static str, body: fn(Locale) -> &'static str) -> AnyView {
    view! { <div class="lone"><EmptyState title=t(title) body=t(body) /></div> }.into_any()
}

/// Offers requests in the command palette as long as the caller lives: what this device knows, and
/// the way to the search page. Call it once, at the root, inside the shell.
pub fn offer_requests() {
    let address = use_address();
    let replica = use_replica();
    use_palette(move |locale| {
        let go = Callback::new(move |()| address.go("/search".to_owned()));
        let entry = PaletteEntry::new("go:/search", PaletteGroup::Go, text::search_requests(locale), go);
        vec![entry.mark(ItemMark::Icon(SEARCH))]
    });
    use_palette_search(move |said, locale| {
        let Some(me) = replica.me().get().filter(|_| !said.is_empty()) else { return Vec::new() };
        let world = replica.world();
        let entry = |id: RequestId| {
            let request = world.request(id).present()?;
            let path = words::path(request);
            let holder = request.provider.map(|id| words::department(&world, locale, id));
            let number = words::number(locale, &request.number);
            let hint = holder.map_or_else(|| number.clone(), |holder| format!("{number} · {holder}"));
            let run = Callback::new(move |()| address.go(path.clone()));
            let mark = request.provider.map_or(ItemMark::None, |id| ItemMark::Department(*id.0.as_bytes()));
            let id = format!("request:{id}");
            Some(
                PaletteEntry::new(id, PaletteGroup::Requests, request.title.clone(), run)
                    .hint(hint)
                    .mark(mark),
            )
        };
        let hits = local(&world, me, said);
        let mut found: Vec<_> = hits.into_iter().take(IN_PALETTE_MAX - 1).filter_map(entry).collect();
        let to = format!("/search?q={}", leptos_router::location::Url::escape(said));
        let run = Callback::new(move |()| address.go(to.clone()));
        let title = text::search_all(locale, said);
        found.push(
            PaletteEntry::new("request:search", PaletteGroup::Requests, title, run)
                .mark(ItemMark::Icon(SEARCH)),
        );
        found
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_order_comes_first_and_nothing_comes_twice() {
        let id = |n| RequestId::new_v7(n, [0; 16]);
        let all = joined(&[id(3), id(1)], vec![id(1), id(2)]);
        assert_eq!(all, [id(3), id(1), id(2)]);
    }
}
