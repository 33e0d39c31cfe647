//! The HTML around the screens: what is there before the WASM has loaded.
//!
//! The first screen is rendered into `#server-root`. The browser builds its own root beside it and
//! takes the server's away when it is ready; nothing is hydrated.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use weft_app::dispatch::{Dispatch, NoUndoing, RenderOnly};
use weft_app::replica::Replica;
use weft_app::root::{App, OPENING_ELEMENT, Opening};
use weft_app::screens::{AtHand, Screen, Screens};
use weft_domain::{Change, Locale, World};
use weft_sync::server::Session;

use super::headers::Nonce;
use super::language::{cookie, locale_of};
use super::{AppError, AppState, Manifest};
use crate::hub::SessionPerson;

/// The cookie that keeps a reader's choice of light or dark.
const THEME_COOKIE: &str = "weft-theme";

/// Everything about a page that is not the screen itself.
#[derive(Clone)]
struct Frame {
    nonce: Nonce,
    locale: Locale,
    /// `light` or `dark` when the reader chose one; else the system's.
    theme: Option<&'static str>,
    /// Nothing before the first bundle: the page then stays as the server rendered it.
    manifest: Option<Manifest>,
    /// What the page opens with; the shell may open with any screen.
    screens: Vec<Screen>,
}

impl Frame {
    fn of(state: &AppState, headers: &HeaderMap, nonce: Nonce, screens: Vec<Screen>) -> Self {
        Self {
            nonce,
            screens,
            locale: locale_of(headers),
            theme: ["light", "dark"].into_iter().find(|theme| cookie(headers, THEME_COOKIE) == Some(theme)),
            manifest: state.assets.manifest(),
        }
    }
}

/// Any screen, rendered for the one who asks.
pub(super) async fn page(
    State(state): State<AppState>,
    Extension(nonce): Extension<Nonce>,
    request: Request,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return AppError::MethodNotAllowed.into_response();
    }
    let who = request.extensions().get::<SessionPerson>();
    let screens = match who {
        Some(_) => vec![Screen::Inside, Screen::at(request.uri().path())],
        None => vec![Screen::Outside],
    };
    let frame = Frame::of(&state, request.headers(), nonce, screens);
    let opening = match opening(&state, &frame, who).await {
        Ok(opening) => opening,
        Err(error) => return error.into_response(),
    };
    let provided = frame.clone();
    let render = leptos_axum::render_app_async_with_context(
        move || {
            provide_context(leptos::nonce::Nonce::from_value(provided.nonce.0.clone()));
        },
        move || {
            let opening = opening.clone();
            document(frame.clone(), Some(opening.clone()), screen(&state, opening))
        },
    );
    render(request).await
}

/// The page without a screen and without anybody's data: what the service worker keeps for a start
/// without network.
pub(super) async fn shell(
    State(state): State<AppState>,
    Extension(nonce): Extension<Nonce>,
    headers: HeaderMap,
) -> Response {
    let frame = Frame::of(&state, &headers, nonce, Vec::new());
    let html = Owner::new_root(None).with(|| document(frame, None, ().into_any()).to_html());
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

/// What the page opens with.
async fn opening(state: &AppState, frame: &Frame, who: Option<&SessionPerson>) -> Result<Opening, AppError> {
    let needs_setup = match who {
        Some(_) => false,
        None => {
            let known = state.auth.engine().store().has_accounts().await;
            !known.map_err(|cause| AppError::internal(&cause))?
        }
    };
    let person = who.map(|who| who.person);
    let snapshot = state.auth.engine().current();
    let chosen = person.and_then(|id| snapshot.world.person(id).present()).and_then(|row| row.locale);
    Ok(Opening { locale: chosen.unwrap_or(frame.locale), person, needs_setup })
}

/// The first screen, as the one who asks may see it: over the same rows their browser will hold.
fn screen(state: &AppState, opening: Opening) -> AnyView {
    let engine = state.auth.engine();
    let (snapshot, now) = (engine.current(), engine.clock().now());
    let mut world = World::replica();
    if let Some(person) = opening.person {
        let bootstrap = Session::bootstrap(person, &snapshot.world, snapshot.head, now);
        world.apply_all(bootstrap.rows.into_iter().map(Change::Put).collect::<Vec<_>>().iter());
        world.set_caught_up(true);
    }
    let replica = Replica::new(world, opening.person);
    let dispatch = Dispatch::new(Arc::new(RenderOnly { now }), Arc::new(NoUndoing));
    let screens = Screens(Arc::new(AtHand));
    view! { <App opening replica dispatch screens/> }.into_any()
}

fn document(frame: Frame, opening: Option<Opening>, screen: AnyView) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=frame.locale.tag() dir="ltr" data-theme=frame.theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content=frame.theme.unwrap_or("light dark")/>
                <meta name="weft-version" content=frame.manifest.as_ref().map(|manifest| manifest.version.clone())/>
                // The empty icon keeps browsers from asking for /favicon.ico.
                <link rel="icon" href="data:,"/>
                {frame.manifest.as_ref().map(|manifest| assets(manifest.clone(), &frame.screens, &frame.nonce))}
                {opening.map(|opening| said(&opening, &frame.nonce))}
                <leptos_meta::MetaTags/>
            </head>
            <body>
                <div id="server-root">{screen}</div>
            </body>
        </html>
    }
}

/// What the page opens with, for the browser to read. `<` is escaped, so that it cannot end the element.
fn said(opening: &Opening, nonce: &Nonce) -> impl IntoView + use<> {
    let json = serde_json::to_string(opening).unwrap_or_default().replace('<', "\\u003c");
    view! { <script type="application/json" id=OPENING_ELEMENT nonce=nonce.0.to_string() inner_html=json></script> }
}

/// The element in which the shell names all parts, so that the service worker keeps them.
const PARTS_ELEMENT: &str = "weft-parts";

fn assets(manifest: Manifest, screens: &[Screen], nonce: &Nonce) -> impl IntoView + use<> {
    let Manifest { js, wasm, css, layout, parts, .. } = manifest;
    let start = format!("import start from {js:?};start({{module_or_path:{wasm:?}}});");
    let of_screens = screens.iter().filter_map(|screen| parts.get(screen.part())).flatten();
    let first: BTreeSet<String> = std::iter::once(&wasm).chain(of_screens).cloned().collect();
    let all = screens.is_empty().then(|| {
        let json = serde_json::to_string(&parts).unwrap_or_default();
        view! { <script type="application/json" id=PARTS_ELEMENT nonce=nonce.0.to_string() inner_html=json></script> }
    });
    // Loading starts with the page, not after the script has been read.
    let modules = first.into_iter().map(|path| {
        view! { <link rel="preload" r#as="fetch" r#type="application/wasm" crossorigin="anonymous" href=path/> }
    });
    view! {
        <link rel="stylesheet" href=css/>
        <link rel="modulepreload" href=js/>
        // Read by the map when it first lays something out.
        {layout.map(|layout| view! { <meta name="weft-layout" content=layout/> })}
        {modules.collect_view()}
        {all}
        <script type="module" nonce=nonce.0.to_string() inner_html=start></script>
    }
}
