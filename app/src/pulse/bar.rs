//! The second bar: which days, in which order, whose; and what the lines mean.

use leptos::prelude::*;
use weft_domain::DepartmentId;

use super::desk::{Desk, id_of};
use super::place::{self, Form, Order, SPANS, days_of, word_of};
use crate::i18n::{DateStyle, Locale, common, date_in, pulse as text, t, use_locale};
use crate::request::pick;
use crate::ui::icon::{BUILDING, CALENDAR, CHEVRON_DOWN, CLOSE, SORT};
use crate::ui::{
    Button, ButtonKind, Choice, ComboItem, Combobox, Health, HealthMark, IconPath, ItemMark, Menu, MenuItem,
    Popover, Segmented, TextField, icon_small,
};

/// The bar.
pub(super) fn bar(desk: Desk) -> AnyView {
    let is_loom = Memo::new(move |_| desk.form() == Form::Loom);
    view! {
        {period(desk)}
        {move || {
            is_loom.get().then(|| {
                view! {
                    {order(desk)}
                    {chooser(desk, "customer", text::customer)}
                    {chooser(desk, "provider", text::provider)}
                }
            })
        }}
        {legend()}
    }
    .into_any()
}

/// The period in words: “last 30 days”, “1 Nov – 20 Nov”.
pub(super) fn period_name(desk: Desk, locale: Locale) -> String {
    let period = desk.period.get();
    if desk.address.has("from") && desk.address.has("to") {
        let day = |day: weft_domain::Day| {
            let at = weft_domain::Timestamp(i64::from(day.0) * weft_domain::DAY_MS + weft_domain::DAY_MS / 2);
            date_in(locale, at, DateStyle::Date)
        };
        text::from_to(locale, &day(period.from), &day(period.to))
    } else {
        text::last_days(locale, days_of(period))
    }
}

fn period(desk: Desk) -> AnyView {
    let locale = use_locale();
    let button = move || {
        view! {
            {icon_small(CALENDAR)}
            <b>{move || period_name(desk, locale.get())}</b>
            {icon_small(CHEVRON_DOWN)}
        }
    };
    view! {
        <Popover label=t(text::period) button_class="chip" button=button>
            {period_form(desk)}
        </Popover>
    }
    .into_any()
}

fn period_form(desk: Desk) -> AnyView {
    let locale = use_locale();
    let address = desk.address;
    let spans = Signal::derive(|| {
        let span =
            |days: u16| Choice::new(days.to_string(), t(move |locale| text::days(locale, u32::from(days))));
        SPANS.into_iter().map(span).collect::<Vec<_>>()
    });
    let is_span = move || !(address.has("from") && address.has("to"));
    let chosen =
        Signal::derive(
            move || {
                if is_span() { days_of(desk.period.get()).to_string() } else { String::new() }
            },
        );
    let period = desk.period.get_untracked();
    let (from, to) = (RwSignal::new(word_of(period.from)), RwSignal::new(word_of(period.to)));
    let tried = RwSignal::new(false);
    let error = Signal::derive(move || {
        let is_wrong = [from, to].into_iter().any(|day| day.with(|day| place::day_of(day).is_none()));
        (tried.get() && is_wrong).then(|| text::not_a_day(locale.get()).to_owned())
    });
    let show = move || {
        let (from, to) = (from.get_untracked(), to.get_untracked());
        if place::day_of(&from).is_none() || place::day_of(&to).is_none() {
            tried.set(true);
            return;
        }
        let changes = [("days", None), ("from", Some(from)), ("to", Some(to))];
        address.go(untrack(|| address.with_all(&changes)));
    };
    let choose = move |days: String| {
        let days = (days != place::SPAN.to_string()).then_some(days);
        address.go(untrack(|| address.with_all(&[("days", days), ("from", None), ("to", None)])));
    };
    view! {
        <div class="period">
            <Segmented label=t(text::period) options=spans value=chosen on_change=choose />
            <div class="row ends">
                <TextField label=t(text::from) value=from kind="date" />
                <TextField label=t(text::to) value=to kind="date" error=error />
            </div>
            <Button kind=ButtonKind::Normal on_press=show>{t(text::apply)}</Button>
        </div>
    }
    .into_any()
}

const fn order_name(order: Order, locale: Locale) -> &'static str {
    match order {
        Order::Friction => text::by_friction(locale),
        Order::Traffic => text::by_traffic(locale),
        Order::Rating => text::by_rating(locale),
    }
}

fn order(desk: Desk) -> AnyView {
    let chosen = Memo::new(move |_| Order::of(desk.address.get("sort").as_deref()));
    let button = move || {
        view! {
            {icon_small(SORT)}
            {t(text::order)}
            ": "
            <b>{t(move |locale| order_name(chosen.get(), locale))}</b>
        }
    };
    let item = move |order: Order| {
        let choose = move || desk.address.set("sort", order.word().map(str::to_owned), true);
        view! {
            <MenuItem checked=Signal::derive(move || chosen.get() == order) on_press=choose>
                {t(move |locale| order_name(order, locale))}
            </MenuItem>
        }
    };
    view! {
        <Menu label=t(text::order) button_class="chip" button=button>
            {Order::ALL.map(item).collect_view()}
        </Menu>
    }
    .into_any()
}

/// A chip that finds a department for one parameter of the address.
fn chooser(desk: Desk, key: &'static str, name: fn(Locale) -> &'static str) -> AnyView {
    const LEAD: IconPath = BUILDING;
    let locale = use_locale();
    let chosen = Memo::new(move |_| id_of(desk.address, key));
    let button = move || {
        view! {
            {icon_small(LEAD)}
            {t(name)}
            {move || {
                chosen.get().map(|id| view! { ": " <b class="clip" dir="auto">{move || desk.name(locale.get(), id)}</b> })
            }}
        }
    };
    let clear = move |_| desk.address.set(key, None, true);
    view! {
        <Popover label=t(name) button_class="chip" button=button>
            {chooser_form(desk, key, name, chosen)}
        </Popover>
        {move || {
            chosen.get().map(|_| {
                view! {
                    <button
                        type="button"
                        class="btn plain icon small"
                        aria-label=t(move |locale| format!("{}: {}", name(locale), common::remove(locale)))
                        on:click=clear
                    >
                        {icon_small(CLOSE)}
                    </button>
                }
            })
        }}
    }
    .into_any()
}

fn chooser_form(
    desk: Desk,
    key: &'static str,
    name: fn(Locale) -> &'static str,
    chosen: Memo<Option<DepartmentId>>,
) -> AnyView {
    let locale = use_locale();
    let item = chosen.get_untracked().map(|id| ComboItem {
        id: id.to_string(),
        title: untrack(|| desk.name(locale.get(), id)),
        hint: String::new(),
        mark: ItemMark::Department(*id.0.as_bytes()),
    });
    let value = RwSignal::new(item);
    let find = Callback::new(move |(said,): (String,)| {
        pick::departments(&desk.hands.replica().world(), desk.hands.locale(), &said)
    });
    // The field is the caller's way of telling; the address is where the choice lives.
    Effect::new(move |before: Option<Option<String>>| {
        let id = value.with(|value| value.as_ref().map(|item| item.id.clone()));
        if before.is_some_and(|before| before != id) {
            desk.address.set(key, id.clone(), true);
        }
        id
    });
    view! {
        <div class="period">
            <Combobox label=t(name) placeholder=t(text::find_department) find=find value=value />
        </div>
    }
    .into_any()
}

fn legend() -> AnyView {
    let mark = |health: Health| view! { <HealthMark health=health /> };
    view! {
        <span class="push row note plegend" role="group" aria-label=t(text::legend)>
            {[Health::Good, Health::Strained, Health::Broken, Health::Quiet].map(mark).collect_view()}
            <span class="wide">{t(text::width_is_traffic)}</span>
        </span>
    }
    .into_any()
}
