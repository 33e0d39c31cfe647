//! What other servers say to this one: hints, each of which says only that a look is worth while, and
//! where their people are, which is handed on as it came.

use std::{sync::Arc, time::Duration};

use tokio::sync::{Notify, broadcast, oneshot, watch};
use tracing::debug;

use super::Snapshot;
use crate::store::{Hint, Store};

/// How long to wait before listening is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// What is heard of presence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overheard {
    /// A server, perhaps this one itself, tells where its people are.
    Told(Arc<str>),
    /// From now on it is heard; what was told before may have been missed.
    Gap,
}

/// Listens until `end` is dropped, and has hung up when it returns: commits wake the writer, ended
/// accounts are counted, presence goes to whoever subscribed.
pub(super) async fn hear(
    store: Arc<Store>,
    current: watch::Receiver<Arc<Snapshot>>,
    commits: Arc<Notify>,
    accounts: watch::Sender<u64>,
    presence: broadcast::Sender<Overheard>,
    mut end: oneshot::Receiver<()>,
) {
    let mut listener = loop {
        match store.listen().await {
            Ok(Some(listener)) => break listener,
            // Nobody is there who could say anything.
            Ok(None) => return,
            Err(error) => debug!(%error, "no hints from other servers just now"),
        }
        tokio::select! {
            () = tokio::time::sleep(AGAIN) => {}
            _ = &mut end => return,
        }
    };
    // An error means, here and below, that nobody subscribed.
    let _ = presence.send(Overheard::Gap);
    loop {
        let hint = tokio::select! {
            hint = listener.next() => hint,
            _ = &mut end => return listener.close().await,
        };
        let here = current.borrow().turn;
        match hint {
            // Our own, or known already.
            Hint::Commit(turn) if turn <= here => {}
            Hint::Commit(_) => commits.notify_one(),
            Hint::Accounts => accounts.send_modify(|count| *count += 1),
            Hint::Presence(text) => {
                let _ = presence.send(Overheard::Told(text.into()));
            }
            Hint::Missed => {
                commits.notify_one();
                accounts.send_modify(|count| *count += 1);
                let _ = presence.send(Overheard::Gap);
            }
        }
    }
}
