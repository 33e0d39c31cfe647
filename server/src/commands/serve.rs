//! `weft serve`: from settings to a listening server, and to a graceful stop.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tracing::{error, info, warn};

#[cfg(unix)]
use super::Hands;
use super::open::open;
use crate::cli::{CommandError, Report};
use crate::config::Settings;
#[cfg(unix)]
use crate::control::Door;
use crate::http::{AppState, Assets, Peer, app};
use crate::tls::{PlainListener, TlsListener};

/// How long connections may finish after the signal to stop; then they are cut. Nothing is lost by
/// it: what was acknowledged is committed, what was not is sent again.
const STOP_GRACE: Duration = Duration::from_secs(5);
/// How long commits that are under way may take after that. Beyond it they are left to the database,
/// which has them or has not; nobody was told that they are saved.
const SAVE_GRACE: Duration = Duration::from_secs(5);

/// Serves until SIGTERM or SIGINT, or until the engine ends by itself.
///
/// # Errors
/// [`CommandError::Failed`] when the address is taken or a certificate cannot be used, after a newer
/// server took the database over, and after the engine broke.
pub async fn serve(settings: Settings, assets: Assets) -> Result<Report, CommandError> {
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| CommandError::Failed(format!("cannot listen on {}: {error}", settings.listen)))?;
    let bound = listener.local_addr()?;
    let (stop, stopping) = watch::channel(false);
    let mut running = open(&settings).await?;
    let state = AppState::new(settings, bound, assets, running.engine.clone(), stopping.clone())
        .map_err(|error| CommandError::Failed(error.to_string()))?;
    let commands = take_commands(&state, stopping.clone());
    announce(&state, bound).await?;
    let router = app(state.clone());
    let served = match &state.settings.tls {
        Some(files) => {
            let listener = TlsListener::new(listener, files, stopping.clone())?;
            let service = router.into_make_service_with_connect_info::<Peer>();
            tokio::spawn(
                axum::serve(listener, service).with_graceful_shutdown(stopped(stopping)).into_future(),
            )
        }
        None => {
            let listener = PlainListener(listener);
            let service = router.into_make_service_with_connect_info::<Peer>();
            tokio::spawn(
                axum::serve(listener, service).with_graceful_shutdown(stopped(stopping)).into_future(),
            )
        }
    };
    let ended = tokio::select! {
        asked = signal() => asked.map(|()| None)?,
        ended = running.ended() => Some(ended),
    };
    info!("stopping");
    stop.send_replace(true);
    let all = async { tokio::join!(served, commands, state.hub.emptied()) };
    if tokio::time::timeout(STOP_GRACE, all).await.is_err() {
        warn!("cut the connections that were still open after {} s", STOP_GRACE.as_secs());
    }
    if tokio::time::timeout(SAVE_GRACE, running.stop()).await.is_err() {
        error!("the database did not take what was under way within {} s", SAVE_GRACE.as_secs());
    }
    match ended {
        Some(ended) => Err(CommandError::Failed(ended.text().to_owned())),
        None => Ok(Report::default()),
    }
}

/// Prints where to go, on its own line, so that a script can wait for it; on an empty database the
/// one-time link as well.
async fn announce(state: &AppState, bound: SocketAddr) -> Result<(), CommandError> {
    info!(%bound, version = env!("CARGO_PKG_VERSION"), "serving");
    if let Some(url) = state.public_urls.first() {
        eprintln!("Weft is at {url}");
        if let Some(token) = state.auth.setup_link().await? {
            eprintln!(
                "Nobody has an account yet. Set Weft up within a day at {}/setup/{}",
                url.origin(),
                token.reveal()
            );
        }
    }
    Ok(())
}

/// Serves the `weft` commands of this machine. A server that cannot does all the rest.
#[cfg(unix)]
fn take_commands(state: &AppState, stopping: watch::Receiver<bool>) -> JoinHandle<()> {
    let public_url = state.public_urls.first().map(|url| url.origin().to_owned()).unwrap_or_default();
    let hands = Hands { auth: state.auth.clone(), public_url };
    // PostgreSQL needs no door: a command writes beside the servers.
    let Some(file) = state.settings.database.file() else { return tokio::spawn(async {}) };
    match Door::open(file) {
        Ok(door) => tokio::spawn(door.serve(hands, stopping)),
        Err(error) => {
            warn!(%error, "weft import, export and user cannot reach this server");
            tokio::spawn(async {})
        }
    }
}

#[cfg(not(unix))]
fn take_commands(_: &AppState, _: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async {})
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a stop as well.
    let _ = stopping.wait_for(|stop| *stop).await;
}

#[cfg(unix)]
async fn signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
