//! One department, in the panel.

mod change;
mod create;
mod edit;
mod members;
mod needs;
mod split;

pub(crate) use create::{CreateDialog, Creating};
pub(super) use create::{DepartmentField, footer, provide_creating};
pub(super) use members::RoleSelect;

use leptos::prelude::*;
use leptos_router::components::A;
use weft_domain::{
    Department, DepartmentId, DepartmentState, Key, Kind, RestoreDepartment, RetireDepartment, World,
};

use super::address::{Address, Open, Tab};
use super::{names, use_desk};
use crate::hands::Hands;
use crate::history::History;
use crate::i18n::{Locale, common, directory as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::{ARCHIVE, EDIT, MERGE, MORE, PLUS, REPLY, SPLIT, UNDO};
use crate::ui::{
    Button, ButtonKind, Confirm, EmptyState, LinkButton, MarkSize, Menu, MenuItem, Tag, WeaveMark, icon,
};

/// A dialog about the department that is open in the panel.
#[derive(Clone, Copy)]
struct Dialogs {
    edit: RwSignal<bool>,
    relocate: RwSignal<bool>,
    merge: RwSignal<bool>,
    split: RwSignal<bool>,
    retire: RwSignal<bool>,
}

/// A department: what it is for, where it stands, who is in it, what it offers.
#[component]
pub(super) fn DepartmentPanel(id: DepartmentId) -> impl IntoView {
    let desk = use_desk();
    let row = Memo::new(move |_| {
        desk.hands.replica().read(&[Topic::Row(id.into())], |world| world.department(id).present().cloned())
    });
    view! {
        <Show when=move || row.with(Option::is_some) fallback=gone>
            <Known id=id row=Signal::derive(move || row.get()) />
        </Show>
    }
}

/// What the address names is not here.
pub(super) fn gone() -> AnyView {
    view! { <EmptyState title=t(text::not_here) body=t(text::not_here_note) drawn=false attr:class="empty dir-gone" /> }
        .into_any()
}

#[component]
fn Known(id: DepartmentId, row: Signal<Option<Department>>) -> impl IntoView {
    let desk = use_desk();
    let dialogs = Dialogs {
        edit: RwSignal::new(false),
        relocate: RwSignal::new(false),
        merge: RwSignal::new(false),
        split: RwSignal::new(false),
        retire: RwSignal::new(false),
    };
    let purpose = move || {
        let purpose = row.with(|row| row.as_ref().map(|row| row.purpose.clone()).unwrap_or_default());
        (!purpose.is_empty()).then(|| view! { <p class="voice dir-purpose" dir="auto">{purpose}</p> })
    };
    view! {
        <header class="dir-panel-head">
            <WeaveMark id=id.0.into_bytes() size=MarkSize::Large />
            <div class="dir-panel-title">
                <Path id=id />
                <h2 dir="auto">{title(row)}</h2>
            </div>
        </header>
        <Ended id=id row=row />
        {purpose}
        <Actions id=id row=row dialogs=dialogs />
        <Facts row=row />
        <members::Members id=id />
        <needs::NeedsOf id=id />
        <ServicesOf id=id />
        <History subject=Key::from(id) />
        <p class="dir-links">
            <A href=format!("/board/{id}")>{t(text::to_board)}</A>
            <A href=format!("/map?focus={id}")>{t(text::to_map)}</A>
        </p>
        <edit::EditDialog id=id open=dialogs.edit />
        <change::MoveDialog id=id open=dialogs.relocate />
        <change::MergeDialog id=id open=dialogs.merge />
        <split::SplitDialog id=id open=dialogs.split />
        <Confirm
            open=dialogs.retire
            title=t(move |locale| text::retire_question(locale, &name(desk.hands, locale, id)))
            body=t(text::retire_department_note)
            action=t(text::retire)
            danger=true
            on_confirm=move || {
                let done = text::retired(desk.hands.locale(), &name(desk.hands, desk.hands.locale(), id));
                desk.hands.send_saying(RetireDepartment { id }, done);
            }
        />
    }
}

fn title(row: Signal<Option<Department>>) -> impl Fn() -> Option<String> + Clone {
    let locale = use_locale();
    move || row.with(|row| row.as_ref().map(|row| row.name.get(locale.get()).to_owned()))
}

fn name(hands: Hands, locale: Locale, id: DepartmentId) -> String {
    names::department(&hands.replica().world(), locale, id)
}

/// The departments above it, the highest first, each a way there.
#[component]
fn Path(id: DepartmentId) -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let above = Memo::new(move |_| {
        desk.hands.replica().read(&[Topic::Kind(Kind::Department)], |world| {
            let mut above = world.ancestors(id);
            above.reverse();
            above.into_iter().map(|id| (id, names::department(world, locale.get(), id))).collect::<Vec<_>>()
        })
    });
    let step = move |(id, name): (DepartmentId, String)| {
        view! {
            <li>
                <button type="button" class="dir-link" dir="auto" on:click=move |_| desk.open(Open::Department(id))>{name}</button>
            </li>
        }
    };
    view! {
        <nav aria-label=t(text::path)>
            <ol class="dir-path">{move || above.get().into_iter().map(step).collect_view()}</ol>
        </nav>
    }
}

/// That it takes no part any more, and where it went.
#[component]
fn Ended(id: DepartmentId, row: Signal<Option<Department>>) -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let said = move |world: &World, row: &Department| names::ended(world, locale.get(), row);
    move || {
        let row = row.get().filter(|row| !row.is_active())?;
        let said = said(&desk.hands.replica().world(), &row)?;
        let into = match row.state {
            DepartmentState::Merged { into } => Some(into),
            DepartmentState::Active | DepartmentState::Retired => None,
        };
        let restore = move || {
            let done = text::restored(desk.hands.locale(), &name(desk.hands, desk.hands.locale(), id));
            desk.hands.send_saying(RestoreDepartment { id }, done);
        };
        let may = into.is_none() && desk.hands.may(RestoreDepartment { id });
        Some(view! {
            <div class="dir-notice">
                {icon(ARCHIVE)}
                <span>{said}</span>
                {into.map(|into| view! { <Button small=true on_press=move || desk.open(Open::Department(into))>{t(text::open)}</Button> })}
                {may.then(|| view! { <Button small=true lead=UNDO on_press=restore>{t(text::restore)}</Button> })}
            </div>
        })
    }
}

/// What the reader may do with it.
#[component]
fn Actions(id: DepartmentId, row: Signal<Option<Department>>, dialogs: Dialogs) -> impl IntoView {
    let desk = use_desk();
    let creating = expect_context::<Creating>();
    let below = move || {
        let world = desk.hands.replica().world();
        if let Some(row) = world.department(id).present() {
            creating.below(super::find::department_item(&world, desk.hands.locale(), row));
        }
    };
    let edits = Memo::new(move |_| desk.hands.may(edit::as_it_is(id)));
    let keeps = Memo::new(move |_| desk.hands.may(RetireDepartment { id }));
    let is_active = move || row.with(|row| row.as_ref().is_some_and(Department::is_active));
    move || {
        is_active().then(|| {
            view! {
                <div class="row wrap dir-hands">
                    <LinkButton kind=ButtonKind::Primary href=format!("/board/{id}?ask=1")>{t(text::ask)}</LinkButton>
                    {edits.get().then(|| view! { <Button lead=EDIT on_press=move || dialogs.edit.set(true)>{t(common::edit)}</Button> })}
                    {keeps
                        .get()
                        .then(|| {
                            view! {
                                <Menu label=t(common::more) button_class="btn icon" button_label=t(common::more) button=|| icon(MORE)>
                                    <MenuItem lead=PLUS on_press=below>{t(text::department_below)}</MenuItem>
                                    <MenuItem lead=REPLY on_press=move || dialogs.relocate.set(true)>{t(text::move_to)}</MenuItem>
                                    <MenuItem lead=MERGE on_press=move || dialogs.merge.set(true)>{t(text::merge)}</MenuItem>
                                    <MenuItem lead=SPLIT on_press=move || dialogs.split.set(true)>{t(text::split)}</MenuItem>
                                    <MenuItem lead=ARCHIVE on_press=move || dialogs.retire.set(true)>{t(text::retire_more)}</MenuItem>
                                </Menu>
                            }
                        })}
                </div>
            }
        })
    }
}

/// Kind, key, channel, names in other languages.
#[component]
fn Facts(row: Signal<Option<Department>>) -> impl IntoView {
    let locale = use_locale();
    let fact = |name: fn(Locale) -> &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <dt>{t(name)}</dt><dd dir="auto">{value}</dd> })
    };
    move || {
        let row = row.get()?;
        let former: Vec<_> = row.former_keys.iter().map(|key| key.0.as_str()).collect();
        let names: Vec<_> = row
            .name
            .by_locale
            .iter()
            .filter(|(own, _)| **own != locale.get())
            .map(|(own, name)| (own.tag(), name.clone()))
            .collect();
        Some(view! {
            <dl class="facts dir-facts">
                {names.into_iter().map(|(lang, name)| view! { <dt>{t(text::also)}</dt><dd lang=lang dir="auto">{name}</dd> }).collect_view()}
                {fact(text::kind, names::kind_of(locale.get(), &row))}
                {fact(text::channel, row.channel.clone())}
                <dt>{t(text::key)}</dt>
                <dd class="mono">{row.key.0.clone()}</dd>
                {fact(text::former_keys, former.join(", "))}
            </dl>
        })
    }
}

/// What it offers.
#[component]
fn ServicesOf(id: DepartmentId) -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let offering = super::services::use_offering();
    let rows = Memo::new(move |_| {
        desk.hands.replica().read(&[Topic::Around(id)], |world| {
            let mut rows: Vec<_> = world
                .services_of(id)
                .map(|row| (row.id, row.name.get(locale.get()).to_owned(), row.state))
                .collect();
            rows.sort_by_cached_key(|(_, name, _)| name.to_lowercase());
            rows
        })
    });
    let is_active = move || {
        let topics = [Topic::Row(id.into())];
        desk.hands
            .replica()
            .read(&topics, |world| world.department(id).present().is_some_and(Department::is_active))
    };
    let may = Memo::new(move |_| is_active() && desk.hands.may(super::services::offer_by(id)));
    let item = move |(id, name, state): (weft_domain::ServiceId, String, weft_domain::ServiceState)| {
        let ended = state != weft_domain::ServiceState::Active;
        view! {
            <li>
                <button type="button" class="dir-link clip" dir="auto" on:click=move |_| desk.open(Open::Service(id))>{name}</button>
                {ended.then(|| view! { <Tag>{t(move |locale| names::service_state(locale, state))}</Tag> })}
            </li>
        }
    };
    view! {
        <section class="block">
            <div class="dir-section">
                <h3>{t(text::services)} " " <span class="faint num">{move || rows.with(Vec::len)}</span></h3>
                {move || {
                    may.get()
                        .then(|| {
                            view! {
                                <Button small=true kind=ButtonKind::Plain lead=PLUS on_press=move || offering.begin(Some(id))>
                                    {t(text::offer)}
                                </Button>
                            }
                        })
                }}
            </div>
            <ul class="dir-items">{move || rows.get().into_iter().map(item).collect_view()}</ul>
            <button
                type="button"
                class="dir-link small"
                on:click=move |_| {
                    desk.go(|address| {
                        *address = Address { within: Some(id), open: address.open, ..Address::of(Tab::People) };
                    });
                }
            >
                {t(text::show_people_below)}
            </button>
        </section>
    }
}
