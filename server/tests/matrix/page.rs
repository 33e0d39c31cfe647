//! What every door answers, without a network: the router is called as a function.

use std::borrow::Cow;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use tower::ServiceExt;
use weft_server::clock::Clock;
use weft_server::config::{Flags, Settings};
use weft_server::engine::Engine;
use weft_server::http::{AppState, Assets, BODY_BYTES_MAX, app};
use weft_server::store::Store;

fn site(path: &str) -> Option<Cow<'static, [u8]>> {
    let bytes: &[u8] = match path {
        "manifest.json" => {
            br#"{"js":"/pkg/a.js","wasm":"/pkg/a.wasm","css":"/pkg/a.css","fonts":[],"version":"v"}"#
        }
        "pkg/a.wasm" => b"\0asm",
        "pkg/a.wasm.br" => b"packed",
        "sw.js" => b"self",
        _ => return None,
    };
    Some(bytes.into())
}

async fn send(request: axum::http::request::Builder, body: Body) -> Response<Body> {
    let settings = Settings::load(&Flags::default(), |_| None).unwrap();
    let (_stop, stopping) = tokio::sync::watch::channel(false);
    let folder = crate::support::Folder::new();
    let store = Store::open(&folder.url()).await.unwrap();
    let (engine, _task) = Engine::start(store, Clock::system()).await.unwrap();
    let bound = settings.listen;
    let state = AppState::new(settings, bound, Assets::new(site), engine, stopping).unwrap();
    app(state).oneshot(request.body(body).unwrap()).await.unwrap()
}

async fn get(path: &str, headers: &[(&str, &str)]) -> (StatusCode, axum::http::HeaderMap, String) {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = send(request, Body::empty()).await;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
}

fn nonce_of(policy: &str) -> String {
    policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_page_carries_its_nonce_language_and_theme_and_is_kept_by_nobody() {
    let asked = [("accept-language", "zh-TW"), ("cookie", "weft-theme=dark")];
    let (status, headers, html) = get("/map", &asked).await;
    assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(html.contains(r#"<html lang="zh-Hant" dir="ltr" data-theme="dark">"#), "{html}");
    assert!(html.contains(r#"<div id="server-root">"#), "{html}");
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    let nonce = nonce_of(policy);
    let scripts: Vec<_> = html.split("<script").skip(1).collect();
    assert!(!scripts.is_empty());
    for script in scripts {
        assert!(script.contains(&format!("nonce=\"{nonce}\"")), "a script without the nonce: {script}");
    }
    assert!(html.contains(r#"from "/pkg/a.js";start({module_or_path:"/pkg/a.wasm"})"#), "{html}");
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");

    let (_, again, _) = get("/map", &asked).await;
    assert_ne!(nonce, nonce_of(again[header::CONTENT_SECURITY_POLICY].to_str().unwrap()));
}

#[tokio::test]
async fn a_cookie_cannot_write_into_the_page() {
    let evil = "weft-theme=\"><script>; weft-lang=\"><script>";
    let (_, _, html) = get("/shell", &[("cookie", evil)]).await;
    assert!(html.contains(r#"<html lang="en" dir="ltr">"#), "{html}");
}

#[tokio::test]
async fn the_shell_is_nobodys() {
    let (status, _, html) = get("/shell", &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("/pkg/a.js") && !html.contains("<main"), "{html}");
}

#[tokio::test]
async fn assets_are_kept_for_ever_packed_for_those_who_take_it() {
    let (_, headers, body) = get("/pkg/a.wasm", &[("accept-encoding", "gzip, br;q=0.5")]).await;
    assert_eq!(body, "packed");
    assert_eq!(headers[header::CONTENT_ENCODING], "br");
    assert_eq!(headers[header::CONTENT_TYPE], "application/wasm");
    assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_eq!(headers[header::VARY], "accept-encoding");
    for other in ["gzip", "br;q=0", "brotli", ""] {
        let (_, headers, body) = get("/pkg/a.wasm", &[("accept-encoding", other)]).await;
        assert_eq!(body, "\0asm", "{other}");
        assert!(!headers.contains_key(header::CONTENT_ENCODING));
    }
}

#[tokio::test]
async fn the_worker_is_asked_for_anew_each_time() {
    let (_, headers, body) = get("/sw.js", &[]).await;
    assert_eq!(body, "self");
    assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
    assert_eq!(headers["service-worker-allowed"], "/");
    assert_eq!(headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
}

#[tokio::test]
async fn what_is_not_there_is_answered_alike() {
    for path in
        ["/pkg/gone.js", "/pkg/a.wasm.br", "/pkg/../manifest.json", "/pkg/..%2fmanifest.json", "/pkg/%00"]
    {
        let (status, headers, body) = get(path, &[]).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_FOUND, "Not found\n"), "{path}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    }
}

#[tokio::test]
async fn a_page_takes_no_post_and_no_flood() {
    let response = send(Request::post("/map"), Body::empty()).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    let long = Body::from(vec![0; BODY_BYTES_MAX + 1]);
    let request = Request::post("/map").header(header::CONTENT_LENGTH, BODY_BYTES_MAX + 1);
    assert_eq!(send(request, long).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn health_says_the_version() {
    let (status, _, body) = get("/healthz", &[]).await;
    assert_eq!(
        (status, body),
        (StatusCode::OK, format!(r#"{{"ok":true,"version":"{}"}}"#, env!("CARGO_PKG_VERSION")))
    );
}
