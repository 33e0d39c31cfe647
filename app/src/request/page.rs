//! A request by its link: `/request/IT-497`.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use weft_domain::{Kind, RequestId, RequestKey, RequestNumber, World};
use weft_sync::message::Ask;

use super::panel::RequestPanel;
use super::words;
use crate::hands::use_hands;
use crate::i18n::{request as text, shell, t, use_locale};
use crate::replica::{Connection, Topic};
use crate::shell::Page;
use crate::ui::{EmptyState, LinkButton, LoadingBars};

/// `/request/:key`: one request on a page of its own, named by its public number or its id.
#[component]
pub fn RequestPage() -> impl IntoView {
    let (params, hands, locale) = (use_params_map(), use_hands(), use_locale());
    let named = Memo::new(move |_| params.with(|params| params.get("key").unwrap_or_default()));
    let is_answered = RwSignal::new(false);
    let replica = StoredValue::new(hands.replica());
    let found = Memo::new(move |_| {
        let named = named.get();
        if let Ok(id) = named.parse::<RequestId>() {
            return Some(id);
        }
        let topics = [Topic::Kind(Kind::Request)];
        replica.with_value(|replica| replica.read(&topics, |world| numbered(world, &named)))
    });
    // What is not in the replica is looked for on the server, which answers with the row.
    Effect::new(move |_| {
        if found.get().is_some() {
            return;
        }
        hands.dispatch().ask(Ask::Search { query: named.get() }, move |_| {
            // The page may be gone when the answer comes.
            let _ = is_answered.try_set(true);
        });
    });
    let title = move || {
        let row = found.get().and_then(|id| {
            let topics = [Topic::Row(id.into())];
            replica.with_value(|replica| replica.read(&topics, |world| world.request(id).present().cloned()))
        });
        row.map_or_else(|| named.get(), |row| words::number(locale.get(), &row.number))
    };
    let connection = hands.replica().connection();
    view! {
        <Page title=title class="req-body">
            <div class="req-page">
                {move || match (found.get(), is_answered.get(), connection.get()) {
                    (Some(id), ..) => view! { <RequestPanel id=id /> }.into_any(),
                    (None, false, Connection::Offline) => {
                        view! { <EmptyState title=t(text::not_here_offline) body=t(text::not_here_offline_what) /> }.into_any()
                    }
                    (None, false, _) => view! { <LoadingBars lines=5 /> }.into_any(),
                    (None, true, _) => {
                        view! {
                            <EmptyState title=t(text::not_here) body=t(text::not_here_what)>
                                <LinkButton href="/mine">{t(shell::mine)}</LinkButton>
                            </EmptyState>
                        }
                            .into_any()
                    }
                }}
            </div>
        </Page>
    }
}

/// The request with a public number such as `IT-497`, in any case of letters.
pub(super) fn numbered(world: &World, said: &str) -> Option<RequestId> {
    let (key, n) = said.trim().rsplit_once('-')?;
    let (key, n) = (RequestKey(key.to_uppercase()), n.parse::<u32>().ok()?);
    let wanted = RequestNumber::Filed { key, n };
    world.requests().find(|request| request.number == wanted).map(|request| request.id)
}
