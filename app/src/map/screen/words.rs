//! Words for what the rules name, and names for what they number.

use weft_domain::{
    Department, DepartmentId, DepartmentKind, DependencyState, Grade, Mode, PersonId, Refusal, Severity,
    Tier, World,
};

use crate::i18n::{Locale, map as text, person_name};
use crate::map::filter::Order;
use crate::ui::{ComboItem, Health};

/// A refusal in one line.
pub(super) fn refusal(locale: Locale, world: &World, refusal: &Refusal) -> String {
    crate::i18n::refusal::sentence(locale, world, refusal)
}

pub(super) const fn severity(locale: Locale, severity: Severity) -> &'static str {
    match severity {
        Severity::Blocking => text::blocking(locale),
        Severity::Slowing => text::slowing(locale),
        Severity::Ok => text::ok(locale),
    }
}

/// How badly something is needed; a dash where nobody has said.
pub(super) fn severity_if(locale: Locale, said: Option<Severity>) -> &'static str {
    said.map_or("–", |said| severity(locale, said))
}

pub(super) const fn order(locale: Locale, order: Order) -> &'static str {
    match order {
        Order::Customer => text::by_customer(locale),
        Order::Provider => text::by_provider(locale),
        Order::Severity => text::by_severity(locale),
        Order::State => text::by_state(locale),
    }
}

pub(super) const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocking => "blocking",
        Severity::Slowing => "slowing",
        Severity::Ok => "ok",
    }
}

pub(super) fn severity_of(word: &str) -> Severity {
    match word {
        "blocking" => Severity::Blocking,
        "ok" => Severity::Ok,
        _ => Severity::Slowing,
    }
}

pub(super) const fn mode(locale: Locale, mode: Mode) -> &'static str {
    match mode {
        Mode::AsAService => text::as_a_service(locale),
        Mode::Collaboration => text::collaboration(locale),
        Mode::Facilitating => text::facilitating(locale),
    }
}

pub(super) const fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::AsAService => "service",
        Mode::Collaboration => "collaboration",
        Mode::Facilitating => "facilitating",
    }
}

pub(super) fn mode_of(word: &str) -> Mode {
    match word {
        "collaboration" => Mode::Collaboration,
        "facilitating" => Mode::Facilitating,
        _ => Mode::AsAService,
    }
}

pub(super) const fn state(locale: Locale, state: DependencyState) -> &'static str {
    match state {
        DependencyState::Proposed => text::proposed(locale),
        DependencyState::Agreed => text::agreed(locale),
        DependencyState::Disputed => text::disputed(locale),
        DependencyState::Retired => text::retired(locale),
    }
}

/// How a state looks: a dispute is trouble, what has ended is quiet.
pub(super) const fn health(state: DependencyState) -> Health {
    match state {
        DependencyState::Proposed | DependencyState::Agreed => Health::Good,
        DependencyState::Disputed => Health::Broken,
        DependencyState::Retired => Health::Quiet,
    }
}

pub(super) const fn tier(locale: Locale, tier: Tier) -> &'static str {
    match tier {
        Tier::One => text::tier_1(locale),
        Tier::Two => text::tier_2(locale),
        Tier::Three => text::tier_3(locale),
    }
}

pub(super) const fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "A",
        Grade::B => "B",
        Grade::C => "C",
    }
}

/// A department's kind; a source's own word stays as it is.
pub(super) fn kind(locale: Locale, department: &Department) -> String {
    match &department.kind_name {
        Some(name) => name.clone(),
        None => known_kind(locale, department.kind).to_owned(),
    }
}

const fn known_kind(locale: Locale, kind: DepartmentKind) -> &'static str {
    match kind {
        DepartmentKind::Division => text::kind_division(locale),
        DepartmentKind::Department => text::kind_department(locale),
        DepartmentKind::Team => text::kind_team(locale),
        DepartmentKind::Committee => text::kind_committee(locale),
        DepartmentKind::WorkingGroup => text::kind_working_group(locale),
        DepartmentKind::Subsidiary => text::kind_subsidiary(locale),
        DepartmentKind::Affiliate => text::kind_affiliate(locale),
        DepartmentKind::Partner => text::kind_partner(locale),
        DepartmentKind::Supplier => text::kind_supplier(locale),
        DepartmentKind::Other => text::kind_other(locale),
    }
}

/// A department's name; empty if it is not known here.
pub(super) fn name(world: &World, id: DepartmentId, locale: Locale) -> String {
    world.department(id).present().map(|row| row.name.get(locale).to_owned()).unwrap_or_default()
}

/// A person's name; empty if they are not known here.
pub(super) fn person(world: &World, locale: Locale, id: PersonId) -> String {
    world.person(id).present().map(|row| person_name(locale, row)).unwrap_or_default()
}

/// A department as a combobox shows it.
pub(super) fn item(department: &Department, world: &World, locale: Locale) -> ComboItem {
    let above = department.parent.map(|parent| name(world, parent, locale)).unwrap_or_default();
    ComboItem {
        id: department.id.to_string(),
        title: department.name.get(locale).to_owned(),
        hint: above,
        mark: super::mark_of(department.id),
    }
}

/// The active departments that match the words: those whose name begins with them first.
pub(super) fn find_departments(world: &World, query: &str, locale: Locale) -> Vec<ComboItem> {
    let query = query.trim().to_lowercase();
    let mut found: Vec<(bool, String, ComboItem)> = world
        .departments()
        .filter(|row| row.is_active())
        .filter_map(|row| {
            let name = row.name.get(locale).to_lowercase();
            let key = row.key.0.to_lowercase();
            let matches = name.contains(&query) || key == query;
            matches.then(|| (!name.starts_with(&query), name, item(row, world, locale)))
        })
        .collect();
    found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    found.into_iter().map(|(.., item)| item).collect()
}
