//! What the stories share: a folder, a clock, an organisation of two teams.

#![expect(dead_code, unreachable_pub, reason = "each story uses its own part of it")]

pub mod balancer;
pub mod doors;
pub mod live;
pub mod postgres;
pub mod program;
pub mod roamer;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use tokio::task::JoinHandle;
use weft_domain::*;
use weft_server::{clock::Clock, engine::Engine, store::Store};
use weft_sync::{
    message::{Answer, Ask, Down},
    server::{Found, answer},
};

static NAMES: AtomicU64 = AtomicU64::new(0);

/// A folder of one test's own, gone with it.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let name = format!("weft-{}-{}", std::process::id(), NAMES.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn url(&self) -> String {
        url_of(&self.file("weft.db"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Where one test's data is: a folder of its own, and a database of one kind.
pub struct Place {
    folder: Folder,
    url: String,
}

impl Place {
    pub fn sqlite() -> Self {
        let folder = Folder::new();
        Self { url: folder.url(), folder }
    }

    /// None where PostgreSQL is not installed.
    pub fn postgres() -> Option<Self> {
        postgres::new_database().map(|url| Self { folder: Folder::new(), url })
    }

    pub fn url(&self) -> String {
        self.url.clone()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.file(name)
    }
}

/// Runs each test, which takes a [`Place`], on both databases.
#[macro_export]
macro_rules! on_each_database {
    ($($test:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $test() {
                super::$test($crate::support::Place::sqlite()).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $test() {
                if let Some(place) = $crate::support::Place::postgres() {
                    super::$test(place).await;
                }
            })*
        }
    };
}

pub fn url_of(path: &std::path::Path) -> String {
    format!("sqlite:{}", path.display())
}

/// A clock that ticks a second whenever it is asked.
pub fn ticking() -> Clock {
    let now = Arc::new(AtomicI64::new(1_780_000_000_000));
    Clock::new(move || Timestamp(now.fetch_add(1_000, Ordering::Relaxed)))
}

/// An id for each number; the same number is another id for each kind of id.
pub fn uuid(number: u64) -> uuid::Uuid {
    uuid::Uuid::from_u64_pair(0x0190_0000_0000_7000, 0x8000_0000_0000_0000 | number)
}

pub fn command_id() -> CommandId {
    static LAST: AtomicU64 = AtomicU64::new(1);
    CommandId(uuid(0x1_0000_0000 | LAST.fetch_add(1, Ordering::Relaxed)))
}

pub const COMPILER: u64 = 1;
pub const INFRA: u64 = 2;
pub const ADA: u64 = 11;
pub const BEN: u64 = 12;

pub fn department(number: u64) -> DepartmentId {
    DepartmentId(uuid(number))
}

pub fn person(number: u64) -> PersonId {
    PersonId(uuid(number))
}

/// An engine over the database at `url`.
pub async fn start(url: &str) -> (Engine, JoinHandle<()>) {
    let store = Store::open(url).await.unwrap();
    Engine::start(store, ticking()).await.unwrap()
}

/// Stops an engine and waits until its database is closed.
pub async fn stop(engine: Engine, task: JoinHandle<()>) {
    engine.stop().await;
    task.await.unwrap();
    let store = engine.store().clone();
    drop(engine);
    Arc::try_unwrap(store).unwrap().close().await;
}

/// Does a command that must succeed.
pub async fn done(engine: &Engine, who: Option<PersonId>, command: impl Into<Command>) {
    let command = command.into();
    let name = command.name();
    let outcome = engine.run(who, command_id(), command).await.unwrap();
    assert_eq!(outcome, Ok(()), "{name}");
}

/// Two teams; Ada asks for the one, Ben works for the other. Only where they are not there yet.
pub async fn found(engine: &Engine) {
    for (number, name) in [(COMPILER, "compiler"), (INFRA, "infra")] {
        let command = CreateDepartment {
            id: department(number),
            name: name.into(),
            purpose: String::new(),
            kind: DepartmentKind::Team,
            parent: None,
            key: None,
        };
        done(engine, None, command).await;
    }
    for (number, name, team, role) in
        [(ADA, "Ada", COMPILER, MembershipRole::Member), (BEN, "Ben", INFRA, MembershipRole::Lead)]
    {
        done(engine, None, AddPerson { id: person(number), name: name.to_owned(), email: None }).await;
        let membership = SetMembership {
            id: MembershipId(uuid(100 + number)),
            person: person(number),
            department: department(team),
            role,
            title: String::new(),
        };
        done(engine, None, membership).await;
    }
}

pub fn filed(number: u64) -> FileRequest {
    FileRequest {
        id: RequestId(uuid(number)),
        title: format!("Please look at {number}"),
        body: "It is slow.".to_owned(),
        kind: RequestKind::Service,
        impact: Level::Medium,
        urgency: Level::High,
        customer: department(COMPILER),
        provider: Some(department(INFRA)),
        service: None,
        sight: Sight::Departments,
        labels: Vec::new(),
    }
}

pub fn comment(number: u64, request: u64) -> AddComment {
    AddComment {
        id: CommentId(uuid(number)),
        request: RequestId(uuid(request)),
        text: format!("Comment {number} 看一下"),
    }
}

/// The ordinal-th standard column of infra's board.
pub fn column(ordinal: u8) -> ColumnId {
    ColumnId::standard(department(INFRA), ordinal)
}

/// What somebody is answered.
pub async fn asked(engine: &Engine, person: PersonId, ask: Ask) -> Answer {
    let snapshot = engine.current();
    let viewer = Viewer::of(&snapshot.world, person);
    let mut question = answer(&snapshot.world, &viewer, snapshot.head.seq, ask, engine.clock().now());
    let found = match question.query.take() {
        Some(query) => engine.store().query(query, &snapshot.world).await.unwrap(),
        None => Found::default(),
    };
    match question.finish(1, found, &snapshot.world, &viewer).message() {
        Down::Answer { answer, .. } => answer,
        other => panic!("{other:?}"),
    }
}
