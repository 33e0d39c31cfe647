//! Indexes over a [`World`](super::World)'s rows: sorted sets of pairs, read by range.

use imbl::{OrdMap, OrdSet};
use uuid::Uuid;

use crate::{
    AudienceKey, ColumnId, Comment, CommentId, Contact, Department, DepartmentId, Dependency, DependencyId,
    Key, Label, LabelId, Membership, MembershipId, PersonId, Rank, Request, RequestId, RequestKey, Row,
    Scores, Service, ServiceId, audience,
};

const LOW: Uuid = Uuid::nil();
const HIGH: Uuid = Uuid::max();

#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub(super) keys: OrdMap<RequestKey, DepartmentId>,
    children: OrdSet<(Option<DepartmentId>, DepartmentId)>,
    by_person: OrdSet<(PersonId, MembershipId)>,
    by_department: OrdSet<(DepartmentId, MembershipId)>,
    customers: OrdSet<(DepartmentId, DependencyId)>,
    providers: OrdSet<(DepartmentId, DependencyId)>,
    services: OrdSet<(DepartmentId, ServiceId)>,
    labels: OrdSet<(DepartmentId, LabelId)>,
    held: OrdSet<(Option<DepartmentId>, RequestId)>,
    asked: OrdSet<(DepartmentId, RequestId)>,
    columns: OrdSet<(ColumnId, Rank, RequestId)>,
    comments: OrdSet<(RequestId, CommentId)>,
    audiences: OrdSet<(AudienceKey, Key)>,
}

enum Entry {
    Key(RequestKey, DepartmentId),
    Child(Option<DepartmentId>, DepartmentId),
    ByPerson(PersonId, MembershipId),
    ByDepartment(DepartmentId, MembershipId),
    Customer(DepartmentId, DependencyId),
    Provider(DepartmentId, DependencyId),
    Service(DepartmentId, ServiceId),
    Label(DepartmentId, LabelId),
    Held(Option<DepartmentId>, RequestId),
    Asked(DepartmentId, RequestId),
    Column(ColumnId, Rank, RequestId),
    Comment(RequestId, CommentId),
    Audience(AudienceKey, Key),
}

impl Index {
    pub(super) fn insert_one<T: Into<Row> + Clone>(&mut self, row: &T) {
        entries(&row.clone().into(), &mut |entry| self.change(entry, true));
    }

    pub(super) fn remove_one<T: Into<Row> + Clone>(&mut self, row: &T) {
        entries(&row.clone().into(), &mut |entry| self.change(entry, false));
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
            Entry::Child(parent, id) => set(&mut self.children, (parent, id), insert),
            Entry::ByPerson(person, id) => set(&mut self.by_person, (person, id), insert),
            Entry::ByDepartment(department, id) => set(&mut self.by_department, (department, id), insert),
            Entry::Customer(department, id) => set(&mut self.customers, (department, id), insert),
            Entry::Provider(department, id) => set(&mut self.providers, (department, id), insert),
            Entry::Service(department, id) => set(&mut self.services, (department, id), insert),
            Entry::Label(department, id) => set(&mut self.labels, (department, id), insert),
            Entry::Held(department, id) => set(&mut self.held, (department, id), insert),
            Entry::Asked(department, id) => set(&mut self.asked, (department, id), insert),
            Entry::Column(column, rank, id) => set(&mut self.columns, (column, rank, id), insert),
            Entry::Comment(request, id) => set(&mut self.comments, (request, id), insert),
            Entry::Audience(key, row) => set(&mut self.audiences, (key, row), insert),
        }
    }

    pub(super) fn children_of(&self, parent: Option<DepartmentId>) -> impl Iterator<Item = DepartmentId> {
        self.children.range((parent, DepartmentId(LOW))..=(parent, DepartmentId(HIGH))).map(|(_, id)| *id)
    }

    pub(super) fn memberships_of(&self, person: PersonId) -> impl Iterator<Item = MembershipId> {
        self.by_person.range((person, MembershipId(LOW))..=(person, MembershipId(HIGH))).map(|(_, id)| *id)
    }

    pub(super) fn members_of(&self, department: DepartmentId) -> impl Iterator<Item = MembershipId> {
        self.by_department
            .range((department, MembershipId(LOW))..=(department, MembershipId(HIGH)))
            .map(|(_, id)| *id)
    }

    pub(super) fn needs_of(&self, department: DepartmentId) -> impl Iterator<Item = DependencyId> {
        self.customers
            .range((department, DependencyId(LOW))..=(department, DependencyId(HIGH)))
            .map(|(_, id)| *id)
    }

    pub(super) fn needed_by(&self, department: DepartmentId) -> impl Iterator<Item = DependencyId> {
        self.providers
            .range((department, DependencyId(LOW))..=(department, DependencyId(HIGH)))
            .map(|(_, id)| *id)
    }

    pub(super) fn services_of(&self, department: DepartmentId) -> impl Iterator<Item = ServiceId> {
        self.services.range((department, ServiceId(LOW))..=(department, ServiceId(HIGH))).map(|(_, id)| *id)
    }

    pub(super) fn labels_of(&self, department: DepartmentId) -> impl Iterator<Item = LabelId> {
        self.labels.range((department, LabelId(LOW))..=(department, LabelId(HIGH))).map(|(_, id)| *id)
    }

    pub(super) fn held_by(&self, provider: Option<DepartmentId>) -> impl Iterator<Item = RequestId> {
        self.held.range((provider, RequestId(LOW))..=(provider, RequestId(HIGH))).map(|(_, id)| *id)
    }

    pub(super) fn asked_by(&self, customer: DepartmentId) -> impl Iterator<Item = RequestId> {
        self.asked.range((customer, RequestId(LOW))..=(customer, RequestId(HIGH))).map(|(_, id)| *id)
    }

    pub(super) fn column(&self, column: ColumnId) -> impl DoubleEndedIterator<Item = RequestId> {
        let from = (column, Rank(String::new()), RequestId(LOW));
        // Bytewise after every rank: a rank holds only digits and letters.
        let to = (column, Rank("~".to_owned()), RequestId(HIGH));
        self.columns.range(from..=to).map(|(_, _, id)| *id)
    }

    pub(super) fn comments_of(&self, request: RequestId) -> Vec<CommentId> {
        self.comments
            .range((request, CommentId(LOW))..=(request, CommentId(HIGH)))
            .map(|(_, id)| *id)
            .collect()
    }

    pub(super) fn opened_by(&self, key: AudienceKey) -> impl Iterator<Item = Key> {
        let low = Key { kind: crate::Kind::Organisation, id: LOW };
        let high = Key { kind: crate::Kind::Numbering, id: HIGH };
        self.audiences.range((key, low)..=(key, high)).map(|(_, row)| *row)
    }
}

fn entries(row: &Row, visit: &mut dyn FnMut(Entry)) {
    match row {
        Row::Department(row) => of_department(row, visit),
        Row::Membership(Membership { id, person, department, .. }) => {
            visit(Entry::ByPerson(*person, *id));
            visit(Entry::ByDepartment(*department, *id));
        }
        Row::Dependency(Dependency { id, customer, provider, .. }) => {
            visit(Entry::Customer(*customer, *id));
            visit(Entry::Provider(*provider, *id));
        }
        Row::Service(Service { id, providers, .. }) => {
            providers.iter().for_each(|department| visit(Entry::Service(*department, *id)));
        }
        Row::Label(Label { id, department, .. }) => visit(Entry::Label(*department, *id)),
        Row::Request(row) => of_request(row, visit),
        Row::Comment(Comment { id, request, .. }) => visit(Entry::Comment(*request, *id)),
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
        | Row::Numbering(_) => {}
    }
}

fn of_department(row: &Department, visit: &mut dyn FnMut(Entry)) {
    visit(Entry::Child(row.parent, row.id));
    visit(Entry::Key(row.key.clone(), row.id));
    for former in &row.former_keys {
        visit(Entry::Key(former.clone(), row.id));
    }
}

fn of_request(row: &Request, visit: &mut dyn FnMut(Entry)) {
    visit(Entry::Held(row.provider, row.id));
    if let Some(customer) = row.customer {
        visit(Entry::Asked(customer, row.id));
    }
    if let Some(column) = row.column {
        visit(Entry::Column(column, row.rank.clone(), row.id));
    }
    for key in audience::of_request(row) {
        visit(Entry::Audience(key, row.id.into()));
    }
}
