//! Services. A service on several lines has several providers.

use std::collections::BTreeMap;

use weft_domain::limits::{HANDLERS_MAX, NAME_CHARS_MAX, PROSE_CHARS_MAX, PROVIDERS_PER_SERVICE_MAX};
use weft_domain::{DepartmentId, Handlers, LocalText, PersonId, Service, ServiceId, ServiceState};

use super::draft::Draft;
use crate::exchange::clean::shorten;
use crate::exchange::files::File;
use crate::exchange::read::Numbered;
use crate::exchange::records::ServiceRecord;
use crate::exchange::refs::{RefKind, mark};
use crate::exchange::report::{Outcome, Reason, Warning};
use crate::exchange::words;

const FILE: File = File::Services;

pub(super) fn plan(draft: &mut Draft<'_>, records: &[Numbered<ServiceRecord>]) {
    let mut by_id: BTreeMap<&str, Vec<&Numbered<ServiceRecord>>> = BTreeMap::new();
    for numbered in records {
        by_id.entry(&numbered.1.id).or_default().push(numbered);
    }
    for (external, lines) in &by_id {
        service(draft, external, lines);
    }
    if !records.is_empty() {
        draft.vanished(FILE, RefKind::Service, |external| by_id.contains_key(external));
    }
}

fn service(draft: &mut Draft<'_>, external: &str, lines: &[&Numbered<ServiceRecord>]) {
    let (kept, providers) = providers(draft, lines);
    let Some((first_line, first)) = kept.first() else { return };
    let named =
        kept.iter().find(|(_, record)| !record.name.is_empty()).map(|(_, record)| record.name.clone());
    let described = kept.iter().find(|(_, record)| !record.description.is_empty());
    let mut description = described.map(|(_, record)| record.description.clone()).unwrap_or_default();
    let mut name = named.unwrap_or_else(|| {
        draft.notes.warn(FILE, *first_line, Warning::MissingName, external);
        external.to_owned()
    });
    for (line, record) in &kept {
        if !record.name.is_empty() && record.name != name {
            draft.notes.warn(FILE, *line, Warning::OtherName, &record.name);
        }
    }
    for (text, max, what) in
        [(&mut name, NAME_CHARS_MAX, "name"), (&mut description, PROSE_CHARS_MAX, "description")]
    {
        if shorten(text, max) {
            draft.notes.warn(FILE, *first_line, Warning::Shortened, what);
        }
    }
    let sources: Vec<&str> = kept.iter().filter_map(|(_, record)| record.department.as_deref()).collect();
    let own = [first.state.as_deref(), first.confidential.as_deref()].map(Option::unwrap_or_default);
    let mark = mark([name.as_str(), &description].into_iter().chain(own).chain(sources));
    let standing = draft.standing(RefKind::Service, external, &mark);
    let id = ServiceId(standing.id);
    draft.services.insert(external.to_owned(), id);
    let old = draft.world.service(id).present().cloned();
    let outcome = if standing.is_as_before && old.is_some() {
        Outcome::Unchanged
    } else {
        let mut row = old.clone().unwrap_or(Service {
            id,
            name: LocalText::default(),
            description: String::new(),
            providers: Vec::new(),
            state: ServiceState::Active,
            is_confidential: false,
            rev: 0,
        });
        row.name.default = name;
        row.description = description;
        row.providers = providers;
        row.state = first.state.as_deref().and_then(words::service_state::read).unwrap_or(row.state);
        // Who sees what is filed here is not for a file to say, once people file here.
        if old.is_none() {
            row.is_confidential = first.confidential.as_deref() == Some("true");
        }
        let is_new_secret = old.is_none() && row.is_confidential;
        if old.is_some_and(|old| (&old.name, &old.description) != (&row.name, &row.description)) {
            row.rev = row.rev.saturating_add(1);
        }
        let outcome = draft.put(row);
        if is_new_secret {
            handlers(draft, id, first);
        }
        draft.fact_of(id, outcome);
        draft.remember(RefKind::Service, external, id.0, mark);
        outcome
    };
    for _ in kept {
        draft.notes.count(FILE, outcome);
    }
}

/// Who handles what is filed for a new confidential service, as far as they are here.
fn handlers(draft: &mut Draft<'_>, service: ServiceId, record: &ServiceRecord) {
    let named = record.handlers.as_deref().unwrap_or_default().split_whitespace();
    let mut people: Vec<PersonId> = named.filter_map(|external| draft.person(external)).collect();
    people.sort_unstable();
    people.dedup();
    people.truncate(HANDLERS_MAX);
    if !people.is_empty() {
        draft.put(Handlers { service, people });
    }
}

/// The lines that can be used, and the departments they name, sorted.
fn providers<'r>(
    draft: &mut Draft<'_>,
    lines: &[&'r Numbered<ServiceRecord>],
) -> (Vec<&'r Numbered<ServiceRecord>>, Vec<DepartmentId>) {
    let mut kept = Vec::new();
    let mut providers: Vec<DepartmentId> = Vec::new();
    let mut named: Vec<Option<&str>> = Vec::new();
    for numbered in lines {
        let (line, record) = numbered;
        let external = record.department.as_deref();
        let provider = external.and_then(|external| draft.department(external));
        let reason = match (external, provider) {
            _ if named.contains(&external) => Some(Reason::Duplicate),
            // A service is always somebody's.
            (_, None) => Some(Reason::UnknownDepartment),
            _ if providers.len() >= PROVIDERS_PER_SERVICE_MAX => Some(Reason::TooManyProviders),
            _ => None,
        };
        if let Some(reason) = reason {
            draft.notes.skip(FILE, *line, reason, external.unwrap_or_default());
            continue;
        }
        named.push(external);
        providers.extend(provider);
        kept.push(*numbered);
    }
    providers.sort_unstable();
    providers.dedup();
    (kept, providers)
}
