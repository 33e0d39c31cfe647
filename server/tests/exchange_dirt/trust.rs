//! What a source is not believed: it speaks of what it brings, not of what it names.

use std::collections::BTreeSet;

use weft_domain::{Change, DepartmentState, Uuid};
use weft_server::exchange::{Reason, Refs, Warning};

use super::support::Database;
use super::{EVENTS, REQUESTS, department, directory, file, has, request, skips};

/// A file can name a request that people filed in Weft by its id, and anybody as who spoke of it.
#[test]
fn nobody_is_made_to_say_anything_of_a_request_that_was_here_before() {
    let [ann, bob, here] = [1, 2, 3].map(|number| Uuid::from_u128(number).to_string());
    let people = format!("id,name,email,department_id,role\n{ann},Ann,,fin,\n{bob},Bob,,it,\n");
    let requests = format!("{REQUESTS}{here},One,,,fin,it,2024-01-02,\n");
    let comment = |id| {
        format!("id,request_id,person_id,at,text\n{id},{here},ann,2024-01-03,Said\n").replace("ann", &ann)
    };
    let mut database = Database::new();
    let with = |comments: &str, requests: &str| {
        let ratings = format!("request_id,score,of,at,comment,person_id\n{here},1,,2024-02-01,Bad,{ann}\n");
        let kudos = format!(
            "id,from_person_id,to_person_id,request_id,category,text,at\nk,{ann},{bob},{here},craft,Oh,2024-03-01\n"
        );
        let all = [
            ("comments.csv", comments),
            ("requests.csv", requests),
            ("ratings.csv", &ratings),
            ("kudos.csv", &kudos),
        ];
        directory(&[&all[..], &[("people.csv", &people)]].concat())
    };
    // With the request itself, what was said of it comes in.
    let brought =
        directory(&[("people.csv", &people), ("requests.csv", &requests), ("comments.csv", &comment("c1"))]);
    assert_eq!(file(&database.import(&brought), "comments.csv").created, 1);
    // From now on it is one of this database, which no source has brought.
    database.refs = Refs::default();
    let kept = database.import(&directory(&[("people.csv", &people), ("comments.csv", &comment("c1"))]));
    assert_eq!(file(&kept, "comments.csv").unchanged, 1);
    // Not even a source that names it too, at once or before, is believed.
    for requests in [REQUESTS, &requests, &requests] {
        let plan = database.import(&with(&comment("c2"), requests));
        for name in ["comments.csv", "ratings.csv", "kudos.csv"] {
            assert_eq!(skips(&plan, name), [(2, Reason::UnknownRequest)], "{name}");
        }
    }
    assert_eq!(database.world.ratings().count() + database.world.all_kudos().count(), 0);
    assert_eq!(database.world.all_scores().count(), 0);
}

/// A source that knows nothing of a merge in Weft still names the department that is no more.
#[test]
fn what_a_source_says_of_a_department_merged_here_is_of_the_one_that_took_it_in() {
    let mut database = Database::new();
    let people = "id,name,email,department_id,role\nann,Ann,,fin,\n";
    database.import(&directory(&[("people.csv", people)]));
    let [mut it, hq] = ["IT Services", "Head Office"].map(|name| department(&database, name).clone());
    it.state = DepartmentState::Merged { into: hq.id };
    database.world.apply(&Change::from(it));
    let requests = format!("{REQUESTS}r1,One,,,fin,it,2024-01-02,\n");
    let ratings = "request_id,from_department_id,to_department_id,score,of,at,comment,person_id\nr1,fin,it,5,,2024-02-01,,ann\n";
    database.import(&directory(&[("requests.csv", &requests), ("ratings.csv", ratings)]));
    assert_eq!(database.world.ratings().next().unwrap().provider, hq.id);
    assert_eq!(database.world.all_scores().next().unwrap().provider, hq.id);
}

#[test]
fn a_request_gets_labels_only_of_departments_that_hold_it_or_have_held_it() {
    let mut database = Database::new();
    let labels = "id,department_id,name,state\nl1,it,Network,active\nl2,fin,Tax,active\nl3,hq,Board,active\n";
    let requests = format!(
        "{},labels\nr1,Held,,,fin,it,2024-01-02,,l1 l2\nr2,Handed over,,,hq,it,2024-01-02,,l1 l2 l3\n",
        REQUESTS.trim_end()
    );
    let events = format!("{EVENTS}r2,2024-01-02,,hq,fin,new\nr2,2024-01-03,,fin,it,new\n");
    let all = [("labels.csv", labels), ("requests.csv", &requests), ("request_events.csv", &events)];
    let plan = database.import(&directory(&all));
    let names = |title| {
        let labels = request(&database, title).labels.iter();
        labels.map(|id| database.world.label(*id).present().unwrap().name.as_str()).collect::<BTreeSet<_>>()
    };
    assert_eq!(names("Held"), ["Network"].into());
    assert_eq!(names("Handed over"), ["Network", "Tax"].into());
    assert!(has(&plan, "requests.csv", Warning::UnknownWord));
}
