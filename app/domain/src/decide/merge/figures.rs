//! Daily figures of a department that becomes part of another.

use crate::{DailyId, DepartmentId, Scores, Traffic, decide::draft::Draft};

/// Each day's figures are added to those of the surviving pair. Scores between the two departments
/// themselves stay where they are: a team's own work has none, and what was said stays said.
pub(super) fn daily(draft: &mut Draft<'_>, id: DepartmentId, into: DepartmentId) {
    let survivor = |side: DepartmentId| if side == id { into } else { side };
    let traffic: Vec<Traffic> =
        draft.world.all_traffic().filter(|row| row.customer == id || row.provider == id).cloned().collect();
    for old in traffic {
        let (customer, provider) = (survivor(old.customer), survivor(old.provider));
        let new = DailyId::of(customer, provider, old.day);
        let row = draft.world.traffic(new).present().map_or_else(
            || Traffic { id: new, customer, provider, ..old.clone() },
            |kept| Traffic {
                filed: kept.filed.saturating_add(old.filed),
                resolved: kept.resolved.saturating_add(old.resolved),
                dropped: kept.dropped.saturating_add(old.dropped),
                resolve_minutes: kept.resolve_minutes.saturating_add(old.resolve_minutes),
                ..kept.clone()
            },
        );
        draft.put(row);
        draft.remove(crate::Key { kind: crate::Kind::Traffic, id: old.id.0 });
    }
    let scores: Vec<Scores> = draft
        .world
        .all_scores()
        .filter(|row| {
            (row.customer == id || row.provider == id) && survivor(row.customer) != survivor(row.provider)
        })
        .cloned()
        .collect();
    for old in scores {
        let (customer, provider) = (survivor(old.customer), survivor(old.provider));
        let new = DailyId::of(customer, provider, old.day);
        let mut row = old.clone();
        (row.id, row.customer, row.provider) = (new, customer, provider);
        if let Some(kept) = draft.world.scores(new).present() {
            row.ratings = row.ratings.saturating_add(kept.ratings);
            for (sum, more) in row.sums.iter_mut().zip(kept.sums) {
                *sum = sum.saturating_add(more);
            }
        }
        draft.put(row);
        draft.remove(crate::Key { kind: crate::Kind::Scores, id: old.id.0 });
    }
}
