//! Real organisations come in whole. The sets are not part of this repository: without them these
//! tests say so and pass.

use crate::memory::Database;
use crate::real_set::real_set;
use weft_domain::{DepartmentState, Kind, RequestNumber, StateCategory, What};
use weft_server::exchange::{FileReport, ImportPlan, Reason, Warning};

fn file<'a>(plan: &'a ImportPlan, name: &str) -> &'a FileReport {
    plan.report.file(name).unwrap()
}

fn hand_overs(plan: &ImportPlan) -> usize {
    plan.journal.iter().filter(|entry| matches!(entry.fact.what, What::HandedOver { .. })).count()
}

fn nothing_new(database: &mut Database, files: &crate::memory::Files) {
    let again = database.import(files);
    assert_eq!((again.changes.len(), again.journal.len(), again.refs.len()), (0, 0, 0));
    assert!(again.report.files.iter().all(|report| report.created + report.changed == 0));
}

#[test]
fn rust_lang_comes_in_whole() {
    let Some(files) = real_set("rust-lang") else { return };
    let mut database = Database::new();
    let plan = database.import(&files);
    println!("{}", plan.report);
    let world = &database.world;
    assert_eq!(world.count(Kind::Department), 403);
    assert_eq!(world.count(Kind::Person), 676);
    assert_eq!(world.count(Kind::Dependency), 428);
    assert_eq!(world.count(Kind::Service), 195);
    assert_eq!(world.count(Kind::Request), 582);
    assert_eq!(file(&plan, "services.csv").created, 369);
    assert_eq!(file(&plan, "request_events.csv").created, 1_360);
    assert_eq!(file(&plan, "request_people.csv").created, 812);
    assert_eq!(file(&plan, "request_types.csv").not_kept, 18);
    let people = file(&plan, "people.csv");
    assert_eq!(people.skipped, 855, "former members get no rights");
    assert!(people.skips.iter().all(|skip| skip.reason == Reason::FormerMember));
    let retired = world.departments().filter(|row| row.state == DepartmentState::Retired).count();
    assert_eq!(retired, 53, "21 + 17 + 7 + 7 archived ones and the alumni");
    assert_eq!(world.people().filter(|row| row.is_retired).count(), 250);
    nothing_new(&mut database, &files);
}

#[test]
fn volvo_comes_in_whole() {
    let Some(files) = real_set("volvo-bpic13") else { return };
    let mut database = Database::new();
    let plan = database.import(&files);
    println!("{}", plan.report);
    let world = &database.world;
    assert_eq!(world.count(Kind::Department), 706);
    assert_eq!(world.count(Kind::Person), 3_116);
    assert_eq!(world.count(Kind::Membership), 9_796);
    assert_eq!(world.count(Kind::Dependency), 2_463);
    assert_eq!(world.count(Kind::Request), 7_554);
    assert_eq!(file(&plan, "request_events.csv").created, 65_533);
    assert_eq!(file(&plan, "request_extra.csv").not_kept, 7_554);
    assert!(plan.report.files.iter().all(|report| report.skipped == 0), "0 lines lost");
    assert_eq!(hand_overs(&plan), 9_454);
    assert_eq!(
        world.requests().filter(|row| row.is_own_work()).count(),
        4_407,
        "a team's own work, by holder"
    );
    assert_eq!(world.requests().filter(|row| row.is_open()).count(), 8);
    assert!(world.requests().all(|row| row.number != RequestNumber::Provisional));
    let filed: u32 = world.all_traffic().map(|row| row.filed).sum();
    assert_eq!(filed as usize, 7_554 + 9_454);
    let resolved: u32 = world.all_traffic().map(|row| row.resolved).sum();
    assert_eq!(resolved, 5_573 + 1_972);
    nothing_new(&mut database, &files);
}

#[test]
fn wabo_comes_in_with_its_states_guessed() {
    let Some(files) = real_set("wabo-receipt") else { return };
    let mut database = Database::new();
    let plan = database.import(&files);
    println!("{}", plan.report);
    let world = &database.world;
    assert_eq!(world.count(Kind::Department), 12);
    assert_eq!(world.count(Kind::Request), 1_434);
    assert_eq!(file(&plan, "request_events.csv").created, 8_577);
    assert_eq!(hand_overs(&plan), 4_903);
    assert_eq!(file(&plan, "request_sla.csv").not_kept, 1_434);
    let guessed = file(&plan, "request_events.csv")
        .warnings
        .iter()
        .filter(|warned| warned.warning == Warning::StateGuessed);
    assert_eq!(guessed.count(), 27);
    let open = world.requests().filter(|row| row.state != StateCategory::Closed).count();
    assert_eq!(open, 105, "those without a closing time");
    nothing_new(&mut database, &files);
}

#[test]
fn what_is_not_kept_yet_is_counted() {
    let Some(files) = real_set("tidb-faq-zh") else { return };
    let plan = Database::new().import(&files);
    assert_eq!(file(&plan, "kb_articles.csv").not_kept, 415);
    assert!(plan.changes.is_empty());
}
