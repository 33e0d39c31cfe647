//! A request by its link: `/request/IT-497`.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use weft_domain::{Kind, RequestId, RequestKey, RequestNumber, World};
use weft_sync::message::Ask;

use super::address::use_address;
use super::panel::RequestPanel;
use super::trail::{Trail, trail};
use super::words;
use crate::hands::use_hands;
use crate::i18n::{Locale, request as text, shell, t, use_locale};
use crate::replica::{Connection, Topic};
use crate::shell::{KeyHint, Page, use_keys};
use crate::ui::icon::{ARROW_LEFT, CHEVRON_DOWN, CHEVRON_UP};
use crate::ui::{EmptyState, IconButton, IconPath, LinkButton, LoadingBars, icon};

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
    let trail = StoredValue::new(trail());
    let beside = move |back: bool| {
        let id = found.get()?;
        let to = trail.with_value(|trail| {
            let at = trail.place(id)?;
            trail.ids.get(if back { at.checked_sub(1)? } else { at + 1 }).copied()
        })?;
        let world = replica.with_value(crate::replica::Replica::world);
        Some(world.request(to).present().map_or_else(|| format!("/request/{to}"), words::path))
    };
    offer_keys(beside);
    view! {
        <Page title=title lead=move || back(trail) tabs=move || steps(found, trail, beside) class="req-body">
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

/// The way back to the list one came through; else to what one asked for.
fn back(trail: StoredValue<Trail>) -> AnyView {
    let (name, href) = trail.with_value(|trail| (trail.name.clone(), trail.href.clone()));
    let (is_known, href) = (!href.is_empty(), if href.is_empty() { "/mine".to_owned() } else { href });
    let label = t(move |locale| text::back_to(locale, if is_known { &name } else { shell::mine(locale) }));
    view! {
        <a class="btn plain icon" href=href aria-label=label.clone() data-tip=label>{icon(ARROW_LEFT)}</a>
    }
    .into_any()
}

/// Where it stands in that list, and the ways to its neighbours.
fn steps(
    found: Memo<Option<RequestId>>,
    trail: StoredValue<Trail>,
    beside: impl Fn(bool) -> Option<String> + Copy + Send + Sync + 'static,
) -> AnyView {
    let address = use_address();
    let place = move || {
        let id = found.get()?;
        trail.with_value(|trail| Some((trail.place(id)? + 1, trail.ids.len())))
    };
    let step = move |back: bool, path: IconPath, name: fn(Locale) -> &'static str, key: &'static str| {
        let go = move || {
            if let Some(to) = untrack(|| beside(back)) {
                address.go(to);
            }
        };
        let none = Signal::derive(move || beside(back).is_none());
        view! { <IconButton path=path label=t(name) key=key small=true disabled=none on_press=go /> }
    };
    (move || {
        let (at, all) = place()?;
        Some(view! {
            <span class="row note req-steps">
                {step(true, CHEVRON_UP, text::previous, "K")}
                {step(false, CHEVRON_DOWN, text::next, "J")}
                <span class="num" role="status">{t(move |locale| text::nth_of(locale, at, all))}</span>
            </span>
        })
    })
    .into_any()
}

fn offer_keys(beside: impl Fn(bool) -> Option<String> + Copy + Send + Sync + 'static) {
    let address = use_address();
    let go = move |back: bool| {
        Callback::new(move |()| {
            if let Some(to) = untrack(|| beside(back)) {
                address.go(to);
            }
        })
    };
    let hints = vec![KeyHint::run("j", text::next, go(false)), KeyHint::run("k", text::previous, go(true))];
    use_keys(t(text::request), hints);
}

/// The request with a public number such as `IT-497`, in any case of letters.
pub(super) fn numbered(world: &World, said: &str) -> Option<RequestId> {
    let (key, n) = said.trim().rsplit_once('-')?;
    let (key, n) = (RequestKey(key.to_uppercase()), n.parse::<u32>().ok()?);
    let wanted = RequestNumber::Filed { key, n };
    world.requests().find(|request| request.number == wanted).map(|request| request.id)
}
