//! Real sockets on a free port: who gets in, who sees what, and what happens to the slow, the long
//! and the many.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod support;

use futures_util::SinkExt as _;
use support::{
    live::{Live, ORIGIN, session_of},
    *,
};
use tokio_tungstenite::tungstenite::Message;
use weft_domain::{
    AddPerson, Change, CreateDepartment, DepartmentKind, FileRequest, GiveKudos, KudosCategory, KudosId,
    MembershipId, MembershipRole, MoveRequest, RequestId, Row, SetMembership, Sight, StateCategory, Thanked,
};
use weft_server::hub::{BYTES_WAITING_MAX, Limits, PROTOCOL_JSON, Revoked};
use weft_sync::message::{
    Answer, Ask, Bootstrap, Bye, Down, Place, Presence, Scope, Start, UP_BYTES_MAX, Up, decode,
};

async fn live(folder: &Folder) -> Live {
    let (engine, _) = start(&folder.url()).await;
    found(&engine).await;
    Live::start(engine).await
}

fn put_request(down: Down, number: u64) -> Option<weft_domain::Request> {
    let Down::Delta { changes, .. } = down else { return None };
    changes.into_iter().find_map(|change| match change {
        Change::Put(Row::Request(request)) if request.id == RequestId(uuid(number)) => Some(request),
        _ => None,
    })
}

#[tokio::test]
async fn only_our_own_pages_and_only_who_is_signed_in_get_a_socket() {
    let folder = Folder::new();
    let live = live(&folder).await;
    assert_eq!(live.open(Some(ADA), None).await.err(), Some(403));
    for origin in
        ["http://evil.test", "https://weft.test", "http://weft.test:81", "http://weft.test.evil", "null"]
    {
        assert_eq!(live.open(Some(ADA), Some(origin)).await.err(), Some(403), "{origin}");
    }
    assert_eq!(live.open(None, Some(ORIGIN)).await.err(), Some(401));
    assert!(live.open(Some(ADA), Some(ORIGIN)).await.is_ok());
}

#[tokio::test]
async fn two_people_see_one_change() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let (mut ada, mut ben) = (live.browser(ADA).await, live.browser(BEN).await);
    ben.up(&Up::Ask { id: 1, ask: Ask::Open(Scope::Board(Some(department(INFRA)))) }).await;
    ben.until(|down| matches!(down, Down::Answer { id: 1, .. }).then_some(())).await;
    ada.push(filed(500)).await;
    let seen = ada.until(|down| put_request(down, 500)).await;
    let same = ben.until(|down| put_request(down, 500)).await;
    assert_eq!(seen, same, "the author gets the same as everybody");
    ben.push(MoveRequest { id: RequestId(uuid(500)), column: column(2), after: None }).await;
    let moved = ada.until(|down| put_request(down, 500)).await;
    assert_eq!(moved.state, StateCategory::InProgress);
}

/// Everybody sees thanks at once; which private request they are for, those only who may see it.
#[tokio::test]
async fn thanks_do_not_name_a_private_request_to_others() {
    const OTHER: u64 = 13;
    let folder = Folder::new();
    let live = live(&folder).await;
    let other = AddPerson { id: person(OTHER), name: "Cy".into(), email: None };
    done(&live.engine, None, other).await;
    let private = FileRequest { sight: Sight::Private, ..filed(500) };
    done(&live.engine, Some(person(ADA)), private).await;
    let (mut ada, mut ben, mut cy) =
        (live.browser(ADA).await, live.browser(BEN).await, live.browser(OTHER).await);
    let id = RequestId(uuid(500));
    let thanks = GiveKudos {
        id: KudosId(uuid(700)),
        from_department: None,
        to: Thanked::Person(person(BEN)),
        request: Some(id),
        category: KudosCategory::Help,
        text: "Thanks".into(),
    };
    ada.push(thanks).await;
    for (browser, named) in [(&mut ada, Some(id)), (&mut ben, Some(id)), (&mut cy, None)] {
        let told = browser.until(|down| match down {
            Down::Delta { changes, .. } => changes.into_iter().find_map(|change| match change {
                Change::Put(Row::Kudos(kudos)) => Some(kudos),
                _ => None,
            }),
            _ => None,
        });
        assert_eq!(told.await.request, named);
    }
}

#[tokio::test]
async fn a_refused_command_is_answered_to_its_author_only() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let mut ada = live.browser(ADA).await;
    let mut nameless = filed(500);
    nameless.title = String::new();
    ada.push(nameless).await;
    let acks = ada
        .until(|down| match down {
            Down::Delta { acks, .. } if !acks.is_empty() => Some(acks),
            _ => None,
        })
        .await;
    assert!(acks.iter().all(|ack| ack.number == 1 && ack.refusal.is_some()), "{acks:?}");
}

#[tokio::test]
async fn who_was_away_goes_on_from_the_cursor() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let cursor = live.engine.current().head;
    done(&live.engine, Some(person(ADA)), filed(500)).await;
    let mut ben = live.open(Some(BEN), Some(ORIGIN)).await.unwrap();
    let welcome = ben.hello(&live, BEN, Some(cursor)).await;
    assert!(matches!(welcome, Down::Welcome { start: Start::Resume, .. }), "{welcome:?}");
    let down = ben.down().await;
    let Down::Delta { prev, to, .. } = &down else { panic!("{down:?}") };
    assert_eq!((*prev, *to), (cursor.seq, live.engine.current().head.seq));
    assert!(put_request(down, 500).is_some());
}

#[tokio::test]
async fn a_cursor_of_another_life_starts_anew() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let mut cursor = live.engine.current().head;
    cursor.epoch.0 ^= 1;
    let mut ben = live.open(Some(BEN), Some(ORIGIN)).await.unwrap();
    let welcome = ben.hello(&live, BEN, Some(cursor)).await;
    assert!(matches!(welcome, Down::Welcome { start: Start::Reset, .. }), "{welcome:?}");
}

#[tokio::test]
async fn a_message_that_is_too_long_ends_the_connection_and_nobody_elses() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let (mut ada, mut ben) = (live.browser(ADA).await, live.browser(BEN).await);
    let long = Message::Binary(vec![0; UP_BYTES_MAX + 1].into());
    // It may be cut while it is still being sent.
    let _ = ada.socket.send(long).await;
    while let Some(down) = ada.next().await {
        assert!(matches!(down, Down::Bye(Bye::BadMessage) | Down::Delta { .. }), "{down:?}");
    }
    ben.up(&Up::Ask { id: 7, ask: Ask::Mine }).await;
    ben.until(|down| matches!(down, Down::Answer { id: 7, .. }).then_some(())).await;
}

#[tokio::test]
async fn nonsense_ends_the_connection() {
    let folder = Folder::new();
    let live = live(&folder).await;
    for message in [Message::Binary(vec![255, 255, 255].into()), Message::Text("{}".into())] {
        let mut ada = live.browser(ADA).await;
        ada.socket.send(message).await.unwrap();
        let bye = ada.until(|down| matches!(down, Down::Bye(_)).then_some(down)).await;
        assert_eq!(bye, Down::Bye(Bye::BadMessage));
        assert_eq!(ada.next().await, None);
    }
    let mut early = live.open(Some(ADA), Some(ORIGIN)).await.unwrap();
    early.push(filed(500)).await;
    assert_eq!(early.next().await, Some(Down::Bye(Bye::BadMessage)), "nothing before the greeting");
}

#[tokio::test]
async fn a_revoked_session_is_ended_at_once() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let (mut ada, mut ben) = (live.browser(ADA).await, live.browser(BEN).await);
    live.hub.revoke(Revoked::Session(session_of(ADA)));
    let bye = ada.until(|down| matches!(down, Down::Bye(_)).then_some(down)).await;
    assert_eq!(bye, Down::Bye(Bye::SignedOut));
    assert_eq!(ada.next().await, None);
    ben.up(&Up::Ask { id: 7, ask: Ask::Mine }).await;
    ben.until(|down| matches!(down, Down::Answer { id: 7, .. }).then_some(())).await;
    live.hub.revoke(Revoked::Person(person(BEN)));
    ben.until(|down| (down == Down::Bye(Bye::SignedOut)).then_some(())).await;
}

#[tokio::test]
async fn a_stopping_server_says_goodbye() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let mut ada = live.browser(ADA).await;
    live.stopping.send_replace(true);
    ada.until(|down| (down == Down::Bye(Bye::GoingAway)).then_some(())).await;
    assert_eq!(ada.next().await, None);
}

#[tokio::test]
async fn a_slow_reader_is_refilled_and_misses_nothing() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let mut slow = live.browser(BEN).await;
    slow.up(&Up::Ask { id: 1, ask: Ask::Open(Scope::Board(Some(department(INFRA)))) }).await;
    slow.until(|down| matches!(down, Down::Answer { id: 1, .. }).then_some(())).await;
    // Far more than waits for one browser, and more batches than a connection may be behind, while it
    // reads nothing.
    const BATCHES: u64 = 140;
    const REQUESTS: u64 = BATCHES * 25;
    let mut most = 0;
    for from in (0..REQUESTS).step_by(25) {
        let all = (from..from + 25).map(|number| {
            let mut command = filed(10_000 + number);
            command.title = format!("{number} {}", "慢".repeat(190));
            weft_sync::message::Envelope { id: command_id(), command: command.into() }
        });
        let answers = live.engine.run_all(Some(person(ADA)), all.collect()).await.unwrap();
        assert!(answers.iter().all(Option::is_none));
        most = most.max(live.hub.bytes_waiting());
    }
    assert!(most > BYTES_WAITING_MAX / 2, "{most} bytes: it read along");
    assert!(most < 2 * BYTES_WAITING_MAX, "{most} bytes wait for one that reads nothing");
    let head = live.engine.current().head.seq;
    let (mut at, mut deltas) = (None, 0);
    let mut seen = std::collections::BTreeSet::new();
    while at != Some(head) {
        let down = slow.down().await;
        let Down::Delta { prev, to, changes, .. } = down else {
            assert!(matches!(down, Down::Presence(_)), "{down:?} after {deltas} deltas at {at:?}");
            continue;
        };
        assert!(at.is_none_or(|at| at == prev), "a delta follows the one before");
        at = Some(to);
        deltas += 1;
        seen.extend(changes.iter().filter_map(|change| match change {
            Change::Put(Row::Request(request)) => Some(request.id),
            _ => None,
        }));
    }
    assert_eq!(seen.len() as u64, REQUESTS);
    assert!(deltas < BATCHES, "{deltas} deltas: what did not wait was read from the feed at once");
}

#[tokio::test]
async fn a_flood_is_slowed_down_and_others_are_served() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let (mut flood, mut ben) = (live.browser(ADA).await, live.browser(BEN).await);
    for _ in 0..300 {
        flood.up(&Up::Close(Scope::Board(None))).await;
    }
    flood.up(&Up::Ask { id: 9, ask: Ask::Mine }).await;
    ben.up(&Up::Ask { id: 8, ask: Ask::Mine }).await;
    ben.until(|down| matches!(down, Down::Answer { id: 8, .. }).then_some(())).await;
    // It is read to its end, in time.
    flood.until(|down| matches!(down, Down::Answer { id: 9, .. }).then_some(())).await;
}

#[tokio::test]
async fn there_are_only_so_many_connections_of_one_person_and_in_all() {
    let folder = Folder::new();
    let (engine, _) = start(&folder.url()).await;
    found(&engine).await;
    let limits = Limits { connections: 3, connections_per_person: 2, ..Limits::default() };
    let live = Live::start_with(engine, limits).await;
    let (first, mut second) = (live.browser(ADA).await, live.browser(ADA).await);
    assert_eq!(live.open(Some(ADA), Some(ORIGIN)).await.err(), Some(429));
    let _ben = live.browser(BEN).await;
    assert_eq!(live.open(Some(BEN), Some(ORIGIN)).await.err(), Some(503));
    // What goes makes room: the server notices when it reads, which the next answer waits for.
    drop(first);
    live.hub.revoke(Revoked::Session(session_of(ADA)));
    second.until(|down| (down == Down::Bye(Bye::SignedOut)).then_some(())).await;
    assert_eq!(second.next().await, None);
    while live.open(Some(BEN), Some(ORIGIN)).await.is_err() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn many_who_come_at_once_get_one_bootstrap_each_of_their_own() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let get = |who| live.get_bytes("/sync/bootstrap", who);
    let answers = futures_util::future::join_all((0..40).map(|n| get([ADA, BEN][n % 2]))).await;
    for (n, answer) in answers.into_iter().enumerate() {
        let bootstrap: Bootstrap = decode(&answer).unwrap();
        assert_eq!(bootstrap.person, person([ADA, BEN][n % 2]));
        assert_eq!(bootstrap.cursor, live.engine.current().head);
    }
}

#[tokio::test]
async fn others_are_seen_where_they_are_and_when_they_go() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let (mut ada, mut ben) = (live.browser(ADA).await, live.browser(BEN).await);
    let here = Presence { place: Place::Map, pointer: Some((3, 4)), gesture: None };
    ada.up(&Up::Presence(here.clone())).await;
    let of_ada = |down: Down| match down {
        Down::Presence(people) => {
            people.into_iter().find_map(|(who, presence)| (who == person(ADA)).then_some(presence))
        }
        _ => None,
    };
    assert_eq!(ben.until(of_ada).await, Some(here));
    ada.socket.close(None).await.unwrap();
    assert_eq!(ben.until(of_ada).await, None, "gone");
}

#[tokio::test]
async fn a_history_is_answered_to_those_who_may_see_it() {
    let folder = Folder::new();
    let live = live(&folder).await;
    done(&live.engine, Some(person(ADA)), filed(500)).await;
    let mut ben = live.browser(BEN).await;
    ben.up(&Up::Ask { id: 3, ask: Ask::Timeline(RequestId(uuid(500))) }).await;
    let answer = |down: Down| match down {
        Down::Answer { id: 3, answer, .. } => Some(answer),
        _ => None,
    };
    assert!(!ben.until(answer).await.timeline.is_empty());
    ben.up(&Up::Ask { id: 3, ask: Ask::Timeline(RequestId(uuid(999))) }).await;
    assert_eq!(ben.until(answer).await, Answer::default(), "a missing one is as a hidden one");
}

#[tokio::test]
async fn the_readable_form_says_the_same() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let mut ada = live.open_as(Some(ADA), Some(ORIGIN), PROTOCOL_JSON).await.unwrap();
    let hello = ada.hello_of(&live, person(ADA), Some(live.engine.current().head));
    let text = serde_json::to_string(&hello).unwrap();
    ada.socket.send(Message::Text(text.into())).await.unwrap();
    assert!(matches!(ada.down().await, Down::Welcome { start: Start::Resume, .. }));
}

#[tokio::test]
async fn the_bootstrap_is_personal() {
    let folder = Folder::new();
    let live = live(&folder).await;
    let refused = live.get("/sync/bootstrap", None).await;
    assert!(refused.starts_with("HTTP/1.1 401"), "{refused}");
    let answer = live.get("/sync/bootstrap", Some(ADA)).await.to_lowercase();
    assert!(answer.starts_with("http/1.1 200"), "{answer}");
    assert!(answer.contains("cache-control: private, no-store"));
    assert!(answer.contains("content-encoding: br"));
}

/// As many memberships as the most versatile colleague has, and a few more.
#[tokio::test]
async fn a_person_with_200_memberships_sees_and_does_what_each_of_them_lets_them() {
    const FIRST: u64 = 1_000;
    const MEMBERSHIPS: u64 = 200;
    let folder = Folder::new();
    let live = live(&folder).await;
    for number in FIRST..FIRST + MEMBERSHIPS {
        let team = CreateDepartment {
            id: department(number),
            name: format!("Team {number}").as_str().into(),
            purpose: String::new(),
            kind: DepartmentKind::Team,
            parent: None,
            key: None,
        };
        done(&live.engine, None, team).await;
        let membership = SetMembership {
            id: MembershipId(uuid(10_000 + number)),
            person: person(ADA),
            department: department(number),
            role: MembershipRole::Agent,
            title: String::new(),
        };
        done(&live.engine, None, membership).await;
    }
    let last = department(FIRST + MEMBERSHIPS - 1);
    let (mut ada, mut ben) = (live.browser(ADA).await, live.browser(BEN).await);
    ben.push(FileRequest { customer: department(INFRA), provider: Some(last), ..filed(500) }).await;
    let arrived = ada.until(|down| put_request(down, 500)).await;
    assert_eq!(arrived.provider, Some(last));
    let id = RequestId(uuid(500));
    ada.push(MoveRequest { id, column: weft_domain::ColumnId::standard(last, 2), after: None }).await;
    let is_moved = |row: &weft_domain::Request| row.state == StateCategory::InProgress;
    ben.until(|down| put_request(down, 500).filter(is_moved)).await;
    ada.push(FileRequest { customer: last, ..filed(501) }).await;
    assert_eq!(ben.until(|down| put_request(down, 501)).await.customer, Some(last));
}
