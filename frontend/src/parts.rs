//! The parts of the program: which screen is in which, and how they are got.
//!
//! Each function below is where `weft-bundle` cuts: what only it reaches becomes a module of its own,
//! what several reach a shared one, and calling it fetches both first. Few parts, not one a
//! screen: each set of them may share a module, and many small modules compress worse than a large one.

use std::collections::HashMap;
use std::sync::Mutex;

use wasm_split_helpers::{SplitLoaderError, wasm_split};
use weft_app::screens::{Build, Coming, NotFetched, Screen, Source, build};

use crate::inside::{self, Start};

/// Why a part is not here, before [`NotFetched`] has taken its place.
struct Missing;

impl From<SplitLoaderError> for Missing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// Declares in which part a screen is.
macro_rules! cuts {
    ($($part:ident: $($name:ident)+;)*) => {$($(
        #[wasm_split($part, fallible)]
        fn $name() -> Result<Build, Missing> {
            Ok(build::$name)
        }
    )+)*};
}

cuts! {
    outside: outside;
    inside: frame map;
    work: board_home board inbox mine search request ask;
    rest: feedback pulse directory settings gallery thank;
}

#[wasm_split(inside, fallible)]
fn start_inside() -> Result<Start, Missing> {
    Ok(inside::start)
}

/// Does an order for a layout, both as bytes.
type Layout = fn(&[u8]) -> Vec<u8>;

#[wasm_split(inside, fallible)]
fn layout() -> Result<Layout, Missing> {
    Ok(weft_app::map::layout::desk::answer)
}

/// Lays out the map; none: the part that does could not be fetched.
pub(crate) async fn lay_out(order: &[u8]) -> Option<Vec<u8>> {
    layout().await.ok().map(|answer| answer(order))
}

/// All screens but the gallery, the likeliest first.
const ALL: [Screen; 14] = [
    Screen::Inside,
    Screen::Map,
    Screen::Board,
    Screen::BoardHome,
    Screen::Inbox,
    Screen::Mine,
    Screen::Request,
    Screen::Search,
    Screen::Pulse,
    Screen::Feedback,
    Screen::Directory,
    Screen::Settings,
    Screen::Ask,
    Screen::Thank,
];

/// The parts that have been fetched.
#[derive(Default)]
pub(crate) struct Parts {
    at_hand: std::sync::Arc<Mutex<HashMap<u8, Build>>>,
}

impl Parts {
    /// Fetches a screen ahead of its being shown; a failure is met again when it is.
    pub(crate) fn get(&self, screen: Screen) -> impl Future<Output = ()> + use<> {
        let coming = self.fetch(screen);
        async move {
            let _ = coming.await;
        }
    }

    /// What starts the screens of somebody who is signed in; none: it could not be fetched.
    pub(crate) async fn start_inside(&self) -> Option<Start> {
        start_inside().await.ok()
    }

    /// Fetches what is not here yet, one after the other, so that later screens open at once.
    pub(crate) async fn get_all(&self) {
        for screen in ALL {
            self.get(screen).await;
        }
    }
}

impl Source for Parts {
    fn at_hand(&self, screen: Screen) -> Option<Build> {
        self.at_hand.lock().ok()?.get(&(screen as u8)).copied()
    }

    fn fetch(&self, screen: Screen) -> Coming {
        let at_hand = self.at_hand.clone();
        Box::pin(async move {
            let came = match screen {
                Screen::Outside => outside().await,
                Screen::Inside => frame().await,
                Screen::Map => map().await,
                Screen::BoardHome => board_home().await,
                Screen::Board => board().await,
                Screen::Inbox => inbox().await,
                Screen::Mine => mine().await,
                Screen::Search => search().await,
                Screen::Request => request().await,
                Screen::Feedback => feedback().await,
                Screen::Pulse => pulse().await,
                Screen::Directory => directory().await,
                Screen::Settings => settings().await,
                Screen::Gallery => gallery().await,
                Screen::Ask => ask().await,
                Screen::Thank => thank().await,
            };
            let build = came.map_err(|Missing| NotFetched)?;
            if let Ok(mut at_hand) = at_hand.lock() {
                at_hand.insert(screen as u8, build);
            }
            Ok(build)
        })
    }
}
