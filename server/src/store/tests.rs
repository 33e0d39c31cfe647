//! Rows of every kind, there and back, and SQLite's own refusals.

mod generate;
mod network;
mod schema;
mod search;
#[path = "../../tests/support/postgres.rs"]
#[expect(dead_code, unreachable_pub, reason = "each test uses its own part of it")]
mod server;

use std::{collections::BTreeMap, path::PathBuf};

use sqlx::Executor as _;
use weft_domain::{Change, CommandId, Key, Kind, Row, World};

use super::{address::Dialect, *};
use crate::meter::Meter;
use generate::Random;
use search::{searches_leave_readers_for_all_else, words_are_found_in_bodies_all_in_one_go};
use weft_domain::Timestamp;
use weft_sync::{message::Seq, server::Plan};

/// Rows generated of each kind.
const ROWS_PER_KIND: usize = 150;

/// A folder of this test's own, gone with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("weft-store-{name}-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&path));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn url(&self) -> String {
        format!("sqlite:{}", self.0.join("weft.db").display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Runs each test, which takes a database's address, on both databases.
macro_rules! on_each_database {
    ($($test:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $test() {
                let folder = super::Folder::new(stringify!($test));
                super::$test(folder.url()).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $test() {
                if let Some(url) = super::server::new_database() {
                    super::$test(url).await;
                }
            })*
        }
    };
}

on_each_database! {
    rows_of_every_kind_come_back_as_they_went_in,
    a_row_is_replaced_and_taken_out,
    a_commit_at_another_head_changes_nothing,
    a_server_older_than_the_database_stops,
    a_row_that_names_a_missing_one_drops_its_batch,
    the_feed_ends_after_ninety_days,
    a_page_of_the_feed_never_splits_a_commit,
    what_was_missed_is_each_row_once_with_who_saw_it_first,
    every_commit_counts_and_none_is_made_over_what_somebody_else_saw_first,
    words_are_found_in_bodies_all_in_one_go,
    searches_leave_readers_for_all_else,
}

fn bulk(changes: Vec<Change>) -> Bulk {
    Bulk {
        id: CommandId(uuid::Uuid::from_u128(1)),
        name: "Test".into(),
        changes,
        journal: Vec::new(),
        refs: Vec::new(),
        meter: Meter::default(),
    }
}

impl Store {
    /// Opens a database beside others that have it open, as several servers do.
    pub(crate) async fn open_beside(url: &str) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        sqlite::prepare(address.file()?)?;
        Self::open_at(address, None).await
    }

    /// Runs a statement on the writing connection, behind the engine's back.
    pub(crate) async fn tell_writer(&self, sql: &'static str) {
        let mut writer = self.writer.lock().await;
        let (mut connection, statements) = writer.take(&self.address).await.unwrap();
        connection.execute(sql).await.unwrap();
        writer.put_back(connection, statements);
    }
}

async fn pragma(store: &Store, sql: &'static str) {
    store.tell_writer(sql).await;
}

async fn rows_of_every_kind_come_back_as_they_went_in(url: String) {
    let store = Store::open(&url).await.unwrap();
    // Generated rows name others that are not there.
    let (dialect, unchecked) = (store.address.dialect(), "SET session_replication_role = replica");
    pragma(&store, if dialect == Dialect::Sqlite { "PRAGMA foreign_keys = OFF" } else { unchecked }).await;
    let mut random = Random::new(7);
    let mut seq = Seq(0);
    for kind in Kind::ALL.iter().copied() {
        let count = if kind == Kind::Organisation { 1 } else { ROWS_PER_KIND };
        let mut rows: Vec<Row> = (0..count).map(|_| random.row(kind)).collect();
        let changes = rows.iter().cloned().map(Change::Put).collect();
        store.commit_bulk(&bulk(changes), None, (seq, Turn(seq.0)), Timestamp(1)).await.unwrap();
        seq = Seq(seq.0 + 1);
        let keys: Vec<Key> = rows.iter().map(Row::key).collect();
        let mut found = store.rows_by_keys(&keys).await.unwrap();
        rows.sort_by_key(Row::key);
        found.sort_by_key(Row::key);
        assert_eq!(found, rows, "{}", kind.name());
        assert_eq!(store.count(kind).await.unwrap(), count as u64);
    }
}

async fn a_row_is_replaced_and_taken_out(url: String) {
    let store = Store::open(&url).await.unwrap();
    let mut random = Random::new(3);
    let Row::Person(first) = random.row(Kind::Person) else { unreachable!() };
    let second = weft_domain::Person { name: "Other".to_owned(), ..first.clone() };
    // Within one change set the last change of a row counts.
    let both = vec![Change::from(first), Change::from(second.clone())];
    store.commit_bulk(&bulk(both), None, (Seq(0), Turn(0)), Timestamp(1)).await.unwrap();
    let key = Key::from(second.id);
    assert_eq!(store.rows_by_keys(&[key]).await.unwrap(), vec![Row::Person(second)]);
    store.commit_bulk(&bulk(vec![Change::Remove(key)]), None, (Seq(1), Turn(1)), Timestamp(1)).await.unwrap();
    assert_eq!(store.rows_by_keys(&[key]).await.unwrap(), Vec::new());
}

async fn a_commit_at_another_head_changes_nothing(url: String) {
    let store = Store::open(&url).await.unwrap();
    let row = Random::new(5).row(Kind::Person);
    let refused =
        store.commit_bulk(&bulk(vec![Change::Put(row)]), None, (Seq(4), Turn(4)), Timestamp(1)).await;
    assert!(matches!(refused, Err(StoreError::HeadMoved)), "{refused:?}");
    assert_eq!(store.head().await.unwrap().seq, Seq(0));
    assert_eq!(store.count(Kind::Person).await.unwrap(), 0);
}

async fn a_server_older_than_the_database_stops(url: String) {
    let store = Store::open(&url).await.unwrap();
    pragma(&store, "INSERT INTO schema_migration (version, name, checksum) VALUES (99, 'later', 'x')").await;
    // One that is still running cannot commit any more.
    pragma(&store, "UPDATE head SET schema = 99").await;
    let row = Random::new(5).row(Kind::Person);
    let refused =
        store.commit_bulk(&bulk(vec![Change::Put(row)]), None, (Seq(0), Turn(0)), Timestamp(1)).await;
    assert!(matches!(refused, Err(StoreError::Upgraded { found: 99, .. })), "{refused:?}");
    store.close().await;
    let refused = Store::open(&url).await.unwrap_err();
    assert!(matches!(refused, StoreError::NewerSchema { found: 99, .. }), "{refused:?}");
}

#[tokio::test]
async fn a_full_disk_and_a_read_only_file_are_named_and_pass() {
    let folder = Folder::new("full");
    let store = Store::open(&folder.url()).await.unwrap();
    let mut random = Random::new(11);
    let people = |random: &mut Random| {
        bulk((0..2_000).map(|_| Change::Put(random.row(Kind::Person))).collect::<Vec<_>>())
    };
    // SQLite answers as on a full disk: the file may not grow.
    pragma(&store, "PRAGMA max_page_count = 1").await;
    let refused = store.commit_bulk(&people(&mut random), None, (Seq(0), Turn(0)), Timestamp(1)).await;
    assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
    assert_eq!(store.count(Kind::Person).await.unwrap(), 0, "nothing of it is there");
    store.commit_bulk(&people(&mut random), None, (Seq(0), Turn(0)), Timestamp(1)).await.unwrap();
    // And as on a file that cannot be written.
    pragma(&store, "PRAGMA query_only = ON").await;
    let refused = store.commit_bulk(&people(&mut random), None, (Seq(1), Turn(1)), Timestamp(1)).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
    store.commit_bulk(&people(&mut random), None, (Seq(1), Turn(1)), Timestamp(1)).await.unwrap();
}

async fn a_row_that_names_a_missing_one_drops_its_batch(url: String) {
    let store = Store::open(&url).await.unwrap();
    let row = Random::new(5).row(Kind::Membership);
    let refused =
        store.commit_bulk(&bulk(vec![Change::Put(row)]), None, (Seq(0), Turn(0)), Timestamp(1)).await;
    assert!(matches!(refused, Err(StoreError::Constraint(_))), "{refused:?}");
    assert_eq!(store.head().await.unwrap().seq, Seq(0));
}

async fn the_feed_ends_after_ninety_days(url: String) {
    let store = Store::open(&url).await.unwrap();
    let mut random = Random::new(13);
    for seq in 0..3 {
        let change = Change::Put(random.row(Kind::Person));
        let seen = [weft_domain::audience::Seen { change: change.clone(), before: vec![], after: vec![] }];
        let at = Timestamp(i64::try_from(seq).unwrap() * FEED_KEPT_MS);
        store.commit_bulk(&bulk(vec![change]), Some(&seen), (Seq(seq), Turn(seq)), at).await.unwrap();
    }
    assert_eq!(store.feed_since(Seq(0), 10).await.unwrap().1, Seq(3));
    let floor = store.prune_feed(Timestamp(2 * FEED_KEPT_MS + 1)).await.unwrap();
    assert_eq!(floor, Seq(2), "what is older than 90 days goes");
    let (left, reached) = store.feed_since(floor, 10).await.unwrap();
    assert_eq!((left.len(), reached), (1, Seq(3)));
    assert_eq!(store.head().await.unwrap().floor, Seq(2));
}

async fn a_page_of_the_feed_never_splits_a_commit(url: String) {
    let store = Store::open(&url).await.unwrap();
    let mut random = Random::new(17);
    for seq in 0..4 {
        let changes: Vec<Change> = (0..5).map(|_| Change::Put(random.row(Kind::Person))).collect();
        let seen: Vec<_> = changes
            .iter()
            .map(|change| weft_domain::audience::Seen {
                change: change.clone(),
                before: vec![],
                after: vec![],
            })
            .collect();
        store.commit_bulk(&bulk(changes), Some(&seen), (Seq(seq), Turn(seq)), Timestamp(1)).await.unwrap();
    }
    let (page, reached) = store.feed_since(Seq(1), 7).await.unwrap();
    assert_eq!(reached, Seq(3));
    assert!(page.iter().all(|entry| entry.changes.len() == 5));
    assert_eq!(store.feed_between(Seq(0), Seq(3)).await.unwrap().len(), 3);
}

async fn what_was_missed_is_each_row_once_with_who_saw_it_first(url: String) {
    use weft_domain::{AudienceKey, PersonId, audience::Seen};
    let store = Store::open(&url).await.unwrap();
    let mut random = Random::new(19);
    let rows: Vec<Row> = (0..3).map(|_| random.row(Kind::Person)).collect();
    let by = |seq: u64| vec![AudienceKey::Person(PersonId(uuid::Uuid::from_u64_pair(7, seq)))];
    for (seq, row) in (0_u64..).zip([0, 1, 0, 2, 0, 1]) {
        let change = Change::Put(rows[row].clone());
        let seen = [Seen { change: change.clone(), before: by(seq), after: by(seq + 1) }];
        store
            .commit_bulk(&bulk(vec![change]), Some(&seen), (Seq(seq), Turn(seq)), Timestamp(1))
            .await
            .unwrap();
    }
    let missed = store.missed(Seq(1), Seq(5)).await.unwrap();
    let told: Vec<_> = missed
        .iter()
        .flat_map(|entry| entry.changes.iter().map(move |seen| (entry.seq, seen.clone())))
        .collect();
    let seen = |row: usize, first: u64, last: u64| {
        let change = Change::Put(rows[row].clone());
        (Seq(last), Seen { change, before: by(first - 1), after: by(last) })
    };
    assert_eq!(told, [seen(1, 2, 2), seen(2, 4, 4), seen(0, 3, 5)]);
    assert_eq!(store.missed(Seq(6), Seq(6)).await.unwrap(), []);
}

async fn every_commit_counts_and_none_is_made_over_what_somebody_else_saw_first(url: String) {
    let store = Store::open(&url).await.unwrap();
    let nothing = Plan {
        needs: Vec::new(),
        gathers: Vec::new(),
        prev: Seq(0),
        to: Seq(0),
        at: Timestamp(1),
        committed: Vec::new(),
        records: BTreeMap::new(),
        outcomes: Vec::new(),
        acks: Vec::new(),
        panicked: Vec::new(),
        before: World::complete(),
        world: World::complete(),
        shown: weft_domain::World::complete(),
    };
    let turn = store.commit(&nothing, Turn(0), Timestamp(1)).await.unwrap();
    assert_eq!((turn, store.head().await.unwrap().turn), (Turn(1), Turn(1)));
    // The sequence stands where it stood, but somebody may have been answered.
    let late = store.commit(&nothing, Turn(0), Timestamp(1)).await;
    assert!(matches!(late, Err(StoreError::HeadMoved)), "{late:?}");
}
