//! A request in full, in 404 px or as a sheet on phones.

use leptos::prelude::*;
use weft_domain::{Request, RequestId};
use weft_sync::message::{Ask, Scope};

use super::address::Address;
use super::ending::{EndDialog, Ending};
use super::pick::{PickDialog, Picker};
use super::{facts, feedback, head, prose, talk};
use crate::hands::{Hands, use_hands};
use crate::i18n::{request as text, t};
use crate::replica::{Connection, Topic};
use crate::ui::{EmptyState, LoadingBars};

/// The panel's width in pixels.
pub const PANEL_PX: u32 = 404;

/// What the pieces of one open request share. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Open {
    /// Which request.
    pub(super) id: RequestId,
    /// What acts.
    pub(super) hands: Hands,
    /// The row, if it is here.
    pub(super) row: Memo<Option<Request>>,
    /// Whether the server has answered what hangs on it.
    pub(super) is_answered: RwSignal<bool>,
    /// Chooses columns, people and labels.
    pub(super) picker: Picker,
    /// Ends it.
    pub(super) ending: Ending,
}

impl Open {
    /// The row's part that a piece shows; wakes only when that part changes.
    pub(super) fn part<T>(self, look: impl Fn(&Request) -> T + Send + Sync + 'static) -> Memo<Option<T>>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.row.with(|row| row.as_ref().map(&look)))
    }
}

/// The panel of the request in `?request=`, for a [`Page`](crate::shell::Page).
pub fn panel_of(address: Address) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    move || {
        let id = Memo::new(move |_| address.get("request").and_then(|id| id.parse::<RequestId>().ok()));
        (move || id.get().map(|id| view! { <RequestPanel id=id /> })).into_any()
    }
}

/// A request in full. While it is mounted, its text, comments and ratings are asked for and kept
/// up to date.
#[component]
pub fn RequestPanel(
    /// Which request.
    id: RequestId,
) -> impl IntoView {
    let hands = use_hands();
    let replica = hands.replica();
    let row = Memo::new(move |_| {
        replica.read(&[Topic::Row(id.into())], |world| world.request(id).present().cloned())
    });
    let is_answered = RwSignal::new(false);
    let scope = Scope::Request(id);
    Effect::new(move |_| {
        hands.dispatch().ask(Ask::Open(scope), move |_| {
            // The panel may be gone when the answer comes.
            let _ = is_answered.try_set(true);
        });
    });
    on_cleanup(move || hands.dispatch().close(scope));
    let open = Open { id, hands, row, is_answered, picker: Picker::new(), ending: Ending::new() };
    let is_here = Memo::new(move |_| row.with(Option::is_some));
    view! {
        <article class="req">
            {move || if is_here.get() { whole(open) } else { missing(open) }}
            <PickDialog picker=open.picker />
            <EndDialog ending=open.ending />
        </article>
    }
}

fn whole(open: Open) -> AnyView {
    view! {
        {head::head(open)}
        {prose::prose(open)}
        {facts::facts(open)}
        {feedback::feedback(open)}
        {talk::talk(open)}
    }
    .into_any()
}

/// Not here: still on its way, out of reach while offline, or not for this reader.
fn missing(open: Open) -> AnyView {
    let connection = open.hands.replica().connection();
    view! {
        {move || match (open.is_answered.get(), connection.get()) {
            (true, _) => {
                view! { <EmptyState title=t(text::not_here) body=t(text::not_here_what) drawn=false /> }.into_any()
            }
            (false, Connection::Offline) => {
                view! { <EmptyState title=t(text::not_here_offline) body=t(text::not_here_offline_what) drawn=false /> }
                    .into_any()
            }
            (false, _) => view! { <LoadingBars lines=4 /> }.into_any(),
        }}
    }
    .into_any()
}
