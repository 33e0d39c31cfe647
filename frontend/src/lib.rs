//! Weft in the browser: the WASM entry. It wires the socket, IndexedDB, locks and the clock into the
//! sync client, and mounts the screens over it. No rule, no screen and no wire form lives here.

mod boot;

mod inside;

mod parts;

mod driver;

mod socket;

mod idb;

mod storage;

mod keep;

mod locks;

mod channel;

mod web;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the program: called by the page once the WASM is compiled, and by the worker that lays out
/// the map, where there is no page to show anything in.
#[wasm_bindgen(start)]
pub fn start() {
    // Without it a panic says no more than "unreachable": neither where nor why.
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    if web::window().is_some() {
        wasm_bindgen_futures::spawn_local(boot::boot());
    }
}

/// Lays out the map, in the worker: an order in, its answer out (see `weft_app::map::layout::desk`);
/// an empty one, where it cannot.
#[wasm_bindgen]
pub async fn lay_out(order: Vec<u8>) -> Vec<u8> {
    parts::lay_out(&order).await.unwrap_or_default()
}
