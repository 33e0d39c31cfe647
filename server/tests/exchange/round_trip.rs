//! What goes out comes in again: an organisation that people have worked in by chance is exported,
//! brought into an empty database and exported from there; the two exports are the same, but for who did
//! a request's events, and for departments in them that were merged since, in whose place their heir stands.

use std::collections::BTreeMap;

use crate::support::{
    ADA, BEN, COMPILER, Folder, INFRA, department, done, filed, found, person, ticking, url_of, uuid,
};
use weft_domain::{
    Board, Change, Column, ColumnId, Command, CommandId, CreateDepartment, DepartmentKind, DepartmentState,
    GiveKudos, Kind, KudosCategory, KudosId, MergeDepartment, MoveRequest, RateRequest, RequestId, Row,
    Score, ScoreSet, SetColumns, Side, StateCategory, Thanked, testing::Gen,
};
use weft_server::{
    engine::Engine,
    exchange::{Exported, Import, export_all, import},
    meter::Meter,
    store::{Bulk, Store},
};

/// Organisations tried.
const SEEDS: std::ops::Range<u64> = 1..41;
/// Commands given in each.
const COMMANDS: usize = 250;

/// Kinds of rows that are compared themselves: what people said, and the figures that follow.
const COMPARED: [Kind; 8] = [
    Kind::Comment,
    Kind::Rating,
    Kind::RatingComment,
    Kind::Kudos,
    Kind::Scores,
    Kind::Board,
    Kind::Label,
    Kind::MapPlace,
];

async fn engine(folder: &Folder, name: &str) -> Engine {
    let store = Store::open(&url_of(&folder.file(name))).await.unwrap();
    Engine::start(store, ticking()).await.unwrap().0
}

/// An organisation in which people have done what they might do.
async fn busy(engine: &Engine, seed: u64) {
    let mut chance = Gen::new(seed);
    let world = chance.world();
    let rows = Kind::ALL.iter().flat_map(|kind| world.rows(*kind));
    let id = CommandId(uuid(1));
    let changes = rows.map(Change::Put).collect();
    let bulk = Bulk {
        id,
        name: "Test".into(),
        changes,
        journal: Vec::new(),
        refs: Vec::new(),
        meter: Meter::default(),
    };
    engine.import(bulk, engine.current().head.seq).await.unwrap();
    let mut next_id = 1;
    for _ in 0..COMMANDS {
        let world = engine.current().world.clone();
        let person = chance.person(&world);
        let mut command = chance.command(&world, person, &mut next_id);
        // An address that two people gave comes in for the first only, and the import says so.
        match &mut command {
            Command::AddPerson(add) => {
                add.email = add.email.take().map(|_| format!("{}@example.org", add.id))
            }
            Command::SetContact(set) if !set.email.is_empty() => {
                set.email = format!("{}@example.org", set.person)
            }
            _ => {}
        }
        // What is refused is refused.
        let _ = engine.run(Some(person), crate::support::command_id(), command).await.unwrap();
    }
}

fn of(exported: &Exported) -> Import {
    let files = exported.files.clone();
    Import {
        files,
        source: None,
        folder: "test".into(),
        person: None,
        is_preview: false,
        meter: Meter::default(),
    }
}

async fn rows(engine: &Engine, kind: Kind) -> Vec<String> {
    let all = engine.store().rows_of(kind).await.unwrap();
    let mut all: Vec<String> = all
        .into_iter()
        .map(|row| match row {
            // How often a text was edited is this database's own.
            Row::Comment(row) => format!("{:?}", weft_domain::Comment { rev: 0, ..row }),
            Row::Board(row) => format!("{:?}", weft_domain::Board { rev: 0, ..row }),
            row => format!("{row:?}"),
        })
        .collect();
    all.sort_unstable();
    all
}

/// A line as far as it must come back. Of a request's events two things do not: who did them, since the
/// format makes the importer the actor of all of it; and a department that has been merged since, in
/// whose place the one stands that took it in.
fn told(file: &str, line: &str, heirs: &BTreeMap<String, String>) -> String {
    let mut cells: Vec<&str> = line.split(',').collect();
    if file != "request_events.csv" || cells.len() < 6 {
        return line.to_owned();
    }
    cells[2] = "";
    for cell in &mut cells[3..5] {
        while let Some(heir) = heirs.get(*cell) {
            *cell = heir;
        }
    }
    cells.join(",")
}

/// Which department took which in.
fn heirs(engine: &Engine) -> BTreeMap<String, String> {
    let world = engine.current().world.clone();
    let merged = world.departments().filter_map(|row| match row.state {
        DepartmentState::Merged { into } => Some((row.id.to_string(), into.to_string())),
        DepartmentState::Active | DepartmentState::Retired => None,
    });
    merged.collect()
}

/// The first lines that are not the same.
fn difference(what: &str, before: &[String], after: &[String]) -> Option<String> {
    let at = (0..before.len().max(after.len())).find(|at| before.get(*at) != after.get(*at))?;
    Some(format!("{what}\n  before: {:?}\n  after:  {:?}", before.get(at), after.get(at)))
}

#[tokio::test]
async fn an_export_of_an_import_of_an_export_is_that_export() {
    let mut lines: BTreeMap<String, u32> = BTreeMap::new();
    let mut found: Vec<String> = Vec::new();
    for seed in SEEDS {
        let folder = Folder::new();
        let one = engine(&folder, "one.db").await;
        busy(&one, seed).await;
        let out = export_all(&one, None).await.unwrap();
        for (file, count) in &out.lines {
            *lines.entry(file.clone()).or_default() += count;
        }
        let world = one.current().world.clone();
        let handed = world.dependencies().filter_map(|row| world.deliverable(row.id).present());
        let handed = u32::try_from(handed.filter(|row| !row.text.is_empty()).count()).unwrap();
        *lines.entry("dependencies.csv: deliverable".to_owned()).or_default() += handed;
        let two = engine(&folder, "two.db").await;
        let report = import(&two, of(&out), |_| {}).await.unwrap();
        let skipped = report.files.iter().filter(|file| file.skipped > 0);
        let skipped: Vec<_> = skipped.map(|file| (&file.file, &file.skips)).collect();
        found.extend((!skipped.is_empty()).then(|| format!("seed {seed}, left out: {skipped:?}")));
        let again = export_all(&two, None).await.unwrap();
        let (mut differences, heirs) = (Vec::new(), heirs(&one));
        for (name, bytes) in &out.files {
            let [before, after] = [bytes, &again.files[name]].map(|bytes| String::from_utf8_lossy(bytes));
            let lines = |text: &str| text.lines().map(|line| told(name, line, &heirs)).collect::<Vec<_>>();
            differences.extend(difference(name, &lines(&before), &lines(&after)));
        }
        for kind in COMPARED {
            let (before, after) = (rows(&one, kind).await, rows(&two, kind).await);
            differences.extend(difference(kind.name(), &before, &after));
        }
        found.extend(differences.into_iter().map(|difference| format!("seed {seed}, {difference}")));
        // Into where it came from it brings nothing; what is confidential is not even looked at.
        let back = import(&one, of(&out), |_| {}).await.unwrap();
        let news = back.files.iter().filter(|file| file.created + file.changed > 0);
        let news: Vec<_> = news.map(|file| (&file.file, file.created, file.changed)).collect();
        found.extend((!news.is_empty()).then(|| format!("seed {seed}, again: {news:?}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    let empty: Vec<_> = lines.iter().filter(|(_, count)| **count == 0).map(|(file, _)| file).collect();
    assert!(empty.is_empty(), "chance made nothing for {empty:?}");
}

/// Two teams rate each other's work and thank each other.
async fn friends(engine: &Engine) {
    found(engine).await;
    let mut columns = Board::standard(department(COMPILER)).columns;
    let (name, category) = (Some("Ours".into()), StateCategory::InProgress);
    columns.push(Column { id: ColumnId(uuid(700)), name, category, limit: None });
    done(engine, None, SetColumns { department: department(COMPILER), over: 0, columns }).await;
    done(engine, Some(person(ADA)), filed(500)).await;
    let id = RequestId(uuid(500));
    let column = Board::standard(department(INFRA)).first_of(StateCategory::Resolved).unwrap().id;
    done(engine, Some(person(BEN)), MoveRequest { id, column, after: None }).await;
    let score = Score::try_from(4).unwrap();
    let scores = ScoreSet { quality: score, attitude: score, efficiency: score, result: score };
    for (who, side) in [(ADA, Side::Customer), (BEN, Side::Provider)] {
        let rate = RateRequest { request: id, side, scores, comment: "Well done".into() };
        done(engine, Some(person(who)), rate).await;
    }
    let thanks = GiveKudos {
        id: KudosId(uuid(600)),
        from_department: Some(department(INFRA)),
        to: Thanked::Department(department(COMPILER)),
        request: Some(id),
        category: KudosCategory::Craft,
        text: "Thank you".into(),
    };
    done(engine, Some(person(BEN)), thanks).await;
}

#[tokio::test]
async fn what_two_teams_said_comes_back_though_they_are_one_by_now() {
    const THIRD: u64 = 3;
    for merges in [&[(COMPILER, INFRA), (INFRA, THIRD)][..], &[(INFRA, COMPILER), (COMPILER, THIRD)]] {
        let folder = Folder::new();
        let one = engine(&folder, "one.db").await;
        friends(&one).await;
        let (id, name, kind) = (department(THIRD), "third".into(), DepartmentKind::Team);
        let third = CreateDepartment { id, name, purpose: String::new(), kind, parent: None, key: None };
        done(&one, None, third).await;
        for (id, into) in merges {
            done(&one, None, MergeDepartment { id: department(*id), into: department(*into) }).await;
            let out = export_all(&one, None).await.unwrap();
            let two = engine(&folder, &format!("{id}.db")).await;
            let report = import(&two, of(&out), |_| {}).await.unwrap();
            assert!(report.files.iter().all(|file| file.skipped == 0), "{report}");
            for kind in COMPARED {
                assert_eq!(
                    rows(&one, kind).await,
                    rows(&two, kind).await,
                    "{id} into {into}: {}",
                    kind.name()
                );
            }
        }
    }
}
