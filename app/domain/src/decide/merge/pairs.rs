//! Dependencies of a department that becomes part of another.

use crate::{
    Deliverable, DepartmentId, Dependency, DependencyId, DependencyState, Observed, What,
    decide::{dependency::enter, draft::Draft},
};

/// A dependency's id is its pair's, so each folds into the one of the surviving pair and retires,
/// with its needs kept as history. One between the two departments themselves just retires.
pub(super) fn dependencies(draft: &mut Draft<'_>, id: DepartmentId, into: DepartmentId) {
    let rows: Vec<Dependency> = draft.world.needs_of(id).chain(draft.world.needed_by(id)).cloned().collect();
    for mut row in rows {
        let survivor = |side: DepartmentId| if side == id { into } else { side };
        let (customer, provider) = (survivor(row.customer), survivor(row.provider));
        let is_alive = row.state != DependencyState::Retired;
        if customer != provider && (is_alive || row.observed.is_some()) {
            fold(draft, &row, customer, provider);
        }
        if is_alive {
            enter(draft, &mut row, DependencyState::Retired);
            draft.put(row);
        }
    }
}

fn fold(draft: &mut Draft<'_>, row: &Dependency, customer: DepartmentId, provider: DepartmentId) {
    let id = DependencyId::between(customer, provider);
    hand_on(draft, row.id, id);
    let Some(mut kept) = draft.world.dependency(id).present().cloned() else {
        draft.fact(id, What::Created);
        draft.fact(id, What::Dependency { from: None, to: row.state });
        draft.put(Dependency { id, customer, provider, rev: 0, ..row.clone() });
        return;
    };
    if row.state != DependencyState::Retired {
        let state = joint(kept.state, row.state);
        let dispute = kept.dispute.take().or_else(|| row.dispute.clone());
        enter(draft, &mut kept, state);
        kept.dispute = dispute.filter(|_| state == DependencyState::Disputed);
        let agreed = kept.agreed.or(row.agreed);
        kept.agreed = agreed.filter(|_| state == DependencyState::Agreed);
        let is_new = |need: &&crate::Need| !kept.needs.iter().any(|there| there.id == need.id);
        let needs: Vec<_> = row.needs.iter().filter(is_new).cloned().collect();
        kept.needs.extend(needs);
    }
    kept.services.extend(row.services.iter().copied());
    kept.services.sort_unstable();
    kept.services.dedup();
    kept.tier = kept.tier.into_iter().chain(row.tier).min();
    kept.grade = kept.grade.or(row.grade);
    if kept.channel.is_empty() {
        kept.channel.clone_from(&row.channel);
    }
    kept.observed = both(kept.observed, row.observed);
    kept.rev = kept.rev.saturating_add(1);
    draft.put(kept);
}

/// The dependency that stays takes what the other handed over, unless it says so itself.
fn hand_on(draft: &mut Draft<'_>, from: DependencyId, to: DependencyId) {
    let Some(text) = draft.world.deliverable(from).present().map(|row| row.text.clone()) else { return };
    let own = draft.world.deliverable(to).present();
    if text.is_empty() || own.is_some_and(|row| !row.text.is_empty()) {
        return;
    }
    let rev = own.map_or(0, |row| row.rev).saturating_add(1);
    draft.put(Deliverable { dependency: to, text, rev });
}

/// A dispute of one is a dispute of both, an agreement to one an agreement to both.
fn joint(kept: DependencyState, other: DependencyState) -> DependencyState {
    let order = [
        DependencyState::Disputed,
        DependencyState::Agreed,
        DependencyState::Proposed,
        DependencyState::Retired,
    ];
    order.into_iter().find(|state| *state == kept || *state == other).unwrap_or(kept)
}

fn both(kept: Option<Observed>, other: Option<Observed>) -> Option<Observed> {
    match (kept, other) {
        (Some(kept), Some(other)) => Some(Observed {
            count: kept.count.saturating_add(other.count),
            first: kept.first.into_iter().chain(other.first).min(),
            last: kept.last.into_iter().chain(other.last).max(),
        }),
        (kept, other) => kept.or(other),
    }
}
