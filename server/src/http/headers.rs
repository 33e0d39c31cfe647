//! Headers that every answer carries, and the nonce of a page.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::error;

use super::{AppError, AppState};

/// How many random bytes a nonce has: enough that nobody guesses one while a page is open.
const NONCE_BYTES: usize = 18;

/// How long browsers remember to come by HTTPS only: a year, in seconds.
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// The same for every answer, whatever it is.
const FIXED: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
             microphone=(), midi=(), payment=(), usb=()",
        ),
    ),
];

/// The number used once by which a page's own scripts and styles are told from injected ones.
/// Handlers find it among the request's extensions.
#[derive(Clone, Debug)]
pub(super) struct Nonce(pub(super) Arc<str>);

impl Nonce {
    fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; NONCE_BYTES];
        getrandom::fill(&mut bytes)?;
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self(text.into()))
    }
}

/// Gives the request a nonce and the answer its headers.
pub(super) async fn secure(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let nonce = match Nonce::new() {
        Ok(nonce) => nonce,
        Err(cause) => {
            error!(%cause, "the system gives no random numbers");
            return AppError::Internal.into_response();
        }
    };
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    if state.public_urls.iter().all(|url| url.is_https()) {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
    if let Ok(policy) = HeaderValue::from_str(&content_policy(is_html(headers).then_some(&nonce))) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // What does not say how long it may be kept is personal.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn is_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"))
}

/// What a document of ours may load, and from where. Without a nonce it is no page and runs no
/// inline script.
fn content_policy(nonce: Option<&Nonce>) -> String {
    let nonce = nonce.map(|nonce| format!(" 'nonce-{}'", nonce.0)).unwrap_or_default();
    [
        "default-src 'none'",
        // WASM counts as script; this word allows it without allowing eval.
        &format!("script-src 'self'{nonce} 'wasm-unsafe-eval'"),
        &format!("style-src 'self'{nonce}"),
        // Server-rendered places and widths are style attributes, which cannot carry a nonce. An
        // injected one can move things about, not run or send anything: images and fonts are
        // bound to this host above and below.
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        // 'self' covers the socket too: ws: and wss: of the same host count as same origin.
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
    .join("; ")
}
