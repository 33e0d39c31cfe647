//! What rows are called on screens: one place, so that a request has the same name everywhere.

use weft_domain::{
    Column, DAY_MS, DepartmentId, LabelId, Level, PersonId, Request, RequestKind, RequestNumber, ServiceId,
    Sight, StateCategory, World,
};

use crate::i18n::{Locale, duration, person_name, request as text};

/// A request's public number as text; what the server has not numbered yet is called new.
pub fn number(locale: Locale, number: &RequestNumber) -> String {
    match number {
        RequestNumber::Provisional => text::unnumbered(locale).to_owned(),
        RequestNumber::Filed { key, n } => format!("{}-{n}", key.0),
    }
}

/// The path of a request's own page: short where it has a number.
pub fn path(request: &Request) -> String {
    match &request.number {
        RequestNumber::Provisional => format!("/request/{}", request.id),
        RequestNumber::Filed { key, n } => format!("/request/{}-{n}", key.0),
    }
}

/// A department's name for the reader; one that is not here is a dash.
pub fn department(world: &World, locale: Locale, id: DepartmentId) -> String {
    let row = world.department(id).present();
    row.map_or_else(|| "–".to_owned(), |row| row.name.get(locale).to_owned())
}

/// A person's name; one who is not here is a dash.
pub fn person(world: &World, locale: Locale, id: PersonId) -> String {
    world.person(id).present().map_or_else(|| "–".to_owned(), |row| person_name(locale, row))
}

/// Who handles a confidential request; of others nobody in particular.
pub fn handlers(request: &Request) -> &[PersonId] {
    match &request.sight {
        Sight::Confidential { handlers } => handlers,
        Sight::Departments | Sight::Private => &[],
    }
}

/// A label's name; one that is not here is a dash.
pub fn label(world: &World, id: LabelId) -> String {
    world.label(id).present().map_or_else(|| "–".to_owned(), |row| row.name.clone())
}

/// A service's name for the reader; one that is not here is a dash.
pub fn service(world: &World, locale: Locale, id: ServiceId) -> String {
    let row = world.service(id).present();
    row.map_or_else(|| "–".to_owned(), |row| row.name.get(locale).to_owned())
}

/// A column's name: the team's own, else its state's.
pub fn column(locale: Locale, column: &Column) -> String {
    match &column.name {
        Some(name) => name.get(locale).to_owned(),
        None => state(locale, column.category).to_owned(),
    }
}

/// A state's name.
pub const fn state(locale: Locale, state: StateCategory) -> &'static str {
    match state {
        StateCategory::New => text::state_new(locale),
        StateCategory::Accepted => text::state_accepted(locale),
        StateCategory::InProgress => text::state_in_progress(locale),
        StateCategory::Waiting => text::state_waiting(locale),
        StateCategory::Resolved => text::state_resolved(locale),
        StateCategory::Closed => text::state_closed(locale),
        StateCategory::Declined => text::state_declined(locale),
        StateCategory::Cancelled => text::state_cancelled(locale),
    }
}

/// The name of a sort of request.
pub const fn kind(locale: Locale, kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Service => text::kind_service(locale),
        RequestKind::Question => text::kind_question(locale),
        RequestKind::Problem => text::kind_problem(locale),
        RequestKind::Complaint => text::kind_complaint(locale),
        RequestKind::Suggestion => text::kind_suggestion(locale),
    }
}

/// Every sort of request, in the order in which a choice lists them.
pub const KINDS: [RequestKind; 5] = [
    RequestKind::Service,
    RequestKind::Question,
    RequestKind::Problem,
    RequestKind::Complaint,
    RequestKind::Suggestion,
];

/// The name of a level of impact or urgency.
pub const fn level(locale: Locale, level: Level) -> &'static str {
    match level {
        Level::High => text::level_high(locale),
        Level::Medium => text::level_medium(locale),
        Level::Low => text::level_low(locale),
    }
}

/// Every level, the heaviest first.
pub const LEVELS: [Level; 3] = [Level::High, Level::Medium, Level::Low];

/// A span in its largest unit, so that a card says “3 d” and not “3 d 4 h”.
pub fn age(locale: Locale, span_ms: i64) -> String {
    const HOUR_MS: i64 = 3_600_000;
    let unit = if span_ms >= DAY_MS { DAY_MS } else { HOUR_MS };
    duration(locale, if span_ms < HOUR_MS { span_ms } else { span_ms / unit * unit })
}

/// The rules' priority as the primitives draw it.
pub const fn priority(of: weft_domain::Priority) -> crate::ui::Priority {
    match of {
        weft_domain::Priority::P1 => crate::ui::Priority::P1,
        weft_domain::Priority::P2 => crate::ui::Priority::P2,
        weft_domain::Priority::P3 => crate::ui::Priority::P3,
        weft_domain::Priority::P4 => crate::ui::Priority::P4,
    }
}
