//! Daily figures of what comes in, counted as the rules count what happens live: a confidential
//! request nowhere, one that is taken back taken back from the day it was counted on.

use weft_domain::{Day, DepartmentId, Request, Sight, StateCategory, Timestamp};

use super::draft::Draft;

type Pair = (DepartmentId, DepartmentId);

/// Counts a request as filed with, or handed over to, the department that now holds it.
pub(super) fn count_filed(draft: &mut Draft<'_>, row: &Request, at: Timestamp) {
    if let Some(pair) = counted_pair(row) {
        draft.count(pair, at.day(), |traffic| traffic.filed = traffic.filed.saturating_add(1));
    }
}

/// Counts what `after` resolved or dropped that `before` did not, and takes back the reverse.
pub(super) fn recount(draft: &mut Draft<'_>, before: Option<&Request>, after: &Request) {
    let (old, new) = (before.and_then(resolved), resolved(after));
    if old != new {
        if let Some((pair, day, minutes)) = old {
            draft.count(pair, day, |traffic| {
                traffic.resolved = traffic.resolved.saturating_sub(1);
                traffic.resolve_minutes = traffic.resolve_minutes.saturating_sub(minutes);
            });
        }
        if let Some((pair, day, minutes)) = new {
            draft.count(pair, day, |traffic| {
                traffic.resolved = traffic.resolved.saturating_add(1);
                traffic.resolve_minutes = traffic.resolve_minutes.saturating_add(minutes);
            });
        }
    }
    let (old, new) = (before.and_then(dropped), dropped(after));
    if old != new {
        if let Some((pair, day)) = old {
            draft.count(pair, day, |traffic| traffic.dropped = traffic.dropped.saturating_sub(1));
        }
        if let Some((pair, day)) = new {
            draft.count(pair, day, |traffic| traffic.dropped = traffic.dropped.saturating_add(1));
        }
    }
}

fn counted_pair(row: &Request) -> Option<Pair> {
    if matches!(row.sight, Sight::Confidential { .. }) { None } else { row.customer.zip(row.provider) }
}

fn resolved(row: &Request) -> Option<(Pair, Day, u64)> {
    let at = row.resolved_at?;
    let minutes = u64::try_from(at.0.saturating_sub(row.filed_at.0) / 60_000).unwrap_or(0);
    Some((counted_pair(row)?, at.day(), minutes))
}

fn dropped(row: &Request) -> Option<(Pair, Day)> {
    let is_dropped = matches!(row.state, StateCategory::Declined | StateCategory::Cancelled);
    Some((counted_pair(row)?, row.ended_at.filter(|_| is_dropped)?.day()))
}
