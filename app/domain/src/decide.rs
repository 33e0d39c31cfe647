//! What follows from a command.
//!
//! [`decide`] asks [`policy`] whether the actor may, then the rules what comes of it.
//! It is the same code in a browser (a guess) and on the server (the truth):
//!
//! * A row the rule cannot do without and that may exist somewhere is asked for with
//!   [`Stop::Need`].
//! * What only the server holds is left out of a guess: a request's number stays
//!   [`Provisional`](crate::RequestNumber::Provisional), daily figures stay as they are.
//! * A command that finds its work done already (sent twice, or two people had the same idea)
//!   succeeds and changes nothing.

mod board;
mod comment;
mod department;
mod dependency;
mod draft;
mod erase;
mod feedback;
mod flow;
mod key;
mod merge;
mod organisation;
mod person;
mod place;
mod request;
mod service;
mod sight;
mod split;
mod traffic;

use crate::{Actor, Command, CommandId, Decision, Stop, Timestamp, World, policy};
use draft::Draft;

/// What a decision may know besides the world: who asks when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The command's id; by-products derive theirs from it.
    pub command: CommandId,
    /// When it is decided.
    pub now: Timestamp,
}

/// What `command` does to `world`, if `actor` may and the rules allow it.
///
/// # Errors
/// [`Stop::Refused`] with the reason, or [`Stop::Need`] with rows to be loaded first.
pub fn decide(world: &World, actor: &Actor, command: &Command, context: &Context) -> Result<Decision, Stop> {
    policy::may(world, actor, command)?;
    let mut draft = Draft::new(world, actor, context);
    dispatch(&mut draft, command)?;
    Ok(draft.finish())
}

fn dispatch(draft: &mut Draft<'_>, command: &Command) -> Result<(), Stop> {
    match command {
        Command::SetOrganisation(c) => organisation::set(draft, c),
        Command::CreateDepartment(c) => department::create(draft, c),
        Command::RenameDepartment(c) => department::rename(draft, c),
        Command::DescribeDepartment(c) => department::describe(draft, c),
        Command::SetDepartmentKey(c) => department::set_key(draft, c),
        Command::MoveDepartment(c) => department::relocate(draft, c),
        Command::MergeDepartment(c) => merge::merge(draft, c),
        Command::SplitDepartment(c) => split::split(draft, c),
        Command::RetireDepartment(c) => department::retire(draft, c),
        Command::RestoreDepartment(c) => department::restore(draft, c),
        Command::PlaceDepartment(c) => department::place(draft, c),
        Command::AddPerson(c) => person::add(draft, c),
        Command::RenamePerson(c) => person::rename(draft, c),
        Command::SetContact(c) => person::set_contact(draft, c),
        Command::ChooseLocale(c) => person::choose_locale(draft, c),
        Command::RetirePerson(c) => person::retire(draft, c),
        Command::RestorePerson(c) => person::restore(draft, c),
        Command::ErasePerson(c) => erase::erase(draft, c),
        Command::SetRole(c) => person::set_role(draft, c),
        Command::SetMembership(c) => person::set_membership(draft, c),
        Command::EndMembership(c) => person::end_membership(draft, c),
        Command::CreateService(c) => service::create(draft, c),
        Command::DescribeService(c) => service::describe(draft, c),
        Command::SetServiceState(c) => service::set_state(draft, c),
        Command::ProvideService(c) => service::provide(draft, c),
        Command::SetServiceSight(c) => sight::of_service(draft, c),
        Command::SetHandlers(c) => sight::set_handlers(draft, c),
        Command::DeclareDependency(c) => dependency::declare(draft, c),
        Command::AmendNeed(c) => dependency::amend_need(draft, c),
        Command::DropNeed(c) => dependency::drop_need(draft, c),
        Command::AgreeDependency(c) => dependency::agree(draft, c),
        Command::DisputeDependency(c) => dependency::dispute(draft, c),
        Command::AmendDependency(c) => dependency::amend(draft, c),
        Command::SetDeliverable(c) => dependency::set_deliverable(draft, c),
        Command::RetireDependency(c) => dependency::retire(draft, c),
        Command::SetColumns(c) => board::set_columns(draft, c),
        Command::SetLabel(c) => board::set_label(draft, c),
        Command::FileRequest(c) => request::file(draft, c),
        Command::EditRequest(c) => request::edit(draft, c),
        Command::PrioritiseRequest(c) => request::prioritise(draft, c),
        Command::MoveRequest(c) => flow::relocate(draft, c),
        Command::EndRequest(c) => flow::end(draft, c),
        Command::ReopenRequest(c) => flow::reopen(draft, c),
        Command::AssignRequest(c) => request::assign(draft, c),
        Command::LabelRequest(c) => request::label(draft, c),
        Command::WatchRequest(c) => request::watch(draft, c),
        Command::HandOverRequest(c) => flow::hand_over(draft, c),
        Command::AddComment(c) => comment::add(draft, c),
        Command::EditComment(c) => comment::edit(draft, c),
        Command::RateRequest(c) => feedback::rate(draft, c),
        Command::GiveKudos(c) => feedback::thank(draft, c),
    }
}
