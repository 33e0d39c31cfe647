//! Departments, people, services and dependencies on their way out.

use weft_domain::{Department, DepartmentState, Dependency, DependencyState, Locale, Origin, Person};

use super::{Ids, Input, sheet::Sheet};
use crate::exchange::files::File;
use crate::exchange::instant;
use crate::exchange::words;

pub(super) fn sheets(input: &Input<'_>, ids: &Ids) -> Vec<Sheet> {
    let mut departments = Sheet::new(File::Departments);
    for row in input.world.departments() {
        department(&mut departments, ids, row);
    }
    let mut people = Sheet::new(File::People);
    for row in input.world.people() {
        person(&mut people, input, ids, row);
    }
    let mut dependencies = Sheet::new(File::Dependencies);
    let mut needs = Sheet::new(File::Needs);
    for row in input.world.dependencies() {
        dependency(&mut dependencies, input, ids, row);
        needs_of(&mut needs, ids, row);
    }
    vec![departments, people, services(input, ids), dependencies, needs]
}

fn department(sheet: &mut Sheet, ids: &Ids, row: &Department) {
    let name = |locale| row.name.by_locale.get(&locale).cloned().unwrap_or_default();
    let (state, merged_into) = match row.state {
        DepartmentState::Active => ("active", None),
        DepartmentState::Retired => ("retired", None),
        DepartmentState::Merged { into } => ("merged", Some(into)),
    };
    let former: Vec<&str> = row.former_keys.iter().map(|key| key.0.as_str()).collect();
    let unit = words::unit::write(row.kind);
    sheet.line(&[
        ("id", ids.department(Some(row.id))),
        ("name", row.name.default.clone()),
        ("parent_id", ids.department(row.parent)),
        ("purpose", row.purpose.clone()),
        ("kind", row.kind_name.clone().unwrap_or_else(|| unit.to_owned())),
        ("unit", unit.to_owned()),
        ("key", row.key.0.clone()),
        ("former_keys", former.join(" ")),
        ("channel", row.channel.clone()),
        ("state", state.to_owned()),
        ("merged_into", ids.department(merged_into)),
        ("name_en", name(Locale::En)),
        ("name_zh_hans", name(Locale::ZhHans)),
        ("name_zh_hant", name(Locale::ZhHant)),
    ]);
}

fn state(row: &Person) -> &'static str {
    match (row.is_erased(), row.is_retired) {
        (true, _) => words::ERASED,
        (false, true) => "retired",
        (false, false) => "active",
    }
}

/// One line per membership; one without a department for who has none.
fn person(sheet: &mut Sheet, input: &Input<'_>, ids: &Ids, row: &Person) {
    let contact = input.world.contact(row.id).present().filter(|contact| input.shows((*contact).clone()));
    let person = [
        ("id", ids.person(Some(row.id))),
        ("name", row.name.clone()),
        ("email", contact.map(|contact| contact.email.clone()).unwrap_or_default()),
        ("state", state(row).to_owned()),
        ("locale", row.locale.map(|locale| locale.tag().to_owned()).unwrap_or_default()),
    ];
    let mut is_written = false;
    // Their own ids are this database's.
    let mut memberships: Vec<_> = input.world.memberships_of(row.id).collect();
    memberships.sort_by_key(|membership| membership.department);
    for membership in memberships {
        let place = [
            ("department_id", ids.department(Some(membership.department))),
            ("role", words::role::write(membership.role).to_owned()),
            ("title", membership.title.clone()),
        ];
        sheet.line(&[&person[..], &place].concat());
        is_written = true;
    }
    if !is_written {
        sheet.line(&person);
    }
}

/// A service goes out on as many lines as it has providers.
fn services(input: &Input<'_>, ids: &Ids) -> Sheet {
    let mut sheet = Sheet::new(File::Services);
    for row in input.world.services() {
        let named = input.world.handlers(row.id).present().map(|row| row.people.as_slice());
        let handlers: Vec<String> =
            named.unwrap_or_default().iter().map(|person| ids.person(Some(*person))).collect();
        for provider in &row.providers {
            sheet.line(&[
                ("id", ids.service(Some(row.id))),
                ("name", row.name.default.clone()),
                ("department_id", ids.department(Some(*provider))),
                ("description", row.description.clone()),
                ("state", words::service_state::write(row.state).to_owned()),
                ("confidential", row.is_confidential.to_string()),
                ("handlers", handlers.join(" ")),
            ]);
        }
    }
    sheet
}

fn dependency(sheet: &mut Sheet, input: &Input<'_>, ids: &Ids, row: &Dependency) {
    let observed = row.observed;
    let time = |at: Option<weft_domain::Timestamp>| at.map(instant::write).unwrap_or_default();
    let services: Vec<String> = row.services.iter().map(|id| ids.service(Some(*id))).collect();
    let deliverable = input.world.deliverable(row.id).present();
    let dispute = row.dispute.as_ref().filter(|_| row.state == DependencyState::Disputed);
    sheet.line(&[
        ("customer_department_id", ids.department(Some(row.customer))),
        ("provider_department_id", ids.department(Some(row.provider))),
        ("count", observed.map(|observed| observed.count.to_string()).unwrap_or_default()),
        ("first_seen", time(observed.and_then(|observed| observed.first))),
        ("last_seen", time(observed.and_then(|observed| observed.last))),
        ("mode", words::mode::write(row.mode).to_owned()),
        ("tier", row.tier.map(words::tier::write).unwrap_or_default().to_owned()),
        ("grade", row.grade.map(words::grade::write).unwrap_or_default().to_owned()),
        ("channel", row.channel.clone()),
        ("deliverable", deliverable.map(|row| row.text.clone()).unwrap_or_default()),
        ("services", services.join(" ")),
        ("state", words::agreement::write(row.state).to_owned()),
        ("origin", if row.origin == Origin::Declared { "declared" } else { "imported" }.to_owned()),
        ("proposed_by", ids.person(row.proposed_by)),
        ("agreed_by", ids.person(row.agreed.map(|(person, _)| person))),
        ("agreed_at", time(row.agreed.map(|(_, at)| at))),
        ("disputed_by", ids.person(dispute.map(|dispute| dispute.by))),
        ("disputed_at", time(dispute.map(|dispute| dispute.at))),
        ("dispute_reason", dispute.map(|dispute| dispute.reason.clone()).unwrap_or_default()),
        ("changed_at", time(Some(row.changed_at))),
    ]);
}

fn needs_of(sheet: &mut Sheet, ids: &Ids, row: &Dependency) {
    for need in &row.needs {
        sheet.line(&[
            ("id", need.id.to_string()),
            ("customer_department_id", ids.department(Some(row.customer))),
            ("provider_department_id", ids.department(Some(row.provider))),
            ("text", need.text.clone()),
            ("severity", words::severity::write(need.severity).to_owned()),
            ("person_id", ids.person(Some(need.author))),
            ("at", instant::write(need.at)),
        ]);
    }
}
