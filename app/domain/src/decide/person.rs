use super::{
    draft::{Draft, written_over},
    sight,
};
use crate::{
    AddPerson, ChooseLocale, Contact, DepartmentId, EndMembership, Field, Key, Kind, Membership,
    MembershipRole, OrganisationRole, Person, PersonId, Refusal, RenamePerson, Request, RequestId,
    RestorePerson, RetirePerson, Roles, Row, SetContact, SetMembership, SetRole, Stop, What,
    limits::{MEMBERSHIPS_PER_PERSON_MAX, NAME_CHARS_MAX},
    look::{admins, taken},
    text,
};

pub(super) fn add(draft: &mut Draft<'_>, command: &AddPerson) -> Result<(), Stop> {
    let name = text::name(Field::Name, &command.name)?;
    let email = text::email(command.email.as_deref().unwrap_or_default())?;
    if let Some(row) = taken(&draft.world, command.id)? {
        return match row {
            Row::Person(row) if row.name == name => Ok(()),
            _ => Err(Refusal::AlreadyExists { kind: Kind::Person }.into()),
        };
    }
    draft.put(Person { id: command.id, name, locale: None, roles: Roles::NONE, is_retired: false, rev: 0 });
    if !email.is_empty() {
        draft.put(Contact { person: command.id, email });
    }
    draft.fact(command.id, What::Created);
    Ok(())
}

pub(super) fn rename(draft: &mut Draft<'_>, command: &RenamePerson) -> Result<(), Stop> {
    let mut row = draft.active_person(command.id)?;
    written_over(command.over, row.rev)?;
    row.name = text::name(Field::Name, &command.name)?;
    row.rev = row.rev.saturating_add(1);
    draft.put(row);
    draft.fact(command.id, What::Edited);
    Ok(())
}

/// Two people may have the same address (a shared mailbox); accounts may not, and are not here.
pub(super) fn set_contact(draft: &mut Draft<'_>, command: &SetContact) -> Result<(), Stop> {
    draft.active_person(command.person)?;
    let email = text::email(&command.email)?;
    let key = Key { kind: Kind::Contact, id: command.person.0 };
    if email.is_empty() {
        draft.remove(key);
    } else {
        draft.put(Contact { person: command.person, email });
    }
    draft.fact(key, What::Edited);
    Ok(())
}

pub(super) fn choose_locale(draft: &mut Draft<'_>, command: &ChooseLocale) -> Result<(), Stop> {
    let mut row = draft.active_person(command.person)?;
    row.locale = command.locale;
    draft.put(row);
    Ok(())
}

/// Roles and memberships stay on the rows, without effect, so that bringing the person back brings
/// them back; open work is handed back to its department.
pub(super) fn retire(draft: &mut Draft<'_>, command: &RetirePerson) -> Result<(), Stop> {
    let mut row = draft.any_person(command.id)?;
    if row.is_retired {
        return Ok(());
    }
    keep_an_admin(draft, &row)?;
    row.is_retired = true;
    draft.put(row);
    draft.fact(command.id, What::Retired);
    let departments: Vec<_> = draft.world.memberships_of(command.id).map(|row| row.department).collect();
    for department in departments {
        hand_back(draft, command.id, department);
    }
    sight::left(draft, command.id);
    Ok(())
}

pub(super) fn restore(draft: &mut Draft<'_>, command: &RestorePerson) -> Result<(), Stop> {
    let mut row = draft.any_person(command.id)?;
    if row.is_erased() {
        return Err(Refusal::IsErased.into());
    }
    row.is_retired = false;
    draft.put(row);
    draft.fact(command.id, What::Restored);
    sight::returned(draft);
    Ok(())
}

pub(super) fn set_role(draft: &mut Draft<'_>, command: &SetRole) -> Result<(), Stop> {
    let mut row = draft.active_person(command.person)?;
    if command.granted {
        row.roles = row.roles.with(command.role);
    } else {
        if command.role == OrganisationRole::Admin {
            keep_an_admin(draft, &row)?;
        }
        row.roles = row.roles.without(command.role);
    }
    draft.put(row);
    draft.fact(command.person, What::Role { role: command.role, granted: command.granted });
    Ok(())
}

/// Where the person is in the department already, that membership changes and keeps its id: two
/// people who add the same person both succeed.
pub(super) fn set_membership(draft: &mut Draft<'_>, command: &SetMembership) -> Result<(), Stop> {
    draft.active_person(command.person)?;
    draft.active_department(command.department)?;
    let title = text::line(Field::Title, &command.title, NAME_CHARS_MAX)?;
    let id = match draft.world.membership_in(command.person, command.department) {
        Some(row) => row.id,
        None => {
            if taken(&draft.world, command.id)?.is_some() {
                return Err(Refusal::AlreadyExists { kind: Kind::Membership }.into());
            }
            let count = draft.world.memberships_of(command.person).count() + 1;
            text::at_most(Field::Memberships, count, MEMBERSHIPS_PER_PERSON_MAX)?;
            command.id
        }
    };
    let SetMembership { person, department, role, .. } = *command;
    draft.put(Membership { id, person, department, role, title });
    draft.fact(department, What::Joined { person });
    if role == MembershipRole::Lead {
        sight::led(draft, department);
    }
    Ok(())
}

pub(super) fn end_membership(draft: &mut Draft<'_>, command: &EndMembership) -> Result<(), Stop> {
    draft.any_person(command.person)?;
    draft.department(command.department)?;
    let Some(id) = draft.world.membership_in(command.person, command.department).map(|row| row.id) else {
        return Ok(());
    };
    draft.remove(id.into());
    draft.fact(command.department, What::Left { person: command.person });
    hand_back(draft, command.person, command.department);
    Ok(())
}

/// Takes a person who leaves off the open requests of a department, so that somebody else sees
/// that nobody works on them.
pub(super) fn hand_back(draft: &mut Draft<'_>, person: PersonId, department: DepartmentId) {
    let is_theirs = |row: &&Request| row.assignee == Some(person) && row.is_open();
    let ids: Vec<RequestId> =
        draft.world.requests_held_by(Some(department)).filter(is_theirs).map(|row| row.id).collect();
    for id in ids {
        if let Some(mut row) = draft.world.request(id).present().cloned() {
            row.assignee = None;
            draft.put(row);
            draft.fact(id, What::Assigned { to: None });
        }
    }
}

pub(super) fn keep_an_admin(draft: &Draft<'_>, row: &Person) -> Result<(), Refusal> {
    let is_one = row.roles.has(OrganisationRole::Admin) && !row.is_retired;
    if is_one && admins(&draft.world) <= 1 { Err(Refusal::LastAdmin) } else { Ok(()) }
}
