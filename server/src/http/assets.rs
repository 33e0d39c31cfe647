//! `/pkg/*` and `/sw.js`: files whose names carry their hash, and the one whose name cannot.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{AppError, AppState};

/// The name carries the hash, so the content behind it never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Under the same name there is something else after the next change.
const ASK_ANEW: HeaderValue = HeaderValue::from_static("no-cache");
/// The names that `cargo leptos watch` writes, which carry no hash.
const HASHLESS: [&str; 3] = ["weft.js", "weft.wasm", "weft.css"];

/// The web assets, wherever they are: in the program, on disk, or made up by a test.
#[derive(Clone, Copy, Debug)]
pub struct Assets {
    find: fn(&str) -> Option<Cow<'static, [u8]>>,
}

/// Where a bundle's files are, as paths from the root of the host.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Manifest {
    /// The glue, an ES module.
    pub js: String,
    /// The WASM module.
    pub wasm: String,
    /// The style sheet.
    pub css: String,
    /// The modules that a part of the program needs, by its name.
    #[serde(default)]
    pub parts: BTreeMap<String, Vec<String>>,
    /// The worker that lays out the map, an ES module; a bundle may lack it.
    #[serde(default)]
    pub layout: Option<String>,
    /// Changes when any of the files does.
    pub version: String,
}

impl Assets {
    /// Assets found by path below the site's folder, e.g. `pkg/weft-0123.js`.
    pub fn new(find: fn(&str) -> Option<Cow<'static, [u8]>>) -> Self {
        Self { find }
    }

    /// The manifest of the last bundle; nothing before the first one.
    pub fn manifest(&self) -> Option<Manifest> {
        // Read anew each time: in development the bundle changes under a running server.
        serde_json::from_slice(&(self.find)("manifest.json")?).ok()
    }
}

/// A file of the bundle, brotli-compressed for those who take it.
pub(super) async fn package(
    State(state): State<AppState>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(mut response) = file(state.assets, &format!("pkg/{path}"), &headers) else {
        return AppError::NotFound.into_response();
    };
    let kept = if HASHLESS.contains(&path.as_str()) { ASK_ANEW } else { FOR_EVER };
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    response
}

/// The service worker. The browser asks for it anew at every start, so that an upgrade arrives.
pub(super) async fn service_worker(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let Some(mut response) = file(state.assets, "sw.js", &headers) else {
        return AppError::NotFound.into_response();
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, ASK_ANEW);
    headers.insert("service-worker-allowed", HeaderValue::from_static("/"));
    response
}

fn file(assets: Assets, path: &str, request: &HeaderMap) -> Option<Response> {
    if path.ends_with(".br") {
        return None;
    }
    let packed = takes_brotli(request).then(|| (assets.find)(&format!("{path}.br"))).flatten();
    let is_packed = packed.is_some();
    let bytes = packed.or_else(|| (assets.find)(path))?;
    let body = match bytes {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, media_type(path));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Some(response)
}

fn takes_brotli(request: &HeaderMap) -> bool {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            parts.next() == Some("br")
                && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
}

fn media_type(path: &str) -> HeaderValue {
    let known = match path.rsplit_once('.').map(|(_, extension)| extension) {
        // A browser compiles WASM while it loads only under exactly this type.
        Some("wasm") => "application/wasm",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json" | "webmanifest") => "application/json",
        _ => "application/octet-stream",
    };
    HeaderValue::from_static(known)
}
