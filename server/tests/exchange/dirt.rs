//! What real files are like: every kind of dirt comes in with a reason or a warning, nothing is lost
//! without one.

mod confidence;
mod trust;

use crate::memory::{Database, Files, NOW};
use weft_domain::{
    Department, DepartmentState, DependencyState, Kind, MembershipRole, Origin, Request, StateCategory,
    Timestamp, What,
};
use weft_server::exchange::{FileReport, ImportPlan, Reason, Refused, Warning, read};

const TREE: &str = "\
id,name,parent_id,purpose,kind
hq,Head Office,,Runs it,division
it,IT Services,hq,,team
fin,财务部,hq,,部门
old,Old Team,hq,,archived team
";

/// Files written in a test.
fn files(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

fn directory(more: &[(&str, &str)]) -> Files {
    files(&[&[("departments.csv", TREE)], more].concat())
}

fn skips(plan: &ImportPlan, name: &str) -> Vec<(u32, Reason)> {
    file(plan, name).skips.iter().map(|skip| (skip.line, skip.reason)).collect()
}

fn has(plan: &ImportPlan, name: &str, warning: Warning) -> bool {
    file(plan, name).warnings.iter().any(|warned| warned.warning == warning)
}

fn file<'a>(plan: &'a ImportPlan, name: &str) -> &'a FileReport {
    plan.report.file(name).unwrap()
}

fn department<'a>(database: &'a Database, name: &str) -> &'a Department {
    database.world.departments().find(|row| row.name.default == name).unwrap()
}

fn request<'a>(database: &'a Database, title: &str) -> &'a Request {
    database.world.requests().find(|row| row.title == title).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

#[test]
fn a_bom_crlf_other_columns_and_another_order_change_nothing() {
    let mut plain = Database::new();
    plain.import(&files(&[("departments.csv", "id,name,parent_id\na,A,\nb,B,a\n")]));
    let mut dirty = Database::new();
    let text = "\u{feff}Colour,Parent ID,NAME,id\r\nred,,A,a\r\n,a,B,b\r\n\r\n,,,\r\n";
    let plan = dirty.import(&files(&[("DEPARTMENTS.CSV", text)]));
    let rows = |database: &Database| database.world.departments().cloned().collect::<Vec<_>>();
    assert_eq!(rows(&plain), rows(&dirty));
    assert!(has(&plan, "departments.csv", Warning::UnknownColumn));
}

#[test]
fn a_circle_of_departments_is_cut_and_told() {
    let mut database = Database::new();
    let text = "id,name,parent_id\na,A,c\nb,B,a\nc,C,b\nd,D,d\ne,E,nowhere\nb,Again,\n,Nameless,\n";
    let plan = database.import(&files(&[("departments.csv", text)]));
    assert_eq!(database.world.count(Kind::Department), 5);
    assert_eq!(skips(&plan, "departments.csv"), [(7, Reason::Duplicate), (8, Reason::MissingId)]);
    let own = file(&plan, "departments.csv")
        .warnings
        .iter()
        .filter(|warned| warned.warning == Warning::OwnAncestor);
    assert_eq!(own.map(|warned| warned.count).sum::<u32>(), 2);
    assert!(has(&plan, "departments.csv", Warning::UnknownParent));
    assert_eq!(department(&database, "C").parent, None);
    assert_eq!(department(&database, "A").parent, Some(department(&database, "C").id));
}

#[test]
fn a_tree_that_is_too_deep_is_cut() {
    let mut text = String::from("id,name,parent_id\n");
    for level in 0..200 {
        let parent = if level == 0 { String::new() } else { format!("d{}", level - 1) };
        text.push_str(&format!("d{level},D{level},{parent}\n"));
    }
    // From the leaves up, so that each line hangs what is already deep.
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let plan = Database::new().import(&files(&[("departments.csv", &lines.join("\n"))]));
    assert!(has(&plan, "departments.csv", Warning::TooDeep));
}

#[test]
fn archived_units_come_in_retired_and_keys_are_unique() {
    let mut database = Database::new();
    database.import(&directory(&[]));
    assert_eq!(department(&database, "Old Team").state, DepartmentState::Retired);
    let keys: Vec<&str> = ["Head Office", "IT Services", "财务部", "Old Team"]
        .map(|name| department(&database, name).key.0.as_str())
        .to_vec();
    assert_eq!(keys, ["HO", "IS", "D1", "OT"]);
}

#[test]
fn people_keep_their_places_and_former_ones_get_no_rights() {
    let mut database = Database::new();
    let people = "id,name,email,department_id,role\n\
        ann,Ann,ann@x.example,it,lead\nann,Ann,,fin,\nann,Anna,,it,Maintainer\n\
        bob,,not an address,it,alumni\ncee,Cee,ANN@x.example,nowhere,member\n,No,,it,\ndee,Dee,,,friend\n";
    let plan = database.import(&directory(&[("people.csv", people)]));
    let world = &database.world;
    assert_eq!(
        skips(&plan, "people.csv"),
        [(5, Reason::FormerMember), (6, Reason::UnknownDepartment), (7, Reason::MissingId)]
    );
    let ann = world.people().find(|row| row.name == "Ann").unwrap();
    let it = world.membership_in(ann.id, department(&database, "IT Services").id).unwrap();
    assert_eq!((it.role, it.title.as_str()), (MembershipRole::Lead, "Maintainer"));
    assert_eq!(world.memberships_of(ann.id).count(), 2);
    let bob = world.people().find(|row| row.name == "bob").unwrap();
    assert!(bob.is_retired && world.memberships_of(bob.id).count() == 0);
    assert_eq!(world.count(Kind::Contact), 1, "one address, one person");
    for warning in [
        Warning::OtherName,
        Warning::Joined,
        Warning::MissingName,
        Warning::BadEmail,
        Warning::EmailTaken,
        Warning::RoleWithoutDepartment,
    ] {
        assert!(has(&plan, "people.csv", warning), "{warning:?}");
    }
    assert!(world.people().all(|row| row.roles.is_empty()), "nobody gets a role by an import");
}

#[test]
fn dependencies_come_in_as_proposed_and_add_up() {
    let mut database = Database::new();
    let text = "customer_department_id,provider_department_id,count,first_seen,last_seen\n\
        fin,it,3,2024-02-01,2024-03-01\nfin,it,two,2024-01-01,\nit,it,1,,\nfin,nowhere,1,,\n\
        hq,it,1,2024-05-01,2024-04-01\n";
    let plan = database.import(&directory(&[("dependencies.csv", text)]));
    let both = [(4, Reason::Itself), (5, Reason::UnknownDepartment)];
    assert_eq!(skips(&plan, "dependencies.csv"), both);
    let fin = department(&database, "财务部").id;
    let row = database.world.needs_of(fin).next().unwrap();
    assert_eq!((row.state, row.origin), (DependencyState::Proposed, Origin::Imported));
    let observed = row.observed.unwrap();
    assert_eq!((observed.count, observed.first), (3, Some(at("2024-01-01T00:00:00Z"))));
    assert!(has(&plan, "dependencies.csv", Warning::BadNumber));
    assert!(has(&plan, "dependencies.csv", Warning::Backwards));
}

const REQUESTS: &str = "id,title,kind,priority,from_department_id,to_department_id,created_at,closed_at\n";
const EVENTS: &str = "request_id,at,actor_id,from_department_id,to_department_id,state\n";

#[test]
fn a_history_is_sorted_and_followed() {
    let mut database = Database::new();
    let requests = format!(
        "{REQUESTS}r1,Laptop,incident,Major,fin,it,2024-01-02T08:00:00Z,2024-01-09T00:00:00Z\n\
         r2,,,whenever,,it,2024-01-05T00:00:00Z,\nr3,Stuck,,low,fin,old,,\n"
    );
    let events = format!(
        "{EVENTS}r1,2024-01-04T00:00:00Z,ghost,it,fin,Weird step\n\
         r1,2024-01-02T08:00:00Z,,fin,it,new\n\
         r1,2024-01-06T00:00:00Z,,fin,it,Done\nr1,2024-01-06T00:00:00Z,,it,it,Done\n\
         r9,2024-01-06T00:00:00Z,,it,it,Done\nr1,whenever,,it,it,Done\nr2,2024-01-04T00:00:00Z,,,,open\n"
    );
    let plan = database.import(&directory(&[
        ("requests.csv", &requests),
        ("request_events.csv", &events),
        ("states.csv", "state,category\ndone,resolved\nx,nonsense waiting\n"),
    ]));
    assert_eq!(skips(&plan, "request_events.csv"), [(6, Reason::UnknownRequest), (7, Reason::BadTime)]);
    let row = request(&database, "Laptop");
    let it = department(&database, "IT Services").id;
    assert_eq!((row.state, row.provider), (StateCategory::Closed, Some(it)));
    assert_eq!(row.resolved_at, Some(at("2024-01-06T00:00:00Z")));
    assert_eq!(row.ended_at, Some(at("2024-01-09T00:00:00Z")));
    assert_eq!(row.held_by, [department(&database, "财务部").id]);
    let whats: Vec<&What> = plan
        .journal
        .iter()
        .filter(|entry| entry.fact.subject == row.id.into())
        .map(|entry| &entry.fact.what)
        .collect();
    let state = |from, to| What::State { from, to };
    use StateCategory::{Closed, InProgress, New, Resolved};
    assert!(matches!(
        whats[..],
        [What::Filed { .. }, What::HandedOver { .. }, _, What::HandedOver { .. }, _, _, _]
    ));
    assert_eq!(*whats[2], state(New, InProgress));
    assert_eq!(*whats[4], state(InProgress, Resolved));
    assert_eq!(*whats[5], state(Resolved, Resolved), "an event that says nothing new is kept");
    assert_eq!(*whats[6], state(Resolved, Closed));
    let untitled = request(&database, "service IS-2");
    assert_eq!(untitled.filed_at, at("2024-01-04T00:00:00Z"), "never after its first event");
    let stuck = request(&database, "Stuck");
    assert_eq!((stuck.provider, stuck.filed_at), (None, NOW), "its holder takes part no more");
    let warned = |name, warning| assert!(has(&plan, name, warning), "{warning:?}");
    warned("request_events.csv", Warning::UnknownActor);
    warned("request_events.csv", Warning::StateGuessed);
    warned("states.csv", Warning::CategoryGuessed);
    warned("requests.csv", Warning::ClosedByTime);
    warned("requests.csv", Warning::MissingTitle);
    warned("requests.csv", Warning::PriorityMapped);
    warned("requests.csv", Warning::PriorityUnknown);
    warned("requests.csv", Warning::Backwards);
    warned("requests.csv", Warning::MissingTime);
    warned("requests.csv", Warning::HolderRetired);
}

#[test]
fn huge_and_odd_texts_are_shortened_and_kept_whole_where_there_is_room() {
    let mut database = Database::new();
    let name = "é🧵".repeat(300);
    let title = "长".repeat(500);
    let body = "x".repeat(10 * 1024 * 1024);
    let tree = format!(
        "id,name,purpose,parent_id,kind\nit,\"{name}\u{7}\",{body},,team\nrtl,\u{202e} \u{2067}שלום\u{2069},,,team\nb,\u{200b} ,,,\n"
    );
    let requests = format!("{REQUESTS}r,{title},,,it,it,2024-01-01,\n");
    let plan = database.import(&files(&[("departments.csv", &tree), ("requests.csv", &requests)]));
    assert!(has(&plan, "departments.csv", Warning::Shortened));
    assert!(database.world.departments().any(|row| row.name.default.chars().count() == 200));
    assert!(database.world.departments().any(|row| row.name.default == "b"), "a name nobody can see is none");
    assert!(database.world.departments().any(|row| row.name.default == "שלום"), "nothing is turned round");
    let row = database.world.requests().next().unwrap();
    assert_eq!(row.title.chars().count(), 200);
    let text = database.world.request_text(row.id).present().unwrap();
    assert_eq!(text.body, title, "the whole title is in the body");
}

#[test]
fn a_second_run_changes_only_what_the_source_changed() {
    let people = "id,name,email,department_id,role\nann,Ann,,it,lead\nann,Ann,,fin,\nbob,Bob,,it,\n";
    let requests =
        format!("{REQUESTS}r1,One,,,fin,it,2024-01-02T00:00:00Z,\nr2,Two,,,fin,it,2024-01-01T00:00:00Z,\n");
    let events = format!("{EVENTS}r1,2024-01-03T00:00:00Z,,fin,it,Accepted\n");
    let first = [("people.csv", people), ("requests.csv", &requests), ("request_events.csv", &events)];
    let mut database = Database::new();
    database.import(&directory(&first));
    assert_eq!(database.import(&directory(&first)).changes.len(), 0);

    // Edits made in Weft stay as long as the source says what it said.
    let mut edited = request(&database, "Two").clone();
    edited.title = "Two, edited here".into();
    database.world.apply(&weft_domain::Change::from(edited));
    assert_eq!(database.import(&directory(&first)).changes.len(), 0);

    // Ann left Finance, the first request moved on: nothing else changes.
    let people = "id,name,email,department_id,role\nann,Ann,,it,lead\nbob,Bob,,it,\n";
    let events = format!("{events}r1,2024-01-04T00:00:00Z,,it,fin,Done\n");
    let plan = database.import(&directory(&[
        ("people.csv", people),
        ("requests.csv", &requests),
        ("request_events.csv", &events),
    ]));
    let new: Vec<&What> = plan.journal.iter().map(|entry| &entry.fact.what).collect();
    assert!(new.iter().any(|what| matches!(what, What::Left { .. })));
    assert_eq!(new.iter().filter(|what| matches!(what, What::HandedOver { .. })).count(), 1);
    assert_eq!(
        (file(&plan, "request_events.csv").created, file(&plan, "request_events.csv").unchanged),
        (1, 1)
    );
    assert_eq!(request(&database, "One").state, StateCategory::Resolved);
    assert_eq!(request(&database, "Two, edited here").state, StateCategory::New);
    assert_eq!(database.world.count(Kind::Membership), 2);
    assert_eq!(database.world.all_traffic().map(|row| row.filed).sum::<u32>(), 3);
}

#[test]
fn what_cannot_be_an_import_is_refused_whole() {
    assert_eq!(read(&files(&[("notes.txt", "hello")])).unwrap_err(), Refused::NothingToRead);
    assert_eq!(read(&Files::new()).unwrap_err(), Refused::NothingToRead);
    let many: Files = (0..101).map(|n| (format!("{n}.csv"), Vec::new())).collect();
    assert_eq!(read(&many).unwrap_err(), Refused::TooManyFiles);
}

#[test]
fn a_file_without_its_columns_or_with_shifted_cells_says_so_line_by_line() {
    let mut database = Database::new();
    let plan = database.import(&directory(&[
        ("people.csv", "name\nAnn\nBob\n"),
        ("services.csv", "id,name,department_id\ns,Print, scan,it\nt,Travel,fin\nt,Travel,fin\nu,Up,\n"),
    ]));
    assert_eq!(skips(&plan, "people.csv"), [(2, Reason::ColumnMissing), (3, Reason::ColumnMissing)]);
    assert_eq!(
        skips(&plan, "services.csv"),
        [(2, Reason::TooManyCells), (4, Reason::Duplicate), (5, Reason::UnknownDepartment)]
    );
    assert_eq!(database.world.count(Kind::Service), 1);
}

/// What other systems say of a request: a score of one thing or of the whole, a rater or none. What
/// cannot be read has its reason, and the second run brings nothing.
#[test]
fn ratings_comments_and_thanks_of_other_systems_come_in_with_their_figures() {
    let people = "id,name,email,department_id,role\nann,Ann,,fin,\nbob,Bob,,it,\n";
    let requests = format!(
        "{REQUESTS}r1,One,,,fin,it,2024-01-02,\nr2,Two,,,fin,it,2024-01-02,\nown,Own,,,it,it,2024-01-02,\n"
    );
    let parts = "request_id,person_id,role\nr1,ann,requester\n";
    let ratings = "request_id,score,of,at,comment,person_id\n\
        r1,4.5,,2024-02-01,Well done,\nr1,2,attitude,2024-02-01,,\nr2,3,result,2024-02-01,,ann\n\
        r2,9,,2024-02-01,,ann\nown,3,,2024-02-01,,bob\nnone,3,,2024-02-01,,ann\n,3,it,2024-02-01,,ann\n\
        r2,5,customer,soon,,bob\n";
    let comments = "id,request_id,person_id,at,text\nc1,r1,ann,2024-01-03,\"Two\nlines\"\nc2,r1,,2024-01-04,No name\n\
        c3,none,ann,2024-01-04,Lost\nc4,r1,ann,2024-01-04, \nc5,r1,nobody,2024-01-04,Who\n";
    let kudos = "id,from_person_id,to_person_id,to_department_id,category,text,at\n\
        k1,ann,bob,,craft,谢谢,2024-03-01\nk2,ann,,it,fame,Thanks,2024-03-01\nk3,ann,,,,To whom,2024-03-01\n";
    let all = [
        ("people.csv", people),
        ("requests.csv", &requests),
        ("request_people.csv", parts),
        ("ratings.csv", ratings),
        ("comments.csv", comments),
        ("kudos.csv", kudos),
    ];
    let mut database = Database::new();
    let plan = database.import(&directory(&all));
    let mut left = skips(&plan, "ratings.csv");
    left.sort_unstable();
    assert_eq!(
        left,
        [(5, Reason::SaysNothing), (6, Reason::Itself), (7, Reason::UnknownRequest), (9, Reason::BadTime)]
    );
    assert_eq!(file(&plan, "ratings.csv").not_kept, 1, "a rating of no request");
    assert_eq!(
        skips(&plan, "comments.csv"),
        [(5, Reason::UnknownRequest), (6, Reason::SaysNothing), (7, Reason::UnknownPerson)]
    );
    assert_eq!(skips(&plan, "kudos.csv"), [(4, Reason::SaysNothing)]);
    assert!(has(&plan, "kudos.csv", Warning::UnknownWord));

    let world = &database.world;
    let one = request(&database, "One");
    assert_eq!((one.comments, world.comments_on(one.id).len()), (2, 2));
    let rating = world.ratings().find(|row| row.request == one.id).unwrap();
    let given = [rating.scores.quality, rating.scores.attitude].map(u8::from);
    assert_eq!((given, Some(rating.rater)), ([5, 2], one.requester));
    let sums = world
        .all_scores()
        .fold((0, 0), |sum, row| (sum.0 + row.ratings, sum.1 + row.sums.iter().sum::<u32>()));
    assert_eq!(sums, (2, 5 + 2 + 5 + 5 + 4 * 3));
    assert_eq!(world.all_kudos().count(), 2);
    assert_eq!(database.import(&directory(&all)).changes.len(), 0);
}
