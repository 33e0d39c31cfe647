//! `weft migrate`: an organisation that grew in a SQLite file goes on in PostgreSQL.

use std::fs;

use crate::support::{
    program::{Served, add_user, run},
    *,
};
use serde_json::{Value, json};
use weft_domain::{Change, MoveRequest, RequestId, Row};
use weft_sync::{
    message::{Bootstrap, ClientId, Envelope, decode},
    server::{Origin, Outcome, Submission},
};

const MEI: &str = "mei@weft.test";
/// Requests that are filed, moved and commented.
const REQUESTS: u64 = 40;

/// What Ada's browser pushed.
fn pushed() -> Submission {
    let envelopes = (1..=REQUESTS).map(|number| {
        let id = weft_domain::CommandId(uuid(900_000 + number));
        Envelope { id, command: filed(5_000 + number).into() }
    });
    let origin = Origin::Client { client: ClientId(uuid(9)), person: person(ADA), first: 1 };
    Submission { origin, envelopes: envelopes.collect() }
}

/// An organisation with an account, an import, work of several people, and a session.
async fn grown(folder: &Folder) -> (String, Bootstrap) {
    let url = folder.url();
    assert_eq!(add_user(&url, MEI, "steward").0, 0);
    let source = folder.file("hr");
    fs::create_dir_all(&source).unwrap();
    fs::write(source.join("departments.csv"), "id,name\nc,编译器\ni,infra \"core\"\\\n").unwrap();
    let edges = "customer_department_id,provider_department_id,count\nc,i,3\n";
    fs::write(source.join("dependencies.csv"), edges).unwrap();
    assert_eq!(run(&url, &["import", source.to_str().unwrap()]).0, 0);
    let (engine, task) = start(&url).await;
    found(&engine).await;
    assert!(matches!(engine.submit(pushed()).await.unwrap(), Outcome::Answered(_)));
    for number in 1..=REQUESTS {
        let id = RequestId(uuid(5_000 + number));
        done(&engine, Some(person(BEN)), MoveRequest { id, column: column(2), after: None }).await;
        done(&engine, Some(person(ADA)), comment(7_000 + number, 5_000 + number)).await;
    }
    stop(engine, task).await;
    let served = Served::start(&url);
    // By today's clock the feed's old end is dropped; this is its new one.
    assert_eq!(add_user(&url, "late@weft.test", "member").0, 0);
    let cookie = served.sign_in(MEI).await;
    let replica = replica(&served, &cookie).await;
    let (status, said) = run(&url, &["migrate", "--to", "postgres://localhost/nowhere"]);
    assert_eq!((status, &said["error"]["code"]), (4, &json!("busy")), "a server has the file: {said}");
    served.stop();
    (cookie, replica)
}

async fn replica(served: &Served, cookie: &str) -> Bootstrap {
    let (head, body) = served.ask("GET", "/sync/bootstrap", cookie, "").await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let mut replica: Bootstrap = decode(&body).unwrap();
    replica.rows.sort_by_key(Row::key);
    replica
}

fn rows(moved: &Value, table: &str) -> u64 {
    moved["tables"][table].as_u64().unwrap_or_else(|| panic!("{table} was not moved: {moved}"))
}

#[tokio::test]
async fn an_organisation_moves_with_everything_and_goes_on() {
    let Some(to) = Place::postgres().map(|place| place.url()) else { return };
    let folder = Folder::new();
    let (cookie, before) = grown(&folder).await;
    let (status, moved) = run(&folder.url(), &["migrate", "--to", &to]);
    assert_eq!(status, 0, "{moved}");
    assert_eq!((rows(&moved, "request"), rows(&moved, "comment")), (REQUESTS, REQUESTS));
    for table in ["feed", "journal", "client", "account", "session", "source_ref", "dependency", "traffic"] {
        assert!(rows(&moved, table) > 0, "{table}");
    }
    assert_eq!(moved["seq"], json!(before.cursor.seq.0));

    let served = Served::start(&to);
    let after = replica(&served, &cookie).await;
    assert_eq!((after.cursor, after.person), (before.cursor, before.person), "browsers notice nothing");
    assert_eq!(after.rows, before.rows);
    let (busy, said) = run(&to, &["restore"]);
    assert_eq!((busy, &said["error"]["code"]), (4, &json!("busy")), "{said}");
    served.stop();

    let (engine, task) = start(&to).await;
    // What a browser sends again is answered as the first time, and new work goes on.
    assert!(matches!(engine.submit(pushed()).await.unwrap(), Outcome::Answered(_)));
    assert_eq!(engine.current().head, before.cursor);
    done(&engine, Some(person(ADA)), filed(6_000)).await;
    let feed = engine.store().feed_between(before.cursor.seq, engine.current().head.seq).await;
    let last = feed.unwrap().pop().unwrap();
    assert!(last.changes.iter().any(|seen| matches!(&seen.change, Change::Put(Row::Request(_)))));
    stop(engine, task).await;

    let (again, said) = run(&folder.url(), &["migrate", "--to", &to]);
    assert_eq!((again, &said["error"]["code"]), (3, &json!("refused")), "{said}");
    assert!(said["error"]["message"].as_str().unwrap().contains("not empty"), "{said}");
}

#[tokio::test]
async fn postgresql_is_backed_up_by_its_own_tools_and_begins_a_new_life_after_a_restore() {
    let Some(to) = Place::postgres().map(|place| place.url()) else { return };
    assert_eq!(add_user(&to, MEI, "admin").0, 0);
    let (status, said) = run(&to, &["backup", "/nowhere/weft.db"]);
    assert_eq!((status, &said["error"]["code"]), (3, &json!("refused")), "{said}");
    assert!(said["error"]["message"].as_str().unwrap().contains("pg_dump"), "{said}");
    let served = Served::start(&to);
    let cookie = served.sign_in(MEI).await;
    let before = replica(&served, &cookie).await;
    served.stop();
    let (status, said) = run(&to, &["restore"]);
    assert_eq!((status, &said["seq"]), (0, &json!(before.cursor.seq.0)), "{said}");
    let served = Served::start(&to);
    let (head, _) = served.ask("GET", "/sync/bootstrap", &cookie, "").await;
    assert!(!head.starts_with("HTTP/1.1 200"), "everybody signs in again: {head}");
    let cookie = served.sign_in(MEI).await;
    let after = replica(&served, &cookie).await;
    assert_ne!(after.cursor.epoch, before.cursor.epoch);
    served.stop();
    let folder = Folder::new();
    let (status, said) = run(&folder.url(), &["restore"]);
    assert_eq!((status, &said["error"]["code"]), (3, &json!("refused")), "{said}");
}
