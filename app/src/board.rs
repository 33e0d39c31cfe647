//! The board: a team's requests in its own columns.
//!
//! Routes: [`BoardHome`] at `/board`, [`BoardPage`] at `/board/:department` (an id or a request key)
//! and [`InboxPage`] at `/inbox`. What they show is in the query: `q`, `mine`, `customer`, `label`,
//! `lanes`, `request` (the open one) and `ask` (the new request dialog).

mod card;
mod desk;
mod drag;
mod filter;
mod inbox;
mod keys;
mod layout;
mod settings;
mod subbar;
mod surface;

pub use inbox::InboxPage;

use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_params_map;
use weft_domain::{Department, DepartmentId, DepartmentState, RequestKey, SetColumns, World};
use weft_sync::message::{Ask, Place, Presence, Scope};

use crate::hands::{Hands, use_hands};
use crate::here::WhoIsHere;
use crate::i18n::{board as text, request as request_text, t, use_locale};
use crate::replica::{Connection, Topic, use_replica};
use crate::request::address::{Address, use_address};
use crate::request::trail::leave_trail;
use crate::request::{NewRequest, PANEL_PX, panel_of, pick, words};
use crate::shell::{KeyHint, Page, PaletteEntry, PaletteGroup, use_keys, use_palette};
use crate::ui::icon::{PLUS, SETTINGS};
use crate::ui::{
    Button, ButtonKind, ComboItem, Combobox, EmptyState, IconButton, IconPath, ItemMark, LinkButton, Popover,
    WeaveMark, close_float,
};
use desk::Desk;

/// `/board`: on to my first department's board, or the choice of one.
#[component]
pub fn BoardHome() -> impl IntoView {
    let replica = use_replica();
    let first = Memo::new(move |_| {
        let actor = replica.actor()?;
        let world = replica.world();
        // Where one works comes before where one only belongs.
        let mut mine: Vec<_> =
            actor.memberships.iter().map(|(id, role)| (std::cmp::Reverse(*role), *id)).collect();
        mine.sort_unstable();
        mine.into_iter()
            .map(|(_, id)| id)
            .find(|id| world.department(*id).present().is_some_and(Department::is_active))
    });
    move || match first.get() {
        Some(id) => view! { <Redirect path=format!("/board/{id}") /> }.into_any(),
        None => view! {
            <Page title=t(crate::i18n::shell::board)>
                <div class="lone">
                    <EmptyState title=t(text::no_board) body=t(text::no_board_what)>
                        {department_chooser(Callback::new(|_| {}))}
                    </EmptyState>
                </div>
            </Page>
        }
        .into_any(),
    }
}

/// `/board/:department`: one team's board.
#[component]
pub fn BoardPage() -> impl IntoView {
    let params = use_params_map();
    let replica = use_replica();
    let found = Memo::new(move |_| {
        let named = params.with(|params| params.get("department").unwrap_or_default());
        replica.read(&[Topic::Kind(weft_domain::Kind::Department)], |world| department_named(world, &named))
    });
    move || match found.get() {
        Some((id, None)) => untrack(|| board_screen(id)),
        Some((_, Some(into))) => view! { <Redirect path=format!("/board/{into}") /> }.into_any(),
        None => view! {
            <Page title=t(crate::i18n::shell::board)>
                <div class="lone">
                    <EmptyState title=t(text::no_such_board) body=t(text::no_such_board_what)>
                        {department_chooser(Callback::new(|_| {}))}
                    </EmptyState>
                </div>
            </Page>
        }
        .into_any(),
    }
}

/// The department that an id or a present or former request key names, and the one it became part
/// of, if it did.
fn department_named(world: &World, named: &str) -> Option<(DepartmentId, Option<DepartmentId>)> {
    let id = named.parse().ok().or_else(|| world.department_by_key(&RequestKey(named.to_uppercase())))?;
    let row = world.department(id).present()?;
    let into = if let DepartmentState::Merged { into } = row.state { Some(into) } else { None };
    Some((id, into))
}

fn board_screen(department: DepartmentId) -> AnyView {
    let (hands, address, locale) = (use_hands(), use_address(), use_locale());
    let words = RwSignal::new(address.get("q").unwrap_or_default());
    let desk = Desk::new(department, hands, address, subbar::filter_of(hands, address, words));
    let asked = open_scope(hands, department);
    drag::tell_selection(desk);
    let find = NodeRef::new();
    keys::offer(desk, Callback::new(move |()| subbar::focus(find)));
    let replica = hands.replica();
    let name = move || {
        let locale = locale.get();
        replica.read(&[Topic::Row(department.into())], |world| words::department(world, locale, department))
    };
    leave_trail(
        address,
        {
            let name = name.clone();
            move || name()
        },
        move || desk.layout.with(|layout| layout.in_order()),
    );
    let settings = RwSignal::new(false);
    let adding = RwSignal::new(false);
    offer_commands(adding, settings);
    let may_edit = move || hands.may(SetColumns { department, over: 0, columns: Vec::new() });
    view! {
        <Page
            title=name
            lead=move || view! { <WeaveMark id=*department.0.as_bytes() /> }
            tabs=move || view! { {note(desk, asked)} {switcher(address)} <WhoIsHere place=Place::Board(department) /> }
            actions=move || {
                view! {
                    {move || may_edit().then(|| view! { <IconButton path=SETTINGS label=t(text::settings) on_press=move || settings.set(true) /> })}
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
            sub=move || subbar::subbar(desk, words, find)
            panel=panel_of(address)
            panel_open=Signal::derive(move || address.has("request"))
            on_panel_close=move || address.set("request", None, false)
            panel_label=t(request_text::request)
            panel_px=PANEL_PX
            class="cloth-body"
        >
            {surface::surface(desk)}
            {move || {
                let is_bare = desk.layout.with(|layout| layout.piles.iter().all(|pile| pile.total == 0));
                (is_bare && desk.adding.get().is_none()).then(empty_board)
            }}
            <settings::BoardSettings open=settings desk=desk />
            <pick::PickDialog picker=desk.picker />
            <crate::request::ending::EndDialog ending=desk.ending />
            <NewRequest open=asking(address, adding) provider=Signal::stored(Some(department)) />
        </Page>
    }
    .into_any()
}

/// What the command palette offers on a board, and the key that asks this team.
fn offer_commands(adding: RwSignal<bool>, settings: RwSignal<bool>) {
    let ask = KeyHint::run("c", request_text::new_request, Callback::new(move |()| adding.set(true)));
    use_keys(t(crate::i18n::shell::group_do), vec![ask]);
    use_palette(move |locale| {
        let open = |id: &str, title: &str, icon: IconPath, dialog: RwSignal<bool>| {
            let run = Callback::new(move |()| dialog.set(true));
            PaletteEntry::new(id, PaletteGroup::Do, title, run).mark(ItemMark::Icon(icon))
        };
        vec![
            open("ask", request_text::new_request(locale), PLUS, adding).key("C"),
            open("board:settings", text::settings(locale), SETTINGS, settings),
        ]
    });
}

/// The new request dialog opens by its button or by `?ask=1` in the address, which goes with it.
fn asking(address: Address, adding: RwSignal<bool>) -> RwSignal<bool> {
    Effect::new(move |was_asked: Option<bool>| {
        let is_asked = address.has("ask");
        if is_asked && was_asked != Some(true) {
            adding.set(true);
        } else if is_asked && !adding.get() {
            address.set("ask", None, true);
        }
        is_asked
    });
    adding
}

fn empty_board() -> AnyView {
    view! {
        <div class="bare-board">
            <EmptyState title=t(text::empty) body=t(text::empty_what) />
        </div>
    }
    .into_any()
}

/// Asks for a board's requests while it is shown, and says in the presence lane where the reader
/// is. Answers how many there are in all, once that is known.
fn open_scope(hands: Hands, department: DepartmentId) -> RwSignal<Option<u32>> {
    let total = RwSignal::new(None);
    let scope = Scope::Board(Some(department));
    Effect::new(move |_| {
        let dispatch = hands.dispatch();
        dispatch.ask(Ask::Open(scope), move |answer| {
            // The screen may be gone when the answer comes.
            let _ = total.try_set(Some(answer.total));
        });
        dispatch.presence(Presence { place: Place::Board(department), pointer: None, gesture: None });
    });
    on_cleanup(move || {
        let dispatch = hands.dispatch();
        dispatch.close(scope);
        dispatch.presence(Presence { place: Place::Elsewhere, pointer: None, gesture: None });
    });
    total
}

/// How many are open and how many need the reader; and what is still on its way.
fn note(desk: Desk, asked: RwSignal<Option<u32>>) -> AnyView {
    let replica = StoredValue::new(desk.hands.replica());
    let department = desk.department;
    let counts = Memo::new(move |_| {
        replica.with_value(|replica| {
            let me = replica.me().get();
            replica.read(&[Topic::Board(Some(department))], |world| {
                let open = world.requests_held_by(Some(department)).filter(|request| request.is_open());
                open.fold((0_u32, 0_u32), |(all, mine), request| {
                    (all + 1, mine + u32::from(me.is_some() && request.assignee == me))
                })
            })
        })
    });
    let connection = desk.hands.replica().connection();
    let said = t(move |locale| {
        let (open, mine) = counts.get();
        let base = text::open_and_mine(locale, open, mine);
        match (asked.get(), connection.get()) {
            (None, Connection::Offline) => format!("{base} · {}", text::offline(locale)),
            (None, _) => format!("{base} · {}", text::asking(locale)),
            (Some(_), _) => base,
        }
    });
    view! { <span class="note wide" role="status">{said}</span> }.into_any()
}

/// The way to another team's board.
fn switcher(_: Address) -> AnyView {
    let button = || crate::ui::icon_small(crate::ui::icon::CHEVRON_DOWN);
    view! {
        <Popover
            label=t(text::other_board)
            button_class="btn plain icon small"
            button_label=t(text::other_board)
            button=button
        >
            <div class="switch">{department_chooser(Callback::new(|_| close_float()))}</div>
        </Popover>
    }
    .into_any()
}

/// A field that finds a department and leads to its board; below it, the reader's own.
fn department_chooser(chosen: Callback<(DepartmentId,)>) -> AnyView {
    let (address, replica, locale) = (use_address(), use_replica(), use_locale());
    let value = RwSignal::new(None::<ComboItem>);
    Effect::new(move |_| {
        let id = value.with(|value| value.as_ref().and_then(|item| item.id.parse().ok()));
        if let Some(id) = id {
            chosen.run((id,));
            address.go(format!("/board/{id}"));
        }
    });
    let finder = replica.clone();
    let find = move |words: String| pick::departments(&finder.world(), locale.get_untracked(), &words);
    let mine = move || {
        let locale = locale.get();
        let actor = replica.actor();
        let world = replica.world();
        let link = |id: DepartmentId| {
            let name = words::department(&world, locale, id);
            view! {
                <LinkButton href=format!("/board/{id}") kind=ButtonKind::Plain small=true>
                    {ItemMark::Department(*id.0.as_bytes()).view("")} " " <span dir="auto">{name}</span>
                </LinkButton>
            }
        };
        let own = actor.map(|actor| actor.memberships.into_keys().take(OWN_SHOWN_MAX).collect::<Vec<_>>());
        own.unwrap_or_default().into_iter().map(link).collect_view()
    };
    view! {
        <Combobox label=t(text::find_board) find=find value=value />
        <div class="own">{mine}</div>
    }
    .into_any()
}

/// The reader's own departments listed below the field that finds any.
const OWN_SHOWN_MAX: usize = 12;
