//! Beside the feed: what waits for the reader's rating, and where scores are low.

use std::collections::BTreeMap;

use leptos::prelude::*;
use weft_domain::{DepartmentId, Kind, PersonId, RatingId, RequestId, Side, Timestamp, World};

use super::band::{DAYS, SHOWN_FROM};
use super::entry;
use super::feed::Source;
use crate::hands::Hands;
use crate::i18n::{Locale, decimal, feedback as text, request, t, use_locale};
use crate::replica::{Replica, Topic};
use crate::request::address::Address;
use crate::request::words;
use crate::ui::Picks;

/// Requests listed; the rest is counted.
const WAITING_MAX: usize = 5;
/// Low scores listed, the lowest first.
const LOW_MAX: usize = 6;
/// A mean below this is low, in hundredths.
const LOW_BELOW: u32 = weft_domain::pulse::STRAINED_SCORE_HUNDREDTHS;

/// The column.
pub(super) fn aside(hands: Hands, address: Address, source: Source) -> AnyView {
    view! { <aside class="side">{waiting(hands, address, source)} {low(hands)}</aside> }.into_any()
}

fn waiting(hands: Hands, address: Address, source: Source) -> AnyView {
    let replica = StoredValue::new(hands.replica());
    let ids = Memo::new(move |_| {
        replica.with_value(|replica| {
            let Some(me) = replica.me().get() else { return Vec::new() };
            let topics = [Topic::Kind(Kind::Request), Topic::Kind(Kind::Rating)];
            replica.read(&topics, |world| unrated(world, me, |at| source.reaches(at)))
        })
    });
    let more = move || ids.with(|ids| ids.len().saturating_sub(WAITING_MAX));
    let rows = move || {
        let shown = ids.with(|ids| ids.iter().take(WAITING_MAX).copied().collect::<Vec<_>>());
        shown.into_iter().map(|id| waiting_row(&hands.replica(), address, id)).collect_view()
    };
    view! {
        <section class:nowait=move || ids.with(Vec::is_empty)>
            <h2 class="row">
                {t(text::waits_for_you)}
                {move || {
                    let count = ids.with(Vec::len);
                    (count > 0).then(|| view! { <span class="faint num">{count}</span> })
                }}
            </h2>
            <ul class="waits">{rows}</ul>
            {move || ids.with(Vec::is_empty).then(|| view! { <p class="note">{t(text::nothing_waits)}</p> })}
            {move || {
                let more = more();
                (more > 0)
                    .then(|| view! { <a class="note" href="/mine?ended=1">{t(move |locale| text::more_waiting(locale, more))}</a> })
            }}
        </section>
    }
    .into_any()
}

/// Resolved requests of mine that I have not rated, the last resolved first. One that was resolved
/// before what `reaches` back is left out: whether it is rated is not known here.
fn unrated(world: &World, me: PersonId, reaches: impl Fn(Timestamp) -> bool) -> Vec<RequestId> {
    let mut found: Vec<(Timestamp, RequestId)> = world
        .requests()
        .filter(|row| row.requester == Some(me) && row.assignee != Some(me) && !row.is_own_work())
        .filter(|row| row.customer.is_some() && row.provider.is_some())
        .filter(|row| !matches!(row.sight, weft_domain::Sight::Confidential { .. }))
        .filter_map(|row| Some((row.resolved_at?, row.id)))
        .filter(|(at, id)| {
            reaches(*at) && world.rating(RatingId::of(*id, Side::Customer)).present().is_none()
        })
        .collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, id)| id).collect()
}

fn waiting_row(replica: &Replica, address: Address, id: RequestId) -> AnyView {
    let locale = use_locale();
    let replica = replica.clone();
    let row = move || {
        let locale = locale.get();
        let topics = [Topic::Row(id.into())];
        replica.read(&topics, |world| {
            let row = world.request(id).present()?;
            let holder =
                row.provider.map(|holder| words::department(world, locale, holder)).unwrap_or_default();
            let href = move || address.with("request", Some(id.to_string()));
            Some(view! {
                <a href=href>
                    <span class="num small faint">{words::number(locale, &row.number)}</span>
                    <span class="clip ct" dir="auto">{row.title.clone()}</span>
                    <span class="btn small" aria-hidden="true">{t(text::rate_now)}</span>
                    <span class="note clip" dir="auto">{text::resolved_by(locale, &holder)}</span>
                </a>
            })
        })
    };
    view! { <li>{row}</li> }.into_any()
}

/// A department's lowest score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Low {
    department: DepartmentId,
    which: usize,
    mean_hundredths: u32,
    ratings: u32,
}

fn low(hands: Hands) -> AnyView {
    let replica = StoredValue::new(hands.replica());
    let today = hands.now().day().0;
    let found = Memo::new(move |_| {
        let topics = [Topic::Kind(Kind::Scores)];
        replica.with_value(|replica| replica.read(&topics, |world| lowest(world, today)))
    });
    let row = move |low: Low| {
        let mean = f64::from(low.mean_hundredths) / 100.0;
        let which: fn(Locale) -> &'static str =
            [request::quality, request::attitude, request::efficiency, request::result][low.which];
        let href = format!("/pulse?view=loom&days=30&provider={}", low.department);
        view! {
            <li>
                <span class="row">
                    {entry::department(&hands.replica(), low.department)} <span class="faint">{t(which)}</span>
                    <span class="push row">
                        <Picks score=Signal::stored(mean as f32) />
                        <b class="num" aria-hidden="true">{t(move |locale| decimal(locale, mean, 1))}</b>
                    </span>
                </span>
                <span class="row note">
                    <span>{t(move |locale| text::count_ratings(locale, low.ratings))}</span>
                    <a class="push" href=href>{t(text::see_on_loom)}</a>
                </span>
            </li>
        }
    };
    view! {
        <section class="lows">
            <h2>{t(text::low_scores)}</h2>
            {move || {
                found.with(Vec::is_empty).then(|| view! { <p class="note">{t(text::no_low_scores)}</p> })
            }}
            <ul class="plans">{move || found.get().into_iter().map(row).collect_view()}</ul>
            {move || {
                (!found.with(Vec::is_empty)).then(|| view! { <p class="note">{t(text::low_scores_what)}</p> })
            }}
        </section>
    }
    .into_any()
}

fn lowest(world: &World, today: i32) -> Vec<Low> {
    let mut sums: BTreeMap<DepartmentId, (u32, [u64; 4])> = BTreeMap::new();
    for row in world.all_scores().filter(|row| (today.saturating_sub(DAYS - 1)..=today).contains(&row.day.0))
    {
        let (ratings, scores) = sums.entry(row.provider).or_default();
        *ratings = ratings.saturating_add(row.ratings);
        for (sum, more) in scores.iter_mut().zip(row.sums) {
            *sum += u64::from(more);
        }
    }
    let mut found: Vec<Low> = sums
        .into_iter()
        .filter(|(_, (ratings, _))| *ratings >= SHOWN_FROM)
        .filter_map(|(department, (ratings, scores))| {
            let (which, sum) = scores.into_iter().enumerate().min_by_key(|(_, sum)| *sum)?;
            let mean_hundredths = u32::try_from(sum * 100 / u64::from(ratings)).ok()?;
            Some(Low { department, which, mean_hundredths, ratings })
        })
        .filter(|low| low.mean_hundredths < LOW_BELOW)
        .collect();
    found.sort_by_key(|low| (low.mean_hundredths, low.department));
    found.truncate(LOW_MAX);
    found
}
