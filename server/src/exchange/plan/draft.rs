//! The plan while it is being made: the world as it will be, and what to write down.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use weft_domain::{
    Change, DailyId, Day, DepartmentId, DepartmentState, Fact, Key, Kind, Lookup, PersonId, RequestId, Row,
    ServiceId, Timestamp, Traffic, What, World,
};

use super::{ImportPlan, ImportedEntry, Names, Options};
use crate::exchange::files::File;
use crate::exchange::instant;
use crate::exchange::keys::Keys;
use crate::exchange::refs::{Ref, RefChange, RefKind, Refs, new_id, own_id, said_id};
use crate::exchange::report::{Notes, Outcome, Warning};

/// What is known of a source's record before it is planned.
pub(super) struct Standing {
    /// The id of its row.
    pub(super) id: Uuid,
    /// It came in before and the source has not changed it since.
    pub(super) is_as_before: bool,
    /// What was noted of it last time; empty: nothing.
    pub(super) mark: String,
}

pub(super) struct Draft<'a> {
    /// The world as it is.
    before: World,
    /// The world with everything planned so far.
    pub(super) world: World,
    pub(super) refs: &'a Refs,
    pub(super) options: &'a Options,
    pub(super) notes: Notes,
    pub(super) keys: Keys,
    /// What the files themselves bring, by the source's ids.
    pub(super) departments: Names<DepartmentId>,
    /// Those of them that the source itself says were merged.
    pub(super) merged: BTreeSet<DepartmentId>,
    pub(super) people: Names<PersonId>,
    pub(super) services: Names<ServiceId>,
    pub(super) requests: Names<RequestId>,
    order: Vec<Key>,
    changes: BTreeMap<Key, Change>,
    journal: Vec<ImportedEntry>,
    ref_changes: Vec<RefChange>,
    traffic: BTreeMap<(DepartmentId, DepartmentId, Day), Traffic>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(world: &World, refs: &'a Refs, options: &'a Options, notes: Notes) -> Self {
        Self {
            keys: Keys::of(world),
            before: world.clone(),
            world: world.clone(),
            refs,
            options,
            notes,
            departments: Names::new(),
            merged: BTreeSet::new(),
            people: Names::new(),
            services: Names::new(),
            requests: Names::new(),
            order: Vec::new(),
            changes: BTreeMap::new(),
            journal: Vec::new(),
            ref_changes: Vec::new(),
            traffic: BTreeMap::new(),
        }
    }

    /// Under which id a record comes in, and whether the source has changed it.
    pub(super) fn standing(&self, kind: RefKind, external: &str, mark: &str) -> Standing {
        match self.refs.get(kind, external) {
            Some(known) => {
                Standing { id: known.id, is_as_before: known.mark == mark, mark: known.mark.clone() }
            }
            None => {
                let id = new_id(&self.options.source, kind, external);
                Standing { id, is_as_before: false, mark: String::new() }
            }
        }
    }

    /// Remembers what the source said.
    pub(super) fn remember(&mut self, kind: RefKind, external: &str, id: Uuid, mark: String) {
        let is_known =
            self.refs.get(kind, external).is_some_and(|known| known.mark == mark && known.id == id);
        if !is_known {
            let known = Some(Ref { id, mark });
            self.ref_changes.push(RefChange { kind, external: external.to_owned(), known });
        }
    }

    /// Forgets what the source no longer says.
    pub(super) fn forget(&mut self, kind: RefKind, external: &str) {
        self.ref_changes.push(RefChange { kind, external: external.to_owned(), known: None });
    }

    /// Puts a row, unless it is there already, and says what that makes of it.
    pub(super) fn put(&mut self, row: impl Into<Row>) -> Outcome {
        let row = row.into();
        let key = row.key();
        let outcome = match self.world.row(key) {
            Lookup::Present(old) if old == row => return Outcome::Unchanged,
            Lookup::Present(_) => Outcome::Changed,
            Lookup::Absent | Lookup::Unknown => Outcome::Created,
        };
        self.change(Change::Put(row));
        outcome
    }

    /// Ends a row.
    pub(super) fn remove(&mut self, key: Key) {
        self.change(Change::Remove(key));
    }

    fn change(&mut self, change: Change) {
        let key = change.key();
        self.world.apply(&change);
        if self.changes.insert(key, change).is_none() {
            self.order.push(key);
        }
    }

    /// Notes for the journal what the import itself does.
    pub(super) fn fact(&mut self, subject: impl Into<Key>, what: What) {
        self.fact_at(self.options.now, subject, what);
    }

    /// Notes for the journal what happened in the source.
    pub(super) fn fact_at(&mut self, at: Timestamp, subject: impl Into<Key>, what: What) {
        self.journal.push(ImportedEntry { occurred_at: at, fact: Fact { subject: subject.into(), what } });
    }

    /// Notes that a row came in or changed.
    pub(super) fn fact_of(&mut self, subject: impl Into<Key>, outcome: Outcome) {
        match outcome {
            Outcome::Created => self.fact(subject, What::Created),
            Outcome::Changed => self.fact(subject, What::Edited),
            Outcome::Unchanged => {}
        }
    }

    /// An instant, if there is a text and it is one; what is wrong with it is noted.
    pub(super) fn time(&mut self, file: File, line: u32, text: &str) -> Option<Timestamp> {
        if text.is_empty() {
            return None;
        }
        let at = instant::parse(text, &self.options.zone_or_utc());
        match at {
            None => self.notes.warn(file, line, Warning::BadTime, text),
            Some(at) if at > self.options.now => self.notes.warn(file, line, Warning::FutureTime, ""),
            Some(_) => {}
        }
        at
    }

    /// The department a source means; one that was merged means the one that took it in.
    pub(super) fn department(&self, external: &str) -> Option<DepartmentId> {
        self.taken_in_by(self.department_as_named(external)?)
    }

    /// The department a source means where what was said once stays said. One of which the source
    /// itself says that it was merged is meant as it was; of any other merge the source knows nothing.
    pub(super) fn department_then(&self, external: &str) -> Option<DepartmentId> {
        let named = self.department_as_named(external)?;
        if self.merged.contains(&named) { Some(named) } else { self.taken_in_by(named) }
    }

    /// The department a source names, merged or not.
    pub(super) fn department_as_named(&self, external: &str) -> Option<DepartmentId> {
        let known = self.departments.get(external).copied().or_else(|| {
            let id = self
                .refs
                .get(RefKind::Department, external)
                .map(|known| known.id)
                .or_else(|| own_id(external));
            id.map(DepartmentId)
        })?;
        self.world.department(known).present().map(|row| row.id)
    }

    /// The department itself or, where it was merged, the one that it is part of now.
    pub(super) fn taken_in_by(&self, department: DepartmentId) -> Option<DepartmentId> {
        self.heirs(department)?.last().copied()
    }

    /// The department itself, then the one that took it in, and so on; none: it leads nowhere.
    pub(super) fn heirs(&self, department: DepartmentId) -> Option<Vec<DepartmentId>> {
        let mut heirs = vec![department];
        let mut at = department;
        // A chain of merges is as long as there are departments, at most.
        for _ in 0..=self.world.count(Kind::Department) {
            match self.world.department(at).present()?.state {
                DepartmentState::Merged { into } => at = into,
                DepartmentState::Active | DepartmentState::Retired => return Some(heirs),
            }
            heirs.push(at);
        }
        None
    }

    /// The person a source means.
    pub(super) fn person(&self, external: &str) -> Option<PersonId> {
        let id = self.people.get(external).copied().or_else(|| {
            let id =
                self.refs.get(RefKind::Person, external).map(|known| known.id).or_else(|| own_id(external));
            id.map(PersonId)
        })?;
        self.world.person(id).present().map(|row| row.id)
    }

    /// The service a source means.
    pub(super) fn service(&self, external: &str) -> Option<ServiceId> {
        let id = self.services.get(external).copied().or_else(|| {
            let id =
                self.refs.get(RefKind::Service, external).map(|known| known.id).or_else(|| own_id(external));
            id.map(ServiceId)
        })?;
        self.world.service(id).present().map(|row| row.id)
    }

    /// The request a source means.
    pub(super) fn request(&self, external: &str) -> Option<RequestId> {
        self.requests.get(external).copied().or_else(|| request_of(self.refs, external))
    }

    /// Whether a request was here before this source named it.
    pub(super) fn is_found(&self, external: &str) -> bool {
        let id = new_id(&self.options.source, RefKind::Request, external);
        let is_here = || self.before.has(RequestId(id).into());
        self.refs.get(RefKind::Request, external).map_or_else(is_here, Ref::is_found)
    }

    /// Whether this source brings a request, now or in an earlier import.
    pub(super) fn is_brought(&self, request: RequestId, external: &str) -> bool {
        let known = self.refs.get(RefKind::Request, external);
        self.is_new(request) || known.is_some_and(|known| !known.is_found())
    }

    /// Whether this import brings a row: a request, a dependency, a person.
    pub(super) fn is_new(&self, key: impl Into<Key>) -> bool {
        !self.before.has(key.into())
    }

    /// The id of a row that has no ref of its own; `what` names its kind.
    pub(super) fn own_or_new(&self, what: &str, external: &str) -> Uuid {
        said_id(&self.options.source, what, external)
    }

    /// Adds to the figures of a pair on a day.
    pub(super) fn count(
        &mut self,
        (customer, provider): (DepartmentId, DepartmentId),
        day: Day,
        edit: impl FnOnce(&mut Traffic),
    ) {
        let world = &self.world;
        let row = self.traffic.entry((customer, provider, day)).or_insert_with(|| {
            let id = DailyId::of(customer, provider, day);
            world.traffic(id).present().cloned().unwrap_or(Traffic {
                id,
                customer,
                provider,
                day,
                filed: 0,
                resolved: 0,
                dropped: 0,
                resolve_minutes: 0,
            })
        });
        edit(row);
    }

    /// Notes rows that this source brought and no longer has; they stay.
    pub(super) fn vanished<'b>(&mut self, file: File, kind: RefKind, here: impl Fn(&str) -> bool + 'b) {
        let refs = self.refs;
        for (of, external, _) in refs.iter() {
            if of == kind && !here(external) {
                self.notes.warn(file, 0, Warning::Vanished, external);
            }
        }
    }

    /// The plan, whole.
    pub(super) fn finish(mut self) -> ImportPlan {
        for row in std::mem::take(&mut self.traffic).into_values() {
            self.put(row);
        }
        let mut changes = self.changes;
        let changes: Vec<Change> = self.order.iter().filter_map(|key| changes.remove(key)).collect();
        let mut report = self.notes.into_report(self.options.source.clone());
        report.changes = u32::try_from(changes.len()).unwrap_or(u32::MAX);
        report.journal = u32::try_from(self.journal.len()).unwrap_or(u32::MAX);
        ImportPlan { changes, journal: self.journal, refs: self.ref_changes, report }
    }
}

/// The request a source means, of those that are there already.
pub(super) fn request_of(refs: &Refs, external: &str) -> Option<RequestId> {
    refs.get(RefKind::Request, external).map(|known| known.id).or_else(|| own_id(external)).map(RequestId)
}
