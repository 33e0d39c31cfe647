//! From a loaded page to mounted screens.
//!
//! The page says whom it is for; without a network the page is a data-free shell, and what the last
//! page said is taken instead. The screens are mounted beside what the server rendered, which goes
//! in the same turn: nothing is hydrated and nothing jumps.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use weft_app::{
    dispatch::{Dispatch, NoUndoing, RenderOnly},
    replica::Replica,
    root::{App, OPENING_ELEMENT, Opening},
    screens::{Screen, Screens},
};
use weft_domain::World;

use crate::{parts::Parts, web};

/// Where the last page's opening is kept for a start without a network.
const OPENING_KEY: &str = "weft-opening";
/// What the server rendered, and what is mounted.
const SERVER_ROOT: &str = "server-root";

/// Milliseconds after which a page is loaded anew when what is inside could not be fetched: the
/// network was gone for a moment, or the server was upgraded between page and part.
const AGAIN_MS: i32 = 3_000;

/// Builds everything and mounts the screens.
pub(crate) async fn boot() {
    let said = said_by_page();
    let Some(opening) = said.clone().or_else(said_last_time) else { return };
    let parts = Arc::new(Parts::default());
    let path = web::path();
    match opening.person {
        Some(person) => {
            if said.is_some() {
                remember(&opening);
            }
            parts.get(Screen::Inside).await;
            // A screen that is not here yet is said to be missing in its place.
            parts.get(Screen::at(&path)).await;
            let Some(start) = parts.start_inside().await else { return web::after(AGAIN_MS, web::load_anew) };
            start(opening, person, Screens(parts.clone())).await;
            register_worker();
            parts.get_all().await;
        }
        None => {
            forget_opening();
            parts.get(Screen::Outside).await;
            outside(opening, Screens(parts.clone()));
            register_worker();
            // While somebody types a password, what they will need comes in.
            parts.get_all().await;
        }
    }
}

/// Forgets whom the last page was for.
pub(crate) fn forget_opening() {
    if let Some(storage) = web::local_storage() {
        let _ = storage.remove_item(OPENING_KEY);
    }
}

fn outside(opening: Opening, screens: Screens) {
    let dispatch = Dispatch::new(Arc::new(RenderOnly { now: web::now() }), Arc::new(NoUndoing));
    mount(opening, Replica::new(World::replica(), None), dispatch, screens);
}

/// Shows the screens in place of what the server rendered.
pub(crate) fn mount(opening: Opening, replica: Replica, dispatch: Dispatch, screens: Screens) {
    let Some(document) = web::document() else { return };
    let Some(body) = document.body() else { return };
    let Ok(root) = document.create_element("div") else { return };
    root.set_id("app-root");
    let root: HtmlElement = root.unchecked_into();
    leptos::mount::mount_to(root.clone(), move || view! { <App opening replica dispatch screens /> })
        .forget();
    if body.append_child(&root).is_err() {
        return;
    }
    if let Some(server) = document.get_element_by_id(SERVER_ROOT) {
        server.remove();
    }
}

fn said_by_page() -> Option<Opening> {
    let text = web::document()?.get_element_by_id(OPENING_ELEMENT)?.text_content()?;
    serde_json::from_str(&text).ok()
}

fn said_last_time() -> Option<Opening> {
    let text = web::local_storage()?.get_item(OPENING_KEY).ok()??;
    serde_json::from_str(&text).ok()
}

fn remember(opening: &Opening) {
    if let (Some(storage), Ok(text)) = (web::local_storage(), serde_json::to_string(opening)) {
        // Where storage is refused, a start without a network is not possible; all else works.
        let _ = storage.set_item(OPENING_KEY, &text);
    }
}

/// The service worker makes a reload without a network possible. It fetches all there is, so it comes
/// after the first screen. It needs a secure context; where
/// there is none, or the browser refuses, everything else works.
fn register_worker() {
    if let Some(window) = web::window().filter(|window| window.is_secure_context()) {
        let _ = window.navigator().service_worker().register("/sw.js");
    }
}
