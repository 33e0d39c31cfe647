//! Confidential services and complaints: every door, everybody, and every id swapped for another's. To all but
//! requester and handlers there is no such request: no title, no id, no count.

use crate::support::{
    ADA, BEN, COMPILER, INFRA, asked, column, command_id, department, done, doors::*, filed, person, uuid,
};
use weft_domain::*;
use weft_server::exchange::export_all;
use weft_sync::{
    message::{Answer, Ask, Scope},
    server::Session,
};

const SERVICE: u64 = 600;
/// Filed for the confidential service; the stranger handles it.
const CASE: u64 = 610;
/// A complaint that its requester marked as confidential; the lead of infra handles it.
const COMPLAINT: u64 = 611;
/// An id that nothing has.
const NOTHING: u64 = 699;

fn id(number: u64) -> RequestId {
    RequestId(uuid(number))
}

fn people() -> impl Iterator<Item = (Who, PersonId)> {
    Who::ALL.into_iter().filter_map(|who| Some((who, person(who.number()?))))
}

/// With a confidential service of infra that the stranger handles, and two confidential requests.
async fn doors() -> Doors {
    let doors = Doors::open().await;
    let engine = &doors.engine;
    let create = CreateService {
        id: ServiceId(uuid(SERVICE)),
        name: "Counsel".into(),
        description: String::new(),
        providers: vec![department(INFRA)],
        is_confidential: true,
    };
    done(engine, Some(person(BEN)), create).await;
    let handlers = vec![person(Who::Stranger.number().unwrap())];
    let sight = SetServiceSight { id: ServiceId(uuid(SERVICE)), is_confidential: true, handlers };
    done(engine, Some(person(BEN)), sight).await;
    doors
}

async fn file_both(doors: &Doors) {
    let title = |title: &str| title.to_owned();
    let case =
        FileRequest { service: Some(ServiceId(uuid(SERVICE))), title: title("Zebra matter"), ..filed(CASE) };
    done(&doors.engine, Some(person(ADA)), case).await;
    let complaint = FileRequest {
        kind: RequestKind::Complaint,
        sight: Sight::Confidential { handlers: Vec::new() },
        title: title("Zebra complaint"),
        ..filed(COMPLAINT)
    };
    done(&doors.engine, Some(person(ADA)), complaint).await;
}

fn may_see(who: Who, number: u64) -> bool {
    match number {
        CASE => matches!(who, Who::Member | Who::Stranger),
        _ => matches!(who, Who::Member | Who::Lead),
    }
}

/// An answer without when it was given.
fn said(answer: &Answer) -> String {
    format!("{answer:?}")
}

#[tokio::test]
async fn nobody_else_is_told_of_it_by_any_question() {
    let doors = doors().await;
    let engine = &doors.engine;
    let boards = [Some(department(INFRA)), Some(department(COMPILER)), Some(department(ELSEWHERE)), None];
    let today = engine.clock().now().day();
    let questions = || {
        let boards = boards.map(|board| Ask::Open(Scope::Board(board)));
        let others = [
            Ask::Mine,
            Ask::Feed { before: None },
            Ask::Pulse { from: Day(today.0 - 40), to: Day(today.0 + 1) },
            Ask::Search { query: "zebra".to_owned() },
            Ask::Search { query: "is:open".to_owned() },
            Ask::Search { query: "is:confidential".to_owned() },
            Ask::Unstored,
        ];
        boards.into_iter().chain(others)
    };
    let mut before = Vec::new();
    for (_, person) in people() {
        for ask in questions() {
            before.push(said(&asked(engine, person, ask).await));
        }
    }
    let figures = |world: &World| (world.rows(Kind::Traffic), world.rows(Kind::Scores));
    let counted = figures(&engine.current().world);
    file_both(&doors).await;
    assert_eq!(figures(&engine.current().world), counted, "no figure counts them");

    let mut before = before.into_iter();
    for (who, person) in people() {
        for ask in questions() {
            let now = asked(engine, person, ask.clone()).await;
            let was = before.next().unwrap();
            let keys: Vec<Key> = now.rows.iter().map(Row::key).collect();
            for number in [CASE, COMPLAINT] {
                let is_told = keys.contains(&id(number).into());
                assert!(!is_told || may_see(who, number), "{who:?} {ask:?}");
            }
            if !may_see(who, CASE) && !may_see(who, COMPLAINT) {
                assert_eq!(said(&now), was, "{who:?} {ask:?}: nothing has changed, no count either");
            }
        }
        for number in [CASE, COMPLAINT] {
            for ask in [Ask::Open(Scope::Request(id(number))), Ask::Timeline(id(number))] {
                let answer = asked(engine, person, ask.clone()).await;
                if may_see(who, number) {
                    assert_ne!(answer, Answer::default(), "{who:?} {ask:?}");
                } else {
                    assert_eq!(answer, Answer::default(), "{who:?} {ask:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn no_replica_page_or_export_of_others_holds_it() {
    let doors = doors().await;
    file_both(&doors).await;
    let snapshot = doors.engine.current();
    let now = doors.engine.clock().now();
    for (who, person) in people() {
        let replica = Session::bootstrap(person, &snapshot.world, snapshot.head, now);
        let exported = export_all(&doors.engine, Some(person)).await.unwrap();
        let exported: Vec<u8> = exported.files.into_values().flatten().collect();
        let exported = String::from_utf8_lossy(&exported).into_owned();
        for number in [CASE, COMPLAINT] {
            let sees = may_see(who, number);
            assert_eq!(replica.rows.iter().any(|row| row.key() == id(number).into()), sees, "{who:?}");
            assert_eq!(exported.contains(&id(number).to_string()), sees, "{who:?}");
        }
    }
    for who in [Who::Nobody, Who::Steward, Who::Admin, Who::Auditor, Who::Colleague] {
        for path in [
            "/",
            "/mine",
            "/pulse",
            &format!("/request/{}", id(CASE)),
            &format!("/board/{}", department(INFRA)),
        ] {
            let page = doors.ask(who, axum::http::Method::GET, path, "").await;
            assert!(!page.text().contains("Zebra"), "{path} as {who:?}");
        }
    }
}

/// Every command that names a request.
fn commands(request: RequestId) -> Vec<Command> {
    let five = Score::try_from(5).unwrap();
    let scores = ScoreSet { quality: five, attitude: five, efficiency: five, result: five };
    let reason = String::from("R");
    let text = || String::from("T");
    vec![
        EditRequest { id: request, over: 0, title: text(), body: None }.into(),
        PrioritiseRequest { id: request, impact: Level::Low, urgency: Level::Low }.into(),
        MoveRequest { id: request, column: column(1), after: None }.into(),
        EndRequest { id: request, end: End::Closed, reason, comment: CommentId(uuid(901)) }.into(),
        ReopenRequest { id: request }.into(),
        AssignRequest { id: request, assignee: None }.into(),
        LabelRequest { id: request, label: LabelId(uuid(902)), on: true }.into(),
        WatchRequest { id: request, person: person(BEN), on: true }.into(),
        SetHandlers { id: request, handlers: vec![person(BEN)] }.into(),
        HandOverRequest { id: request, to: department(ELSEWHERE) }.into(),
        AddComment { id: CommentId(uuid(903)), request, text: text() }.into(),
        EditComment { id: CommentId(uuid(904)), request, over: 0, text: text() }.into(),
        RateRequest { request, side: Side::Customer, scores, comment: String::new() }.into(),
        GiveKudos {
            id: KudosId(uuid(905)),
            from_department: None,
            to: Thanked::Department(department(INFRA)),
            request: Some(request),
            category: KudosCategory::Help,
            text: text(),
        }
        .into(),
    ]
}

#[tokio::test]
async fn its_id_is_refused_like_one_that_nothing_has() {
    let doors = doors().await;
    file_both(&doors).await;
    let head = doors.engine.current().head;
    for (who, person) in people() {
        for number in [CASE, COMPLAINT] {
            if may_see(who, number) {
                continue;
            }
            for (swapped, missing) in commands(id(number)).into_iter().zip(commands(id(NOTHING))) {
                let name = swapped.name();
                let hidden = doors.engine.run(Some(person), command_id(), swapped).await.unwrap();
                let absent = doors.engine.run(Some(person), command_id(), missing).await.unwrap();
                assert!(hidden.is_err(), "{name} as {who:?}");
                assert_eq!(hidden, absent, "{name} as {who:?}");
            }
        }
    }
    assert_eq!(doors.engine.current().head, head, "nothing was done");
}

#[tokio::test]
async fn it_is_neither_thanked_for_nor_rated_in_the_open() {
    let doors = doors().await;
    file_both(&doors).await;
    let stranger = person(Who::Stranger.number().unwrap());
    done(&doors.engine, Some(stranger), MoveRequest { id: id(CASE), column: column(4), after: None }).await;
    let open = commands(id(CASE)).into_iter().filter(|it| matches!(it.name(), "RateRequest" | "GiveKudos"));
    for command in open {
        let name = command.name();
        let refused = doors.engine.run(Some(person(ADA)), command_id(), command).await.unwrap();
        assert_eq!(refused, Err(Refusal::IsConfidential), "{name}");
    }
}
