//! One service, in the panel.

use leptos::prelude::*;
use weft_domain::{DescribeService, Field, LocalText, Service, ServiceId, ServiceState, SetServiceState};

use super::address::Open;
use super::department::{footer, gone};
use super::form::Refused;
use super::name_form::NameForm;
use super::{Desk, names, use_desk};
use crate::i18n::{common, directory as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::{ARCHIVE, EDIT, LOCK, SERVICE, UNDO};
use crate::ui::{Button, ButtonKind, Dialog, MarkSize, Tag, TextArea, WeaveMark, icon_large, icon_small};

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
        <ProvidersOf row=row />
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

#[component]
fn ProvidersOf(row: Signal<Option<Service>>) -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let providers = move || row.with(|row| row.as_ref().map(|row| row.providers.clone()).unwrap_or_default());
    let item = move |id: weft_domain::DepartmentId| {
        let replica = desk.hands.replica();
        let name = move || {
            replica.read(&[Topic::Row(id.into())], |world| names::department(world, locale.get(), id))
        };
        view! {
            <li>
                <WeaveMark id=id.0.into_bytes() size=MarkSize::Small />
                <button type="button" class="dir-link clip" dir="auto" on:click=move |_| desk.open(Open::Department(id))>{name}</button>
            </li>
        }
    };
    view! {
        <section class="block">
            <h3>{t(text::providers)}</h3>
            <ul class="dir-items">{move || providers().into_iter().map(item).collect_view()}</ul>
        </section>
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
