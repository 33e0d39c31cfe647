//! The WASM entry.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;
use weft_app::App;

/// Builds the browser's root beside the server's, then takes the server's away.
#[wasm_bindgen(start)]
pub fn start() {
    let Some(body) = web_sys::window().and_then(|window| window.document()?.body()) else { return };
    let Some(document) = body.owner_document() else { return };
    let Ok(root) = document.create_element("div") else { return };
    root.set_id("app-root");
    if body.append_child(&root).is_err() {
        return;
    }
    leptos::mount::mount_to(root.unchecked_into::<HtmlElement>(), App).forget();
    if let Some(server) = document.get_element_by_id("server-root") {
        server.remove();
    }
}
