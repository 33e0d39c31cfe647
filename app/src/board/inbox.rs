//! `/inbox`: what was asked of nobody in particular and waits to be routed.

use leptos::prelude::*;
use weft_domain::{DepartmentId, HandOverRequest, RequestId};

use crate::hands::{Hands, use_hands};
use crate::i18n::{board as text, request as request_text, shell, t, use_locale};
use crate::replica::Topic;
use crate::request::address::use_address;
use crate::request::pick::{Pick, PickDialog, Picker};
use crate::request::row::{self, Age};
use crate::request::trail::leave_trail;
use crate::request::{PANEL_PX, panel_of};
use crate::shell::Page;
use crate::ui::icon::REPLY;
use crate::ui::{Button, EmptyState, VirtualList};

/// The organisation's unrouted intake, the longest waiting first.
#[component]
pub fn InboxPage() -> impl IntoView {
    let (hands, address) = (use_hands(), use_address());
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
    let is_empty = Memo::new(move |_| count.get() == 0);
    let (picker, row_px) = (Picker::new(), row::row_px());
    let line = move |at: usize| {
        let id = Memo::new(move |_| waiting.with(|waiting| waiting.get(at).copied()));
        let shown = move |id| row::row(hands, address, id, None, Age::Filed, Some(route(hands, picker, id)));
        (move || id.get().map(shown)).into_any()
    };
    row::offer_keys(t(shell::inbox));
    let locale = use_locale();
    leave_trail(address, move || shell::inbox(locale.get()).to_owned(), move || waiting.get());
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
                if is_empty.get() {
                    view! {
                        <div class="lone">
                            <EmptyState title=t(text::inbox_empty) body=t(text::inbox_empty_what) />
                        </div>
                    }
                        .into_any()
                } else {
                    view! { <VirtualList label=t(shell::inbox) count=count row_px=row_px row=line /> }.into_any()
                }
            }}
            <PickDialog picker=picker />
        </Page>
    }
}

/// Gives a request to a department, for who may.
fn route(hands: Hands, picker: Picker, id: RequestId) -> AnyView {
    // Whether one may does not hang on which department it is.
    let may = Memo::new(move |_| hands.may(HandOverRequest { id, to: DepartmentId(id.0) }));
    (move || {
        may.get().then(|| {
            view! {
                <Button small=true lead=REPLY on_press=move || picker.ask(Pick::Holder(id))>
                    {t(text::route)}
                </Button>
            }
        })
    })
    .into_any()
}
