//! What is said of a person is taken out: of rows, feed, accounts and what a source knows; and again after a
//! restore of an older backup.

use std::{collections::BTreeMap, fs};

use crate::support::*;
use weft_domain::{
    ErasePerson, GiveKudos, Key, Kind, KudosCategory, KudosId, Lookup, PersonId, RenamePerson, Roles, Row,
    SetContact, Thanked, Timestamp,
};
use weft_server::{
    engine::Engine,
    exchange::{Import, Reason, Report, export_all, import},
    meter::Meter,
    store::{Account, Invitation, SessionRow, backup, restore, transfer},
};
use weft_sync::message::Seq;

/// What nobody may find any more.
const SAID: [&str; 3] = ["Benjamin", "ben@weft.test", "Well done, Ben"];

async fn with_ben(engine: &Engine) {
    found(engine).await;
    let ben = person(BEN);
    done(engine, Some(ben), RenamePerson { id: ben, over: 0, name: "Benjamin".to_owned() }).await;
    done(engine, Some(ben), SetContact { person: ben, email: "ben@weft.test".to_owned() }).await;
    let thanks = GiveKudos {
        id: KudosId(uuid(800)),
        from_department: None,
        to: Thanked::Person(ben),
        request: None,
        category: KudosCategory::Help,
        text: "Well done, Ben".to_owned(),
    };
    done(engine, Some(person(ADA)), thanks).await;
    done(engine, Some(person(ADA)), filed(500)).await;
    done(engine, Some(ben), comment(700, 500)).await;
}

async fn erased(engine: &Engine) {
    done(engine, None, ErasePerson { id: person(BEN) }).await;
}

/// Everything that the feed and the rows say, as text.
async fn everything(engine: &Engine) -> String {
    let mut all = String::new();
    let feed = engine.store().feed_between(Seq(0), engine.current().head.seq).await.unwrap();
    all.push_str(&format!("{feed:?}"));
    for kind in Kind::ALL {
        all.push_str(&format!("{:?}", engine.store().rows_of(*kind).await.unwrap()));
    }
    all
}

fn row_of_ben(engine: &Engine) -> weft_domain::Person {
    engine.current().world.person(person(BEN)).present().unwrap().clone()
}

#[tokio::test]
async fn nothing_that_is_said_of_a_person_is_left_in_rows_and_feed() {
    let folder = Folder::new();
    let (engine, task) = start(&folder.url()).await;
    with_ben(&engine).await;
    let before = everything(&engine).await;
    assert!(SAID.iter().all(|said| before.contains(said)));
    erased(&engine).await;
    let after = everything(&engine).await;
    for said in SAID {
        assert!(!after.contains(said), "{said}");
    }
    assert!(after.contains("Comment 700"), "what they wrote stays");
    assert!(row_of_ben(&engine).is_erased());
    let contact = Key { kind: Kind::Contact, id: person(BEN).0 };
    assert_eq!(engine.current().world.row(contact), Lookup::Absent);
    // The history still knows that somebody did something.
    let timeline = engine.store().timeline(weft_domain::RequestId(uuid(500)).into(), 100).await.unwrap();
    assert!(timeline.iter().any(|entry| entry.actor == Some(person(BEN))));
    stop(engine, task).await;
    // Who it was stands beside the database, as an id.
    let list = fs::read_to_string(folder.file("weft.db.erased")).unwrap();
    assert!(list.starts_with(&person(BEN).to_string()), "{list}");
}

#[tokio::test]
async fn account_sessions_and_links_go_with_the_person() {
    let folder = Folder::new();
    let (engine, task) = start(&folder.url()).await;
    with_ben(&engine).await;
    let store = engine.store();
    let (now, later) = (Timestamp(1), Timestamp(i64::MAX));
    let account = Account {
        id: uuid(900),
        person: person(BEN),
        email: "ben@weft.test".to_owned(),
        password_hash: "hash".to_owned(),
        is_disabled: false,
    };
    let invitation = |hash: u8, person, email: &str| Invitation {
        token_hash: [hash; 32],
        person,
        email: Some(email.to_owned()),
        roles: Roles::NONE,
        created_by: None,
        expires_at: later,
    };
    store.add_account(&account, None, now).await.unwrap();
    for one in [
        invitation(1, Some(person(BEN)), "other@weft.test"),
        invitation(2, None, "Ben@weft.test"),
        invitation(3, None, "eve@weft.test"),
    ] {
        store.add_invitation(&one, now).await.unwrap();
    }
    let session = SessionRow {
        token_hash: [4; 32],
        account: account.id,
        person: person(BEN),
        created_at: now,
        last_seen: now,
        expires_at: later,
        user_agent: "a test".to_owned(),
        address: "127.0.0.1".to_owned(),
    };
    store.add_session(&session).await.unwrap();
    assert!(store.session([4; 32], now).await.unwrap().is_some());
    erased(&engine).await;
    assert!(store.account_of(person(BEN)).await.unwrap().is_none());
    assert!(store.session([4; 32], now).await.unwrap().is_none());
    let mut left = Vec::new();
    for hash in 1..=3 {
        left.push(store.invitation([hash; 32], now).await.unwrap().is_some());
    }
    assert_eq!(left, [false, false, true]);
    stop(engine, task).await;
}

#[tokio::test]
async fn an_older_backup_does_not_bring_an_erased_person_back() {
    let folder = Folder::new();
    let (engine, task) = start(&folder.url()).await;
    with_ben(&engine).await;
    let copy = folder.file("before.db");
    backup(&folder.url(), &copy).await.unwrap();
    erased(&engine).await;
    stop(engine, task).await;

    restore(&folder.url(), &copy, Timestamp(5)).await.unwrap();
    let (engine, task) = start(&folder.url()).await;
    assert!(row_of_ben(&engine).is_erased());
    let all = everything(&engine).await;
    assert!(SAID.iter().all(|said| !all.contains(said)), "not in the feed of the backup either");
    stop(engine, task).await;

    // Without the list beside it, the database that is replaced still knows.
    fs::remove_file(folder.file("weft.db.erased")).unwrap();
    restore(&folder.url(), &copy, Timestamp(6)).await.unwrap();
    let (engine, task) = start(&folder.url()).await;
    assert!(row_of_ben(&engine).is_erased());
    assert_eq!(engine.store().erasures().await.unwrap(), [person(BEN)]);
    stop(engine, task).await;
}

#[tokio::test]
async fn a_move_to_postgresql_after_a_restore_does_not_bring_an_erased_person_back() {
    let Some(url) = postgres::new_database() else { return };
    let folder = Folder::new();
    let (engine, task) = start(&folder.url()).await;
    with_ben(&engine).await;
    let copy = folder.file("before.db");
    backup(&folder.url(), &copy).await.unwrap();
    erased(&engine).await;
    stop(engine, task).await;

    // Nobody opens it in between.
    restore(&folder.url(), &copy, Timestamp(5)).await.unwrap();
    transfer(&folder.url(), &url).await.unwrap();
    let (engine, task) = start(&url).await;
    assert!(row_of_ben(&engine).is_erased());
    let all = everything(&engine).await;
    assert!(SAID.iter().all(|said| !all.contains(said)));
    stop(engine, task).await;
}

async fn imported(engine: &Engine, people: &str) -> Report {
    let files = [("departments.csv", "id,name\nit,IT\n"), ("people.csv", people)];
    brought_in(engine, files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into()).await
}

async fn brought_in(engine: &Engine, files: BTreeMap<String, Vec<u8>>) -> Report {
    let what = Import {
        files,
        source: None,
        folder: "hr".into(),
        person: None,
        is_preview: false,
        meter: Meter::default(),
    };
    import(engine, what, |_| {}).await.unwrap()
}

#[tokio::test]
async fn an_import_does_not_bring_an_erased_person_back() {
    let folder = Folder::new();
    let (engine, task) = start(&folder.url()).await;
    let people = "id,name,email,department_id,role\nben@weft.test,Benjamin,ben@weft.test,it,lead\n";
    imported(&engine, people).await;
    let ben: PersonId = engine.current().world.people().next().unwrap().id;
    done(&engine, None, ErasePerson { id: ben }).await;
    let refs = engine.store().source_refs("hr").await.unwrap();
    assert!(!format!("{refs:?}").contains("ben@weft.test"), "{refs:?}");
    for text in [people.to_owned(), people.replace("Benjamin", "Ben")] {
        let report = imported(&engine, &text).await;
        assert!(format!("{report:?}").contains(&format!("{:?}", Reason::Erased)), "{report:?}");
        let row = engine.current().world.person(ben).present().unwrap().clone();
        assert!(row.is_erased(), "{row:?}");
        assert_eq!(engine.current().world.memberships_of(ben).count(), 0);
    }
    // On the way out they are nobody, and come in as nobody.
    let exported = export_all(&engine, None).await.unwrap();
    let other = Folder::new();
    let (fresh, fresh_task) = start(&other.url()).await;
    brought_in(&fresh, exported.files.clone()).await;
    let rows = fresh.store().rows_of(Kind::Person).await.unwrap();
    assert!(matches!(rows.as_slice(), [Row::Person(row)] if row.is_erased()), "{rows:?}");
    stop(fresh, fresh_task).await;
    stop(engine, task).await;
}
