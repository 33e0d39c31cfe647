//! How a request moves: over its holder's board, to its end and back, to another holder.

use super::{
    comment,
    draft::Draft,
    place::{Spot, place},
    sight, traffic,
};
use crate::{
    ColumnId, End, EndRequest, Field, HandOverRequest, MoveRequest, Rank, Refusal, ReopenRequest, Request,
    StateCategory, Stop, What,
    limits::{BODY_CHARS_MAX, FORMER_HOLDERS_MAX},
    text,
};

/// The state follows the column. Where the card it was dropped behind has left the column
/// meanwhile, it goes to the end: a drop is not refused for somebody else's drop. An ended request
/// comes back onto the board this way too.
pub(super) fn relocate(draft: &mut Draft<'_>, command: &MoveRequest) -> Result<(), Stop> {
    let before = draft.request(command.id)?;
    let holder = before.provider.ok_or(Refusal::NotOnThisBoard)?;
    draft.active_department(holder)?;
    let board = draft.world.board(holder);
    let category = board.column(command.column).ok_or(Refusal::NotOnThisBoard)?.category;
    let spot = match command.after {
        None => Spot::Top,
        // Behind itself is where it is.
        Some(after) if after == command.id && before.column == Some(command.column) => return Ok(()),
        Some(after) => Spot::After(after),
    };
    let mut row = before.clone();
    enter(draft, &mut row, category);
    place(draft, &mut row, command.column, spot);
    save(draft, &before, row);
    Ok(())
}

/// Two who end it the same way both succeed; ending what has ended another way is refused.
pub(super) fn end(draft: &mut Draft<'_>, command: &EndRequest) -> Result<(), Stop> {
    let reason = text::prose(Field::Reason, &command.reason, BODY_CHARS_MAX)?;
    if command.end == End::Declined && reason.is_empty() {
        return Err(Refusal::Empty { field: Field::Reason }.into());
    }
    let to = match command.end {
        End::Closed => StateCategory::Closed,
        End::Declined => StateCategory::Declined,
        End::Cancelled => StateCategory::Cancelled,
    };
    let before = draft.request(command.id)?;
    if before.state.is_end() && before.state != to {
        return Err(Refusal::WrongState.into());
    }
    let mut row = before.clone();
    enter(draft, &mut row, to);
    row.column = None;
    row.rank = Rank::default();
    if !reason.is_empty() {
        comment::attach(draft, &mut row, command.comment, reason)?;
    }
    save(draft, &before, row);
    Ok(())
}

/// It goes to the top of its holder's first new column, so that it is seen at once.
pub(super) fn reopen(draft: &mut Draft<'_>, command: &ReopenRequest) -> Result<(), Stop> {
    let before = draft.request(command.id)?;
    if before.is_open() {
        return Ok(());
    }
    let mut row = before.clone();
    enter(draft, &mut row, StateCategory::New);
    if let Some(holder) = row.provider {
        draft.active_department(holder)?;
        let column = first_new(draft, holder)?;
        place(draft, &mut row, column, Spot::Top);
    }
    save(draft, &before, row);
    Ok(())
}

/// An open request goes to the end of the new holder's first new column. It keeps its number and
/// its labels; who worked on it for the old holder does so no more.
pub(super) fn hand_over(draft: &mut Draft<'_>, command: &HandOverRequest) -> Result<(), Stop> {
    let before = draft.request(command.id)?;
    if before.provider == Some(command.to) {
        return Err(Refusal::Itself.into());
    }
    if !before.is_open() {
        return Err(Refusal::WrongState.into());
    }
    draft.active_department(command.to)?;
    let mut row = before.clone();
    row.provider = Some(command.to);
    row.held_by.extend(before.provider);
    row.held_by.retain(|held| *held != command.to);
    row.held_by.sort_unstable();
    row.held_by.dedup();
    text::at_most(Field::Holders, row.held_by.len(), FORMER_HOLDERS_MAX)?;
    row.assignee = None;
    enter(draft, &mut row, StateCategory::New);
    row.moved_at = draft.now();
    let column = first_new(draft, command.to)?;
    place(draft, &mut row, column, Spot::End);
    draft.fact(row.id, What::HandedOver { from: before.provider, to: row.provider });
    traffic::count_filed(draft, &row);
    save(draft, &before, row);
    Ok(())
}

/// The column in which what arrives at a department begins.
pub(super) fn first_new(draft: &Draft<'_>, holder: crate::DepartmentId) -> Result<ColumnId, Refusal> {
    let board = draft.world.board(holder);
    board.first_of(StateCategory::New).map(|column| column.id).ok_or(Refusal::ColumnMissing)
}

/// Takes a request to another state and keeps its times true.
fn enter(draft: &mut Draft<'_>, row: &mut Request, to: StateCategory) {
    if row.state == to {
        return;
    }
    let now = draft.now();
    let from = std::mem::replace(&mut row.state, to);
    let is_done = matches!(to, StateCategory::Resolved | StateCategory::Closed);
    row.resolved_at = is_done.then(|| row.resolved_at.unwrap_or(now));
    row.ended_at = to.is_end().then_some(now);
    row.moved_at = now;
    draft.fact(row.id, What::State { from, to });
}

fn save(draft: &mut Draft<'_>, before: &Request, after: Request) {
    let id = after.id;
    traffic::recount(draft, before, &after);
    draft.put(after);
    sight::opened(draft, id);
}
