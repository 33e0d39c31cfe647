//! A browser with the real client engine, that talks to whichever server it is sent to.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use std::{collections::BTreeSet, time::Duration};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};
use weft_domain::{Command, CommandId, PersonId, Timestamp};
use weft_server::{clock::Clock, hub::PROTOCOL_COMPACT};
use weft_sync::{
    client::{Client, Effect, Saved},
    message::{Bootstrap, Bye, ClientId, Envelope, Presence, Start, decode},
};

use super::command_id;

/// How long it waits before it connects again, as a browser does.
const AGAIN: Duration = Duration::from_millis(30);

pub struct Roamer {
    pub client: Client,
    /// Commands that are done.
    pub done: BTreeSet<CommandId>,
    /// How often it was told to start anew.
    pub resets: usize,
    /// How often it came to a server.
    pub welcomes: usize,
    /// What servers said when they ended a connection.
    pub byes: Vec<Bye>,
    /// Everything it was ever shown of where others are.
    pub others: Vec<(PersonId, Option<Presence>)>,
    address: String,
    origin: String,
    cookie: String,
    socket: Option<WebSocketStream<TcpStream>>,
    must_fetch: bool,
}

impl Roamer {
    /// One that is signed in. `origin` is the address that people type.
    pub fn new(address: &str, origin: &str, cookie: &str, person: PersonId, id: u64) -> Self {
        let mut client = Client::new(ClientId(super::uuid(id)), person, weft_domain::decide);
        client.restore(Saved::default());
        client.replay();
        Self {
            client,
            done: BTreeSet::new(),
            resets: 0,
            welcomes: 0,
            byes: Vec::new(),
            others: Vec::new(),
            address: address.to_owned(),
            origin: origin.to_owned(),
            cookie: cookie.to_owned(),
            socket: None,
            must_fetch: false,
        }
    }

    /// Does a command, as a gesture would.
    pub async fn dispatch(&mut self, command: impl Into<Command>) -> CommandId {
        let id = command_id();
        self.client.dispatch(Envelope { id, command: command.into() }, now()).expect("it is refused here");
        self.settle().await;
        id
    }

    /// Shows where its person is, as a pointer would.
    pub async fn show(&mut self, presence: Presence) {
        self.client.set_presence(presence);
        self.client.poll(now());
        self.settle().await;
    }

    /// Works until it is shown that somebody is there; none: that they are gone.
    pub async fn until_shown(&mut self, person: PersonId, presence: Option<Presence>) {
        self.until(|me| me.others.contains(&(person, presence.clone()))).await;
    }

    /// Works until `is_over`.
    pub async fn until(&mut self, mut is_over: impl FnMut(&Self) -> bool) {
        loop {
            self.client.poll(now());
            self.settle().await;
            if is_over(self) {
                return;
            }
            self.step().await;
        }
    }

    /// Works until nothing waits to be answered.
    pub async fn until_answered(&mut self) {
        self.until(|me| me.client.status().pending == 0).await;
    }

    async fn step(&mut self) {
        if self.must_fetch {
            match fetch(&self.address, &self.cookie).await {
                Some(bootstrap) => {
                    self.must_fetch = false;
                    self.client.bootstrap(bootstrap);
                }
                None => tokio::time::sleep(AGAIN).await,
            }
            return;
        }
        let Some(socket) = &mut self.socket else {
            match self.connect().await {
                Some(socket) => {
                    self.socket = Some(socket);
                    self.client.connected();
                }
                None => tokio::time::sleep(AGAIN).await,
            }
            return;
        };
        match socket.next().await {
            Some(Ok(Message::Binary(bytes))) => self.client.receive(&bytes),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(_) | Err(_)) | None => self.lost(),
        }
    }

    fn lost(&mut self) {
        self.socket = None;
        self.client.disconnected();
    }

    async fn settle(&mut self) {
        loop {
            let effects = self.client.effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                self.carry_out(effect).await;
            }
        }
    }

    async fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Send(bytes) => {
                if let Some(socket) = &mut self.socket
                    && socket.send(Message::Binary(bytes.into())).await.is_err()
                {
                    self.lost();
                }
            }
            Effect::Save(batch) => self.client.saved(batch.ticket),
            Effect::Done(envelope) => {
                assert!(self.done.insert(envelope.id), "{envelope:?} was done twice");
            }
            Effect::Fetch => self.must_fetch = true,
            Effect::Started(start) => {
                self.welcomes += 1;
                self.resets += usize::from(start == Start::Reset);
            }
            Effect::Bye(bye) => {
                self.byes.push(bye);
                self.lost();
            }
            Effect::Tray { envelope, reason } => panic!("{envelope:?} ended in the tray: {reason:?}"),
            Effect::Stranger(_) | Effect::Renumber => panic!("{effect:?}"),
            Effect::Presence(people) => self.others.extend(people),
            Effect::Changed(_)
            | Effect::Replaced
            | Effect::TrayMoved
            | Effect::Answered { .. }
            | Effect::Unanswered { .. }
            | Effect::Status(_) => {}
        }
    }

    async fn connect(&self) -> Option<WebSocketStream<TcpStream>> {
        let mut request = format!("ws://{}/sync/socket", self.address).into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", PROTOCOL_COMPACT.parse().unwrap());
        headers.insert("origin", self.origin.parse().unwrap());
        headers.insert("cookie", self.cookie.parse().unwrap());
        let stream = TcpStream::connect(&self.address).await.ok()?;
        Some(client_async(request, stream).await.ok()?.0)
    }
}

/// The standing part; none where the server went meanwhile.
pub async fn fetch(address: &str, cookie: &str) -> Option<Bootstrap> {
    let mut socket = TcpStream::connect(address).await.ok()?;
    let text = format!(
        "GET /sync/bootstrap HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n"
    );
    socket.write_all(text.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.ok()?;
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    decode(&answer[end + 4..]).ok()
}

fn now() -> Timestamp {
    Clock::system().now()
}
