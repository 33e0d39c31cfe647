//! What takes a command back. Undo is a command like any other: it is asked of policy and rules,
//! and refused where somebody did something since that it would overwrite.

use crate::{
    ChooseLocale, Command, CommentId, DeclareDependency, DepartmentState, DependencyState,
    DescribeDepartment, DescribeService, DropNeed, EditComment, EditRequest, End, EndMembership, EndRequest,
    HandOverRequest, LabelRequest, Lookup, MoveDepartment, MoveRequest, PlaceDepartment, PrioritiseRequest,
    ProvideService, Refusal, RenameDepartment, RenamePerson, ReopenRequest, Request, RequestId,
    RestoreDepartment, RestorePerson, RetireDepartment, RetireDependency, RetirePerson, Row, ServiceState,
    SetColumns, SetContact, SetDeliverable, SetDepartmentKey, SetHandlers, SetLabel, SetMembership,
    SetOrganisation, SetRole, SetServiceSight, SetServiceState, Sight, StateCategory, WatchRequest, World,
};

/// The command that takes `command` back, from the world as it was before. None where there is
/// none: it changed nothing, it was said to somebody (a comment, thanks, a rating, an agreement, a
/// dispute), or too much follows from it (a merge, a split).
///
/// Who may do a thing may not always take it back (who asked may close a request, but only an
/// agent puts it back onto the board): offer the inverse where [`policy`](crate::policy) lets them.
pub fn inverse(before: &World, command: &Command) -> Option<Command> {
    directory(before, command).or_else(|| work(before, command)).filter(|inverse| inverse != command)
}

/// What a command left behind, as far as taking it back would change it: to be noted right after it, for
/// [`take_back`].
pub fn left_by(after: &World, done: &Command) -> Option<Command> {
    match done {
        // What was made new stands as long as it is there.
        Command::CreateDepartment(_)
        | Command::CreateService(_)
        | Command::AddPerson(_)
        | Command::FileRequest(_) => None,
        Command::DeclareDependency(c) => {
            let dependency = crate::DependencyId::between(c.customer, c.provider);
            let row = after.dependency(dependency).present()?;
            let need = row.needs.iter().find(|need| need.id == c.need)?;
            let (text, severity) = (need.text.clone(), need.severity);
            let said = crate::AmendNeed { dependency, need: c.need, over: 0, text, severity };
            Some(Command::AmendNeed(said))
        }
        _ => inverse(after, done).map(without_place),
    }
}

/// What takes a command back now, when others may have gone on: the inverse that was found before it,
/// over what the rows say by now. `left` is what it left behind ([`left_by`]). Gestures of one's own in
/// between are no hindrance, as long as they were taken back first.
///
/// # Errors
/// [`Refusal::ChangedMeanwhile`] where it would overwrite what was done since.
pub fn take_back(
    now: &World,
    done: &Command,
    left: Option<&Command>,
    inverse: &Command,
) -> Result<Command, Refusal> {
    if left_by(now, done).as_ref() != left {
        return Err(Refusal::ChangedMeanwhile);
    }
    Ok(over_now(now, inverse))
}

/// The same command, written over what its row says now: for an author who has looked at that and means
/// it still.
pub fn over_now(now: &World, command: &Command) -> Command {
    let mut command = command.clone();
    if let Some((over, rev)) = revision(now, &mut command) {
        *over = rev;
    }
    command
}

/// A command without what depends on the moment: revisions, and the card above.
fn without_place(mut command: Command) -> Command {
    match &mut command {
        Command::MoveRequest(c) => c.after = None,
        other => {
            if let Some(over) = over(other) {
                *over = 0;
            }
        }
    }
    command
}

/// The revision that a command is written over, and the one that its row has.
fn revision<'a>(now: &World, command: &'a mut Command) -> Option<(&'a mut u32, u32)> {
    let rev = match command {
        Command::SetOrganisation(_) => now.organisation()?.rev,
        Command::RenameDepartment(c) => now.department(c.id).present()?.rev,
        Command::DescribeDepartment(c) => now.department(c.id).present()?.rev,
        Command::RenamePerson(c) => now.person(c.id).present()?.rev,
        Command::DescribeService(c) => now.service(c.id).present()?.rev,
        Command::AmendNeed(c) => now.dependency(c.dependency).present()?.rev,
        Command::AmendDependency(c) => now.dependency(c.id).present()?.rev,
        Command::SetDeliverable(c) => now.deliverable(c.id).present()?.rev,
        Command::SetColumns(c) => now.board(c.department).rev,
        Command::EditRequest(c) => now.request(c.id).present()?.rev,
        Command::EditComment(c) => now.comment(c.id).present()?.rev,
        _ => return None,
    };
    Some((over(command)?, rev))
}

fn over(command: &mut Command) -> Option<&mut u32> {
    Some(match command {
        Command::SetOrganisation(c) => &mut c.over,
        Command::RenameDepartment(c) => &mut c.over,
        Command::DescribeDepartment(c) => &mut c.over,
        Command::RenamePerson(c) => &mut c.over,
        Command::DescribeService(c) => &mut c.over,
        Command::AmendNeed(c) => &mut c.over,
        Command::AmendDependency(c) => &mut c.over,
        Command::SetDeliverable(c) => &mut c.over,
        Command::SetColumns(c) => &mut c.over,
        Command::EditRequest(c) => &mut c.over,
        Command::EditComment(c) => &mut c.over,
        _ => return None,
    })
}

/// Organisation, departments, people, services.
fn directory(before: &World, command: &Command) -> Option<Command> {
    Some(match command {
        Command::SetOrganisation(_) => {
            let row = before.organisation()?;
            let (name, time_zone) = (row.name.clone(), row.time_zone.clone());
            SetOrganisation { over: next(row.rev), name, locale: row.locale, time_zone }.into()
        }
        Command::CreateDepartment(c) => RetireDepartment { id: c.id }.into(),
        Command::RenameDepartment(c) => {
            let row = before.department(c.id).present()?;
            RenameDepartment { id: c.id, over: next(row.rev), name: row.name.clone() }.into()
        }
        Command::DescribeDepartment(c) => {
            let row = before.department(c.id).present()?;
            let (purpose, channel) = (row.purpose.clone(), row.channel.clone());
            DescribeDepartment { id: c.id, over: next(row.rev), purpose, kind: row.kind, channel }.into()
        }
        Command::SetDepartmentKey(c) => {
            SetDepartmentKey { id: c.id, key: before.department(c.id).present()?.key.clone() }.into()
        }
        Command::MoveDepartment(c) => {
            MoveDepartment { id: c.id, parent: before.department(c.id).present()?.parent }.into()
        }
        Command::RetireDepartment(c) => {
            before.department(c.id).present().filter(|row| row.is_active())?;
            RestoreDepartment { id: c.id }.into()
        }
        Command::RestoreDepartment(c) => {
            before.department(c.id).present().filter(|row| row.state == DepartmentState::Retired)?;
            RetireDepartment { id: c.id }.into()
        }
        Command::PlaceDepartment(c) => {
            let at = before.map_place(c.id).present().map(|row| (row.x, row.y));
            PlaceDepartment { id: c.id, at }.into()
        }
        Command::CreateService(c) => SetServiceState { id: c.id, state: ServiceState::Retired }.into(),
        Command::DescribeService(c) => {
            let row = before.service(c.id).present()?;
            let (name, description) = (row.name.clone(), row.description.clone());
            DescribeService { id: c.id, over: next(row.rev), name, description }.into()
        }
        Command::SetServiceSight(c) => {
            let is_confidential = before.service(c.id).present()?.is_confidential;
            let handlers = before.handlers(c.id).present().map(|row| row.people.clone()).unwrap_or_default();
            SetServiceSight { id: c.id, is_confidential, handlers }.into()
        }
        Command::SetServiceState(c) => {
            SetServiceState { id: c.id, state: before.service(c.id).present()?.state }.into()
        }
        Command::ProvideService(c) => {
            before.service(c.id).present().filter(|row| row.providers.contains(&c.department) != c.on)?;
            ProvideService { on: !c.on, ..c.clone() }.into()
        }
        _ => return person(before, command),
    })
}

fn person(before: &World, command: &Command) -> Option<Command> {
    Some(match command {
        Command::AddPerson(c) => RetirePerson { id: c.id }.into(),
        Command::RenamePerson(c) => {
            let row = before.person(c.id).present()?;
            RenamePerson { id: c.id, over: next(row.rev), name: row.name.clone() }.into()
        }
        Command::SetContact(c) => {
            let email = match before.contact(c.person) {
                Lookup::Present(row) => row.email.clone(),
                Lookup::Absent => String::new(),
                Lookup::Unknown => return None,
            };
            SetContact { person: c.person, email }.into()
        }
        Command::ChooseLocale(c) => {
            ChooseLocale { person: c.person, locale: before.person(c.person).present()?.locale }.into()
        }
        Command::RetirePerson(c) => {
            before.person(c.id).present().filter(|row| !row.is_retired)?;
            RestorePerson { id: c.id }.into()
        }
        Command::RestorePerson(c) => {
            before.person(c.id).present().filter(|row| row.is_retired)?;
            RetirePerson { id: c.id }.into()
        }
        Command::SetRole(c) => {
            before.person(c.person).present().filter(|row| row.roles.has(c.role) != c.granted)?;
            SetRole { granted: !c.granted, ..c.clone() }.into()
        }
        Command::SetMembership(c) => match before.membership_in(c.person, c.department) {
            Some(row) => SetMembership { role: row.role, title: row.title.clone(), ..c.clone() }.into(),
            None => EndMembership { person: c.person, department: c.department }.into(),
        },
        Command::EndMembership(c) => {
            let row = before.membership_in(c.person, c.department)?;
            let (id, role, title) = (row.id, row.role, row.title.clone());
            SetMembership { id, person: c.person, department: c.department, role, title }.into()
        }
        _ => return None,
    })
}

/// Dependencies, boards, requests.
fn work(before: &World, command: &Command) -> Option<Command> {
    Some(match command {
        Command::DeclareDependency(c) => declared(before, c),
        Command::AmendNeed(c) => {
            let row = before.dependency(c.dependency).present()?;
            let need = row.needs.iter().find(|need| need.id == c.need)?;
            let (over, text, severity) = (next(row.rev), need.text.clone(), need.severity);
            Command::AmendNeed(crate::AmendNeed { over, text, severity, ..c.clone() })
        }
        Command::DropNeed(c) => {
            let row = before.dependency(c.dependency).present()?;
            let need = row.needs.iter().find(|need| need.id == c.need)?;
            let (customer, provider, text) = (row.customer, row.provider, need.text.clone());
            let (severity, mode) = (need.severity, row.mode);
            DeclareDependency { customer, provider, need: c.need, text, severity, mode }.into()
        }
        Command::AmendDependency(c) => {
            let row = before.dependency(c.id).present()?;
            Command::AmendDependency(crate::AmendDependency {
                id: c.id,
                over: next(row.rev),
                mode: row.mode,
                tier: row.tier,
                grade: row.grade,
                channel: row.channel.clone(),
                services: row.services.clone(),
            })
        }
        Command::SetDeliverable(c) => {
            let old = before.deliverable(c.id).present();
            let text = old.map(|row| row.text.clone()).unwrap_or_default();
            SetDeliverable { id: c.id, over: next(old.map_or(0, |row| row.rev)), text }.into()
        }
        Command::SetColumns(c) => {
            let old = before.board(c.department);
            let keeps = |column: &crate::Column| c.columns.iter().any(|new| same_place(new, column));
            let moves_cards =
                |column: &&crate::Column| !keeps(column) && before.column(column.id).next().is_some();
            if old.columns.iter().find(moves_cards).is_some() {
                return None;
            }
            SetColumns { department: c.department, over: next(old.rev), columns: old.columns }.into()
        }
        Command::SetLabel(c) => match before.row(c.id.into()) {
            Lookup::Present(Row::Label(row)) => {
                SetLabel { name: row.name, is_retired: row.is_retired, ..c.clone() }.into()
            }
            _ => SetLabel { is_retired: true, ..c.clone() }.into(),
        },
        _ => return request(before, command),
    })
}

fn request(before: &World, command: &Command) -> Option<Command> {
    let row = |id: RequestId| before.request(id).present();
    Some(match command {
        Command::FileRequest(c) => end(c.id, End::Cancelled),
        Command::EditRequest(c) => {
            let row = row(c.id)?;
            let body = match &c.body {
                Some(_) => Some(before.request_text(c.id).present()?.body.clone()),
                None => None,
            };
            EditRequest { id: c.id, over: next(row.rev), title: row.title.clone(), body }.into()
        }
        Command::PrioritiseRequest(c) => {
            let row = row(c.id)?;
            PrioritiseRequest { id: c.id, impact: row.impact, urgency: row.urgency }.into()
        }
        Command::MoveRequest(c) => back_to(before, row(c.id)?)?,
        // Who takes a request back may not move cards; opening it again they may.
        Command::EndRequest(c) if c.end == End::Cancelled => {
            row(c.id).filter(|row| !row.state.is_end())?;
            ReopenRequest { id: c.id }.into()
        }
        Command::EndRequest(c) => {
            let row = row(c.id).filter(|row| !row.state.is_end())?;
            back_to(before, row).unwrap_or(ReopenRequest { id: c.id }.into())
        }
        Command::ReopenRequest(c) => back_to(before, row(c.id).filter(|row| !row.is_open())?)?,
        Command::AssignRequest(c) => {
            Command::AssignRequest(crate::AssignRequest { id: c.id, assignee: row(c.id)?.assignee })
        }
        Command::SetHandlers(c) => match &row(c.id)?.sight {
            Sight::Confidential { handlers } => SetHandlers { id: c.id, handlers: handlers.clone() }.into(),
            Sight::Departments | Sight::Private => return None,
        },
        Command::LabelRequest(c) => {
            row(c.id).filter(|row| row.labels.contains(&c.label) != c.on)?;
            LabelRequest { on: !c.on, ..c.clone() }.into()
        }
        Command::WatchRequest(c) => {
            row(c.id).filter(|row| row.watchers.contains(&c.person) != c.on)?;
            WatchRequest { on: !c.on, ..c.clone() }.into()
        }
        Command::HandOverRequest(c) => HandOverRequest { id: c.id, to: row(c.id)?.provider? }.into(),
        Command::EditComment(c) => {
            let row = before.comment(c.id).present()?;
            EditComment { over: next(row.rev), text: row.text.clone(), ..c.clone() }.into()
        }
        _ => return None,
    })
}

/// The need goes; a dependency that had ended ends again.
fn declared(before: &World, c: &DeclareDependency) -> Command {
    let id = crate::DependencyId::between(c.customer, c.provider);
    match before.dependency(id).present() {
        Some(row) if row.state == DependencyState::Retired => RetireDependency { id }.into(),
        _ => DropNeed { dependency: id, need: c.need }.into(),
    }
}

/// Puts a request where it was: behind the same card, or to the same end. A decline needs a reason,
/// so it cannot be taken back to.
fn back_to(before: &World, row: &Request) -> Option<Command> {
    match (row.column, row.state) {
        (Some(column), _) => {
            let above = before.column(column).take_while(|other| other.id != row.id).last();
            Some(MoveRequest { id: row.id, column, after: above.map(|row| row.id) }.into())
        }
        (None, StateCategory::Closed) => Some(end(row.id, End::Closed)),
        (None, StateCategory::Cancelled) => Some(end(row.id, End::Cancelled)),
        _ => None,
    }
}

/// Without a reason there is no comment, so any id will do for it.
fn end(id: RequestId, end: End) -> Command {
    EndRequest { id, end, reason: String::new(), comment: CommentId(id.0) }.into()
}

fn same_place(new: &crate::Column, old: &crate::Column) -> bool {
    new.id == old.id && new.category == old.category
}

fn next(rev: u32) -> u32 {
    rev.saturating_add(1)
}
