//! One department becomes part of another, with all that hangs on it.
//!
//! All of it moves: members, services, labels, requests (archived ones too: who may see them goes by
//! their departments), dependencies, departments under it, daily figures. Limits on lists are not
//! applied: a merge loses nothing.

mod figures;
mod pairs;
mod work;

use super::{department, draft::Draft, sight};
use crate::{
    Department, DepartmentId, DepartmentState, Gather, Key, Kind, MergeDepartment, Refusal, Stop, What,
    look::gathered,
};

pub(super) fn merge(draft: &mut Draft<'_>, command: &MergeDepartment) -> Result<(), Stop> {
    let MergeDepartment { id, into } = *command;
    if id == into {
        return Err(Refusal::Itself.into());
    }
    let mut row = draft.department(id)?;
    if row.state == (DepartmentState::Merged { into }) {
        return Ok(());
    }
    draft.active_department(id)?;
    draft.active_department(into)?;
    // What ended long ago becomes the other department's as well.
    gathered(&draft.world, Gather::ArchivedOf(id))?;
    children(draft, &row, into)?;
    members(draft, id, into);
    services(draft, id, into);
    work::labels(draft, id, into);
    work::requests(draft, id, into)?;
    sight::led(draft, into);
    pairs::dependencies(draft, id, into);
    figures::daily(draft, id, into);
    draft.remove(Key { kind: Kind::MapPlace, id: id.0 });
    row.state = DepartmentState::Merged { into };
    draft.put(row);
    draft.fact(id, What::MergedInto { department: into });
    Ok(())
}

/// The departments under it go under the one that takes it in. Where that is itself somewhere
/// under it, it first takes its place in the tree.
fn children(draft: &mut Draft<'_>, row: &Department, into: DepartmentId) -> Result<(), Stop> {
    if draft.world.ancestors(into).contains(&row.id) {
        attach(draft, into, row.parent)?;
    }
    let children: Vec<DepartmentId> = draft.world.children(Some(row.id)).map(|child| child.id).collect();
    for child in children {
        attach(draft, child, Some(into))?;
    }
    let levels = department::height(&draft.world, into);
    let parent = draft.department(into)?.parent;
    department::within_depth(&draft.world, parent, levels)?;
    Ok(())
}

fn attach(draft: &mut Draft<'_>, id: DepartmentId, to: Option<DepartmentId>) -> Result<(), Stop> {
    let mut row = draft.department(id)?;
    let from = std::mem::replace(&mut row.parent, to);
    draft.put(row);
    draft.fact(id, What::Moved { from, to });
    Ok(())
}

/// Who is in both keeps the stronger role.
fn members(draft: &mut Draft<'_>, id: DepartmentId, into: DepartmentId) {
    let memberships: Vec<_> = draft.world.members_of(id).cloned().collect();
    for mut membership in memberships {
        match draft.world.membership_in(membership.person, into).cloned() {
            Some(mut kept) => {
                kept.role = kept.role.max(membership.role);
                if kept.title.is_empty() {
                    kept.title.clone_from(&membership.title);
                }
                draft.remove(membership.id.into());
                draft.put(kept);
            }
            None => {
                membership.department = into;
                let person = membership.person;
                draft.put(membership);
                draft.fact(into, What::Joined { person });
            }
        }
    }
}

fn services(draft: &mut Draft<'_>, id: DepartmentId, into: DepartmentId) {
    let services: Vec<_> = draft.world.services_of(id).cloned().collect();
    for mut service in services {
        replace(&mut service.providers, id, into);
        draft.put(service);
    }
}

/// Puts `into` for `id` in a sorted list without duplicates.
fn replace(list: &mut Vec<DepartmentId>, id: DepartmentId, into: DepartmentId) {
    for entry in list.iter_mut().filter(|entry| **entry == id) {
        *entry = into;
    }
    list.sort_unstable();
    list.dedup();
}
