use std::collections::BTreeSet;

use crate::{
    Actor, Change, Context, Decision, Department, DepartmentId, Dependency, DependencyId, Fact, Key, Kind,
    Lookup, Person, PersonId, Refusal, Request, RequestId, Row, Service, ServiceId, Stop, Timestamp, What,
    World, look::found,
};

/// A decision while it is made: a fork of the world in which later steps see what earlier ones did.
pub(super) struct Draft<'a> {
    /// The world with the steps so far.
    pub(super) world: World,
    pub(super) actor: &'a Actor,
    pub(super) context: &'a Context,
    before: &'a World,
    order: Vec<Key>,
    touched: BTreeSet<Key>,
    facts: Vec<Fact>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(world: &'a World, actor: &'a Actor, context: &'a Context) -> Self {
        Self {
            world: world.clone(),
            actor,
            context,
            before: world,
            order: Vec::new(),
            touched: BTreeSet::new(),
            facts: Vec::new(),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.context.now
    }

    /// The person who acts. The system cannot do what is done in somebody's name.
    pub(super) fn person(&self) -> Result<PersonId, Stop> {
        self.actor.person.ok_or(Refusal::NotFound { kind: Kind::Person }.into())
    }

    pub(super) fn put(&mut self, row: impl Into<Row>) {
        let change = Change::Put(row.into());
        self.note(change.key());
        self.world.apply(&change);
    }

    pub(super) fn remove(&mut self, key: Key) {
        self.note(key);
        self.world.apply(&Change::Remove(key));
    }

    pub(super) fn fact(&mut self, subject: impl Into<Key>, what: What) {
        self.facts.push(Fact { subject: subject.into(), what });
    }

    /// Each row once, as it came to be, in the order of first touch; rows that came out as they
    /// were are left out. Where nothing changed, nothing happened.
    pub(super) fn finish(self) -> Decision {
        let Self { world, before, order, facts, .. } = self;
        let changes: Vec<Change> = order
            .into_iter()
            .filter_map(|key| match (before.row(key), world.row(key)) {
                (Lookup::Present(old), Lookup::Present(new)) if old == new => None,
                (_, Lookup::Present(new)) => Some(Change::Put(new)),
                (Lookup::Absent, _) => None,
                (Lookup::Present(_) | Lookup::Unknown, _) => Some(Change::Remove(key)),
            })
            .collect();
        let facts = if changes.is_empty() { Vec::new() } else { facts };
        Decision { changes, facts }
    }

    pub(super) fn department(&self, id: DepartmentId) -> Result<Department, Stop> {
        found(self.world.department(id), id.0).cloned()
    }

    pub(super) fn active_department(&self, id: DepartmentId) -> Result<Department, Stop> {
        crate::look::active_department(&self.world, id).cloned()
    }

    pub(super) fn any_person(&self, id: PersonId) -> Result<Person, Stop> {
        found(self.world.person(id), id.0).cloned()
    }

    pub(super) fn active_person(&self, id: PersonId) -> Result<Person, Stop> {
        crate::look::active_person(&self.world, id).cloned()
    }

    pub(super) fn service(&self, id: ServiceId) -> Result<Service, Stop> {
        found(self.world.service(id), id.0).cloned()
    }

    pub(super) fn dependency(&self, id: DependencyId) -> Result<Dependency, Stop> {
        found(self.world.dependency(id), id.0).cloned()
    }

    /// A request, whether its actor may see it or not: policy has answered that.
    pub(super) fn request(&self, id: RequestId) -> Result<Request, Stop> {
        found(self.world.request(id), id.0).cloned()
    }

    fn note(&mut self, key: Key) {
        if self.touched.insert(key) {
            self.order.push(key);
        }
    }
}

/// Refuses a text that was written over another revision than the row has.
pub(super) fn written_over(over: u32, rev: u32) -> Result<(), Refusal> {
    if over == rev { Ok(()) } else { Err(Refusal::ChangedMeanwhile) }
}
