//! One function a screen: where a part of the program begins.
//!
//! Whoever names one of them has that screen in their program, so only those who mean it do: the
//! server all of them ([`AtHand`](super::AtHand)), the browser's half each in its part.

use leptos::prelude::*;

/// Declares `name` as the function that builds `<Component />`.
macro_rules! builders {
    ($($(#[$about:meta])* $name:ident: $component:path;)*) => {$(
        $(#[$about])*
        pub fn $name() -> AnyView {
            use $component as Whole;
            view! { <Whole /> }.into_any()
        }
    )*};
}

builders! {
    /// The front door.
    outside: crate::access::Outside;
    /// The frame of somebody who is signed in, with the routes to all screens.
    frame: crate::root::Inside;
    /// The map.
    map: crate::map::MapPage;
    /// The choice of a board.
    board_home: crate::board::BoardHome;
    /// A department's board.
    board: crate::board::BoardPage;
    /// What came in.
    inbox: crate::board::InboxPage;
    /// What I asked for.
    mine: crate::mine::MinePage;
    /// The search over requests.
    search: crate::search::SearchPage;
    /// One request.
    request: crate::request::RequestPage;
    /// The live feed.
    feedback: crate::feedback::FeedbackPage;
    /// The live collaboration graph.
    pulse: crate::pulse::PulsePage;
    /// Departments, people and services.
    directory: crate::directory::Directory;
    /// The settings.
    settings: crate::settings::Settings;
    /// The gallery of all primitives, in development builds.
    gallery: crate::root::Primitives;
    /// The form of a new request, over any screen.
    ask: crate::anywhere::AskAnywhere;
    /// The form of thanks, over any screen.
    thank: crate::anywhere::ThankAnywhere;
}
