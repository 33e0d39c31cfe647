//! The second bar: what narrows the board. All of it is in the address.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use weft_domain::search::Query;
use weft_domain::{DepartmentId, LabelId};

use super::desk::Desk;
use super::filter::Filter;
use crate::hands::Hands;
use crate::i18n::{board as text, common, t, use_locale};
use crate::replica::Topic;
use crate::request::address::Address;
use crate::request::words;
use crate::ui::icon::{BUILDING, CHECK, FILTER, LANES, TAG, USER};
use crate::ui::{FilterChip, Kbd, Menu, MenuItem, MenuRule, icon_small};

/// How long typing rests before the words go into the address. The cards follow at once.
const ADDRESS_AFTER: Duration = Duration::from_millis(300);
/// Customers and labels offered as filters.
const OFFERED_MAX: usize = 40;

/// What the address and the words typed narrow a board to.
pub(super) fn filter_of(hands: Hands, address: Address, words: RwSignal<String>) -> Memo<Filter> {
    let me = hands.replica().me();
    Memo::new(move |_| Filter {
        me: me.get(),
        query: words.with(|words| Query::parse(words)),
        assignee: address.has("mine").then(|| me.get()).flatten(),
        customer: address.get("customer").and_then(|id| id.parse().ok()),
        label: address.get("label").and_then(|id| id.parse().ok()),
    })
}

/// Gives the filter field the keyboard.
pub(super) fn focus(field: NodeRef<html::Input>) {
    if let Some(field) = field.get_untracked() {
        // One that has meanwhile gone needs no focus.
        let _ = field.focus();
    }
}

/// The bar.
pub(super) fn subbar(desk: Desk, words: RwSignal<String>, field: NodeRef<html::Input>) -> AnyView {
    let address = desk.address;
    let hidden = move || {
        desk.layout.with(|layout| {
            let hidden: usize = layout.piles.iter().map(|pile| pile.total - pile.shown()).sum();
            u32::try_from(hidden).unwrap_or(u32::MAX)
        })
    };
    view! {
        {word_field(address, words, field)}
        {mine(desk)}
        {customers(desk)}
        {labels(desk)}
        {move || {
            (hidden() > 0)
                .then(|| {
                    view! { <span class="note" role="status">{t(move |locale| common::hidden_by_filters(locale, hidden()))}</span> }
                })
        }}
        <span class="push"></span>
        <FilterChip
            on=desk.lanes
            lead=LANES
            on_press=move || address.set("lanes", (!desk.lanes.get_untracked()).then(|| "priority".to_owned()), true)
        >
            {t(text::lanes)}
        </FilterChip>
    }
    .into_any()
}

fn word_field(address: Address, words: RwSignal<String>, field: NodeRef<html::Input>) -> AnyView {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let typed = move |said: String| {
        words.set(said.clone());
        waiting.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
        let timer = set_timeout_with_handle(move || address.set("q", Some(said), true), ADDRESS_AFTER);
        waiting.set_value(timer.ok());
    };
    view! {
        <label class="search filter">
            {icon_small(FILTER)}
            <input
                type="search"
                node_ref=field
                dir="auto"
                aria-label=t(text::filter_cards)
                placeholder=t(text::filter_cards)
                value=words.get_untracked()
                prop:value=move || words.get()
                on:input=move |event| typed(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        event.prevent_default();
                        typed(String::new());
                    }
                }
            />
            <Kbd key="F" />
        </label>
    }
    .into_any()
}

fn mine(desk: Desk) -> AnyView {
    let address = desk.address;
    let on = Signal::derive(move || address.has("mine"));
    let replica = StoredValue::new(desk.hands.replica());
    let department = desk.department;
    let count = Memo::new(move |_| {
        replica.with_value(|replica| {
            let me = replica.me().get();
            replica.read(&[Topic::Board(Some(department))], |world| {
                let held = world.requests_held_by(Some(department));
                held.filter(|r| me.is_some() && r.assignee == me && r.column.is_some()).count()
            })
        })
    });
    view! {
        <FilterChip on=on lead=USER on_press=move || address.set("mine", (!on.get_untracked()).then(|| "1".to_owned()), true)>
            {t(text::mine)}
            <b>{move || count.get()}</b>
        </FilterChip>
    }
    .into_any()
}

fn customers(desk: Desk) -> AnyView {
    let (address, locale) = (desk.address, use_locale());
    let replica = StoredValue::new(desk.hands.replica());
    let department = desk.department;
    let chosen = move || address.get("customer").and_then(|id| id.parse::<DepartmentId>().ok());
    let name = move |id| replica.with_value(|replica| words::department(&replica.world(), locale.get(), id));
    let offered = move || {
        replica.with_value(|replica| {
            let world = replica.world();
            let mut asked: std::collections::BTreeMap<DepartmentId, u32> = std::collections::BTreeMap::new();
            for request in world.requests_held_by(Some(department)).filter(|request| request.column.is_some())
            {
                if let Some(customer) = request.customer {
                    *asked.entry(customer).or_default() += 1;
                }
            }
            // Who asks most stands first.
            let mut asked: Vec<_> = asked.into_iter().collect();
            asked.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
            asked
                .into_iter()
                .take(OFFERED_MAX)
                .map(|(id, count)| (id.to_string(), name(id), Some(count)))
                .collect()
        })
    };
    let value = Signal::derive(move || chosen().map(|id| (id.to_string(), name(id))));
    chooser(address, "customer", text::customer, BUILDING, value, offered)
}

fn labels(desk: Desk) -> AnyView {
    let address = desk.address;
    let replica = StoredValue::new(desk.hands.replica());
    let department = desk.department;
    let chosen = move || address.get("label").and_then(|id| id.parse::<LabelId>().ok());
    let topics = [Topic::Around(department)];
    let offered = move || {
        replica.with_value(|replica| {
            replica.read(&topics, |world| {
                let offered = world.labels_of(department).filter(|label| !label.is_retired);
                offered
                    .take(OFFERED_MAX)
                    .map(|label| (label.id.to_string(), label.name.clone(), None))
                    .collect()
            })
        })
    };
    let value = Signal::derive(move || {
        chosen().map(|id| (id.to_string(), replica.with_value(|replica| words::label(&replica.world(), id))))
    });
    chooser(address, "label", text::label, TAG, value, offered)
}

/// A chip with a menu of values for one parameter of the address.
fn chooser(
    address: Address,
    key: &'static str,
    name: fn(crate::i18n::Locale) -> &'static str,
    lead: crate::ui::IconPath,
    value: Signal<Option<(String, String)>>,
    offered: impl Fn() -> Vec<(String, String, Option<u32>)> + Send + Sync + Copy + 'static,
) -> AnyView {
    let button = move || {
        view! {
            {icon_small(lead)}
            {t(name)}
            {move || value.get().map(|(_, chosen)| view! { <b class="clip" dir="auto">{chosen}</b> })}
        }
    };
    let item = move |(id, name, count): (String, String, Option<u32>)| {
        let sent = id.clone();
        let on = Signal::derive(move || {
            value.with(|value| value.as_ref().is_some_and(|(chosen, _)| *chosen == id))
        });
        view! {
            <MenuItem checked=on on_press=move || address.set(key, Some(sent.clone()), true)>
                <span dir="auto">{name}</span>
                {count.map(|count| view! { " " <span class="faint num">{count}</span> })}
            </MenuItem>
        }
    };
    view! {
        <Menu label=t(name) button_class="chip" button=button>
            {move || {
                value.get().is_some().then(|| {
                    view! {
                        <MenuItem lead=CHECK on_press=move || address.set(key, None, true)>{t(text::all)}</MenuItem>
                        <MenuRule />
                    }
                })
            }}
            {move || {
                let items = offered();
                if items.is_empty() {
                    view! { <p class="note">{t(common::nothing_found)}</p> }.into_any()
                } else {
                    items.into_iter().map(item).collect_view().into_any()
                }
            }}
        </Menu>
    }
    .into_any()
}
