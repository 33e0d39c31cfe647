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
    dispatch::{Dispatch, RenderOnly},
    replica::Replica,
    root::{App, OPENING_ELEMENT, Opening},
    screens::{Screen, Screens},
};
use weft_domain::{Actor, PersonId, World};
use weft_sync::client::Client;

use crate::{driver::Driver, parts::Parts, slot, storage::Database, web};

/// Where the last page's opening is kept for a start without a network.
const OPENING_KEY: &str = "weft-opening";
/// What the server rendered, and what is mounted.
const SERVER_ROOT: &str = "server-root";

/// Builds everything and mounts the screens.
pub(crate) async fn boot() {
    register_worker();
    let said = said_by_page();
    let Some(opening) = said.clone().or_else(said_last_time) else { return };
    let parts = Arc::new(Parts::default());
    let path = web::path();
    match opening.person {
        Some(person) => {
            if said.is_some() {
                remember(&opening);
            }
            let at_hand = parts.get(Screen::at(&path));
            inside(opening, person, Screens(parts.clone()), at_hand).await;
            parts.get_all().await;
        }
        None => {
            forget_opening();
            parts.get(Screen::Outside).await;
            outside(opening, Screens(parts));
        }
    }
}

/// Forgets whom the last page was for.
pub(crate) fn forget_opening() {
    if let Some(storage) = web::local_storage() {
        let _ = storage.remove_item(OPENING_KEY);
    }
}

/// Mounts the screens of somebody who is signed in, once the rows and the first screen are here.
async fn inside(opening: Opening, person: PersonId, screens: Screens, first: impl Future<Output = ()>) {
    let opened = match slot::take(person).await {
        Some(name) => Database::open(&name).await.ok(),
        None => None,
    };
    let (database, id, saved) = match opened {
        Some((database, id, saved)) => (Some(database), id, saved),
        None => (None, web::new_client_id(), Default::default()),
    };
    let mut client = Client::new(id, person, weft_domain::decide);
    client.restore(saved);
    let replica = Replica::new(World::replica(), Some(person));
    let mounted = Arc::new(std::sync::OnceLock::<Dispatch>::new());
    let driver = {
        let (opening, replica, mounted) = (opening, replica.clone(), mounted.clone());
        Driver::new(client, replica.clone(), database, move || {
            if let Some(dispatch) = mounted.get() {
                mount(opening, replica, dispatch.clone(), screens);
            }
        })
    };
    let looked = replica.clone();
    // Only what its author would be allowed to do is offered as the way back.
    let inverse = Arc::new(move |command: &_| {
        let world = looked.world();
        let back = weft_domain::undo::inverse(&world, command)?;
        weft_domain::policy::may(&world, &Actor::of(&world, person), &back).is_ok().then_some(back)
    });
    let _ = mounted.set(Dispatch::new(Arc::new(driver.engine()), inverse));
    // What is not here yet is said in its place; nothing waits for it in vain.
    first.await;
    driver.start().await;
}

fn outside(opening: Opening, screens: Screens) {
    let dispatch = Dispatch::new(Arc::new(RenderOnly { now: web::now() }), Arc::new(|_| None));
    mount(opening, Replica::new(World::replica(), None), dispatch, screens);
}

fn mount(opening: Opening, replica: Replica, dispatch: Dispatch, screens: Screens) {
    let Some(document) = web::document() else { return };
    let Some(body) = document.body() else { return };
    let Ok(root) = document.create_element("div") else { return };
    root.set_id("app-root");
    let root: HtmlElement = root.unchecked_into();
    leptos::mount::mount_to(root.clone(), move || view! { <App opening replica dispatch screens /> }).forget();
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

/// The service worker makes a reload without a network possible. It needs a secure context; where
/// there is none, or the browser refuses, everything else works.
fn register_worker() {
    if let Some(window) = web::window().filter(|window| window.is_secure_context()) {
        let _ = window.navigator().service_worker().register("/sw.js");
    }
}
