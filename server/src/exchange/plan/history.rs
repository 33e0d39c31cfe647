//! A request's history: the source's events, sorted, and folded into where they lead.

use std::collections::BTreeMap;

use weft_domain::limits::FORMER_HOLDERS_MAX;
use weft_domain::{DepartmentId, Request, RequestId, StateCategory, Timestamp, What};

use super::draft::Draft;
use super::states::States;
use crate::exchange::files::File;
use crate::exchange::instant;
use crate::exchange::read::Numbered;
use crate::exchange::records::EventRecord;
use crate::exchange::refs::mark;
use crate::exchange::report::{Reason, Warning};
use crate::exchange::words;

const FILE: File = File::RequestEvents;

/// One event.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) line: u32,
    pub(super) at: Timestamp,
    /// Who holds the request from then on; the outer none: the event does not say.
    pub(super) holder: Option<Option<DepartmentId>>,
    pub(super) state: Option<StateCategory>,
}

impl Step {
    /// What the source said, as it was understood, to know it again: another word for the same
    /// state is no news.
    fn said(&self) -> String {
        let holder = match self.holder {
            None => String::new(),
            Some(None) => "-".to_owned(),
            Some(Some(id)) => id.to_string(),
        };
        let state = self.state.map(words::category::write).unwrap_or_default();
        format!("{} {holder} {state}", self.at.0)
    }
}

/// The events of one request, by time, then by line.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    pub(super) steps: Vec<Step>,
}

/// The histories of requests, by the source's ids.
pub(super) type Histories = BTreeMap<String, History>;

/// Sorts the events of the requests in `known` by request. Where no event of a request names a
/// department, its events do not speak of who holds it; where one does, an empty one means nobody.
pub(super) fn sort(
    draft: &mut Draft<'_>,
    events: &[Numbered<EventRecord>],
    states: &States,
    known: impl Fn(&str) -> bool,
) -> Histories {
    let mut histories = Histories::new();
    for (line, event) in events {
        if !known(&event.request) {
            draft.notes.skip(FILE, *line, Reason::UnknownRequest, &event.request);
            continue;
        }
        let Some(at) = instant::parse(&event.at, &draft.options.zone_or_utc()) else {
            draft.notes.skip(FILE, *line, Reason::BadTime, &event.at);
            continue;
        };
        if at > draft.options.now {
            draft.notes.warn(FILE, *line, Warning::FutureTime, "");
        }
        if let Some(actor) = &event.actor
            && draft.person(actor).is_none()
        {
            draft.notes.warn(FILE, *line, Warning::UnknownActor, actor);
        }
        let holder = match &event.to {
            None => Some(None),
            Some(external) => {
                let found = draft.department(external);
                if found.is_none() {
                    draft.notes.warn(FILE, *line, Warning::UnknownDepartment, external);
                }
                found.map(Some)
            }
        };
        let state = states.category(draft, *line, &event.state);
        let steps = &mut histories.entry(event.request.clone()).or_default().steps;
        steps.push(Step { line: *line, at, holder, state });
    }
    for history in histories.values_mut() {
        history.steps.sort_by_key(|step| (step.at, step.line));
        if !history.steps.iter().any(|step| matches!(step.holder, Some(Some(_)))) {
            history.steps.iter_mut().for_each(|step| step.holder = None);
        }
    }
    histories
}

impl History {
    /// A mark of the first `count` events.
    fn mark(&self, count: usize) -> String {
        let said: Vec<String> = self.steps.iter().take(count).map(Step::said).collect();
        mark(said.iter().map(String::as_str))
    }

    /// Who holds the request after all of them; the outer none: they do not say.
    pub(super) fn holder(&self) -> Option<Option<DepartmentId>> {
        self.steps.iter().rev().find_map(|step| step.holder)
    }

    /// What to remember of these events.
    pub(super) fn memory(&self) -> Memory {
        let last = self.steps.last().map_or(Timestamp::default(), |step| step.at);
        Memory { count: self.steps.len(), mark: self.mark(self.steps.len()), last }
    }

    /// The events that came after what is remembered, and whether the source has changed what it
    /// had said before: then those that came after the request last `moved`, so that what is known
    /// is not told again.
    pub(super) fn since(&self, memory: &Memory, moved: Timestamp) -> (&[Step], bool) {
        let is_same = self.steps.len() >= memory.count && self.mark(memory.count) == memory.mark;
        let from = if is_same {
            memory.count
        } else {
            self.steps.partition_point(|step| step.at <= memory.last.max(moved))
        };
        (self.steps.get(from..).unwrap_or_default(), !is_same)
    }
}

/// What was noted of a request's events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Memory {
    count: usize,
    mark: String,
    last: Timestamp,
}

impl Memory {
    /// As it stands in a ref's mark.
    pub(super) fn write(&self) -> String {
        format!("{}.{}.{}", self.count, self.mark, self.last.0)
    }

    /// From a ref's mark.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let count = parts.next()?.parse().ok()?;
        let mark = parts.next()?.to_owned();
        let last = Timestamp(parts.next()?.parse().ok()?);
        Some(Self { count, mark, last })
    }
}

/// Leads a request along events, writing its history as it goes. Every event leaves an entry: one
/// that changes neither state nor holder is kept as a state that stays what it is.
pub(super) fn follow(draft: &mut Draft<'_>, row: &mut Request, steps: &[Step]) {
    for step in steps {
        let mut says_something = false;
        if let Some(holder) = step.holder
            && holder != row.provider
        {
            hand_over(draft, row, holder, step.at);
            says_something = true;
        }
        if let Some(state) = step.state
            && (state != row.state || !says_something)
        {
            enter(draft, row, state, step.at);
            says_something = true;
        }
        if says_something || step.holder.is_some() {
            if !says_something {
                let same = row.state;
                enter(draft, row, same, step.at);
            }
            draft.notes.count(FILE, crate::exchange::report::Outcome::Created);
        } else {
            draft.notes.skip(FILE, step.line, Reason::SaysNothing, "");
        }
    }
}

/// Hands a request over.
pub(super) fn hand_over(draft: &mut Draft<'_>, row: &mut Request, to: Option<DepartmentId>, at: Timestamp) {
    let from = std::mem::replace(&mut row.provider, to);
    row.held_by.extend(from);
    row.held_by.retain(|held| Some(*held) != to);
    row.held_by.sort_unstable();
    row.held_by.dedup();
    if row.held_by.len() > FORMER_HOLDERS_MAX {
        draft.notes.warn(FILE, 0, Warning::TooManyHolders, &row.title);
        row.held_by.retain(|held| Some(*held) != from);
    }
    row.assignee = None;
    row.moved_at = at;
    draft.fact_at(at, row.id, What::HandedOver { from, to });
    super::traffic::count_filed(draft, row, at);
}

/// Takes a request to another state and keeps its times true.
pub(super) fn enter(draft: &mut Draft<'_>, row: &mut Request, to: StateCategory, at: Timestamp) {
    let from = std::mem::replace(&mut row.state, to);
    let id: RequestId = row.id;
    draft.fact_at(at, id, What::State { from, to });
    if from == to {
        return;
    }
    let is_done = matches!(to, StateCategory::Resolved | StateCategory::Closed);
    row.resolved_at = is_done.then(|| row.resolved_at.unwrap_or(at));
    row.ended_at = to.is_end().then_some(at);
    row.moved_at = at;
}
