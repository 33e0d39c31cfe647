//! Import and export over a real database: what goes out comes in again, and the page's doors open
//! to those only who may.

use std::collections::BTreeMap;

use crate::support::*;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt as _;
use weft_domain::{
    AgreeDependency, DeclareDependency, DependencyId, Kind, Mode, MoveRequest, NeedId, OrganisationRole,
    PersonId, Rank, RequestId, Row, SetRole, Severity, Timestamp,
};
use weft_server::config::{Flags, Settings};
use weft_server::engine::Engine;
use weft_server::exchange::{Import, Reason, Step, export_all, import, unzip, zip};
use weft_server::http::{AppState, Assets, app};
use weft_server::hub::{SessionHash, SessionPerson, SignedInBy};
use weft_server::meter::Meter;

type Files = BTreeMap<String, Vec<u8>>;

const DEPARTMENTS: &str = "id,name,parent_id,purpose,kind\nhq,Head Office,,,division\nit,IT,hq,\"Runs, \"\"it\"\"\",squad\nfin,财务部,hq,,\n";
const PEOPLE: &str = "id,name,email,department_id,role\nann,Ann,ann@x.example,it,lead\nbob,Bob,,fin,Maintainer\nbob,Bob,,it,\neve,Eve,,fin,alumni\n";
const SERVICES: &str = "id,name,department_id,description\nvpn,VPN,it,\nvpn,VPN,fin,\n";
const DEPENDENCIES: &str = "customer_department_id,provider_department_id,count,first_seen,last_seen\nfin,it,3,2024-01-01T00:00:00Z,\n";
const REQUESTS: &str = "id,title,kind,priority,from_department_id,to_department_id,created_at,closed_at\nr1,One,incident,High,fin,it,2024-01-02T00:00:00Z,2024-01-09T00:00:00Z\nr2,,,,fin,it,2024-01-03T00:00:00Z,\n";
const EVENTS: &str = "request_id,at,actor_id,from_department_id,to_department_id,state\nr1,2024-01-03T00:00:00Z,bob,fin,fin,Working\nr1,2024-01-04T00:00:00Z,bob,fin,it,Working\nr1,2024-01-05T00:00:00Z,bob,it,it,Done\nr2,2024-01-03T00:00:00Z,,fin,it,new\n";
const PARTS: &str = "request_id,person_id,role\nr1,bob,requester\nr2,ann,assignee\nr2,bob,champion\n";

fn files() -> Files {
    [
        ("departments.csv", DEPARTMENTS),
        ("people.csv", PEOPLE),
        ("services.csv", SERVICES),
        ("dependencies.csv", DEPENDENCIES),
        ("requests.csv", REQUESTS),
        ("request_events.csv", EVENTS),
        ("request_people.csv", PARTS),
    ]
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .into()
}

fn of(files: Files) -> Import {
    Import {
        files,
        source: None,
        folder: "test".into(),
        person: None,
        is_preview: false,
        meter: Meter::default(),
    }
}

/// Every row, without what is this database's own: counts of edits, places in a column, ids of
/// memberships.
fn rows(engine: &Engine) -> Vec<String> {
    let world = &engine.current().world;
    let kinds = Kind::ALL.iter().filter(|kind| kind.is_resident());
    let mut rows: Vec<String> = kinds
        .flat_map(|kind| world.rows(*kind))
        .map(|row| match row {
            Row::Department(row) => format!("{:?}", weft_domain::Department { rev: 0, ..row }),
            Row::Request(row) => {
                let same = weft_domain::Request { rev: 0, rank: Rank::default(), comments: 0, ..row };
                format!("{same:?}")
            }
            Row::Membership(row) => format!("{:?}", (row.person, row.department, row.role, row.title)),
            Row::Dependency(row) => {
                let same = weft_domain::Dependency { rev: 0, ..row };
                format!("{same:?}")
            }
            row => format!("{row:?}"),
        })
        .collect();
    rows.sort_unstable();
    rows
}

async fn histories(engine: &Engine) -> Vec<(RequestId, Timestamp, String)> {
    let journal = engine.store().request_journal().await.unwrap();
    let told = |what: &str| ["Filed", "HandedOver", "State"].iter().any(|name| what.starts_with(name));
    let all = journal.into_iter().map(|entry| (entry.request, entry.at, format!("{:?}", entry.what)));
    all.filter(|(_, _, what)| told(what)).collect()
}

#[tokio::test]
async fn what_goes_out_comes_in_again() {
    let (here, there) = (Folder::new(), Folder::new());
    let (one, one_task) = start(&here.url()).await;
    import(&one, of(files()), |_| {}).await.unwrap();
    // What was made in Weft itself goes out and comes in too.
    found(&one).await;
    done(&one, Some(person(ADA)), filed(500)).await;
    done(&one, Some(person(BEN)), MoveRequest { id: RequestId(uuid(500)), column: column(2), after: None })
        .await;
    let declared = DeclareDependency {
        customer: department(COMPILER),
        provider: department(INFRA),
        mode: Mode::Facilitating,
        need: NeedId(uuid(900)),
        text: "builds".into(),
        severity: Severity::Blocking,
    };
    done(&one, Some(person(ADA)), declared).await;
    let id = DependencyId::between(department(COMPILER), department(INFRA));
    done(&one, Some(person(BEN)), AgreeDependency { id }).await;
    let out = export_all(&one, None).await.unwrap();

    let (two, two_task) = start(&there.url()).await;
    let report = import(&two, of(unzip(&zip(&out.files).unwrap()).unwrap()), |_| {}).await.unwrap();
    assert_eq!(report.source, "test", "an export says whose ids it uses");
    assert!(report.files.iter().all(|file| file.skipped == 0), "{report}");
    assert_eq!(rows(&one), rows(&two));
    assert_eq!(histories(&one).await, histories(&two).await);
    let text = |engine: &Engine| {
        let store = engine.store().clone();
        async move { store.rows_of(Kind::RequestText).await.unwrap() }
    };
    assert_eq!(text(&one).await, text(&two).await);

    // Into the database it came from, it changes nothing and doubles nothing.
    let before = (rows(&one), histories(&one).await);
    import(&one, of(out.files), |_| {}).await.unwrap();
    assert_eq!(before, (rows(&one), histories(&one).await));
    stop(one, one_task).await;
    stop(two, two_task).await;
}

#[tokio::test]
async fn an_import_is_kept_over_a_restart_and_a_second_run_does_nothing() {
    let folder = Folder::new();
    let (engine, task) = start(&folder.url()).await;
    let preview = import(&engine, Import { is_preview: true, ..of(files()) }, |_| {}).await.unwrap();
    assert_eq!(rows(&engine).len(), 0, "a preview changes nothing");
    let report = import(&engine, of(files()), |_| {}).await.unwrap();
    assert_eq!(preview, report);
    let before = rows(&engine);
    stop(engine, task).await;
    let (engine, task) = start(&folder.url()).await;
    assert_eq!(rows(&engine), before);
    let head = engine.current().head;
    let again = import(&engine, of(files()), |_| {}).await.unwrap();
    assert_eq!((again.changes, again.journal), (0, 0));
    assert_eq!(engine.current().head, head);
    stop(engine, task).await;
}

/// One browser's way to the doors.
struct Page {
    doors: axum::Router,
    origin: String,
    who: Option<PersonId>,
}

impl Page {
    async fn new(engine: &Engine, who: Option<PersonId>) -> Self {
        let settings = Settings::load(&Flags::default(), |_| None).unwrap();
        let bound = settings.listen;
        let (stop, stopping) = tokio::sync::watch::channel(false);
        // The hub listens for as long as the channel is there.
        std::mem::forget(stop);
        let state = AppState::new(settings, bound, Assets::new(|_| None), engine.clone(), stopping).unwrap();
        let origin = state.public_urls.first().unwrap().origin().to_owned();
        Self { doors: app(state), origin, who }
    }

    async fn send(&self, method: &str, path: &str, body: impl Into<Body>) -> Response<Body> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ORIGIN, &self.origin)
            .body(body.into())
            .unwrap();
        if let Some(person) = self.who {
            let session = SessionHash([7; 32]);
            request.extensions_mut().insert(SessionPerson {
                person,
                session,
                by: SignedInBy::Cookie,
                expires_at: Timestamp(i64::MAX),
            });
        }
        self.doors.clone().oneshot(request).await.unwrap()
    }
}

async fn json(response: Response<Body>) -> Value {
    assert_eq!(response.status(), StatusCode::OK);
    serde_json::from_slice(&to_bytes(response.into_body(), usize::MAX).await.unwrap()).unwrap()
}

#[tokio::test]
async fn the_page_uploads_previews_applies_and_exports() {
    let folder = Folder::new();
    let (engine, _task) = start(&folder.url()).await;
    found(&engine).await;
    let steward = SetRole { person: person(ADA), role: OrganisationRole::Steward, granted: true };
    done(&engine, None, steward).await;
    let page = Page::new(&engine, Some(person(ADA))).await;
    let upload = format!("/exchange/upload/{}", uuid(1));
    let archive = zip(&files()).unwrap();
    assert_eq!(
        page.send("PUT", &format!("{upload}/file/a.zip"), archive).await.status(),
        StatusCode::NO_CONTENT
    );

    let report = json(page.send("POST", &format!("{upload}/preview?folder=hr"), "").await).await;
    assert_eq!(report["source"], "hr");
    let people =
        report["files"].as_array().unwrap().iter().find(|file| file["file"] == "people.csv").unwrap();
    assert_eq!(people["skips"][0]["reason"], serde_json::to_value(Reason::FormerMember).unwrap());
    assert_eq!(engine.store().count(Kind::Request).await.unwrap(), 0);

    assert_eq!(
        page.send("POST", &format!("{upload}/apply?folder=hr"), "").await.status(),
        StatusCode::ACCEPTED
    );
    let done = loop {
        let progress = json(page.send("GET", &format!("{upload}/progress"), "").await).await;
        if progress["report"].is_object() {
            break progress;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((&done["step"], &done["percent"]), (&Value::from("done"), &Value::from(100)));
    assert_eq!(engine.store().count(Kind::Request).await.unwrap(), 2);

    let exported = page.send("GET", "/exchange/export.zip", "").await;
    assert_eq!(exported.headers()[header::CACHE_CONTROL], "no-store");
    let bytes = to_bytes(exported.into_body(), usize::MAX).await.unwrap();
    assert!(unzip(&bytes).unwrap().contains_key("requests.csv"));
}

#[tokio::test]
async fn the_doors_are_shut_to_others() {
    let folder = Folder::new();
    let (engine, _task) = start(&folder.url()).await;
    found(&engine).await;
    let upload = format!("/exchange/upload/{}", uuid(1));
    for (who, status) in [(None, StatusCode::UNAUTHORIZED), (Some(person(BEN)), StatusCode::FORBIDDEN)] {
        let page = Page::new(&engine, who).await;
        for (method, path) in [
            ("PUT", format!("{upload}/file/people.csv")),
            ("POST", format!("{upload}/preview")),
            ("POST", format!("{upload}/apply")),
            ("GET", format!("{upload}/progress")),
            ("DELETE", upload.clone()),
            ("GET", "/exchange/export.zip".to_owned()),
        ] {
            assert_eq!(page.send(method, &path, "id\n").await.status(), status, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn an_import_tells_how_far_it_is_by_what_it_has_read_and_written() {
    let folder = Folder::new();
    let (engine, _) = start(&folder.url()).await;
    let meter = Meter::default();
    let told = std::sync::Mutex::new(Vec::new());
    let on_step = |step: Step| told.lock().unwrap().push((step, step.percent(meter.percent())));
    import(&engine, Import { meter: meter.clone(), ..of(files()) }, on_step).await.unwrap();
    let told = told.into_inner().unwrap();
    assert_eq!(told, [(Step::Reading, 0), (Step::Planning, 15), (Step::Applying, 55), (Step::Done, 100)]);
    assert_eq!(meter.percent(), 100, "all that is written is counted");
    assert_eq!(Step::Planning.percent(50), 35);
}
