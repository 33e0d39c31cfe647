//! Requests with their people and histories.

mod fields;
mod numbers;
mod parts;
mod places;

use std::collections::BTreeSet;

use weft_domain::{
    DepartmentId, Level, Rank, Request, RequestId, RequestKind, RequestNumber, RequestText, Sight,
    StateCategory, Timestamp, What, audience,
};

use super::draft::Draft;
use super::history::{self, Histories, History, Memory};
use super::traffic;
use crate::exchange::files::File;
use crate::exchange::read::Numbered;
use crate::exchange::records::RequestRecord;
use crate::exchange::refs::{FOUND, RefKind, mark};
use crate::exchange::report::{Outcome, Reason, Warning};

pub(super) use parts::Parts;

const FILE: File = File::Requests;

/// A request that is planned but for its number and its place, which depend on all the others.
struct Planned<'r> {
    line: u32,
    record: &'r RequestRecord,
    row: Request,
    /// Its row before; none: it is new.
    before: Option<Request>,
    /// The department it was filed with.
    filed_with: Option<DepartmentId>,
    /// How many lines speak of its people.
    parts: u32,
    mark: String,
}

pub(super) fn plan(
    draft: &mut Draft<'_>,
    records: &[Numbered<RequestRecord>],
    mut parts: Parts,
    mut histories: Histories,
) {
    let mut seen = BTreeSet::new();
    let mut planned = Vec::new();
    for (line, record) in records {
        draft.options.meter.add(1);
        if !seen.insert(record.id.as_str()) {
            draft.notes.skip(FILE, *line, Reason::Duplicate, &record.id);
            continue;
        }
        let history = histories.remove(&record.id).unwrap_or_default();
        let people = parts.take(&record.id);
        planned.extend(request(draft, *line, record, &history, &people));
    }
    // Numbers and ranks go by when requests were filed, not by where they stand in the file.
    planned.sort_by_key(|planned| (planned.row.filed_at, planned.line));
    numbers::give(draft, &mut planned);
    places::give(draft, &mut planned);
    for planned in planned {
        draft.options.meter.add(1);
        settle(draft, planned);
    }
    unroute(draft);
    if !records.is_empty() {
        draft.vanished(FILE, RefKind::Request, |external| seen.contains(external));
    }
}

/// What is open and held by a department that takes part no more goes to the unrouted intake, where
/// stewards find it.
fn unroute(draft: &mut Draft<'_>) {
    let is_retired = |id| draft.world.department(id).present().is_some_and(|row| !row.is_active());
    let stranded: Vec<Request> = draft
        .world
        .requests()
        .filter(|row| row.is_open() && row.provider.is_some_and(is_retired))
        .cloned()
        .collect();
    for mut row in stranded {
        history::hand_over(draft, &mut row, None, draft.options.now);
        row.column = None;
        row.rank = Rank::default();
        draft.notes.warn(FILE, 0, Warning::HolderRetired, &row.title);
        draft.put(row);
    }
}

fn request<'r>(
    draft: &mut Draft<'_>,
    line: u32,
    record: &'r RequestRecord,
    history: &History,
    people: &parts::People,
) -> Option<Planned<'r>> {
    let said = mark(record.texts().into_iter().chain(people.texts()));
    let found = if draft.is_found(&record.id) { FOUND } else { "" };
    let mark = format!("{said}.{}{found}", history.memory().write());
    let standing = draft.standing(RefKind::Request, &record.id, &mark);
    let id = RequestId(standing.id);
    draft.requests.insert(record.id.clone(), id);
    if standing.is_as_before {
        draft.notes.count(FILE, Outcome::Unchanged);
        rest_unchanged(draft, history.steps.len(), people.lines());
        return None;
    }
    let before = draft.world.request(id).present().cloned();
    if let Some(before) = &before
        && matches!(before.sight, Sight::Confidential { .. })
    {
        leave_out(draft, line, record, history, people, Reason::Confidential);
        return None;
    }
    if let Some(before) = before.as_ref().filter(|_| !found.is_empty()) {
        let is_same = meet_again(draft, line, record, people, before);
        if is_same {
            draft.remember(RefKind::Request, &record.id, before.id.0, mark);
        }
        rest_unchanged(draft, history.steps.len(), if is_same { people.lines() } else { 0 });
        return None;
    }
    let (row, filed_with) = match &before {
        Some(before) => (again(draft, line, record, history, people, before, &standing.mark, &said), None),
        None => first_time(draft, line, record, history, people, id)?,
    };
    Some(Planned { line, record, row, before, filed_with, parts: people.lines(), mark })
}

/// Leaves a request out, with its events and people.
fn leave_out(
    draft: &mut Draft<'_>,
    line: u32,
    record: &RequestRecord,
    history: &History,
    people: &parts::People,
    reason: Reason,
) {
    draft.notes.skip(FILE, line, reason, &record.id);
    for step in &history.steps {
        draft.notes.skip(File::RequestEvents, step.line, reason, &record.id);
    }
    people.skip(draft, reason, &record.id);
}

/// A request that was here before the source named it: an export says what it says here. Whatever
/// else a source says of it is not believed. True: it says what is here.
fn meet_again(
    draft: &mut Draft<'_>,
    line: u32,
    record: &RequestRecord,
    people: &parts::People,
    before: &Request,
) -> bool {
    let mut row = before.clone();
    reread(draft, line, record, people, before, &mut row);
    let body = record.body.as_deref().unwrap_or_default();
    let is_body = draft.world.request_text(before.id).present().map_or("", |text| &text.body) == body;
    if row == *before && (is_body || body.is_empty()) {
        draft.notes.count(FILE, Outcome::Unchanged);
        return true;
    }
    draft.notes.skip(FILE, line, Reason::HereBefore, &record.id);
    people.skip(draft, Reason::HereBefore, &record.id);
    false
}

/// Counts the events and people of a request that says nothing new.
fn rest_unchanged(draft: &mut Draft<'_>, events: usize, people: u32) {
    draft.notes.of(File::RequestEvents).unchanged += u32::try_from(events).unwrap_or(u32::MAX);
    draft.notes.of(File::RequestPeople).unchanged += people;
}

/// A request that nothing has yet, and the department it was filed with; none: it is left out.
fn first_time(
    draft: &mut Draft<'_>,
    line: u32,
    record: &RequestRecord,
    history: &History,
    people: &parts::People,
    id: RequestId,
) -> Option<(Request, Option<DepartmentId>)> {
    let filed_at = filed_at(draft, line, record, history);
    let mut row = blank(id, filed_at);
    let to = fields::read(draft, line, record, &mut row);
    fields::hide(draft, record, &mut row);
    people.give(draft, &mut row);
    if !fields::hand_to(draft, &mut row, history.holder().unwrap_or(to)) {
        // What is said of it finds no request.
        draft.requests.remove(&record.id);
        leave_out(draft, line, record, history, people, Reason::NoHandler);
        return None;
    }
    let first = history.steps.first();
    row.provider = first.and_then(|step| step.holder).unwrap_or(to);
    let filed_with = row.provider;
    draft.fact_at(filed_at, id, What::Filed { provider: row.provider });
    traffic::count_filed(draft, &row, filed_at);
    // A first event that says no more than that it was filed is the filing itself.
    let is_filing = first.is_some_and(|step| step.at == filed_at && step.state == Some(StateCategory::New));
    let steps = if is_filing { history.steps.get(1..).unwrap_or_default() } else { &history.steps };
    if is_filing {
        draft.notes.count(File::RequestEvents, Outcome::Created);
    }
    history::follow(draft, &mut row, steps);
    let holder_by_events = first.is_some_and(|step| step.holder.is_some());
    if holder_by_events && to.is_some() && row.provider != to {
        draft.notes.warn(FILE, line, Warning::OtherHolder, "");
    }
    let last = history.steps.last().map_or(filed_at, |step| step.at);
    close(draft, line, record, &mut row, last);
    // Whoever its source names may have left, there or here.
    if let Some(handlers) = audience::successors(&draft.world, &row) {
        row.handle(handlers);
    }
    row.assignee = people.assignee(&row);
    if let Some((column, rank)) = fields::place(record) {
        (row.column, row.rank) = (Some(column), rank);
    }
    Some((row, filed_with))
}

/// A request of which nothing is said yet.
fn blank(id: RequestId, filed_at: Timestamp) -> Request {
    Request {
        id,
        number: RequestNumber::Provisional,
        title: String::new(),
        kind: RequestKind::default(),
        kind_name: None,
        impact: Level::default(),
        urgency: Level::default(),
        customer: None,
        provider: None,
        requester: None,
        service: None,
        sight: Sight::default(),
        state: StateCategory::New,
        column: None,
        rank: Rank::default(),
        assignee: None,
        labels: Vec::new(),
        watchers: Vec::new(),
        held_by: Vec::new(),
        comments: 0,
        filed_at,
        moved_at: filed_at,
        resolved_at: None,
        ended_at: None,
        rev: 0,
    }
}

/// What the source changed since: its fields are taken anew, its new events follow on what the
/// request has become in Weft.
#[expect(clippy::too_many_arguments, reason = "they are one record seen from both times")]
fn again(
    draft: &mut Draft<'_>,
    line: u32,
    record: &RequestRecord,
    history: &History,
    people: &parts::People,
    before: &Request,
    mark: &str,
    said: &str,
) -> Request {
    let mut row = before.clone();
    let (said_before, memory) = mark.split_once('.').unwrap_or((mark, ""));
    let memory = Memory::read(memory);
    if said != said_before {
        reread(draft, line, record, people, before, &mut row);
    }
    let (steps, is_rewritten) = match &memory {
        Some(memory) => history.since(memory, before.moved_at),
        // It came from an export, not from this source: its history is here already.
        None => (&[][..], false),
    };
    if is_rewritten {
        draft.notes.warn(FILE, line, Warning::HistoryRewritten, "");
    }
    let known = history.steps.len().saturating_sub(steps.len());
    rest_unchanged(draft, known, 0);
    history::follow(draft, &mut row, steps);
    if said != said_before && memory.is_some() {
        let last = row.moved_at;
        close(draft, line, record, &mut row, last);
    }
    row
}

/// Takes a request's fields anew. Who may see it stays: nothing opens or hides a request once it is
/// there, also where it turns out to be for a confidential service.
fn reread(
    draft: &mut Draft<'_>,
    line: u32,
    record: &RequestRecord,
    people: &parts::People,
    before: &Request,
    row: &mut Request,
) {
    let to = fields::read(draft, line, record, row);
    if row.sight != before.sight {
        draft.notes.warn(FILE, line, Warning::SightKept, record.sight.as_deref().unwrap_or_default());
        row.sight.clone_from(&before.sight);
    }
    people.give(draft, row);
    if row.customer.is_none() && row.provider.is_none() {
        row.provider = to;
    }
    if row.title.is_empty() {
        row.title.clone_from(&before.title);
    }
    if row.title != before.title {
        row.rev = row.rev.saturating_add(1);
    }
}

/// When it was filed: as the request says, but never after its first event.
fn filed_at(draft: &mut Draft<'_>, line: u32, record: &RequestRecord, history: &History) -> Timestamp {
    let created = draft.time(FILE, line, &record.created_at);
    let first = history.steps.first().map(|step| step.at);
    match (created, first) {
        (Some(created), Some(first)) if first < created => {
            draft.notes.warn(FILE, line, Warning::Backwards, "");
            first
        }
        (Some(created), _) => created,
        (None, other) => {
            draft.notes.warn(FILE, line, Warning::MissingTime, "");
            other.unwrap_or(draft.options.now)
        }
    }
}

/// Closes a request that its source says was closed, though no event says so.
fn close(draft: &mut Draft<'_>, line: u32, record: &RequestRecord, row: &mut Request, last: Timestamp) {
    let Some(closed) = draft.time(FILE, line, &record.closed_at) else { return };
    if closed < last {
        draft.notes.warn(FILE, line, Warning::Backwards, "");
    }
    if !row.state.is_end() {
        draft.notes.warn(FILE, line, Warning::ClosedByTime, "");
        history::enter(draft, row, StateCategory::Closed, closed.max(last));
    }
}

/// Writes a request down once it has its number and its place.
fn settle(draft: &mut Draft<'_>, planned: Planned<'_>) {
    let Planned { line, record, mut row, before, parts, mark, .. } = planned;
    fields::keep_labels(draft, line, before.as_ref(), &mut row);
    let body = fields::finish_title(draft, line, record, &mut row);
    traffic::recount(draft, before.as_ref(), &row);
    let id = row.id;
    let outcome = draft.put(row);
    if let Some(body) = body {
        draft.put(RequestText { request: id, body });
    }
    if before.is_some() && outcome == Outcome::Changed {
        draft.fact(id, What::Edited);
    }
    draft.remember(RefKind::Request, &record.id, id.0, mark);
    draft.notes.count(FILE, outcome);
    let people = draft.notes.of(File::RequestPeople);
    match outcome {
        Outcome::Created => people.created += parts,
        Outcome::Changed => people.changed += parts,
        Outcome::Unchanged => people.unchanged += parts,
    }
}
