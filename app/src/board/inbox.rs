//! `/inbox`: what was asked of nobody in particular and waits to be routed.

use leptos::prelude::*;
use weft_domain::RequestId;

use crate::hands::use_hands;
use crate::i18n::{board as text, request as request_text, shell, t};
use crate::replica::Topic;
use crate::request::address::use_address;
use crate::request::{PANEL_PX, panel_of, row};
use crate::shell::Page;
use crate::ui::{EmptyState, VirtualList};

/// The organisation's unrouted intake, the longest waiting first.
#[component]
pub fn InboxPage() -> impl IntoView {
    let (hands, address) = (use_hands(), use_address());
    super::open_scope(hands, None);
    let replica = hands.replica();
    let waiting = Memo::new(move |_| {
        replica.read(&[Topic::Board(None)], |world| {
            let open = world.requests_held_by(None).filter(|request| request.is_open());
            let mut waiting: Vec<_> = open.map(|request| (request.filed_at, request.id)).collect();
            waiting.sort_unstable();
            waiting.into_iter().map(|(_, id)| id).collect::<Vec<RequestId>>()
        })
    });
    let count = Signal::derive(move || waiting.with(Vec::len));
    let line = move |at: usize| {
        let id = waiting.with(|waiting| waiting.get(at).copied());
        id.map_or_else(|| ().into_any(), |id| row::row(hands, address, id, None))
    };
    let note = t(move |locale| text::unrouted_count(locale, count.get()));
    view! {
        <Page
            title=t(shell::inbox)
            tabs=move || view! { <span class="note wide" role="status">{note.clone()}</span> }
            panel=panel_of(address)
            panel_open=Signal::derive(move || address.has("request"))
            on_panel_close=move || address.set("request", None, false)
            panel_label=t(request_text::request)
            panel_px=PANEL_PX
            class="rows-body"
        >
            {move || {
                if count.get() == 0 {
                    view! {
                        <div class="lone">
                            <EmptyState title=t(text::inbox_empty) body=t(text::inbox_empty_what) />
                        </div>
                    }
                        .into_any()
                } else {
                    view! { <VirtualList label=t(shell::inbox) count=count row_px=row::ROW_PX row=line /> }.into_any()
                }
            }}
        </Page>
    }
}
