use super::{
    draft::{Draft, written_over},
    key,
};
use crate::{
    CreateDepartment, Department, DepartmentId, DepartmentState, DescribeDepartment, Field, Key, Kind,
    MapPlace, MoveDepartment, PlaceDepartment, Refusal, RenameDepartment, RequestKey, RestoreDepartment,
    RetireDepartment, Row, SetDepartmentKey, Stop, What, World,
    limits::{PROSE_CHARS_MAX, TREE_DEPTH_MAX},
    look::taken,
    text,
};

pub(super) fn create(draft: &mut Draft<'_>, command: &CreateDepartment) -> Result<(), Stop> {
    let name = text::local_name(Field::Name, &command.name)?;
    let purpose = text::prose(Field::Purpose, &command.purpose, PROSE_CHARS_MAX)?;
    if let Some(row) = taken(&draft.world, command.id)? {
        return match row {
            Row::Department(row) if row.name == name && row.parent == command.parent => Ok(()),
            _ => Err(Refusal::AlreadyExists { kind: Kind::Department }.into()),
        };
    }
    if let Some(parent) = command.parent {
        draft.active_department(parent)?;
        within_depth(&draft.world, Some(parent), 1)?;
    }
    let key = match &command.key {
        Some(key) => free_key(&draft.world, key, command.id)?,
        None => key::propose(&draft.world, &name)?,
    };
    draft.put(Department {
        id: command.id,
        name,
        purpose,
        kind: command.kind,
        kind_name: None,
        parent: command.parent,
        key,
        former_keys: Vec::new(),
        channel: String::new(),
        state: DepartmentState::Active,
        rev: 0,
    });
    draft.fact(command.id, What::Created);
    Ok(())
}

pub(super) fn rename(draft: &mut Draft<'_>, command: &RenameDepartment) -> Result<(), Stop> {
    let mut row = draft.active_department(command.id)?;
    written_over(command.over, row.rev)?;
    let from = std::mem::replace(&mut row.name, text::local_name(Field::Name, &command.name)?);
    if from == row.name {
        edited(draft, row);
        return Ok(());
    }
    row.rev = row.rev.saturating_add(1);
    draft.fact(row.id, What::Renamed { from });
    draft.put(row);
    Ok(())
}

pub(super) fn describe(draft: &mut Draft<'_>, command: &DescribeDepartment) -> Result<(), Stop> {
    let mut row = draft.active_department(command.id)?;
    written_over(command.over, row.rev)?;
    row.purpose = text::prose(Field::Purpose, &command.purpose, PROSE_CHARS_MAX)?;
    row.channel = text::prose(Field::Channel, &command.channel, PROSE_CHARS_MAX)?;
    if row.kind != command.kind {
        row.kind = command.kind;
        // The source's word was for the kind it had.
        row.kind_name = None;
    }
    edited(draft, row);
    Ok(())
}

/// Numbers that were given out keep the key they were given out under.
pub(super) fn set_key(draft: &mut Draft<'_>, command: &SetDepartmentKey) -> Result<(), Stop> {
    let mut row = draft.active_department(command.id)?;
    let key = free_key(&draft.world, &command.key, row.id)?;
    if key == row.key {
        return Ok(());
    }
    row.former_keys.retain(|former| *former != key);
    row.former_keys.push(std::mem::replace(&mut row.key, key));
    draft.put(row);
    draft.fact(command.id, What::Edited);
    Ok(())
}

pub(super) fn relocate(draft: &mut Draft<'_>, command: &MoveDepartment) -> Result<(), Stop> {
    let mut row = draft.active_department(command.id)?;
    if row.parent == command.parent {
        return Ok(());
    }
    if let Some(parent) = command.parent {
        draft.active_department(parent)?;
        if parent == row.id || draft.world.ancestors(parent).contains(&row.id) {
            return Err(Refusal::WouldBeACycle.into());
        }
        within_depth(&draft.world, Some(parent), height(&draft.world, row.id))?;
    }
    let from = std::mem::replace(&mut row.parent, command.parent);
    draft.put(row);
    draft.fact(command.id, What::Moved { from, to: command.parent });
    Ok(())
}

/// A department can retire once nothing would be left hanging: no active department under it, no
/// open request on its board. Its members, services and dependencies stay as they are, so that
/// bringing it back brings back all of it; while it is retired it takes nothing new.
pub(super) fn retire(draft: &mut Draft<'_>, command: &RetireDepartment) -> Result<(), Stop> {
    let mut row = draft.department(command.id)?;
    if !row.is_active() {
        return Ok(());
    }
    if draft.world.children(Some(row.id)).any(Department::is_active) {
        return Err(Refusal::StillInUse { kind: Kind::Department }.into());
    }
    if draft.world.requests_held_by(Some(row.id)).any(crate::Request::is_open) {
        return Err(Refusal::StillInUse { kind: Kind::Request }.into());
    }
    row.state = DepartmentState::Retired;
    draft.put(row);
    draft.fact(command.id, What::Retired);
    Ok(())
}

/// It comes back under the nearest department above it that still takes part.
pub(super) fn restore(draft: &mut Draft<'_>, command: &RestoreDepartment) -> Result<(), Stop> {
    let mut row = draft.department(command.id)?;
    match row.state {
        DepartmentState::Active => return Ok(()),
        DepartmentState::Merged { .. } => return Err(Refusal::WrongState.into()),
        DepartmentState::Retired => row.state = DepartmentState::Active,
    }
    let is_active =
        |id: &DepartmentId| draft.world.department(*id).present().is_some_and(Department::is_active);
    row.parent = draft.world.ancestors(row.id).into_iter().find(is_active);
    draft.put(row);
    draft.fact(command.id, What::Restored);
    Ok(())
}

pub(super) fn place(draft: &mut Draft<'_>, command: &PlaceDepartment) -> Result<(), Stop> {
    draft.active_department(command.id)?;
    match command.at {
        Some((x, y)) => draft.put(MapPlace { department: command.id, x, y }),
        None => draft.remove(Key { kind: Kind::MapPlace, id: command.id.0 }),
    }
    Ok(())
}

/// Refuses a tree deeper than [`TREE_DEPTH_MAX`]: `levels` under `parent`.
pub(super) fn within_depth(
    world: &World,
    parent: Option<DepartmentId>,
    levels: usize,
) -> Result<(), Refusal> {
    let above = parent.map_or(0, |parent| world.ancestors(parent).len() + 1);
    if above + levels > TREE_DEPTH_MAX {
        return Err(Refusal::TooDeep { max: text::bound(TREE_DEPTH_MAX) });
    }
    Ok(())
}

/// How many levels there are from a department down, itself included. It stops counting beyond
/// [`TREE_DEPTH_MAX`].
pub(super) fn height(world: &World, department: DepartmentId) -> usize {
    let mut level = vec![department];
    let mut levels = 0;
    while !level.is_empty() && levels <= TREE_DEPTH_MAX {
        levels += 1;
        level = level.iter().flat_map(|id| world.children(Some(*id)).map(|row| row.id)).collect();
    }
    levels
}

fn edited(draft: &mut Draft<'_>, mut row: Department) {
    row.rev = row.rev.saturating_add(1);
    let id = row.id;
    draft.put(row);
    draft.fact(id, What::Edited);
}

fn free_key(world: &World, key: &RequestKey, owner: DepartmentId) -> Result<RequestKey, Refusal> {
    let key = text::request_key(key)?;
    match world.department_by_key(&key) {
        Some(other) if other != owner => Err(Refusal::Taken { field: Field::Key }),
        _ => Ok(key),
    }
}
