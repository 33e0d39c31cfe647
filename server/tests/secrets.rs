//! What opens something is in no log, at whatever level. One test in a program of its own: the log
//! belongs to the whole process.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod support;

use std::{
    io,
    sync::{Arc, Mutex},
};

use axum::http::{Method, StatusCode, header};
use support::{
    ADA,
    doors::{DONE, Doors, PASSWORD, SPARE, Who},
    person,
};
use tracing_subscriber::fmt::MakeWriter;
use weft_server::auth::ACCESS_TOKEN_PREFIX;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn secret(json: &str) -> String {
    let link: Result<String, String> = serde_json::from_str(json).unwrap();
    link.unwrap().rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn no_log_holds_a_password_a_token_or_a_link() {
    let log = Log::default();
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).init();
    let doors = Doors::open().await;
    let right = format!(r#"{{"email":"p{ADA}@weft.test","password":"{PASSWORD}"}}"#);
    let said = doors.call(Who::Nobody, "sign_in", &right).await;
    assert_eq!(said.text(), DONE);
    let cookie = said.headers[header::SET_COOKIE].to_str().unwrap();
    let session = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let invite = r#"{"person":null,"email":"new@weft.test","roles":[]}"#;
    let invitation = secret(&doors.call(Who::Admin, "invite", invite).await.text());
    let reset = format!(r#"{{"person":"{}"}}"#, person(SPARE));
    let reset = secret(&doors.call(Who::Admin, "make_reset_link", &reset).await.text());
    let made = doors.call(Who::Member, "make_token", r#"{"name":"n","scope":"Write","days":1}"#).await;
    let token = secret(&made.text());
    let bearer = format!("Bearer {token}");
    let shown = [("authorization", bearer.as_str())];
    let with_it = doors.ask_with(Who::Nobody, Method::GET, "/sync/bootstrap", "", &shown).await;
    assert_eq!(with_it.status, StatusCode::OK);
    let (wrong, changed) = ("a wrong password", "quite another password");
    let wrong_call = format!(r#"{{"email":"p{ADA}@weft.test","password":"{wrong}"}}"#);
    doors.call(Who::Nobody, "sign_in", &wrong_call).await;
    let set = format!(r#"{{"token":"{reset}","password":"{changed}"}}"#);
    assert_eq!(doors.call(Who::Nobody, "reset_password", &set).await.text(), DONE);

    let text = log.text();
    assert!(text.contains("INSERT INTO session"), "the log tells what is done");
    for (name, secret) in [
        ("the password", PASSWORD),
        ("a wrong password", wrong),
        ("a changed password", changed),
        ("a session's token", &session),
        ("an invitation's token", &invitation),
        ("a reset link's token", &reset),
        ("an access token", token.trim_start_matches(ACCESS_TOKEN_PREFIX)),
        ("a stored token", &Who::Admin.token().unwrap()),
        ("a password's hash", "$argon2"),
    ] {
        assert!(!text.contains(secret), "the log holds {name}");
    }
}
