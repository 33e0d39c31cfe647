//! Whether a control is offered. The rules decide again when it is used.

use weft_domain::{Actor, Command, DepartmentId, MembershipRole, OrganisationRole, RequestId, World};

/// Whether `actor` may do `command`, as far as this replica knows; what it does not know is
/// offered, and the server says.
pub(super) fn may(world: &World, actor: &Actor, command: &Command) -> bool {
    match command {
        Command::MoveRequest(c) => works_on(world, actor, c.id),
        Command::AssignRequest(c) => works_on(world, actor, c.id),
        Command::LabelRequest(c) => works_on(world, actor, c.id),
        Command::HandOverRequest(c) => works_on(world, actor, c.id),
        Command::PrioritiseRequest(c) => works_on(world, actor, c.id),
        Command::SetColumns(c) => actor.is_at_least(MembershipRole::Lead, c.department),
        Command::SetLabel(c) => is_agent(actor, Some(c.department)),
        Command::EditRequest(c) => asked_for(world, actor, c.id),
        Command::EndRequest(c) => works_on(world, actor, c.id) || asked_for(world, actor, c.id),
        Command::ReopenRequest(c) => works_on(world, actor, c.id) || asked_for(world, actor, c.id),
        _ => true,
    }
}

fn is_agent(actor: &Actor, holder: Option<DepartmentId>) -> bool {
    match holder {
        Some(holder) => actor.is_at_least(MembershipRole::Agent, holder),
        None => actor.has(OrganisationRole::Steward),
    }
}

fn works_on(world: &World, actor: &Actor, id: RequestId) -> bool {
    world.request(id).present().is_none_or(|row| is_agent(actor, row.provider))
}

fn asked_for(world: &World, actor: &Actor, id: RequestId) -> bool {
    world.request(id).present().is_none_or(|row| row.requester.is_some() && row.requester == actor.person)
}
