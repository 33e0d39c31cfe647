//! The root of the interface: who is here, in which language, on which screen.

use leptos::prelude::*;
use leptos_router::components::{Redirect, Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::path;
use serde::{Deserialize, Serialize};
use weft_domain::PersonId;
use weft_sync::message::Bye;

use crate::access::is_given_link;
use crate::anywhere::AtHand;
use crate::dispatch::Dispatch;
use crate::gallery::Gallery;
use crate::i18n::{Locale, provide_locale, shell as text, t};
use crate::replica::{Connection, Replica, Topic};
use crate::request::trail::provide_trail;
use crate::screens::{Screen, Screens, Shown};
use crate::shell::{ConnectionState, Me, Page, Shell};
use crate::tray::{SayRefusals, Tray};
use crate::ui::EmptyState;

/// The id of the element the server's page says its [`Opening`] in, as JSON.
pub const OPENING_ELEMENT: &str = "weft-opening";

/// What a page opens with. The server writes it into the page, the browser reads it from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The reader's language.
    pub locale: Locale,
    /// Who is signed in.
    pub person: Option<PersonId>,
    /// Nobody has an account yet: the set-up link is needed.
    pub needs_setup: bool,
}

/// The whole interface, over the handles in context.
#[component]
pub fn App(
    /// What the page opens with.
    opening: Opening,
    /// What is read.
    replica: Replica,
    /// What acts.
    dispatch: Dispatch,
    /// Where the screens come from.
    screens: Screens,
) -> impl IntoView {
    leptos_meta::provide_meta_context();
    provide_locale(opening.locale);
    provide_context(opening.clone());
    provide_context(replica);
    provide_context(dispatch);
    provide_context(screens);
    view! {
        <Router>
            <Door is_known=opening.person.is_some() />
        </Router>
    }
}

/// In or out. A link that was given to somebody opens the front door in any case.
#[component]
fn Door(is_known: bool) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let screen = if is_known && !is_given_link(&path) { Screen::Inside } else { Screen::Outside };
    view! { <Shown screen /> }
}

/// The screens of somebody who is signed in, in the frame.
#[component]
pub(crate) fn Inside() -> impl IntoView {
    let replica = crate::replica::use_replica();
    provide_trail();
    let (connection, inbox) = (connection_state(&replica), waiting(&replica));
    let me = {
        let replica = replica.clone();
        Signal::derive(move || {
            replica.myself().map(|person| Me { name: person.name, person_id: person.id.0.into_bytes() })
        })
    };
    view! {
        <Shell connection=connection me=me inbox=inbox tray=|| view! { <Tray /> }>
            <SayRefusals />
            <AtHand />
            <Routes fallback=NotFound>
                <Route path=path!("/") view=|| view! { <Redirect path="/map" /> } />
                <Route path=path!("/map") view=|| view! { <Shown screen=Screen::Map /> } />
                <Route path=path!("/board") view=|| view! { <Shown screen=Screen::BoardHome /> } />
                <Route path=path!("/board/:department") view=|| view! { <Shown screen=Screen::Board /> } />
                <Route path=path!("/inbox") view=|| view! { <Shown screen=Screen::Inbox /> } />
                <Route path=path!("/mine") view=|| view! { <Shown screen=Screen::Mine /> } />
                <Route path=path!("/search") view=|| view! { <Shown screen=Screen::Search /> } />
                <Route path=path!("/request/:key") view=|| view! { <Shown screen=Screen::Request /> } />
                <Route path=path!("/feedback") view=|| view! { <Shown screen=Screen::Feedback /> } />
                <Route path=path!("/pulse") view=|| view! { <Shown screen=Screen::Pulse /> } />
                <Route path=path!("/gallery") view=|| view! { <Shown screen=Screen::Gallery /> } />
                <Route path=path!("/directory") view=|| view! { <Shown screen=Screen::Directory /> } />
                <Route path=path!("/settings") view=|| view! { <Shown screen=Screen::Settings /> } />
            </Routes>
        </Shell>
    }
}

/// How many requests wait unrouted that the reader sees: those the inbox lists.
fn waiting(replica: &Replica) -> Signal<u32> {
    let replica = replica.clone();
    Memo::new(move |_| {
        replica.read(&[Topic::Board(None)], |world| {
            let open = world.requests_held_by(None).filter(|request| request.is_open()).count();
            u32::try_from(open).unwrap_or(u32::MAX)
        })
    })
    .into()
}

/// The gallery of all primitives, in development builds.
#[component]
pub(crate) fn Primitives() -> impl IntoView {
    if cfg!(debug_assertions) { view! { <Gallery /> }.into_any() } else { view! { <NotFound /> }.into_any() }
}

/// Where no screen is.
#[component]
fn NotFound() -> impl IntoView {
    view! {
        <Page title=t(text::not_found)>
            <EmptyState title=t(text::not_found) body=t(text::not_found_why) />
        </Page>
    }
}

/// How it stands with the server, as the frame shows it.
fn connection_state(replica: &Replica) -> Signal<ConnectionState> {
    let (connection, unsent, refused) = (replica.connection(), replica.unsent(), replica.refused());
    let kept = replica.kept();
    Signal::derive(move || {
        let refused = u32::try_from(refused.read().len()).unwrap_or(u32::MAX);
        match connection.get() {
            _ if refused > 0 => ConnectionState::Refused { count: refused },
            Connection::Ended(Bye::ClientTooOld) => ConnectionState::Outdated,
            _ if !kept.get() => ConnectionState::Unkept { waiting: unsent.get() },
            Connection::Live => ConnectionState::Live,
            Connection::Connecting => ConnectionState::Connecting,
            Connection::Offline | Connection::Ended(_) => ConnectionState::Offline { waiting: unsent.get() },
        }
    })
}
