//! Daily figures. They follow from the rows: what a request counts as after a change is added, what
//! it counted as before is taken back from the day it was counted on. So dragging a card into
//! "resolved" and back leaves the figures as they were.
//!
//! A confidential request counts nowhere. A browser that has not loaded a day leaves it alone.

use super::draft::Draft;
use crate::{
    DailyId, Day, DepartmentId, Lookup, Request, ScoreSet, Scores, Sight, StateCategory, Timestamp, Traffic,
};

type Pair = (DepartmentId, DepartmentId);

/// Counts a request as filed with, or handed over to, the department that now holds it.
pub(super) fn count_filed(draft: &mut Draft<'_>, row: &Request) {
    if let Some(pair) = counted_pair(row) {
        let day = draft.now().day();
        change(draft, pair, day, |traffic| traffic.filed = traffic.filed.saturating_add(1));
    }
}

/// Counts what `after` resolved or dropped that `before` did not, and takes back the reverse.
pub(super) fn recount(draft: &mut Draft<'_>, before: &Request, after: &Request) {
    let (old, new) = (resolved(before), resolved(after));
    if old != new {
        old.into_iter().for_each(|(pair, day, minutes)| {
            change(draft, pair, day, |row| {
                row.resolved = row.resolved.saturating_sub(1);
                row.resolve_minutes = row.resolve_minutes.saturating_sub(minutes);
            });
        });
        new.into_iter().for_each(|(pair, day, minutes)| {
            change(draft, pair, day, |row| {
                row.resolved = row.resolved.saturating_add(1);
                row.resolve_minutes = row.resolve_minutes.saturating_add(minutes);
            });
        });
    }
    let (old, new) = (dropped(before), dropped(after));
    if old != new {
        old.into_iter().for_each(|(pair, day)| {
            change(draft, pair, day, |row| row.dropped = row.dropped.saturating_sub(1));
        });
        new.into_iter().for_each(|(pair, day)| {
            change(draft, pair, day, |row| row.dropped = row.dropped.saturating_add(1));
        });
    }
}

/// Counts a customer's scores.
pub(super) fn count_scores(draft: &mut Draft<'_>, pair: Pair, scores: ScoreSet) {
    let (customer, provider) = pair;
    let day = draft.now().day();
    let id = DailyId::of(customer, provider, day);
    let mut row = match draft.world.scores(id) {
        Lookup::Present(row) => row.clone(),
        Lookup::Absent => Scores { id, customer, provider, day, ratings: 0, sums: [0; 4] },
        Lookup::Unknown => return,
    };
    row.ratings = row.ratings.saturating_add(1);
    let given = [scores.quality, scores.attitude, scores.efficiency, scores.result];
    for (sum, score) in row.sums.iter_mut().zip(given) {
        *sum = sum.saturating_add(u32::from(u8::from(score)));
    }
    draft.put(row);
}

fn counted_pair(row: &Request) -> Option<Pair> {
    if matches!(row.sight, Sight::Confidential { .. }) { None } else { row.customer.zip(row.provider) }
}

fn resolved(row: &Request) -> Option<(Pair, Day, u64)> {
    let at = row.resolved_at?;
    Some((counted_pair(row)?, at.day(), minutes_between(row.filed_at, at)))
}

fn dropped(row: &Request) -> Option<(Pair, Day)> {
    let is_dropped = matches!(row.state, StateCategory::Declined | StateCategory::Cancelled);
    Some((counted_pair(row)?, row.ended_at.filter(|_| is_dropped)?.day()))
}

fn minutes_between(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.0.saturating_sub(from.0) / 60_000).unwrap_or(0)
}

fn change(draft: &mut Draft<'_>, (customer, provider): Pair, day: Day, edit: impl FnOnce(&mut Traffic)) {
    let id = DailyId::of(customer, provider, day);
    let mut row = match draft.world.traffic(id) {
        Lookup::Present(row) => row.clone(),
        Lookup::Absent => {
            Traffic { id, customer, provider, day, filed: 0, resolved: 0, dropped: 0, resolve_minutes: 0 }
        }
        Lookup::Unknown => return,
    };
    edit(&mut row);
    draft.put(row);
}
