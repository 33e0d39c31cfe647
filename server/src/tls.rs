//! Where connections come from: over TCP as it is, or with TLS for those who have no proxy in front: rustls,
//! with the certificate from two PEM files.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;
use tracing::{debug, warn};

use crate::cli::CommandError;
use crate::config::TlsFiles;

/// How many handshakes may be under way; beyond it new connections wait in the system's backlog.
const HANDSHAKES_MAX: usize = 256;
/// How long a handshake may take; a slower client is cut.
const HANDSHAKE_TIME_MAX: Duration = Duration::from_secs(10);
/// How many ready connections may wait to be taken up; beyond it handshakes wait to be handed on.
const READY_MAX: usize = 64;
/// The pause after the system could not accept (no file descriptors left), before trying again.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// Hands out connections whose handshake is done. Handshakes run beside one another, so that a
/// slow client keeps nobody waiting.
pub struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    bound: SocketAddr,
}

impl TlsListener {
    /// Starts to accept on `listener` with the certificate in `files`, until `stopping` is true.
    ///
    /// # Errors
    /// [`CommandError::Failed`] when certificate and key cannot be read or do not match.
    pub fn new(
        listener: TcpListener,
        files: &TlsFiles,
        stopping: watch::Receiver<bool>,
    ) -> Result<Self, CommandError> {
        let acceptor = TlsAcceptor::from(Arc::new(server_config(files)?));
        let bound = listener.local_addr()?;
        let (sender, ready) = mpsc::channel(READY_MAX);
        tokio::spawn(accept(listener, acceptor, sender, stopping));
        Ok(Self { ready, bound })
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The acceptor has stopped: the server is stopping too, and drops this future.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.bound)
    }
}

/// What is written goes out, however little it is: else the system holds a change back until the browser
/// has confirmed the one before it.
fn send_at_once(stream: &TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        debug!(%error, "a connection collects what it sends");
    }
}

/// Takes connections without TLS.
pub struct PlainListener(pub TcpListener);

impl Listener for PlainListener {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, peer) = Listener::accept(&mut self.0).await;
        send_at_once(&stream);
        (stream, peer)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

async fn accept(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    ready: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
    mut stopping: watch::Receiver<bool>,
) {
    let handshakes = Arc::new(Semaphore::new(HANDSHAKES_MAX));
    loop {
        let Ok(permit) = handshakes.clone().acquire_owned().await else {
            return;
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stop| *stop) => return,
        };
        let (stream, peer) = match accepted {
            Ok(connection) => connection,
            Err(error) => {
                warn!(%error, "cannot accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        send_at_once(&stream);
        let (acceptor, ready) = (acceptor.clone(), ready.clone());
        tokio::spawn(async move {
            let handshake = tokio::time::timeout(HANDSHAKE_TIME_MAX, acceptor.accept(stream)).await;
            drop(permit);
            match handshake {
                // The receiver is gone only when the server stops.
                Ok(Ok(stream)) => drop(ready.send((stream, peer)).await),
                Ok(Err(error)) => debug!(%error, "a TLS handshake failed"),
                Err(_) => debug!("a TLS handshake took too long"),
            }
        });
    }
}

fn server_config(files: &TlsFiles) -> Result<ServerConfig, CommandError> {
    let failed = |what: &str, error: String| CommandError::Failed(format!("{what}: {error}"));
    let cert_name = files.cert.display().to_string();
    let chain = CertificateDer::pem_file_iter(&files.cert)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| failed(&cert_name, format!("no certificate in PEM form ({error})")))?;
    if chain.is_empty() {
        return Err(failed(&cert_name, "no certificate in it".to_owned()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| {
        failed(&files.key.display().to_string(), format!("no private key in PEM form ({error})"))
    })?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| failed(&cert_name, error.to_string()))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
