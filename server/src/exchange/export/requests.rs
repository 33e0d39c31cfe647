//! Requests, their people and their histories on their way out.

use std::collections::BTreeMap;

use weft_domain::{
    DepartmentId, Priority, Request, RequestId, RequestNumber, Sight, StateCategory, Timestamp, What,
};

use super::{Ids, Input, sheet::Sheet};
use crate::exchange::files::File;
use crate::exchange::instant;
use crate::exchange::words;
use crate::store::RequestEntry;

/// The files about requests, and how many requests are left out.
pub(super) fn sheets(input: &Input<'_>, ids: &Ids) -> (Vec<Sheet>, u32) {
    let mut states = Sheet::new(File::States);
    for category in StateCategory::ALL {
        let word = words::category::write(*category).to_owned();
        states.line(&[("state", word.clone()), ("category", word)]);
    }
    let mut journal: BTreeMap<RequestId, &[RequestEntry]> = BTreeMap::new();
    for entries in input.journal.chunk_by(|one, next| one.request == next.request) {
        if let Some(first) = entries.first() {
            journal.insert(first.request, entries);
        }
    }
    let mut requests = Sheet::new(File::Requests);
    let mut people = Sheet::new(File::RequestPeople);
    let mut events = Sheet::new(File::RequestEvents);
    let mut hidden = 0;
    for row in input.world.requests() {
        if !input.shows(row.clone()) {
            hidden += 1;
            continue;
        }
        request(&mut requests, input, ids, row);
        parts(&mut people, ids, row);
        history(&mut events, ids, row, journal.get(&row.id).copied().unwrap_or_default());
    }
    (vec![states, requests, people, events], hidden)
}

fn request(sheet: &mut Sheet, input: &Input<'_>, ids: &Ids, row: &Request) {
    let priority = match row.priority() {
        Priority::P1 => "P1",
        Priority::P2 => "P2",
        Priority::P3 => "P3",
        Priority::P4 => "P4",
    };
    let number = match &row.number {
        RequestNumber::Filed { key, n } => format!("{}-{n}", key.0),
        RequestNumber::Provisional => String::new(),
    };
    let kind = row.kind_name.clone().unwrap_or_else(|| words::request_kind::write(row.kind).to_owned());
    let labels: Vec<String> = row.labels.iter().map(ToString::to_string).collect();
    sheet.line(&[
        ("id", ids.request(row.id)),
        ("title", row.title.clone()),
        ("kind", kind),
        ("priority", priority.to_owned()),
        ("from_department_id", ids.department(row.customer)),
        ("to_department_id", ids.department(row.provider)),
        ("created_at", instant::write(row.filed_at)),
        ("closed_at", row.ended_at.map(instant::write).unwrap_or_default()),
        ("number", number),
        ("body", input.texts.get(&row.id).cloned().unwrap_or_default()),
        ("impact", words::level::write(row.impact).to_owned()),
        ("urgency", words::level::write(row.urgency).to_owned()),
        ("service_id", ids.service(row.service)),
        ("sight", words::open_sight::write(row.sight.clone()).to_owned()),
        ("labels", labels.join(" ")),
        ("column_id", row.column.map(|column| column.to_string()).unwrap_or_default()),
        ("rank", if row.column.is_some() { row.rank.0.clone() } else { String::new() }),
    ]);
}

fn parts(sheet: &mut Sheet, ids: &Ids, row: &Request) {
    let handlers: &[weft_domain::PersonId] = match &row.sight {
        Sight::Confidential { handlers } => handlers,
        Sight::Departments | Sight::Private => &[],
    };
    let parts = row.requester.iter().map(|person| (person, "requester"));
    let parts = parts.chain(row.assignee.iter().map(|person| (person, "assignee")));
    let parts = parts.chain(handlers.iter().map(|person| (person, "handler")));
    // Who asks follows it anyway.
    let watchers = row.watchers.iter().filter(|watcher| row.requester != Some(**watcher));
    for (person, role) in parts.chain(watchers.map(|person| (person, "watcher"))) {
        sheet.line(&[
            ("request_id", ids.request(row.id)),
            ("person_id", ids.person(Some(*person))),
            ("role", role.to_owned()),
        ]);
    }
}

/// One event as it goes out.
struct Event {
    at: Timestamp,
    actor: String,
    from: Option<DepartmentId>,
    to: Option<DepartmentId>,
    state: StateCategory,
    /// A change of state at the same moment belongs to it.
    is_open: bool,
}

/// A request's history as events. The way in makes the same journal of them again: filing and
/// hand-over take a change of state at the same moment with them, and only that.
fn history(sheet: &mut Sheet, ids: &Ids, row: &Request, entries: &[RequestEntry]) {
    let mut events: Vec<Event> = Vec::new();
    let (mut holder, mut state) = (None, StateCategory::New);
    for entry in entries {
        // Who really did what an import brought is not known.
        let actor = if entry.is_imported { String::new() } else { ids.person(entry.actor) };
        let at = entry.at;
        match entry.what {
            What::Filed { provider } => {
                holder = provider;
                events.push(Event { at, actor, from: row.customer, to: holder, state, is_open: true });
            }
            What::HandedOver { to, .. } => {
                let from = std::mem::replace(&mut holder, to);
                events.push(Event { at, actor, from, to, state, is_open: true });
            }
            What::State { from, to } => {
                state = to;
                match events.last_mut().filter(|last| last.is_open && last.at == at && from != to) {
                    Some(last) => {
                        last.state = to;
                        last.is_open = false;
                    }
                    None => {
                        events.push(Event { at, actor, from: holder, to: holder, state: to, is_open: false });
                    }
                }
            }
            _ => {}
        }
    }
    if (holder, state) != (row.provider, row.state) {
        let (from, to, at) = (holder, row.provider, row.moved_at);
        events.push(Event { at, actor: String::new(), from, to, state: row.state, is_open: false });
    }
    for event in events {
        sheet.line(&[
            ("request_id", ids.request(row.id)),
            ("at", instant::write(event.at)),
            ("actor_id", event.actor),
            ("from_department_id", ids.department(event.from)),
            ("to_department_id", ids.department(event.to)),
            ("state", words::category::write(event.state).to_owned()),
        ]);
    }
}
