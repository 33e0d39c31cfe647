//! What other servers say to this one: hints, each of which says only that a look is worth while.

use std::{future, sync::Arc, time::Duration};

use tokio::sync::{Notify, watch};
use tracing::debug;

use super::Snapshot;
use crate::store::{Hint, Store};

/// How long to wait before listening is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// Listens for as long as it is polled: commits wake the writer, ended accounts are counted.
pub(super) async fn hear(
    store: Arc<Store>,
    current: watch::Receiver<Arc<Snapshot>>,
    commits: Arc<Notify>,
    accounts: watch::Sender<u64>,
) {
    let mut listener = loop {
        match store.listen().await {
            Ok(Some(listener)) => break listener,
            // Nobody is there who could say anything.
            Ok(None) => return future::pending().await,
            Err(error) => debug!(%error, "no hints from other servers just now"),
        }
        tokio::time::sleep(AGAIN).await;
    };
    loop {
        let hint = listener.next().await;
        let here = current.borrow().turn;
        match hint {
            // Our own, or known already.
            Hint::Commit(turn) if turn <= here => {}
            Hint::Commit(_) => commits.notify_one(),
            Hint::Accounts => accounts.send_modify(|count| *count += 1),
            Hint::Missed => {
                commits.notify_one();
                accounts.send_modify(|count| *count += 1);
            }
        }
    }
}
