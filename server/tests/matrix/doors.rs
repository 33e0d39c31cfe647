//! Every door × everybody: who gets in, who sees what, and that a closed door says nothing.

use crate::support::{
    ADA, BEN, done,
    doors::{CONFIDENTIAL, DONE, Doors, ELSEWHERE, PASSWORD, PRIVATE, RATED, SPARE, Said, Who},
    person, uuid,
};
use axum::http::{Method, StatusCode, header};
use weft_domain::{Key, Kind, OrganisationRole, RequestId, SetContact, SetRole};
use weft_sync::message::{Bootstrap, decode};

/// An upload that nobody has made.
const UPLOAD: &str = "01900000-0000-7000-8000-0000000000aa";

/// What a door says to each, in the order of [`Who::ALL`].
struct Row {
    method: Method,
    path: &'static str,
    statuses: [u16; 9],
}

fn row(method: Method, path: &'static str, statuses: [u16; 9]) -> Row {
    Row { method, path, statuses }
}

/// nobody, member, colleague, stranger, lead, steward, leadership, auditor, admin
fn table() -> Vec<Row> {
    let open = [200; 9];
    let signed_in = [401, 200, 200, 200, 200, 200, 200, 200, 200];
    // Who runs the system gains neither sight nor hands by it: not even by a file.
    let stewards = |status| [401, 403, 403, 403, 403, status, 403, 403, 403];
    vec![
        row(Method::GET, "/healthz", open),
        row(Method::GET, "/sw.js", open),
        row(Method::GET, "/shell", open),
        row(Method::GET, "/pkg/a.wasm", open),
        row(Method::GET, "/pkg/gone.js", [404; 9]),
        row(Method::GET, "/", open),
        row(Method::GET, "/map", open),
        row(Method::POST, "/map", [405; 9]),
        row(Method::GET, "/sync/bootstrap", signed_in),
        row(Method::POST, "/sync/bootstrap", [405; 9]),
        row(Method::GET, "/exchange/export.zip", stewards(200)),
        row(
            Method::PUT,
            "/exchange/upload/01900000-0000-7000-8000-0000000000aa/file/people.csv",
            stewards(204),
        ),
        row(Method::GET, "/exchange/upload/01900000-0000-7000-8000-0000000000bb/progress", stewards(404)),
        row(Method::POST, "/exchange/upload/01900000-0000-7000-8000-0000000000bb/preview", stewards(404)),
        row(Method::POST, "/exchange/upload/01900000-0000-7000-8000-0000000000bb/apply", stewards(404)),
        row(Method::DELETE, "/exchange/upload/01900000-0000-7000-8000-0000000000bb", stewards(404)),
        row(Method::POST, "/api/nothing", [404; 9]),
        row(Method::GET, "/api/sign_in", [405; 9]),
    ]
}

/// All that a closed door may say.
fn constant(status: u16) -> &'static str {
    match status {
        401 => "Sign in first\n",
        403 => "Not allowed\n",
        404 => "Not found\n",
        other => panic!("{other} has no constant text here"),
    }
}

fn has_secret(said: &Said) -> bool {
    let text = said.text();
    let tokens: Vec<String> = Who::ALL.iter().filter_map(|who| who.token()).collect();
    text.contains("$argon2") || text.contains(PASSWORD) || tokens.iter().any(|token| text.contains(token))
}

#[tokio::test]
async fn every_door_opens_to_those_only_who_may() {
    let doors = Doors::open().await;
    for Row { method, path, statuses } in table() {
        for (who, status) in Who::ALL.into_iter().zip(statuses) {
            // An upload belongs to whoever makes it first.
            let path = path.replace("00aa", &format!("{:04x}", who.number().unwrap_or_default()));
            let said = doors.ask(who, method.clone(), &path, "").await;
            let place = format!("{method} {path} as {who:?}: {}", said.text());
            assert_eq!(said.status.as_u16(), status, "{place}");
            assert!(!has_secret(&said), "{place}");
            assert!(said.headers.contains_key(header::CONTENT_SECURITY_POLICY), "{place}");
            assert!(!said.headers.contains_key(header::SET_COOKIE), "{place}");
            if matches!(status, 401 | 403 | 404) {
                assert_eq!(said.text(), constant(status), "{place}");
                assert_eq!(said.headers[header::CACHE_CONTROL], "no-store", "{place}");
            }
        }
    }
}

#[tokio::test]
async fn an_upload_belongs_to_whoever_made_it() {
    let doors = Doors::open().await;
    let at = |rest: &str| format!("/exchange/upload/{UPLOAD}{rest}");
    let put = doors.ask(Who::Steward, Method::PUT, &at("/file/people.csv"), "id,name\n").await;
    assert_eq!(put.status, StatusCode::NO_CONTENT);
    let role = OrganisationRole::Steward;
    done(&doors.engine, None, SetRole { person: person(BEN), role, granted: true }).await;
    for (method, rest) in [
        (Method::GET, "/progress"),
        (Method::POST, "/preview"),
        (Method::POST, "/apply"),
        (Method::PUT, "/file/people.csv"),
        (Method::DELETE, ""),
    ] {
        let said = doors.ask(Who::Lead, method.clone(), &at(rest), "id,name\nx,Mallory\n").await;
        assert_eq!((said.status.as_u16(), said.text().as_str()), (404, "Not found\n"), "{method} {rest}");
    }
    let mine = doors.ask(Who::Steward, Method::GET, &at("/progress"), "").await;
    assert_eq!(mine.status, StatusCode::OK, "{}", mine.text());
}

#[tokio::test]
async fn a_server_without_its_writer_is_not_healthy() {
    let doors = Doors::open().await;
    doors.engine.stop().await;
    let said = doors.ask(Who::Nobody, Method::GET, "/healthz", "").await;
    assert_eq!(said.status, StatusCode::SERVICE_UNAVAILABLE, "{}", said.text());
}

/// What a server function says to each; "" is an answer that is no error.
fn functions() -> Vec<(&'static str, String, [&'static str; 9])> {
    const OUT: &str = "SignedOut";
    const NO: &str = "Forbidden";
    let (spare, ben) = (person(SPARE), person(BEN));
    let nowhere = "0".repeat(64);
    let account = r#"{"name":"M","email":"m@weft.test","password":"long enough for it"}"#;
    let signed_in = [OUT, "", "", "", "", "", "", "", ""];
    let keepers = [OUT, NO, NO, NO, NO, "", NO, NO, ""];
    let admins = [OUT, NO, NO, NO, NO, NO, NO, NO, ""];
    let nobody = [OUT, NO, NO, NO, NO, NO, NO, NO, NO];
    let mut bad_token = ["BadToken"; 9];
    bad_token[0] = OUT;
    vec![
        ("sessions", "{}".into(), signed_in),
        ("tokens", "{}".into(), signed_in),
        ("make_token", r#"{"name":"report","scope":"Read","days":366}"#.into(), signed_in),
        ("make_token", r#"{"name":"report","scope":"Write","days":367}"#.into(), bad_token),
        ("make_token", r#"{"name":" ","scope":"Write","days":1}"#.into(), bad_token),
        ("revoke_token", r#"{"id":"000000000000000000000000"}"#.into(), nobody),
        ("accounts", "{}".into(), keepers),
        ("invite", r#"{"person":null,"email":"new@weft.test","roles":[]}"#.into(), keepers),
        ("invite", r#"{"person":null,"email":null,"roles":["Admin"]}"#.into(), admins),
        ("invite", r#"{"person":null,"email":null,"roles":["Auditor"]}"#.into(), nobody),
        ("make_reset_link", format!(r#"{{"person":"{spare}"}}"#), admins),
        ("set_account_disabled", format!(r#"{{"person":"{spare}","disabled":true}}"#), admins),
        // The start of somebody's session hash: it names a session to its owner only.
        ("end_session", r#"{"id":"000000000000000000000000"}"#.into(), nobody),
        (
            "set_up",
            format!(
                r#"{{"token":"{nowhere}","organisation":{{"name":"O","locale":"En","time_zone":"UTC"}},"account":{account}}}"#
            ),
            ["LinkInvalid"; 9],
        ),
        ("see_invitation", format!(r#"{{"token":"{nowhere}"}}"#), ["LinkInvalid"; 9]),
        ("accept_invitation", format!(r#"{{"token":"{nowhere}","account":{account}}}"#), ["LinkInvalid"; 9]),
        (
            "reset_password",
            format!(r#"{{"token":"{nowhere}","password":"another password"}}"#),
            ["LinkInvalid"; 9],
        ),
        ("make_reset_link", format!(r#"{{"person":"{ben}"}}"#), admins),
    ]
}

#[tokio::test]
async fn every_server_function_answers_those_only_who_may() {
    let doors = Doors::open().await;
    for (function, arguments, expected) in functions() {
        for (who, expected) in Who::ALL.into_iter().zip(expected) {
            let said = doors.call(who, function, &arguments).await;
            let place = format!("{function} {arguments} as {who:?}: {}", said.text());
            // What pages never ask for is a failed call; what can happen to anybody is an answer.
            let (status, text) = match expected {
                "" => (200, r#"{"Ok":"#.to_owned()),
                "SignedOut" => (401, format!("\"{expected}\"")),
                "Forbidden" => (403, format!("\"{expected}\"")),
                _ => (200, format!(r#"{{"Err":"{expected}"}}"#)),
            };
            assert_eq!(said.status.as_u16(), status, "{place}");
            assert!(said.text().starts_with(&text), "{place}");
            assert!(!has_secret(&said), "{place}");
        }
    }
}

#[tokio::test]
async fn a_session_of_somebody_else_is_not_there_to_end() {
    let doors = Doors::open().await;
    let mine: serde_json::Value =
        serde_json::from_str(&doors.call(Who::Member, "sessions", "{}").await.text()).unwrap();
    let arguments = format!(r#"{{"id":{}}}"#, mine["Ok"][0]["id"]);
    for who in Who::ALL.into_iter().filter(|who| !matches!(who, Who::Nobody | Who::Member)) {
        assert_eq!(doors.call(who, "end_session", &arguments).await.text(), "\"Forbidden\"", "{who:?}");
    }
    let still = doors.call(Who::Member, "sessions", "{}").await;
    assert_eq!(still.status, StatusCode::OK, "{}", still.text());
}

async fn bootstrap(doors: &Doors, who: Who, path: &str) -> Bootstrap {
    let said = doors.ask(who, Method::GET, path, "").await;
    assert_eq!(said.status, StatusCode::OK, "{}", said.text());
    assert_eq!(said.headers[header::CACHE_CONTROL], "private, no-store");
    decode(&said.body).unwrap()
}

fn has(rows: &Bootstrap, key: Key) -> bool {
    rows.rows.iter().any(|row| row.key() == key)
}

/// By hand, from `product.md`: who finds what in the standing part of their replica. Roles open
/// requests only while a board or the request itself is shown, so theirs are not here.
#[tokio::test]
async fn a_replica_holds_what_its_person_may_see_and_nothing_else() {
    let doors = Doors::open().await;
    let email = "ada@weft.test".to_owned();
    done(&doors.engine, None, SetContact { person: person(ADA), email }).await;
    let request = |number| Key::from(RequestId(uuid(number)));
    let contact = Key { kind: Kind::Contact, id: person(ADA).0 };
    use Who::{Admin, Auditor, Colleague, Lead, Leadership, Member, Steward, Stranger};
    let rows: [(&str, Key, &[Who]); 4] = [
        ("rated", request(RATED), &[Member, Colleague, Lead]),
        ("private", request(PRIVATE), &[Member, Lead]),
        ("confidential", request(CONFIDENTIAL), &[Member, Lead]),
        ("contact", contact, &[Member, Steward]),
    ];
    for who in [Member, Colleague, Stranger, Lead, Steward, Leadership, Auditor, Admin] {
        let replica = bootstrap(&doors, who, "/sync/bootstrap").await;
        assert_eq!(Some(replica.person), who.number().map(person));
        for (name, key, seen_by) in &rows {
            assert_eq!(has(&replica, *key), seen_by.contains(&who), "{name} as {who:?}");
        }
        let scores = replica.rows.iter().any(|row| row.kind() == Kind::Scores);
        let sees_scores = [Member, Colleague, Lead, Steward, Leadership, Auditor].contains(&who);
        assert_eq!(scores, sees_scores, "scores as {who:?}");
        let asked_for =
            [Kind::RequestText, Kind::Comment, Kind::Rating, Kind::RatingComment, Kind::Numbering];
        assert!(replica.rows.iter().all(|row| !asked_for.contains(&row.kind())), "as {who:?}");
        assert!(has(&replica, crate::support::department(ELSEWHERE).into()), "departments are for everybody");
    }
}

#[tokio::test]
async fn naming_somebody_else_brings_one_s_own_replica() {
    let doors = Doors::open().await;
    let own = bootstrap(&doors, Who::Stranger, "/sync/bootstrap").await;
    for query in ["person", "who", "department", "scope", "viewer"] {
        let path = format!("/sync/bootstrap?{query}={}", person(ADA));
        assert_eq!(bootstrap(&doors, Who::Stranger, &path).await, own, "{path}");
    }
    let said = doors.ask(Who::Stranger, Method::GET, &format!("/sync/bootstrap/{}", person(ADA)), "").await;
    assert!(decode::<Bootstrap>(&said.body).is_err(), "no replica has an address of its own");
}

#[tokio::test]
async fn the_socket_opens_to_no_plain_request() {
    let doors = Doors::open().await;
    let alike = doors.ask(Who::Nobody, Method::GET, "/sync/socket", "").await;
    assert!(alike.status.is_client_error());
    for who in Who::ALL {
        let said = doors.ask(who, Method::GET, "/sync/socket", "").await;
        assert_eq!((said.status, said.text()), (alike.status, alike.text()), "{who:?}");
    }
}

#[tokio::test]
async fn what_another_site_sends_changes_nothing() {
    let doors = Doors::open().await;
    let own = doors.state.public_urls[0].origin().to_owned();
    let foreign: [&[(&str, &str)]; 7] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", &own)],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "http://127.0.0.1:3000.evil.example")],
        // A browser old enough to say neither: its cookie does not count.
        &[],
    ];
    let writing = [
        (Method::POST, "/api/sign_out", "{}"),
        (Method::POST, "/api/invite", r#"{"person":null,"email":null,"roles":[]}"#),
        (Method::PUT, "/exchange/upload/01900000-0000-7000-8000-0000000000aa/file/people.csv", "id,name\n"),
        (Method::POST, "/exchange/upload/01900000-0000-7000-8000-0000000000aa/apply", ""),
        (Method::DELETE, "/exchange/upload/01900000-0000-7000-8000-0000000000aa", ""),
        (Method::POST, "/anything", ""),
    ];
    for headers in foreign {
        for (method, path, body) in &writing {
            let said = doors.ask_with(Who::Steward, method.clone(), path, body, headers).await;
            let place = format!("{method} {path} with {headers:?}");
            assert_eq!((said.status.as_u16(), said.text().as_str()), (403, "Not allowed\n"), "{place}");
        }
    }
    for headers in
        [&[("sec-fetch-site", "same-origin")][..], &[("origin", own.as_str())], &[("sec-fetch-site", "none")]]
    {
        let said = doors.ask_with(Who::Steward, Method::POST, "/api/sessions", "{}", headers).await;
        assert_eq!(said.status, StatusCode::OK, "{headers:?}: {}", said.text());
    }
}

fn sign_in(email: &str, password: &str) -> String {
    serde_json::json!({ "email": email, "password": password }).to_string()
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_look_the_same() {
    let doors = Doors::open().await;
    let wrong = doors.call(Who::Nobody, "sign_in", &sign_in("p12@weft.test", "not the password")).await;
    assert_eq!((wrong.status, wrong.text().as_str()), (StatusCode::OK, r#"{"Err":"BadCredentials"}"#));
    doors.engine.store().set_disabled(uuid(1_000 + SPARE), Some(doors.engine.clock().now())).await.unwrap();
    let closed = format!("p{SPARE}@weft.test");
    for (email, password) in
        [("unknown@weft.test", PASSWORD), (closed.as_str(), PASSWORD), ("no address", PASSWORD)]
    {
        let said = doors.call(Who::Nobody, "sign_in", &sign_in(email, password)).await;
        assert_eq!((said.status, said.text()), (wrong.status, wrong.text()), "{email}");
        let names = |said: &Said| said.headers.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&said), names(&wrong), "{email}");
    }
}

#[tokio::test]
async fn a_session_s_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let plain = Doors::open().await;
    let proxied =
        Doors::open_at(|name| (name == "WEFT_PUBLIC_URL").then(|| "https://weft.example.org".to_owned()))
            .await;
    for (doors, name, end) in [(&plain, "weft", ""), (&proxied, "__Host-weft", "; Secure")] {
        let right = sign_in(&format!("p{ADA}@weft.test"), PASSWORD);
        let said = doors.call(Who::Nobody, "sign_in", &right).await;
        assert_eq!(said.text(), DONE);
        let cookie = said.headers[header::SET_COOKIE].to_str().unwrap();
        let (pair, attributes) = cookie.split_once("; ").unwrap();
        let token = pair.strip_prefix(&format!("{name}=")).unwrap();
        assert_eq!(token.len(), 64);
        assert_eq!(attributes, format!("Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600{end}"));
        assert!(!said.text().contains(token));

        let own = [("sec-fetch-site", "same-origin"), ("cookie", pair)];
        let out = doors.ask_with(Who::Nobody, Method::POST, "/api/sign_out", "{}", &own).await;
        let gone = out.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(gone.starts_with(&format!("{name}=; ")) && gone.contains("Max-Age=0"), "{gone}");
        let after = doors.ask_with(Who::Nobody, Method::POST, "/api/sessions", "{}", &own).await;
        assert_eq!(after.text(), "\"SignedOut\"");
    }
    // Over HTTPS a cookie without the prefix, which a neighbour could have set, opens nothing.
    let token = format!("weft={}", Who::Admin.token().unwrap());
    let said = proxied.ask_with(Who::Nobody, Method::GET, "/sync/bootstrap", "", &[("cookie", &token)]).await;
    assert_eq!(said.status, StatusCode::UNAUTHORIZED);
    assert!(
        proxied
            .ask(Who::Nobody, Method::GET, "/healthz", "")
            .await
            .headers
            .contains_key(header::STRICT_TRANSPORT_SECURITY)
    );
}

#[tokio::test]
async fn one_stranger_s_wrong_passwords_keep_nobody_else_behind_the_proxy_out() {
    let doors =
        Doors::open_at(|name| (name == "WEFT_PUBLIC_URL").then(|| "https://weft.example.org".to_owned()))
            .await;
    let from = |address: &'static str| [("sec-fetch-site", "same-origin"), ("x-forwarded-for", address)];
    let wrong = |number: usize| sign_in(&format!("nobody{number}@weft.test"), "not the password");
    for number in 0..8 {
        // What stands before the last address was made up by the stranger.
        let made_up = from(["10.0.0.1, 192.0.2.66", "10.0.0.2, 192.0.2.66"][number % 2]);
        doors.ask_with(Who::Nobody, Method::POST, "/api/sign_in", &wrong(number), &made_up).await;
    }
    let again =
        doors.ask_with(Who::Nobody, Method::POST, "/api/sign_in", &wrong(9), &from("192.0.2.66")).await;
    assert!(again.text().contains("Throttled"), "{}", again.text());
    let right = sign_in(&format!("p{ADA}@weft.test"), PASSWORD);
    let other = doors.ask_with(Who::Nobody, Method::POST, "/api/sign_in", &right, &from("192.0.2.7")).await;
    assert_eq!(other.text(), DONE);
}
