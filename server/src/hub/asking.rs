//! Questions to the store. Most read a row or a page; a search may look at all that there ever was.

use std::time::Duration;

use tokio::{sync::Semaphore, time::timeout};
use tracing::warn;
use weft_domain::World;
use weft_sync::server::{Found, StoreQuery};

use crate::store::{SEARCH_WAIT, Store, StoreError};

/// Searches of one person that run at once. Further ones wait, so that nobody takes the places of all.
pub(super) const SEARCHES_OF_A_PERSON: usize = 1;

/// What the store says of a question that was asked in `world`; `own` are the places for the asker's searches.
/// A search that finds no place in time is answered with what is at hand without the store: the connection
/// is none the worse for it.
///
/// # Errors
/// What the store says.
pub(super) async fn ask(
    store: &Store,
    own: &Semaphore,
    query: StoreQuery,
    world: &World,
) -> Result<Found, StoreError> {
    ask_within(SEARCH_WAIT, store, own, query, world).await
}

async fn ask_within(
    wait: Duration,
    store: &Store,
    own: &Semaphore,
    query: StoreQuery,
    world: &World,
) -> Result<Found, StoreError> {
    if !query.is_search() {
        return store.query(query, world).await;
    }
    let found = match timeout(wait, own.acquire()).await {
        Ok(Ok(_turn)) => store.query(query, world).await,
        Ok(Err(_)) | Err(_) => Err(StoreError::Busy),
    };
    match found {
        Err(error @ (StoreError::Busy | StoreError::Unreachable(_))) => {
            warn!(%error, "a search is answered without the store");
            Ok(Found::default())
        }
        found => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::Folder;
    use weft_domain::RequestId;

    fn words() -> StoreQuery {
        StoreQuery::Search { words: ["word".to_owned()].into(), archived: None }
    }

    #[tokio::test]
    async fn who_searches_all_the_time_is_answered_and_nobody_else_waits_for_them() {
        let folder = Folder::new("asking");
        let store = Store::open(&folder.url()).await.unwrap();
        let (own, world) = (Semaphore::new(SEARCHES_OF_A_PERSON), World::complete());
        assert!(ask(&store, &own, words(), &world).await.is_ok());
        let running = own.acquire().await.unwrap();
        let late = ask_within(Duration::ZERO, &store, &own, words(), &world).await;
        assert_eq!(late.unwrap(), Found::default(), "it is answered, with what is at hand");
        // All else is asked meanwhile, by them and by others.
        let request = RequestId(weft_domain::Uuid::nil());
        assert!(ask(&store, &own, StoreQuery::Request(request), &world).await.is_ok());
        let others = Semaphore::new(SEARCHES_OF_A_PERSON);
        assert!(ask(&store, &others, words(), &world).await.is_ok());
        drop(running);
    }
}
