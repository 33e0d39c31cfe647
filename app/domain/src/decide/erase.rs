//! What is said of a person goes, for ever.

use super::{
    draft::Draft,
    person::{hand_back, keep_an_admin},
    sight,
};
use crate::{Change, ErasePerson, Gather, Key, Kind, Row, Stop, What, erasure, look::gathered};

/// Their rows become what [`erasure::redacted`] leaves of them. They leave with it, so their open work is
/// handed back to its department.
pub(super) fn erase(draft: &mut Draft<'_>, command: &ErasePerson) -> Result<(), Stop> {
    let row = draft.any_person(command.id)?;
    if !draft.actor.is_system() {
        // After a restore it is done again, whoever ran the system then.
        keep_an_admin(draft, &row)?;
    }
    gathered(&draft.world, Gather::KudosTo(row.id))?;
    let memberships: Vec<_> = draft.world.memberships_of(row.id).cloned().collect();
    let contact = draft.world.row(Key { kind: Kind::Contact, id: row.id.0 });
    let mut said: Vec<Row> = vec![row.clone().into()];
    said.extend(contact.present());
    said.extend(memberships.iter().cloned().map(Row::from));
    said.extend(draft.world.all_kudos().cloned().map(Row::from));
    for membership in &memberships {
        hand_back(draft, row.id, membership.department);
        draft.fact(membership.department, What::Left { person: row.id });
    }
    for left in said.iter().filter_map(|said| erasure::redacted(said, row.id)) {
        match left {
            Change::Put(mut left) => {
                if let (Row::Person(left), false) = (&mut left, row.is_erased()) {
                    left.rev = row.rev.saturating_add(1);
                }
                draft.put(left);
            }
            Change::Remove(key) => draft.remove(key),
        }
    }
    sight::left(draft, row.id);
    draft.fact(row.id, What::Erased);
    Ok(())
}
