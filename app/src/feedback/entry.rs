//! One rating or thanks in the feed, tied to its thread with a knot of its own kind.

use leptos::prelude::*;
use weft_domain::{
    DepartmentId, Key, Kind, Kudos, KudosCategory, PersonId, Rating, RequestId, Score, Side, Thanked,
    Timestamp,
};

use super::feed::{self, Entry};
use crate::hands::Hands;
use crate::i18n::{DateStyle, Locale, common, date_in, feedback as text, request, t, use_locale};
use crate::replica::{Replica, Topic};
use crate::request::address::Address;
use crate::request::words;
use crate::ui::{Avatar, MarkSize, Picks, WeaveMark};

/// What arrived longer ago is not beaten in any more when it is drawn.
const FRESH_MS: i64 = 5_000;
const DAY_MS: i64 = 86_400_000;

/// The categories of thanks, in the order in which a choice lists them.
pub(super) const CATEGORIES: [KudosCategory; 4] =
    [KudosCategory::Help, KudosCategory::Teamwork, KudosCategory::Innovation, KudosCategory::Craft];

/// What thanks are for.
pub(super) const fn category(locale: Locale, of: KudosCategory) -> &'static str {
    match of {
        KudosCategory::Help => request::thanks_help(locale),
        KudosCategory::Teamwork => request::thanks_teamwork(locale),
        KudosCategory::Innovation => request::thanks_innovation(locale),
        KudosCategory::Craft => request::thanks_craft(locale),
    }
}

/// The entry; `begins_day`: its date stands above it. `place` (from 1) and `count` are for screen
/// readers.
pub(super) fn entry(
    hands: Hands,
    address: Address,
    entry: Entry,
    begins_day: bool,
    place: Signal<usize>,
    count: Signal<usize>,
) -> AnyView {
    let locale = use_locale();
    let replica = hands.replica();
    let is_pending = {
        let replica = replica.clone();
        Memo::new(move |_| replica.is_pending(entry.key))
    };
    let now = hands.now();
    let is_fresh = now.0.saturating_sub(entry.at.0) < FRESH_MS;
    let is_low = {
        let replica = replica.clone();
        move || {
            entry.rating().is_some_and(|id| {
                let topics = [Topic::Row(entry.key)];
                replica.read(&topics, |world| world.rating(id).present().is_some_and(feed::is_low))
            })
        }
    };
    let inside = match (entry.kudos(), entry.rating()) {
        (Some(id), _) => {
            let row = replica.world().kudos(id).present().cloned();
            row.map(|row| thanks(&replica, address, &row))
        }
        (None, Some(_)) => {
            let replica = replica.clone();
            // A rating's comment may come after its scores.
            Some(
                (move || {
                    let id = entry.rating()?;
                    let comment = Key { kind: Kind::RatingComment, id: id.0 };
                    replica.read(&[Topic::Row(entry.key), Topic::Row(comment)], |world| {
                        let said = world.rating_comment(id).present().map(|row| row.text.clone());
                        Some(rating(&replica, address, world.rating(id).present()?, said))
                    })
                })
                .into_any(),
            )
        }
        (None, None) => None,
    };
    view! {
        <article
            class="it"
            class:thanks=entry.kudos().is_some()
            class:low=is_low
            class:arrives=is_fresh
            class:unsaved=is_pending
            tabindex="-1"
            aria-posinset=move || place.get()
            aria-setsize=move || count.get()
        >
            {begins_day
                .then(|| view! { <h2 class="day note">{move || day_name(locale.get(), entry.at, now)}</h2> })}
            <time>{move || date_in(locale.get(), entry.at, DateStyle::Time)}</time>
            <div class="said">
                {inside}
                {move || is_pending.get().then(|| view! { <p class="note pending saving">{t(common::not_saved_yet)}</p> })}
            </div>
        </article>
    }
    .into_any()
}

fn day_name(locale: Locale, at: Timestamp, now: Timestamp) -> String {
    let day = date_in(locale, at, DateStyle::Date);
    if day == date_in(locale, now, DateStyle::Date) {
        text::today(locale).to_owned()
    } else if day == date_in(locale, Timestamp(now.0.saturating_sub(DAY_MS)), DateStyle::Date) {
        text::yesterday(locale).to_owned()
    } else {
        day
    }
}

fn thanks(replica: &Replica, address: Address, row: &Kudos) -> AnyView {
    let to = match row.to {
        Thanked::Department(id) => department(replica, id),
        Thanked::Person(id) => person(replica, id),
    };
    let of = row.category;
    let behalf = row.from_department.map(|id| {
        let name = name_of(replica, id);
        view! { <span class="note behalf">{t(move |locale| text::on_behalf(locale, &name(locale)))}</span> }
    });
    view! {
        <div class="row wrap hd">
            <span class="pair wrap">
                {person(replica, row.from)} {behalf} <span class="to">{t(text::thanks)}</span> {to}
            </span>
            {row.request.map(|id| link(replica, address, id))}
        </div>
        <p class="voice" dir="auto">{row.text.clone()}</p>
        <div class="row acts">
            <span class="tag">{t(move |locale| category(locale, of))}</span>
        </div>
    }
    .into_any()
}

fn rating(replica: &Replica, address: Address, row: &Rating, comment: Option<String>) -> AnyView {
    let (by, of) = match row.side {
        Side::Customer => (row.customer, row.provider),
        Side::Provider => (row.provider, row.customer),
    };
    let score = |name: fn(Locale) -> &'static str, score: Score| {
        let value = u8::from(score);
        view! {
            <span>
                <span class="k">{t(name)}</span>
                <Picks score=Signal::stored(f32::from(value)) />
                <b class="num" aria-hidden="true">{value}</b>
            </span>
        }
    };
    let scores = row.scores;
    view! {
        <div class="row wrap hd">
            <span class="pair wrap">
                {department(replica, by)} <span class="to">{t(text::rated)}</span> {department(replica, of)}
            </span>
            {link(replica, address, row.request)}
        </div>
        <div class="four">
            {score(request::quality, scores.quality)} {score(request::attitude, scores.attitude)}
            {score(request::efficiency, scores.efficiency)} {score(request::result, scores.result)}
        </div>
        {comment.map(|said| view! { <p class="voice" dir="auto">{said}</p> })}
        {(row.side == Side::Provider).then(|| view! { <p class="note who">{t(text::other_direction)}</p> })}
    }
    .into_any()
}

/// The way to the request, for those who have it.
fn link(replica: &Replica, address: Address, id: RequestId) -> AnyView {
    let locale = use_locale();
    let replica = replica.clone();
    let number = Memo::new(move |_| {
        let topics = [Topic::Row(id.into())];
        let row = replica.read(&topics, |world| world.request(id).present().map(|row| row.number.clone()));
        row.map(|number| words::number(locale.get(), &number))
    });
    let href = move || address.with("request", Some(id.to_string()));
    view! {
        {move || {
            number.get().map(|number| {
                let named = number.clone();
                view! {
                    <span class="push row small">
                        <a class="num" href=href aria-label=t(move |locale| text::about_request(locale, &named))>
                            {number}
                        </a>
                    </span>
                }
            })
        }}
    }
    .into_any()
}

/// A department by mark and name; it leads to its place on the map.
pub(super) fn department(replica: &Replica, id: DepartmentId) -> AnyView {
    let locale = use_locale();
    let name = name_of(replica, id);
    view! {
        <a class="dept" href=format!("/map?focus={id}")>
            <WeaveMark id=*id.0.as_bytes() size=MarkSize::Small />
            <b dir="auto">{move || name(locale.get())}</b>
        </a>
    }
    .into_any()
}

fn person(replica: &Replica, id: PersonId) -> AnyView {
    let (replica, locale) = (replica.clone(), use_locale());
    let name = Signal::derive(move || {
        replica.read(&[Topic::Row(id.into())], |world| words::person(world, locale.get(), id))
    });
    view! {
        <span class="dept">
            <Avatar name=name id=*id.0.as_bytes() size=MarkSize::Small />
            <b dir="auto">{move || name.get()}</b>
        </span>
    }
    .into_any()
}

fn name_of(replica: &Replica, id: DepartmentId) -> impl Fn(Locale) -> String + Clone + Send + Sync + 'static {
    let replica = replica.clone();
    move |locale| replica.read(&[Topic::Row(id.into())], |world| words::department(world, locale, id))
}
