//! What is for a confidential service, or said to be confidential, never comes in open.

use weft_domain::{PersonId, Sight};
use weft_server::exchange::{ImportPlan, Reason, Warning};

use super::{REQUESTS, directory, file, has, request, skips};
use crate::memory::{Database, Files};

const PEOPLE: &str = "id,name,email,department_id,role\nlee,Lee,,it,lead\nann,Ann,,fin,\nbob,Bob,,hq,\n";

/// A confidential service of IT, and an open one.
const SERVICES: &str = "id,name,department_id,confidential,handlers\nvault,Vault,it,true,\nopen,Open,it,,\n";

/// With `requests`, a line each, that have a service and a sight at their end.
fn with(services: &str, requests: &str, people: &str) -> Files {
    let requests = format!("{},service_id,sight\n{requests}", REQUESTS.trim_end());
    let people = format!("request_id,person_id,role\n{people}");
    let events = "request_id,at,actor_id,from_department_id,to_department_id,state\nr1,2024-01-03,,,it,\n";
    let comments = "id,request_id,person_id,at,text\nc1,r1,ann,2024-01-04,Said\n";
    directory(&[
        ("people.csv", PEOPLE),
        ("services.csv", services),
        ("requests.csv", &requests),
        ("request_people.csv", &people),
        ("request_events.csv", events),
        ("comments.csv", comments),
    ])
}

fn named(database: &Database, name: &str) -> PersonId {
    database.world.people().find(|row| row.name == name).unwrap().id
}

fn handled_by(database: &Database, title: &str, name: &str) -> bool {
    request(database, title).sight == Sight::Confidential { handlers: vec![named(database, name)] }
}

#[test]
fn what_is_filed_with_a_confidential_service_comes_in_confidential() {
    // As the service comes, and later, whatever is said of its sight then.
    let mut database = Database::new();
    database.import(&with(SERVICES, "r1,One,,,fin,it,2024-01-02,,vault,\n", "r1,ann,requester\n"));
    assert!(handled_by(&database, "One", "Lee"), "the leads of who is asked");
    let more = "r1,One,,,fin,it,2024-01-02,,vault,\nr2,Two,,,fin,it,2024-01-02,,vault,departments\n";
    database.import(&with(SERVICES, more, "r2,bob,watcher\nr2,bob,assignee\n"));
    assert!(handled_by(&database, "Two", "Lee"));
    let row = request(&database, "Two");
    assert_eq!((row.assignee, row.watchers.len()), (None, 0), "nobody else has a part in it");
    assert_eq!(database.world.all_traffic().count(), 0, "it counts in no figure");
    // Who handles the service, and who is named with the request itself.
    let mut database = Database::new();
    let services = SERVICES.replace("true,", "true,bob");
    let lines = "r1,One,,,fin,it,2024-01-02,,vault,\nr2,Two,,,fin,it,2024-01-02,,vault,confidential\n";
    database.import(&with(&services, lines, "r2,ann,handler\n"));
    assert!(handled_by(&database, "One", "Bob"));
    assert!(handled_by(&database, "Two", "Ann"));
}

#[test]
fn an_export_of_what_was_open_before_its_service_was_confidential_comes_in_as_it_was() {
    let mut database = Database::new();
    database.import(&with(SERVICES, "r1,One,,,fin,it,2024-01-02,,vault,departments\n", ""));
    assert_eq!(request(&database, "One").sight, Sight::Departments);
}

#[test]
fn what_nobody_would_handle_is_left_out_whole() {
    let nobody = |plan: &ImportPlan| {
        for name in ["requests.csv", "request_people.csv", "request_events.csv"] {
            assert_eq!(skips(plan, name), [(2, Reason::NoHandler)], "{name}");
        }
        assert_eq!(skips(plan, "comments.csv"), [(2, Reason::UnknownRequest)]);
    };
    let services = "id,name,department_id,confidential,handlers\nvault,Vault,fin,true,\n";
    let mut database = Database::new();
    for line in ["r1,One,,,it,fin,2024-01-02,,vault,\n", "r1,One,,,it,fin,2024-01-02,,,confidential\n"] {
        let files = with(services, line, "r1,ann,requester\n");
        // Its events do not say who holds it.
        let files = files.into_iter().map(|(name, text)| match name.as_str() {
            "request_events.csv" => {
                let text = String::from_utf8(text).unwrap().replace(",it,", ",,new");
                (name, text.into_bytes())
            }
            _ => (name, text),
        });
        nobody(&database.import(&files.collect()));
        assert_eq!(database.world.requests().count(), 0);
        assert_eq!(database.world.all_traffic().count(), 0);
    }
    // Once there is somebody, it comes in.
    let files = with(SERVICES, "r1,One,,,fin,it,2024-01-02,,,confidential\n", "");
    assert_eq!(file(&database.import(&files), "requests.csv").created, 1);
    assert!(handled_by(&database, "One", "Lee"));
}

#[test]
fn a_request_that_is_here_stays_open_when_its_service_is_confidential() {
    let mut database = Database::new();
    database.import(&with(SERVICES, "r1,One,,,fin,it,2024-01-02,,open,\n", ""));
    let plan = database.import(&with(SERVICES, "r1,One,,,fin,it,2024-01-02,,vault,confidential\n", ""));
    assert_eq!(request(&database, "One").sight, Sight::Departments);
    assert!(has(&plan, "requests.csv", Warning::SightKept));
}

#[test]
fn who_has_left_by_the_files_handles_nothing_that_is_open() {
    let services = SERVICES.replace("true,", "true,bob");
    let mut database = Database::new();
    database.import(&with(&services, "r1,One,,,fin,it,2024-01-02,,vault,\n", ""));
    assert!(handled_by(&database, "One", "Bob"));
    // What was here goes to the leads, and so does what names somebody who has left; not what has ended.
    let lines = "r2,Two,,,fin,it,2024-01-02,,vault,confidential\nr3,Three,,,fin,it,2024-01-02,2024-02-01,,confidential\n";
    let mut files = with(&services, lines, "r2,bob,handler\nr3,bob,handler\n");
    let people = "id,name,email,department_id,role,state\nlee,Lee,,it,lead,\nbob,Bob,,hq,,retired\n";
    files.insert("people.csv".to_owned(), people.into());
    database.import(&files);
    assert!(handled_by(&database, "One", "Lee"));
    assert!(handled_by(&database, "Two", "Lee"));
    assert!(handled_by(&database, "Three", "Bob"));
}
