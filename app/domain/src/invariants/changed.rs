//! The same invariants, asked only of what changed and of what that could break, so that they can be
//! asked after every batch of a long run.

use std::collections::BTreeSet;

use super::{
    Broken, HISTORY, check, counts_up, directory, holds, is_merged, keeps_its_own, key_of, of_row,
    somebody_runs_it, work,
};
use crate::{DepartmentId, Key, Kind, Request, RequestId, RequestNumber, Row, World};

/// Checks what [`check`] and [`check_step`](super::check_step) would of a world in which nothing but
/// `keys` changed since `before`, where all was well.
///
/// # Errors
/// The first row that breaks an invariant.
pub fn check_changed<'a>(
    before: &World,
    after: &World,
    keys: impl IntoIterator<Item = &'a Key>,
) -> Result<(), Broken> {
    let mut is_directory = false;
    for key in keys {
        holds(
            after.has(*key) || !before.has(*key) || !HISTORY.contains(&key.kind),
            key,
            "nothing with history is deleted",
        )?;
        if let Some(Row::Numbering(old)) = before.row(*key).present() {
            counts_up(&old, after)?;
        }
        let Some(row) = after.row(*key).present() else {
            match key.kind {
                // Others lean on these: on what remains, everything is asked.
                Kind::Board | Kind::Numbering => return check(after),
                _ => continue,
            }
        };
        of_row(after, &row)?;
        match &row {
            Row::Department(row) if is_merged(after, row.id) => return check(after),
            Row::Department(row) => {
                is_directory = true;
                below(after, row.id)?;
                requests_of(after, row.id)?;
            }
            Row::Membership(_) => is_directory = true,
            Row::Person(_) => somebody_runs_it(before, after)?,
            Row::Board(row) => {
                requests_of(after, row.department)?;
                work::columns(after)?;
            }
            Row::Request(row) => request(before, after, row)?,
            Row::Comment(row) => comments(after, row.request)?,
            Row::Service(row) => {
                let handlers = after.handlers(row.id).present();
                handlers.map_or(Ok(()), |handlers| directory::handlers(after, handlers))?;
            }
            _ => {}
        }
    }
    if is_directory { directory::check(after) } else { Ok(()) }
}

/// The departments under one that changed: their place in the tree changed with it.
fn below(world: &World, id: DepartmentId) -> Result<(), Broken> {
    let mut seen = BTreeSet::from([id]);
    let mut open = vec![id];
    while let Some(at) = open.pop() {
        for child in world.children(Some(at)) {
            directory::department(world, child)?;
            if seen.insert(child.id) {
                open.push(child.id);
            }
        }
    }
    Ok(())
}

fn requests_of(world: &World, id: DepartmentId) -> Result<(), Broken> {
    let all = world.requests_held_by(Some(id)).chain(world.requests_asked_by(id));
    all.into_iter().try_for_each(|row| work::request(world, row))
}

fn request(before: &World, after: &World, row: &Request) -> Result<(), Broken> {
    let key = key_of(row);
    if let Some(column) = row.column {
        let in_place = after.column(column).filter(|other| other.rank == row.rank).count();
        holds(in_place == 1, &key, "no two requests have the same place in a column")?;
    }
    work::numbered(after, row)?;
    let old = before.request(row.id).present();
    let was_numbered = old.is_some_and(|old| old.number == row.number);
    if row.number != RequestNumber::Provisional && !was_numbered {
        let alike = after.requests().filter(|other| other.number == row.number).count();
        holds(alike == 1, &key, "a request's number is its own")?;
    }
    comments(after, row.id)?;
    old.map_or(Ok(()), |old| keeps_its_own(old, after))
}

fn comments(world: &World, id: RequestId) -> Result<(), Broken> {
    let here = world.comments_on(id).len();
    let counted = world.request(id).present().map_or(0, |row| row.comments);
    let key = Key { kind: Kind::Request, id: id.0 };
    holds(here <= counted as usize, &key, "a request counts its comments")
}
