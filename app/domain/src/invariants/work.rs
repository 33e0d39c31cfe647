//! Boards, requests and ratings.

use super::{Broken, holds, is_active, is_merged, is_set, key_of, people, refers, unique};
use crate::{Board, Kind, Rating, RatingId, Request, RequestNumber, Row, StateCategory, World};

pub(super) fn check(world: &World) -> Result<(), Broken> {
    columns(world)?;
    let ranks =
        world.requests().filter_map(|row| row.column.map(|column| (key_of(row), (column, row.rank.clone()))));
    unique(ranks, "no two requests have the same place in a column")?;
    let numbers = world.requests().filter_map(|row| match &row.number {
        RequestNumber::Filed { key, n } => Some((key_of(row), (key.clone(), *n))),
        RequestNumber::Provisional => None,
    });
    unique(numbers, "a request's number is its own")?;
    world.requests().try_for_each(|row| numbered(world, row))?;
    world.rows(Kind::Comment).iter().try_for_each(|row| match row {
        Row::Comment(comment) => {
            let here = world.comments_on(comment.request).len();
            let counted = world.request(comment.request).present().map_or(0, |row| row.comments);
            holds(here <= counted as usize, &row.key(), "a request counts its comments")
        }
        _ => Ok(()),
    })
}

/// A column is on one board only.
pub(super) fn columns(world: &World) -> Result<(), Broken> {
    let boards: Vec<Board> = world.departments().map(|row| world.board(row.id)).collect();
    let columns =
        boards.iter().flat_map(|board| board.columns.iter().map(|column| (key_of(board), column.id)));
    unique(columns, "a column belongs to one board")
}

pub(super) fn numbered(world: &World, row: &Request) -> Result<(), Broken> {
    let RequestNumber::Filed { key, n } = &row.number else { return Ok(()) };
    let last = world
        .department_by_key(key)
        .and_then(|department| world.numbering(department).present())
        .map_or(0, |numbering| numbering.last);
    holds(*n <= last, &key_of(row), "a number was given out by its department")
}

pub(super) fn board(world: &World, row: &Board) -> Result<(), Broken> {
    refers(world, row, [row.department.into()])?;
    let has_all = StateCategory::ON_BOARD.iter().all(|category| row.first_of(*category).is_some());
    holds(has_all, &key_of(row), "a board has a column of every state on it")
}

pub(super) fn request(world: &World, row: &Request) -> Result<(), Broken> {
    let key = key_of(row);
    let departments = row.customer.iter().chain(&row.provider).chain(&row.held_by);
    refers(world, row, departments.map(|id| (*id).into()))?;
    refers(world, row, row.service.map(Into::into))?;
    refers(world, row, row.labels.iter().map(|id| (*id).into()))?;
    refers(world, row, people(row))?;
    let are_sets = is_set(&row.labels) && is_set(&row.watchers) && is_set(&row.held_by);
    holds(are_sets, &key, "labels, watchers and holders are sets")?;
    holds(row.provider.is_none_or(|holder| !row.held_by.contains(&holder)), &key, "one holds it or held it")?;
    let sides = row.customer.into_iter().chain(row.provider);
    holds(
        !sides.into_iter().any(|id| is_merged(world, id)),
        &key,
        "requests of a merged department moved with it",
    )?;
    let is_held = !row.is_open() || row.provider.is_none_or(|holder| is_active(world, holder));
    holds(is_held, &key, "an open request has a holder that takes part")?;
    let is_done = matches!(row.state, StateCategory::Resolved | StateCategory::Closed);
    holds(row.resolved_at.is_none() || is_done, &key, "what is not done has no time of being done")?;
    holds(row.ended_at.is_some() == row.state.is_end(), &key, "what has ended has a time of its end")?;
    on_board(world, row)
}

fn on_board(world: &World, row: &Request) -> Result<(), Broken> {
    let key = key_of(row);
    let belongs = row.provider.is_some() && StateCategory::ON_BOARD.contains(&row.state);
    holds(row.column.is_some() == belongs, &key, "a card is on a board while it has a holder and no end")?;
    let (Some(id), Some(holder)) = (row.column, row.provider) else { return Ok(()) };
    let board = world.board(holder);
    let category = board.column(id).map(|column| column.category);
    holds(category == Some(row.state), &key, "a card's column is its holder's and stands for its state")?;
    let is_rank = !row.rank.0.is_empty() && row.rank.0.bytes().all(|byte| byte.is_ascii_alphanumeric());
    holds(is_rank && !row.rank.0.ends_with('0'), &key, "a card has a rank with room before it")
}

pub(super) fn rating(world: &World, row: &Rating) -> Result<(), Broken> {
    let key = key_of(row);
    refers(world, row, [row.rater.into(), row.customer.into(), row.provider.into()])?;
    holds(row.id == RatingId::of(row.request, row.side), &key, "a side rates a request once")?;
    let Some(request) = world.request(row.request).present() else { return Ok(()) };
    let is_confidential = matches!(request.sight, crate::Sight::Confidential { .. });
    holds(!is_confidential, &key, "confidential requests are not rated in the open")
}
