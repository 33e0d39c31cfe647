//! What screens read. One replica, fine-grained: a screen names what it looks at as [`Topic`]s, and
//! a change wakes only what looks at the changed row.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, PoisonError, RwLock},
};

use leptos::prelude::*;
use weft_domain::{Actor, ColumnId, DepartmentId, Key, Kind, Person, PersonId, RequestId, Row, World};
use weft_sync::{
    message::{Bye, Presence},
    tabs::Trayed,
};

/// What a screen looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// One row.
    Row(Key),
    /// Any row of a kind: for lists of all. Prefer a narrower one.
    Kind(Kind),
    /// The requests a department holds, or its columns; none: the unrouted intake.
    Board(Option<DepartmentId>),
    /// The requests in one column and their order.
    Column(ColumnId),
    /// A department's members, services, labels and dependencies.
    Around(DepartmentId),
    /// What hangs on a request: its body, comments and ratings.
    Thread(RequestId),
    /// A person's memberships.
    Memberships(PersonId),
    /// Whether a row holds work that is not saved yet.
    Pending(Key),
}

/// Whether what is done here reaches the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// On the way.
    #[default]
    Connecting,
    /// Changes go and come at once.
    Live,
    /// No way to the server; work goes on and waits.
    Offline,
    /// The server ended it for good, and why.
    Ended(Bye),
}

/// A row of the view that is different from before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowChange {
    /// Which.
    pub key: Key,
    /// As it was.
    pub before: Option<Row>,
    /// As it is.
    pub after: Option<Row>,
}

/// The handle screens read from. A clone is the same replica.
#[derive(Clone)]
pub struct Replica {
    inner: Arc<Inner>,
}

struct Inner {
    world: RwLock<World>,
    pending: RwLock<BTreeSet<Key>>,
    triggers: RwLock<HashMap<Topic, ArcTrigger>>,
    me: ArcRwSignal<Option<PersonId>>,
    connection: ArcRwSignal<Connection>,
    unsent: ArcRwSignal<u32>,
    is_kept: ArcRwSignal<bool>,
    refused: ArcRwSignal<Vec<Trayed>>,
    others: ArcRwSignal<BTreeMap<PersonId, Presence>>,
}

impl Replica {
    /// A replica that shows `world` to `me`.
    pub fn new(world: World, me: Option<PersonId>) -> Self {
        Self {
            inner: Arc::new(Inner {
                world: RwLock::new(world),
                pending: RwLock::default(),
                triggers: RwLock::default(),
                me: ArcRwSignal::new(me),
                connection: ArcRwSignal::default(),
                unsent: ArcRwSignal::new(0),
                is_kept: ArcRwSignal::new(true),
                refused: ArcRwSignal::default(),
                others: ArcRwSignal::default(),
            }),
        }
    }

    /// Reads, and wakes the reader when one of `topics` changes. Use inside a memo or a view.
    pub fn read<T>(&self, topics: &[Topic], look: impl FnOnce(&World) -> T) -> T {
        for topic in topics {
            self.trigger(*topic).track();
        }
        look(&self.world())
    }

    /// The world as it is now, without waking on changes. A clone of it is cheap.
    pub fn world(&self) -> World {
        self.inner.world.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether a row holds work that is not saved yet. Wakes the reader.
    pub fn is_pending(&self, key: Key) -> bool {
        self.trigger(Topic::Pending(key)).track();
        self.inner.pending.read().unwrap_or_else(PoisonError::into_inner).contains(&key)
    }

    /// All rows that hold work that is not saved yet, by key. It does not wake the reader: follow
    /// [`Replica::unsent`], which is set after it.
    pub fn pending(&self) -> Vec<Key> {
        self.inner.pending.read().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
    }

    /// Who is signed in.
    pub fn me(&self) -> ArcReadSignal<Option<PersonId>> {
        self.inner.me.read_only()
    }

    /// The person who is signed in. Wakes the reader.
    pub fn myself(&self) -> Option<Person> {
        let me = self.inner.me.get()?;
        self.read(&[Topic::Row(me.into())], |world| world.person(me).present().cloned())
    }

    /// What the signed-in person may do and where. Wakes the reader when their rights change.
    pub fn actor(&self) -> Option<Actor> {
        let me = self.inner.me.get()?;
        let topics = [Topic::Row(me.into()), Topic::Memberships(me)];
        Some(self.read(&topics, |world| Actor::of(world, me)))
    }

    /// Whether what is done here reaches the server.
    pub fn connection(&self) -> ArcReadSignal<Connection> {
        self.inner.connection.read_only()
    }

    /// How many commands wait to be sent or answered.
    pub fn unsent(&self) -> ArcReadSignal<u32> {
        self.inner.unsent.read_only()
    }

    /// Whether this browser keeps what is done here until it is sent; else only the open tabs do.
    pub fn kept(&self) -> ArcReadSignal<bool> {
        self.inner.is_kept.read_only()
    }

    /// Commands that ended without their effect and that their author has not dropped yet, oldest first.
    pub fn refused(&self) -> ArcReadSignal<Vec<Trayed>> {
        self.inner.refused.read_only()
    }

    /// Where others are and what they are doing right now.
    pub fn others(&self) -> ArcReadSignal<BTreeMap<PersonId, Presence>> {
        self.inner.others.read_only()
    }

    /// Shows another world: what changed wakes its readers, all else sleeps on.
    pub fn show(&self, world: World, changes: &[RowChange]) {
        *self.inner.world.write().unwrap_or_else(PoisonError::into_inner) = world;
        let mut topics = HashSet::new();
        for change in changes {
            topics_of(change, &mut |topic| {
                topics.insert(topic);
            });
        }
        for topic in topics {
            self.wake(topic);
        }
    }

    /// Shows another world altogether and wakes everybody.
    pub fn show_anew(&self, world: World) {
        *self.inner.world.write().unwrap_or_else(PoisonError::into_inner) = world;
        let triggers: Vec<ArcTrigger> = {
            let triggers = self.inner.triggers.read().unwrap_or_else(PoisonError::into_inner);
            triggers.values().cloned().collect()
        };
        for trigger in triggers {
            trigger.notify();
        }
    }

    /// Says which rows hold work that is not saved yet.
    pub fn show_pending(&self, pending: BTreeSet<Key>) {
        let before = std::mem::replace(
            &mut *self.inner.pending.write().unwrap_or_else(PoisonError::into_inner),
            pending.clone(),
        );
        for key in before.symmetric_difference(&pending) {
            self.wake(Topic::Pending(*key));
        }
    }

    /// Says who is signed in.
    pub fn set_me(&self, me: Option<PersonId>) {
        self.inner.me.set(me);
    }

    /// Says how it stands with the server.
    pub fn set_connection(&self, connection: Connection) {
        if self.inner.connection.get_untracked() != connection {
            self.inner.connection.set(connection);
        }
    }

    /// Says how many commands wait.
    pub fn set_unsent(&self, unsent: u32) {
        if self.inner.unsent.get_untracked() != unsent {
            self.inner.unsent.set(unsent);
        }
    }

    /// Says whether this browser keeps what is done here.
    pub fn set_kept(&self, is_kept: bool) {
        if self.inner.is_kept.get_untracked() != is_kept {
            self.inner.is_kept.set(is_kept);
        }
    }

    /// Says which commands ended without their effect.
    pub fn set_refused(&self, tray: Vec<Trayed>) {
        if self.inner.refused.with_untracked(|known| *known != tray) {
            self.inner.refused.set(tray);
        }
    }

    /// Says where others are. `None`: gone.
    pub fn show_others(&self, changes: Vec<(PersonId, Option<Presence>)>) {
        self.inner.others.update(|others| {
            for (person, presence) in changes {
                match presence {
                    Some(presence) => others.insert(person, presence),
                    None => others.remove(&person),
                };
            }
        });
    }

    fn trigger(&self, topic: Topic) -> ArcTrigger {
        let known = {
            let triggers = self.inner.triggers.read().unwrap_or_else(PoisonError::into_inner);
            triggers.get(&topic).cloned()
        };
        known.unwrap_or_else(|| {
            let mut triggers = self.inner.triggers.write().unwrap_or_else(PoisonError::into_inner);
            triggers.entry(topic).or_default().clone()
        })
    }

    fn wake(&self, topic: Topic) {
        let trigger = {
            let triggers = self.inner.triggers.read().unwrap_or_else(PoisonError::into_inner);
            triggers.get(&topic).cloned()
        };
        if let Some(trigger) = trigger {
            trigger.notify();
        }
    }
}

/// The replica of the screens below.
pub fn use_replica() -> Replica {
    expect_context()
}

fn topics_of(change: &RowChange, visit: &mut dyn FnMut(Topic)) {
    visit(Topic::Row(change.key));
    visit(Topic::Kind(change.key.kind));
    for row in [&change.before, &change.after].into_iter().flatten() {
        topics_of_row(row, visit);
    }
}

fn topics_of_row(row: &Row, visit: &mut dyn FnMut(Topic)) {
    match row {
        Row::Request(request) => {
            visit(Topic::Board(request.provider));
            if let Some(column) = request.column {
                visit(Topic::Column(column));
            }
            visit(Topic::Thread(request.id));
        }
        Row::RequestText(text) => visit(Topic::Thread(text.request)),
        Row::Comment(comment) => visit(Topic::Thread(comment.request)),
        Row::Rating(rating) => visit(Topic::Thread(rating.request)),
        Row::Board(board) => visit(Topic::Board(Some(board.department))),
        Row::Label(label) => visit(Topic::Around(label.department)),
        Row::Membership(membership) => {
            visit(Topic::Around(membership.department));
            visit(Topic::Memberships(membership.person));
        }
        Row::Service(service) => service.providers.iter().for_each(|id| visit(Topic::Around(*id))),
        Row::Dependency(dependency) => {
            visit(Topic::Around(dependency.customer));
            visit(Topic::Around(dependency.provider));
        }
        // It is read, and its history is, with what it is of.
        Row::Deliverable(row) => visit(Topic::Row(row.dependency.into())),
        Row::Organisation(_)
        | Row::Department(_)
        | Row::Person(_)
        | Row::Contact(_)
        | Row::RatingComment(_)
        | Row::Kudos(_)
        | Row::Traffic(_)
        | Row::Scores(_)
        | Row::MapPlace(_)
        | Row::Numbering(_)
        | Row::Handlers(_) => {}
    }
}
