//! What the window is like, for what cannot be said in a stylesheet.

use leptos::prelude::*;

/// A phone's window.
pub const PHONE: &str = "(max-width: 600px)";
/// A window with room for few columns.
pub const NARROW: &str = "(max-width: 1100px)";

/// Whether the window is as a media query says, now and after it changed. The server does not know
/// the window and says `on_server`.
pub fn use_media(query: &'static str, on_server: bool) -> Signal<bool> {
    let holds = RwSignal::new(holds(query, on_server));
    Effect::new(move |_| {
        let resized = window_event_listener_untyped("resize", move |_| {
            let now = self::holds(query, on_server);
            if holds.get_untracked() != now {
                holds.set(now);
            }
        });
        on_cleanup(move || resized.remove());
    });
    holds.into()
}

fn holds(query: &str, on_server: bool) -> bool {
    if cfg!(target_arch = "wasm32") {
        window().match_media(query).ok().flatten().is_some_and(|query| query.matches())
    } else {
        on_server
    }
}
