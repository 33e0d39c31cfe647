//! Requests and labels of a department that becomes part of another.

use std::collections::BTreeMap;

use super::replace;
use crate::{
    DepartmentId, LabelId, Refusal, Request, RequestId, Stop, What,
    decide::{
        draft::Draft,
        place::{Spot, place},
    },
};

/// Labels move; one whose name the other department offers too is retired, and its requests carry
/// the other's instead.
pub(super) fn labels(draft: &mut Draft<'_>, id: DepartmentId, into: DepartmentId) {
    let offered: BTreeMap<String, LabelId> = draft
        .world
        .labels_of(into)
        .filter(|label| !label.is_retired)
        .map(|label| (label.name.to_lowercase(), label.id))
        .collect();
    let mut joined = BTreeMap::new();
    let labels: Vec<_> = draft.world.labels_of(id).cloned().collect();
    for mut label in labels {
        label.department = into;
        if !label.is_retired
            && let Some(same) = offered.get(&label.name.to_lowercase())
        {
            label.is_retired = true;
            joined.insert(label.id, *same);
        }
        draft.put(label);
    }
    if !joined.is_empty() {
        relabel(draft, &joined);
    }
}

/// Requests it held, holds or asked for are the other department's from now on. Its cards go behind
/// the other's, in the order they had, into the first column of their state.
pub(super) fn requests(draft: &mut Draft<'_>, id: DepartmentId, into: DepartmentId) -> Result<(), Stop> {
    let from = draft.world.board(id);
    let to = draft.world.board(into);
    let cards: Vec<RequestId> =
        from.columns.iter().flat_map(|column| draft.world.column(column.id).map(|row| row.id)).collect();
    for card in cards {
        let mut row = draft.request(card)?;
        row.provider = Some(into);
        let column = to.first_of(row.state).ok_or(Refusal::ColumnMissing)?.id;
        place(draft, &mut row, column, Spot::End);
        draft.put(row);
    }
    let is_touched = |row: &&Request| {
        row.provider == Some(id)
            || row.customer == Some(id)
            || row.held_by.contains(&id)
            || row.provider == Some(into) && row.held_by.contains(&into)
    };
    let rest: Vec<Request> = draft.world.requests().filter(is_touched).cloned().collect();
    for mut row in rest {
        let put = |side: &mut Option<DepartmentId>| {
            if *side == Some(id) {
                *side = Some(into);
            }
        };
        put(&mut row.provider);
        put(&mut row.customer);
        replace(&mut row.held_by, id, into);
        let holder = row.provider;
        row.held_by.retain(|held| Some(*held) != holder);
        draft.put(row);
    }
    Ok(())
}

fn relabel(draft: &mut Draft<'_>, joined: &BTreeMap<LabelId, LabelId>) {
    let carries = |row: &&Request| row.labels.iter().any(|label| joined.contains_key(label));
    let rows: Vec<Request> = draft.world.requests().filter(carries).cloned().collect();
    for mut row in rows {
        for label in &mut row.labels {
            *label = joined.get(label).copied().unwrap_or(*label);
        }
        row.labels.sort_unstable();
        row.labels.dedup();
        draft.fact(row.id, What::Labelled);
        draft.put(row);
    }
}
