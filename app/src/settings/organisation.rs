//! The organisation's own settings.

use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use weft_domain::{Field as Wrong, Kind, Locale, Organisation, OrganisationRole, SetOrganisation};

use super::section;
use crate::directory::Refused;
use crate::hands::use_hands;
use crate::i18n::{common, own_zone, settings as text, t};
use crate::replica::Topic;
use crate::ui::{Button, ButtonKind, Choice, Field, Select, TextField, fresh_id};

/// Time zones offered where the browser cannot list them.
const SOME_ZONES: [&str; 8] = [
    "Asia/Shanghai",
    "Asia/Taipei",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "UTC",
];

/// The tab: a form for those who run the system, the facts for all others.
#[component]
pub(super) fn OrganisationTab() -> impl IntoView {
    let hands = use_hands();
    let may = Memo::new(move |_| hands.holds(OrganisationRole::Admin));
    let replica = hands.replica();
    let row = Memo::new(move |_| {
        replica.read(&[Topic::Kind(Kind::Organisation)], |world| world.organisation().cloned())
    });
    move || {
        if may.get() {
            return section(text::organisation, Some(text::organisation_note), view! { <Form /> }.into_any());
        }
        section(text::organisation, Some(text::organisation_admins), facts(row.get()))
    }
}

fn facts(row: Option<Organisation>) -> AnyView {
    let Some(row) = row else {
        return view! { <p class="note">{t(text::organisation_unnamed)}</p> }.into_any();
    };
    view! {
            <dl class="facts">
                <dt>{t(text::name)}</dt>
                <dd dir="auto">{row.name}</dd>
                <dt>{t(text::default_language)}</dt>
                <dd>{row.locale.own_name()}</dd>
                <dt>{t(text::time_zone)}</dt>
                <dd>{row.time_zone}</dd>
            </dl>
    }
    .into_any()
}

#[component]
fn Form() -> impl IntoView {
    let hands = use_hands();
    let row = hands.replica().world().organisation().cloned().unwrap_or_else(|| Organisation {
        name: String::new(),
        locale: hands.locale(),
        time_zone: own_zone(),
        rev: 0,
    });
    let (name, zone) = (RwSignal::new(row.name), RwSignal::new(row.time_zone));
    let language = RwSignal::new(row.locale.tag().to_owned());
    let over = StoredValue::new(row.rev);
    let refused = Refused::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let command = SetOrganisation {
            over: over.get_value(),
            name: name.get_untracked(),
            locale: Locale::from_tag(&language.read_untracked()).unwrap_or_default(),
            time_zone: zone.with_untracked(|zone| zone.trim().to_owned()),
        };
        let done = refused.note(hands.try_send(command));
        // Saved or refused, what is saved next goes over what is there now.
        if let Some(now) = hands.replica().world().organisation() {
            over.set_value(now.rev);
        }
        if done {
            hands.say(text::saved(hands.locale()).to_owned());
        }
    };
    let languages =
        Locale::ALL.into_iter().map(|own| Choice::new(own.tag(), own.own_name())).collect::<Vec<_>>();
    view! {
        <form class="setting-form" novalidate on:submit=submit>
            <TextField label=t(text::name) value=name autocomplete="organization" error=refused.of(Wrong::Name) />
            <Select label=t(text::default_language) options=languages value=language hint=t(text::default_language_note) />
            <Zone value=zone error=refused.of(Wrong::TimeZone) />
            {refused.rest(&[Wrong::Name, Wrong::TimeZone])}
            <div>
                <Button kind=ButtonKind::Primary submit=true>{t(common::save)}</Button>
            </div>
        </form>
    }
}

/// A time zone by its IANA name, with those that the browser knows.
#[component]
fn Zone(value: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let (id, list) = (fresh_id("zone"), fresh_id("zones"));
    let described = format!("{id}-hint {id}-error");
    let options = zones().into_iter().map(|zone| view! { <option value=zone></option> }).collect_view();
    view! {
        <Field label=t(text::time_zone) for_id=id.clone() hint=t(text::time_zone_note) error=error>
            <input
                class="input"
                id=id
                list=list.clone()
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=move || value.get()
                value=value.get_untracked()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <datalist id=list>{options}</datalist>
        </Field>
    }
}

/// `Intl.supportedValuesOf("timeZone")`, where the browser has it.
fn zones() -> Vec<String> {
    let some = || SOME_ZONES.map(str::to_owned).to_vec();
    if !cfg!(target_arch = "wasm32") {
        return some();
    }
    let known = || -> Result<Array, JsValue> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
        let ask: Function = Reflect::get(&intl, &"supportedValuesOf".into())?.dyn_into()?;
        ask.call1(&intl, &"timeZone".into())?.dyn_into()
    };
    known().map_or_else(|_| some(), |zones| zones.iter().filter_map(|zone| zone.as_string()).collect())
}
