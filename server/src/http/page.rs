//! The HTML around the screens: what is there before the WASM has loaded.
//!
//! The first screen is rendered into `#server-root`. The browser builds its own root beside it and
//! takes the server's away when it is ready; nothing is hydrated.

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use weft_app::{App, PageLanguage};

use super::headers::Nonce;
use super::language::cookie;
use super::{AppError, AppState, Language, Manifest};

/// The cookie that keeps a reader's choice of light or dark.
const THEME_COOKIE: &str = "weft-theme";

/// Everything about a page that is not the screen itself.
#[derive(Clone)]
struct Frame {
    nonce: Nonce,
    language: Language,
    /// `light` or `dark` when the reader chose one; else the system's.
    theme: Option<&'static str>,
    /// Nothing before the first bundle: the page then stays as the server rendered it.
    manifest: Option<Manifest>,
}

impl Frame {
    fn of(state: &AppState, headers: &HeaderMap, nonce: Nonce) -> Self {
        Self {
            nonce,
            language: Language::of_request(headers),
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
    let frame = Frame::of(&state, request.headers(), nonce);
    let provided = frame.clone();
    let render = leptos_axum::render_app_async_with_context(
        move || {
            provide_context(leptos::nonce::Nonce::from_value(provided.nonce.0.clone()));
            provide_context(PageLanguage(provided.language.tag()));
        },
        move || document(frame.clone(), || view! { <App/> }.into_any()),
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
    let frame = Frame::of(&state, &headers, nonce);
    let html = Owner::new_root(None).with(|| document(frame, || ().into_any()).to_html());
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

fn document(frame: Frame, screen: impl FnOnce() -> AnyView) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=frame.language.tag() dir="ltr" data-theme=frame.theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content=frame.theme.unwrap_or("light dark")/>
                <meta name="weft-version" content=frame.manifest.as_ref().map(|manifest| manifest.version.clone())/>
                // The empty icon keeps browsers from asking for /favicon.ico.
                <link rel="icon" href="data:,"/>
                {frame.manifest.map(|manifest| assets(manifest, &frame.nonce))}
                <leptos_meta::MetaTags/>
            </head>
            <body>
                <div id="server-root">{screen()}</div>
            </body>
        </html>
    }
}

fn assets(manifest: Manifest, nonce: &Nonce) -> impl IntoView + use<> {
    let Manifest { js, wasm, css, .. } = manifest;
    let start = format!("import start from {js:?};start({{module_or_path:{wasm:?}}});");
    view! {
        <link rel="stylesheet" href=css/>
        <link rel="modulepreload" href=js/>
        // Loading starts with the page, not after the script has been read.
        <link rel="preload" r#as="fetch" r#type="application/wasm" crossorigin="anonymous" href=wasm/>
        <script type="module" nonce=nonce.0.to_string() inner_html=start></script>
    }
}
