//! What the files say, line by line.

mod own;

pub(super) use own::*;

use super::files::File;
use super::read::{Line, Numbered, Record, all, count_only};
use super::report::{Notes, Reason};

type Read<T> = Result<T, (Reason, String)>;

/// What was read, and what was noticed while reading.
#[derive(Clone, Debug, Default)]
pub struct Records {
    pub(super) notes: Notes,
    pub(super) source: Option<String>,
    pub(super) departments: Vec<Numbered<DepartmentRecord>>,
    pub(super) people: Vec<Numbered<PersonRecord>>,
    pub(super) services: Vec<Numbered<ServiceRecord>>,
    pub(super) dependencies: Vec<Numbered<DependencyRecord>>,
    pub(super) needs: Vec<Numbered<NeedRecord>>,
    pub(super) states: Vec<Numbered<StateRecord>>,
    pub(super) requests: Vec<Numbered<RequestRecord>>,
    pub(super) request_people: Vec<Numbered<RequestPersonRecord>>,
    pub(super) events: Vec<Numbered<EventRecord>>,
    pub(super) organisation: Vec<Numbered<OrganisationRecord>>,
    pub(super) columns: Vec<Numbered<ColumnRecord>>,
    pub(super) labels: Vec<Numbered<LabelRecord>>,
    pub(super) places: Vec<Numbered<PlaceRecord>>,
    pub(super) comments: Vec<Numbered<CommentRecord>>,
    pub(super) ratings: Vec<Numbered<RatingRecord>>,
    pub(super) kudos: Vec<Numbered<KudosRecord>>,
}

impl Records {
    /// The source's name, where the files say it themselves (`weft export` lets them).
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    pub(super) fn read(&mut self, file: File, bytes: &[u8]) {
        let notes = &mut self.notes;
        match file {
            File::Source => {
                self.source = all::<SourceRecord>(notes, bytes).pop().map(|(_, record)| record.0);
                let report = notes.of(file);
                report.used = report.rows - report.skipped;
            }
            File::Departments => self.departments = all(notes, bytes),
            File::People => self.people = all(notes, bytes),
            File::Services => self.services = all(notes, bytes),
            File::Dependencies => self.dependencies = all(notes, bytes),
            File::Needs => self.needs = all(notes, bytes),
            File::States => self.states = all(notes, bytes),
            File::Requests => self.requests = all(notes, bytes),
            File::RequestPeople => self.request_people = all(notes, bytes),
            File::RequestEvents => self.events = all(notes, bytes),
            File::Organisation => self.organisation = all(notes, bytes),
            File::Boards => self.columns = all(notes, bytes),
            File::Labels => self.labels = all(notes, bytes),
            File::MapPlaces => self.places = all(notes, bytes),
            File::Comments => self.comments = all(notes, bytes),
            File::Ratings => self.ratings = all(notes, bytes),
            File::Kudos => self.kudos = all(notes, bytes),
            File::Reporting
            | File::RequestTypes
            | File::RequestSla
            | File::RequestExtra
            | File::KbArticles => count_only(notes, file, bytes),
        }
    }
}

struct SourceRecord(String);

impl Record for SourceRecord {
    const FILE: File = File::Source;
    fn of(line: &Line<'_>) -> Read<Self> {
        line.id("source").map(Self)
    }
}

#[derive(Clone, Debug)]
pub(super) struct DepartmentRecord {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) parent: Option<String>,
    pub(super) purpose: String,
    pub(super) kind: String,
    pub(super) unit: Option<String>,
    pub(super) key: Option<String>,
    pub(super) former_keys: Option<String>,
    pub(super) channel: Option<String>,
    pub(super) state: Option<String>,
    pub(super) merged_into: Option<String>,
    /// English, simplified and traditional Chinese.
    pub(super) names: [Option<String>; 3],
}

impl Record for DepartmentRecord {
    const FILE: File = File::Departments;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self {
            id: line.id("id")?,
            name: line.line("name"),
            parent: line.reference("parent_id"),
            purpose: line.prose("purpose"),
            kind: line.line("kind"),
            unit: line.reference("unit"),
            key: line.reference("key"),
            former_keys: line.own("former_keys"),
            channel: line.own_prose("channel"),
            state: line.reference("state"),
            merged_into: line.reference("merged_into"),
            names: ["name_en", "name_zh_hans", "name_zh_hant"].map(|column| line.own(column)),
        })
    }
}

#[derive(Clone, Debug)]
pub(super) struct PersonRecord {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) department: Option<String>,
    pub(super) role: String,
    pub(super) title: Option<String>,
    pub(super) state: Option<String>,
    pub(super) locale: Option<String>,
}

impl Record for PersonRecord {
    const FILE: File = File::People;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self {
            id: line.id("id")?,
            name: line.line("name"),
            email: line.line("email"),
            department: line.reference("department_id"),
            role: line.line("role"),
            title: line.own("title"),
            state: line.reference("state"),
            locale: line.reference("locale"),
        })
    }
}

#[derive(Clone, Debug)]
pub(super) struct ServiceRecord {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) department: Option<String>,
    pub(super) description: String,
    pub(super) state: Option<String>,
    pub(super) confidential: Option<String>,
    /// Ids of people, parted by spaces.
    pub(super) handlers: Option<String>,
}

impl Record for ServiceRecord {
    const FILE: File = File::Services;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self {
            id: line.id("id")?,
            name: line.line("name"),
            department: line.reference("department_id"),
            description: line.prose("description"),
            state: line.reference("state"),
            confidential: line.reference("confidential"),
            handlers: line.own("handlers"),
        })
    }
}

#[derive(Clone, Debug)]
pub(super) struct DependencyRecord {
    pub(super) customer: String,
    pub(super) provider: String,
    pub(super) count: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) mode: Option<String>,
    pub(super) tier: Option<String>,
    pub(super) grade: Option<String>,
    pub(super) channel: Option<String>,
    /// What is handed over.
    pub(super) deliverable: Option<String>,
    pub(super) services: Option<String>,
    pub(super) agreement: Agreement,
}

/// How far the two sides of an exported dependency were agreed.
#[derive(Clone, Debug)]
pub(super) struct Agreement {
    pub(super) state: Option<String>,
    pub(super) origin: Option<String>,
    pub(super) proposed_by: Option<String>,
    pub(super) agreed_by: Option<String>,
    pub(super) agreed_at: String,
    pub(super) disputed_by: Option<String>,
    pub(super) disputed_at: String,
    pub(super) dispute_reason: String,
    pub(super) changed_at: String,
}

impl Agreement {
    fn of(line: &Line<'_>) -> Self {
        Self {
            state: line.reference("state"),
            origin: line.reference("origin"),
            proposed_by: line.reference("proposed_by"),
            agreed_by: line.reference("agreed_by"),
            agreed_at: line.line("agreed_at"),
            disputed_by: line.reference("disputed_by"),
            disputed_at: line.line("disputed_at"),
            dispute_reason: line.prose("dispute_reason"),
            changed_at: line.line("changed_at"),
        }
    }

    /// Everything it says, to know it again.
    pub(super) fn texts(&self) -> [&str; 9] {
        let own = [&self.state, &self.origin, &self.proposed_by, &self.agreed_by, &self.disputed_by];
        let [state, origin, proposed_by, agreed_by, disputed_by] =
            own.map(|text| text.as_deref().unwrap_or_default());
        let Self { agreed_at, disputed_at, dispute_reason, changed_at, .. } = self;
        [
            state,
            origin,
            proposed_by,
            agreed_by,
            disputed_by,
            agreed_at,
            disputed_at,
            dispute_reason,
            changed_at,
        ]
    }
}

impl Record for DependencyRecord {
    const FILE: File = File::Dependencies;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self {
            customer: line.id("customer_department_id")?,
            provider: line.id("provider_department_id")?,
            count: line.line("count"),
            first: line.line("first_seen"),
            last: line.line("last_seen"),
            mode: line.reference("mode"),
            tier: line.reference("tier"),
            grade: line.reference("grade"),
            channel: line.own_prose("channel"),
            deliverable: line.own_prose("deliverable"),
            services: line.own("services"),
            agreement: Agreement::of(line),
        })
    }
}

#[derive(Clone, Debug)]
pub(super) struct NeedRecord {
    pub(super) id: String,
    pub(super) customer: String,
    pub(super) provider: String,
    pub(super) text: String,
    pub(super) severity: String,
    pub(super) person: Option<String>,
    pub(super) at: String,
}

impl Record for NeedRecord {
    const FILE: File = File::Needs;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self {
            id: line.id("id")?,
            customer: line.id("customer_department_id")?,
            provider: line.id("provider_department_id")?,
            text: line.prose("text"),
            severity: line.line("severity"),
            person: line.reference("person_id"),
            at: line.line("at"),
        })
    }
}

#[derive(Clone, Debug)]
pub(super) struct StateRecord {
    pub(super) state: String,
    pub(super) category: String,
}

impl Record for StateRecord {
    const FILE: File = File::States;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self { state: line.id("state")?, category: line.line("category") })
    }
}

#[derive(Clone, Debug)]
pub(super) struct RequestRecord {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) priority: String,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) created_at: String,
    pub(super) closed_at: String,
    pub(super) number: Option<String>,
    pub(super) body: Option<String>,
    pub(super) impact: Option<String>,
    pub(super) urgency: Option<String>,
    pub(super) service: Option<String>,
    pub(super) sight: Option<String>,
    /// Labels, the board's column and the place in it: only an export of Weft has them.
    pub(super) labels: Option<String>,
    pub(super) column: Option<String>,
    pub(super) rank: Option<String>,
}

impl Record for RequestRecord {
    const FILE: File = File::Requests;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self {
            id: line.id("id")?,
            title: line.line("title"),
            kind: line.line("kind"),
            priority: line.line("priority"),
            from: line.reference("from_department_id"),
            to: line.reference("to_department_id"),
            created_at: line.line("created_at"),
            closed_at: line.line("closed_at"),
            number: line.reference("number"),
            body: line.own_prose("body"),
            impact: line.reference("impact"),
            urgency: line.reference("urgency"),
            service: line.reference("service_id"),
            sight: line.reference("sight"),
            labels: line.reference("labels"),
            column: line.reference("column_id"),
            rank: line.reference("rank"),
        })
    }
}

#[derive(Clone, Debug)]
pub(super) struct RequestPersonRecord {
    pub(super) request: String,
    pub(super) person: String,
    pub(super) role: String,
}

impl Record for RequestPersonRecord {
    const FILE: File = File::RequestPeople;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self { request: line.id("request_id")?, person: line.id("person_id")?, role: line.line("role") })
    }
}

#[derive(Clone, Debug)]
pub(super) struct EventRecord {
    pub(super) request: String,
    pub(super) at: String,
    pub(super) actor: Option<String>,
    pub(super) to: Option<String>,
    pub(super) state: String,
}

impl Record for EventRecord {
    const FILE: File = File::RequestEvents;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self {
            request: line.id("request_id")?,
            at: line.line("at"),
            actor: line.reference("actor_id"),
            to: line.reference("to_department_id"),
            state: line.line("state"),
        })
    }
}

impl Records {
    /// Takes the notes, so that planning can go on with them.
    pub(super) fn take_notes(&mut self) -> Notes {
        std::mem::take(&mut self.notes)
    }
}
