//! The replica's standing part, over HTTP while the program loads: in the compact form for our own, as
//! JSON for whoever asks for that.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use tokio::sync::Semaphore;
use weft_domain::Viewer;
use weft_sync::{
    message::{ReadableBootstrap, rights},
    server::{Common, Session},
};

use super::{Hub, SessionPerson};
use crate::{engine::Snapshot, http::AppError};

/// The content type of the readable form.
const JSON: &str = "application/json";
/// Bootstraps made at once: each takes a core while it is made.
const AT_ONCE_MAX: usize = 2;
/// Bootstraps that wait for their turn. A further one is answered 503, and asked for again later.
const WAITING_MAX: usize = 1_024;
/// Seconds after which one that was sent away may ask again.
const RETRY_AFTER: &str = "2";

/// What bootstraps have in common, and whose turn it is.
#[derive(Debug)]
pub(super) struct Bootstraps {
    turns: Semaphore,
    waiting: Semaphore,
    /// The common part that was made last.
    common: Mutex<Option<Arc<Common>>>,
}

impl Default for Bootstraps {
    fn default() -> Self {
        let (turns, waiting) = (Semaphore::new(AT_ONCE_MAX), Semaphore::new(WAITING_MAX));
        Self { turns, waiting, common: Mutex::default() }
    }
}

impl Bootstraps {
    /// The common part of this snapshot. While one is made others wait for it, and share it.
    fn common(&self, snapshot: &Snapshot, now: weft_domain::Timestamp) -> Arc<Common> {
        let mut common = self.common.lock().unwrap_or_else(PoisonError::into_inner);
        match &*common {
            Some(made) if made.cursor() == snapshot.head => made.clone(),
            _ => {
                let made = Arc::new(Common::new(&snapshot.world, snapshot.head, now));
                *common = Some(made.clone());
                made
            }
        }
    }
}

/// `GET /sync/bootstrap`: personal, so nobody between us and the browser may keep it.
pub(super) async fn bootstrap(
    State(hub): State<Hub>,
    who: SessionPerson,
    asked: HeaderMap,
) -> Result<Response, AppError> {
    let is_json = wants_json(&asked);
    let bootstraps = &hub.0.bootstraps;
    let Ok(_place) = bootstraps.waiting.try_acquire() else {
        return Ok(([(header::RETRY_AFTER, RETRY_AFTER)], AppError::Unavailable).into_response());
    };
    let _turn = bootstraps.turns.acquire().await.map_err(|error| AppError::internal(&error))?;
    // What another server told this browser must be in it.
    hub.0.engine.look().await.map_err(|_| AppError::Unavailable)?;
    let maker = hub.clone();
    // Up to 100,000 rows: too long for a thread that serves sockets.
    let rows = tokio::task::spawn_blocking(move || {
        let (snapshot, now) = (maker.0.engine.current(), maker.0.engine.clock().now());
        if !is_json {
            return Ok(maker.0.bootstraps.common(&snapshot, now).bootstrap(who.person, now));
        }
        let bootstrap = Session::bootstrap(who.person, &snapshot.world, snapshot.head, now);
        let rights = rights(&Viewer::of(&snapshot.world, who.person));
        serde_json::to_vec(&ReadableBootstrap { bootstrap, rights })
    });
    let body = rows.await.map_err(|error| AppError::internal(&error))?;
    let body = body.map_err(|error| AppError::internal(&error))?;
    let form = if is_json { JSON } else { "application/octet-stream" };
    let headers = [
        (header::CONTENT_TYPE, form),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::VARY, "Cookie, Authorization, Accept"),
    ];
    Ok((headers, body).into_response())
}

/// Whether JSON is asked for by its own name: a browser that takes anything gets the compact form.
fn wants_json(asked: &HeaderMap) -> bool {
    let kinds = asked.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok()).unwrap_or_default();
    kinds.split(',').any(|kind| kind.split(';').next().is_some_and(|kind| kind.trim() == JSON))
}
