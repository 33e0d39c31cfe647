//! Stories on a real database: what was answered is there, what was not is nowhere.

use std::borrow::Cow;

use crate::support::*;
use weft_domain::{
    Change, CommandId, Fact, FileRequest, Key, Kind, MoveRequest, PersonId, RateRequest, Refusal,
    RenameDepartment, RequestId, Row, Score, ScoreSet, Side, StateCategory, Timestamp, What,
};
use weft_server::{
    engine::{Engine, Event, NotSaved},
    meter::Meter,
    store::{Bulk, JournalEntry, Store, StoreError, backup, restore},
};
use weft_sync::{
    message::{Ask, Bye, ClientId, Envelope, Seq},
    server::{Origin, Outcome, StoreQuery, Submission},
};

crate::on_each_database! {
    a_request_is_filed_moved_and_commented_and_is_there_after_a_restart,
    rows_that_are_not_resident_are_loaded_when_a_rule_needs_them,
    a_push_that_comes_again_is_answered_and_not_repeated,
    what_waits_together_is_committed_together_and_told_in_order,
    an_import_is_one_number_and_is_made_anew_where_somebody_was_faster,
    a_stopped_engine_takes_nothing_more,
    words_are_found_in_bodies_by_those_who_may_read_them,
}

fn pushed(client: u64, who: PersonId, first: u64, commands: Vec<weft_domain::Command>) -> Submission {
    let envelopes = commands.into_iter().map(|command| Envelope { id: command_id(), command }).collect();
    Submission { origin: Origin::Client { client: ClientId(uuid(client)), person: who, first }, envelopes }
}

fn request_of(engine: &Engine, number: u64) -> weft_domain::Request {
    engine.current().world.request(RequestId(uuid(number))).present().unwrap().clone()
}

async fn a_request_is_filed_moved_and_commented_and_is_there_after_a_restart(place: Place) {
    let (engine, task) = start(&place.url()).await;
    found(&engine).await;
    let (ada, ben) = (Some(person(ADA)), Some(person(BEN)));
    done(&engine, ada, filed(500)).await;
    let id = RequestId(uuid(500));
    done(&engine, ben, MoveRequest { id, column: column(2), after: None }).await;
    done(&engine, ben, comment(700, 500)).await;
    let before = (request_of(&engine, 500), engine.current().head);
    stop(engine, task).await;

    let (engine, task) = start(&place.url()).await;
    assert_eq!((request_of(&engine, 500), engine.current().head), before);
    assert_eq!(before.0.state, StateCategory::InProgress);
    let whole = engine.store().query(StoreQuery::Request(id), &engine.current().world).await.unwrap();
    assert!(whole.rows.iter().any(|row| matches!(row, Row::RequestText(text) if text.body == "It is slow.")));
    assert!(whole.rows.iter().any(|row| matches!(row, Row::Comment(comment) if comment.author == ben)));
    let timeline = engine.store().timeline(id.into(), 100).await.unwrap();
    assert!(matches!(timeline.first().unwrap().what, What::Filed { .. }), "{timeline:?}");
    assert!(timeline.iter().any(|entry| matches!(entry.what, What::State { .. }) && entry.actor == ben));
    assert!(timeline.iter().any(|entry| entry.what == What::Commented));
    stop(engine, task).await;
}

async fn words_are_found_in_bodies_by_those_who_may_read_them(place: Place) {
    let (engine, task) = start(&place.url()).await;
    found(&engine).await;
    let bodies = [(501, "ÄNDERUNG der Straße"), (502, "路由器坏了"), (503, "100 % of /opt/path_a, Übung")];
    for (number, body) in bodies {
        let request = FileRequest { body: body.to_owned(), title: "Please".to_owned(), ..filed(number) };
        done(&engine, Some(person(ADA)), request).await;
    }
    let eve = person(13);
    done(&engine, None, weft_domain::AddPerson { id: eve, name: "Eve".to_owned(), email: None }).await;
    for (query, expected) in [
        ("straße änderung", vec![501]),
        ("DER", vec![501]),
        ("übung", vec![503]),
        ("路由", vec![502]),
        ("\"100 %\" path_a", vec![503]),
        ("path-a", vec![]),
        ("_", vec![503]),
        ("please -路由 -DER", vec![503]),
        ("please", vec![501, 502, 503]),
    ] {
        let search = || Ask::Search { query: query.to_owned() };
        let mut ids: Vec<u64> = Vec::new();
        for row in asked(&engine, person(BEN), search()).await.rows {
            ids.extend((501..=503).find(|number| row.key() == RequestId(uuid(*number)).into()));
        }
        ids.sort_unstable();
        assert_eq!(ids, expected, "{query}");
        assert!(asked(&engine, eve, search()).await.rows.is_empty(), "{query}: Eve has no part in them");
    }
    stop(engine, task).await;
}

async fn rows_that_are_not_resident_are_loaded_when_a_rule_needs_them(place: Place) {
    let (engine, task) = start(&place.url()).await;
    found(&engine).await;
    done(&engine, Some(person(ADA)), filed(500)).await;
    let id = RequestId(uuid(500));
    done(&engine, Some(person(BEN)), MoveRequest { id, column: column(4), after: None }).await;
    let score = Score::try_from(5).unwrap();
    let scores = ScoreSet { quality: score, attitude: score, efficiency: score, result: score };
    let rate = RateRequest { request: id, side: Side::Customer, scores, comment: "Thanks".to_owned() };
    done(&engine, Some(person(ADA)), rate.clone()).await;
    // The first rating is in the store only.
    let worse = ScoreSet { result: Score::try_from(1).unwrap(), ..scores };
    let again = RateRequest { scores: worse, ..rate };
    let outcome = engine.run(Some(person(ADA)), command_id(), again.into()).await.unwrap();
    assert_eq!(outcome, Err(Refusal::AlreadyRated));
    let feedback = engine.store().recent_feedback(Timestamp(i64::MAX), 10).await.unwrap();
    assert!(matches!(feedback.as_slice(), [Row::Rating(_), Row::RatingComment(_)]), "{feedback:?}");
    stop(engine, task).await;
}

async fn a_push_that_comes_again_is_answered_and_not_repeated(place: Place) {
    let (engine, task) = start(&place.url()).await;
    found(&engine).await;
    let first = pushed(9, person(ADA), 1, vec![filed(500).into(), comment(700, 500).into()]);
    let answered = Outcome::Answered(vec![None, None]);
    assert_eq!(engine.submit(first.clone()).await.unwrap(), answered);
    let head = engine.current().head;
    assert_eq!(engine.submit(first.clone()).await.unwrap(), answered);
    assert_eq!(engine.current().head, head);
    stop(engine, task).await;

    // Nor after a restart: the numbers were saved with the effects.
    let (engine, task) = start(&place.url()).await;
    assert_eq!(engine.submit(first).await.unwrap(), answered);
    assert_eq!(engine.current().head, head);
    let other = pushed(9, person(ADA), 2, vec![comment(701, 500).into()]);
    assert_eq!(engine.submit(other).await.unwrap(), Outcome::Rejected(Bye::Forked));
    let stranger = pushed(9, person(BEN), 3, vec![comment(702, 500).into()]);
    assert_eq!(engine.submit(stranger).await.unwrap(), Outcome::Rejected(Bye::Forked));
    assert_eq!(request_of(&engine, 500).comments, 1);
    stop(engine, task).await;
}

async fn what_waits_together_is_committed_together_and_told_in_order(place: Place) {
    let (engine, task) = start(&place.url()).await;
    found(&engine).await;
    let mut events = engine.subscribe();
    let head = engine.current().head.seq;
    let all = (0..200u64).map(|number| {
        let engine = engine.clone();
        async move {
            engine.submit(pushed(1_000 + number, person(ADA), 1, vec![filed(2_000 + number).into()])).await
        }
    });
    let outcomes = futures_util::future::join_all(all).await;
    assert!(outcomes.into_iter().all(|outcome| outcome == Ok(Outcome::Answered(vec![None]))));
    assert_eq!(engine.current().head.seq, Seq(head.0 + 200));
    let mut at = head;
    let mut batches = 0;
    while at.0 < head.0 + 200 {
        let Event::Batch(batch) = events.recv().await.unwrap() else { panic!("nothing was too much") };
        assert_eq!(batch.prev, at, "no gap");
        at = batch.to;
        batches += 1;
    }
    assert!(batches < 200, "{batches} transactions for 200 commands");
    let numbers: std::collections::BTreeSet<_> =
        engine.current().world.requests().map(|request| format!("{:?}", request.number)).collect();
    assert_eq!(numbers.len(), 200, "every request has a number of its own");
    let feed = engine.store().feed_between(head, at).await.unwrap();
    let seqs: Vec<u64> = feed.iter().map(|entry| entry.seq.0).collect();
    assert_eq!(seqs, (head.0 + 1..=at.0).collect::<Vec<_>>(), "the feed has every number once");
    stop(engine, task).await;
}

#[tokio::test]
async fn a_second_server_on_the_same_file_is_kept_out() {
    let folder = Folder::new();
    let (engine, task) = start(&folder.url()).await;
    let refused = Store::open(&folder.url()).await.unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }), "{refused:?}");
    let refused = restore(&folder.url(), &folder.file("weft.db"), Timestamp(1)).await.unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }), "{refused:?}");
    stop(engine, task).await;
    Store::open(&folder.url()).await.unwrap();
}

#[tokio::test]
async fn what_is_no_writable_database_is_named() {
    let folder = Folder::new();
    stop_at_once(&folder.url()).await;
    let refused = Store::open(&format!("{}?mode=ro", folder.url())).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly), "{refused:?}");
    let text = folder.file("text.db");
    std::fs::write(&text, "This is a letter, not a database. ".repeat(100)).unwrap();
    let refused = Store::open(&url_of(&text)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Damaged(_)), "{refused:?}");
    let refused = Store::open("mysql://localhost/weft").await.unwrap_err();
    assert!(matches!(refused, StoreError::Address(_)), "{refused:?}");
    let nobody = format!("postgres://localhost/weft?host={}", folder.file("nobody").display());
    let refused = Store::open(&nobody).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unreachable(_)), "{refused:?}");
    let refused = Store::open(&url_of(&text.join("weft.db"))).await.unwrap_err();
    assert!(matches!(refused, StoreError::Path { .. }), "{refused:?}");
}

async fn stop_at_once(url: &str) {
    let (engine, task) = start(url).await;
    stop(engine, task).await;
}

fn people(count: u64, from: u64) -> Bulk {
    let person_row = |number| weft_domain::Person {
        id: person(number),
        name: format!("Person {number}"),
        locale: None,
        roles: weft_domain::Roles::NONE,
        is_retired: false,
        rev: 0,
    };
    let rows: Vec<weft_domain::Person> = (from..from + count).map(person_row).collect();
    let journal = rows.iter().map(|row| JournalEntry {
        occurred_at: Timestamp(5),
        actor: None,
        fact: Fact { subject: Key::from(row.id), what: What::Created },
        is_imported: true,
    });
    Bulk {
        id: CommandId(uuid(from)),
        name: Cow::Borrowed("Import"),
        journal: journal.collect(),
        changes: rows.into_iter().map(Change::from).collect(),
        refs: Vec::new(),
        meter: Meter::default(),
    }
}

async fn an_import_is_one_number_and_is_made_anew_where_somebody_was_faster(place: Place) {
    let (engine, task) = start(&place.url()).await;
    found(&engine).await;
    let mut events = engine.subscribe();
    let over = engine.current().head.seq;
    done(&engine, Some(person(ADA)), filed(500)).await;
    assert_eq!(engine.import(people(10, 10_000), over).await, Err(NotSaved::Stale));
    let over = engine.current().head.seq;
    assert_eq!(engine.import(people(10, 10_000), over).await, Ok(Seq(over.0 + 1)));
    assert!(matches!(events.recv().await.unwrap(), Event::Batch(_)));
    let Event::Batch(batch) = events.recv().await.unwrap() else { panic!("ten rows are shown as rows") };
    assert_eq!(batch.changes().count(), 10);
    // A big one is not shown row by row; whoever looks starts anew.
    let over = engine.current().head.seq;
    assert_eq!(engine.import(people(6_000, 20_000), over).await, Ok(Seq(over.0 + 1)));
    assert!(matches!(events.recv().await.unwrap(), Event::Anew));
    let current = engine.current();
    assert_eq!(current.floor, current.head.seq);
    assert_eq!(current.world.count(Kind::Person), 6_012);
    stop(engine, task).await;
    let (engine, task) = start(&place.url()).await;
    assert_eq!(engine.current().world.count(Kind::Person), 6_012);
    assert_eq!(engine.current().floor, engine.current().head.seq);
    stop(engine, task).await;
}

#[tokio::test]
async fn a_backup_is_restored_under_a_new_epoch() {
    let folder = Folder::new();
    let (engine, task) = start(&folder.url()).await;
    found(&engine).await;
    done(&engine, Some(person(ADA)), filed(500)).await;
    let copy = folder.file("backup.db");
    backup(&folder.url(), &copy).await.unwrap();
    let again = backup(&folder.url(), &copy).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
    let then = engine.current().head;
    done(&engine, Some(person(ADA)), filed(501)).await;
    stop(engine, task).await;

    let report = restore(&folder.url(), &copy, Timestamp(77)).await.unwrap();
    assert_eq!(report.seq, then.seq);
    assert!(report.former.unwrap().exists(), "what was there is kept");
    let (engine, task) = start(&folder.url()).await;
    let now = engine.current();
    assert_eq!(now.head.seq, then.seq);
    assert_ne!(now.head.epoch, then.epoch);
    assert_eq!(now.world.count(Kind::Request), 1);
    stop(engine, task).await;

    let letter = folder.file("letter.txt");
    std::fs::write(&letter, "not a backup ".repeat(500)).unwrap();
    let refused = restore(&folder.url(), &letter, Timestamp(78)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Damaged(_)), "{refused:?}");
    let (engine, task) = start(&folder.url()).await;
    assert_eq!(engine.current().world.count(Kind::Request), 1, "what was there is untouched");
    stop(engine, task).await;
}

async fn a_stopped_engine_takes_nothing_more(place: Place) {
    let (engine, task) = start(&place.url()).await;
    found(&engine).await;
    engine.stop().await;
    task.await.unwrap();
    let late = engine.run(Some(person(ADA)), command_id(), filed(500).into()).await;
    assert_eq!(late, Err(NotSaved::Stopping));
}

/// Long after the feed is pruned, the journal still knows what a department was called.
#[tokio::test]
async fn what_a_department_was_called_can_be_asked_for() {
    let folder = Folder::new();
    let (engine, _) = start(&folder.url()).await;
    found(&engine).await;
    let (id, over) = (department(INFRA), 0);
    done(&engine, Some(person(BEN)), RenameDepartment { id, over, name: "platform".into() }).await;
    let query = StoreQuery::History { subject: id.into(), limit: 100 };
    let told = engine.store().query(query, &engine.current().world).await.unwrap().timeline;
    let named = What::Renamed { from: "infra".into() };
    assert_eq!(told.first().unwrap().what, What::Created);
    let last = told.last().unwrap();
    assert_eq!((&last.what, last.actor), (&named, Some(person(BEN))));
    assert!(told.iter().any(|entry| entry.what == What::Joined { person: person(BEN) }));
}
