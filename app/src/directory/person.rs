//! One person, in the panel.

mod edit;
mod erase;
mod invite;

use leptos::prelude::*;
use weft_domain::{
    EndMembership, Field, Membership, MembershipId, MembershipRole, OrganisationRole, Person, PersonId,
    RenamePerson, RestorePerson, RetirePerson, SetMembership, SetRole,
};

use super::address::Open;
use super::department::{DepartmentField, RoleSelect, footer, gone};
use super::form::{Refused, choices, name_of, value_of};
use super::names::{MEMBERSHIP_ROLES, membership_role};
use super::{Desk, names, use_desk};
use crate::history::History;
use crate::i18n::{common, directory as text, person_name, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::{ARCHIVE, CLOSE, EDIT, PLUS, UNDO};
use crate::ui::{
    Avatar, Button, ButtonKind, ComboItem, Confirm, Dialog, IconButton, MarkSize, Select, Tag, TextField,
    icon,
};

/// A person: where they are, what they may do, how to let them in.
#[component]
pub(super) fn PersonPanel(id: PersonId) -> impl IntoView {
    let desk = use_desk();
    let row = Memo::new(move |_| {
        desk.hands.replica().read(&[Topic::Row(id.into())], |world| world.person(id).present().cloned())
    });
    view! {
        <Show when=move || row.with(Option::is_some) fallback=gone>
            <Known id=id row=Signal::derive(move || row.get()) />
        </Show>
    }
}

fn called(row: Signal<Option<Person>>) -> Signal<String> {
    let locale = use_locale();
    Signal::derive(move || {
        row.with(|row| row.as_ref().map(|row| person_name(locale.get(), row)).unwrap_or_default())
    })
}

fn head(id: PersonId, name: Signal<String>) -> impl IntoView {
    view! {
        <header class="dir-panel-head">
            <Avatar name=name id=id.0.into_bytes() size=MarkSize::Large />
            <div class="dir-panel-title">
                <h2 dir="auto">{name}</h2>
            </div>
        </header>
    }
}

#[component]
fn Known(id: PersonId, row: Signal<Option<Person>>) -> impl IntoView {
    let desk = use_desk();
    let (editing, retiring) = (RwSignal::new(false), RwSignal::new(false));
    let name = called(row);
    let is_erased = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(Person::is_erased)));
    let is_retired = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.is_retired)));
    let renames = Memo::new(move |_| desk.hands.may(RenamePerson { id, over: 0, name: String::new() }));
    let retires = Memo::new(move |_| desk.hands.may(RetirePerson { id }));
    let restores = Memo::new(move |_| desk.hands.may(RestorePerson { id }));
    let restore = move || {
        desk.hands
            .send_saying(RestorePerson { id }, text::restored(desk.hands.locale(), &name.get_untracked()));
    };
    view! {
        {head(id, name)}
        {move || {
            (is_retired.get() && !is_erased.get())
                .then(|| {
                    view! {
                        <div class="dir-notice">
                            {icon(ARCHIVE)} <span>{t(text::person_retired_note)}</span>
                            {restores.get().then(|| view! { <Button small=true lead=UNDO on_press=restore>{t(text::restore)}</Button> })}
                        </div>
                    }
                })
        }}
        <Email id=id />
        {move || {
            (!is_retired.get() && (renames.get() || retires.get()))
                .then(|| {
                    view! {
                        <div class="row wrap dir-hands">
                            {renames.get().then(|| view! { <Button lead=EDIT on_press=move || editing.set(true)>{t(common::edit)}</Button> })}
                            {retires
                                .get()
                                .then(|| {
                                    view! {
                                        <Button kind=ButtonKind::Plain lead=ARCHIVE on_press=move || retiring.set(true)>
                                            {t(text::retire_more)}
                                        </Button>
                                    }
                                })}
                        </div>
                    }
                })
        }}
        <Show when=move || !is_erased.get() fallback=erase::note>
            <Places id=id />
            <Roles id=id row=row />
            <invite::Invite id=id is_retired=is_retired />
            <erase::Erase id=id name=name />
        </Show>
        <History subject=weft_domain::Key::from(id) />
        <edit::EditDialog id=id open=editing />
        <Confirm
            open=retiring
            title=t(move |locale| text::retire_question(locale, &name.get()))
            body=t(text::retire_person_note)
            action=t(text::retire)
            danger=true
            on_confirm=move || {
                desk.hands.send_saying(RetirePerson { id }, text::retired(desk.hands.locale(), &name.get_untracked()));
            }
        />
    }
}

/// The address, for those who may see it: others do not have it here.
#[component]
fn Email(id: PersonId) -> impl IntoView {
    let desk = use_desk();
    let key = weft_domain::Key { kind: weft_domain::Kind::Contact, id: id.0 };
    let email = move || {
        let replica = desk.hands.replica();
        replica.read(&[Topic::Row(key)], |world| world.contact(id).present().map(|row| row.email.clone()))
    };
    move || {
        email().map(|email| {
            view! {
                <dl class="facts dir-facts">
                    <dt>{t(text::email)}</dt>
                    <dd>
                        <a href=format!("mailto:{email}") rel="external" dir="auto">{email.clone()}</a>
                    </dd>
                </dl>
            }
        })
    }
}

/// The departments they are in.
#[component]
fn Places(id: PersonId) -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let adding = RwSignal::new(false);
    let places = Memo::new(move |_| {
        desk.hands.replica().read(&[Topic::Memberships(id)], |world| {
            let place =
                |row: &Membership| (names::department(world, locale.get(), row.department), row.clone());
            let mut places: Vec<_> = world.memberships_of(id).map(place).collect();
            places.sort_by_cached_key(|(name, _)| name.to_lowercase());
            places
        })
    });
    let may_add = Memo::new(move |_| desk.hands.offers_services());
    view! {
        <section class="block">
            <div class="dir-section">
                <h3>{t(text::departments)} " " <span class="faint num">{move || places.with(Vec::len)}</span></h3>
                {move || {
                    may_add
                        .get()
                        .then(|| {
                            view! {
                                <Button small=true kind=ButtonKind::Plain lead=PLUS on_press=move || adding.set(true)>
                                    {t(common::add)}
                                </Button>
                            }
                        })
                }}
            </div>
            <ul class="dir-items">{move || places.get().into_iter().map(|(name, row)| place(desk, name, row)).collect_view()}</ul>
            <AddPlace id=id open=adding />
        </section>
    }
}

fn place(desk: Desk, name: String, row: Membership) -> AnyView {
    let Membership { id, person, department, role, title } = row;
    let set = {
        let title = title.clone();
        move |role: MembershipRole| SetMembership { id, person, department, role, title: title.clone() }
    };
    let may_set = desk.hands.may(set(role));
    let end = EndMembership { person, department };
    let may_end = desk.hands.may(end.clone());
    let left = name.clone();
    let label = name.clone();
    view! {
        <li>
            <crate::ui::WeaveMark id=department.0.into_bytes() size=MarkSize::Small />
            <span class="dir-item-text">
                <button type="button" class="dir-link clip" dir="auto" on:click=move |_| desk.open(Open::Department(department))>{name}</button>
                <span class="clip faint small" dir="auto">{title}</span>
            </span>
            {if may_set {
                view! {
                    <RoleSelect
                        label=t(move |locale| text::role_of(locale, &label))
                        role=role
                        on_change=move |role| {
                            desk.hands.send_saying(set(role), text::saved(desk.hands.locale()).to_owned());
                        }
                    />
                }
                    .into_any()
            } else {
                view! { <span class="faint small">{t(move |locale| membership_role(locale, role))}</span> }.into_any()
            }}
            {may_end
                .then(|| {
                    let leave = move || {
                        desk.hands.send_saying(end.clone(), text::took_out(desk.hands.locale(), &left));
                    };
                    view! { <IconButton path=CLOSE label=t(text::take_out) small=true on_press=leave /> }
                })}
        </li>
    }
    .into_any()
}

#[component]
fn AddPlace(id: PersonId, open: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let department = RwSignal::new(None::<ComboItem>);
    let role = RwSignal::new(name_of(&MEMBERSHIP_ROLES, MembershipRole::Member));
    let title = RwSignal::new(String::new());
    let refused = Refused::new();
    let form = crate::ui::fresh_id("place");
    let footer_form = form.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(department) =
            department.with_untracked(|item| item.as_ref().and_then(|item| item.id.parse().ok()))
        else {
            return;
        };
        let role = value_of(&MEMBERSHIP_ROLES, &role.read_untracked()).unwrap_or_default();
        let membership = MembershipId(desk.hands.dispatch().new_id().0);
        let title = title.get_untracked();
        if refused.note(desk.hands.try_send(SetMembership {
            id: membership,
            person: id,
            department,
            role,
            title,
        })) {
            open.set(false);
        }
    };
    view! {
        <Dialog open=open title=t(text::add_to_department) footer=move || footer(open, footer_form.clone(), common::add)>
            <form id=form.clone() class="dialog-form" on:submit=submit>
                <DepartmentField label=t(text::department) value=department placeholder=t(text::choose_department) />
                <Select label=t(text::role) options=choices(&MEMBERSHIP_ROLES, membership_role) value=role hint=t(text::role_hint) />
                <TextField label=t(text::job_title) value=title error=refused.of(Field::Title) />
                {refused.rest(&[Field::Title])}
            </form>
        </Dialog>
    }
}

/// Their roles across the organisation.
#[component]
fn Roles(id: PersonId, row: Signal<Option<Person>>) -> impl IntoView {
    let desk = use_desk();
    let held =
        move |role: OrganisationRole| row.with(|row| row.as_ref().is_some_and(|row| row.roles.has(role)));
    let line = move |role: OrganisationRole| {
        let may = Memo::new(move |_| desk.hands.may(SetRole { person: id, role, granted: !held(role) }));
        let toggle = move |_| {
            let granted = !held(role);
            desk.hands.send_saying(
                SetRole { person: id, role, granted },
                text::saved(desk.hands.locale()).to_owned(),
            );
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || held(role) checked=held(role) disabled=move || !may.get() on:change=toggle />
                <span>
                    {t(move |locale| names::organisation_role(locale, role))}
                    <span class="small faint dir-role-note">{t(move |locale| role_note(locale, role))}</span>
                </span>
            </label>
        }
    };
    let any_may = Memo::new(move |_| {
        OrganisationRole::ALL
            .iter()
            .any(|role| desk.hands.may(SetRole { person: id, role: *role, granted: !held(*role) }))
    });
    let tags = move || {
        let held = OrganisationRole::ALL.iter().copied().filter(|role| held(*role));
        held.map(|role| view! { <Tag>{t(move |locale| names::organisation_role(locale, role))}</Tag> })
            .collect_view()
    };
    let has_any = move || row.with(|row| row.as_ref().is_some_and(|row| !row.roles.is_empty()));
    move || {
        (any_may.get() || has_any()).then(|| {
            view! {
                <section class="block">
                    <h3>{t(text::organisation_roles)}</h3>
                    {if any_may.get() {
                        view! { <div class="dir-ticks">{OrganisationRole::ALL.iter().copied().map(line).collect_view()}</div> }.into_any()
                    } else {
                        view! { <div class="row wrap">{tags}</div> }.into_any()
                    }}
                </section>
            }
        })
    }
}

/// What a role is for, in a few words.
pub(crate) const fn role_note(locale: weft_domain::Locale, role: OrganisationRole) -> &'static str {
    match role {
        OrganisationRole::Admin => text::admin_note(locale),
        OrganisationRole::Steward => text::steward_note(locale),
        OrganisationRole::Leadership => text::leadership_note(locale),
        OrganisationRole::Auditor => text::auditor_note(locale),
    }
}
