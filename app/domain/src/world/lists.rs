//! Rows by what they belong to.

use super::World;
use crate::{
    AudienceKey, ColumnId, Comment, Department, DepartmentId, Dependency, Key, Kudos, Label, MapPlace,
    Membership, MembershipRole, Person, PersonId, Rating, Request, RequestId, RequestKey, Scores, Service,
    Traffic,
};

impl World {
    /// Every department, by id.
    pub fn departments(&self) -> impl Iterator<Item = &Department> {
        self.departments.values()
    }

    /// Every person, by id.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// Every service, by id.
    pub fn services(&self) -> impl Iterator<Item = &Service> {
        self.services.values()
    }

    /// Every dependency, by id.
    pub fn dependencies(&self) -> impl Iterator<Item = &Dependency> {
        self.dependencies.values()
    }

    /// Every request that is here, by id.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        self.requests.values()
    }

    /// All thanks that are here, by id.
    pub fn all_kudos(&self) -> impl Iterator<Item = &Kudos> {
        self.kudos.values()
    }

    /// All ratings that are here, by id.
    pub fn ratings(&self) -> impl Iterator<Item = &Rating> {
        self.ratings.values()
    }

    /// All daily traffic that is here, by id.
    pub fn all_traffic(&self) -> impl Iterator<Item = &Traffic> {
        self.traffic.values()
    }

    /// All daily scores that are here, by id.
    pub fn all_scores(&self) -> impl Iterator<Item = &Scores> {
        self.scores.values()
    }

    /// Every place on the map that was chosen by hand.
    pub fn map_places(&self) -> impl Iterator<Item = &MapPlace> {
        self.places.values()
    }

    /// The department that has or had this request key.
    pub fn department_by_key(&self, key: &RequestKey) -> Option<DepartmentId> {
        self.index.keys.get(key).copied()
    }

    /// The departments right under `parent`; none: the top level.
    pub fn children(&self, parent: Option<DepartmentId>) -> impl Iterator<Item = &Department> {
        self.index.children_of(parent).filter_map(|id| self.departments.get(&id.0))
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
        self.index.memberships_of(person).filter_map(|id| self.memberships.get(&id.0))
    }

    /// A department's memberships.
    pub fn members_of(&self, department: DepartmentId) -> impl Iterator<Item = &Membership> {
        self.index.members_of(department).filter_map(|id| self.memberships.get(&id.0))
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
        self.index.needs_of(department).filter_map(|id| self.dependencies.get(&id.0))
    }

    /// The dependencies in which `department` is the provider.
    pub fn needed_by(&self, department: DepartmentId) -> impl Iterator<Item = &Dependency> {
        self.index.needed_by(department).filter_map(|id| self.dependencies.get(&id.0))
    }

    /// The services a department offers.
    pub fn services_of(&self, department: DepartmentId) -> impl Iterator<Item = &Service> {
        self.index.services_of(department).filter_map(|id| self.services.get(&id.0))
    }

    /// A department's labels.
    pub fn labels_of(&self, department: DepartmentId) -> impl Iterator<Item = &Label> {
        self.index.labels_of(department).filter_map(|id| self.labels.get(&id.0))
    }

    /// The requests in a column, from the top.
    pub fn column(&self, column: ColumnId) -> impl DoubleEndedIterator<Item = &Request> {
        self.index.column(column).filter_map(|id| self.requests.get(&id.0))
    }

    /// The requests of a request's column, in order, from it on.
    pub fn column_from(&self, first: &Request) -> impl Iterator<Item = &Request> {
        let ids = first.column.map(|column| self.index.column_from(column, &first.rank, first.id));
        ids.into_iter().flatten().filter_map(|id| self.requests.get(&id.0))
    }

    /// The requests a department holds; none: the unrouted intake.
    pub fn requests_held_by(&self, provider: Option<DepartmentId>) -> impl Iterator<Item = &Request> {
        self.index.held_by(provider).filter_map(|id| self.requests.get(&id.0))
    }

    /// The requests a department asked for.
    pub fn requests_asked_by(&self, customer: DepartmentId) -> impl Iterator<Item = &Request> {
        self.index.asked_by(customer).filter_map(|id| self.requests.get(&id.0))
    }

    /// The comments on a request that are here, by time.
    pub fn comments_on(&self, request: RequestId) -> Vec<&Comment> {
        let mut comments: Vec<&Comment> =
            self.index.comments_of(request).into_iter().filter_map(|id| self.comments.get(&id.0)).collect();
        comments.sort_unstable_by_key(|comment| (comment.at, comment.id));
        comments
    }

    /// The names of the rows that are opened by `key` itself, of the kinds that are not for
    /// everyone. What a change of rights makes enter or leave is found here.
    pub fn opened_by(&self, key: AudienceKey) -> impl Iterator<Item = Key> {
        self.index.opened_by(key)
    }
}
