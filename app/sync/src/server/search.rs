//! Search over the requests in the world. Bodies are not in it: only what stands on a card is found.

use weft_domain::{Request, Row, Viewer, World, audience, search::Query};

/// The requests that match and that `viewer` may see: open ones first, then by when they last moved.
/// How many match out of sight is not told: it would tell what stands in them.
pub(super) fn search(world: &World, viewer: &Viewer, query: &str) -> Vec<Row> {
    let query = Query::parse(query);
    if query.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<&Request> = world
        .requests()
        .filter(|request| audience::meets(&audience::of_request(request), viewer))
        .filter(|request| query.matches(world, viewer.person, request, None))
        .collect();
    found.sort_by_key(|request| core::cmp::Reverse((request.is_open(), request.moved_at, request.id)));
    found.into_iter().map(|request| request.clone().into()).collect()
}
