use std::collections::BTreeSet;

use super::{draft::Draft, key, person};
use crate::{
    Department, DepartmentState, Field, Kind, Refusal, SplitDepartment, SplitPart, Stop, What,
    limits::SPLIT_PARTS_MAX, look::taken, text,
};

/// Each part begins beside the department, with the people and services it takes. Requests and
/// dependencies stay with what is left: who takes those on, people say by handing over and
/// declaring.
pub(super) fn split(draft: &mut Draft<'_>, command: &SplitDepartment) -> Result<(), Stop> {
    let source = draft.active_department(command.id)?;
    if command.parts.is_empty() {
        return Err(Refusal::Empty { field: Field::Parts }.into());
    }
    text::at_most(Field::Parts, command.parts.len(), SPLIT_PARTS_MAX)?;
    if takes_twice(&command.parts) {
        return Err(Refusal::Malformed { field: Field::Parts }.into());
    }
    for part in &command.parts {
        if taken(&draft.world, part.id)?.is_some() {
            return Err(Refusal::AlreadyExists { kind: Kind::Department }.into());
        }
        let name = text::local_name(Field::Name, &part.name)?;
        let key = key::propose(&draft.world, &name)?;
        draft.put(Department {
            id: part.id,
            name,
            purpose: String::new(),
            kind: source.kind,
            kind_name: source.kind_name.clone(),
            parent: source.parent,
            key,
            former_keys: Vec::new(),
            channel: String::new(),
            state: DepartmentState::Active,
            rev: 0,
        });
        draft.fact(part.id, What::SplitFrom { department: source.id });
        take_people(draft, command, part)?;
        take_services(draft, command, part)?;
    }
    Ok(())
}

/// Whether a person, service or id is in more than one part.
fn takes_twice(parts: &[SplitPart]) -> bool {
    let (mut ids, mut people, mut services) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    !parts.iter().all(|part| {
        ids.insert(part.id)
            && part.people.iter().all(|person| people.insert(*person))
            && part.services.iter().all(|service| services.insert(*service))
    })
}

fn take_people(draft: &mut Draft<'_>, command: &SplitDepartment, part: &SplitPart) -> Result<(), Stop> {
    for id in &part.people {
        let membership = draft.world.membership_in(*id, command.id).cloned();
        let mut membership = membership.ok_or(Refusal::NotFound { kind: Kind::Membership })?;
        membership.department = part.id;
        draft.put(membership);
        draft.fact(command.id, What::Left { person: *id });
        draft.fact(part.id, What::Joined { person: *id });
        person::hand_back(draft, *id, command.id);
    }
    Ok(())
}

fn take_services(draft: &mut Draft<'_>, command: &SplitDepartment, part: &SplitPart) -> Result<(), Stop> {
    for id in &part.services {
        let mut service = draft.service(*id)?;
        if !service.providers.contains(&command.id) {
            return Err(Refusal::NotFound { kind: Kind::Service }.into());
        }
        service.providers.retain(|provider| *provider != command.id);
        service.providers.push(part.id);
        service.providers.sort_unstable();
        draft.put(service);
    }
    Ok(())
}
