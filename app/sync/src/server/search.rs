//! Search over the requests in the world, and over their bodies, of which the store says what stands in them.

use core::cmp::Reverse;

use weft_domain::{Row, Viewer, World, audience, search::Query};

use crate::{message::Ask, server::Said};

/// The requests in the world that match and that `viewer` may see. How many match out of sight is not
/// told: it would tell what stands in them.
pub(super) fn search(world: &World, viewer: &Viewer, query: &str, said: &Said) -> Vec<Row> {
    let query = Query::parse(query);
    if query.is_empty() {
        return Vec::new();
    }
    world
        .requests()
        .filter(|request| audience::meets(&audience::of_request(request), viewer))
        .filter(|request| query.matches(world, viewer.person, request, Some(said.of(request.id))))
        .map(|request| request.clone().into())
        .collect()
}

/// Puts an answer's requests in order, whether they are from the world or the archive. What was searched
/// for: open ones first, then by when they last moved. Mine: by when they last moved.
pub(super) fn put_in_order(ask: &Ask, rows: &mut [Row]) {
    let open_first = match ask {
        Ask::Search { .. } => true,
        Ask::Mine => false,
        _ => return,
    };
    rows.sort_by_key(|row| match row {
        Row::Request(row) => Reverse((open_first && row.is_open(), row.moved_at, row.id.0)),
        row => Reverse((false, weft_domain::Timestamp(0), row.key().id)),
    });
}
