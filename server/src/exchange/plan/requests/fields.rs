//! What a request's own line says.

use weft_domain::limits::{BODY_CHARS_MAX, LABELS_PER_REQUEST_MAX, NAME_CHARS_MAX};
use weft_domain::rank::RANK_CHARS_MAX;
use weft_domain::{ColumnId, DepartmentId, LabelId, Priority, Rank, Request, RequestNumber, Sight, audience};

use super::FILE;
use crate::exchange::clean::shorten;
use crate::exchange::plan::draft::Draft;
use crate::exchange::records::RequestRecord;
use crate::exchange::refs::own_id;
use crate::exchange::report::Warning;
use crate::exchange::words;

impl RequestRecord {
    /// Everything it says, to know it again.
    pub(super) fn texts(&self) -> Vec<&str> {
        fn own(text: Option<&String>) -> &str {
            text.map_or("", String::as_str)
        }
        // What only exports have, and only where it is there: other sources' marks stay what they were.
        let more = [&self.labels, &self.column, &self.rank].into_iter().filter_map(|text| text.as_deref());
        let texts: [&str; 14] = [
            &self.title,
            &self.kind,
            &self.priority,
            own(self.from.as_ref()),
            own(self.to.as_ref()),
            &self.created_at,
            &self.closed_at,
            own(self.number.as_ref()),
            own(self.body.as_ref()),
            own(self.impact.as_ref()),
            own(self.urgency.as_ref()),
            own(self.service.as_ref()),
            own(self.sight.as_ref()),
            "",
        ];
        texts.into_iter().chain(more).collect()
    }
}

/// Reads a record's fields into a row, and gives the department the request is said to be with.
pub(super) fn read(
    draft: &mut Draft<'_>,
    line: u32,
    record: &RequestRecord,
    row: &mut Request,
) -> Option<DepartmentId> {
    let kind = words::kind_of_request(&record.kind);
    if !kind.is_own_word {
        let became = words::request_kind::write(kind.is);
        draft.notes.guess(FILE, line, Warning::RequestKindMapped, &record.kind, became);
    }
    row.kind = kind.is;
    let mut kind_name = record.kind.clone();
    shorten(&mut kind_name, NAME_CHARS_MAX);
    row.kind_name = (!kind.is_own_word).then_some(kind_name);
    (row.impact, row.urgency) = priority(draft, line, record);
    row.title.clone_from(&record.title);
    row.customer = department(draft, line, record.from.as_deref());
    if let Some(external) = &record.service {
        row.service = draft.service(external);
        if row.service.is_none() {
            draft.notes.warn(FILE, line, Warning::UnknownService, external);
        }
    }
    if let Some(word) = &record.sight {
        match words::open_sight::read(word) {
            Some(sight) => row.sight = sight,
            None => draft.notes.warn(FILE, line, Warning::UnknownWord, word),
        }
    }
    if let Some(labels) = &record.labels {
        let ids = labels.split_whitespace().map(|label| LabelId(draft.own_or_new("label", label)));
        row.labels = ids.filter(|id| draft.world.has((*id).into())).collect();
        row.labels.sort_unstable();
        row.labels.dedup();
        row.labels.truncate(LABELS_PER_REQUEST_MAX);
    }
    department(draft, line, record.to.as_deref())
}

/// Makes a new request for a confidential service confidential, as one that is filed here would be. A source
/// is believed that one is open where it brings the service too: an export of what was filed before the
/// service became confidential.
pub(super) fn hide(draft: &Draft<'_>, record: &RequestRecord, row: &mut Request) {
    let Some(service) = row.service.and_then(|id| draft.world.service(id).present()) else { return };
    let is_said = record.sight.as_deref().and_then(words::open_sight::read).is_some();
    let is_hidden = matches!(row.sight, Sight::Confidential { .. });
    if service.is_confidential && !is_hidden && !(is_said && draft.is_new(service.id)) {
        row.sight = Sight::Confidential { handlers: Vec::new() };
    }
}

/// Gives a new confidential request, which comes to be with `holder`, to those who are named to handle it, else
/// to those who would handle it were it filed here. `false`: there is nobody.
pub(super) fn hand_to(draft: &Draft<'_>, row: &mut Request, holder: Option<DepartmentId>) -> bool {
    let Sight::Confidential { handlers } = &row.sight else { return true };
    let mut handlers = handlers.clone();
    if handlers.is_empty() {
        handlers = audience::handlers_of_new(&draft.world, row.service, holder);
    }
    row.handle(handlers);
    !matches!(&row.sight, Sight::Confidential { handlers } if handlers.is_empty())
}

/// Takes off what is no label of a department that holds a request or has held it, as a hand-over keeps
/// them. Those that it had before stay.
pub(super) fn keep_labels(draft: &mut Draft<'_>, line: u32, before: Option<&Request>, row: &mut Request) {
    let had = before.map(|before| before.labels.as_slice()).unwrap_or_default();
    let is_holder = |id: DepartmentId| row.provider == Some(id) || row.held_by.contains(&id);
    let (kept, gone): (Vec<LabelId>, Vec<LabelId>) = row.labels.iter().partition(|id| {
        had.contains(id) || draft.world.label(**id).present().is_some_and(|label| is_holder(label.department))
    });
    row.labels = kept;
    for label in gone {
        draft.notes.warn(FILE, line, Warning::UnknownWord, &label.to_string());
    }
}

/// Where an export says that a request stands on its holder's board.
pub(super) fn place(record: &RequestRecord) -> Option<(ColumnId, Rank)> {
    let column = ColumnId(own_id(record.column.as_deref()?)?);
    let rank = record.rank.clone()?;
    let is_rank = rank.len() <= RANK_CHARS_MAX
        && rank.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !rank.ends_with('0');
    is_rank.then_some((column, Rank(rank)))
}

fn department(draft: &mut Draft<'_>, line: u32, external: Option<&str>) -> Option<DepartmentId> {
    let external = external?;
    let found = draft.department(external);
    if found.is_none() {
        draft.notes.warn(FILE, line, Warning::UnknownDepartment, external);
    }
    found
}

fn priority(
    draft: &mut Draft<'_>,
    line: u32,
    record: &RequestRecord,
) -> (weft_domain::Level, weft_domain::Level) {
    let own = |word: &Option<String>| word.as_deref().and_then(words::level::read);
    if let (Some(impact), Some(urgency)) = (own(&record.impact), own(&record.urgency)) {
        return (impact, urgency);
    }
    if record.priority.is_empty() {
        return Default::default();
    }
    let Some((impact, urgency)) = words::priority(&record.priority) else {
        draft.notes.warn(FILE, line, Warning::PriorityUnknown, &record.priority);
        return Default::default();
    };
    let became = match Priority::of(impact, urgency) {
        Priority::P1 => "P1",
        Priority::P2 => "P2",
        Priority::P3 => "P3",
        Priority::P4 => "P4",
    };
    if !record.priority.eq_ignore_ascii_case(became) {
        draft.notes.guess(FILE, line, Warning::PriorityMapped, &record.priority, became);
    }
    (impact, urgency)
}

/// Gives a request without a title one, shortens one that is too long, and gives the body, if there
/// is one: a title that was shortened is in it whole.
pub(super) fn finish_title(
    draft: &mut Draft<'_>,
    line: u32,
    record: &RequestRecord,
    row: &mut Request,
) -> Option<String> {
    if row.title.is_empty() {
        let kind = if record.kind.is_empty() { words::request_kind::write(row.kind) } else { &record.kind };
        row.title = match &row.number {
            RequestNumber::Filed { key, n } => format!("{kind} {}-{n}", key.0),
            RequestNumber::Provisional => format!("{kind} {}", record.id),
        };
        draft.notes.warn(FILE, line, Warning::MissingTitle, "");
    }
    let mut body = record.body.clone().filter(|body| !body.is_empty());
    let whole = row.title.clone();
    if shorten(&mut row.title, NAME_CHARS_MAX) {
        draft.notes.warn(FILE, line, Warning::Shortened, "title");
        body = Some(body.map_or_else(|| whole.clone(), |body| format!("{whole}\n\n{body}")));
    }
    if let Some(body) = &mut body
        && shorten(body, BODY_CHARS_MAX)
    {
        draft.notes.warn(FILE, line, Warning::Shortened, "body");
    }
    body
}
