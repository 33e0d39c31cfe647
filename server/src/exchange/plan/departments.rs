//! Departments, and the tree they form.

use std::collections::BTreeMap;

use weft_domain::limits::{NAME_CHARS_MAX, PROSE_CHARS_MAX, TREE_DEPTH_MAX};
use weft_domain::{Department, DepartmentId, DepartmentState, LocalText, Locale, RequestKey};

use super::draft::Draft;
use crate::exchange::clean::shorten;
use crate::exchange::files::File;
use crate::exchange::read::Numbered;
use crate::exchange::records::DepartmentRecord;
use crate::exchange::refs::{RefKind, mark};
use crate::exchange::report::{Outcome, Reason, Warning};
use crate::exchange::words;

const FILE: File = File::Departments;

pub(super) fn plan(draft: &mut Draft<'_>, records: &[Numbered<DepartmentRecord>]) {
    let records = first_of_each(draft, records);
    for (_, record) in &records {
        let id = DepartmentId(draft.standing(RefKind::Department, &record.id, "").id);
        draft.departments.insert(record.id.clone(), id);
        if record.state.as_deref() == Some("merged") {
            draft.merged.insert(id);
        }
    }
    let parents = Tree::of(draft, &records);
    for (line, record) in &records {
        department(draft, *line, record, &parents);
    }
    end_merges(draft, &records);
    if !records.is_empty() {
        let here: std::collections::BTreeSet<&str> =
            records.iter().map(|(_, record)| record.id.as_str()).collect();
        draft.vanished(FILE, RefKind::Department, |external| here.contains(external));
    }
}

fn first_of_each<'r>(
    draft: &mut Draft<'_>,
    records: &'r [Numbered<DepartmentRecord>],
) -> Vec<&'r Numbered<DepartmentRecord>> {
    let mut seen = std::collections::BTreeSet::new();
    let mut kept = Vec::new();
    for numbered in records {
        if seen.insert(numbered.1.id.as_str()) {
            kept.push(numbered);
        } else {
            draft.notes.skip(FILE, numbered.0, Reason::Duplicate, &numbered.1.id);
        }
    }
    kept
}

/// Which department is under which, by the source, without cycles.
struct Tree {
    parents: BTreeMap<DepartmentId, Option<DepartmentId>>,
}

impl Tree {
    fn of(draft: &mut Draft<'_>, records: &[&Numbered<DepartmentRecord>]) -> Self {
        let mut tree = Self { parents: BTreeMap::new() };
        let mut wanted = Vec::new();
        for (line, record) in records {
            let Some(id) = draft.departments.get(&record.id).copied() else { continue };
            let parent = record.parent.as_deref().and_then(|external| {
                let parent = draft.departments.get(external).copied().or_else(|| draft.department(external));
                if parent.is_none() {
                    draft.notes.warn(FILE, *line, Warning::UnknownParent, external);
                }
                parent
            });
            tree.parents.insert(id, None);
            wanted.push((*line, id, parent, record.parent.as_deref().unwrap_or_default()));
        }
        // Each line hangs its department where it belongs, unless that closes a circle: so of the
        // lines of a circle it is the last that gives way.
        let mut placed = Vec::new();
        for (line, id, parent, external) in wanted {
            let above = tree.above(draft, parent);
            let warning = match parent {
                Some(parent) if parent == id || above.contains(&id) => Some(Warning::OwnAncestor),
                Some(_) if above.len() >= TREE_DEPTH_MAX => Some(Warning::TooDeep),
                _ => None,
            };
            match warning {
                Some(warning) => draft.notes.warn(FILE, line, warning, external),
                None => {
                    tree.parents.insert(id, parent);
                    placed.push((line, id, external));
                }
            }
        }
        // What was hung under something that went deeper later may have become too deep with it.
        for (line, id, external) in placed {
            if tree.above(draft, Some(id)).len() > TREE_DEPTH_MAX {
                draft.notes.warn(FILE, line, Warning::TooDeep, external);
                tree.parents.insert(id, None);
            }
        }
        tree
    }

    /// A department and all above it, nearest first.
    fn above(&self, draft: &Draft<'_>, from: Option<DepartmentId>) -> Vec<DepartmentId> {
        let mut above = Vec::new();
        let mut at = from;
        while let Some(id) = at {
            if above.contains(&id) || above.len() > TREE_DEPTH_MAX {
                break;
            }
            above.push(id);
            at = match self.parents.get(&id) {
                Some(parent) => *parent,
                None => draft.world.department(id).present().and_then(|row| row.parent),
            };
        }
        above
    }
}

fn department(draft: &mut Draft<'_>, line: u32, record: &DepartmentRecord, tree: &Tree) {
    let said = [
        record.name.as_str(),
        record.parent.as_deref().unwrap_or_default(),
        &record.purpose,
        &record.kind,
        record.unit.as_deref().unwrap_or_default(),
        record.key.as_deref().unwrap_or_default(),
        record.former_keys.as_deref().unwrap_or_default(),
        record.channel.as_deref().unwrap_or_default(),
        record.state.as_deref().unwrap_or_default(),
        record.merged_into.as_deref().unwrap_or_default(),
        record.names[0].as_deref().unwrap_or_default(),
        record.names[1].as_deref().unwrap_or_default(),
        record.names[2].as_deref().unwrap_or_default(),
    ];
    let mark = mark(said);
    let standing = draft.standing(RefKind::Department, &record.id, &mark);
    let id = DepartmentId(standing.id);
    if standing.is_as_before && draft.world.department(id).present().is_some() {
        return draft.notes.count(FILE, Outcome::Unchanged);
    }
    let old = draft.world.department(id).present().cloned();
    let Some(row) = row(draft, line, record, id, tree, old.as_ref()) else { return };
    let outcome = draft.put(row);
    draft.fact_of(id, outcome);
    draft.remember(RefKind::Department, &record.id, id.0, mark);
    draft.notes.count(FILE, outcome);
}

/// A merge that leads nowhere, or round in a circle, only retires its department.
fn end_merges(draft: &mut Draft<'_>, records: &[&Numbered<DepartmentRecord>]) {
    for (line, record) in records {
        let Some(id) = draft.departments.get(&record.id).copied() else { continue };
        let Some(row) = draft.world.department(id).present().cloned() else { continue };
        if matches!(row.state, DepartmentState::Merged { .. }) && draft.taken_in_by(id).is_none() {
            draft.notes.warn(
                FILE,
                *line,
                Warning::UnknownDepartment,
                record.merged_into.as_deref().unwrap_or_default(),
            );
            draft.put(Department { state: DepartmentState::Retired, ..row });
        }
    }
}

fn row(
    draft: &mut Draft<'_>,
    line: u32,
    record: &DepartmentRecord,
    id: DepartmentId,
    tree: &Tree,
    old: Option<&Department>,
) -> Option<Department> {
    let name = name(draft, line, record, old);
    let mut purpose = record.purpose.clone();
    if shorten(&mut purpose, PROSE_CHARS_MAX) {
        draft.notes.warn(FILE, line, Warning::Shortened, "purpose");
    }
    let mut kind = words::department_kind(&record.kind);
    let unit = record.unit.as_deref().and_then(words::unit::read);
    kind.is = unit.unwrap_or(kind.is);
    if unit.is_none() && !kind.is_own_word && !record.kind.is_empty() {
        draft.notes.guess(FILE, line, Warning::KindGuessed, &record.kind, words::unit::write(kind.is));
    }
    let (key, former_keys) = keys(draft, line, record, &name.default, old)?;
    let kind_name = Some(record.kind.clone()).filter(|word| !kind.is_own_word && !word.is_empty());
    let mut row = Department {
        id,
        name,
        purpose,
        kind: kind.is,
        kind_name,
        parent: tree.parents.get(&id).copied().flatten(),
        key,
        former_keys,
        channel: record.channel.clone().or_else(|| old.map(|old| old.channel.clone())).unwrap_or_default(),
        state: state(draft, line, record, old),
        rev: old.map_or(0, |old| old.rev),
    };
    if shorten(&mut row.channel, PROSE_CHARS_MAX) {
        draft.notes.warn(FILE, line, Warning::Shortened, "channel");
    }
    if old
        .is_some_and(|old| (&old.name, &old.purpose, &old.channel) != (&row.name, &row.purpose, &row.channel))
    {
        row.rev = row.rev.saturating_add(1);
    }
    Some(row)
}

fn name(draft: &mut Draft<'_>, line: u32, record: &DepartmentRecord, old: Option<&Department>) -> LocalText {
    let mut name = old.map(|old| old.name.clone()).unwrap_or_default();
    name.default.clone_from(&record.name);
    if name.default.is_empty() {
        name.default.clone_from(&record.id);
        draft.notes.warn(FILE, line, Warning::MissingName, &record.id);
    }
    for (locale, text) in [Locale::En, Locale::ZhHans, Locale::ZhHant].into_iter().zip(&record.names) {
        match text.as_deref() {
            None => {}
            Some("") => drop(name.by_locale.remove(&locale)),
            Some(text) => drop(name.by_locale.insert(locale, text.to_owned())),
        }
    }
    let mut is_shortened = false;
    for text in std::iter::once(&mut name.default).chain(name.by_locale.values_mut()) {
        is_shortened |= shorten(text, NAME_CHARS_MAX);
    }
    if is_shortened {
        draft.notes.warn(FILE, line, Warning::Shortened, "name");
    }
    name
}

/// A key once given out stays; another one from the source is added as the current one.
fn keys(
    draft: &mut Draft<'_>,
    line: u32,
    record: &DepartmentRecord,
    name: &str,
    old: Option<&Department>,
) -> Option<(RequestKey, Vec<RequestKey>)> {
    let wanted =
        record.key.as_deref().filter(|key| old.is_none_or(|old| !old.key.0.eq_ignore_ascii_case(key)));
    let claimed = wanted.and_then(|key| draft.keys.claim(key));
    if claimed.is_none()
        && let Some(key) = wanted
    {
        draft.notes.warn(FILE, line, Warning::KeyChanged, key);
    }
    if let Some(old) = old {
        let mut former = old.former_keys.clone();
        let key = claimed.map_or_else(
            || old.key.clone(),
            |key| {
                former.push(old.key.clone());
                key
            },
        );
        return Some((key, former));
    }
    let key = claimed.or_else(|| draft.keys.propose(name));
    if key.is_none() {
        draft.notes.skip(FILE, line, Reason::TooManyRows, &record.id);
    }
    let former = record.former_keys.as_deref().unwrap_or_default();
    Some((key?, former.split_whitespace().filter_map(|key| draft.keys.claim(key)).collect()))
}

fn state(
    draft: &mut Draft<'_>,
    line: u32,
    record: &DepartmentRecord,
    old: Option<&Department>,
) -> DepartmentState {
    let merged = record.merged_into.as_deref().and_then(|external| draft.departments.get(external).copied());
    match (record.state.as_deref(), merged) {
        (Some("merged"), Some(into)) => return DepartmentState::Merged { into },
        (Some("active"), _) => return DepartmentState::Active,
        (Some("retired" | "merged"), _) => return DepartmentState::Retired,
        (Some(word), _) => draft.notes.warn(FILE, line, Warning::UnknownWord, word),
        (None, _) => {}
    }
    let is_retired = words::says_retired(&record.kind) || record.name.eq_ignore_ascii_case("alumni");
    match old {
        // Retired or merged in Weft stays so; a source that archives it retires it here too.
        Some(old) if !is_retired || !old.is_active() => old.state,
        _ if is_retired => {
            draft.notes.warn(FILE, line, Warning::ComesRetired, "");
            DepartmentState::Retired
        }
        _ => DepartmentState::Active,
    }
}
