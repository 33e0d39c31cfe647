//! Indexes over a [`World`](super::World)'s rows: sorted sets of pairs, read by range.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use uuid::Uuid;

use crate::{
    AudienceKey, ColumnId, Comment, CommentId, Contact, Department, DepartmentId, Dependency, DependencyId,
    Key, Label, LabelId, Membership, MembershipId, PersonId, Rank, Request, RequestId, RequestKey, Row,
    Scores, Service, ServiceId, Timestamp, audience,
};

const LOW: Uuid = Uuid::nil();
const HIGH: Uuid = Uuid::max();

#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub(super) keys: OrdMap<RequestKey, DepartmentId>,
    pairs: OrdSet<(Relation, Uuid, Uuid)>,
    /// Ranks are shared: a node of the tree that is copied copies all its entries.
    columns: OrdSet<(ColumnId, Arc<str>, RequestId)>,
    audiences: OrdSet<(AudienceKey, Key)>,
}

/// What the second id of a pair is to the first. All relations are in one set: the code of a
/// persistent set is large, and a browser loads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Relation {
    Child,
    OfPerson,
    OfDepartment,
    Need,
    NeededBy,
    Service,
    Label,
    Held,
    Asked,
    Comment,
    /// From when it ended, as a number, to the request.
    Ended,
}

/// Stands where there is no department: at the top of the tree, in the unrouted intake.
const NOWHERE: Uuid = Uuid::nil();

#[derive(Clone, PartialEq, Eq)]
enum Entry {
    Key(RequestKey, DepartmentId),
    Pair(Relation, Uuid, Uuid),
    Column(ColumnId, Arc<str>, RequestId),
    Audience(AudienceKey, Key),
}

impl Index {
    /// A row takes the place of another. What both are found by is left alone: trees are copied where they
    /// are touched.
    pub(super) fn replace(&mut self, old: Option<&Row>, new: Option<&Row>) {
        let all = |row: Option<&Row>| {
            let mut all = Vec::new();
            row.into_iter().for_each(|row| entries(row, &mut |entry| all.push(entry)));
            all
        };
        let (gone, come) = (all(old), all(new));
        // A key belongs to whom it was given last, so it is always given anew.
        let stays =
            |entry: &Entry, there: &[Entry]| !matches!(entry, Entry::Key(..)) && there.contains(entry);
        for entry in gone.iter().filter(|entry| !stays(entry, &come)) {
            self.change(entry.clone(), false);
        }
        for entry in come.iter().filter(|entry| !stays(entry, &gone)) {
            self.change(entry.clone(), true);
        }
    }

    fn change(&mut self, entry: Entry, insert: bool) {
        fn set<T: Ord + Clone>(set: &mut OrdSet<T>, value: T, insert: bool) {
            if insert {
                set.insert(value);
            } else {
                set.remove(&value);
            }
        }
        match entry {
            Entry::Key(key, id) if insert => {
                self.keys.insert(key, id);
            }
            Entry::Key(key, id) => {
                if self.keys.get(&key) == Some(&id) {
                    self.keys.remove(&key);
                }
            }
            Entry::Pair(relation, from, to) => set(&mut self.pairs, (relation, from, to), insert),
            Entry::Column(column, rank, id) => set(&mut self.columns, (column, rank, id), insert),
            Entry::Audience(key, row) => set(&mut self.audiences, (key, row), insert),
        }
    }

    fn related(&self, relation: Relation, from: Uuid) -> impl DoubleEndedIterator<Item = Uuid> {
        self.pairs.range((relation, from, LOW)..=(relation, from, HIGH)).map(|(_, _, to)| *to)
    }

    pub(super) fn children_of(&self, parent: Option<DepartmentId>) -> impl Iterator<Item = DepartmentId> {
        self.related(Relation::Child, or_nowhere(parent)).map(DepartmentId)
    }

    pub(super) fn memberships_of(&self, person: PersonId) -> impl Iterator<Item = MembershipId> {
        self.related(Relation::OfPerson, person.0).map(MembershipId)
    }

    pub(super) fn members_of(&self, department: DepartmentId) -> impl Iterator<Item = MembershipId> {
        self.related(Relation::OfDepartment, department.0).map(MembershipId)
    }

    pub(super) fn needs_of(&self, department: DepartmentId) -> impl Iterator<Item = DependencyId> {
        self.related(Relation::Need, department.0).map(DependencyId)
    }

    pub(super) fn needed_by(&self, department: DepartmentId) -> impl Iterator<Item = DependencyId> {
        self.related(Relation::NeededBy, department.0).map(DependencyId)
    }

    pub(super) fn services_of(&self, department: DepartmentId) -> impl Iterator<Item = ServiceId> {
        self.related(Relation::Service, department.0).map(ServiceId)
    }

    pub(super) fn labels_of(&self, department: DepartmentId) -> impl Iterator<Item = LabelId> {
        self.related(Relation::Label, department.0).map(LabelId)
    }

    pub(super) fn held_by(&self, provider: Option<DepartmentId>) -> impl Iterator<Item = RequestId> {
        self.related(Relation::Held, or_nowhere(provider)).map(RequestId)
    }

    pub(super) fn asked_by(&self, customer: DepartmentId) -> impl Iterator<Item = RequestId> {
        self.related(Relation::Asked, customer.0).map(RequestId)
    }

    pub(super) fn column(&self, column: ColumnId) -> impl DoubleEndedIterator<Item = RequestId> {
        self.columns.range((column, "".into(), RequestId(LOW))..=end_of(column)).map(|(_, _, id)| *id)
    }

    /// A column from one of its requests on.
    pub(super) fn column_from(
        &self,
        column: ColumnId,
        rank: &Rank,
        id: RequestId,
    ) -> impl Iterator<Item = RequestId> {
        let from = (column, rank.0.as_str().into(), id);
        self.columns.range(from..=end_of(column)).map(|(_, _, id)| *id)
    }

    pub(super) fn comments_of(&self, request: RequestId) -> Vec<CommentId> {
        self.related(Relation::Comment, request.0).map(CommentId).collect()
    }

    pub(super) fn ended_before(&self, before: Timestamp) -> impl Iterator<Item = RequestId> {
        self.pairs
            .range((Relation::Ended, LOW, LOW)..(Relation::Ended, moment(before), LOW))
            .map(|(_, _, id)| RequestId(*id))
    }

    pub(super) fn opened_by(&self, key: AudienceKey) -> impl Iterator<Item = Key> {
        // Only rows of these kinds, and what is between them, are in it.
        let low = Key { kind: crate::Kind::Organisation, id: LOW };
        let high = Key { kind: crate::Kind::Numbering, id: HIGH };
        self.audiences.range((key, low)..=(key, high)).map(|(_, row)| *row)
    }
}

/// Behind every request of a column: a rank holds only digits and letters, which are bytewise before this.
fn end_of(column: ColumnId) -> (ColumnId, Arc<str>, RequestId) {
    (column, "~".into(), RequestId(HIGH))
}

/// A moment as an id, in the same order; all that was before 1970 is the same one.
fn moment(at: Timestamp) -> Uuid {
    Uuid::from_u64_pair(u64::try_from(at.0).unwrap_or(0), 0)
}

fn or_nowhere(department: Option<DepartmentId>) -> Uuid {
    department.map_or(NOWHERE, |id| id.0)
}

fn entries(row: &Row, visit: &mut dyn FnMut(Entry)) {
    match row {
        Row::Department(row) => of_department(row, visit),
        Row::Membership(Membership { id, person, department, .. }) => {
            visit(Entry::Pair(Relation::OfPerson, person.0, id.0));
            visit(Entry::Pair(Relation::OfDepartment, department.0, id.0));
        }
        Row::Dependency(Dependency { id, customer, provider, .. }) => {
            visit(Entry::Pair(Relation::Need, customer.0, id.0));
            visit(Entry::Pair(Relation::NeededBy, provider.0, id.0));
        }
        Row::Service(Service { id, providers, .. }) => {
            let each = |department: &DepartmentId| visit(Entry::Pair(Relation::Service, department.0, id.0));
            providers.iter().for_each(each);
        }
        Row::Label(Label { id, department, .. }) => visit(Entry::Pair(Relation::Label, department.0, id.0)),
        Row::Request(row) => of_request(row, visit),
        Row::Comment(Comment { id, request, .. }) => visit(Entry::Pair(Relation::Comment, request.0, id.0)),
        Row::Contact(Contact { .. }) | Row::Scores(Scores { .. }) => {
            // Their audience needs nothing but the row itself.
            let keys = audience::audience(&super::World::default(), row);
            keys.into_iter().for_each(|key| visit(Entry::Audience(key, row.key())));
        }
        Row::Organisation(_)
        | Row::Person(_)
        | Row::Board(_)
        | Row::RequestText(_)
        | Row::Rating(_)
        | Row::RatingComment(_)
        | Row::Kudos(_)
        | Row::Traffic(_)
        | Row::MapPlace(_)
        | Row::Numbering(_)
        | Row::Handlers(_)
        | Row::Deliverable(_) => {}
    }
}

fn of_department(row: &Department, visit: &mut dyn FnMut(Entry)) {
    visit(Entry::Pair(Relation::Child, or_nowhere(row.parent), row.id.0));
    visit(Entry::Key(row.key.clone(), row.id));
    for former in &row.former_keys {
        visit(Entry::Key(former.clone(), row.id));
    }
}

fn of_request(row: &Request, visit: &mut dyn FnMut(Entry)) {
    visit(Entry::Pair(Relation::Held, or_nowhere(row.provider), row.id.0));
    if let Some(customer) = row.customer {
        visit(Entry::Pair(Relation::Asked, customer.0, row.id.0));
    }
    if let Some(column) = row.column {
        visit(Entry::Column(column, row.rank.0.as_str().into(), row.id));
    }
    if let Some(ended) = row.ended_at {
        visit(Entry::Pair(Relation::Ended, moment(ended), row.id.0));
    }
    for key in audience::of_request(row) {
        visit(Entry::Audience(key, row.id.into()));
    }
}
