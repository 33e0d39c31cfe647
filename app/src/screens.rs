//! The screens as parts that are fetched when they are first shown.
//!
//! What every screen needs is loaded at the start; the rest of the program comes in parts, so that
//! the start stays quick however much Weft learns. The server has all of it at hand; the browser's
//! half says how a part is got ([`Source`]), as only it knows what a module is.

pub mod build;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::hands::use_hands;
use crate::i18n::{common, shell as text, t};
use crate::replica::use_replica;
use crate::shell::Page;
use crate::ui::{Button, EmptyState, LoadingBars};

/// Builds a screen's view, under the owner that is current.
pub type Build = fn() -> AnyView;

/// A part that is on its way; the error says that it could not be fetched.
pub type Coming = Pin<Box<dyn Future<Output = Result<Build, NotFetched>>>>;

/// A part could not be fetched: no network, or a server of another version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this part of the program could not be fetched")]
pub struct NotFetched;

/// Every screen that a part may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(
    missing_docs,
    reason = "each is the screen of that name; Inside is the frame of all but Outside, Ask and Thank are dialogs over any"
)]
pub enum Screen {
    Outside,
    Inside,
    Map,
    BoardHome,
    Board,
    Inbox,
    Mine,
    Search,
    Request,
    Feedback,
    Pulse,
    Directory,
    Settings,
    Gallery,
    Ask,
    Thank,
}

impl Screen {
    /// The screen that a path opens with, for somebody who is signed in.
    #[must_use]
    pub fn at(path: &str) -> Self {
        let mut names = path.trim_start_matches('/').split('/');
        match (names.next(), names.next()) {
            (Some("board"), None | Some("")) => Self::BoardHome,
            (Some("board"), Some(_)) => Self::Board,
            (Some("inbox"), _) => Self::Inbox,
            (Some("mine"), _) => Self::Mine,
            (Some("search"), _) => Self::Search,
            (Some("request"), _) => Self::Request,
            (Some("feedback"), _) => Self::Feedback,
            (Some("pulse"), _) => Self::Pulse,
            (Some("directory"), _) => Self::Directory,
            (Some("settings"), _) => Self::Settings,
            (Some("gallery"), _) => Self::Gallery,
            (Some("setup" | "invitation" | "reset"), _) => Self::Outside,
            _ => Self::Map,
        }
    }

    /// The name of the part it is in, as `frontend/src/parts.rs` cuts them.
    #[must_use]
    pub const fn part(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Inside | Self::Map => "inside",
            Self::BoardHome
            | Self::Board
            | Self::Inbox
            | Self::Mine
            | Self::Search
            | Self::Request
            | Self::Ask => "work",
            Self::Feedback | Self::Pulse | Self::Directory | Self::Settings | Self::Gallery | Self::Thank => {
                "rest"
            }
        }
    }
}

/// Where the screens come from.
pub trait Source: Send + Sync {
    /// The screen, when it is at hand.
    fn at_hand(&self, screen: Screen) -> Option<Build>;

    /// Fetches the screen. Asked again after a failure, it tries again.
    fn fetch(&self, screen: Screen) -> Coming;
}

/// Every screen at hand: the server's, where the whole program is one.
#[derive(Clone, Copy, Debug)]
pub struct AtHand;

impl Source for AtHand {
    fn at_hand(&self, screen: Screen) -> Option<Build> {
        Some(match screen {
            Screen::Outside => build::outside,
            Screen::Inside => build::frame,
            Screen::Map => build::map,
            Screen::BoardHome => build::board_home,
            Screen::Board => build::board,
            Screen::Inbox => build::inbox,
            Screen::Mine => build::mine,
            Screen::Search => build::search,
            Screen::Request => build::request,
            Screen::Feedback => build::feedback,
            Screen::Pulse => build::pulse,
            Screen::Directory => build::directory,
            Screen::Settings => build::settings,
            Screen::Gallery => build::gallery,
            Screen::Ask => build::ask,
            Screen::Thank => build::thank,
        })
    }

    fn fetch(&self, screen: Screen) -> Coming {
        let build = self.at_hand(screen).ok_or(NotFetched);
        Box::pin(std::future::ready(build))
    }
}

/// The source of screens, in context.
#[derive(Clone)]
pub struct Screens(pub Arc<dyn Source>);

/// How far a screen has come.
#[derive(Clone, Copy)]
enum Stage {
    Coming,
    Here(Build),
    Missing,
}

/// A screen, at once where it is at hand, else as soon as it has been fetched.
#[component]
pub(crate) fn Shown(screen: Screen) -> impl IntoView {
    let Screens(source) = expect_context();
    if let Some(build) = source.at_hand(screen) {
        return build();
    }
    let stage = RwSignal::new(Stage::Coming);
    let unsent = use_replica().unsent();
    let fetch = move |is_again: bool| {
        let (coming, unsent) = (source.fetch(screen), unsent.clone());
        stage.set(Stage::Coming);
        spawn_local(async move {
            let came = coming.await.map_or(Stage::Missing, Stage::Here);
            // The server may be of a newer version by now, which has other parts: its page knows them.
            // But a tab that works from memory would lose what is not yet sent.
            if is_again && matches!(came, Stage::Missing) && unsent.get_untracked() == 0 {
                load_anew();
            }
            // The reader may have gone elsewhere in the meantime.
            let _ = stage.try_set(came);
        });
    };
    fetch(false);
    let again = Callback::new(move |()| fetch(true));
    (move || match stage.get() {
        Stage::Here(build) => build(),
        Stage::Coming => view! { <LoadingBars /> }.into_any(),
        Stage::Missing => missing(again),
    })
    .into_any()
}

/// What opens over any screen: it comes when it is first wanted, and until then nothing stands there.
/// Where it could not be fetched that is said, and it is no longer wanted.
#[component]
pub(crate) fn Over(
    /// What.
    screen: Screen,
    /// Whether it is open, both ways.
    wanted: RwSignal<bool>,
) -> impl IntoView {
    let Screens(source) = expect_context();
    let (hands, here) = (use_hands(), RwSignal::new(None::<Build>));
    Effect::new(move |_| {
        if !wanted.get() || here.with_untracked(Option::is_some) {
            return;
        }
        let coming = source.fetch(screen);
        spawn_local(async move {
            if let Ok(build) = coming.await {
                // The page may be gone by now.
                let _ = here.try_set(Some(build));
            } else {
                let _ = wanted.try_set(false);
                hands.say(text::not_fetched_why(hands.locale()).to_owned());
            }
        });
    });
    move || here.get().map(|build| build())
}

/// Loads the page anew, where there is a network to load it over.
fn load_anew() {
    if let Some(window) = web_sys::window().filter(|window| window.navigator().on_line()) {
        // Refused only while the page is going anyway.
        let _ = window.location().reload();
    }
}

fn missing(again: Callback<()>) -> AnyView {
    view! {
        <Page title=t(text::not_fetched)>
            <EmptyState title=t(text::not_fetched) body=t(text::not_fetched_why)>
                <Button on_press=again>{t(common::retry)}</Button>
            </EmptyState>
        </Page>
    }
    .into_any()
}
