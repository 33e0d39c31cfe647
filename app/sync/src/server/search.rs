//! Search over the requests in the world.

use weft_domain::{Request, Row, Viewer, World};

use crate::{message::QUERY_CHARS_MAX, server::answer::split};

/// The requests that match, best first, and how many match that `viewer` may not open.
pub(super) fn search(world: &World, viewer: &Viewer, query: &str) -> (Vec<Row>, u32) {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() || query.chars().count() > QUERY_CHARS_MAX {
        return (Vec::new(), 0);
    }
    let (mut rows, _) = split(world.requests().filter(|request| matches(request, &words)), viewer);
    rows.sort_by_key(|row| match row {
        Row::Request(request) => core::cmp::Reverse((request.is_open(), request.moved_at)),
        _ => core::cmp::Reverse((false, weft_domain::Timestamp(0))),
    });
    // How many match out of sight would tell what stands in them.
    (rows, 0)
}

fn matches(request: &Request, words: &[String]) -> bool {
    let title = request.title.to_lowercase();
    words.iter().all(|word| title.contains(word.as_str()))
}
