//! One service, in the panel.

mod sight;

use leptos::prelude::*;
use weft_domain::{
    DepartmentId, DescribeService, Field, LocalText, ProvideService, Service, ServiceId, ServiceState,
    SetServiceState,
};

use super::address::Open;
use super::department::{DepartmentField, footer, gone};
use super::form::Refused;
use super::name_form::NameForm;
use super::{Desk, names, use_desk};
use crate::i18n::{common, directory as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::{ARCHIVE, CLOSE, EDIT, LOCK, PLUS, SERVICE, UNDO};
use crate::ui::{
    Button, ButtonKind, ComboItem, Dialog, IconButton, MarkSize, Tag, TextArea, WeaveMark, icon_large,
    icon_small,
};

/// A service: what it covers, who offers it, where it is in its life.
#[component]
pub(super) fn ServicePanel(id: ServiceId) -> impl IntoView {
    let desk = use_desk();
    let row = Memo::new(move |_| {
        desk.hands.replica().read(&[Topic::Row(id.into())], |world| world.service(id).present().cloned())
    });
    view! {
        <Show when=move || row.with(Option::is_some) fallback=gone>
            <Known id=id row=Signal::derive(move || row.get()) />
        </Show>
    }
}

#[component]
fn Known(id: ServiceId, row: Signal<Option<Service>>) -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let editing = RwSignal::new(false);
    let name = move || row.with(|row| row.as_ref().map(|row| row.name.get(locale.get()).to_owned()));
    let state = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.state).unwrap_or_default()));
    let confidential = move || row.with(|row| row.as_ref().is_some_and(|row| row.is_confidential));
    let description = move || {
        let said = row.with(|row| row.as_ref().map(|row| row.description.clone()).unwrap_or_default());
        (!said.is_empty()).then(|| view! { <p class="voice dir-purpose" dir="auto">{said}</p> })
    };
    let may = Memo::new(move |_| {
        desk.hands.may(DescribeService {
            id,
            over: 0,
            name: LocalText::default(),
            description: String::new(),
        })
    });
    view! {
        <header class="dir-panel-head">
            {icon_large(SERVICE)}
            <div class="dir-panel-title">
                <h2 dir="auto">{name}</h2>
                <div class="row wrap">
                    <Tag>{t(move |locale| names::service_state(locale, state.get()))}</Tag>
                    {move || confidential().then(|| view! { <Tag>{icon_small(LOCK)} {t(text::confidential)}</Tag> })}
                </div>
            </div>
        </header>
        {description}
        {move || may.get().then(|| hands(desk, id, state.get(), editing))}
        <ProvidersOf id=id row=row />
        <sight::SeenBy id=id row=row />
        <EditDialog id=id open=editing />
    }
}

fn hands(desk: Desk, id: ServiceId, state: ServiceState, editing: RwSignal<bool>) -> AnyView {
    let set = move |to: ServiceState| {
        desk.hands
            .send_saying(SetServiceState { id, state: to }, text::saved(desk.hands.locale()).to_owned());
    };
    let step = match state {
        ServiceState::Active => view! {
            <Button on_press=move || set(ServiceState::Draft)>{t(text::to_draft)}</Button>
            <Button kind=ButtonKind::Plain lead=ARCHIVE on_press=move || set(ServiceState::Retired)>{t(text::retire)}</Button>
        }
        .into_any(),
        ServiceState::Draft => view! {
            <Button kind=ButtonKind::Primary on_press=move || set(ServiceState::Active)>{t(text::to_active)}</Button>
            <Button kind=ButtonKind::Plain lead=ARCHIVE on_press=move || set(ServiceState::Retired)>{t(text::retire)}</Button>
        }
        .into_any(),
        ServiceState::Retired => {
            view! { <Button lead=UNDO on_press=move || set(ServiceState::Active)>{t(text::restore)}</Button> }.into_any()
        }
    };
    view! {
        <div class="row wrap dir-hands">
            <Button lead=EDIT on_press=move || editing.set(true)>{t(common::edit)}</Button>
            {step}
        </div>
    }
    .into_any()
}

/// The departments that offer it, each with a way off, and a way on.
#[component]
fn ProvidersOf(id: ServiceId, row: Signal<Option<Service>>) -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let providers = move || row.with(|row| row.as_ref().map(|row| row.providers.clone()).unwrap_or_default());
    let item = move |department: DepartmentId| {
        let replica = desk.hands.replica();
        let name = move || {
            let topics = [Topic::Row(department.into())];
            replica.read(&topics, |world| names::department(world, locale.get(), department))
        };
        let off = ProvideService { id, department, on: false };
        let may = providers().len() > 1 && desk.hands.may(off.clone());
        view! {
            <li>
                <WeaveMark id=department.0.into_bytes() size=MarkSize::Small />
                <button type="button" class="dir-link clip" dir="auto" on:click=move |_| desk.open(Open::Department(department))>{name}</button>
                {may.then(|| {
                    let take_off = move || {
                        desk.hands.send_saying(off.clone(), text::saved(desk.hands.locale()).to_owned());
                    };
                    view! { <IconButton path=CLOSE label=t(text::take_provider_off) small=true on_press=take_off /> }
                })}
            </li>
        }
    };
    let adding = RwSignal::new(false);
    // Whoever runs it may add a department; whether that one, the rules say when it is chosen.
    let runs = SetServiceState { id, state: ServiceState::Active };
    let adds = Memo::new(move |_| desk.hands.may(runs.clone()));
    view! {
        <section class="block">
            <div class="dir-section">
                <h3>{t(text::providers)}</h3>
                {move || {
                    adds.get()
                        .then(|| {
                            view! {
                                <Button small=true kind=ButtonKind::Plain lead=PLUS on_press=move || adding.set(true)>
                                    {t(common::add)}
                                </Button>
                            }
                        })
                }}
            </div>
            <ul class="dir-items">{move || providers().into_iter().map(item).collect_view()}</ul>
        </section>
        <AddProvider id=id open=adding />
    }
}

/// Adds a department to those that offer it.
#[component]
fn AddProvider(id: ServiceId, open: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let form = crate::ui::fresh_id("add-provider");
    let footer_form = form.clone();
    let department = RwSignal::new(None::<ComboItem>);
    let refused = Refused::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = department.with_untracked(|item| item.as_ref().and_then(|item| item.id.parse().ok()));
        let Some(department) = chosen else { return };
        if refused.note(desk.hands.try_send(ProvideService { id, department, on: true })) {
            open.set(false);
        }
    };
    view! {
        <Dialog open=open title=t(text::add_provider) footer=move || footer(open, footer_form.clone(), common::add)>
            <form id=form.clone() class="dialog-form" on:submit=submit>
                <DepartmentField label=t(text::department) value=department placeholder=t(text::choose_department) />
                {refused.rest(&[])}
            </form>
        </Dialog>
    }
}

#[component]
fn EditDialog(id: ServiceId, open: RwSignal<bool>) -> impl IntoView {
    let form = crate::ui::fresh_id("edit-service");
    let footer_form = form.clone();
    view! {
        <Dialog open=open title=t(text::edit_service) footer=move || footer(open, footer_form.clone(), common::save)>
            <EditForm id=id open=open form=form.clone() />
        </Dialog>
    }
}

#[component]
fn EditForm(id: ServiceId, open: RwSignal<bool>, form: String) -> impl IntoView {
    let desk = use_desk();
    let row = desk.hands.replica().world().service(id).present().cloned();
    row.map(|row| {
        let name = NameForm::of(&row.name);
        let description = RwSignal::new(row.description);
        let over = StoredValue::new(row.rev);
        let refused = Refused::new();
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let command =
                DescribeService { id, over: over.get_value(), name: name.read(), description: description.get_untracked() };
            if refused.note(desk.hands.try_send(command)) {
                open.set(false);
            } else if let Some(row) = desk.hands.replica().world().service(id).present() {
                // Saving again goes over somebody else's change, knowingly.
                over.set_value(row.rev);
            }
        };
        view! {
            <form id=form class="dialog-form" novalidate on:submit=submit>
                {name.view(refused)}
                <TextArea label=t(text::covers) value=description hint=t(text::covers_hint) error=refused.of(Field::Description) />
                {refused.rest(&[Field::Name, Field::Description])}
            </form>
        }
    })
}
