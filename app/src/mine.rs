//! `/mine`: what I asked for, what I work on, what I follow. Open ones first, the last moved on top.
//!
//! In the query: `list` (`asked`, `working`, `following`), `ended` and `request`.

use leptos::prelude::*;
use weft_domain::{Kind, PersonId, Request, RequestId, World};
use weft_sync::message::Ask;

use crate::hands::{Hands, use_hands};
use crate::i18n::{mine as text, request as request_text, shell, t, use_locale};
use crate::replica::{Topic, use_replica};
use crate::request::address::{Address, use_address};
use crate::request::row::{self, Age, Fetched};
use crate::request::trail::leave_trail;
use crate::request::{NewRequest, PANEL_PX, panel_of};
use crate::shell::{KeyHint, Page, PaletteEntry, PaletteGroup, use_keys, use_palette};
use crate::ui::icon::{CHECK, PLUS};
use crate::ui::{Button, ButtonKind, Choice, EmptyState, FilterChip, ItemMark, Tabs, VirtualList};

/// Which of my requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Asked,
    Working,
    Following,
}

impl List {
    const ALL: [Self; 3] = [Self::Asked, Self::Working, Self::Following];

    const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Working => "working",
            Self::Following => "following",
        }
    }

    fn named(name: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|list| Some(list.name()) == name).unwrap_or(Self::Asked)
    }

    fn holds(self, request: &Request, me: PersonId) -> bool {
        match self {
            Self::Asked => request.requester == Some(me),
            Self::Working => request.assignee == Some(me),
            Self::Following => request.watchers.contains(&me),
        }
    }
}

/// What one list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Found {
    /// Open ones first, then the ended ones if they are wanted.
    shown: Vec<RequestId>,
    open: usize,
    all: usize,
}

fn found(world: &World, me: PersonId, list: List, with_ended: bool, fetched: Fetched) -> Found {
    let line = |request: &Request| (!request.is_open(), std::cmp::Reverse(request.moved_at), request.id);
    let mut rows: Vec<_> = world.requests().filter(|request| list.holds(request, me)).map(line).collect();
    // Those that ended some time ago are not in the replica.
    fetched.each_beyond(world, |request| {
        if list.holds(request, me) {
            rows.push(line(request));
        }
    });
    let all = rows.len();
    let open = rows.iter().filter(|(is_done, ..)| !is_done).count();
    if !with_ended {
        rows.retain(|(is_done, ..)| !is_done);
    }
    rows.sort_unstable();
    Found { shown: rows.into_iter().map(|(.., id)| id).collect(), open, all }
}

/// The reader's own requests.
#[component]
pub fn MinePage() -> impl IntoView {
    let (hands, address) = (use_hands(), use_address());
    let (answered, fetched) = (RwSignal::new(None::<u32>), Fetched::new());
    Effect::new(move |_| {
        hands.dispatch().ask(Ask::Mine, move |answer| {
            fetched.take(&answer);
            // The page may be gone when the answer comes.
            let rows = u32::try_from(answer.rows.len()).unwrap_or(u32::MAX);
            let _ = answered.try_set(Some(answer.total.saturating_sub(rows)));
        });
    });
    let list = Memo::new(move |_| List::named(address.get("list").as_deref()));
    let with_ended = Memo::new(move |_| address.has("ended"));
    let lists = List::ALL.map(|list| of_list(list, fetched));
    let shown = Memo::new(move |_| {
        let (with_ended, at) = (with_ended.get(), List::ALL.iter().position(|each| *each == list.get()));
        lists[at.unwrap_or(0)].with(|both| if with_ended { both.1.clone() } else { both.0.clone() })
    });
    let adding = RwSignal::new(false);
    offer(address, adding);
    let locale = use_locale();
    leave_trail(
        address,
        move || shell::mine(locale.get()).to_owned(),
        move || shown.with(|found| found.shown.clone()),
    );
    let note = t(move |locale| {
        let said = shown.with(|found| text::summary(locale, found.open, found.all));
        match answered.get() {
            Some(more) if more > 0 => format!("{said} · {}", text::more_there(locale, more)),
            _ => said,
        }
    });
    view! {
        <Page
            title=t(shell::mine)
            tabs=move || view! { <span class="note wide" role="status">{note.clone()}</span> }
            actions=move || {
                view! {
                    <Button
                        kind=ButtonKind::Primary
                        lead=PLUS
                        collapse=t(request_text::new_request)
                        on_press=move || adding.set(true)
                    >
                        {t(request_text::new_request)}
                    </Button>
                }
            }
            sub=move || bar(address, list, with_ended, lists)
            panel=panel_of(address)
            panel_open=Signal::derive(move || address.has("request"))
            on_panel_close=move || address.set("request", None, false)
            panel_label=t(request_text::request)
            panel_px=PANEL_PX
            class="rows-body"
        >
            {rows(hands, address, list, shown, adding, fetched)}
            <NewRequest open=adding />
        </Page>
    }
}

/// The keys, and what the palette offers: the lists.
fn offer(address: Address, adding: RwSignal<bool>) {
    let ask = Callback::new(move |()| adding.set(true));
    row::offer_keys(t(shell::mine));
    use_keys(t(shell::group_do), vec![KeyHint::run("c", request_text::new_request, ask)]);
    use_palette(move |locale| {
        let view = |list: List| {
            let name = match list {
                List::Asked => text::asked(locale),
                List::Working => text::working(locale),
                List::Following => text::following(locale),
            };
            let show = Callback::new(move |()| address.set("list", Some(list.name().to_owned()), true));
            PaletteEntry::new(format!("mine:{}", list.name()), PaletteGroup::Views, name, show)
        };
        let ended = Callback::new(move |()| {
            let on = untrack(|| address.has("ended"));
            address.set("ended", (!on).then(|| "1".to_owned()), true);
        });
        let ask = PaletteEntry::new("ask", PaletteGroup::Do, request_text::new_request(locale), ask);
        let ended = PaletteEntry::new("mine:ended", PaletteGroup::Views, text::with_ended(locale), ended);
        let lists = List::ALL.into_iter().map(view);
        lists.chain([ended, ask.mark(ItemMark::Icon(PLUS)).key("C")]).collect()
    });
}

/// One list, without and with what has ended.
fn of_list(list: List, fetched: Fetched) -> Memo<(Found, Found)> {
    let replica = use_replica();
    Memo::new(move |_| {
        let Some(me) = replica.me().get() else { return Default::default() };
        let topics = [Topic::Kind(Kind::Request)];
        replica.read(&topics, |world| {
            let find = |with_ended| found(world, me, list, with_ended, fetched);
            (find(false), find(true))
        })
    })
}

fn bar(
    address: Address,
    list: Memo<List>,
    with_ended: Memo<bool>,
    lists: [Memo<(Found, Found)>; 3],
) -> AnyView {
    let count = move |at: usize| {
        Signal::derive(move || lists[at].with(|both| u32::try_from(both.0.open).unwrap_or(u32::MAX)))
    };
    let options = Signal::derive(move || {
        vec![
            Choice::new(List::Asked.name(), t(text::asked)).count(count(0)),
            Choice::new(List::Working.name(), t(text::working)).count(count(1)),
            Choice::new(List::Following.name(), t(text::following)).count(count(2)),
        ]
    });
    let value = Signal::derive(move || list.get().name().to_owned());
    let choose = move |name: String| {
        if name != list.get_untracked().name() {
            address.set("list", Some(name), true);
        }
    };
    view! {
        <Tabs label=t(text::which) options=options value=value on_change=choose />
        <span class="push"></span>
        <FilterChip
            on=with_ended
            lead=CHECK
            on_press=move || address.set("ended", (!with_ended.get_untracked()).then(|| "1".to_owned()), true)
        >
            {t(text::with_ended)}
        </FilterChip>
    }
    .into_any()
}

fn rows(
    hands: Hands,
    address: Address,
    list: Memo<List>,
    shown: Memo<Found>,
    adding: RwSignal<bool>,
    fetched: Fetched,
) -> AnyView {
    let count = Signal::derive(move || shown.with(|found| found.shown.len()));
    let line = move |at: usize| {
        let id = Memo::new(move |_| shown.with(|found| found.shown.get(at).copied()));
        let shown = move |id| row::row(hands, address, id, Some(fetched), Age::Moved, None);
        (move || id.get().map(shown)).into_any()
    };
    let (row_px, is_empty) = (row::row_px(), Memo::new(move |_| count.get() == 0));
    (move || {
        if !is_empty.get() {
            return view! { <VirtualList label=t(shell::mine) count=count row_px=row_px row=line /> }
                .into_any();
        }
        let empty = match list.get() {
            List::Asked => view! {
                <EmptyState title=t(text::asked_empty) body=t(text::asked_empty_what)>
                    <Button kind=ButtonKind::Primary lead=PLUS on_press=move || adding.set(true)>
                        {t(request_text::new_request)}
                    </Button>
                </EmptyState>
            }
            .into_any(),
            List::Working => {
                view! { <EmptyState title=t(text::working_empty) body=t(text::working_empty_what) /> }
                    .into_any()
            }
            List::Following => {
                view! { <EmptyState title=t(text::following_empty) body=t(text::following_empty_what) /> }
                    .into_any()
            }
        };
        view! { <div class="lone">{empty}</div> }.into_any()
    })
    .into_any()
}
