//! The doors: which path leads where, and what holds for every answer.
//!
//! [`app`] builds the router from a state and does no I/O, so that a test can call it without a
//! server. Doors of other parts (socket, server functions, uploads) are put in here.

mod assets;
mod call;
mod error;
mod exchange;
mod headers;
mod health;
mod language;
mod page;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::connect_info::Connected;
use axum::routing::{get, post};
use axum::serve::IncomingStream;
use axum::{Router, middleware};
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

pub use assets::{Assets, Manifest};
pub use error::AppError;
pub(crate) use language::cookie;

use crate::auth::{self, Auth};
use crate::config::{PublicUrl, Settings};
use crate::engine::Engine;
use crate::hub::Hub;
use crate::tls::{PlainListener, TlsListener};

/// The largest request body, in bytes, that a door takes which has no limit of its own (uploads
/// have). A larger one is answered with 413.
pub const BODY_BYTES_MAX: usize = 64 * 1024;

/// What every door can reach.
#[derive(Clone)]
pub struct AppState {
    /// The settings this server was started with.
    pub settings: Arc<Settings>,
    /// The addresses a browser may have come by, the one for links first.
    pub public_urls: Arc<[PublicUrl]>,
    /// The web assets.
    pub assets: Assets,
    /// Who is who, over the engine.
    pub auth: Auth,
    /// The live connections.
    pub hub: Hub,
    /// Turns true when the server stops: long connections then end by themselves.
    pub stopping: watch::Receiver<bool>,
}

impl AppState {
    /// The state of a server at `bound`, over a running engine. Must be called within a tokio
    /// runtime.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn new(
        settings: Settings,
        bound: SocketAddr,
        assets: Assets,
        engine: Engine,
        stopping: watch::Receiver<bool>,
    ) -> Result<Self, getrandom::Error> {
        let public_urls: Arc<[PublicUrl]> = settings.public_urls(bound).into();
        let origins = public_urls.iter().map(|url| url.origin().to_owned()).collect();
        let hub = Hub::new(engine.clone(), origins, settings.limits, stopping.clone());
        let auth = Auth::new(engine, hub.clone())?;
        Ok(Self { settings: Arc::new(settings), public_urls, assets, auth, hub, stopping })
    }

    /// The name of the session's cookie. Over HTTPS its prefix makes browsers keep it to this host;
    /// on loopback without HTTPS such a cookie would not be taken.
    pub fn session_cookie(&self) -> &'static str {
        let is_https = !self.public_urls.is_empty() && self.public_urls.iter().all(PublicUrl::is_https);
        if is_https { "__Host-weft" } else { "weft" }
    }

    /// Whether an `Origin` header names this server.
    pub fn is_own_origin(&self, origin: &str) -> bool {
        self.public_urls.iter().any(|url| url.origin() == origin)
    }
}

/// The address at the other end of the connection: a person's, or the proxy's.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, PlainListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, PlainListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// All doors.
pub fn app(state: AppState) -> Router {
    // Leptos spawns what a screen loads on this runtime. A second call in one process (tests) is
    // told so and changes nothing.
    let _ = any_spawner::Executor::init_tokio();
    let small = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/sw.js", get(assets::service_worker))
        .route("/shell", get(page::shell))
        .route("/pkg/{*path}", get(assets::package))
        .route("/api/{function}", post(call::call))
        .merge(state.hub.routes().layer(middleware::from_fn_with_state(state.clone(), auth::bearer)))
        .fallback(page::page)
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX));
    small
        // Uploads have limits of their own.
        .merge(exchange::routes())
        .layer(middleware::from_fn_with_state(state.clone(), auth::session))
        .layer(middleware::from_fn_with_state(state.clone(), auth::guard))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(middleware::from_fn_with_state(state.clone(), headers::secure))
        .with_state(state)
}
