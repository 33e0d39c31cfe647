//! The rows as they are at one sequence number, and the look-ups that rules need.
//!
//! A [`World`] is a set of persistent maps: a clone is a pointer copy, so a batch is decided on a
//! fork, and a browser keeps one world that is confirmed and one with what is still pending. The
//! same type serves both; [`World::complete`] and [`World::replica`] differ only in what a missing
//! row proves.

mod index;

use std::sync::Arc;

use imbl::OrdMap;

use crate::{
    AudienceKey, Board, Change, ColumnId, Comment, Contact, Department, DepartmentId, Dependency,
    DependencyId, Entity, Key, Kind, Kudos, Label, LabelId, MapPlace, Membership, MembershipId,
    MembershipRole, Numbering, ORGANISATION, Organisation, Person, PersonId, Rating, RatingComment, Request,
    RequestId, RequestKey, RequestText, Row, Scores, Service, ServiceId, Traffic,
};
use index::Index;

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
        /// The rows as they are at one sequence number. See the [module](self).
        #[derive(Clone, Debug, Default)]
        pub struct World {
            is_complete: bool,
            has_caught_up: bool,
            $($field: OrdMap<uuid::Uuid, Arc<$kind>>,)*
            /// Rows that were looked for and are not there.
            absent: imbl::OrdSet<Key>,
            index: Index,
        }

        impl World {
            /// The row with this name.
            pub fn row(&self, key: Key) -> Lookup<Row> {
                let found = match key.kind {
                    $(Kind::$kind => self.$field.get(&key.id).map(|row| Row::$kind((**row).clone())),)*
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
                    $(Kind::$kind => self.$field.values().map(|row| Row::$kind((**row).clone())).collect(),)*
                }
            }

            /// How many rows of a kind are here.
            pub fn count(&self, kind: Kind) -> usize {
                match kind { $(Kind::$kind => self.$field.len(),)* }
            }

            fn insert(&mut self, row: &Row) {
                match row {
                    $(Row::$kind(row) => {
                        let old = self.$field.insert(row.key_id(), Arc::new(row.clone()));
                        if let Some(old) = old { self.index.remove_one(&*old) }
                        self.index.insert_one(row);
                    })*
                }
            }

            fn take(&mut self, key: Key) {
                match key.kind {
                    $(Kind::$kind => if let Some(old) = self.$field.remove(&key.id) {
                        self.index.remove_one(&*old);
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

    /// Forgets all rows that are not resident, and what is known to be absent: after a batch.
    pub fn forget_loaded(&mut self) {
        for kind in Kind::ALL.iter().copied().filter(|kind| !kind.is_resident()) {
            for row in self.rows(kind) {
                self.take(row.key());
            }
        }
        self.absent = imbl::OrdSet::new();
    }

    fn missing<T>(&self, key: Key) -> Lookup<T> {
        let is_proven = if self.is_complete {
            key.kind.is_resident()
        } else {
            self.has_caught_up && key.kind.is_replicated_whole()
        };
        if is_proven || self.absent.contains(&key) { Lookup::Absent } else { Lookup::Unknown }
    }

    fn look<'a, T: Entity>(&self, map: &'a OrdMap<uuid::Uuid, Arc<T>>, id: uuid::Uuid) -> Lookup<&'a T> {
        match map.get(&id) {
            Some(row) => Lookup::Present(row),
            None => self.missing(Key { kind: T::KIND, id }),
        }
    }
}

macro_rules! look_ups {
    ($($(#[$doc:meta])* $name:ident($id:ty) -> $kind:ident in $field:ident;)*) => {
        impl World {
            $($(#[$doc])*
            pub fn $name(&self, id: $id) -> Lookup<&$kind> { self.look(&self.$field, id.0) })*
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
}

impl World {
    /// The organisation's own settings.
    pub fn organisation(&self) -> Option<&Organisation> {
        self.organisations.get(&ORGANISATION).map(|row| &**row)
    }

    /// A department's board: its own, or the standard one.
    pub fn board(&self, department: DepartmentId) -> Board {
        self.boards.get(&department.0).map_or_else(|| Board::standard(department), |board| (**board).clone())
    }

    /// Every department, by id.
    pub fn departments(&self) -> impl Iterator<Item = &Department> {
        self.departments.values().map(|row| &**row)
    }

    /// Every person, by id.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values().map(|row| &**row)
    }

    /// Every service, by id.
    pub fn services(&self) -> impl Iterator<Item = &Service> {
        self.services.values().map(|row| &**row)
    }

    /// Every dependency, by id.
    pub fn dependencies(&self) -> impl Iterator<Item = &Dependency> {
        self.dependencies.values().map(|row| &**row)
    }

    /// Every request that is here, by id.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        self.requests.values().map(|row| &**row)
    }

    /// All thanks that are here, by id.
    pub fn all_kudos(&self) -> impl Iterator<Item = &Kudos> {
        self.kudos.values().map(|row| &**row)
    }

    /// All ratings that are here, by id.
    pub fn ratings(&self) -> impl Iterator<Item = &Rating> {
        self.ratings.values().map(|row| &**row)
    }

    /// All daily traffic that is here, by id.
    pub fn all_traffic(&self) -> impl Iterator<Item = &Traffic> {
        self.traffic.values().map(|row| &**row)
    }

    /// All daily scores that are here, by id.
    pub fn all_scores(&self) -> impl Iterator<Item = &Scores> {
        self.scores.values().map(|row| &**row)
    }

    /// Every place on the map that was chosen by hand.
    pub fn map_places(&self) -> impl Iterator<Item = &MapPlace> {
        self.places.values().map(|row| &**row)
    }

    /// The department that has or had this request key.
    pub fn department_by_key(&self, key: &RequestKey) -> Option<DepartmentId> {
        self.index.keys.get(key).copied()
    }

    /// The departments right under `parent`; none: the top level.
    pub fn children(&self, parent: Option<DepartmentId>) -> impl Iterator<Item = &Department> {
        self.index.children_of(parent).filter_map(|id| self.departments.get(&id.0)).map(|row| &**row)
    }

    /// The departments above `department`, nearest first; stops at a cycle.
    pub fn ancestors(&self, department: DepartmentId) -> Vec<DepartmentId> {
        let mut above = Vec::new();
        let mut at = department;
        while let Some(parent) = self.departments.get(&at.0).and_then(|row| row.parent) {
            if above.contains(&parent) || parent == department {
                break;
            }
            above.push(parent);
            at = parent;
        }
        above
    }

    /// A person's memberships.
    pub fn memberships_of(&self, person: PersonId) -> impl Iterator<Item = &Membership> {
        self.index.memberships_of(person).filter_map(|id| self.memberships.get(&id.0)).map(|row| &**row)
    }

    /// A department's memberships.
    pub fn members_of(&self, department: DepartmentId) -> impl Iterator<Item = &Membership> {
        self.index.members_of(department).filter_map(|id| self.memberships.get(&id.0)).map(|row| &**row)
    }

    /// A person's membership of a department.
    pub fn membership_in(&self, person: PersonId, department: DepartmentId) -> Option<&Membership> {
        self.memberships_of(person).find(|row| row.department == department)
    }

    /// What a person is in a department.
    pub fn role_in(&self, person: PersonId, department: DepartmentId) -> Option<MembershipRole> {
        self.membership_in(person, department).map(|row| row.role)
    }

    /// The dependencies in which `department` is the customer.
    pub fn needs_of(&self, department: DepartmentId) -> impl Iterator<Item = &Dependency> {
        self.index.needs_of(department).filter_map(|id| self.dependencies.get(&id.0)).map(|row| &**row)
    }

    /// The dependencies in which `department` is the provider.
    pub fn needed_by(&self, department: DepartmentId) -> impl Iterator<Item = &Dependency> {
        self.index.needed_by(department).filter_map(|id| self.dependencies.get(&id.0)).map(|row| &**row)
    }

    /// The services a department offers.
    pub fn services_of(&self, department: DepartmentId) -> impl Iterator<Item = &Service> {
        self.index.services_of(department).filter_map(|id| self.services.get(&id.0)).map(|row| &**row)
    }

    /// A department's labels.
    pub fn labels_of(&self, department: DepartmentId) -> impl Iterator<Item = &Label> {
        self.index.labels_of(department).filter_map(|id| self.labels.get(&id.0)).map(|row| &**row)
    }

    /// The requests in a column, from the top.
    pub fn column(&self, column: ColumnId) -> impl DoubleEndedIterator<Item = &Request> {
        self.index.column(column).filter_map(|id| self.requests.get(&id.0)).map(|row| &**row)
    }

    /// The requests a department holds; none: the unrouted intake.
    pub fn requests_held_by(&self, provider: Option<DepartmentId>) -> impl Iterator<Item = &Request> {
        self.index.held_by(provider).filter_map(|id| self.requests.get(&id.0)).map(|row| &**row)
    }

    /// The requests a department asked for.
    pub fn requests_asked_by(&self, customer: DepartmentId) -> impl Iterator<Item = &Request> {
        self.index.asked_by(customer).filter_map(|id| self.requests.get(&id.0)).map(|row| &**row)
    }

    /// The comments on a request that are here, by time.
    pub fn comments_on(&self, request: RequestId) -> Vec<&Comment> {
        let mut comments: Vec<&Comment> = self
            .index
            .comments_of(request)
            .into_iter()
            .filter_map(|id| self.comments.get(&id.0))
            .map(|row| &**row)
            .collect();
        comments.sort_by_key(|comment| (comment.at, comment.id));
        comments
    }

    /// The names of the rows that are opened by `key` itself, of the kinds that are not for
    /// everyone. What a change of rights makes enter or leave is found here.
    pub fn opened_by(&self, key: AudienceKey) -> impl Iterator<Item = Key> {
        self.index.opened_by(key)
    }
}
