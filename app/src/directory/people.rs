//! The people, as a table of which only the window is mounted.

use std::collections::HashSet;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use weft_domain::{
    AddPerson, DepartmentId, Field, Kind, Membership, MembershipId, MembershipRole, OrganisationRole,
    PersonId, SetMembership, World,
};

use super::address::{Address, Open, RoleFilter};
use super::cursor::Cursor;
use super::department::{DepartmentField, footer};
use super::form::Refused;
use super::{Desk, names, tree, use_desk};
use crate::hands::use_hands;
use crate::i18n::{common, directory as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::{ARCHIVE, USERS};
use crate::ui::{
    Avatar, ComboItem, Dialog, EmptyState, MarkSize, Menu, MenuItem, Tag, TextField, VirtualList, icon_small,
};

/// The height of a row in pixels.
const ROW_PX: u32 = 44;

/// Provides the form for a new person.
pub(super) fn provide_adding() -> RwSignal<bool> {
    RwSignal::new(false)
}

/// The table.
#[component]
pub(super) fn People() -> impl IntoView {
    let desk = use_desk();
    let rows = Memo::new(move |_| {
        let address = desk.address.get();
        let replica = desk.hands.replica();
        // Who is where matters only to those who filter by it.
        let filtered = address.within.is_some() || matches!(address.role, Some(RoleFilter::InDepartment(_)));
        let topics = [Topic::Kind(Kind::Person), Topic::Kind(Kind::Membership), Topic::Kind(Kind::Contact)];
        replica.read(if filtered { &topics } else { &topics[..1] }, |world| people(world, &address))
    });
    let count = Signal::derive(move || rows.with(Vec::len));
    let cursor = Cursor::new(count);
    let on_key = move |event: KeyboardEvent| {
        let at = cursor.at.get_untracked();
        if !cursor.key(&event)
            && event.key() == "Enter"
            && let Some(id) = rows.with_untracked(|rows| rows.get(at).copied())
        {
            event.prevent_default();
            desk.open(Open::Person(id));
        }
    };
    let row = move |at: usize| {
        let id = Memo::new(move |_| rows.with(|rows| rows.get(at).copied()));
        (move || id.get().map(|id| person_row(desk, cursor, at, id))).into_any()
    };
    let is_filtered = move || {
        desk.address.with(|address| *address != Address { open: address.open, ..Address::of(address.tab) })
    };
    let empty = move || {
        if is_filtered() {
            return tree::nothing(desk);
        }
        view! {
            <div class="dir-empty">
                <EmptyState title=t(text::no_people) body=t(text::no_people_note) />
            </div>
        }
        .into_any()
    };
    view! {
        <div class="dir-list">
            <div class="dir-head people-grid" aria-hidden="true">
                <span>{t(text::name)}</span>
                <span class="wide2">{t(text::departments)}</span>
                <span class="wide2">{t(text::organisation_roles)}</span>
            </div>
            <Show when=move || { count.get() > 0 } fallback=empty>
                <VirtualList
                    label=t(text::people)
                    count=count
                    row_px=ROW_PX
                    role="grid"
                    active=cursor.active()
                    reveal=cursor.reveal()
                    row=row
                    on:keydown=on_key
                />
            </Show>
        </div>
    }
}

/// Who is shown, by name.
fn people(world: &World, address: &Address) -> Vec<PersonId> {
    let words = address.words.trim().to_lowercase();
    let within = address.within.map(|department| below(world, department));
    let is_within = |id: PersonId| {
        within
            .as_ref()
            .is_none_or(|within| world.memberships_of(id).any(|row| within.contains(&row.department)))
    };
    let has_role = |row: &weft_domain::Person| match address.role {
        None => true,
        Some(RoleFilter::Across(role)) => row.roles.has(role),
        Some(RoleFilter::InDepartment(role)) => {
            world.memberships_of(row.id).any(|membership| membership.role == role)
        }
    };
    let mail = |id: PersonId| {
        world.contact(id).present().is_some_and(|row| row.email.to_lowercase().contains(&words))
    };
    let mut found: Vec<(String, PersonId)> = world
        .people()
        .filter(|row| (address.with_retired || !row.is_retired) && !row.is_erased() && has_role(row))
        .map(|row| (row.name.to_lowercase(), row.id))
        .filter(|(name, id)| (name.contains(&words) || mail(*id)) && is_within(*id))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}

/// A department and all below it.
fn below(world: &World, department: DepartmentId) -> HashSet<DepartmentId> {
    let mut all = HashSet::from([department]);
    let mut ahead = vec![department];
    while let Some(at) = ahead.pop() {
        for child in world.children(Some(at)) {
            if all.insert(child.id) {
                ahead.push(child.id);
            }
        }
    }
    all
}

fn person_row(desk: Desk, cursor: Cursor, at: usize, id: PersonId) -> AnyView {
    let locale = use_locale();
    let replica = desk.hands.replica();
    let (person_replica, place_replica) = (replica.clone(), replica);
    let person = Memo::new(move |_| {
        person_replica.read(&[Topic::Row(id.into())], |world| world.person(id).present().cloned())
    });
    let places = move || {
        place_replica.read(&[Topic::Memberships(id)], |world| {
            let place = |row: &Membership| {
                let department = names::department(world, locale.get(), row.department);
                let title = if row.title.is_empty() {
                    names::membership_role(locale.get(), row.role)
                } else {
                    &row.title
                };
                format!("{department} · {title}")
            };
            world.memberships_of(id).map(place).collect::<Vec<_>>().join(", ")
        })
    };
    let pending_replica = desk.hands.replica();
    let is_chosen = Memo::new(move |_| desk.address.with(|address| address.open == Some(Open::Person(id))));
    let roles = move || {
        let roles: Vec<OrganisationRole> =
            person.with(|row| row.as_ref().map(|row| row.roles.iter().collect()).unwrap_or_default());
        roles
            .into_iter()
            .map(|role| view! { <Tag>{t(move |locale| names::organisation_role(locale, role))}</Tag> })
            .collect_view()
    };
    let name = Signal::derive(move || {
        person.with(|row| row.as_ref().map(|row| row.name.clone()).unwrap_or_default())
    });
    let is_retired = move || person.with(|row| row.as_ref().is_some_and(|row| row.is_retired));
    let open = move |_| {
        cursor.at.set(at);
        desk.open(Open::Person(id));
    };
    view! {
        <div
            role="row"
            id=cursor.id(at)
            class="dir-row people-grid"
            class:at=move || cursor.is_at(at)
            class:faded=is_retired
            aria-rowindex=at + 1
            aria-selected=move || is_chosen.get().to_string()
            on:click=open
        >
            <span role="gridcell" class="dir-cell">
                <Avatar name=name id=id.0.into_bytes() size=MarkSize::Small />
                <span class="clip" class:pending=move || pending_replica.is_pending(id.into()) dir="auto">{name}</span>
                {move || is_retired().then(|| view! { <Tag>{t(text::person_retired)}</Tag> })}
            </span>
            <span role="gridcell" class="wide2 clip faint" dir="auto">{places}</span>
            <span role="gridcell" class="wide2 row">{roles}</span>
        </div>
    }
    .into_any()
}

/// Filters by department and by role.
#[component]
pub(super) fn Filters() -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let role_word = move |role: RoleFilter| {
        t(move |locale| match role {
            RoleFilter::InDepartment(role) => names::membership_role(locale, role),
            RoleFilter::Across(role) => names::organisation_role(locale, role),
        })
    };
    let role = Memo::new(move |_| desk.address.with(|address| address.role));
    let within = move || {
        let id = desk.address.with(|address| address.within)?;
        Some(names::department(&desk.hands.replica().world(), locale.get(), id))
    };
    let choose = move |role: Option<RoleFilter>| desk.go(|address| address.role = role);
    let roles = move || {
        let item = |of: RoleFilter| {
            let checked = Signal::derive(move || role.get() == Some(of));
            view! { <MenuItem checked=checked on_press=move || choose(Some(of))>{role_word(of)}</MenuItem> }
        };
        let none = Signal::derive(move || role.get().is_none());
        view! {
            <MenuItem checked=none on_press=move || choose(None)>{t(text::any_role)}</MenuItem>
            {RoleFilter::ALL.into_iter().map(item).collect_view()}
        }
        .into_any()
    };
    let role_button = move || {
        view! {
            {icon_small(USERS)}
            {move || match role.get() {
                Some(role) => view! { <b>{role_word(role)}</b> }.into_any(),
                None => t(text::any_role).into_any(),
            }}
        }
    };
    view! {
        <Menu label=t(text::role) button_class="chip" button=role_button>{roles()}</Menu>
        {move || {
            within()
                .map(|name| {
                    view! {
                        <button type="button" class="chip" aria-pressed="true" on:click=move |_| desk.go(|address| address.within = None)>
                            {icon_small(ARCHIVE)}
                            <b class="clip" dir="auto">{name}</b>
                            {icon_small(crate::ui::icon::CLOSE)}
                        </button>
                    }
                })
        }}
    }
}

/// The form of a new person.
#[component]
pub(super) fn AddDialog(open: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let hands = use_hands();
    let (name, email) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let department = RwSignal::new(None::<ComboItem>);
    let refused = Refused::new();
    let form = crate::ui::fresh_id("person");
    let footer_form = form.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let id = PersonId(hands.dispatch().new_id().0);
        let address = email.with_untracked(|email| email.trim().to_owned());
        let command =
            AddPerson { id, name: name.get_untracked(), email: (!address.is_empty()).then_some(address) };
        let said = text::added(hands.locale(), command.name.trim());
        if !refused.note(hands.try_send(command)) {
            return;
        }
        let place = department.with_untracked(|item| item.as_ref().and_then(|item| item.id.parse().ok()));
        if let Some(department) = place {
            let role = MembershipRole::Member;
            let membership = MembershipId(hands.dispatch().new_id().0);
            let command =
                SetMembership { id: membership, person: id, department, role, title: String::new() };
            if let Err(refusal) = hands.try_send(command) {
                hands.say(hands.words(&refusal));
            }
        }
        open.set(false);
        name.set(String::new());
        email.set(String::new());
        hands.say(said);
        desk.open(Open::Person(id));
    };
    view! {
        <Dialog open=open title=t(text::new_person) footer=move || footer(open, footer_form.clone(), common::add)>
            <form id=form.clone() class="dialog-form" novalidate on:submit=submit>
                <TextField label=t(text::name) value=name error=refused.of(Field::Name) />
                <TextField label=t(text::email_optional) value=email kind="email" error=refused.of(Field::Email) hint=t(text::email_hint) />
                <DepartmentField label=t(text::department) value=department placeholder=t(text::choose_department) />
                {refused.rest(&[Field::Name, Field::Email])}
            </form>
        </Dialog>
    }
}
