//! A database across a connection: it is lost, the server is killed, others write too.

use weft_domain::{Change, Kind, Row};

use super::{super::*, Random, bulk, server};
use weft_domain::Timestamp;
use weft_sync::message::Seq;

fn person(random: &mut Random) -> Bulk {
    let Row::Person(row) = random.row(Kind::Person) else { unreachable!() };
    bulk(vec![Change::from(row)])
}

#[tokio::test]
async fn hints_come_from_other_servers_and_after_the_database_was_killed() {
    let Some(cluster) = server::Cluster::start() else { return };
    let url = cluster.new_database();
    let (one, other) = (Store::open(&url).await.unwrap(), Store::open(&url).await.unwrap());
    let mut hints = other.listen().await.unwrap().unwrap();
    let mut random = Random::new(1);
    let turn = one.commit_bulk(&person(&mut random), None, (Seq(0), Turn(0)), Timestamp(1)).await.unwrap();
    assert_eq!(hints.next().await, Hint::Commit(turn));
    assert_eq!(other.head().await.unwrap().turn, turn);
    cluster.restart();
    assert_eq!(hints.next().await, Hint::Missed);
    // The writer finds its connection gone, and makes sure that nothing of it is on its way.
    let lost = one.commit_bulk(&person(&mut random), None, (Seq(1), turn), Timestamp(1)).await;
    assert!(matches!(lost, Err(StoreError::HeadMoved)), "{lost:?}");
    let head = one.head().await.unwrap();
    assert_eq!(head.seq, Seq(1));
    let turn = one.commit_bulk(&person(&mut random), None, (Seq(1), head.turn), Timestamp(1)).await.unwrap();
    while hints.next().await != Hint::Commit(turn) {}
    one.end_session([7; 32]).await.unwrap();
    assert_eq!(hints.next().await, Hint::Accounts);
    let longest = "x".repeat(TOLD_BYTES_MAX);
    one.tell_presence(&longest).await.unwrap();
    assert_eq!(hints.next().await, Hint::Presence(longest.clone()));
    assert!(one.tell_presence(&(longest + "x")).await.is_err(), "PostgreSQL takes no more");
    assert_eq!(one.count(Kind::Person).await.unwrap(), 2);
}

#[tokio::test]
async fn a_database_that_is_gone_is_named_and_nothing_is_half_done() {
    let Some(cluster) = server::Cluster::start() else { return };
    let store = Store::open(&cluster.new_database()).await.unwrap();
    cluster.stop();
    let mut random = Random::new(2);
    let lost = store.commit_bulk(&person(&mut random), None, (Seq(0), Turn(0)), Timestamp(1)).await;
    assert!(matches!(lost, Err(StoreError::InDoubt(_))), "{lost:?}");
    let lost = store.commit_bulk(&person(&mut random), None, (Seq(0), Turn(0)), Timestamp(1)).await;
    assert!(matches!(lost, Err(StoreError::Unreachable(_))), "no connection: nothing was sent: {lost:?}");
    cluster.restart_stopped();
    let head = store.head().await.unwrap();
    assert_eq!((head.seq, head.turn), (Seq(0), Turn(0)));
    store.commit_bulk(&person(&mut random), None, (Seq(0), Turn(0)), Timestamp(1)).await.unwrap();
    assert_eq!(store.count(Kind::Person).await.unwrap(), 1);
}

/// A commit of this store, told as if its answer had been lost.
async fn settled(store: &Store, turn: Turn) -> Result<Turn, StoreError> {
    let mut writer = store.writer.lock().await;
    let lost = StoreError::Unreachable("a cable".into());
    store.settle(&mut writer, turn, lost).await
}

#[tokio::test]
async fn what_became_of_a_commit_whose_answer_was_lost_is_found_out() {
    let Some(url) = server::new_database() else { return };
    let (one, other) = (Store::open(&url).await.unwrap(), Store::open(&url).await.unwrap());
    let mut random = Random::new(3);
    let saved = one.commit_bulk(&person(&mut random), None, (Seq(0), Turn(0)), Timestamp(1)).await.unwrap();
    assert_eq!(settled(&one, Turn(0)).await.unwrap(), saved, "it was saved");
    // Others going on meanwhile change nothing about it.
    let next = other.commit_bulk(&person(&mut random), None, (Seq(1), saved), Timestamp(1)).await.unwrap();
    assert_eq!(settled(&one, Turn(0)).await.unwrap(), saved);
    let theirs = settled(&one, saved).await;
    assert!(matches!(theirs, Err(StoreError::HeadMoved)), "that turn was another server's: {theirs:?}");
    // One that never arrived cannot arrive any more.
    let unsaved = settled(&one, next).await;
    assert!(matches!(unsaved, Err(StoreError::HeadMoved)), "{unsaved:?}");
    let late = one.commit_bulk(&person(&mut random), None, (Seq(2), next), Timestamp(1)).await;
    assert!(matches!(late, Err(StoreError::HeadMoved)), "{late:?}");
    assert_eq!(one.count(Kind::Person).await.unwrap(), 2);
}

#[tokio::test]
async fn servers_that_start_at_once_upgrade_once_and_swap_in_turn() {
    let Some(url) = server::new_database() else { return };
    let opened = futures_util::future::join_all((0..4).map(|_| Store::open(&url))).await;
    let stores: Vec<Store> = opened.into_iter().map(Result::unwrap).collect();
    let commits = stores.iter().enumerate().map(|(number, store)| async move {
        let mut random = Random::new(100 + number as u64);
        let mut saved = 0;
        while saved < 20 {
            let head = store.head().await.unwrap();
            match store.commit_bulk(&person(&mut random), None, (head.seq, head.turn), Timestamp(1)).await {
                Ok(_) => saved += 1,
                Err(StoreError::HeadMoved) => {}
                Err(error) => panic!("{error}"),
            }
        }
    });
    futures_util::future::join_all(commits).await;
    let head = stores[0].head().await.unwrap();
    assert_eq!((head.seq, head.turn), (Seq(80), Turn(80)), "no number is given twice, none is left out");
    assert_eq!(stores[0].count(Kind::Person).await.unwrap(), 80);
}

#[tokio::test]
async fn a_commit_may_take_long_as_long_as_it_goes_on() {
    let Some(url) = server::new_database() else { return };
    let mut store = Store::open(&url).await.unwrap();
    store.wait = Some(std::time::Duration::from_millis(900));
    let slow = |seconds: &str| {
        format!(
            "CREATE OR REPLACE FUNCTION slowly() RETURNS trigger AS 'BEGIN PERFORM pg_sleep({seconds}); \
             RETURN NULL; END' LANGUAGE plpgsql"
        )
    };
    store.tell_writer(slow("0.4").leak()).await;
    store
        .tell_writer(
            "CREATE TRIGGER slowly AFTER INSERT ON person FOR EACH STATEMENT EXECUTE FUNCTION slowly()",
        )
        .await;
    // Four statements, of which none takes too long.
    let mut random = Random::new(4);
    let many = |random: &mut Random| {
        bulk((0..15_100).map(|_| Change::Put(random.row(Kind::Person))).collect::<Vec<_>>())
    };
    let begun = std::time::Instant::now();
    let turn = store.commit_bulk(&many(&mut random), None, (Seq(0), Turn(0)), Timestamp(1)).await.unwrap();
    assert!(begun.elapsed() > store.wait.unwrap(), "all of it took longer than one may");
    assert_eq!(store.count(Kind::Person).await.unwrap(), 15_100);
    // One that hangs is given up, and nothing of it is there.
    store.tell_writer(slow("4").leak()).await;
    let hangs = store.commit_bulk(&many(&mut random), None, (Seq(1), turn), Timestamp(1)).await;
    assert!(matches!(hangs, Err(StoreError::HeadMoved | StoreError::InDoubt(_))), "{hangs:?}");
    assert_eq!(store.count(Kind::Person).await.unwrap(), 15_100);
}
