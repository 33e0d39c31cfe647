//! The doors that take an access token × every kind of token, and what a token does not open.

use std::net::SocketAddr;

use crate::support::{
    ADA, command_id,
    doors::{Doors, PASSWORD, Who},
    filed, person, uuid,
};
use axum::http::{Method, StatusCode};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{self, Message, client::IntoClientRequest as _},
};
use weft_domain::{DAY_MS, RequestId, Timestamp, Viewer};
use weft_server::{
    auth::{ACCESS_TOKEN_PREFIX, Token},
    hub::PROTOCOL_JSON,
    store::AccessTokenRow,
};
use weft_sync::message::{
    Bootstrap, Bye, ClientId, Down, Envelope, PROTOCOL, Place, Presence, SCHEMA, Up, decode, rights,
};

const EMAIL: &str = "p11@weft.test";

/// What is shown at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Nothing,
    Read,
    Write,
    Expired,
    Revoked,
    /// A token that nobody was given.
    MadeUp,
    /// The token of a session, which is no access token.
    Session,
    /// Not even a token.
    Password,
    /// A good token, and a cookie with it.
    WithCookie,
}

const ALL: [Shown; 9] = [
    Shown::Nothing,
    Shown::Read,
    Shown::Write,
    Shown::Expired,
    Shown::Revoked,
    Shown::MadeUp,
    Shown::Session,
    Shown::Password,
    Shown::WithCookie,
];

async fn make(doors: &Doors, scope: &str) -> (String, String) {
    let arguments = format!(r#"{{"name":"a {scope} token","scope":"{scope}","days":1}}"#);
    let made = doors.call(Who::Member, "make_token", &arguments).await;
    let token: Result<String, String> = serde_json::from_str(&made.text()).unwrap();
    let listed: Value = serde_json::from_str(&doors.call(Who::Member, "tokens", "{}").await.text()).unwrap();
    (token.unwrap(), listed["Ok"][0]["id"].as_str().unwrap().to_owned())
}

/// The headers with which it is shown.
async fn headers(doors: &Doors, shown: Shown) -> Vec<(&'static str, String)> {
    let bearer = |token: &str| vec![("authorization", format!("Bearer {token}"))];
    let session = || Who::Member.token().unwrap();
    match shown {
        Shown::Nothing => Vec::new(),
        Shown::Read => bearer(&make(doors, "Read").await.0),
        Shown::Write => bearer(&make(doors, "Write").await.0),
        Shown::Expired => bearer(&expired(doors).await),
        Shown::Revoked => {
            let (token, id) = make(doors, "Write").await;
            let said = doors.call(Who::Member, "revoke_token", &format!(r#"{{"id":"{id}"}}"#)).await;
            assert_eq!(said.text(), r#"{"Ok":null}"#);
            bearer(&token)
        }
        Shown::MadeUp => bearer(&format!("{ACCESS_TOKEN_PREFIX}{}", "ab".repeat(32))),
        Shown::Session => bearer(&format!("{ACCESS_TOKEN_PREFIX}{}", session())),
        Shown::Password => vec![("authorization", format!("Basic {PASSWORD}"))],
        Shown::WithCookie => {
            let mut both = bearer(&make(doors, "Write").await.0);
            both.push(("cookie", format!("{}={}", doors.cookie, session())));
            both.push(("origin", doors.state.public_urls[0].origin().to_owned()));
            both
        }
    }
}

async fn expired(doors: &Doors) -> String {
    let token = Token::read(&"cd".repeat(32)).unwrap();
    let account = doors.engine.store().account_of(person(ADA)).await.unwrap().unwrap();
    let now = doors.engine.clock().now();
    let row = AccessTokenRow {
        token_hash: token.hash(),
        account: account.id,
        person: account.person,
        name: "old".into(),
        scope: weft_app::api::TokenScope::Write,
        created_at: Timestamp(now.0 - DAY_MS),
        expires_at: now,
        last_used: None,
    };
    // The same one again is as good.
    let _ = doors.engine.store().add_access_token(&row).await;
    format!("{ACCESS_TOKEN_PREFIX}{}", token.reveal())
}

#[tokio::test]
async fn a_token_opens_the_doors_of_the_sync_alone_and_no_other() {
    let doors = Doors::open().await;
    let address = doors.serve().await;
    for shown in ALL {
        let headers = headers(&doors, shown).await;
        let lent: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let (is_good, is_both) = (matches!(shown, Shown::Read | Shown::Write), shown == Shown::WithCookie);
        let said = doors.ask_with(Who::Nobody, Method::GET, "/sync/bootstrap", "", &lent).await;
        let bootstrap = match shown {
            _ if is_good => 200,
            Shown::WithCookie => 400,
            _ => 401,
        };
        assert_eq!(said.status.as_u16(), bootstrap, "{shown:?}: {}", said.text());
        if is_good {
            assert_eq!(decode::<Bootstrap>(&said.body).unwrap().person, person(ADA));
        }
        // Without an `Origin`, as programs come; nobody at all is told of that first.
        let socket = match shown {
            Shown::Nothing => Some(403),
            _ if is_good => None,
            _ => Some(bootstrap),
        };
        assert_eq!(open(address, &headers).await.err(), socket, "{shown:?}");
        // Elsewhere a token is not even looked at: with a cookie the cookie counts, else nobody is there.
        for (method, path, body) in
            [(Method::POST, "/api/sessions", "{}"), (Method::GET, "/exchange/export.zip", "")]
        {
            let said = doors.ask_with(Who::Nobody, method, path, body, &lent).await;
            let expected = match (is_both, path) {
                (true, "/api/sessions") => 200,
                (true, _) => 403,
                (false, _) => 401,
            };
            assert_eq!(said.status.as_u16(), expected, "{path} with {shown:?}: {}", said.text());
        }
    }
}

#[tokio::test]
async fn a_cookie_still_needs_the_page_to_be_ours() {
    let doors = Doors::open().await;
    let address = doors.serve().await;
    let cookie = ("cookie", format!("{}={}", doors.cookie, Who::Member.token().unwrap()));
    assert_eq!(open(address, std::slice::from_ref(&cookie)).await.err(), Some(403));
    let foreign = ("origin", "https://evil.example".to_owned());
    assert_eq!(open(address, &[cookie.clone(), foreign]).await.err(), Some(403));
    let own = ("origin", doors.state.public_urls[0].origin().to_owned());
    assert!(open(address, &[cookie, own]).await.is_ok());
}

type Socket = WebSocketStream<TcpStream>;

/// Opens a socket for the readable form; the status where it is refused.
async fn open(address: SocketAddr, headers: &[(&'static str, String)]) -> Result<Socket, u16> {
    let mut request = format!("ws://{address}/sync/socket").into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", PROTOCOL_JSON.parse().unwrap());
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    match client_async(request, TcpStream::connect(address).await.unwrap()).await {
        Ok((socket, _)) => Ok(socket),
        Err(tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

/// Opens a socket by a token, and greets.
async fn greeted(doors: &Doors, address: SocketAddr, token: &str) -> Socket {
    let mut socket = open(address, &[("authorization", format!("Bearer {token}"))]).await.unwrap();
    let snapshot = doors.engine.current();
    let hello = Up::Hello {
        protocol: PROTOCOL,
        schema: SCHEMA,
        client: ClientId(uuid(77)),
        cursor: Some(snapshot.head),
        rights: rights(&Viewer::of(&snapshot.world, person(ADA))),
        open: Vec::new(),
    };
    up(&mut socket, &hello).await;
    assert!(matches!(next(&mut socket).await, Some(Down::Welcome { .. })));
    socket
}

async fn up(socket: &mut Socket, message: &Up) {
    socket.send(Message::Text(serde_json::to_string(message).unwrap().into())).await.unwrap();
}

/// The next message; none where the connection ended.
async fn next(socket: &mut Socket) -> Option<Down> {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(_) | Err(_)) | None => return None,
        }
    }
}

async fn end_of(socket: &mut Socket) -> Option<Bye> {
    while let Some(down) = next(socket).await {
        if let Down::Bye(bye) = down {
            assert_eq!(next(socket).await, None);
            return Some(bye);
        }
    }
    None
}

fn push() -> Up {
    let envelope = Envelope { id: command_id(), command: filed(900).into() };
    Up::Push { first: 1, commands: vec![envelope] }
}

#[tokio::test]
async fn a_token_that_reads_changes_nothing_and_one_that_writes_does() {
    let doors = Doors::open().await;
    let address = doors.serve().await;
    let read = make(&doors, "Read").await.0;
    let here = Presence { place: Place::Map, pointer: None, gesture: None };
    for message in [push(), Up::Presence(here)] {
        let mut reader = greeted(&doors, address, &read).await;
        up(&mut reader, &message).await;
        assert_eq!(end_of(&mut reader).await, Some(Bye::ReadOnly));
    }
    let request = RequestId(uuid(900));
    assert!(doors.engine.current().world.request(request).present().is_none());
    assert!(doors.state.hub.people().is_empty());
    let mut writer = greeted(&doors, address, &make(&doors, "Write").await.0).await;
    up(&mut writer, &push()).await;
    let answered = loop {
        if let Some(Down::Delta { acks, .. }) = next(&mut writer).await
            && let Some(ack) = acks.into_iter().next()
        {
            break ack;
        }
    };
    assert_eq!((answered.number, answered.refusal), (1, None));
    assert!(doors.engine.current().world.request(request).present().is_some());
}

#[tokio::test]
async fn what_ends_a_token_ends_its_connections_at_once() {
    let doors = Doors::open().await;
    let address = doors.serve().await;
    let (first, id) = make(&doors, "Read").await;
    let (second, _) = make(&doors, "Write").await;
    let mut one = greeted(&doors, address, &first).await;
    let mut other = greeted(&doors, address, &second).await;
    doors.call(Who::Member, "revoke_token", &format!(r#"{{"id":"{id}"}}"#)).await;
    assert_eq!(end_of(&mut one).await, Some(Bye::SignedOut));
    let listed = doors.call(Who::Member, "tokens", "{}").await.text();
    assert!(!listed.contains(&id) && listed.contains(r#""last_used":1"#), "{listed}");
    let close = format!(r#"{{"person":"{}","disabled":true}}"#, person(ADA));
    doors.call(Who::Admin, "set_account_disabled", &close).await;
    assert_eq!(end_of(&mut other).await, Some(Bye::SignedOut));
    // An account that is opened again does not bring its tokens back.
    doors.call(Who::Admin, "set_account_disabled", &close.replace("true", "false")).await;
    assert!(doors.state.auth.tokens_of(EMAIL).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_forgotten_password_ends_tokens_and_there_are_only_so_many() {
    let doors = Doors::open().await;
    let mut last = String::new();
    for _ in 0..=weft_app::api::TOKENS_MAX {
        let arguments = r#"{"name":"one of many","scope":"Read","days":1}"#;
        last = doors.call(Who::Member, "make_token", arguments).await.text();
    }
    assert_eq!(last, r#"{"Err":"TooManyTokens"}"#);
    let link = doors.state.auth.reset_link(person(ADA)).await.unwrap();
    let set = format!(r#"{{"token":"{}","password":"quite another password"}}"#, link.reveal());
    let said = doors.call(Who::Nobody, "reset_password", &set).await;
    assert_eq!(said.status, StatusCode::OK, "{}", said.text());
    assert!(doors.state.auth.tokens_of(EMAIL).await.unwrap().is_empty());
}
