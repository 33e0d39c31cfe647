//! People and their memberships. A line is one membership; a person may have many.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::limits::{MEMBERSHIPS_PER_PERSON_MAX, NAME_CHARS_MAX};
use weft_domain::{
    Contact, Locale, Membership, MembershipId, MembershipRole, Person, PersonId, Roles, What, audience,
};

use super::draft::Draft;
use crate::exchange::clean::{is_email, shorten};
use crate::exchange::files::File;
use crate::exchange::read::Numbered;
use crate::exchange::records::PersonRecord;
use crate::exchange::refs::{RefKind, first_of_pair, mark, pair};
use crate::exchange::report::{Outcome, Reason, Warning};
use crate::exchange::words;

const FILE: File = File::People;

/// What one line says of a membership.
struct Place<'r> {
    line: u32,
    department: &'r str,
    role: MembershipRole,
    title: String,
}

pub(super) fn plan(draft: &mut Draft<'_>, records: &[Numbered<PersonRecord>]) {
    let mut by_id: BTreeMap<&str, Vec<&Numbered<PersonRecord>>> = BTreeMap::new();
    for numbered in records {
        by_id.entry(&numbered.1.id).or_default().push(numbered);
    }
    let mut emails = Emails::of(draft);
    for (external, lines) in &by_id {
        if erased(draft, external, lines) {
            continue;
        }
        let (id, outcome) = person(draft, external, lines, &mut emails);
        memberships(draft, external, id, lines, outcome);
    }
    leave(draft, &by_id);
    if !records.is_empty() {
        draft.vanished(FILE, RefKind::Person, |external| by_id.contains_key(external));
    }
}

/// Which address is whose, so that none comes in twice.
struct Emails(BTreeMap<String, PersonId>);

impl Emails {
    fn of(draft: &Draft<'_>) -> Self {
        let contacts = draft.world.people().filter_map(|row| draft.world.contact(row.id).present());
        Self(contacts.map(|contact| (contact.email.to_lowercase(), contact.person)).collect())
    }
}

/// Whether this person was erased, here or in the database that the files come from: they are brought back
/// by nobody, and what hangs on their id still finds them.
fn erased(draft: &mut Draft<'_>, external: &str, lines: &[&Numbered<PersonRecord>]) -> bool {
    let id = PersonId(draft.standing(RefKind::Person, external, "").id);
    let old = draft.world.person(id).present();
    let is_erased_here = old.is_some_and(Person::is_erased);
    let is_said = lines.iter().any(|(_, record)| record.state.as_deref() == Some(words::ERASED));
    if !is_erased_here && (!is_said || old.is_some()) {
        return false;
    }
    draft.people.insert(external.to_owned(), id);
    if is_said {
        let (name, roles) = (String::new(), Roles::NONE);
        let outcome = match is_erased_here {
            true => Outcome::Unchanged,
            false => draft.put(Person { id, name, locale: None, roles, is_retired: true, rev: 0 }),
        };
        lines.iter().for_each(|_| draft.notes.count(FILE, outcome));
    } else {
        lines.iter().for_each(|(line, _)| draft.notes.skip(FILE, *line, Reason::Erased, ""));
    }
    true
}

fn person(
    draft: &mut Draft<'_>,
    external: &str,
    lines: &[&Numbered<PersonRecord>],
    emails: &mut Emails,
) -> (PersonId, Outcome) {
    let (line, name) = named(draft, external, lines);
    let email = lines.iter().map(|(_, record)| record.email.as_str()).find(|email| !email.is_empty());
    let stated = lines.iter().find_map(|(_, record)| record.state.as_deref());
    let is_retired = match stated {
        Some("retired") => true,
        Some("active") => false,
        _ => lines.iter().all(|(_, record)| words::membership_role(&record.role).is_none()),
    };
    let mark = mark([name.as_str(), email.unwrap_or_default(), if is_retired { "retired" } else { "" }]);
    let standing = draft.standing(RefKind::Person, external, &mark);
    let id = PersonId(standing.id);
    draft.people.insert(external.to_owned(), id);
    let old = draft.world.person(id).present().cloned();
    if standing.is_as_before && old.is_some() {
        return (id, Outcome::Unchanged);
    }
    let mut row = old.clone().unwrap_or(Person {
        id,
        name: String::new(),
        locale: lines.iter().find_map(|(_, record)| record.locale.as_deref().and_then(Locale::from_tag)),
        roles: Roles::NONE,
        is_retired,
        rev: 0,
    });
    if old.as_ref().is_some_and(|old| old.name != name) {
        row.rev = row.rev.saturating_add(1);
    }
    row.name = name;
    row.is_retired |= is_retired;
    let mut outcome = draft.put(row);
    draft.fact_of(id, outcome);
    if let Some(email) = email
        && address(draft, line, id, email, emails) > Outcome::Unchanged
    {
        outcome = outcome.max(Outcome::Changed);
    }
    draft.remember(RefKind::Person, external, id.0, mark);
    (id, outcome)
}

/// The line a person is first named on, and their name; the id where none has one.
fn named(draft: &mut Draft<'_>, external: &str, lines: &[&Numbered<PersonRecord>]) -> (u32, String) {
    let first = lines.first().map_or(0, |(line, _)| *line);
    let named = lines.iter().find(|(_, record)| !record.name.is_empty());
    let Some((line, record)) = named else {
        draft.notes.warn(FILE, first, Warning::MissingName, external);
        return (first, external.chars().take(NAME_CHARS_MAX).collect());
    };
    for (other_line, other) in lines {
        if !other.name.is_empty() && other.name != record.name {
            draft.notes.warn(FILE, *other_line, Warning::OtherName, &other.name);
        }
    }
    let mut name = record.name.clone();
    if shorten(&mut name, NAME_CHARS_MAX) {
        draft.notes.warn(FILE, *line, Warning::Shortened, "name");
    }
    (*line, name)
}

fn address(draft: &mut Draft<'_>, line: u32, person: PersonId, email: &str, emails: &mut Emails) -> Outcome {
    if !is_email(email) {
        draft.notes.warn(FILE, line, Warning::BadEmail, email);
        return Outcome::Unchanged;
    }
    let holder = *emails.0.entry(email.to_lowercase()).or_insert(person);
    if holder != person {
        draft.notes.warn(FILE, line, Warning::EmailTaken, email);
        return Outcome::Unchanged;
    }
    draft.put(Contact { person, email: email.to_owned() })
}

/// Plans a person's memberships and counts each of their lines.
fn memberships(
    draft: &mut Draft<'_>,
    external: &str,
    person: PersonId,
    lines: &[&Numbered<PersonRecord>],
    of_person: Outcome,
) {
    let mut places: BTreeMap<&str, Vec<Place<'_>>> = BTreeMap::new();
    for (line, record) in lines {
        match place(draft, *line, record) {
            Ok(Some(place)) => places.entry(place.department).or_default().push(place),
            Ok(None) => draft.notes.count(FILE, of_person),
            Err(reason) => {
                let value = record.department.as_deref().unwrap_or_default();
                draft.notes.skip(FILE, *line, reason, value);
            }
        }
    }
    let room = MEMBERSHIPS_PER_PERSON_MAX.saturating_sub(draft.world.memberships_of(person).count());
    let mut is_first = true;
    let mut added = 0;
    for (department, places) in places {
        let outcome =
            if added < room { membership(draft, external, person, department, &places) } else { None };
        added += usize::from(outcome == Some(Outcome::Created));
        for place in &places {
            match outcome {
                // The person themselves came in with their first line.
                Some(outcome) if is_first => draft.notes.count(FILE, outcome.max(of_person)),
                Some(outcome) => draft.notes.count(FILE, outcome),
                None => draft.notes.skip(FILE, place.line, Reason::TooManyMemberships, department),
            }
            is_first = false;
        }
    }
}

fn place<'r>(
    draft: &mut Draft<'_>,
    line: u32,
    record: &'r PersonRecord,
) -> Result<Option<Place<'r>>, Reason> {
    let Some(department) = record.department.as_deref() else {
        if !record.role.is_empty() {
            draft.notes.warn(FILE, line, Warning::RoleWithoutDepartment, &record.role);
        }
        return Ok(None);
    };
    if draft.department(department).is_none() {
        return Err(Reason::UnknownDepartment);
    }
    let role = words::membership_role(&record.role).ok_or(Reason::FormerMember)?;
    if !role.is_own_word {
        draft.notes.guess(FILE, line, Warning::RoleGuessed, &record.role, words::role::write(role.is));
    }
    let words_of_role = if role.is_own_word { "" } else { record.role.as_str() };
    let mut title = record.title.clone().unwrap_or_else(|| words_of_role.to_owned());
    if shorten(&mut title, NAME_CHARS_MAX) {
        draft.notes.warn(FILE, line, Warning::Shortened, "role");
    }
    Ok(Some(Place { line, department, role: role.is, title }))
}

/// Plans one membership from all lines that speak of it; none: there is no room for it.
fn membership(
    draft: &mut Draft<'_>,
    external: &str,
    person: PersonId,
    department: &str,
    places: &[Place<'_>],
) -> Option<Outcome> {
    let role = places.iter().map(|place| place.role).max().unwrap_or_default();
    let mut titles: Vec<&str> = Vec::new();
    for place in places {
        if !place.title.is_empty() && !titles.contains(&place.title.as_str()) {
            titles.push(&place.title);
        }
    }
    for place in places.iter().skip(1) {
        draft.notes.warn(FILE, place.line, Warning::Joined, "");
    }
    let mut title = titles.join(", ");
    shorten(&mut title, NAME_CHARS_MAX);
    let external = pair(external, department);
    let mark = mark([words::role::write(role), &title]);
    let standing = draft.standing(RefKind::Membership, &external, &mark);
    if standing.is_as_before {
        return Some(Outcome::Unchanged);
    }
    let department = draft.department(department)?;
    let held = draft.world.membership_in(person, department).map(|row| row.id);
    let id = held.unwrap_or(MembershipId(standing.id));
    let outcome = draft.put(Membership { id, person, department, role, title });
    if outcome > Outcome::Unchanged {
        draft.fact(department, What::Joined { person });
    }
    draft.remember(RefKind::Membership, &external, id.0, mark);
    Some(outcome)
}

/// Gives open confidential requests that nobody who is here handles, after what the import says of people and
/// services, to those who would handle them were they filed here.
pub(super) fn relieve(draft: &mut Draft<'_>) {
    let world = draft.world.clone();
    for row in world.requests() {
        let Some(handlers) = audience::successors(&world, row) else { continue };
        let mut row = row.clone();
        row.handle(handlers);
        draft.fact(row.id, What::Handlers);
        draft.put(row);
    }
}

/// A membership that this source brought and says no more, of a person it still speaks of, ends:
/// whoever left a team keeps no rights in it.
fn leave(draft: &mut Draft<'_>, by_id: &BTreeMap<&str, Vec<&Numbered<PersonRecord>>>) {
    let said: BTreeSet<String> = by_id
        .iter()
        .flat_map(|(external, lines)| lines.iter().map(move |(_, record)| (external, record)))
        .filter(|(_, record)| words::membership_role(&record.role).is_some())
        .filter_map(|(external, record)| {
            record.department.as_deref().map(|department| pair(external, department))
        })
        .collect();
    let refs = draft.refs;
    for (kind, external, known) in refs.iter() {
        let is_of_here = kind == RefKind::Membership && by_id.contains_key(first_of_pair(external));
        if !is_of_here || said.contains(external) {
            continue;
        }
        let id = MembershipId(known.id);
        if let Some(row) = draft.world.membership(id).present().cloned() {
            draft.remove(id.into());
            draft.fact(row.department, What::Left { person: row.person });
            let line =
                by_id.get(first_of_pair(external)).and_then(|lines| lines.first()).map_or(0, |line| line.0);
            draft.notes.warn(FILE, line, Warning::Left, first_of_pair(external));
        }
        draft.forget(RefKind::Membership, external);
    }
}
