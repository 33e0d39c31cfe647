//! Whatever is put into a field of a server function: an answer with a reason, never a failure of
//! ours, and nothing half done.

use crate::support::{
    doors::{DONE, Doors, PASSWORD, SPARE, Who},
    person,
};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use weft_app::api::ApiError;
use weft_domain::{Kind, limits::NAME_CHARS_MAX};

/// What people paste and what scripts try.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " \u{3000}\t",
        "\0",
        "a\nb\r\nc",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "' OR 1=1 --",
        "{{7*7}}${7*7}",
        "=HYPERLINK(\"http://evil.example\")",
        "../../etc/passwd",
        "\u{202e}cod.exe\u{202c}",
        "مرحبا بالعالم",
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "经纬 經緯",
        "Z\u{0335}\u{0321}\u{0300}\u{0301}\u{0302}a\u{0303}",
        "\u{feff}\u{200b}\u{ffff}",
        "null",
    ]
    .map(str::to_owned)
    .into();
    texts.push("长".repeat(10_000));
    texts.push("a".repeat(60_000));
    texts
}

/// Every server function with arguments that are well formed.
fn calls() -> Vec<(&'static str, Value)> {
    let token = "0".repeat(64);
    let account = json!({ "name": "M", "email": "m@weft.test", "password": "long enough for it" });
    vec![
        ("set_up", json!({ "token": token, "organisation": "O", "account": account })),
        ("sign_in", json!({ "email": "p11@weft.test", "password": "no" })),
        ("see_invitation", json!({ "token": token })),
        ("accept_invitation", json!({ "token": token, "account": account })),
        ("invite", json!({ "person": null, "email": "new@weft.test", "roles": [] })),
        ("reset_password", json!({ "token": token, "password": "another password" })),
        ("make_reset_link", json!({ "person": person(SPARE) })),
        ("change_password", json!({ "old": "no", "new": "another password" })),
        ("end_session", json!({ "id": "000000000000000000000000" })),
        ("set_account_disabled", json!({ "person": person(SPARE), "disabled": false })),
        ("sessions", json!({})),
        ("accounts", json!({})),
        ("sign_out", json!({})),
    ]
}

/// The places of all texts in arguments.
fn places(arguments: &Value, path: &str, found: &mut Vec<String>) {
    match arguments {
        Value::Object(fields) => {
            for (name, value) in fields {
                places(value, &format!("{path}/{name}"), found);
            }
        }
        Value::String(_) | Value::Null => found.push(path.to_owned()),
        _ => {}
    }
}

#[tokio::test]
async fn no_text_in_any_field_makes_the_server_fail() {
    let doors = Doors::open().await;
    let (people, accounts) =
        (doors.engine.current().world.count(Kind::Person), doors.engine.store().accounts().await.unwrap());
    for (function, arguments) in calls() {
        let mut fields = Vec::new();
        places(&arguments, "", &mut fields);
        for (field, text) in
            fields.iter().flat_map(|field| texts().into_iter().map(move |text| (field, text)))
        {
            let mut odd = arguments.clone();
            *odd.pointer_mut(field).unwrap() = Value::String(text.clone());
            let said = doors.call(Who::Admin, function, &odd.to_string()).await;
            let start: String = text.chars().take(20).collect();
            let place = format!("{function}{field} = {start:?}: {} {}", said.status, said.text());
            match said.status {
                StatusCode::OK => {
                    assert!(serde_json::from_slice::<Result<Value, Value>>(&said.body).is_ok(), "{place}");
                }
                status => {
                    assert!(matches!(status.as_u16(), 400 | 401 | 403), "{place}");
                    assert!(serde_json::from_slice::<ApiError>(&said.body).is_ok(), "{place}");
                }
            }
            // As JSON says it, or quotes and line breaks would hide it.
            let quoted = serde_json::to_string(&text).unwrap();
            let is_told = said.text().contains(quoted.trim_matches('"'));
            assert!(text.chars().count() < 5 || !is_told, "it is not echoed: {place}");
        }
    }
    assert_eq!(doors.engine.current().world.count(Kind::Person), people, "nobody was made");
    assert_eq!(doors.engine.store().accounts().await.unwrap().len(), accounts.len());
}

#[tokio::test]
async fn what_is_no_call_at_all_is_told_so() {
    let doors = Doors::open().await;
    for (function, arguments) in calls() {
        let has_arguments = arguments.as_object().is_some_and(|fields| !fields.is_empty());
        for body in ["{", "[]", "\u{1}", "{\"a\":1}", "{\"token\":1,\"email\":[],\"id\":{}}"] {
            let said =
                doors.ask_with(Who::Admin, Method::POST, &format!("/api/{function}"), body, &OURS).await;
            let is_answered = said.status == StatusCode::OK && !has_arguments;
            assert!(
                is_answered || said.status == StatusCode::BAD_REQUEST,
                "{function} {body}: {}",
                said.status
            );
        }
        let long = json!({ "token": "a".repeat(70_000) }).to_string();
        let said = doors.call(Who::Admin, function, &long).await;
        assert!(matches!(said.status.as_u16(), 400 | 413), "{function}: {}", said.status);
    }
}

const OURS: [(&str, &str); 2] = [("sec-fetch-site", "same-origin"), ("content-type", "application/json")];

/// Names that people really have come in as they are; what is no name or no address is refused with
/// its reason, and the link stays good.
#[tokio::test]
async fn set_up_takes_every_script_and_refuses_what_is_no_name() {
    let doors = Doors::bare(|_| None).await;
    let link = doors.state.auth.setup_link().await.unwrap().unwrap();
    let set_up = |organisation: &str, name: &str, email: &str, password: &str| {
        let account = json!({ "name": name, "email": email, "password": password });
        let organisation = json!({ "name": organisation, "locale": "ZhHans", "time_zone": "Asia/Taipei" });
        json!({ "token": link.reveal(), "organisation": organisation, "account": account }).to_string()
    };
    let long = "x".repeat(NAME_CHARS_MAX + 1);
    let good = ("Weft", "Ann", "ann@weft.test", PASSWORD);
    for (arguments, why) in [
        (set_up("", good.1, good.2, good.3), "Empty"),
        (set_up(" \u{85}\t", good.1, good.2, good.3), "Empty"),
        (set_up(&long, good.1, good.2, good.3), "TooLong"),
        (set_up(good.0, "", good.2, good.3), "Empty"),
        (set_up(good.0, &long, good.2, good.3), "TooLong"),
        (set_up(good.0, good.1, "no address", good.3), "BadEmail"),
        (set_up(good.0, good.1, "a\u{202e} b@weft.test", good.3), "BadEmail"),
        (set_up(good.0, good.1, &format!("{}@weft.test", "a".repeat(250)), good.3), "BadEmail"),
        (set_up(good.0, good.1, good.2, "short"), "BadPassword"),
        (set_up(good.0, good.1, good.2, &"a".repeat(201)), "BadPassword"),
    ] {
        let said = doors.call(Who::Nobody, "set_up", &arguments).await;
        assert!(said.text().starts_with(r#"{"Err":"#) && said.text().contains(why), "{why}: {}", said.text());
        assert_eq!(doors.engine.current().world.count(Kind::Person), 0, "{why}");
    }
    let (organisation, name) = ("<b>经纬</b> \u{202e}👩‍👩‍👧‍👦", "مَيّ 梅 <i>\u{200f}");
    let said = doors
        .call(Who::Nobody, "set_up", &set_up(organisation, name, "梅@例子.中国", "密码密码密码密码密码 🔑"))
        .await;
    assert_eq!(said.text(), DONE);
    let world = doors.engine.current().world.clone();
    // What turns the rest of a line round is taken out; markup, marks and emoji stay as typed.
    assert_eq!(world.organisation().unwrap().name, organisation.replace('\u{202e}', ""));
    assert_eq!(world.people().next().unwrap().name, name);
    let sign_in = json!({ "email": "梅@例子.中国", "password": "密码密码密码密码密码 🔑" }).to_string();
    assert_eq!(doors.call(Who::Nobody, "sign_in", &sign_in).await.text(), DONE);
    // On a page they are text, not markup.
    let page = doors.ask(Who::Nobody, Method::GET, "/", "").await.text();
    assert!(!page.contains("<b>经纬"), "{page}");
}
