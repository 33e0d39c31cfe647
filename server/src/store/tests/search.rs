//! What a search asks of bodies, and what it leaves to others.

use std::{collections::BTreeSet, time::Duration};

use weft_domain::{Change, Kind, RequestId, RequestText, Timestamp, Uuid, World};
use weft_sync::{message::Seq, server::StoreQuery};

use super::{super::*, bulk, pragma};
use address::Dialect;

fn id(number: u128) -> RequestId {
    RequestId(Uuid::from_u128(number))
}

pub(super) async fn words_are_found_in_bodies_all_in_one_go(url: String) {
    let store = Store::open(&url).await.unwrap();
    // The requests themselves are not there.
    let (dialect, unchecked) = (store.address.dialect(), "SET session_replication_role = replica");
    pragma(&store, if dialect == Dialect::Sqlite { "PRAGMA foreign_keys = OFF" } else { unchecked }).await;
    let bodies = ["The printer is on FIRE", "Ünten brennt es, 100% sicher", "ÜBERALL printers", "Nothing"];
    let rows = (1..).zip(bodies).map(|(number, body)| RequestText { request: id(number), body: body.into() });
    let changes = rows.map(Change::from).collect();
    store.commit_bulk(&bulk(changes), None, (Seq(0), Turn(0)), Timestamp(1)).await.unwrap();
    let words = ["printer", "fire", "ü", "100%", "0_", "nowhere"].map(str::to_owned);
    let said = store.said(&BTreeSet::from(words)).await.unwrap();
    let found = [1, 2, 3, 4].map(|number| said.of(id(number)).lines().collect::<Vec<_>>());
    assert_eq!(found, [vec!["fire", "printer"], vec!["100%", "ü"], vec!["printer", "ü"], vec![]]);
    assert_eq!(store.said(&BTreeSet::new()).await.unwrap(), weft_sync::server::Said::default());
    assert_eq!(store.count(Kind::RequestText).await.unwrap(), 4);
}

pub(super) async fn searches_leave_readers_for_all_else(url: String) {
    let store = Store::open(&url).await.unwrap();
    let readers = store.readers.options().get_max_connections() as usize;
    assert_eq!(store.searches.available_permits(), readers / 2);
    let mut running = Vec::new();
    while store.searches.available_permits() > 0 {
        running.push(store.search_turn(SEARCH_WAIT).await.unwrap());
    }
    // While as many run as may, all else is read at once.
    let world = World::complete();
    store.query(StoreQuery::Request(id(1)), &world).await.unwrap();
    let late = store.search_turn(Duration::ZERO).await;
    assert!(matches!(late, Err(StoreError::Busy)), "{late:?}");
    running.clear();
    drop(store.search_turn(Duration::ZERO).await.unwrap());
}
