//! Erasing a person: what is left of a row that says something of them. The one place that knows; the rule
//! and the feed both ask it.
//!
//! What goes is what is said **of** them: name, address, language, roles, places and job titles, and the
//! words of thanks to them. What they did stays with their id, which leads to nobody any more: requests,
//! comments, ratings and thanks of theirs are their departments' record of work, and so are the words in
//! them. The journal holds ids only and stays.

use crate::{Change, Contact, Key, Kind, Kudos, Membership, Person, PersonId, Roles, Row, Thanked};

/// What becomes of `row` when `person` is erased; none: it says nothing of them, and stays as it is.
/// Redacting what is redacted changes nothing.
pub fn redacted(row: &Row, person: PersonId) -> Option<Change> {
    match row {
        Row::Person(Person { id, rev, .. }) if *id == person => {
            let (name, locale, roles) = (String::new(), None, Roles::NONE);
            Some(Change::from(Person { id: *id, name, locale, roles, is_retired: true, rev: *rev }))
        }
        Row::Contact(Contact { person: of, .. }) if *of == person => {
            Some(Change::Remove(Key { kind: Kind::Contact, id: of.0 }))
        }
        Row::Membership(Membership { id, person: of, .. }) if *of == person => {
            Some(Change::Remove((*id).into()))
        }
        Row::Kudos(row) if row.to == Thanked::Person(person) => {
            Some(Change::from(Kudos { text: String::new(), ..row.clone() }))
        }
        _ => None,
    }
}
