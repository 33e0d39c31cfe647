//! A committed batch, as it is shown to every session.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use weft_domain::{AudienceKey, Change, Key, Kind, Timestamp, Viewer, World, audience::Seen};

use crate::{
    message::{Ack, ClientId, Down, Seq, encode},
    server::{
        FeedEntry, Plan,
        difference::{Archived, archived, audience_now},
    },
};

/// What was committed at once. Share it (`Arc`) among all sessions: its rows are encoded once.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The head before.
    pub prev: Seq,
    /// The head afterwards; equal to `prev` where only refusals were committed.
    pub to: Seq,
    /// When it was decided, in the server's time.
    pub at: Timestamp,
    /// The world before.
    pub before: World,
    /// The world afterwards, with what was loaded for it.
    pub world: World,
    /// Each row at most once: who could see it before the batch, what it is after it.
    pub(super) items: Vec<Arc<Item>>,
    /// Answers to clients, in order, each with the fingerprint of its command.
    pub acks: Vec<(ClientId, Ack, u32)>,
    /// Who sees the archived requests among the items.
    pub(super) archived: Archived,
    /// Of a large batch, the places of the items that whoever holds a key has or gets; so that each session
    /// looks at its own only. None: it looks at all of them.
    pub(super) opened_by: Option<OpenedBy>,
    /// Whether anybody's rights may have changed.
    pub(super) touches_rights: bool,
}

/// The places of a batch's items by the keys that open them.
pub(super) type OpenedBy = BTreeMap<AudienceKey, Vec<usize>>;

/// Items from which on a batch is looked at by keys.
const INDEXED_FROM: usize = 100;

/// A change that is encoded once and shared by every frame that carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) seen: Seen,
    /// The change in the compact form.
    bytes: Vec<u8>,
}

impl Item {
    pub(super) fn new(seen: Seen) -> Self {
        let bytes = encode(&seen.change);
        Self { seen, bytes }
    }

    /// A change that only one session is told.
    pub(super) fn of(change: Change) -> Arc<Self> {
        Arc::new(Self::new(Seen { change, before: Vec::new(), after: Vec::new() }))
    }
}

impl Batch {
    /// What is published of a plan once it is committed.
    pub fn of(plan: &Plan) -> Self {
        let items = items(plan.committed.iter().flat_map(|command| &command.changes));
        let archived = archived(items.iter().map(|item| &item.seen), &plan.shown);
        Self {
            prev: plan.prev,
            to: plan.to,
            at: plan.at,
            before: plan.before.clone(),
            world: plan.shown.clone(),
            touches_rights: touches_rights(&items),
            opened_by: opened_by(&items, &plan.shown, &archived),
            archived,
            items,
            acks: plan.acks.clone(),
        }
    }

    /// What is published of a stretch of the feed that another server committed: the entries after
    /// `prev` up to `to`, and the worlds at both. It answers nobody: whoever waits for an answer is
    /// connected there, or asks again when it has come here.
    pub fn of_feed(
        (prev, before): (Seq, &World),
        (to, world): (Seq, &World),
        feed: &[FeedEntry],
        at: Timestamp,
    ) -> Self {
        let items = items(feed.iter().flat_map(|entry| &entry.changes));
        let archived = archived(items.iter().map(|item| &item.seen), world);
        Self {
            prev,
            to,
            at,
            before: before.clone(),
            world: world.clone(),
            touches_rights: touches_rights(&items),
            opened_by: opened_by(&items, world, &archived),
            archived,
            items,
            acks: Vec::new(),
        }
    }

    /// The items that may change something for a viewer whose rights go from `before` to `after`, in order.
    pub(super) fn items_for(&self, before: &Viewer, after: &Viewer) -> Vec<&Arc<Item>> {
        let Some(opened_by) = &self.opened_by else { return self.items.iter().collect() };
        let keys = before.keys.union(&after.keys);
        let places: BTreeSet<usize> = keys.filter_map(|key| opened_by.get(key)).flatten().copied().collect();
        places.into_iter().filter_map(|place| self.items.get(place)).collect()
    }

    /// The rows that changed, each at most once.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.items.iter().map(|item| &item.seen.change)
    }
}

fn items<'a>(changes: impl Iterator<Item = &'a Seen>) -> Vec<Arc<Item>> {
    collapse(changes).into_iter().map(|seen| Arc::new(Item::new(seen))).collect()
}

/// By which keys the items are seen: those of before, by which a row may leave, and those of now.
fn opened_by(items: &[Arc<Item>], world: &World, archived: &Archived) -> Option<OpenedBy> {
    if items.len() < INDEXED_FROM {
        return None;
    }
    let mut places = OpenedBy::new();
    for (place, item) in items.iter().enumerate() {
        let now = match &item.seen.change {
            Change::Put(row) => audience_now(world, archived, row, &item.seen),
            Change::Remove(_) => Vec::new(),
        };
        for key in item.seen.before.iter().chain(&now) {
            places.entry(*key).or_default().push(place);
        }
    }
    Some(places)
}

fn touches_rights(items: &[Arc<Item>]) -> bool {
    items.iter().any(|item| matches!(item.seen.key().kind, Kind::Person | Kind::Membership))
}

/// One entry per row: who could see it before the first of its changes, and what the last one makes
/// of it; in the order of the last ones.
pub(super) fn collapse<'a>(changes: impl Iterator<Item = &'a Seen>) -> Vec<Seen> {
    let mut order: BTreeMap<Key, usize> = BTreeMap::new();
    let mut collapsed: Vec<Option<Seen>> = Vec::new();
    for seen in changes {
        let mut seen = seen.clone();
        if let Some(earlier) = order.insert(seen.key(), collapsed.len())
            && let Some(earlier) = collapsed.get_mut(earlier).and_then(Option::take)
        {
            seen.before = earlier.before;
        }
        collapsed.push(Some(seen));
    }
    collapsed.into_iter().flatten().collect()
}

/// A message to one browser, put together from parts that are encoded already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame(Parts);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Parts {
    Whole(Arc<Whole>),
    Delta { prev: Seq, to: Seq, items: Vec<Arc<Item>>, acks: Vec<Ack> },
}

#[derive(Debug, PartialEq, Eq)]
struct Whole {
    message: Down,
    /// The compact form: most messages of this sort go to many.
    bytes: Vec<u8>,
    /// The text form, once somebody asked for it.
    text: OnceLock<String>,
}

/// A frame's compact form, shared by all who get it.
#[derive(Clone, Debug)]
pub struct SharedBytes(Arc<Whole>);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0.bytes
    }
}

impl Frame {
    pub(super) fn delta(prev: Seq, to: Seq, items: Vec<Arc<Item>>, acks: Vec<Ack>) -> Self {
        Self(Parts::Delta { prev, to, items, acks })
    }

    /// The compact form, for `weft.v1`.
    pub fn compact(&self) -> Vec<u8> {
        match &self.0 {
            Parts::Whole(whole) => whole.bytes.clone(),
            Parts::Delta { prev, to, items, acks } => {
                // An empty list is one byte, its length, and it stands last but for the acks: what
                // is before it is the head of the same message with its rows left out.
                let empty = Down::Delta { prev: *prev, to: *to, changes: Vec::new(), acks: Vec::new() };
                let mut bytes = encode(&empty);
                bytes.truncate(bytes.len().saturating_sub(2));
                bytes.extend(encode(&items.len()));
                items.iter().for_each(|item| bytes.extend_from_slice(&item.bytes));
                bytes.extend(encode(acks));
                bytes
            }
        }
    }

    /// The compact form without a copy, where it is the same for everybody.
    pub fn shared(&self) -> Option<SharedBytes> {
        match &self.0 {
            Parts::Whole(whole) => Some(SharedBytes(Arc::clone(whole))),
            Parts::Delta { .. } => None,
        }
    }

    /// The text form, for `weft.v1.json`.
    pub fn json(&self) -> String {
        let write = |message: &Down| serde_json::to_string(message).unwrap_or_default();
        match &self.0 {
            Parts::Whole(whole) => whole.text.get_or_init(|| write(&whole.message)).clone(),
            Parts::Delta { .. } => write(&self.message()),
        }
    }

    /// The message itself.
    pub fn message(&self) -> Down {
        match &self.0 {
            Parts::Whole(whole) => whole.message.clone(),
            Parts::Delta { prev, to, items, acks } => Down::Delta {
                prev: *prev,
                to: *to,
                changes: items.iter().map(|item| item.seen.change.clone()).collect(),
                acks: acks.clone(),
            },
        }
    }

    /// Bytes of the compact form, nearly.
    pub(super) fn weight(&self) -> usize {
        match &self.0 {
            Parts::Whole(whole) => whole.bytes.len(),
            Parts::Delta { items, .. } => items.iter().map(|item| item.bytes.len()).sum(),
        }
    }
}

impl From<Down> for Frame {
    fn from(message: Down) -> Self {
        let bytes = encode(&message);
        Self(Parts::Whole(Arc::new(Whole { message, bytes, text: OnceLock::new() })))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use weft_domain::{AudienceKey, testing};

    use super::*;

    /// A change of one of few rows, and who could see it before.
    fn seen() -> impl Strategy<Value = Seen> {
        (0_u64..4, 0_u64..3, 0_u64..3).prop_map(|(row, before, after)| Seen {
            change: Change::Remove(Key { kind: Kind::Label, id: testing::uuid(5, row) }),
            before: vec![AudienceKey::Person(testing::person(before))],
            after: vec![AudienceKey::Person(testing::person(after))],
        })
    }

    proptest! {
        /// What is caught up in two goes comes to the same as in one, wherever it is cut.
        #[test]
        fn a_feed_may_be_reduced_at_any_place(feed in proptest::collection::vec(seen(), 0..30), cut in 0_usize..30) {
            let (first, rest) = feed.split_at(cut.min(feed.len()));
            let reduced = collapse(first.iter());
            prop_assert_eq!(collapse(feed.iter()), collapse(reduced.iter().chain(rest)));
        }
    }
}
