//! Public numbers: `KEY-n` of the department a request was filed with, else of the one that asked.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{DepartmentId, Numbering, RequestKey, RequestNumber};

use super::{FILE, Planned};
use crate::exchange::plan::draft::Draft;
use crate::exchange::report::Warning;

/// Gives each new request its number. What the source numbers itself, as an export of Weft does,
/// keeps its number where that is free; the others follow, in the order in which they were filed.
pub(super) fn give(draft: &mut Draft<'_>, planned: &mut [Planned<'_>]) {
    let mut last: BTreeMap<DepartmentId, u32> = BTreeMap::new();
    let mut taken: BTreeSet<(RequestKey, u32)> = BTreeSet::new();
    let already = |draft: &Draft<'_>, id| draft.world.numbering(id).present().map_or(0, |row| row.last);
    for new in planned.iter_mut().filter(|planned| planned.before.is_none()) {
        let Some(text) = new.record.number.as_deref() else { continue };
        let number = parse(text).and_then(|(key, n)| Some((draft.world.department_by_key(&key)?, key, n)));
        match number {
            Some((department, key, n))
                if n > already(draft, department) && taken.insert((key.clone(), n)) =>
            {
                let last = last.entry(department).or_default();
                *last = (*last).max(n);
                new.row.number = RequestNumber::Filed { key, n };
            }
            _ => draft.notes.warn(FILE, new.line, Warning::NumberChanged, text),
        }
    }
    for new in planned.iter_mut().filter(|planned| planned.before.is_none()) {
        if new.row.number != RequestNumber::Provisional {
            continue;
        }
        let department = new.filed_with.or(new.row.customer);
        let row = department.and_then(|id| draft.world.department(id).present());
        let Some(row) = row else {
            draft.notes.warn(FILE, new.line, Warning::NoNumber, "");
            continue;
        };
        let key = row.key.clone();
        let last = last.entry(row.id).or_default();
        *last = (*last).max(already(draft, row.id)).saturating_add(1);
        new.row.number = RequestNumber::Filed { key, n: *last };
    }
    for (department, last) in last {
        draft.put(Numbering { department, last });
    }
}

fn parse(text: &str) -> Option<(RequestKey, u32)> {
    let (key, n) = text.rsplit_once('-')?;
    Some((RequestKey(key.to_ascii_uppercase()), n.parse().ok().filter(|n| *n > 0)?))
}
