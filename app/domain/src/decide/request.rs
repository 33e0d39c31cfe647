use super::{
    draft::{Draft, written_over},
    flow,
    place::{Spot, place},
    sight, traffic,
};
use crate::{
    AssignRequest, Department, DepartmentId, EditRequest, Field, FileRequest, Kind, LabelId, LabelRequest,
    Lookup, Numbering, PrioritiseRequest, Rank, Refusal, Request, RequestNumber, RequestText, Row, Service,
    ServiceState, Sight, StateCategory, Stop, WatchRequest, What,
    limits::{BODY_CHARS_MAX, LABELS_PER_REQUEST_MAX, WATCHERS_MAX},
    look::{found, taken},
    text,
};

/// It goes to the end of the provider's first new column, or to the unrouted intake. Its number is
/// the provider's; an unrouted one takes its customer's, since every request has one for ever.
pub(super) fn file(draft: &mut Draft<'_>, command: &FileRequest) -> Result<(), Stop> {
    let title = text::name(Field::Title, &command.title)?;
    let body = text::prose(Field::Body, &command.body, BODY_CHARS_MAX)?;
    if let Some(row) = taken(&draft.world, command.id)? {
        let is_same = matches!(row, Row::Request(row) if row.title == title
            && row.requester == draft.actor.person
            && row.customer == Some(command.customer));
        return if is_same { Ok(()) } else { Err(Refusal::AlreadyExists { kind: Kind::Request }.into()) };
    }
    let customer = draft.active_department(command.customer)?;
    let provider = command.provider.map(|id| draft.active_department(id)).transpose()?;
    let service = command.service.map(|id| asked_service(draft, id, command.provider)).transpose()?;
    let sight = sight::of_new(draft, command, service.as_ref())?;
    let labels = labels(draft, command)?;
    let number = number(draft, provider.as_ref().unwrap_or(&customer))?;
    let now = draft.now();
    let mut row = Request {
        id: command.id,
        number,
        title,
        kind: command.kind,
        kind_name: None,
        impact: command.impact,
        urgency: command.urgency,
        customer: Some(command.customer),
        provider: command.provider,
        requester: draft.actor.person,
        service: command.service,
        sight,
        state: StateCategory::New,
        column: None,
        rank: Rank::default(),
        assignee: None,
        labels,
        watchers: Vec::new(),
        held_by: Vec::new(),
        comments: 0,
        filed_at: now,
        moved_at: now,
        resolved_at: None,
        ended_at: None,
        rev: 0,
    };
    if let Some(holder) = command.provider {
        let column = flow::first_new(draft, holder)?;
        place(draft, &mut row, column, Spot::End);
    }
    traffic::count_filed(draft, &row);
    draft.put(row);
    draft.put(RequestText { request: command.id, body });
    draft.fact(command.id, What::Filed { provider: command.provider });
    Ok(())
}

pub(super) fn edit(draft: &mut Draft<'_>, command: &EditRequest) -> Result<(), Stop> {
    let mut row = draft.request(command.id)?;
    written_over(command.over, row.rev)?;
    row.title = text::name(Field::Title, &command.title)?;
    row.rev = row.rev.saturating_add(1);
    draft.put(row);
    if let Some(body) = &command.body {
        let body = text::prose(Field::Body, body, BODY_CHARS_MAX)?;
        draft.put(RequestText { request: command.id, body });
    }
    draft.fact(command.id, What::Edited);
    Ok(())
}

pub(super) fn prioritise(draft: &mut Draft<'_>, command: &PrioritiseRequest) -> Result<(), Stop> {
    let mut row = draft.request(command.id)?;
    row.impact = command.impact;
    row.urgency = command.urgency;
    draft.put(row);
    draft.fact(command.id, What::Prioritised);
    Ok(())
}

/// Who works on a request is one who may see it: a member of its holder, or, where it is
/// confidential, one of its handlers.
pub(super) fn assign(draft: &mut Draft<'_>, command: &AssignRequest) -> Result<(), Stop> {
    let mut row = draft.request(command.id)?;
    if row.assignee == command.assignee {
        return Ok(());
    }
    if let Some(person) = command.assignee {
        draft.active_person(person)?;
        let holder = row.provider.ok_or(Refusal::NotOnThisBoard)?;
        let may_work = match &row.sight {
            Sight::Confidential { handlers } => handlers.contains(&person),
            Sight::Departments | Sight::Private => draft.world.role_in(person, holder).is_some(),
        };
        if !may_work {
            return Err(Refusal::NotAMember { department: holder }.into());
        }
    }
    row.assignee = command.assignee;
    draft.put(row);
    draft.fact(command.id, What::Assigned { to: command.assignee });
    Ok(())
}

/// Its holder's labels can be put on; any can be taken off.
pub(super) fn label(draft: &mut Draft<'_>, command: &LabelRequest) -> Result<(), Stop> {
    let mut row = draft.request(command.id)?;
    if row.labels.contains(&command.label) == command.on {
        return Ok(());
    }
    if command.on {
        offered_label(draft, command.label, row.provider)?;
        row.labels.push(command.label);
        row.labels.sort_unstable();
        text::at_most(Field::Labels, row.labels.len(), LABELS_PER_REQUEST_MAX)?;
    } else {
        row.labels.retain(|label| *label != command.label);
    }
    draft.put(row);
    draft.fact(command.id, What::Labelled);
    Ok(())
}

/// Following a confidential request opens it to nobody, so only those who may see it can.
pub(super) fn watch(draft: &mut Draft<'_>, command: &WatchRequest) -> Result<(), Stop> {
    let mut row = draft.request(command.id)?;
    if row.watchers.contains(&command.person) == command.on {
        return Ok(());
    }
    if command.on {
        draft.active_person(command.person)?;
        if let Sight::Confidential { handlers } = &row.sight
            && !handlers.contains(&command.person)
            && row.requester != Some(command.person)
        {
            return Err(Refusal::IsConfidential.into());
        }
        row.watchers.push(command.person);
        row.watchers.sort_unstable();
        text::at_most(Field::Watchers, row.watchers.len(), WATCHERS_MAX)?;
    } else {
        row.watchers.retain(|person| *person != command.person);
    }
    draft.put(row);
    draft.fact(command.id, What::Watched);
    Ok(())
}

fn asked_service(
    draft: &Draft<'_>,
    id: crate::ServiceId,
    provider: Option<DepartmentId>,
) -> Result<Service, Stop> {
    let service = draft.service(id)?;
    match service.state {
        ServiceState::Retired => return Err(Refusal::IsRetired { kind: Kind::Service }.into()),
        ServiceState::Draft => return Err(Refusal::NotFound { kind: Kind::Service }.into()),
        ServiceState::Active => {}
    }
    if provider.is_some_and(|provider| !service.providers.contains(&provider)) {
        return Err(Refusal::NotFound { kind: Kind::Service }.into());
    }
    Ok(service)
}

fn labels(draft: &Draft<'_>, command: &FileRequest) -> Result<Vec<LabelId>, Stop> {
    let mut labels = command.labels.clone();
    labels.sort_unstable();
    labels.dedup();
    text::at_most(Field::Labels, labels.len(), LABELS_PER_REQUEST_MAX)?;
    for label in &labels {
        offered_label(draft, *label, command.provider)?;
    }
    Ok(labels)
}

fn offered_label(draft: &Draft<'_>, id: LabelId, holder: Option<DepartmentId>) -> Result<(), Stop> {
    let label = found(draft.world.label(id), id.0)?;
    if Some(label.department) != holder {
        return Err(Refusal::NotFound { kind: Kind::Label }.into());
    }
    if label.is_retired {
        return Err(Refusal::IsRetired { kind: Kind::Label }.into());
    }
    Ok(())
}

/// The department's next number; only the server knows it.
fn number(draft: &mut Draft<'_>, department: &Department) -> Result<RequestNumber, Refusal> {
    let last = match draft.world.numbering(department.id) {
        Lookup::Present(row) => row.last,
        Lookup::Absent => 0,
        Lookup::Unknown => return Ok(RequestNumber::Provisional),
    };
    let n = last.checked_add(1).ok_or(Refusal::Internal)?;
    draft.put(Numbering { department: department.id, last: n });
    Ok(RequestNumber::Filed { key: department.key.clone(), n })
}
