//! Who is in a department, and what they are there.

use leptos::prelude::*;
use weft_domain::{
    Department, DepartmentId, EndMembership, Field, Membership, MembershipId, MembershipRole, PersonId,
    SetMembership, World, limits::NAME_CHARS_MAX,
};

use super::super::address::Open;
use super::super::form::{Refused, choices, name_of, value_of};
use super::super::names::{MEMBERSHIP_ROLES, membership_role};
use super::super::{Desk, find, use_desk};
use super::create::footer;
use crate::i18n::{common, directory as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::{CLOSE, PLUS};
use crate::ui::{
    Avatar, Button, ButtonKind, ComboItem, Combobox, Dialog, IconButton, MarkSize, Select, TextField,
};

/// Members shown at first; the rest on request.
const SHOWN_FIRST: usize = 30;

/// A membership as the list shows it.
#[derive(Clone, PartialEq, Eq)]
struct Member {
    row: Membership,
    name: String,
}

/// The members, leads first.
#[component]
pub(super) fn Members(id: DepartmentId) -> impl IntoView {
    let desk = use_desk();
    let adding = RwSignal::new(false);
    let all = RwSignal::new(false);
    let members =
        Memo::new(move |_| desk.hands.replica().read(&[Topic::Around(id)], |world| members_of(world, id)));
    let may = Memo::new(move |_| may_change(desk, id));
    let shown = move || {
        let count = if all.get() { usize::MAX } else { SHOWN_FIRST };
        members.with(|members| members.iter().take(count).cloned().collect::<Vec<_>>())
    };
    let hidden = move || if all.get() { 0 } else { members.with(Vec::len).saturating_sub(SHOWN_FIRST) };
    view! {
        <section class="block">
            <div class="dir-section">
                <h3>{t(text::people)} " " <span class="faint num">{move || members.with(Vec::len)}</span></h3>
                {move || {
                    may.get()
                        .then(|| {
                            view! {
                                <Button small=true kind=ButtonKind::Plain lead=PLUS on_press=move || adding.set(true)>
                                    {t(common::add)}
                                </Button>
                            }
                        })
                }}
            </div>
            <ul class="dir-items">
                <For
                    each=shown
                    key=|member| (member.row.clone().id, member.row.role, member.row.title.clone(), member.name.clone())
                    children=move |member| line(desk, member, may)
                />
            </ul>
            {move || {
                let hidden = hidden();
                (hidden > 0)
                    .then(|| {
                        view! {
                            <Button small=true on_press=move || all.set(true)>
                                {t(move |locale| text::more_people(locale, hidden))}
                            </Button>
                        }
                    })
            }}
            <AddMember id=id open=adding />
        </section>
    }
}

fn members_of(world: &World, id: DepartmentId) -> Vec<Member> {
    let member = |row: &Membership| {
        let person = world.person(row.person).present().filter(|person| !person.is_retired)?;
        Some(Member { row: row.clone(), name: person.name.clone() })
    };
    let mut members: Vec<_> = world.members_of(id).filter_map(member).collect();
    members.sort_by_cached_key(|member| (std::cmp::Reverse(member.row.role), member.name.to_lowercase()));
    members
}

fn may_change(desk: Desk, id: DepartmentId) -> bool {
    let is_active = desk.hands.replica().read(&[Topic::Row(id.into())], |world| {
        world.department(id).present().is_some_and(Department::is_active)
    });
    let anybody = set(id, PersonId(id.0), MembershipRole::Member, String::new(), MembershipId(id.0));
    is_active && desk.hands.may(anybody)
}

fn set(
    department: DepartmentId,
    person: PersonId,
    role: MembershipRole,
    title: String,
    id: MembershipId,
) -> SetMembership {
    SetMembership { id, person, department, role, title }
}

fn line(desk: Desk, member: Member, may: Memo<bool>) -> AnyView {
    let Member { row, name } = member;
    let (id, person, department, role) = (row.id, row.person, row.department, row.role);
    let (title, said) = (StoredValue::new(row.title.clone()), name.clone());
    let label = name.clone();
    let change = move |role: MembershipRole| {
        let command = set(department, person, role, title.get_value(), id);
        desk.hands.send_saying(command, text::saved(desk.hands.locale()).to_owned());
    };
    let leave = move || {
        let done = text::took_out(desk.hands.locale(), &said);
        desk.hands.send_saying(EndMembership { person, department }, done);
    };
    let leave = Callback::new(move |()| leave());
    view! {
        <li>
            <Avatar name=name.clone() id=person.0.into_bytes() size=MarkSize::Small />
            <span class="dir-item-text">
                <button type="button" class="dir-link clip" dir="auto" on:click=move |_| desk.open(Open::Person(person))>{name}</button>
                <span class="clip faint small" dir="auto">{row.title}</span>
            </span>
            {move || {
                if may.get() {
                    let label = label.clone();
                    view! {
                        <RoleSelect
                            label=t(move |locale| text::role_of(locale, &label))
                            role=role
                            on_change=move |role| change(role)
                        />
                        <IconButton path=CLOSE label=t(text::take_out) small=true on_press=move || leave.run(()) />
                    }
                        .into_any()
                } else {
                    view! { <span class="faint small">{t(move |locale| membership_role(locale, role))}</span> }.into_any()
                }
            }}
        </li>
    }
    .into_any()
}

/// A role in a department, within a line: no label but its name.
#[component]
pub(in super::super) fn RoleSelect(
    /// Its name.
    #[prop(into)]
    label: TextProp,
    /// The role.
    role: MembershipRole,
    /// Called with another.
    #[prop(into)]
    on_change: Callback<(MembershipRole,)>,
) -> impl IntoView {
    let locale = use_locale();
    let option = move |(value, name): (MembershipRole, &'static str)| {
        view! { <option value=name selected=value == role>{move || membership_role(locale.get(), value)}</option> }
    };
    view! {
        <select
            class="select dir-role"
            aria-label=label
            on:change=move |event| {
                if let Some(role) = value_of(&MEMBERSHIP_ROLES, &event_target_value(&event)) {
                    on_change.run((role,));
                }
            }
        >
            {MEMBERSHIP_ROLES.into_iter().map(option).collect_view()}
        </select>
    }
}

/// Puts somebody of the directory into the department.
#[component]
fn AddMember(id: DepartmentId, open: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let person = RwSignal::new(None::<ComboItem>);
    let tried = RwSignal::new(false);
    let locale = use_locale();
    let missing = Signal::derive(move || {
        let is_missing = tried.get() && person.with(Option::is_none);
        is_missing.then(|| common::required(locale.get()).to_owned())
    });
    let role = RwSignal::new(name_of(&MEMBERSHIP_ROLES, MembershipRole::Member));
    let title = RwSignal::new(String::new());
    let refused = Refused::new();
    let form = crate::ui::fresh_id("member");
    let footer_form = form.clone();
    let find = move |words: String| find::people(&desk.hands.replica().world(), &words);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(who) = person.with_untracked(|item| item.as_ref().and_then(|item| item.id.parse().ok()))
        else {
            tried.set(true);
            return crate::access::focus_first_error();
        };
        let role = value_of(&MEMBERSHIP_ROLES, &role.read_untracked()).unwrap_or_default();
        let new = MembershipId(desk.hands.dispatch().new_id().0);
        if refused.note(desk.hands.try_send(set(id, who, role, title.get_untracked(), new))) {
            person.set(None);
            title.set(String::new());
            tried.set(false);
            open.set(false);
        }
    };
    let max = u32::try_from(NAME_CHARS_MAX).ok();
    view! {
        <Dialog open=open title=t(text::add_member) footer=move || footer(open, footer_form.clone(), common::add)>
            <form id=form.clone() class="dialog-form" on:submit=submit>
                <Combobox label=t(text::person) find=find value=person placeholder=t(text::find_person) error=missing />
                <Select label=t(text::role) options=choices(&MEMBERSHIP_ROLES, membership_role) value=role hint=t(text::role_hint) />
                <TextField label=t(text::job_title) value=title error=refused.of(Field::Title) max=max.unwrap_or_default() />
                {refused.rest(&[Field::Title])}
            </form>
        </Dialog>
    }
}
