//! What the browser gives: time, randomness, timers, fetch. One place for the calls that can only
//! fail where there is no browser.

use js_sys::{Date, Uint8Array};
use uuid::Uuid;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Event, Response, Storage, Window};
use weft_domain::Timestamp;
use weft_sync::{message::ClientId, tabs::TabId};

/// The window; there is always one where this program runs.
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

/// The page.
pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// The path of the page.
pub(crate) fn path() -> String {
    window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// Loads the page anew, as its reader would.
pub(crate) fn load_anew() {
    if let Some(window) = window() {
        // Refused only while the page is going anyway.
        let _ = window.location().reload();
    }
}

/// Opens the front door.
pub(crate) fn open_front_door() {
    if let Some(window) = window() {
        // Refused only while the page is going anyway.
        let _ = window.location().set_href("/");
    }
}

/// Small settings that outlive the page; none where the browser refuses them.
pub(crate) fn local_storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// This browser's clock, as wrong as it may be.
pub(crate) fn now() -> Timestamp {
    // Milliseconds since 1970 are far below 2^53, so the conversion is exact.
    Timestamp(Date::now() as i64)
}

/// Random bytes from the browser's cryptographic source.
pub(crate) fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        // Filling 16 bytes cannot exceed the quota of the call.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// A fresh id of a tab.
pub(crate) fn new_tab_id() -> TabId {
    TabId(new_client_id().0)
}

/// A fresh outbox id.
pub(crate) fn new_client_id() -> ClientId {
    let id = weft_domain::CommandId::new_v7(now().0, random());
    ClientId(Uuid::from_bytes(*id.0.as_bytes()))
}

/// Runs `then` once, after at least `millis`.
pub(crate) fn after(millis: i32, then: impl FnOnce() + 'static) {
    let run = Closure::once_into_js(then);
    if let Some(window) = window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(run.unchecked_ref(), millis);
    }
}

/// Runs `then` once before the next paint; soon, where nothing is painted.
pub(crate) fn next_frame(then: impl FnOnce() + 'static) {
    if is_hidden() {
        return after(0, then);
    }
    let run = Closure::once_into_js(then);
    if let Some(window) = window() {
        let _ = window.request_animation_frame(run.unchecked_ref());
    }
}

/// Runs `then` at every event of a name on the window, for as long as the page lives.
pub(crate) fn on_window(event: &str, then: impl FnMut() + 'static) {
    let run = Closure::<dyn FnMut()>::new(then);
    if let Some(window) = window() {
        let _ = window.add_event_listener_with_callback(event, run.as_ref().unchecked_ref());
    }
    // The page's own lifetime: there is nothing to take it away again.
    run.forget();
}

/// Why something was not fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FetchError {
    /// No answer came.
    Unreachable,
    /// The answer was not a success: its HTTP status.
    Status(u16),
}

/// Fetches bytes from our own server.
pub(crate) async fn fetch_bytes(path: &str) -> Result<Vec<u8>, FetchError> {
    let window = window().ok_or(FetchError::Unreachable)?;
    let answer = JsFuture::from(window.fetch_with_str(path)).await.map_err(|_| FetchError::Unreachable)?;
    let response: Response = answer.dyn_into().map_err(|_| FetchError::Unreachable)?;
    if !response.ok() {
        return Err(FetchError::Status(response.status()));
    }
    let body = response.array_buffer().map_err(|_| FetchError::Unreachable)?;
    let buffer = JsFuture::from(body).await.map_err(|_| FetchError::Unreachable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Whether nobody looks at the page: its timers are rare, and it paints nothing.
pub(crate) fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// Asks the browser to keep what is stored here when space runs out. It may say no.
pub(crate) fn persist() {
    if let Some(asked) = window().and_then(|window| window.navigator().storage().persist().ok()) {
        wasm_bindgen_futures::spawn_local(async move { drop(JsFuture::from(asked).await) });
    }
}

/// Asks before the page goes, while `must` says so.
pub(crate) fn warn_before_leaving(must: impl Fn() -> bool + 'static) {
    let ask = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if must() {
            event.prevent_default();
        }
    });
    if let Some(window) = window() {
        let _ = window.add_event_listener_with_callback("beforeunload", ask.as_ref().unchecked_ref());
    }
    ask.forget();
}

/// Runs `then` whenever the page is looked at again.
pub(crate) fn on_seen(mut then: impl FnMut() + 'static) {
    let run = Closure::<dyn FnMut()>::new(move || {
        if !is_hidden() {
            then();
        }
    });
    if let Some(document) = document() {
        let callback = run.as_ref().unchecked_ref();
        let _ = document.add_event_listener_with_callback("visibilitychange", callback);
    }
    run.forget();
}
