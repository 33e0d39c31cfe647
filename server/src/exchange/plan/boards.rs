//! What an export of Weft says of the organisation, of boards with their labels, and of the map.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::limits::{COLUMNS_MAX, LABELS_PER_DEPARTMENT_MAX, NAME_CHARS_MAX, TIME_ZONE_CHARS_MAX};
use weft_domain::{
    Board, Column, ColumnId, DepartmentId, Label, LabelId, LocalText, Locale, MapPlace, Organisation,
    StateCategory,
};

use super::draft::Draft;
use crate::exchange::clean::shorten;
use crate::exchange::files::File;
use crate::exchange::read::Numbered;
use crate::exchange::records::{ColumnRecord, LabelRecord, OrganisationRecord, PlaceRecord, Records};
use crate::exchange::refs::own_id;
use crate::exchange::report::{Outcome, Reason, Warning};
use crate::exchange::words;

type Left = (Reason, String);

pub(super) fn plan(draft: &mut Draft<'_>, records: &Records) {
    for (line, record) in &records.organisation {
        let outcome = organisation(draft, *line, record);
        draft.notes.count(File::Organisation, outcome);
    }
    boards(draft, &records.columns);
    each(draft, File::Labels, &records.labels, label);
    each(draft, File::MapPlaces, &records.places, place);
}

/// Plans one line after the other, each for itself.
pub(super) fn each<R>(
    draft: &mut Draft<'_>,
    file: File,
    records: &[Numbered<R>],
    one: impl Fn(&mut Draft<'_>, u32, &R) -> Result<Outcome, Left>,
) {
    for (line, record) in records {
        match one(draft, *line, record) {
            Ok(outcome) => draft.notes.count(file, outcome),
            Err((reason, value)) => draft.notes.skip(file, *line, reason, &value),
        }
    }
}

pub(super) fn department(draft: &Draft<'_>, external: &str) -> Result<DepartmentId, Left> {
    draft.department(external).ok_or_else(|| (Reason::UnknownDepartment, external.to_owned()))
}

/// The department that a source means by what was said once.
pub(super) fn department_then(draft: &Draft<'_>, external: &str) -> Result<DepartmentId, Left> {
    draft.department_then(external).ok_or_else(|| (Reason::UnknownDepartment, external.to_owned()))
}

/// An organisation that is there keeps what it is called; only an empty database takes the name.
fn organisation(draft: &mut Draft<'_>, line: u32, record: &OrganisationRecord) -> Outcome {
    if draft.world.organisation().is_some_and(|row| row.rev > 0 || !row.name.is_empty()) {
        return Outcome::Unchanged;
    }
    let mut name = record.name.clone();
    if shorten(&mut name, NAME_CHARS_MAX) {
        draft.notes.warn(File::Organisation, line, Warning::Shortened, "name");
    }
    let locale = record.locale.as_deref().and_then(Locale::from_tag).unwrap_or_default();
    // Which zones there are differs from machine to machine: its form is all that is checked.
    let is_zone = |zone: &String| {
        zone.len() <= TIME_ZONE_CHARS_MAX
            && zone.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'/' | b'_' | b'-' | b'+'))
    };
    let zone = record.time_zone.clone().filter(is_zone);
    draft.put(Organisation { name, locale, time_zone: zone.unwrap_or_else(|| "UTC".to_owned()), rev: 0 })
}

/// A board's columns come as they stand in the file, all or none: a board of half its columns would
/// leave requests without a place.
fn boards(draft: &mut Draft<'_>, records: &[Numbered<ColumnRecord>]) {
    let mut by_department: BTreeMap<&str, Vec<&Numbered<ColumnRecord>>> = BTreeMap::new();
    for numbered in records {
        by_department.entry(&numbered.1.department).or_default().push(numbered);
    }
    if by_department.is_empty() {
        return;
    }
    let ids: Vec<DepartmentId> = draft.world.departments().map(|row| row.id).collect();
    let mut taken: BTreeMap<ColumnId, DepartmentId> = BTreeMap::new();
    for id in ids {
        let boards = [draft.world.board(id), Board::standard(id)];
        taken.extend(boards.iter().flat_map(|board| &board.columns).map(|column| (column.id, id)));
    }
    for (external, lines) in by_department {
        let outcome = board(draft, external, &lines, &mut taken);
        for (line, _) in lines {
            match &outcome {
                Ok(outcome) => draft.notes.count(File::Boards, *outcome),
                Err((reason, value)) => draft.notes.skip(File::Boards, *line, *reason, value),
            }
        }
    }
}

fn board(
    draft: &mut Draft<'_>,
    external: &str,
    lines: &[&Numbered<ColumnRecord>],
    taken: &mut BTreeMap<ColumnId, DepartmentId>,
) -> Result<Outcome, Left> {
    let department = department_then(draft, external)?;
    let old = draft.world.board(department);
    let columns: Vec<Column> = lines.iter().filter_map(|(_, record)| column(record)).collect();
    let ids: BTreeSet<ColumnId> = columns.iter().map(|column| column.id).collect();
    let has = |category: &StateCategory| columns.iter().any(|column| column.category == *category);
    let is_elsewhere = ids.iter().any(|id| taken.get(id).is_some_and(|holder| *holder != department));
    let is_whole = columns.len() == lines.len()
        && ids.len() == columns.len()
        && columns.len() <= COLUMNS_MAX
        && StateCategory::ON_BOARD.iter().all(has)
        && !is_elsewhere;
    if !is_whole {
        return Err((Reason::SaysNothing, external.to_owned()));
    }
    // A board that people have edited is theirs.
    if old.columns == columns || old.rev > 0 {
        return Ok(Outcome::Unchanged);
    }
    let mut gone = old.columns.iter().filter(|column| !ids.contains(&column.id));
    if gone.any(|column| draft.world.column(column.id).next().is_some()) {
        return Err((Reason::SaysNothing, external.to_owned()));
    }
    taken.extend(ids.iter().map(|id| (*id, department)));
    Ok(draft.put(Board { department, columns, rev: 0 }))
}

fn column(record: &ColumnRecord) -> Option<Column> {
    let category = words::category::read(&record.category)?;
    let [en, zh_hans, zh_hant] = &record.names;
    let mut name = LocalText::new(record.name.clone());
    for (locale, text) in [(Locale::En, en), (Locale::ZhHans, zh_hans), (Locale::ZhHant, zh_hant)] {
        if !text.is_empty() {
            name.by_locale.insert(locale, text.clone());
        }
    }
    let texts = name.by_locale.values().chain([&name.default]);
    let is_short = texts.into_iter().all(|text| text.chars().count() <= NAME_CHARS_MAX);
    let is_whole = StateCategory::ON_BOARD.contains(&category) && is_short;
    is_whole.then_some(Column {
        id: ColumnId(own_id(&record.id)?),
        name: (!name.default.is_empty()).then_some(name),
        category,
        limit: record.limit.parse().ok(),
    })
}

fn label(draft: &mut Draft<'_>, line: u32, record: &LabelRecord) -> Result<Outcome, Left> {
    let department = department(draft, &record.department)?;
    let id = LabelId(draft.own_or_new("label", &record.id));
    let mut name = record.name.clone();
    if name.is_empty() {
        return Err((Reason::SaysNothing, String::new()));
    }
    if shorten(&mut name, NAME_CHARS_MAX) {
        draft.notes.warn(File::Labels, line, Warning::Shortened, "name");
    }
    if let Some(there) = draft.world.labels_of(department).find(|row| row.id == id) {
        let is_same = there.name == name;
        return if is_same { Ok(Outcome::Unchanged) } else { Err((Reason::Duplicate, record.id.clone())) };
    }
    let row = Label { id, department, name, is_retired: record.state == "retired" };
    let offered = draft.world.labels_of(department).filter(|label| !label.is_retired);
    let names: Vec<String> = offered.map(|label| label.name.to_lowercase()).collect();
    let is_free = !names.contains(&row.name.to_lowercase()) && names.len() < LABELS_PER_DEPARTMENT_MAX;
    let is_elsewhere = draft.world.has(id.into());
    if is_elsewhere || !(is_free || row.is_retired) {
        return Err((Reason::Duplicate, record.id.clone()));
    }
    Ok(draft.put(row))
}

/// Where somebody has put a department already, it stays.
fn place(draft: &mut Draft<'_>, line: u32, record: &PlaceRecord) -> Result<Outcome, Left> {
    let department = department(draft, &record.department)?;
    if draft.world.map_places().any(|row| row.department == department) {
        return Ok(Outcome::Unchanged);
    }
    let (Ok(x), Ok(y)) = (record.x.parse(), record.y.parse()) else {
        draft.notes.warn(File::MapPlaces, line, Warning::BadNumber, &record.x);
        return Err((Reason::SaysNothing, record.x.clone()));
    };
    Ok(draft.put(MapPlace { department, x, y }))
}
