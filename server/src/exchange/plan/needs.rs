//! The needs in dependencies: what is needed and why. Only an export of Weft has them. They come in
//! with the dependency that they are of: what is needed of one that is here, people here say themselves.

use weft_domain::limits::{NEEDS_MAX, PROSE_CHARS_MAX};
use weft_domain::{Dependency, DependencyId, Need, NeedId, Severity};

use super::draft::Draft;
use crate::exchange::clean::shorten;
use crate::exchange::files::File;
use crate::exchange::read::Numbered;
use crate::exchange::records::NeedRecord;
use crate::exchange::refs::{RefKind, new_id};
use crate::exchange::report::{Outcome, Reason, Warning};
use crate::exchange::words;

const FILE: File = File::Needs;

pub(super) fn plan(draft: &mut Draft<'_>, records: &[Numbered<NeedRecord>]) {
    for (line, record) in records {
        match need(draft, *line, record) {
            Ok(outcome) => draft.notes.count(FILE, outcome),
            Err((reason, value)) => draft.notes.skip(FILE, *line, reason, &value),
        }
    }
}

fn need(draft: &mut Draft<'_>, line: u32, record: &NeedRecord) -> Result<Outcome, (Reason, String)> {
    let department = |draft: &Draft<'_>, external: &String| {
        draft.department(external).ok_or_else(|| (Reason::UnknownDepartment, external.clone()))
    };
    let named = |external: &String| draft.department_as_named(external);
    let as_named = named(&record.customer).zip(named(&record.provider));
    let as_named = as_named.map(|(customer, provider)| DependencyId::between(customer, provider));
    let found = match as_named.filter(|id| draft.world.has((*id).into())) {
        Some(id) => draft.world.dependency(id).present().cloned(),
        None => {
            let customer = department(draft, &record.customer)?;
            let provider = department(draft, &record.provider)?;
            draft.world.dependency(DependencyId::between(customer, provider)).present().cloned()
        }
    };
    let mut row: Dependency = found.ok_or_else(|| (Reason::UnknownDependency, record.customer.clone()))?;
    let said_by = record.person.clone().unwrap_or_default();
    let author = draft.person(&said_by).ok_or((Reason::UnknownPerson, said_by))?;
    let mut text = record.text.clone();
    if text.is_empty() {
        return Err((Reason::SaysNothing, String::new()));
    }
    if shorten(&mut text, PROSE_CHARS_MAX) {
        draft.notes.warn(FILE, line, Warning::Shortened, "text");
    }
    let severity = words::severity::read(&record.severity).unwrap_or_else(|| {
        draft.notes.warn(FILE, line, Warning::UnknownWord, &record.severity);
        Severity::default()
    });
    let at = draft.time(FILE, line, &record.at).unwrap_or(draft.options.now);
    let id = NeedId(new_id(&draft.options.source, RefKind::Dependency, &record.id));
    let need = Need { id, text, severity, author, at };
    let is_full = row.needs.len() >= NEEDS_MAX;
    if !draft.is_new(row.id) {
        let is_here = row.needs.contains(&need);
        return if is_here { Ok(Outcome::Unchanged) } else { Err((Reason::HereBefore, record.id.clone())) };
    }
    if !draft.is_new(author) {
        return Err((Reason::InTheirName, record.person.clone().unwrap_or_default()));
    }
    let outcome = match row.needs.iter_mut().find(|old| old.id == id) {
        Some(old) if *old == need => return Ok(Outcome::Unchanged),
        Some(old) => {
            *old = need;
            Outcome::Changed
        }
        None if is_full => return Err((Reason::TooManyNeeds, String::new())),
        None => {
            row.needs.push(need);
            Outcome::Created
        }
    };
    row.rev = row.rev.saturating_add(1);
    draft.put(row);
    Ok(outcome)
}
