//! Dependencies: what two departments say of what one needs of the other.
//!
//! A need that is added or amended leaves the state as it is: an agreed dependency stays agreed
//! (the provider sees the change and may dispute it), a disputed one stays disputed until the
//! provider agrees. So a list of needs can grow without an agreement per line.

use super::draft::{Draft, written_over};
use crate::{
    AgreeDependency, AmendDependency, AmendNeed, DeclareDependency, Deliverable, Dependency, DependencyId,
    DependencyState, Dispute, DisputeDependency, DropNeed, Field, Kind, Need, Origin, Refusal,
    RetireDependency, SetDeliverable, Stop, What,
    limits::{NEEDS_MAX, PROSE_CHARS_MAX, SERVICES_PER_DEPENDENCY_MAX},
    text,
};

/// Declaring what is declared already adds the need, so two people who declare the same pair both
/// succeed. A retired dependency comes back as proposed, with the needs it had.
pub(super) fn declare(draft: &mut Draft<'_>, command: &DeclareDependency) -> Result<(), Stop> {
    let author = draft.person()?;
    if command.customer == command.provider {
        return Err(Refusal::Itself.into());
    }
    draft.active_department(command.customer)?;
    draft.active_department(command.provider)?;
    let text = need_text(&command.text)?;
    let id = DependencyId::between(command.customer, command.provider);
    let mut row = match draft.world.dependency(id).present() {
        Some(row) => row.clone(),
        None => undeclared(draft, command, id),
    };
    let is_new = draft.world.dependency(id).present().is_none();
    if let Some(need) = row.needs.iter().find(|need| need.id == command.need) {
        let is_same = need.text == text && need.severity == command.severity && need.author == author;
        return if is_same { Ok(()) } else { Err(Refusal::AlreadyExists { kind: Kind::Dependency }.into()) };
    }
    text::at_most(Field::Need, row.needs.len() + 1, NEEDS_MAX)?;
    row.needs.push(Need { id: command.need, text, severity: command.severity, author, at: draft.now() });
    if is_new {
        draft.fact(id, What::Created);
        draft.fact(id, What::Dependency { from: None, to: DependencyState::Proposed });
    } else if row.state == DependencyState::Retired {
        row.mode = command.mode;
        row.agreed = None;
        enter(draft, &mut row, DependencyState::Proposed);
    } else {
        draft.fact(id, What::Edited);
    }
    draft.put(row);
    Ok(())
}

pub(super) fn amend_need(draft: &mut Draft<'_>, command: &AmendNeed) -> Result<(), Stop> {
    let mut row = alive(draft, command.dependency)?;
    written_over(command.over, row.rev)?;
    let need = row
        .needs
        .iter_mut()
        .find(|need| need.id == command.need)
        .ok_or(Refusal::NotFound { kind: Kind::Dependency })?;
    need.text = need_text(&command.text)?;
    need.severity = command.severity;
    row.rev = row.rev.saturating_add(1);
    draft.put(row);
    draft.fact(command.dependency, What::Edited);
    Ok(())
}

/// The last need takes the dependency with it.
pub(super) fn drop_need(draft: &mut Draft<'_>, command: &DropNeed) -> Result<(), Stop> {
    let mut row = draft.dependency(command.dependency)?;
    let count = row.needs.len();
    row.needs.retain(|need| need.id != command.need);
    if row.needs.len() == count {
        return Ok(());
    }
    if row.needs.is_empty() && row.state != DependencyState::Retired {
        enter(draft, &mut row, DependencyState::Retired);
    } else {
        draft.fact(row.id, What::Edited);
    }
    draft.put(row);
    Ok(())
}

pub(super) fn agree(draft: &mut Draft<'_>, command: &AgreeDependency) -> Result<(), Stop> {
    let by = draft.person()?;
    let mut row = draft.dependency(command.id)?;
    match row.state {
        DependencyState::Agreed => return Ok(()),
        DependencyState::Retired => return Err(Refusal::WrongState.into()),
        DependencyState::Proposed | DependencyState::Disputed => {}
    }
    row.agreed = Some((by, draft.now()));
    enter(draft, &mut row, DependencyState::Agreed);
    draft.put(row);
    Ok(())
}

pub(super) fn dispute(draft: &mut Draft<'_>, command: &DisputeDependency) -> Result<(), Stop> {
    let by = draft.person()?;
    let mut row = draft.dependency(command.id)?;
    let reason = text::prose(Field::Reason, &command.reason, PROSE_CHARS_MAX)?;
    let reason = text::filled(Field::Reason, reason)?;
    match row.state {
        DependencyState::Proposed | DependencyState::Agreed => {}
        DependencyState::Disputed | DependencyState::Retired => return Err(Refusal::WrongState.into()),
    }
    enter(draft, &mut row, DependencyState::Disputed);
    row.agreed = None;
    row.dispute = Some(Dispute { by, at: draft.now(), reason });
    draft.put(row);
    Ok(())
}

pub(super) fn amend(draft: &mut Draft<'_>, command: &AmendDependency) -> Result<(), Stop> {
    let mut row = alive(draft, command.id)?;
    written_over(command.over, row.rev)?;
    let mut services = command.services.clone();
    services.sort_unstable();
    services.dedup();
    text::at_most(Field::Services, services.len(), SERVICES_PER_DEPENDENCY_MAX)?;
    for id in &services {
        let is_kept = row.services.contains(id);
        if !draft.service(*id)?.providers.contains(&row.provider) && !is_kept {
            return Err(Refusal::NotFound { kind: Kind::Service }.into());
        }
    }
    row.channel = text::prose(Field::Channel, &command.channel, PROSE_CHARS_MAX)?;
    row.services = services;
    row.mode = command.mode;
    row.tier = command.tier;
    row.grade = command.grade;
    row.rev = row.rev.saturating_add(1);
    draft.put(row);
    draft.fact(command.id, What::Edited);
    Ok(())
}

/// What is taken back leaves an empty text, so that revisions only count up.
pub(super) fn set_deliverable(draft: &mut Draft<'_>, command: &SetDeliverable) -> Result<(), Stop> {
    let dependency = alive(draft, command.id)?.id;
    let rev = draft.world.deliverable(dependency).present().map_or(0, |row| row.rev);
    written_over(command.over, rev)?;
    let text = text::prose(Field::Deliverable, &command.text, PROSE_CHARS_MAX)?;
    draft.put(Deliverable { dependency, text, rev: rev.saturating_add(1) });
    draft.fact(dependency, What::Edited);
    Ok(())
}

pub(super) fn retire(draft: &mut Draft<'_>, command: &RetireDependency) -> Result<(), Stop> {
    let mut row = draft.dependency(command.id)?;
    enter(draft, &mut row, DependencyState::Retired);
    draft.put(row);
    Ok(())
}

/// Takes a dependency to another state; a dispute ends where it is left.
pub(super) fn enter(draft: &mut Draft<'_>, row: &mut Dependency, to: DependencyState) {
    if row.state == to {
        return;
    }
    let from = std::mem::replace(&mut row.state, to);
    row.changed_at = draft.now();
    row.dispute = None;
    draft.fact(row.id, What::Dependency { from: Some(from), to });
}

fn undeclared(draft: &Draft<'_>, command: &DeclareDependency, id: DependencyId) -> Dependency {
    Dependency {
        id,
        customer: command.customer,
        provider: command.provider,
        state: DependencyState::Proposed,
        mode: command.mode,
        tier: None,
        grade: None,
        needs: Vec::new(),
        services: Vec::new(),
        channel: String::new(),
        origin: Origin::Declared,
        proposed_by: draft.actor.person,
        agreed: None,
        dispute: None,
        observed: None,
        changed_at: draft.now(),
        rev: 0,
    }
}

fn alive(draft: &Draft<'_>, id: DependencyId) -> Result<Dependency, Stop> {
    let row = draft.dependency(id)?;
    if row.state == DependencyState::Retired {
        return Err(Refusal::IsRetired { kind: Kind::Dependency }.into());
    }
    Ok(row)
}

fn need_text(text: &str) -> Result<String, Refusal> {
    text::filled(Field::Need, text::prose(Field::Need, text, PROSE_CHARS_MAX)?)
}
