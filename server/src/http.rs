//! The doors: which path leads where, and what holds for every answer.
//!
//! [`app`] builds the router from a state and does no I/O, so that a test can call it without a
//! server. Doors of other parts (socket, server functions, uploads) are put in here.

mod assets;
mod error;
mod headers;
mod health;
mod language;
mod page;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::connect_info::Connected;
use axum::routing::get;
use axum::serve::IncomingStream;
use axum::{Router, middleware};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

pub use assets::{Assets, Manifest};
pub use error::AppError;

use crate::config::{PublicUrl, Settings};
use crate::tls::TlsListener;

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
    /// Turns true when the server stops: long connections then end by themselves.
    pub stopping: watch::Receiver<bool>,
}

impl AppState {
    /// Whether an `Origin` header names this server.
    pub fn is_own_origin(&self, origin: &str) -> bool {
        self.public_urls.iter().any(|url| url.origin() == origin)
    }
}

/// The address at the other end of the connection: a person's, or the proxy's.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
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
        .fallback(page::page)
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX));
    small
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(middleware::from_fn_with_state(state.clone(), headers::secure))
        .with_state(state)
}
