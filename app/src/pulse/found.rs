//! The rows that a figure was counted from, as far as the reader may see them.

use leptos::prelude::*;
use weft_domain::pulse::{Pair, Period};
use weft_domain::{Day, Request, RequestId, RequestKey, StateCategory, Timestamp, World};
use weft_sync::message::Ask;

use super::desk::Desk;
use super::place::{Measure, pair_of};
use crate::feedback::horizon_of;
use crate::hands::Hands;
use crate::replica::Connection;
use crate::request::row::Fetched;

/// Whose rows: of one relationship, or of all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// A customer and a provider.
    Pair(Pair),
    /// Everybody but a team's own work.
    All,
}

/// Pages of what was said that are asked for: some thousands of ratings and thanks.
const PAGES_MAX: u32 = 30;

/// The word for everybody's rows in the address.
pub(super) const ALL: &str = "all";

impl Whose {
    /// What a word in the address means.
    pub(super) fn of(word: &str) -> Option<Self> {
        if word == ALL { Some(Self::All) } else { pair_of(word).map(Self::Pair) }
    }

    fn has(self, customer: weft_domain::DepartmentId, provider: weft_domain::DepartmentId) -> bool {
        match self {
            Self::Pair(pair) => pair == (customer, provider),
            Self::All => customer != provider,
        }
    }
}

/// One row behind a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) at: Timestamp,
    pub(super) request: RequestId,
    /// For a rating, the mean of its scores in hundredths; what it is of may not be for the reader.
    pub(super) mean: Option<u32>,
}

/// Asks for the requests that are not here, by the language of search, and for ratings. Answers how
/// many questions are still open; none: there is no connection to ask over.
pub(super) fn ask(desk: Desk, whose: Whose, fetched: Fetched) -> RwSignal<Option<u32>> {
    let hands = desk.hands;
    let connection = hands.replica().connection();
    let open = RwSignal::new(None);
    Effect::new(move |_| {
        if connection.get() != Connection::Live {
            return;
        }
        let queries = queries(&hands.replica().world(), whose);
        open.set(u32::try_from(queries.len() + 1).ok());
        for query in queries {
            hands.dispatch().ask(Ask::Search { query }, move |answer| {
                fetched.take_more(&answer);
                answered(open);
            });
        }
        ask_feed(hands, desk.period.get().from, None, PAGES_MAX, open);
    });
    open
}

/// Asks for what was said, page by page, back to the first day of the period.
fn ask_feed(hands: Hands, from: Day, before: Option<Timestamp>, pages: u32, open: RwSignal<Option<u32>>) {
    hands.dispatch().ask(Ask::Feed { before }, move |answer| {
        let horizon =
            horizon_of(&answer).filter(|at| at.day() >= from && before.is_none_or(|before| *at < before));
        match (horizon, pages.checked_sub(1)) {
            (Some(horizon), Some(pages)) if pages > 0 => ask_feed(hands, from, Some(horizon), pages, open),
            _ => answered(open),
        }
    });
}

/// A question fewer is open. The panel may be gone when the answer comes.
fn answered(open: RwSignal<Option<u32>>) {
    let _ = open.try_update(|open| *open = open.map(|open| open.saturating_sub(1)));
}

fn queries(world: &World, whose: Whose) -> Vec<String> {
    let key = |id| world.department(id).present().map(|row| row.key.clone());
    match whose {
        Whose::All => vec!["is:open".to_owned(), "is:closed".to_owned()],
        Whose::Pair((customer, provider)) => match (key(customer), key(provider)) {
            (Some(RequestKey(from)), Some(RequestKey(to))) => vec![format!("from:{from} to:{to}")],
            _ => Vec::new(),
        },
    }
}

/// The rows at hand that were counted, the newest first.
pub(super) fn found(
    world: &World,
    fetched: Fetched,
    whose: Whose,
    measure: Measure,
    period: Period,
) -> Vec<Found> {
    let mut rows = if measure == Measure::Ratings {
        ratings(world, whose, period)
    } else {
        let mut rows: Vec<Found> =
            world.requests().filter_map(|row| request(row, whose, measure, period)).collect();
        fetched.each_beyond(world, |row| rows.extend(request(row, whose, measure, period)));
        rows
    };
    rows.sort_unstable_by(|a, b| b.cmp(a));
    rows
}

fn ratings(world: &World, whose: Whose, period: Period) -> Vec<Found> {
    world
        .ratings()
        .filter(|row| whose.has(row.customer, row.provider))
        .filter(|row| row.side == weft_domain::Side::Customer && period.has(row.at.day()))
        .map(|row| {
            let scores = [row.scores.quality, row.scores.attitude, row.scores.efficiency, row.scores.result];
            let sum: u32 = scores.into_iter().map(|score| u32::from(u8::from(score))).sum();
            Found { at: row.at, request: row.request, mean: Some(sum * 25) }
        })
        .collect()
}

/// The request as a row behind `measure`, if it was counted there.
fn request(row: &Request, whose: Whose, measure: Measure, period: Period) -> Option<Found> {
    let customer = row.customer?;
    let holds = row.provider.is_some_and(|provider| whose.has(customer, provider));
    let held = holds || row.held_by.iter().any(|held| whose.has(customer, *held));
    if !held || matches!(row.sight, weft_domain::Sight::Confidential { .. }) {
        return None;
    }
    let is_dropped = matches!(row.state, StateCategory::Declined | StateCategory::Cancelled);
    let at = match measure {
        Measure::Filed => Some(row.filed_at),
        Measure::Resolved => row.resolved_at.filter(|_| holds),
        Measure::Dropped => row.ended_at.filter(|_| holds && is_dropped),
        Measure::Ratings => None,
    };
    Some(Found { at: at.filter(|at| period.has(at.day()))?, request: row.id, mean: None })
}
