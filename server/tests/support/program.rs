//! The `weft` program itself: a server in a process of its own, and commands.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Output, Stdio},
};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};
use weft_domain::{Change, PersonId, Row, Viewer, World};
use weft_server::hub::PROTOCOL_COMPACT;
use weft_sync::message::{Bootstrap, ClientId, Down, Envelope, PROTOCOL, SCHEMA, Up, decode, encode, rights};

use super::{command_id, uuid};

/// The password of every account here.
pub const PASSWORD: &str = "a password for tests";

/// `weft` on the database at this address, with nothing of the caller's own settings.
pub fn weft(database: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weft"));
    command.args(["--database", database]).args(arguments).env_clear().env("WEFT_LOG", "off");
    // Where no settings file lies about.
    command.current_dir(std::env::temp_dir()).stdin(Stdio::null());
    command
}

/// Runs a command and gives its status and what it reports.
pub fn run(database: &str, arguments: &[&str]) -> (i32, Value) {
    answer(weft(database, arguments).arg("--json").output().unwrap())
}

/// Makes an account.
pub fn add_user(database: &str, email: &str, role: &str) -> (i32, Value) {
    let mut command = weft(database, &["user", "add", email, "--name", "Mei Lin", "--role", role, "--json"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
    answer(child.wait_with_output().unwrap())
}

fn answer(output: Output) -> (i32, Value) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let json = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no report: {said}"));
    (output.status.code().unwrap(), json)
}

/// A server in a process of its own.
pub struct Served {
    child: Child,
    /// Its address, as `127.0.0.1:40000`.
    pub address: String,
}

impl Served {
    /// Starts one on a free port and waits until it serves.
    pub fn start(database: &str) -> Self {
        let mut command = weft(database, &["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let url = lines.find_map(|line| line.strip_prefix("Weft is at http://").map(str::to_owned));
        let address = url.expect("the server did not start").trim_end_matches('/').to_owned();
        // Read to the end, so that it never writes into a closed pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// Starts one of several that people reach by `public_url`.
    pub fn start_behind(database: &str, public_url: &str) -> Self {
        let mut command = weft(database, &["serve", "--listen", "127.0.0.1:0", "--public-url", public_url]);
        // Its own address is in the log only.
        command.env("WEFT_LOG", "info").stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| {
            let (_, rest) = line.split_once("bound=")?;
            Some(rest.split_whitespace().next()?.to_owned())
        });
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: address.expect("the server did not start") }
    }

    /// Kills it with −9.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops it as systemd does.
    pub fn stop(mut self) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
        assert!(self.child.wait().unwrap().success());
    }

    /// Sends a request and gives the answer's head and body.
    pub async fn ask(&self, method: &str, path: &str, cookie: &str, body: &str) -> (String, Vec<u8>) {
        self.ask_from(&format!("http://{}", self.address), method, path, cookie, body).await
    }

    /// As [`Served::ask`], from a page at another address than the server's own.
    pub async fn ask_from(
        &self,
        origin: &str,
        method: &str,
        path: &str,
        cookie: &str,
        body: &str,
    ) -> (String, Vec<u8>) {
        let mut socket = TcpStream::connect(&self.address).await.unwrap();
        let text = format!(
            "{method} {path} HTTP/1.1\r\nhost: {0}\r\norigin: {origin}\r\ncookie: {cookie}\r\n\
             content-type: application/json\r\ncontent-length: {1}\r\nconnection: close\r\n\r\n{body}",
            self.address,
            body.len(),
        );
        socket.write_all(text.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await.unwrap();
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
        (String::from_utf8(answer[..end].to_vec()).unwrap(), answer[end + 4..].to_vec())
    }

    /// Signs in and gives the cookie.
    pub async fn sign_in(&self, email: &str) -> String {
        self.sign_in_from(&format!("http://{}", self.address), email).await
    }

    /// As [`Served::sign_in`], from a page at another address than the server's own.
    pub async fn sign_in_from(&self, origin: &str, email: &str) -> String {
        let body = serde_json::json!({ "email": email, "password": PASSWORD }).to_string();
        let (head, said) = self.ask_from(origin, "POST", "/api/sign_in", "", &body).await;
        assert_eq!(String::from_utf8(said).unwrap(), super::doors::DONE);
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }
}

/// A browser that is connected with everything its person may see.
pub struct Browser {
    socket: WebSocketStream<TcpStream>,
    pub person: PersonId,
}

impl Browser {
    pub async fn open(served: &Served, cookie: &str) -> Self {
        let mut request = format!("ws://{}/sync/socket", served.address).into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", PROTOCOL_COMPACT.parse().unwrap());
        headers.insert("origin", format!("http://{}", served.address).parse().unwrap());
        headers.insert("cookie", cookie.parse().unwrap());
        let stream = TcpStream::connect(&served.address).await.unwrap();
        let (socket, _) = client_async(request, stream).await.unwrap();
        let (_, body) = served.ask("GET", "/sync/bootstrap", cookie, "").await;
        let start: Bootstrap = decode(&body).unwrap();
        let mut world = World::replica();
        world.apply_all(&start.rows.iter().cloned().map(Change::Put).collect::<Vec<_>>());
        let mut browser = Self { socket, person: start.person };
        let hello = Up::Hello {
            protocol: PROTOCOL,
            schema: SCHEMA,
            client: ClientId(uuid(1)),
            cursor: Some(start.cursor),
            rights: rights(&Viewer::of(&world, start.person)),
            open: Vec::new(),
        };
        browser.up(&hello).await;
        browser
    }

    async fn up(&mut self, message: &Up) {
        self.socket.send(Message::Binary(encode(message).into())).await.unwrap();
    }

    /// Sends its first command.
    pub async fn push(&mut self, command: impl Into<weft_domain::Command>) {
        let commands = vec![Envelope { id: command_id(), command: command.into() }];
        self.up(&Up::Push { first: 1, commands }).await;
    }

    /// Waits for the answer to its command.
    pub async fn is_answered(&mut self) {
        loop {
            if let Down::Delta { acks, .. } = self.down().await
                && let Some(ack) = acks.first()
            {
                assert_eq!(ack.refusal, None);
                return;
            }
        }
    }

    /// Waits until a department or a person of this name comes.
    pub async fn sees(&mut self, name: &str) {
        loop {
            let Down::Delta { changes, .. } = self.down().await else { continue };
            let is_it = |change: &Change| match change {
                Change::Put(Row::Department(row)) => row.name.default == name,
                Change::Put(Row::Person(row)) => row.name == name,
                _ => false,
            };
            if changes.iter().any(is_it) {
                return;
            }
        }
    }

    async fn down(&mut self) -> Down {
        loop {
            let message = self.socket.next().await.expect("the connection ended").unwrap();
            if let Message::Binary(bytes) = message {
                return decode(&bytes).unwrap();
            }
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // One that has ended already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
