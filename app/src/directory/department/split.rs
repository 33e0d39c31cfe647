//! Splitting a department: people and services go into a new one beside it.

use std::collections::HashSet;
use std::hash::Hash;

use leptos::prelude::*;
use weft_domain::{DepartmentId, Field, PersonId, ServiceId, SplitDepartment, SplitPart};

use super::super::address::Open;
use super::super::form::Refused;
use super::super::name_form::NameForm;
use super::super::use_desk;
use super::create::footer;
use super::name;
use crate::i18n::{directory as text, t};
use crate::ui::Dialog;

/// Takes a part out of a department. Another part is taken out by doing it again.
#[component]
pub(super) fn SplitDialog(id: DepartmentId, open: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let form = crate::ui::fresh_id("split");
    let footer_form = form.clone();
    let title = t(move |locale| text::split_title(locale, &name(desk.hands, locale, id)));
    view! {
        <Dialog open=open title=title footer=move || footer(open, footer_form.clone(), text::split_action)>
            <SplitForm id=id open=open form=form.clone() />
        </Dialog>
    }
}

#[component]
fn SplitForm(id: DepartmentId, open: RwSignal<bool>, form: String) -> impl IntoView {
    let desk = use_desk();
    let world = desk.hands.replica().world();
    let locale = desk.hands.locale();
    let mut people: Vec<(PersonId, String)> = world
        .members_of(id)
        .filter_map(|row| Some((row.person, world.person(row.person).present()?.name.clone())))
        .collect();
    people.sort_by_cached_key(|(_, name)| name.to_lowercase());
    let services: Vec<(ServiceId, String)> =
        world.services_of(id).map(|row| (row.id, row.name.get(locale).to_owned())).collect();
    let new_name = NameForm::of(&"".into());
    let (who, what) = (RwSignal::new(HashSet::new()), RwSignal::new(HashSet::new()));
    let refused = Refused::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let new = DepartmentId(desk.hands.dispatch().new_id().0);
        let part = SplitPart {
            id: new,
            name: new_name.read(),
            people: sorted(who.get_untracked()),
            services: sorted(what.get_untracked()),
        };
        if refused.note(desk.hands.try_send(SplitDepartment { id, parts: vec![part] })) {
            open.set(false);
            desk.open(Open::Department(new));
        }
    };
    view! {
        <form id=form class="dialog-form" novalidate on:submit=submit>
            <p class="note">{t(text::split_note)}</p>
            {new_name.view(refused)}
            {ticks(text::split_people, people, who)}
            {ticks(text::split_services, services, what)}
            {refused.rest(&[Field::Name])}
        </form>
    }
}

fn sorted<T: Ord>(set: HashSet<T>) -> Vec<T> {
    let mut all: Vec<T> = set.into_iter().collect();
    all.sort_unstable();
    all
}

/// A list to tick; nothing where there is nothing to tick.
fn ticks<T: Copy + Eq + Hash + Send + Sync + 'static>(
    label: fn(weft_domain::Locale) -> &'static str,
    items: Vec<(T, String)>,
    chosen: RwSignal<HashSet<T>>,
) -> Option<AnyView> {
    let tick = move |(id, name): (T, String)| {
        let toggle = move |_| {
            chosen.update(|chosen| {
                if !chosen.remove(&id) {
                    chosen.insert(id);
                }
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&id)) on:change=toggle />
                <span dir="auto">{name}</span>
            </label>
        }
    };
    (!items.is_empty()).then(|| {
        view! {
            <fieldset class="field radios">
                <legend class="label">{t(label)}</legend>
                <div class="dir-ticks">{items.into_iter().map(tick).collect_view()}</div>
            </fieldset>
        }
        .into_any()
    })
}
