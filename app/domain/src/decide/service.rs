use super::draft::{Draft, written_over};
use crate::{
    CreateService, DescribeService, Field, Kind, ProvideService, Refusal, Row, Service, ServiceState,
    SetServiceState, Stop, What,
    limits::{PROSE_CHARS_MAX, PROVIDERS_PER_SERVICE_MAX},
    look::taken,
    text,
};

pub(super) fn create(draft: &mut Draft<'_>, command: &CreateService) -> Result<(), Stop> {
    let name = text::local_name(Field::Name, &command.name)?;
    let description = text::prose(Field::Description, &command.description, PROSE_CHARS_MAX)?;
    if let Some(row) = taken(&draft.world, command.id)? {
        return match row {
            Row::Service(row) if row.name == name && row.is_confidential == command.is_confidential => Ok(()),
            _ => Err(Refusal::AlreadyExists { kind: Kind::Service }.into()),
        };
    }
    let mut providers = command.providers.clone();
    providers.sort_unstable();
    providers.dedup();
    if providers.is_empty() {
        return Err(Refusal::Empty { field: Field::Providers }.into());
    }
    text::at_most(Field::Providers, providers.len(), PROVIDERS_PER_SERVICE_MAX)?;
    for provider in &providers {
        draft.active_department(*provider)?;
    }
    let state = ServiceState::Active;
    let is_confidential = command.is_confidential;
    draft.put(Service { id: command.id, name, description, providers, state, is_confidential, rev: 0 });
    draft.fact(command.id, What::Created);
    Ok(())
}

pub(super) fn describe(draft: &mut Draft<'_>, command: &DescribeService) -> Result<(), Stop> {
    let mut row = draft.service(command.id)?;
    written_over(command.over, row.rev)?;
    let from = std::mem::replace(&mut row.name, text::local_name(Field::Name, &command.name)?);
    let is_renamed = from != row.name;
    row.description = text::prose(Field::Description, &command.description, PROSE_CHARS_MAX)?;
    row.rev = row.rev.saturating_add(1);
    draft.put(row);
    draft.fact(command.id, if is_renamed { What::Renamed { from } } else { What::Edited });
    Ok(())
}

pub(super) fn set_state(draft: &mut Draft<'_>, command: &SetServiceState) -> Result<(), Stop> {
    let mut row = draft.service(command.id)?;
    row.state = command.state;
    draft.put(row);
    draft.fact(command.id, What::Service { state: command.state });
    Ok(())
}

/// Two who add or take off the same department both succeed. Somebody always offers it: the last one
/// retires the service instead.
pub(super) fn provide(draft: &mut Draft<'_>, command: &ProvideService) -> Result<(), Stop> {
    let mut row = draft.service(command.id)?;
    if row.providers.contains(&command.department) == command.on {
        return Ok(());
    }
    if command.on {
        draft.active_department(command.department)?;
        row.providers.push(command.department);
        row.providers.sort_unstable();
        text::at_most(Field::Providers, row.providers.len(), PROVIDERS_PER_SERVICE_MAX)?;
    } else {
        row.providers.retain(|provider| *provider != command.department);
        if row.providers.is_empty() {
            return Err(Refusal::Empty { field: Field::Providers }.into());
        }
    }
    draft.put(row);
    draft.fact(command.id, What::Edited);
    Ok(())
}
