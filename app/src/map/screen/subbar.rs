//! The second bar: search, filters, findings.

use std::collections::BTreeMap;

use leptos::prelude::*;
use weft_domain::{DepartmentId, DependencyState, Kind};

use super::{Map, findings, words};
use crate::i18n::{map as text, t};
use crate::map::filter::{Form, Order, Trace, kind_tag, state_word};
use crate::replica::Topic;
use crate::ui::icon::{SEARCH, SORT};
use crate::ui::{ComboItem, Combobox, FilterChip, Menu, MenuItem, icon_small};

pub(super) fn view(map: Map) -> AnyView {
    let is_list = Memo::new(move |_| map.place.with(|place| place.form == Form::List));
    view! {
        {move || if is_list.get() { words_field(map) } else { search(map) }}
        {move || is_list.get().then(|| order(map))}
        {kinds(map)}
        {states(map)}
        <FilterChip
            on=Signal::derive(move || map.place.with(|place| place.filter.mine))
            on_press=move || map.filter(|filter| filter.mine = !filter.mine)
        >
            {t(text::only_mine)}
        </FilterChip>
        <FilterChip
            on=Signal::derive(move || map.place.with(|place| place.filter.retired))
            on_press=move || map.filter(|filter| filter.retired = !filter.retired)
        >
            {t(text::show_retired)}
        </FilterChip>
        {customers(map)}
        {trace(map)}
        <span class="push"></span>
        {findings::view(map)}
    }
    .into_any()
}

/// The field that narrows the list.
fn words_field(map: Map) -> AnyView {
    view! {
        <label class="search mapwords">
            {icon_small(SEARCH)}
            <input
                type="search"
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                aria-label=t(text::list_search)
                placeholder=t(text::list_search)
                prop:value=move || map.query.get()
                on:input=move |event| map.query.set(event_target_value(&event))
                on:change=move |_| map.change(|place| place.query = map.query.get_untracked())
            />
        </label>
    }
    .into_any()
}

/// In which order the list stands, and whether it has headings.
fn order(map: Map) -> AnyView {
    let chosen = Memo::new(move |_| map.place.with(|place| place.order));
    let button = move || {
        view! {
            {icon_small(SORT)}
            <b>{t(move |locale| words::order(locale, chosen.get()))}</b>
        }
        .into_any()
    };
    let item = move |order: Order| {
        view! {
            <MenuItem
                checked=Signal::derive(move || chosen.get() == order)
                on_press=Callback::new(move |()| map.change(|place| place.order = order))
            >
                {t(move |locale| words::order(locale, order))}
            </MenuItem>
        }
    };
    view! {
        <Menu label=t(text::order) button_class="chip" button=button>
            {Order::ALL.map(item).collect_view()}
        </Menu>
        <FilterChip
            on=Signal::derive(move || map.place.with(|place| place.grouped))
            on_press=move || map.change(|place| place.grouped = !place.grouped)
        >
            {t(text::grouped)}
        </FilterChip>
    }
    .into_any()
}

/// That all customers are drawn, and the way back to their numbers.
fn customers(map: Map) -> AnyView {
    let is_on = Memo::new(move |_| map.place.with(|place| place.filter.leaves));
    (move || {
        is_on.get().then(|| {
            view! {
                <FilterChip on=Signal::stored(true) on_press=move || map.filter(|filter| filter.leaves = false)>
                    {t(text::folds_drawn)}
                </FilterChip>
            }
        })
    })
    .into_any()
}

/// That only what one department is joined with is shown, and the way back to all.
fn trace(map: Map) -> AnyView {
    let said = Memo::new(move |_| {
        let trace = map.place.with(|place| place.filter.trace)?;
        let locale = map.locale.get();
        let name =
            map.read(&[Topic::Row(trace.start().into())], |world| words::name(world, trace.start(), locale));
        Some(match trace {
            Trace::Upstream(_) => text::only_upstream(locale, &name),
            Trace::Downstream(_) => text::only_downstream(locale, &name),
        })
    });
    (move || {
        let said = said.get()?;
        Some(view! {
            <FilterChip on=Signal::stored(true) on_press=move || map.filter(|filter| filter.trace = None)>
                {said}
            </FilterChip>
        })
    })
    .into_any()
}

fn search(map: Map) -> AnyView {
    let value = RwSignal::new(None::<ComboItem>);
    // What is picked is shown, in panel and canvas.
    Effect::new(move |_| {
        let picked = value.with(|item| item.as_ref().and_then(|item| item.id.parse::<DepartmentId>().ok()));
        if let Some(id) = picked {
            map.show(id);
        }
    });
    view! {
        <div class="mapfind">
            <Combobox
                label=t(text::find)
                placeholder=t(text::find)
                find=Callback::new(move |(query,): (String,)| {
                    words::find_departments(&map.world(), &query, map.locale.get_untracked())
                })
                value=value
            />
        </div>
    }
    .into_any()
}

fn kinds(map: Map) -> AnyView {
    let known = Memo::new(move |_| {
        let locale = map.locale.get();
        map.read(&[Topic::Kind(Kind::Department)], |world| {
            let named = world.departments().map(|row| (kind_tag(row), words::kind(locale, row)));
            named.collect::<BTreeMap<String, String>>()
        })
    });
    let chosen = Memo::new(move |_| map.place.with(|place| place.filter.kinds.clone()));
    let label = move || {
        let names: Vec<String> = chosen
            .get()
            .iter()
            .map(|tag| known.with(|known| known.get(tag).unwrap_or(tag).clone()))
            .collect();
        chip_text(text::kind(map.locale.get()), &names, text::any(map.locale.get()))
    };
    let items = move || {
        let item = |(tag, name): (String, String)| {
            let (own, sent) = (tag.clone(), tag);
            view! {
                <MenuItem
                    checked=Signal::derive(move || chosen.with(|chosen| chosen.contains(&own)))
                    on_press=Callback::new(move |()| {
                        map.filter(|filter| toggle(&mut filter.kinds, &sent));
                    })
                >
                    {name}
                </MenuItem>
            }
        };
        known.get().into_iter().map(item).collect_view()
    };
    view! {
        <Menu label=t(text::kind) button_class="chip" button=move || label.into_any()>
            {items}
        </Menu>
    }
    .into_any()
}

fn states(map: Map) -> AnyView {
    use DependencyState::{Agreed, Disputed, Proposed, Retired};
    let all = [Proposed, Agreed, Disputed, Retired];
    let chosen = Memo::new(move |_| map.place.with(|place| place.filter.states.clone()));
    let label = move || {
        let locale = map.locale.get();
        let names: Vec<String> = all
            .into_iter()
            .filter(|state| chosen.with(|chosen| chosen.contains(state_word(*state))))
            .map(|state| words::state(locale, state).to_owned())
            .collect();
        chip_text(text::state(locale), &names, text::any(locale))
    };
    let items = move || {
        let item = |state: DependencyState| {
            let tag = state_word(state);
            view! {
                <MenuItem
                    checked=Signal::derive(move || chosen.with(|chosen| chosen.contains(tag)))
                    on_press=Callback::new(move |()| map.filter(|filter| toggle(&mut filter.states, tag)))
                >
                    {t(move |locale| words::state(locale, state))}
                </MenuItem>
            }
        };
        all.into_iter().map(item).collect_view()
    };
    view! {
        <Menu label=t(text::state) button_class="chip" button=move || label.into_any()>
            {items}
        </Menu>
    }
    .into_any()
}

fn chip_text(name: &str, chosen: &[String], any: &str) -> AnyView {
    let value = match chosen {
        [] => any.to_owned(),
        [one] => one.clone(),
        [one, rest @ ..] => format!("{one} +{}", rest.len()),
    };
    let name = name.to_owned();
    view! { <span>{name} ": " <b>{value}</b></span> }.into_any()
}

fn toggle(set: &mut std::collections::BTreeSet<String>, tag: &str) {
    if !set.remove(tag) {
        set.insert(tag.to_owned());
    }
}
