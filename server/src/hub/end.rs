//! Why a connection ends.

use tracing::warn;
use weft_sync::message::Bye;

use super::wire::Gone;
use crate::store::StoreError;

/// Why a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The browser went.
    Gone,
    /// We say why.
    Because(Bye),
}

impl From<Bye> for End {
    fn from(bye: Bye) -> Self {
        Self::Because(bye)
    }
}

impl From<Gone> for End {
    fn from(_: Gone) -> Self {
        Self::Gone
    }
}

/// The store failed us; the browser comes back and asks again.
pub(super) fn failed(error: StoreError) -> End {
    warn!(%error, "a connection could not be served from the store");
    Bye::GoingAway.into()
}
