//! The hub: live connections. It moves bytes between sockets and the session engines of
//! `weft-sync`, and decides nothing: what is shown to whom is theirs, what becomes of a command is
//! the engine's.
//!
//! A connection's memory is bounded: while its browser does not take what waits, nothing is read
//! from it, and what it misses is read from the feed when it is back.

mod admission;
mod asking;
mod bootstrap;
mod connection;
mod end;
mod goodbye;
mod presence;
mod relay;
mod sessions;
mod throttle;
mod who;
mod wire;

pub use admission::Limits;
pub use who::{SessionHash, SessionPerson, SignedInBy};
pub use wire::BYTES_WAITING_MAX;

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use axum::{
    Router,
    extract::{State, WebSocketUpgrade},
    http::{HeaderMap, header},
    response::Response,
    routing::get,
};
use tokio::sync::{broadcast, watch};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use weft_domain::PersonId;
use weft_sync::{message::UP_BYTES_MAX, server::SessionId};

use crate::{engine::Engine, http::AppError};
use admission::Admission;
use bootstrap::Bootstraps;
use presence::PresenceLane;

/// The compact form of the messages, as a WebSocket subprotocol.
pub const PROTOCOL_COMPACT: &str = "weft.v1";
/// The readable form of the messages, as a WebSocket subprotocol.
pub const PROTOCOL_JSON: &str = "weft.v1.json";
/// Bytes that a socket reads at once, and keeps room for. The default, 128 KiB, would be most of a
/// connection's memory. A longer message gets room of its own while it comes.
const READ_BUFFER_BYTES: usize = 1024;
/// Bytes a socket collects before it writes.
const WRITE_BUFFER_BYTES: usize = 8 * 1024;
/// Bytes a socket holds while its browser takes nothing. A longer message is still sent whole.
const WRITE_BUFFER_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Revocations that a connection may be behind. Beyond it the connection is ended, to be checked
/// anew when it comes back.
const REVOCATIONS_BEHIND_MAX: usize = 256;

/// Whose right to be here has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    /// One session or access token: signed out, ended from the settings, revoked.
    Session(SessionHash),
    /// Every session of a person: disabled, or their password changed.
    Person(PersonId),
}

/// A handle to the hub; clone it freely.
#[derive(Clone, Debug)]
pub struct Hub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    engine: Engine,
    origins: Arc<[String]>,
    stopping: watch::Receiver<bool>,
    revoked: broadcast::Sender<Revoked>,
    presence: PresenceLane,
    admission: Arc<Admission>,
    bootstraps: Bootstraps,
    /// Bytes that wait for browsers.
    waiting: Arc<AtomicUsize>,
    last_id: AtomicU64,
    connected: watch::Sender<sessions::Connected>,
}

impl Hub {
    /// A hub whose sockets open only to pages of `origins` (`https://weft.example`), as many as `limits`
    /// says, and close when `stopping` turns true. Must be called within a tokio runtime: it starts the
    /// presence lane.
    pub fn new(
        engine: Engine,
        origins: Arc<[String]>,
        limits: Limits,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let (revoked, _) = broadcast::channel(REVOCATIONS_BEHIND_MAX);
        let presence = PresenceLane::start(engine.clone(), stopping.clone());
        let hub = Self(Arc::new(Inner {
            engine,
            origins,
            stopping,
            revoked,
            presence,
            admission: Arc::new(Admission::new(limits)),
            bootstraps: Bootstraps::default(),
            waiting: Arc::default(),
            last_id: AtomicU64::new(0),
            connected: watch::Sender::default(),
        }));
        hub.keep_checking();
        hub
    }

    /// The doors `/sync/socket` and `/sync/bootstrap`. Whoever merges them puts a [`SessionPerson`]
    /// into the request's extensions where somebody is signed in.
    pub fn routes<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        let compress = CompressionLayer::new().quality(CompressionLevel::Fastest);
        Router::new()
            .route("/sync/bootstrap", get(bootstrap::bootstrap).layer(compress))
            .route("/sync/socket", get(socket))
            .with_state(self.clone())
    }

    /// Ends connections at once. Call it after the session itself is gone.
    pub fn revoke(&self, revoked: Revoked) {
        // An error means that nobody is connected.
        let _ = self.0.revoked.send(revoked);
    }

    /// Who is connected, here or to another server over the same database, and has shown where they are.
    pub fn people(&self) -> Vec<PersonId> {
        self.0.presence.people()
    }

    /// Bytes that wait for browsers which do not take them fast enough, at most
    /// [`BYTES_WAITING_MAX`] and one message for each.
    pub fn bytes_waiting(&self) -> usize {
        self.0.waiting.load(Ordering::Relaxed)
    }

    fn next_id(&self) -> SessionId {
        SessionId(self.0.last_id.fetch_add(1, Ordering::Relaxed))
    }
}

/// Opens a socket. The browser sends cookies to us from any page, so the page's origin must be
/// exactly ours: that check, not the cookie, keeps other sites out. A token is sent by no page that
/// was not given it.
async fn socket(
    State(hub): State<Hub>,
    headers: HeaderMap,
    who: Result<SessionPerson, AppError>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, AppError> {
    let by_token = who.as_ref().is_ok_and(|who| matches!(who.by, SignedInBy::Token { .. }));
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    if !by_token && !origin.is_some_and(|origin| hub.0.origins.iter().any(|own| own == origin)) {
        return Err(AppError::Forbidden);
    }
    let who = who?;
    let place = hub.0.admission.enter(who.person)?;
    let upgrade = upgrade
        .protocols([PROTOCOL_COMPACT, PROTOCOL_JSON])
        .max_message_size(UP_BYTES_MAX)
        .max_frame_size(UP_BYTES_MAX)
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_write_buffer_size(WRITE_BUFFER_BYTES_MAX);
    Ok(upgrade.on_upgrade(move |socket| connection::run(hub, who, place, socket)))
}
