//! A hub on a free port, and browsers that talk to it.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::Request, middleware::Next, response::Response};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::{
    net::{TcpSocket, TcpStream},
    sync::watch,
    task::JoinHandle,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{self, Message, client::IntoClientRequest as _},
};
use weft_domain::{PersonId, Timestamp, Viewer};
use weft_server::{
    engine::Engine,
    hub::{Hub, Limits, PROTOCOL_COMPACT, SessionHash, SessionPerson, SignedInBy},
};
use weft_sync::message::{ClientId, Cursor, Down, Envelope, PROTOCOL, SCHEMA, Up, decode, encode, rights};

use super::{command_id, person, uuid};

/// How long a message that must come may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes that a connection's two ends buffer each.
const SOCKET_BYTES: u32 = 16 * 1024;
/// Says who is signed in, in the place of a cookie.
const WHO: &str = "x-test-person";
pub const ORIGIN: &str = "http://weft.test";

pub struct Live {
    pub engine: Engine,
    pub hub: Hub,
    pub address: std::net::SocketAddr,
    pub stopping: watch::Sender<bool>,
    server: JoinHandle<()>,
}

impl Live {
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, Limits::default()).await
    }

    pub async fn start_with(engine: Engine, limits: Limits) -> Self {
        let (stopping, stop) = watch::channel(false);
        let hub = Hub::new(engine.clone(), Arc::from([ORIGIN.to_owned()]), limits, stop);
        let router: Router = hub.routes().layer(axum::middleware::from_fn(sign_in));
        let socket = TcpSocket::new_v4().unwrap();
        // So that a browser that reads nothing is felt soon.
        socket.set_send_buffer_size(SOCKET_BYTES).unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(128).unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { engine, hub, address, stopping, server }
    }

    /// Tries to open a socket; the status where it is refused.
    pub async fn open(&self, who: Option<u64>, origin: Option<&str>) -> Result<Browser, u16> {
        self.open_as(who, origin, PROTOCOL_COMPACT).await
    }

    pub async fn open_as(&self, who: Option<u64>, origin: Option<&str>, form: &str) -> Result<Browser, u16> {
        let url = format!("ws://{}/sync/socket", self.address);
        let mut request = url.into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", form.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert("origin", origin.parse().unwrap());
        }
        if let Some(who) = who {
            headers.insert(WHO, who.to_string().parse().unwrap());
        }
        let stream = TcpSocket::new_v4().unwrap();
        stream.set_recv_buffer_size(SOCKET_BYTES).unwrap();
        let stream = stream.connect(self.address).await.unwrap();
        match client_async(request, stream).await {
            Ok((socket, _)) => Ok(Browser { socket, number: 0, client: ClientId(uuid(who.unwrap_or(0))) }),
            Err(tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// A browser whose replica is as of now.
    pub async fn browser(&self, who: u64) -> Browser {
        let mut browser = self.open(Some(who), Some(ORIGIN)).await.unwrap();
        browser.hello(self, who, Some(self.engine.current().head)).await;
        browser
    }

    /// The body of an answer, as it was made.
    pub async fn get_bytes(&self, path: &str, who: u64) -> Vec<u8> {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut socket = TcpStream::connect(self.address).await.unwrap();
        let text = format!("GET {path} HTTP/1.0\r\nhost: weft.test\r\n{WHO}: {who}\r\n\r\n");
        socket.write_all(text.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await.unwrap();
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
        answer.split_off(end + 4)
    }

    pub async fn get(&self, path: &str, who: Option<u64>) -> String {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut socket = TcpStream::connect(self.address).await.unwrap();
        let who = who.map(|who| format!("{WHO}: {who}\r\n")).unwrap_or_default();
        let text = format!(
            "GET {path} HTTP/1.1\r\nhost: weft.test\r\n{who}accept-encoding: br\r\nconnection: close\r\n\r\n"
        );
        socket.write_all(text.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn sign_in(mut request: Request, next: Next) -> Response {
    let who = request.headers().get(WHO).and_then(|who| who.to_str().ok()).and_then(|who| who.parse().ok());
    if let Some(who) = who {
        let session = SessionPerson {
            person: person(who),
            session: session_of(who),
            by: SignedInBy::Cookie,
            expires_at: Timestamp(i64::MAX),
        };
        request.extensions_mut().insert(session);
    }
    next.run(request).await
}

pub fn session_of(who: u64) -> SessionHash {
    SessionHash([u8::try_from(who).unwrap(); 32])
}

pub struct Browser {
    pub socket: WebSocketStream<TcpStream>,
    pub client: ClientId,
    number: u64,
}

impl Browser {
    pub fn hello_of(&self, live: &Live, who: PersonId, cursor: Option<Cursor>) -> Up {
        let rights = rights(&Viewer::of(&live.engine.current().world, who));
        Up::Hello {
            protocol: PROTOCOL,
            schema: SCHEMA,
            client: self.client,
            cursor,
            rights,
            open: Vec::new(),
        }
    }

    /// Greets and gives what the server answered: the welcome.
    pub async fn hello(&mut self, live: &Live, who: u64, cursor: Option<Cursor>) -> Down {
        let hello = self.hello_of(live, person(who), cursor);
        self.up(&hello).await;
        let welcome = self.down().await;
        assert!(matches!(welcome, Down::Welcome { .. }), "{welcome:?}");
        welcome
    }

    pub async fn up(&mut self, message: &Up) {
        self.socket.send(Message::Binary(encode(message).into())).await.unwrap();
    }

    pub async fn push(&mut self, command: impl Into<weft_domain::Command>) {
        self.number += 1;
        let commands = vec![Envelope { id: command_id(), command: command.into() }];
        self.up(&Up::Push { first: self.number, commands }).await;
    }

    /// The next message; pings are not counted.
    pub async fn down(&mut self) -> Down {
        self.next().await.expect("the connection ended")
    }

    /// The next message, or none where the connection ended.
    pub async fn next(&mut self) -> Option<Down> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("nothing came");
            match message {
                Some(Ok(Message::Binary(bytes))) => return Some(decode(&bytes).unwrap()),
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(_) | Err(_)) | None => return None,
            }
        }
    }

    /// The next message for which `wanted` gives something; others are passed over.
    pub async fn until<T>(&mut self, mut wanted: impl FnMut(Down) -> Option<T>) -> T {
        loop {
            if let Some(found) = wanted(self.down().await) {
                return found;
            }
        }
    }
}
