//! Weft in the browser: the WASM entry. It wires the socket, IndexedDB, locks and the clock into the
//! sync client, and mounts the screens over it. No rule, no screen and no wire form lives here.

mod boot;

mod parts;

mod driver;

mod socket;

mod idb;

mod storage;

mod slot;

mod web;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the program: called by the page once the WASM is compiled.
#[wasm_bindgen(start)]
pub fn start() {
    wasm_bindgen_futures::spawn_local(boot::boot());
}
