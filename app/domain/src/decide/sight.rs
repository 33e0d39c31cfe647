//! Who sees what is confidential: the requester and the people who are named to handle it.

use super::draft::Draft;
use crate::{
    AudienceKey, DepartmentId, Field, FileRequest, Handlers, Key, Kind, PersonId, Refusal, Request,
    RequestId, Service, SetHandlers, SetServiceSight, Sight, Stop, What, audience, limits::HANDLERS_MAX,
    text,
};

/// Who sees a new request. A confidential service makes its requests confidential, whatever the requester
/// says, and its handlers are the ones. One without any handler is refused: nobody would ever see it. So is
/// one that more people would see than its requester was told.
pub(super) fn of_new(
    draft: &Draft<'_>,
    command: &FileRequest,
    service: Option<&Service>,
) -> Result<Sight, Stop> {
    let confidential = service.filter(|service| service.is_confidential);
    let named = match (&command.sight, confidential) {
        (told, Some(service)) => {
            let named = audience::handlers_of_new(&draft.world, Some(service.id), command.provider);
            let is_told =
                |handlers: &[PersonId]| handlers.is_empty() || named.iter().all(|one| handlers.contains(one));
            if matches!(told, Sight::Confidential { handlers } if !is_told(handlers)) {
                return Err(Refusal::ChangedMeanwhile.into());
            }
            named
        }
        (Sight::Confidential { handlers }, None) if handlers.is_empty() => {
            audience::handlers_of_new(&draft.world, None, command.provider)
        }
        (Sight::Confidential { handlers }, None) => handlers.clone(),
        (open, None) => return Ok(open.clone()),
    };
    Ok(Sight::Confidential { handlers: checked(draft, &named)? })
}

pub(super) fn of_service(draft: &mut Draft<'_>, command: &SetServiceSight) -> Result<(), Stop> {
    let mut row = draft.service(command.id)?;
    row.is_confidential = command.is_confidential;
    draft.put(row);
    if command.is_confidential && !command.handlers.is_empty() {
        let people = checked(draft, &command.handlers)?;
        draft.put(Handlers { service: command.id, people });
    } else {
        draft.remove(Key { kind: Kind::Handlers, id: command.id.0 });
    }
    draft.fact(command.id, What::Handlers);
    let of_it = draft.world.requests().filter(|row| row.service == Some(command.id));
    relieve(draft, of_it.map(|row| row.id).collect());
    Ok(())
}

pub(super) fn set_handlers(draft: &mut Draft<'_>, command: &SetHandlers) -> Result<(), Stop> {
    let row = draft.request(command.id)?;
    if !matches!(row.sight, Sight::Confidential { .. }) {
        return Err(Refusal::WrongState.into());
    }
    let handlers = checked(draft, &command.handlers)?;
    handle(draft, row, handlers);
    Ok(())
}

/// Gives what `person`, who has left, handled alone to others.
pub(super) fn left(draft: &mut Draft<'_>, person: PersonId) {
    let theirs = draft.world.opened_by(AudienceKey::Person(person)).filter(|key| key.kind == Kind::Request);
    relieve(draft, theirs.map(|key| RequestId(key.id)).collect());
}

/// Gives what nobody handles at a department to its leads, of whom one may be the first.
pub(super) fn led(draft: &mut Draft<'_>, department: DepartmentId) {
    relieve(draft, draft.world.requests_held_by(Some(department)).map(|row| row.id).collect());
}

/// Gives what nobody handles to those who would, since somebody came back.
pub(super) fn returned(draft: &mut Draft<'_>) {
    relieve(draft, draft.world.requests().map(|row| row.id).collect());
}

/// Gives a request that is open again to others, where nobody who handled it is here any more.
pub(super) fn opened(draft: &mut Draft<'_>, id: RequestId) {
    relieve(draft, vec![id]);
}

/// Gives those of some requests that are open and confidential, and that nobody who is here handles, to those
/// who would handle them were they filed today. Whatever takes the last one away from a request, opens it
/// again or brings somebody who would handle it ends with this.
fn relieve(draft: &mut Draft<'_>, requests: Vec<RequestId>) {
    for id in requests {
        let Some(row) = draft.world.request(id).present() else { continue };
        if let Some(handlers) = audience::successors(&draft.world, row) {
            let row = row.clone();
            handle(draft, row, handlers);
        }
    }
}

fn handle(draft: &mut Draft<'_>, mut row: Request, handlers: Vec<PersonId>) {
    row.handle(handlers);
    draft.fact(row.id, What::Handlers);
    draft.put(row);
}

/// The same people, sorted, once each; at least one, and all of them here.
fn checked(draft: &Draft<'_>, people: &[PersonId]) -> Result<Vec<PersonId>, Stop> {
    let mut people = people.to_vec();
    people.sort_unstable();
    people.dedup();
    if people.is_empty() {
        return Err(Refusal::Empty { field: Field::Handlers }.into());
    }
    text::at_most(Field::Handlers, people.len(), HANDLERS_MAX)?;
    for person in &people {
        draft.active_person(*person)?;
    }
    Ok(people)
}
