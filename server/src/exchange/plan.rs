//! Planning: records in, rows and journal entries out. Pure: the world is read, never changed, so a
//! preview is a plan that nobody applies.

mod boards;
mod departments;
mod dependencies;
mod draft;
mod history;
mod needs;
mod people;
mod requests;
mod services;
mod states;
mod talk;
mod traffic;

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use weft_domain::limits::NAME_CHARS_MAX;
use weft_domain::{Change, Fact, Key, Kind, RequestId, Timestamp, World};

use super::files::File;
use super::records::Records;
use super::refs::{RefChange, RefKind, Refs, new_id};
use super::report::{Report, Warning};
use crate::meter::Meter;
use draft::Draft;

/// What an import needs to know besides its records.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name under which the source's ids are kept.
    pub source: String,
    /// When the import runs.
    pub now: Timestamp,
    /// The zone in which times without one are read: the organisation's; none: this machine does not
    /// know it, and they are read as UTC.
    pub zone: Option<TimeZone>,
    /// Measures how many of the records are planned.
    pub meter: Meter,
}

impl Options {
    /// The zone in which times without one are read.
    fn zone_or_utc(&self) -> TimeZone {
        self.zone.clone().unwrap_or(TimeZone::UTC)
    }
}

/// What an import would do. Applying all of it, in one step, is the engine's.
#[derive(Debug, Default)]
pub struct ImportPlan {
    /// Rows, in an order in which each follows what it refers to; each row at most once.
    pub changes: Vec<Change>,
    /// What happened, with the source's times, oldest first within each request.
    pub journal: Vec<ImportedEntry>,
    /// What to remember of the source.
    pub refs: Vec<RefChange>,
    /// What a person is told.
    pub report: Report,
}

/// One entry for the journal. Its actor is whoever imports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedEntry {
    /// When it happened, by the source.
    pub occurred_at: Timestamp,
    /// What happened.
    pub fact: Fact,
}

/// The rows that [`plan`] wants to see and that a world does not hold: bodies, what was said of
/// requests, and requests that are archived. Load those the world lacks, apply them to a copy of it, and plan with that.
pub fn wanted(records: &Records, refs: &Refs, source: &str) -> Vec<Key> {
    let mut keys = talk::wanted(records, refs, source);
    for (_, record) in &records.requests {
        // One that this source never named may be here all the same, by an id of ours.
        let known = draft::request_of(refs, &record.id);
        let id = known.unwrap_or_else(|| RequestId(new_id(source, RefKind::Request, &record.id)));
        keys.push(id.into());
        if known.is_none() {
            continue;
        }
        let has_body = record.body.as_deref().is_some_and(|body| !body.is_empty());
        if has_body || record.title.chars().nth(NAME_CHARS_MAX).is_some() {
            keys.push(Key { kind: Kind::RequestText, id: id.0 });
        }
    }
    keys
}

/// Plans an import of `records` into `world`, of which `refs` came from the same source before.
pub fn plan(mut records: Records, world: &World, refs: &Refs, options: &Options) -> ImportPlan {
    let notes = records.take_notes();
    let mut draft = Draft::new(world, refs, options, notes);
    if options.zone.is_none() && !records.requests.is_empty() {
        let name = world.organisation().map_or("", |row| row.time_zone.as_str());
        draft.notes.warn(File::Requests, 0, Warning::UnknownZone, name);
    }
    let meter = &options.meter;
    let before = [records.departments.len(), records.people.len(), records.services.len()];
    meter.begin(before.iter().sum::<usize>() + records.events.len() + 2 * records.requests.len());
    departments::plan(&mut draft, &records.departments);
    boards::plan(&mut draft, &records);
    people::plan(&mut draft, &records.people);
    services::plan(&mut draft, &records.services);
    people::relieve(&mut draft);
    meter.add(before.iter().sum());
    dependencies::plan(&mut draft, &records.dependencies);
    needs::plan(&mut draft, &records.needs);
    let states = states::read(&mut draft, &records.states);
    let parts = requests::Parts::of(&mut draft, &records);
    let known: BTreeSet<&str> = records.requests.iter().map(|(_, record)| record.id.as_str()).collect();
    let histories = history::sort(&mut draft, &records.events, &states, |id| known.contains(id));
    meter.add(records.events.len());
    requests::plan(&mut draft, &records.requests, parts, histories);
    talk::plan(&mut draft, &records);
    draft.finish()
}

/// Looks names up that came in under the source's ids.
pub(super) type Names<T> = BTreeMap<String, T>;
