//! The rows as they are at one sequence number, and the look-ups that rules need.
//!
//! A [`World`] is a set of persistent maps: a clone is a pointer copy, so a batch is decided on a
//! fork, and a browser keeps one world that is confirmed and one with what is still pending. The
//! same type serves both; [`World::complete`] and [`World::replica`] differ only in what a missing
//! row proves.
//!
//! A server's world need not hold every request: those that ended long ago can be
//! [archived](World::archive).

mod archive;
mod index;
mod lists;
mod table;

use std::sync::Arc;

use crate::{
    Board, Change, Comment, Contact, Deliverable, Department, DepartmentId, Dependency, DependencyId, Entity,
    Gather, Handlers, Key, Kind, Kudos, Label, LabelId, MapPlace, Membership, MembershipId, Numbering,
    ORGANISATION, Organisation, Person, PersonId, Rating, RatingComment, Request, RequestId, RequestText,
    Row, Scores, Service, ServiceId, Timestamp, Traffic,
};
use index::Index;
use table::Table;

/// The answer to a look-up by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<T> {
    /// It is here.
    Present(T),
    /// There is none.
    Absent,
    /// There may be one: hidden, archived or not replicated.
    Unknown,
}

impl<T> Lookup<T> {
    /// The row, if it is here.
    pub fn present(self) -> Option<T> {
        match self {
            Lookup::Present(row) => Some(row),
            Lookup::Absent | Lookup::Unknown => None,
        }
    }
}

macro_rules! world {
    ($($field:ident: $kind:ident),* $(,)?) => {
        /// The rows as they are at one sequence number. See the module.
        #[derive(Clone, Debug, Default)]
        pub struct World {
            is_complete: bool,
            has_caught_up: bool,
            $($field: Table<$kind>,)*
            /// Rows that were looked for and are not there.
            absent: imbl::OrdSet<Key>,
            /// Requests that ended before this are archived: they may be missing.
            kept_since: Option<Timestamp>,
            /// What was loaded together.
            gathered: Vec<Gather>,
            index: Index,
        }

        impl World {
            /// The row with this name.
            pub fn row(&self, key: Key) -> Lookup<Row> {
                let found = match key.kind {
                    $(Kind::$kind => self.$field.get(&key.id).map(|row| Row::$kind(row.clone())),)*
                };
                found.map_or_else(|| self.missing(key), Lookup::Present)
            }

            /// Whether a row with this name is here.
            pub fn has(&self, key: Key) -> bool {
                match key.kind { $(Kind::$kind => self.$field.contains_key(&key.id),)* }
            }

            /// Every row of a kind, by id.
            pub fn rows(&self, kind: Kind) -> Vec<Row> {
                match kind {
                    $(Kind::$kind => self.$field.values().map(|row| Row::$kind(row.clone())).collect(),)*
                }
            }

            /// The names of every row of a kind, by id.
            pub fn keys(&self, kind: Kind) -> Vec<Key> {
                match kind { $(Kind::$kind => self.$field.ids().map(|id| Key { kind, id }).collect(),)* }
            }

            /// The names of the rows that were put, replaced (be it by an equal one) or taken out since
            /// `before`. It costs what differs, not what there is, where one is a fork of the other.
            pub fn changed_since(&self, before: &Self) -> Vec<Key> {
                let mut keys = Vec::new();
                $(
                    let kind = Kind::$kind;
                    keys.extend(self.$field.changed_since(&before.$field).map(|id| Key { kind, id }));
                )*
                keys
            }

            /// How many rows of a kind are here.
            pub fn count(&self, kind: Kind) -> usize {
                match kind { $(Kind::$kind => self.$field.len(),)* }
            }

            fn insert(&mut self, row: &Row) {
                let old = match row {
                    $(Row::$kind(row) => {
                        let old = self.$field.insert(row.key_id(), row.clone());
                        old.map(|old| Row::$kind(Arc::unwrap_or_clone(old)))
                    })*
                };
                self.index.replace(old.as_ref(), Some(row));
            }

            fn take(&mut self, key: Key) {
                match key.kind {
                    $(Kind::$kind => if let Some(old) = self.$field.remove(&key.id) {
                        self.index.replace(Some(&Row::$kind(Arc::unwrap_or_clone(old))), None);
                    })*
                }
            }
        }
    };
}

world! {
    organisations: Organisation,
    departments: Department,
    people: Person,
    contacts: Contact,
    memberships: Membership,
    services: Service,
    dependencies: Dependency,
    boards: Board,
    labels: Label,
    requests: Request,
    texts: RequestText,
    comments: Comment,
    ratings: Rating,
    rating_comments: RatingComment,
    kudos: Kudos,
    traffic: Traffic,
    scores: Scores,
    places: MapPlace,
    numberings: Numbering,
    handlers: Handlers,
    deliverables: Deliverable,
}

impl World {
    /// An empty world that holds every resident row there is: a missing one is proven absent.
    pub fn complete() -> Self {
        Self { is_complete: true, ..Self::default() }
    }

    /// An empty replica: until it has caught up, a missing row proves nothing; after that, only
    /// kinds that are [replicated whole](Kind::is_replicated_whole) do.
    pub fn replica() -> Self {
        Self::default()
    }

    /// Whether it holds every resident row there is: the server's world.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Says that this replica now holds all that a replica holds.
    pub fn set_caught_up(&mut self, caught_up: bool) {
        self.has_caught_up = caught_up;
    }

    /// Makes a change true. Applying one twice is harmless. A request that leaves takes with it
    /// what hangs on it.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Put(row) => {
                self.absent.remove(&row.key());
                self.insert(row);
            }
            Change::Remove(key) => {
                self.take(*key);
                if key.kind == Kind::Request {
                    self.take(Key { kind: Kind::RequestText, id: key.id });
                    for comment in self.index.comments_of(RequestId(key.id)) {
                        self.take(comment.into());
                    }
                }
            }
        }
    }

    /// Makes changes true, in order.
    pub fn apply_all<'a>(&mut self, changes: impl IntoIterator<Item = &'a Change>) {
        for change in changes {
            self.apply(change);
        }
    }

    /// Remembers that a row was looked for in the store and is not there.
    pub fn note_absent(&mut self, key: Key) {
        self.absent.insert(key);
    }

    /// Forgets all rows that are not resident, archived requests among them, and what is known to be
    /// absent: after a batch.
    pub fn forget_loaded(&mut self) {
        for kind in Kind::ALL.iter().copied().filter(|kind| !kind.is_resident()) {
            for row in self.rows(kind) {
                self.take(row.key());
            }
        }
        self.absent = imbl::OrdSet::new();
        self.forget_archived();
    }

    fn missing<T>(&self, key: Key) -> Lookup<T> {
        let is_proven = if self.is_complete {
            key.kind.is_resident() && !self.may_be_archived(key.kind)
        } else {
            self.has_caught_up && key.kind.is_replicated_whole()
        };
        if is_proven || self.absent.contains(&key) { Lookup::Absent } else { Lookup::Unknown }
    }

    fn look<'a, T: Entity + Send + Sync + 'static>(
        &self,
        map: &'a Table<T>,
        id: uuid::Uuid,
    ) -> Lookup<&'a T> {
        match map.get(&id) {
            Some(row) => Lookup::Present(row),
            None => self.missing(Key { kind: T::KIND, id }),
        }
    }
}

macro_rules! look_ups {
    ($($(#[$doc:meta])* $name:ident($id:ty) -> $kind:ident in $field:ident;)*) => {
        impl World {
            $(
                $(#[$doc])*
                pub fn $name(&self, id: $id) -> Lookup<&$kind> {
                    self.look(&self.$field, id.0)
                }
            )*
        }
    };
}

look_ups! {
    /// A department.
    department(DepartmentId) -> Department in departments;
    /// A person.
    person(PersonId) -> Person in people;
    /// A person's address.
    contact(PersonId) -> Contact in contacts;
    /// A membership.
    membership(MembershipId) -> Membership in memberships;
    /// A service.
    service(ServiceId) -> Service in services;
    /// A dependency.
    dependency(DependencyId) -> Dependency in dependencies;
    /// A label.
    label(LabelId) -> Label in labels;
    /// A request.
    request(RequestId) -> Request in requests;
    /// A request's body.
    request_text(RequestId) -> RequestText in texts;
    /// A comment.
    comment(crate::CommentId) -> Comment in comments;
    /// A rating.
    rating(crate::RatingId) -> Rating in ratings;
    /// A rating's comment.
    rating_comment(crate::RatingId) -> RatingComment in rating_comments;
    /// Thanks.
    kudos(crate::KudosId) -> Kudos in kudos;
    /// A day's traffic.
    traffic(crate::DailyId) -> Traffic in traffic;
    /// A day's scores.
    scores(crate::DailyId) -> Scores in scores;
    /// Where a department was put on the map by hand.
    map_place(DepartmentId) -> MapPlace in places;
    /// A department's last request number.
    numbering(DepartmentId) -> Numbering in numberings;
    /// Who handles the requests for a confidential service.
    handlers(ServiceId) -> Handlers in handlers;
    /// What a dependency hands over.
    deliverable(DependencyId) -> Deliverable in deliverables;
}

impl World {
    /// The organisation's own settings.
    pub fn organisation(&self) -> Option<&Organisation> {
        self.organisations.get(&ORGANISATION)
    }

    /// A department's board: its own, or the standard one.
    pub fn board(&self, department: DepartmentId) -> Board {
        self.boards.get(&department.0).map_or_else(|| Board::standard(department), Board::clone)
    }
}
