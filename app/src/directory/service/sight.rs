//! Who sees the requests for a service, and changing it.

use leptos::prelude::*;
use weft_domain::{Field, Key, Kind, PersonId, Service, ServiceId, SetServiceSight};

use super::super::address::Open;
use super::super::department::footer;
use super::super::find;
use super::super::form::Refused;
use super::super::several::Several;
use super::super::use_desk;
use crate::i18n::{common, directory as text, person_name, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::LOCK;
use crate::ui::{Avatar, Button, ButtonKind, Checkbox, ComboItem, Dialog, ItemMark, MarkSize};

/// For a confidential service the people who handle its requests; for those who may, a way to change it.
#[component]
pub(super) fn SeenBy(id: ServiceId, row: Signal<Option<Service>>) -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let changing = RwSignal::new(false);
    let is_confidential =
        Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.is_confidential)));
    let may = Memo::new(move |_| {
        desk.hands.may(SetServiceSight { id, is_confidential: true, handlers: Vec::new() })
    });
    let people = Memo::new(move |_| named(desk.hands, id));
    let item = move |person: PersonId| {
        let replica = desk.hands.replica();
        let name = Signal::derive(move || {
            replica.read(&[Topic::Row(person.into())], |world| {
                world.person(person).present().map(|row| person_name(locale.get(), row)).unwrap_or_default()
            })
        });
        view! {
            <li>
                <Avatar name=name id=person.0.into_bytes() size=MarkSize::Small />
                <button type="button" class="dir-link clip" dir="auto" on:click=move |_| desk.open(Open::Person(person))>{name}</button>
            </li>
        }
    };
    let list = move || {
        let people = people.get();
        if people.is_empty() {
            view! { <p class="note">{t(text::handled_by_leads)}</p> }.into_any()
        } else {
            view! { <ul class="dir-items">{people.into_iter().map(item).collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <Show when=move || is_confidential.get() || may.get()>
            <section class="block">
                <h3>{t(text::seen_by)}</h3>
                {move || if is_confidential.get() { list() } else { view! { <p class="note">{t(text::seen_by_departments)}</p> }.into_any() }}
                <Show when=move || may.get()>
                    <Button small=true kind=ButtonKind::Plain lead=LOCK on_press=move || changing.set(true)>
                        {t(text::change_seen_by)}
                    </Button>
                </Show>
            </section>
        </Show>
        <SightDialog id=id open=changing />
    }
}

fn named(hands: crate::hands::Hands, id: ServiceId) -> Vec<PersonId> {
    let key = Key { kind: Kind::Handlers, id: id.0 };
    hands.replica().read(&[Topic::Row(key)], |world| {
        world.handlers(id).present().map(|row| row.people.clone()).unwrap_or_default()
    })
}

#[component]
fn SightDialog(id: ServiceId, open: RwSignal<bool>) -> impl IntoView {
    let form = crate::ui::fresh_id("seen-by");
    let footer_form = form.clone();
    view! {
        <Dialog open=open title=t(text::seen_by) footer=move || footer(open, footer_form.clone(), common::save)>
            <SightForm id=id open=open form=form.clone() />
        </Dialog>
    }
}

#[component]
fn SightForm(id: ServiceId, open: RwSignal<bool>, form: String) -> impl IntoView {
    let desk = use_desk();
    let world = desk.hands.replica().world();
    let confidential = RwSignal::new(world.service(id).present().is_some_and(|row| row.is_confidential));
    let there = untrack(|| named(desk.hands, id));
    let items = there.into_iter().filter_map(|person| world.person(person).present()).map(|row| ComboItem {
        id: row.id.to_string(),
        title: person_name(desk.hands.locale(), row),
        hint: String::new(),
        mark: ItemMark::Person(row.id.0.into_bytes()),
    });
    let people = RwSignal::new(items.collect::<Vec<_>>());
    let find = move |words: String| find::people(&desk.hands.replica().world(), &words);
    let refused = Refused::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let handlers =
            people.with_untracked(|items| items.iter().filter_map(|item| item.id.parse().ok()).collect());
        let command = SetServiceSight { id, is_confidential: confidential.get_untracked(), handlers };
        if refused.note(desk.hands.try_send(command)) {
            open.set(false);
        }
    };
    view! {
        <form id=form class="dialog-form" novalidate on:submit=submit>
            <Checkbox label=t(text::confidential_long) checked=confidential />
            <Show when=move || confidential.get()>
                <Several label=t(text::handlers) find=find placeholder=t(text::find_person) value=people />
                <p class="note">{t(text::seen_by_note)}</p>
            </Show>
            {refused.rest(&[Field::Name])}
        </form>
    }
}
