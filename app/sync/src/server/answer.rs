//! Answers.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{
    AudienceKey, Change, Day, Key, Kind, PersonId, Request, RequestId, Row, Sight, Timestamp, Viewer, World,
    audience, search::Query,
};

use crate::{
    message::{Answer, Ask, DOWN_BYTES_MAX, Down, Scope, Seq, TimelineEntry, encode},
    server::{Archived, Frame, Wish, search},
    sight::is_recent,
};

/// Rows in one answer. What is cut off counts in `total`.
pub const ANSWER_ROWS_MAX: usize = 5_000;
/// Ratings and thanks in one piece of the feed, of each.
pub const FEED_ROWS_MAX: u32 = 100;
/// Entries of one history.
pub const TIMELINE_ENTRIES_MAX: u32 = 2_000;

/// What the server must read from the store for an answer. Nothing of it is filtered by who looks:
/// [`Question::finish`] does that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreQuery {
    /// The request (it may be archived), its body, comments, ratings and their comments.
    Request(RequestId),
    /// The journal of a request, oldest first, and, as a row, the request itself.
    Timeline {
        /// Which.
        request: RequestId,
        /// Entries at most, the newest ones.
        limit: u32,
    },
    /// The journal of a row of the directory, oldest first.
    History {
        /// Which.
        subject: Key,
        /// Entries at most, the newest ones.
        limit: u32,
    },
    /// The newest ratings (with their comments) and thanks before an instant, newest first.
    Feed {
        /// Before when.
        before: Timestamp,
        /// Rows of each kind at most.
        limit: u32,
    },
    /// Archived requests.
    Archived(Archived),
    /// What a search needs.
    Search {
        /// Words: which of them stand in the body of which request, whatever the size of their letters.
        words: BTreeSet<String>,
        /// The archived requests among what is searched for.
        archived: Option<Archived>,
    },
}

/// Requests whose bodies are told for one search, those with the newest ids first. In what is beyond, only
/// title and number are looked at.
pub const SAID_MAX: usize = 100_000;

impl StoreQuery {
    /// Whether the store looks at all bodies or at all that is archived for it: it may take seconds.
    pub fn is_search(&self) -> bool {
        matches!(self, Self::Archived(_) | Self::Search { .. })
    }
}

/// Which of the words of a search stand in the bodies of requests, at most [`SAID_MAX`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said(BTreeMap<RequestId, String>);

impl Said {
    /// A word stands in the body of a request.
    pub fn add(&mut self, request: RequestId, word: &str) {
        let words = self.0.entry(request).or_default();
        // No word has a line's end, so what matches in this matches in one of them.
        words.push_str(word);
        words.push('\n');
    }

    /// As much of a request's body as the search is about.
    pub fn of(&self, request: RequestId) -> &str {
        self.0.get(&request).map_or("", String::as_str)
    }
}

/// What the store answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Rows, best or newest first.
    pub rows: Vec<Row>,
    /// A history, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Rows that decide who may see the others, and are not told.
    pub beside: Vec<Row>,
    /// What a search wants to know of the bodies.
    pub said: Said,
    /// How many more than `rows` there are that the asker may see.
    pub more: u32,
}

/// An answer on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What must be read from the store first; none: [`Question::finish`] at once, with an empty
    /// [`Found`].
    pub query: Option<StoreQuery>,
    /// The number the answer is true at, at least: it is noted before the store is read.
    pub at: Seq,
    ask: Ask,
    rows: Vec<Row>,
    hidden: u32,
}

/// What an [`Ask`] comes to for `viewer`, without opening anything.
pub fn answer(world: &World, viewer: &Viewer, head: Seq, ask: Ask, now: Timestamp) -> Question {
    let mut question = Question { query: None, at: head, ask, rows: Vec::new(), hidden: 0 };
    match &question.ask {
        Ask::Open(Scope::Board(provider)) => {
            let held = world.requests_held_by(*provider).filter(|request| is_recent_request(request, now));
            (question.rows, question.hidden) = split(held, viewer);
        }
        // Whether there is one that may not be seen is not told, not even by how long it takes to say: the
        // store is asked in any case, and what may not be seen is left out in the end.
        Ask::Open(Scope::Request(id)) => {
            question.query = Some(StoreQuery::Request(*id));
        }
        Ask::Timeline(id) => {
            question.query = Some(StoreQuery::Timeline { request: *id, limit: TIMELINE_ENTRIES_MAX });
        }
        Ask::History(subject) if has_history(world, viewer, *subject) => {
            question.query = Some(StoreQuery::History { subject: *subject, limit: TIMELINE_ENTRIES_MAX });
        }
        Ask::History(_) => {}
        Ask::Mine => {
            question.rows = mine(world, viewer);
            question.query = Archived::of(world, viewer, Wish::Mine).map(StoreQuery::Archived);
        }
        Ask::Feed { before } => {
            question.query = Some(StoreQuery::Feed { before: before.unwrap_or(now), limit: FEED_ROWS_MAX });
        }
        Ask::Pulse { from, to } => question.rows = pulse(world, viewer, *from, *to),
        Ask::Search { query } => {
            let query = Query::parse(query);
            if !query.is_empty() {
                let words = query.texts().into_iter().map(str::to_owned).collect();
                let archived = Archived::of(world, viewer, Wish::Matching(query));
                question.query = Some(StoreQuery::Search { words, archived });
            }
        }
        Ask::Unstored => {
            let mine = world.opened_by(AudienceKey::Person(viewer.person));
            question.rows = requests(world, mine)
                .filter(|request| matches!(request.sight, Sight::Confidential { .. }))
                .filter(|request| is_recent_request(request, now))
                .map(|request| request.clone().into())
                .collect();
        }
    }
    question
}

impl Question {
    /// The answer, filtered by what `viewer` may see in `world`.
    pub fn finish(mut self, id: u32, found: Found, world: &World, viewer: &Viewer) -> Frame {
        if let Ask::Search { query } = &self.ask {
            self.rows = search::search(world, viewer, query, &found.said);
        }
        // An archived request is not in the world, but decides who may see what hangs on it.
        let mut world = world.clone();
        for row in found.rows.iter().chain(&found.beside) {
            if row.kind() == Kind::Request && !world.has(row.key()) {
                world.apply(&Change::Put(row.clone()));
            }
        }
        self.rows.extend(found.rows);
        let mut named = BTreeSet::new();
        self.rows.retain(|row| {
            let is_told = row.kind() != Kind::Numbering && audience::may_see(&world, viewer, row);
            is_told && named.insert(row.key())
        });
        search::put_in_order(&self.ask, &mut self.rows);
        for row in &mut self.rows {
            if let Some(less) = audience::less(&world, viewer, row) {
                *row = less;
            }
        }
        let timeline = match self.ask {
            Ask::Timeline(request) if may_see(&world, viewer, request) => found.timeline,
            Ask::History(subject) if has_history(&world, viewer, subject) => found.timeline,
            _ => Vec::new(),
        };
        let total = u32::try_from(self.rows.len()).unwrap_or(u32::MAX).saturating_add(found.more);
        self.rows.truncate(ANSWER_ROWS_MAX);
        let mut answer = Answer {
            order: self.rows.iter().map(Row::key).collect(),
            rows: self.rows,
            timeline,
            total,
            hidden: self.hidden,
        };
        while encode(&answer).len() > DOWN_BYTES_MAX / 2 && !answer.rows.is_empty() {
            let half = answer.rows.len() / 2;
            answer.rows.truncate(half);
            answer.order.truncate(half);
        }
        Frame::from(Down::Answer { id, at: self.at, answer })
    }
}

pub(super) fn requests(world: &World, keys: impl Iterator<Item = Key>) -> impl Iterator<Item = &Request> {
    keys.filter(|key| key.kind == Kind::Request).filter_map(|key| world.request(RequestId(key.id)).present())
}

pub(super) fn is_recent_request(request: &Request, now: Timestamp) -> bool {
    request.ended_at.is_none() || is_recent(&request.clone().into(), now)
}

/// Whether `viewer` may read what happened to a row: they see it, and it is of the directory. A request's
/// history is [`Ask::Timeline`]'s; of all else the journal says no more than the row itself.
fn has_history(world: &World, viewer: &Viewer, subject: Key) -> bool {
    let is_kept = matches!(subject.kind, Kind::Department | Kind::Person | Kind::Service | Kind::Dependency);
    is_kept && world.row(subject).present().is_some_and(|row| audience::may_see(world, viewer, &row))
}

fn may_see(world: &World, viewer: &Viewer, id: RequestId) -> bool {
    let request = world.request(id).present();
    request.is_some_and(|request| audience::meets(&audience::of_request(request), viewer))
}

/// Those that `viewer` may see, in the order of the board, and how many there are besides.
/// Confidential ones count nowhere.
fn split<'a>(requests: impl Iterator<Item = &'a Request>, viewer: &Viewer) -> (Vec<Row>, u32) {
    let (mut seen, mut hidden) = (Vec::new(), 0);
    for request in requests {
        if audience::meets(&audience::of_request(request), viewer) {
            seen.push(request);
        } else if !matches!(request.sight, Sight::Confidential { .. }) {
            hidden += 1;
        }
    }
    seen.sort_by_key(|request| (request.ended_at, request.column, &request.rank, request.id));
    (seen.into_iter().map(|request| request.clone().into()).collect(), hidden)
}

fn mine(world: &World, viewer: &Viewer) -> Vec<Row> {
    let me: PersonId = viewer.person;
    let asked_or_followed: BTreeSet<Key> = world.opened_by(AudienceKey::Person(me)).collect();
    let mut ids: BTreeSet<RequestId> =
        requests(world, asked_or_followed.into_iter()).map(|request| request.id).collect();
    for membership in world.memberships_of(me) {
        let held = world.requests_held_by(Some(membership.department));
        ids.extend(held.filter(|request| request.assignee == Some(me)).map(|request| request.id));
    }
    let rows = ids.iter().filter_map(|id| world.request(*id).present());
    rows.map(|request| request.clone().into()).collect()
}

fn pulse(world: &World, viewer: &Viewer, from: Day, to: Day) -> Vec<Row> {
    let traffic = world.all_traffic().filter(|row| (from..=to).contains(&row.day));
    let scores = world.all_scores().filter(|row| (from..=to).contains(&row.day));
    traffic
        .map(|row| Row::from(row.clone()))
        .chain(scores.map(|row| Row::from(row.clone())))
        .filter(|row| audience::may_see(world, viewer, row))
        .collect()
}
