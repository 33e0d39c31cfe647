//! Dependencies that a source declares or has observed. They come in as proposed, without notices.

use std::collections::BTreeMap;

use weft_domain::limits::PROSE_CHARS_MAX;
use weft_domain::{
    Deliverable, DepartmentId, Dependency, DependencyId, DependencyState, Dispute, Mode, Observed, Origin,
    ServiceId, What,
};

use super::draft::Draft;
use crate::exchange::clean::shorten;
use crate::exchange::files::File;
use crate::exchange::read::Numbered;
use crate::exchange::records::{Agreement, DependencyRecord};
use crate::exchange::refs::{RefKind, mark, pair};
use crate::exchange::report::{Outcome, Reason, Warning};
use crate::exchange::words;

const FILE: File = File::Dependencies;

pub(super) fn plan(draft: &mut Draft<'_>, records: &[Numbered<DependencyRecord>]) {
    let mut by_pair: BTreeMap<(DepartmentId, DepartmentId), Vec<&Numbered<DependencyRecord>>> =
        BTreeMap::new();
    for numbered in records {
        let (line, record) = numbered;
        // A merge ends what the merged one had: that stays its own. What goes on is its heir's.
        let is_over = record.agreement.state.as_deref() == Some("retired");
        let find = |external| match is_over {
            true => draft.department_as_named(external),
            false => draft.department(external),
        };
        let ends = [&record.customer, &record.provider].map(|external| find(external).ok_or(external));
        let pair = match ends {
            [Ok(customer), Ok(provider)] => (customer, provider),
            [Err(unknown), _] | [_, Err(unknown)] => {
                draft.notes.skip(FILE, *line, Reason::UnknownDepartment, unknown);
                continue;
            }
        };
        if pair.0 == pair.1 {
            draft.notes.skip(FILE, *line, Reason::Itself, &record.customer);
            continue;
        }
        by_pair.entry(pair).or_default().push(numbered);
    }
    let mut said = std::collections::BTreeSet::new();
    for (ends, lines) in by_pair {
        if let Some((_, record)) = lines.first() {
            said.insert(pair(&record.customer, &record.provider));
        }
        dependency(draft, ends, &lines);
    }
    if !records.is_empty() {
        draft.vanished(FILE, RefKind::Dependency, |external| said.contains(external));
    }
}

fn dependency(
    draft: &mut Draft<'_>,
    (customer, provider): (DepartmentId, DepartmentId),
    lines: &[&Numbered<DependencyRecord>],
) {
    let Some((line, record)) = lines.first() else { return };
    for (line, _) in lines.iter().skip(1) {
        draft.notes.warn(FILE, *line, Warning::Joined, "");
    }
    let external = pair(&record.customer, &record.provider);
    let texts = lines.iter().flat_map(|(_, record)| {
        let own = [&record.mode, &record.tier, &record.grade, &record.channel, &record.services];
        let own = own.map(|text| text.as_deref().unwrap_or_default());
        let seen = [record.count.as_str(), &record.first, &record.last];
        // A file without the column is marked as it always was.
        let new = record.deliverable.as_deref();
        seen.into_iter().chain(own).chain(record.agreement.texts()).chain(new)
    });
    let mark = mark(texts);
    let standing = draft.standing(RefKind::Dependency, &external, &mark);
    let id = DependencyId::between(customer, provider);
    let old = draft.world.dependency(id).present().cloned();
    let outcome = if standing.is_as_before && old.is_some() {
        Outcome::Unchanged
    } else {
        let observed = lines.iter().filter_map(|(line, record)| observed(draft, *line, record)).reduce(join);
        let mut row = old.clone().unwrap_or(Dependency {
            id,
            customer,
            provider,
            state: DependencyState::Proposed,
            mode: Mode::default(),
            tier: None,
            grade: None,
            needs: Vec::new(),
            services: Vec::new(),
            channel: String::new(),
            origin: Origin::Imported,
            proposed_by: None,
            agreed: None,
            dispute: None,
            observed: None,
            changed_at: draft.options.now,
            rev: 0,
        });
        row.observed = observed.or(row.observed);
        own_columns(draft, *line, record, &mut row);
        agreement(draft, *line, &record.agreement, &mut row);
        if old.as_ref().is_some_and(|old| old.channel != row.channel) {
            row.rev = row.rev.saturating_add(1);
        }
        let outcome = match (draft.put(row), deliverable(draft, *line, record, id)) {
            (Outcome::Unchanged, true) => Outcome::Changed,
            (outcome, _) => outcome,
        };
        if outcome == Outcome::Created {
            draft.fact(id, What::Dependency { from: None, to: DependencyState::Proposed });
        } else {
            draft.fact_of(id, outcome);
        }
        draft.remember(RefKind::Dependency, &external, id.0, mark);
        outcome
    };
    for _ in lines {
        draft.notes.count(FILE, outcome);
    }
}

/// The columns that only an export of Weft has.
fn own_columns(draft: &mut Draft<'_>, line: u32, record: &DependencyRecord, row: &mut Dependency) {
    fn read<T>(
        draft: &mut Draft<'_>,
        line: u32,
        text: Option<&str>,
        read: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = text?;
        let value = read(text);
        if value.is_none() {
            draft.notes.warn(FILE, line, Warning::UnknownWord, text);
        }
        value
    }
    row.mode = read(draft, line, record.mode.as_deref(), words::mode::read).unwrap_or(row.mode);
    row.tier = read(draft, line, record.tier.as_deref(), words::tier::read).or(row.tier);
    row.grade = read(draft, line, record.grade.as_deref(), words::grade::read).or(row.grade);
    if let Some(channel) = &record.channel {
        row.channel.clone_from(channel);
        if shorten(&mut row.channel, PROSE_CHARS_MAX) {
            draft.notes.warn(FILE, line, Warning::Shortened, "channel");
        }
    }
    if let Some(services) = &record.services {
        let mut found: Vec<ServiceId> = Vec::new();
        for external in services.split_whitespace() {
            match draft.service(external) {
                Some(id) => found.push(id),
                None => draft.notes.warn(FILE, line, Warning::UnknownService, external),
            }
        }
        found.sort_unstable();
        found.dedup();
        row.services = found;
    }
}

/// What is handed over, where a file says so. Whether that is news.
fn deliverable(draft: &mut Draft<'_>, line: u32, record: &DependencyRecord, id: DependencyId) -> bool {
    let Some(mut text) = record.deliverable.clone() else { return false };
    if shorten(&mut text, PROSE_CHARS_MAX) {
        draft.notes.warn(FILE, line, Warning::Shortened, "deliverable");
    }
    let old = draft.world.deliverable(id).present();
    if old.map_or("", |row| &row.text) == text {
        return false;
    }
    let rev = old.map_or(0, |row| row.rev).saturating_add(1);
    draft.put(Deliverable { dependency: id, text, rev });
    true
}

/// How far the two sides of an exported dependency were agreed. A state that lacks who said so is
/// not taken over: it comes in as proposed. Neither is one of a dependency that is here, or in the name
/// of somebody who is: those speak for themselves, signed in.
fn agreement(draft: &mut Draft<'_>, line: u32, said: &Agreement, row: &mut Dependency) {
    let Some(word) = said.state.as_deref() else { return };
    let Some(state) = words::agreement::read(word) else {
        return draft.notes.warn(FILE, line, Warning::UnknownWord, word);
    };
    if !draft.is_new(row.id) {
        if state != row.state {
            draft.notes.warn(FILE, line, Warning::AgreementKept, word);
        }
        return;
    }
    let person = |draft: &mut Draft<'_>, external: &Option<String>| {
        let external = external.as_deref()?;
        let found = draft.person(external);
        if found.is_none() {
            draft.notes.warn(FILE, line, Warning::UnknownPerson, external);
        }
        found
    };
    let named = [&said.agreed_by, &said.disputed_by, &said.proposed_by].map(|by| person(draft, by));
    if let Some(here) = named.iter().flatten().find(|by| !draft.is_new(**by)) {
        return draft.notes.warn(FILE, line, Warning::InTheirName, &here.to_string());
    }
    let [agreed_by, disputed_by, proposed_by] = named;
    let agreed = agreed_by.zip(draft.time(FILE, line, &said.agreed_at));
    let disputed = disputed_by.zip(draft.time(FILE, line, &said.disputed_at));
    let dispute = disputed.map(|(by, at)| Dispute { by, at, reason: said.dispute_reason.clone() });
    let is_backed = match state {
        DependencyState::Proposed | DependencyState::Retired => true,
        DependencyState::Agreed => agreed.is_some(),
        DependencyState::Disputed => dispute.is_some(),
    };
    if is_backed {
        row.state = state;
        row.agreed = agreed.filter(|_| matches!(state, DependencyState::Agreed | DependencyState::Retired));
        row.dispute = dispute.filter(|_| state == DependencyState::Disputed);
        row.changed_at = draft.time(FILE, line, &said.changed_at).unwrap_or(row.changed_at);
    }
    if said.origin.as_deref() == Some("declared") {
        row.origin = Origin::Declared;
    }
    row.proposed_by = proposed_by.or(row.proposed_by);
}

fn observed(draft: &mut Draft<'_>, line: u32, record: &DependencyRecord) -> Option<Observed> {
    let count = match record.count.parse::<u64>() {
        Ok(count) => u32::try_from(count).unwrap_or(u32::MAX),
        Err(_) => {
            if !record.count.is_empty() {
                draft.notes.warn(FILE, line, Warning::BadNumber, &record.count);
            }
            0
        }
    };
    let first = draft.time(FILE, line, &record.first);
    let last = draft.time(FILE, line, &record.last);
    let (first, last) = match (first, last) {
        (Some(first), Some(last)) if last < first => {
            draft.notes.warn(FILE, line, Warning::Backwards, "");
            (Some(last), Some(first))
        }
        both => both,
    };
    (count > 0 || first.is_some() || last.is_some()).then_some(Observed { count, first, last })
}

fn join(one: Observed, other: Observed) -> Observed {
    Observed {
        count: one.count.saturating_add(other.count),
        first: one.first.into_iter().chain(other.first).min(),
        last: one.last.max(other.last),
    }
}
