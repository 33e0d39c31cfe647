//! The list that the reader came through, so that a request on its own page leads back to it and on to
//! the next.

use leptos::prelude::*;
use weft_domain::RequestId;

use super::address::Address;

/// A list of requests as it was last seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub href: String,
    /// What it shows, in order.
    pub ids: Vec<RequestId>,
}

/// The trail of the page, kept while the page lives. A copy is the same.
#[derive(Clone, Copy)]
struct Kept(StoredValue<Trail>);

/// Puts the trail into context. Called at the root.
pub fn provide_trail() {
    provide_context(Kept(StoredValue::new(Trail::default())));
}

/// Notes what a list shows as long as the caller lives.
pub fn leave_trail(
    address: Address,
    name: impl Fn() -> String + 'static,
    ids: impl Fn() -> Vec<RequestId> + 'static,
) {
    let Some(Kept(kept)) = use_context() else { return };
    let own = untrack(|| address.path());
    Effect::new(move |_| {
        // The address is already that of the next page when this one is about to go.
        if address.path() == own {
            kept.set_value(Trail { name: name(), href: address.with("request", None), ids: ids() });
        }
    });
}

/// The last list that was seen.
pub fn trail() -> Trail {
    use_context::<Kept>().map(|Kept(kept)| kept.get_value()).unwrap_or_default()
}

impl Trail {
    /// Where a request stands in it, counted from nought; none: it was not reached from there.
    pub fn place(&self, id: RequestId) -> Option<usize> {
        self.ids.iter().position(|other| *other == id)
    }
}
