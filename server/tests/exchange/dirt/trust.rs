//! What a source is not believed: it speaks of what it brings, not of what it names.

use std::collections::BTreeSet;

use weft_domain::{Change, DepartmentState, DependencyState, Origin, Sight, Uuid};
use weft_server::exchange::{Reason, Refs, Warning};

use super::{EVENTS, REQUESTS, department, directory, file, has, request, skips};
use crate::memory::Database;

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

/// Who may see a request is what was promised to who filed it, also where a file says otherwise.
#[test]
fn a_source_that_changes_its_mind_opens_no_request() {
    let mut database = Database::new();
    let said = |title: &str, sight: &str| {
        format!("{},sight\nr1,{title},,,fin,it,2024-01-02,,{sight}\n", REQUESTS.trim_end())
    };
    database.import(&directory(&[("requests.csv", &said("One", "private"))]));
    let plan = database.import(&directory(&[("requests.csv", &said("Two", "departments"))]));
    assert_eq!(
        request(&database, "Two").sight,
        Sight::Private,
        "its title is the source's, its sight is not"
    );
    assert!(has(&plan, "requests.csv", Warning::SightKept));
}

/// A file can name a request that people filed in Weft by its id.
#[test]
fn a_request_that_was_here_before_stays_as_people_made_it() {
    let here = Uuid::from_u128(3).to_string();
    let said = |line: &str| format!("{},sight,body\n{here},{line}\n", REQUESTS.trim_end());
    let mut database = Database::new();
    database.import(&directory(&[("requests.csv", &said("One,,,fin,it,2024-01-02,,private,Please"))]));
    database.refs = Refs::default();
    let before = request(&database, "One").clone();
    let same =
        database.import(&directory(&[("requests.csv", &said("One,,,fin,it,2024-01-02,,private,Please"))]));
    assert_eq!(file(&same, "requests.csv").unchanged, 1);
    for line in [
        "Two,,,fin,it,2024-01-02,,private,Please",
        "One,,,hq,it,2024-01-02,,private,Please",
        "One,,,fin,it,2024-01-02,,private,Send money",
    ] {
        let people = format!("request_id,person_id,role\n{here},eve,watcher\n");
        let all = [
            ("people.csv", "id,name,email,department_id,role\neve,Eve,,hq,\n"),
            ("requests.csv", &said(line)),
            ("request_people.csv", &people),
        ];
        let plan = database.import(&directory(&all));
        assert_eq!(skips(&plan, "requests.csv"), [(2, Reason::HereBefore)], "{line}");
        assert_eq!(skips(&plan, "request_people.csv"), [(2, Reason::HereBefore)], "{line}");
        assert_eq!(database.world.request(before.id).present(), Some(&before), "{line}");
        assert_eq!(database.world.request_text(before.id).present().unwrap().body, "Please", "{line}");
    }
}

/// An agreement is between people. A file brings one only with the dependency and everybody it names.
#[test]
fn no_file_agrees_to_a_dependency_for_people_who_are_here() {
    let agreed = |by: &str| {
        format!(
            "customer_department_id,provider_department_id,state,agreed_by,agreed_at,origin,proposed_by\n\
             fin,it,agreed,{by},2024-01-02,declared,{by}\n"
        )
    };
    let needs = |by: &str, text: &str| {
        format!(
            "id,customer_department_id,provider_department_id,text,severity,person_id,at\n\
             {by},fin,it,{text},blocking,{by},2024-01-02\n"
        )
    };
    let people = "id,name,email,department_id,role\nann,Ann,,it,lead\n";
    // Ann came before: she is not made to agree, nor to need anything.
    let mut database = Database::new();
    database.import(&directory(&[("people.csv", people)]));
    let with = |agreed: &str, needs: &str| {
        directory(&[("people.csv", people), ("dependencies.csv", agreed), ("needs.csv", needs)])
    };
    let plan = database.import(&with(&agreed("ann"), &needs("ann", "All")));
    let row = |database: &Database| database.world.dependencies().next().unwrap().clone();
    assert_eq!((row(&database).state, row(&database).origin), (DependencyState::Proposed, Origin::Imported));
    assert!(has(&plan, "dependencies.csv", Warning::InTheirName));
    assert_eq!(skips(&plan, "needs.csv"), [(2, Reason::InTheirName)]);
    // It all comes in at once: an export into an empty database.
    let mut database = Database::new();
    database.import(&with(&agreed("ann"), &needs("ann", "All")));
    let first = row(&database);
    assert_eq!((first.state, first.needs.len()), (DependencyState::Agreed, 1));
    // Whatever is said later changes nothing that people said.
    let plan = database.import(&with(&agreed("ann").replace(",agreed,", ",retired,"), &needs("ann", "Less")));
    assert!(has(&plan, "dependencies.csv", Warning::AgreementKept));
    assert_eq!(skips(&plan, "needs.csv"), [(2, Reason::HereBefore)]);
    assert_eq!(row(&database), first);
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
