//! Requests that ended long ago are in the store only, and everything that could be done with them can
//! still be done.

use std::collections::BTreeMap;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use crate::support::*;
use tokio::task::JoinHandle;
use weft_domain::{
    CommentId, DAY_MS, End, EndRequest, GiveKudos, Key, Kind, KudosCategory, KudosId, Lookup,
    MergeDepartment, PersonId, RateRequest, Refusal, ReopenRequest, Request, RequestId, Row, Score, ScoreSet,
    Side, StateCategory, Thanked, Timestamp, WatchRequest, World, invariants,
};
use weft_server::{
    clock::Clock,
    engine::{Engine, Rules},
    exchange::{Import, Report, export_all, import},
    meter::Meter,
    store::Store,
};
use weft_sync::message::{Answer, Ask, Scope};

const START: i64 = 1_780_000_000_000;
const OLD: [u64; 3] = [501, 502, 503];
const OPEN: u64 = 504;

/// A clock that stands still until it is put forward.
#[derive(Clone)]
struct Hands(Arc<AtomicI64>);

impl Hands {
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(START)))
    }

    fn wait_days(&self, days: i64) {
        self.0.fetch_add(days * DAY_MS, Ordering::Relaxed);
    }

    fn clock(&self) -> Clock {
        let now = self.0.clone();
        Clock::new(move || Timestamp(now.load(Ordering::Relaxed)))
    }

    async fn engine(&self, url: &str) -> (Engine, JoinHandle<()>) {
        let store = Store::open(url).await.unwrap();
        Engine::start_with(store, self.clock(), Rules::default()).await.unwrap()
    }
}

fn id(number: u64) -> RequestId {
    RequestId(uuid(number))
}

fn end(number: u64) -> EndRequest {
    let comment = CommentId(uuid(9_000 + number));
    EndRequest { id: id(number), end: End::Closed, reason: String::new(), comment }
}

/// Three requests that ended a hundred days ago, an open one, and an engine that was started since.
async fn aged(folder: &Folder, hands: &Hands) -> (Engine, JoinHandle<()>) {
    let (engine, task) = hands.engine(&folder.url()).await;
    found(&engine).await;
    for number in OLD.into_iter().chain([OPEN]) {
        done(&engine, Some(person(ADA)), filed(number)).await;
    }
    done(&engine, Some(person(BEN)), WatchRequest { id: id(502), person: person(BEN), on: true }).await;
    for number in OLD {
        done(&engine, Some(person(BEN)), end(number)).await;
    }
    stop(engine, task).await;
    hands.wait_days(100);
    hands.engine(&folder.url()).await
}

fn here(engine: &Engine) -> Vec<RequestId> {
    engine.current().world.requests().map(|row| row.id).collect()
}

async fn stored(engine: &Engine, number: u64) -> Request {
    match engine.store().rows_by_keys(&[id(number).into()]).await.unwrap().pop() {
        Some(Row::Request(row)) => row,
        other => panic!("{other:?}"),
    }
}

async fn searched(engine: &Engine, person: PersonId, query: &str) -> Vec<RequestId> {
    let answer = asked(engine, person, Ask::Search { query: query.to_owned() }).await;
    assert_eq!(answer.total as usize, answer.rows.len());
    requests(&answer)
}

fn requests(answer: &Answer) -> Vec<RequestId> {
    let ids = answer.order.iter().filter(|key| key.kind == Kind::Request);
    ids.map(|key| RequestId(key.id)).collect()
}

/// The whole of it, archived or not.
async fn whole(engine: &Engine) -> World {
    let mut world = World::complete();
    for kind in Kind::ALL {
        for row in engine.store().rows_of(*kind).await.unwrap() {
            world.apply(&weft_domain::Change::Put(row));
        }
    }
    world
}

#[tokio::test]
async fn what_ended_long_ago_is_not_in_memory_and_is_found() {
    let (folder, hands) = (Folder::new(), Hands::new());
    let (engine, task) = aged(&folder, &hands).await;
    assert_eq!(here(&engine), [id(OPEN)]);
    assert_eq!(engine.current().world.row(id(501).into()), Lookup::Unknown);

    // Neither Ada nor Ben has a role; a third is in no department of theirs.
    let (ada, ben, eve) = (person(ADA), person(BEN), person(13));
    done(&engine, None, weft_domain::AddPerson { id: eve, name: "Eve".to_owned(), email: None }).await;
    let all = [id(OPEN), id(503), id(502), id(501)];
    for query in [
        "look at",
        "LOOK is:closed",
        "\"IT IS\" slow state:closed",
        "state:closed",
        "from:compiler",
        "to:INFR",
        "by:ada -state:new",
    ] {
        let ended: Vec<RequestId> = all.into_iter().filter(|one| *one != id(OPEN)).collect();
        let expected = if query == "look at" || query.starts_with("from") || query.starts_with("to") {
            all.to_vec()
        } else {
            ended
        };
        assert_eq!(searched(&engine, ada, query).await, expected, "{query}");
        assert_eq!(searched(&engine, ben, query).await, expected, "{query}");
        assert_eq!(searched(&engine, eve, query).await, [], "{query}");
    }
    let number = stored(&engine, 502).await.number;
    let weft_domain::RequestNumber::Filed { key, n } = number else { panic!("numbered") };
    assert_eq!(searched(&engine, ben, &format!("{}-{n}", key.0)).await, [id(502)]);
    assert_eq!(searched(&engine, ben, "5% _ \\").await, []);
    assert_eq!(searched(&engine, ben, "state:closed -slow").await, []);

    assert_eq!(requests(&asked(&engine, ada, Ask::Mine).await), all);
    assert_eq!(requests(&asked(&engine, ben, Ask::Mine).await), [id(502)], "what he follows");
    assert_eq!(requests(&asked(&engine, eve, Ask::Mine).await), []);

    let shown = asked(&engine, ben, Ask::Open(Scope::Request(id(501)))).await;
    assert!(shown.rows.iter().any(|row| matches!(row, Row::RequestText(text) if text.body == "It is slow.")));
    assert!(!asked(&engine, ben, Ask::Timeline(id(501))).await.timeline.is_empty());
    assert_eq!(asked(&engine, eve, Ask::Open(Scope::Request(id(501)))).await, Answer::default());
    assert_eq!(asked(&engine, eve, Ask::Timeline(id(501))).await, Answer::default());
    let board = asked(&engine, ben, Ask::Open(Scope::Board(Some(department(INFRA))))).await;
    assert_eq!((requests(&board), board.hidden), (vec![id(OPEN)], 0));
    stop(engine, task).await;
}

#[tokio::test]
async fn a_command_brings_back_what_is_archived_for_as_long_as_it_is_open() {
    let (folder, hands) = (Folder::new(), Hands::new());
    let (engine, task) = aged(&folder, &hands).await;
    let (ada, ben) = (Some(person(ADA)), Some(person(BEN)));
    // It is commented, rated and thanked for, and stays where it is.
    done(&engine, ben, comment(700, 501)).await;
    let five = Score::try_from(5).unwrap();
    let scores = ScoreSet { quality: five, attitude: five, efficiency: five, result: five };
    let rate = RateRequest { request: id(501), side: Side::Customer, scores, comment: String::new() };
    done(&engine, ada, rate).await;
    let thanks = GiveKudos {
        id: KudosId(uuid(800)),
        from_department: None,
        to: Thanked::Person(person(BEN)),
        request: Some(id(501)),
        category: KudosCategory::Help,
        text: "Thanks".to_owned(),
    };
    done(&engine, ada, thanks).await;
    assert_eq!(here(&engine), [id(OPEN)]);
    assert_eq!(stored(&engine, 501).await.comments, 1);
    let feed = asked(&engine, person(BEN), Ask::Feed { before: Some(Timestamp(i64::MAX)) }).await;
    let named = |row: &Row| matches!(row, Row::Kudos(kudos) if kudos.request == Some(id(501)));
    assert!(feed.rows.iter().any(named), "who may see the request is told which one");
    assert_eq!(requests(&feed), [], "it is not part of the answer");

    // Its id is taken, whoever looks.
    let other = weft_domain::FileRequest { title: "Other".to_owned(), ..filed(502) };
    let again = engine.run(ben, command_id(), other.into()).await.unwrap();
    assert_eq!(again, Err(Refusal::NotAMember { department: department(COMPILER) }));
    let other = weft_domain::FileRequest { title: "Other".to_owned(), ..filed(502) };
    let again = engine.run(ada, command_id(), other.into()).await.unwrap();
    assert_eq!(again, Err(Refusal::AlreadyExists { kind: Kind::Request }));

    // Opened again it is on the board, and archived only when it has ended long enough ago again.
    done(&engine, ada, ReopenRequest { id: id(503) }).await;
    let row = engine.current().world.request(id(503)).present().unwrap().clone();
    assert_eq!((row.state, row.ended_at), (StateCategory::New, None));
    assert!(row.column.is_some());
    done(&engine, ben, end(503)).await;
    assert_eq!(here(&engine), [id(503), id(OPEN)]);
    assert_eq!(invariants::check(&whole(&engine).await), Ok(()));
    stop(engine, task).await;
}

#[tokio::test]
async fn a_merge_takes_what_is_archived_along() {
    let (folder, hands) = (Folder::new(), Hands::new());
    let (engine, task) = aged(&folder, &hands).await;
    let (id_of, into) = (department(INFRA), department(COMPILER));
    done(&engine, None, MergeDepartment { id: id_of, into }).await;
    assert_eq!(here(&engine), [id(OPEN)]);
    for number in OLD {
        let row = stored(&engine, number).await;
        assert_eq!((row.provider, row.customer), (Some(into), Some(into)), "{number}");
    }
    assert_eq!(searched(&engine, person(BEN), "is:closed").await, [id(503), id(502), id(501)]);
    assert_eq!(invariants::check(&whole(&engine).await), Ok(()));
    stop(engine, task).await;
}

const REQUESTS: &str = "id,title,kind,priority,from_department_id,to_department_id,created_at,closed_at
r1,One,incident,High,fin,it,2024-01-02T00:00:00Z,2024-01-09T00:00:00Z
r2,Two,,,fin,it,2024-01-03T00:00:00Z,
";

async fn imported(engine: &Engine, requests: &str, more: &[(&str, &str)]) -> Report {
    let files = [
        ("departments.csv", "id,name,parent_id,purpose,kind\nit,IT,,,\nfin,Finance,,,\n"),
        ("requests.csv", requests),
    ];
    let files: BTreeMap<String, Vec<u8>> =
        files.iter().chain(more).map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let what = Import {
        files,
        source: None,
        folder: "test".into(),
        person: None,
        is_preview: false,
        meter: Meter::default(),
    };
    import(engine, what, |_| {}).await.unwrap()
}

#[tokio::test]
async fn an_import_finds_what_it_brought_though_it_is_archived() {
    let (folder, hands) = (Folder::new(), Hands::new());
    let (engine, task) = hands.engine(&folder.url()).await;
    imported(&engine, REQUESTS, &[]).await;
    assert_eq!(engine.current().world.requests().count(), 1, "what ended years ago is archived at once");
    let all = |engine: &Engine| {
        let store = engine.store().clone();
        async move { store.rows_of(Kind::Request).await.unwrap() }
    };
    let first = all(&engine).await;
    assert_eq!(first.len(), 2);

    let again = imported(&engine, REQUESTS, &[]).await;
    assert_eq!(again.changes, 0, "{again:?}");
    let said =
        ("comments.csv", "id,request_id,person_id,at,text,edited_at\nc1,r1,,2024-01-05T00:00:00Z,Done,\n");
    imported(&engine, &REQUESTS.replace("One", "First"), &[said]).await;
    let rows = all(&engine).await;
    assert_eq!(rows.len(), 2);
    let changed = rows.iter().find_map(|row| match row {
        Row::Request(row) if row.title == "First" => Some(row),
        _ => None,
    });
    let changed = changed.unwrap();
    let before = first.iter().find(|row| row.key() == Key::from(changed.id)).unwrap();
    let Row::Request(before) = before else { panic!("a request") };
    assert_eq!((&changed.number, changed.comments), (&before.number, 1));
    assert_eq!(engine.current().world.requests().count(), 1);
    let exported = export_all(&engine, None).await.unwrap();
    assert_eq!(exported.lines.get("requests.csv"), Some(&2));
    assert_eq!(exported.lines.get("comments.csv"), Some(&1));
    assert_eq!(invariants::check(&whole(&engine).await), Ok(()));
    stop(engine, task).await;
}
