//! Who is what to a request.

use std::collections::BTreeMap;

use weft_domain::limits::{HANDLERS_MAX, WATCHERS_MAX};
use weft_domain::{PersonId, Request, Sight};

use crate::exchange::files::File;
use crate::exchange::plan::draft::Draft;
use crate::exchange::records::Records;
use crate::exchange::report::{Reason, Warning};
use crate::exchange::words::{self, Part};

const FILE: File = File::RequestPeople;

/// The people of all requests, by the source's ids.
pub(in super::super) struct Parts(BTreeMap<String, People>);

/// The people of one request.
#[derive(Default)]
pub(super) struct People {
    parts: Vec<(u32, PersonId, Part)>,
    said: Vec<String>,
}

impl Parts {
    /// Reads who is what. Lines about requests or people that there are not are left out.
    pub(in super::super) fn of(draft: &mut Draft<'_>, records: &Records) -> Self {
        let requests: std::collections::BTreeSet<&str> =
            records.requests.iter().map(|(_, record)| record.id.as_str()).collect();
        let mut parts: BTreeMap<String, People> = BTreeMap::new();
        for (line, record) in &records.request_people {
            if !requests.contains(record.request.as_str()) {
                draft.notes.skip(FILE, *line, Reason::UnknownRequest, &record.request);
                continue;
            }
            let Some(person) = draft.person(&record.person) else {
                draft.notes.skip(FILE, *line, Reason::UnknownPerson, &record.person);
                continue;
            };
            let part = words::part(&record.role);
            if !part.is_own_word {
                let became = match part.is {
                    Part::Requester => "requester",
                    Part::Assignee => "assignee",
                    Part::Handler => "handler",
                    Part::Watcher => "watcher",
                };
                draft.notes.guess(FILE, *line, Warning::PartMapped, &record.role, became);
            }
            let people = parts.entry(record.request.clone()).or_default();
            people.parts.push((*line, person, part.is));
            people.said.push(format!("{} {}", record.person, record.role));
        }
        for people in parts.values_mut() {
            people.said.sort_unstable();
        }
        Self(parts)
    }

    /// The people of one request.
    pub(super) fn take(&mut self, external: &str) -> People {
        self.0.remove(external).unwrap_or_default()
    }
}

impl People {
    /// What the source says of them, to know it again.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.said.iter().map(String::as_str)
    }

    /// How many lines speak of them.
    pub(super) fn lines(&self) -> u32 {
        u32::try_from(self.parts.len()).unwrap_or(u32::MAX)
    }

    /// Leaves all their lines out.
    pub(super) fn skip(&self, draft: &mut Draft<'_>, reason: Reason, value: &str) {
        for (line, _, _) in &self.parts {
            draft.notes.skip(FILE, *line, reason, value);
        }
    }

    /// Who works on a request, or did when it ended: where it is confidential, one of those who handle it.
    pub(super) fn assignee(&self, row: &Request) -> Option<PersonId> {
        let mut assignees = self.parts.iter().filter(|(_, _, part)| *part == Part::Assignee);
        let assignee = assignees.next().map(|(_, person, _)| *person);
        let may_work = |person: &PersonId| match &row.sight {
            Sight::Confidential { handlers } => handlers.contains(person),
            Sight::Departments | Sight::Private => true,
        };
        assignee.filter(|person| row.provider.is_some() && may_work(person))
    }

    /// Makes them what they are to a request. The first who asks is the requester; all others who
    /// have a part follow it.
    pub(super) fn give(&self, draft: &mut Draft<'_>, row: &mut Request) {
        let mut handlers = Vec::new();
        let mut requester = None;
        let followed = row.watchers.clone();
        for (line, person, part) in &self.parts {
            match part {
                Part::Requester if requester.is_none() => requester = Some(*person),
                Part::Handler => handlers.push(*person),
                Part::Assignee => {}
                Part::Requester | Part::Watcher => {
                    if row.watchers.contains(person) {
                        continue;
                    }
                    if row.watchers.len() < WATCHERS_MAX {
                        row.watchers.push(*person);
                    } else {
                        draft.notes.warn(FILE, *line, Warning::TooManyWatchers, "");
                    }
                }
            }
        }
        row.requester = requester.or(row.requester);
        // Who asks follows it anyway; who has chosen to here goes on.
        row.watchers.retain(|watcher| Some(*watcher) != row.requester || followed.contains(watcher));
        row.watchers.sort_unstable();
        if let Sight::Confidential { handlers: named } = &mut row.sight {
            handlers.sort_unstable();
            handlers.dedup();
            handlers.truncate(HANDLERS_MAX);
            *named = handlers;
        }
    }
}
