use std::collections::BTreeSet;

use super::{
    draft::{Draft, written_over},
    place::{Spot, place},
};
use crate::{
    Board, Column, ColumnId, Department, DepartmentId, Field, Key, Kind, Label, Refusal, RequestId, Row,
    SetColumns, SetLabel, StateCategory, Stop, What, World,
    limits::{COLUMNS_MAX, LABELS_PER_DEPARTMENT_MAX},
    look::taken,
    text,
};

/// Cards of a column that goes, or that now stands for another state, move to the end of the first
/// column of the state they are in: editing a board moves no request to another state.
pub(super) fn set_columns(draft: &mut Draft<'_>, command: &SetColumns) -> Result<(), Stop> {
    draft.active_department(command.department)?;
    let old = draft.world.board(command.department);
    written_over(command.over, old.rev)?;
    let columns = columns(command)?;
    let has = |category: &StateCategory| columns.iter().any(|column| column.category == *category);
    if !StateCategory::ON_BOARD.iter().all(has) {
        return Err(Refusal::ColumnMissing.into());
    }
    let is_new = |column: &&Column| old.column(column.id).is_none();
    if columns.iter().filter(is_new).any(|column| is_elsewhere(&draft.world, command.department, column.id)) {
        return Err(Refusal::Taken { field: Field::Columns }.into());
    }
    let board = Board { department: command.department, columns, rev: old.rev.saturating_add(1) };
    // All of them are known before the first one moves: what moved into a column that stands for
    // another state from now on stays there.
    let mut moves: Vec<(RequestId, ColumnId)> = Vec::new();
    for column in &old.columns {
        if board.column(column.id).is_none_or(|kept| kept.category != column.category) {
            let target = board.first_of(column.category).ok_or(Refusal::ColumnMissing)?.id;
            moves.extend(draft.world.column(column.id).map(|row| (row.id, target)));
        }
    }
    for (id, target) in moves {
        if let Some(mut row) = draft.world.request(id).present().cloned() {
            place(draft, &mut row, target, Spot::End);
            draft.put(row);
        }
    }
    draft.fact(Key { kind: Kind::Board, id: command.department.0 }, What::Edited);
    draft.put(board);
    Ok(())
}

/// A label's name is unique among those its department offers, whatever its capitals.
pub(super) fn set_label(draft: &mut Draft<'_>, command: &SetLabel) -> Result<(), Stop> {
    draft.active_department(command.department)?;
    let name = text::name(Field::Name, &command.name)?;
    let there = taken(&draft.world, command.id)?;
    if matches!(&there, Some(Row::Label(row)) if row.department != command.department) {
        return Err(Refusal::AlreadyExists { kind: Kind::Label }.into());
    }
    if !command.is_retired {
        let others =
            draft.world.labels_of(command.department).filter(|row| row.id != command.id && !row.is_retired);
        let names: Vec<String> = others.map(|row| row.name.to_lowercase()).collect();
        if names.contains(&name.to_lowercase()) {
            return Err(Refusal::Taken { field: Field::Name }.into());
        }
        text::at_most(Field::Labels, names.len() + 1, LABELS_PER_DEPARTMENT_MAX)?;
    }
    let SetLabel { id, department, is_retired, .. } = *command;
    draft.put(Label { id, department, name, is_retired });
    draft.fact(id, if there.is_some() { What::Edited } else { What::Created });
    Ok(())
}

fn columns(command: &SetColumns) -> Result<Vec<Column>, Refusal> {
    let field = Field::Columns;
    text::at_most(field, command.columns.len(), COLUMNS_MAX)?;
    let mut ids = BTreeSet::new();
    let mut columns = Vec::with_capacity(command.columns.len());
    for column in &command.columns {
        if !ids.insert(column.id) || !StateCategory::ON_BOARD.contains(&column.category) {
            return Err(Refusal::Malformed { field });
        }
        let name = column.name.as_ref().map(|name| text::local_name(Field::Name, name)).transpose()?;
        columns.push(Column { name, ..column.clone() });
    }
    Ok(columns)
}

/// Whether another department has a column with this id, on its own board or on its standard one.
fn is_elsewhere(world: &World, department: DepartmentId, column: ColumnId) -> bool {
    let others = world.departments().map(|row: &Department| row.id).filter(|id| *id != department);
    let mut boards = others
        .flat_map(|other| [world.board(other), Board::standard(other)])
        .filter(|b| b.column(column).is_some());
    boards.next().is_some()
}
