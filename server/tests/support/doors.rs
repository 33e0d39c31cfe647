//! One of each role, signed in, before all doors.

use std::{borrow::Cow, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use tokio::sync::watch;
use tower::ServiceExt as _;
use weft_app::api::NewAccount;
use weft_domain::{
    AddPerson, CreateDepartment, DepartmentKind, MembershipId, MembershipRole, MoveRequest, OrganisationRole,
    RateRequest, RequestId, Roles, Score, ScoreSet, SetMembership, SetRole, Side, Sight, Timestamp,
};
use weft_server::{
    auth::Token,
    config::{Flags, Settings},
    engine::Engine,
    http::{AppState, Assets, app},
    store::SessionRow,
};

use super::{ADA, BEN, Folder, column, done, filed, found, person, start, uuid};

/// The password of everybody here.
pub const PASSWORD: &str = "a password for tests";
/// What a server function says when it did what it was asked and has nothing to tell.
pub const DONE: &str = r#"{"Ok":null}"#;
/// A department that has nothing to do with the others.
pub const ELSEWHERE: u64 = 3;
/// Whose account nothing else needs.
pub const SPARE: u64 = 19;
/// A request between the two departments, ended and rated.
pub const RATED: u64 = 501;
/// A request that the rest of its customer's department may not see.
pub const PRIVATE: u64 = 502;
/// A request that only Ada, who asked, and Ben, who handles it, may see.
pub const CONFIDENTIAL: u64 = 503;

/// Who stands before a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Nobody,
    /// Ada, who asks: a member of compiler.
    Member,
    /// A member of compiler beside Ada.
    Colleague,
    /// A member of the department elsewhere.
    Stranger,
    /// Ben, who works on it: the lead of infra.
    Lead,
    Steward,
    Leadership,
    Auditor,
    Admin,
}

impl Who {
    pub const ALL: [Self; 9] = [
        Self::Nobody,
        Self::Member,
        Self::Colleague,
        Self::Stranger,
        Self::Lead,
        Self::Steward,
        Self::Leadership,
        Self::Auditor,
        Self::Admin,
    ];

    pub fn number(self) -> Option<u64> {
        match self {
            Self::Nobody => None,
            Self::Member => Some(ADA),
            Self::Lead => Some(BEN),
            Self::Colleague => Some(13),
            Self::Stranger => Some(14),
            Self::Steward => Some(15),
            Self::Leadership => Some(16),
            Self::Auditor => Some(17),
            Self::Admin => Some(18),
        }
    }

    /// The token of their session.
    pub fn token(self) -> Option<String> {
        self.number().map(|number| format!("{:064x}", 0xfeed_0000 + number))
    }

    fn role(self) -> Option<OrganisationRole> {
        match self {
            Self::Steward => Some(OrganisationRole::Steward),
            Self::Leadership => Some(OrganisationRole::Leadership),
            Self::Auditor => Some(OrganisationRole::Auditor),
            Self::Admin => Some(OrganisationRole::Admin),
            Self::Nobody | Self::Member | Self::Colleague | Self::Stranger | Self::Lead => None,
        }
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Said {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Said {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A server without a network.
pub struct Doors {
    pub engine: Engine,
    pub state: AppState,
    pub cookie: &'static str,
    router: Router,
    _folder: Folder,
    _stop: watch::Sender<bool>,
}

impl Doors {
    /// On loopback, with one of each role signed in.
    pub async fn open() -> Self {
        Self::open_at(|_| None).await
    }

    /// The same with settings from an environment.
    pub async fn open_at(environment: fn(&str) -> Option<String>) -> Self {
        let doors = Self::bare(environment).await;
        people(&doors.engine).await;
        requests(&doors.engine).await;
        accounts(&doors.state, &doors.engine).await;
        doors
    }

    /// On an empty database: nobody is there yet.
    pub async fn bare(environment: fn(&str) -> Option<String>) -> Self {
        let folder = Folder::new();
        let (engine, _) = start(&folder.url()).await;
        let settings = Settings::load(&Flags::default(), environment).unwrap();
        let bound = settings.listen;
        let (stop, stopping) = watch::channel(false);
        let state = AppState::new(settings, bound, Assets::new(site), engine.clone(), stopping).unwrap();
        let cookie = state.session_cookie();
        let router = app(state.clone());
        Self { engine, state, cookie, router, _folder: folder, _stop: stop }
    }

    /// Asks as somebody whose page is ours.
    pub async fn ask(&self, who: Who, method: Method, path: &str, body: &str) -> Said {
        self.ask_with(who, method, path, body, &[("sec-fetch-site", "same-origin")]).await
    }

    pub async fn ask_with(
        &self,
        who: Who,
        method: Method,
        path: &str,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Said {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = who.token() {
            request = request.header(header::COOKIE, format!("weft-theme=dark; {}={token}", self.cookie));
        }
        if body.starts_with('{') {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Said { status: parts.status, headers: parts.headers, body }
    }

    /// Serves the same doors on a free port: a socket needs a connection. It ends with the runtime.
    pub async fn serve(&self) -> std::net::SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        address
    }

    /// Calls a server function.
    pub async fn call(&self, who: Who, function: &str, arguments: &str) -> Said {
        self.ask(who, Method::POST, &format!("/api/{function}"), arguments).await
    }
}

fn site(path: &str) -> Option<Cow<'static, [u8]>> {
    let bytes: &[u8] = match path {
        "manifest.json" => br#"{"js":"/pkg/a.js","wasm":"/pkg/a.wasm","css":"/pkg/a.css","version":"v"}"#,
        "pkg/a.wasm" => b"\0asm",
        "sw.js" => b"self",
        _ => return None,
    };
    Some(bytes.into())
}

async fn people(engine: &Engine) {
    found(engine).await;
    let elsewhere = CreateDepartment {
        id: super::department(ELSEWHERE),
        name: "elsewhere".into(),
        purpose: String::new(),
        kind: DepartmentKind::Team,
        parent: None,
        key: None,
    };
    done(engine, None, elsewhere).await;
    let others = Who::ALL.iter().filter_map(|who| who.number()).chain([SPARE]).filter(|n| *n > BEN);
    for number in others {
        let name = format!("Person {number}");
        done(engine, None, AddPerson { id: person(number), name, email: None }).await;
    }
    for (who, team) in [(Who::Colleague, super::COMPILER), (Who::Stranger, ELSEWHERE)] {
        let number = who.number().unwrap();
        let membership = SetMembership {
            id: MembershipId(uuid(100 + number)),
            person: person(number),
            department: super::department(team),
            role: MembershipRole::Lead,
            title: String::new(),
        };
        done(engine, None, membership).await;
    }
    for who in Who::ALL {
        if let (Some(number), Some(role)) = (who.number(), who.role()) {
            done(engine, None, SetRole { person: person(number), role, granted: true }).await;
        }
    }
}

async fn requests(engine: &Engine) {
    let (ada, ben) = (Some(person(ADA)), Some(person(BEN)));
    let id = RequestId(uuid(RATED));
    done(engine, ada, filed(RATED)).await;
    done(engine, ben, MoveRequest { id, column: column(4), after: None }).await;
    let score = Score::try_from(2).unwrap();
    let scores = ScoreSet { quality: score, attitude: score, efficiency: score, result: score };
    done(engine, ada, RateRequest { request: id, side: Side::Customer, scores, comment: "Slow".into() })
        .await;
    let mut private = filed(PRIVATE);
    private.sight = Sight::Private;
    done(engine, ada, private).await;
    let mut confidential = filed(CONFIDENTIAL);
    confidential.sight = Sight::Confidential { handlers: vec![person(BEN)] };
    done(engine, ada, confidential).await;
}

/// Accounts and sessions for everybody. One hash serves them all: hashing is slow on purpose.
async fn accounts(state: &AppState, engine: &Engine) {
    let store: &Arc<_> = engine.store();
    let new = |number: u64| NewAccount {
        name: String::new(),
        email: format!("p{number}@weft.test"),
        password: PASSWORD.to_owned(),
    };
    let first = state.auth.add_account(Some(person(ADA)), Roles::NONE, &new(ADA)).await.unwrap();
    let now = engine.clock().now();
    for number in Who::ALL.iter().filter_map(|who| who.number()).chain([SPARE]) {
        let mut account = first.clone();
        if number != ADA {
            account.id = uuid(1_000 + number);
            account.person = person(number);
            account.email = new(number).email;
            store.add_account(&account, None, now).await.unwrap();
        }
        let token = Token::read(&format!("{:064x}", 0xfeed_0000 + number)).unwrap();
        let session = SessionRow {
            token_hash: token.hash(),
            account: account.id,
            person: account.person,
            created_at: now,
            last_seen: now,
            expires_at: Timestamp(now.0 + weft_domain::DAY_MS),
            user_agent: "a test".into(),
            address: "127.0.0.1".into(),
        };
        store.add_session(&session).await.unwrap();
    }
}
