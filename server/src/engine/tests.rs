//! What the engine does when the database does not take it.

mod together;

use weft_domain::{AddPerson, Kind, Timestamp};

use super::*;
use crate::store::tests::Folder;

fn add(number: u128) -> Command {
    let id = PersonId(uuid::Uuid::from_u128(number));
    AddPerson { id, name: format!("Person {number} {}", "x".repeat(150)), email: None }.into()
}

async fn engine(folder: &Folder) -> Engine {
    let store = Store::open(&folder.url()).await.unwrap();
    Engine::start(store, Clock::new(|| Timestamp(1))).await.unwrap().0
}

fn some(from: u128, count: u128) -> Vec<Envelope> {
    (from..from + count)
        .map(|number| Envelope { id: CommandId(uuid::Uuid::from_u128(number)), command: add(number) })
        .collect()
}

#[tokio::test]
async fn what_cannot_be_saved_is_said_so_and_is_nowhere_until_it_can() {
    let folder = Folder::new("not-saved");
    let engine = engine(&folder).await;
    let before = engine.current().head;
    for (pragma, reason) in
        [("PRAGMA max_page_count = 1", NotSaved::DiskFull), ("PRAGMA query_only = ON", NotSaved::ReadOnly)]
    {
        engine.store().tell_writer(pragma).await;
        assert_eq!(engine.run_all(None, some(1, 2_000)).await, Err(reason));
        assert_eq!(engine.current().head, before);
        assert_eq!(engine.current().world.count(Kind::Person), 0, "nothing of it is visible");
    }
    let answers = engine.run_all(None, some(1, 2_000)).await.unwrap();
    assert!(answers.iter().all(Option::is_none));
    assert_eq!(engine.store().count(Kind::Person).await.unwrap(), 2_000);
}

#[tokio::test]
async fn what_the_database_refuses_is_refused_alone() {
    let folder = Folder::new("alone");
    let engine = engine(&folder).await;
    engine
        .store()
        .tell_writer(
            "CREATE TRIGGER no_seven BEFORE INSERT ON person WHEN new.name LIKE 'Person 7 %' \
             BEGIN SELECT RAISE(ABORT, 'not seven'); END",
        )
        .await;
    let answers = engine.run_all(None, some(1, 10)).await.unwrap();
    let refused: Vec<usize> =
        (1..).zip(&answers).filter_map(|(n, answer)| answer.is_some().then_some(n)).collect();
    assert_eq!(refused, [7]);
    assert_eq!(engine.current().world.count(Kind::Person), 9);
    assert_eq!(engine.store().count(Kind::Person).await.unwrap(), 9);
}

#[tokio::test]
async fn a_head_that_somebody_else_moved_is_followed() {
    let folder = Folder::new("moved");
    let engine = engine(&folder).await;
    engine.run_all(None, some(1, 3)).await.unwrap();
    let mut events = engine.subscribe();
    engine.store().tell_writer("UPDATE head SET seq = seq + 1, turn = turn + 1").await;
    let answers = engine.run_all(None, some(4, 1)).await.unwrap();
    assert_eq!(answers, [None]);
    assert_eq!(engine.current().head.seq, Seq(5), "no number is given twice");
    let Event::Batch(followed) = events.recv().await.unwrap() else { panic!("viewers were thrown back") };
    assert_eq!((followed.prev, followed.to), (Seq(3), Seq(4)));
}
