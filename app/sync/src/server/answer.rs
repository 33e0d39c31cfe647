//! Bootstraps and answers.

use weft_domain::{Day, Key, RequestId, Row, Timestamp, Viewer, World};

use crate::{
    message::{Answer, Ask, Bootstrap, Cursor, Down, SCHEMA, Seq, TimelineEntry},
    server::Frame,
};

/// What the server must read from the store for an answer. Nothing of it is filtered by who looks:
/// [`Question::finish`] does that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreQuery {
    /// The request (it may be archived), its body, comments, ratings and rating comments.
    Request(RequestId),
    /// The journal of a request, oldest first, at most `limit` entries.
    Timeline {
        /// Which.
        request: RequestId,
        /// Entries.
        limit: u32,
    },
    /// The newest ratings (with their comments) and thanks before an instant, newest first.
    Feed {
        /// Before when.
        before: Timestamp,
        /// Rows of each kind.
        limit: u32,
    },
    /// Daily traffic and scores of a period, both days included.
    Pulse {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
        /// Rows of each kind.
        limit: u32,
    },
}

/// What the store answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Rows, best or newest first.
    pub rows: Vec<Row>,
    /// A history, oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// An answer on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What must be read from the store first; none: [`Question::finish`] at once, with an empty
    /// [`Found`].
    pub query: Option<StoreQuery>,
    /// The number the answer is true at, at least: read before the store is.
    pub at: Seq,
    ask: Ask,
    answer: Answer,
    unfiltered: Vec<Key>,
}

/// What an [`Ask`] comes to for `viewer`, without opening anything.
pub fn answer(world: &World, viewer: &Viewer, head: Seq, ask: Ask, now: Timestamp) -> Question {
    let _ = (world, viewer, now);
    Question { query: None, at: head, ask, answer: Answer::default(), unfiltered: Vec::new() }
}

impl Question {
    /// The answer, filtered by what `viewer` may see in `world`.
    pub fn finish(self, id: u32, found: Found, world: &World, viewer: &Viewer) -> Frame {
        let _ = (found, world, viewer, self.ask, self.unfiltered);
        Down::Answer { id, at: self.at, answer: self.answer }.into()
    }
}

/// The standing part of `viewer`'s replica: every resident row for everyone (traffic and scores of
/// the last 35 days only), their own and visible contacts, and the requests their own
/// membership or person opens that are open or ended less than 14 days ago. At most
/// [`BOOTSTRAP_ROWS_MAX`](crate::message::BOOTSTRAP_ROWS_MAX) rows: what was ended first is left out.
/// Confidential requests are in it; a browser does not store them.
pub fn bootstrap(world: &World, viewer: &Viewer, cursor: Cursor, now: Timestamp) -> Bootstrap {
    let _ = (world, now);
    Bootstrap { schema: SCHEMA, person: viewer.person, cursor, rows: Vec::new() }
}
