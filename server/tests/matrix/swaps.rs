//! Every command over the socket with an id of somebody else's: it is refused, it changes nothing, and
//! what is hidden is refused as if it were not there.

use std::collections::BTreeSet;

use crate::support::{
    live::{Browser, Live},
    *,
};
use weft_domain::*;
use weft_sync::message::Down;

/// A department that has nothing to do with the others, and its lead.
const ELSEWHERE: u64 = 3;
const CY: u64 = 13;
/// What belongs to the two others.
const HIDDEN: u64 = 500;
const COMMENT: u64 = 600;
const NEED: u64 = 601;
const SERVICE: u64 = 602;
const LABEL: u64 = 603;
/// What belongs to the department elsewhere.
const OWN: u64 = 510;
const OWN_NEED: u64 = 611;
/// What there is not.
const MISSING: u64 = 999;

fn request(number: u64) -> RequestId {
    RequestId(uuid(number))
}

fn member(number: u64, person_number: u64, team: u64, role: MembershipRole) -> SetMembership {
    let id = MembershipId(uuid(number));
    SetMembership {
        id,
        person: person(person_number),
        department: department(team),
        role,
        title: String::new(),
    }
}

fn declare(customer: u64, provider: u64, need: u64) -> DeclareDependency {
    DeclareDependency {
        customer: department(customer),
        provider: department(provider),
        need: NeedId(uuid(need)),
        text: "Builds".into(),
        severity: Severity::Slowing,
        mode: Mode::AsAService,
    }
}

fn scores() -> ScoreSet {
    let score = Score::try_from(1).unwrap();
    ScoreSet { quality: score, attitude: score, efficiency: score, result: score }
}

async fn organisation(engine: &weft_server::engine::Engine) {
    found(engine).await;
    let elsewhere = CreateDepartment {
        id: department(ELSEWHERE),
        name: "elsewhere".into(),
        purpose: String::new(),
        kind: DepartmentKind::Team,
        parent: None,
        key: None,
    };
    done(engine, None, elsewhere).await;
    done(engine, None, AddPerson { id: person(CY), name: "Cy".into(), email: None }).await;
    done(engine, None, member(113, CY, ELSEWHERE, MembershipRole::Lead)).await;
    let (ada, ben, cy) = (Some(person(ADA)), Some(person(BEN)), Some(person(CY)));
    done(engine, ada, filed(HIDDEN)).await;
    done(engine, ada, comment(COMMENT, HIDDEN)).await;
    done(engine, ada, declare(COMPILER, INFRA, NEED)).await;
    let service = CreateService {
        id: ServiceId(uuid(SERVICE)),
        name: "CI".into(),
        description: String::new(),
        providers: vec![department(INFRA)],
        is_confidential: false,
    };
    done(engine, ben, service).await;
    done(engine, ben, label(INFRA)).await;
    let own =
        FileRequest { customer: department(ELSEWHERE), provider: Some(department(ELSEWHERE)), ..filed(OWN) };
    done(engine, cy, own).await;
    done(engine, cy, declare(ELSEWHERE, INFRA, OWN_NEED)).await;
}

fn label(team: u64) -> SetLabel {
    SetLabel {
        id: LabelId(uuid(LABEL)),
        department: department(team),
        name: "urgent".into(),
        is_retired: false,
    }
}

/// Each directory command about what is not the lead's of elsewhere.
fn directory() -> Vec<Command> {
    let (infra, ben) = (department(INFRA), person(BEN));
    vec![
        SetOrganisation { over: 0, name: "Mine".into(), locale: Locale::En, time_zone: "UTC".into() }.into(),
        CreateDepartment {
            id: department(90),
            name: "Mine".into(),
            purpose: String::new(),
            kind: DepartmentKind::Team,
            parent: Some(infra),
            key: None,
        }
        .into(),
        RenameDepartment { id: infra, over: 0, name: "Mine".into() }.into(),
        DescribeDepartment {
            id: infra,
            over: 0,
            purpose: "Mine".into(),
            kind: DepartmentKind::Team,
            channel: String::new(),
        }
        .into(),
        SetDepartmentKey { id: infra, key: RequestKey("MINE".into()) }.into(),
        MoveDepartment { id: infra, parent: Some(department(ELSEWHERE)) }.into(),
        MergeDepartment { id: infra, into: department(ELSEWHERE) }.into(),
        SplitDepartment {
            id: infra,
            parts: vec![SplitPart {
                id: department(91),
                name: "Mine".into(),
                people: vec![ben],
                services: Vec::new(),
            }],
        }
        .into(),
        RetireDepartment { id: infra }.into(),
        RestoreDepartment { id: infra }.into(),
        PlaceDepartment { id: infra, at: Some((1, 1)) }.into(),
        AddPerson { id: person(92), name: "Mine".into(), email: None }.into(),
        RenamePerson { id: ben, over: 0, name: "Mine".into() }.into(),
        SetContact { person: ben, email: "mine@weft.test".into() }.into(),
        ChooseLocale { person: ben, locale: Some(Locale::ZhHans) }.into(),
        RetirePerson { id: ben }.into(),
        RestorePerson { id: ben }.into(),
        ErasePerson { id: ben }.into(),
        SetRole { person: person(CY), role: OrganisationRole::Steward, granted: true }.into(),
        member(93, CY, INFRA, MembershipRole::Lead).into(),
        EndMembership { person: ben, department: infra }.into(),
        CreateService {
            id: ServiceId(uuid(94)),
            name: "Mine".into(),
            description: String::new(),
            providers: vec![department(ELSEWHERE), infra],
            is_confidential: false,
        }
        .into(),
        DescribeService {
            id: ServiceId(uuid(SERVICE)),
            over: 0,
            name: "Mine".into(),
            description: String::new(),
        }
        .into(),
        SetServiceState { id: ServiceId(uuid(SERVICE)), state: ServiceState::Retired }.into(),
        SetServiceSight { id: ServiceId(uuid(SERVICE)), is_confidential: true, handlers: vec![] }.into(),
        ProvideService { id: ServiceId(uuid(SERVICE)), department: department(ELSEWHERE), on: true }.into(),
    ]
}

/// Each command about a dependency, a board or thanks that are not theirs.
fn work() -> Vec<Command> {
    let id = DependencyId::between(department(COMPILER), department(INFRA));
    let need = NeedId(uuid(NEED));
    let (text, severity) = ("Mine".to_owned(), Severity::Blocking);
    vec![
        declare(COMPILER, ELSEWHERE, 95).into(),
        AmendNeed { dependency: id, need, over: 0, text, severity }.into(),
        DropNeed { dependency: id, need }.into(),
        AgreeDependency { id }.into(),
        DisputeDependency { id, reason: "Mine".into() }.into(),
        AmendDependency {
            id,
            over: 0,
            mode: Mode::Collaboration,
            tier: None,
            grade: None,
            channel: "Mine".into(),
            services: Vec::new(),
        }
        .into(),
        SetDeliverable { id, over: 0, text: "Mine".into() }.into(),
        RetireDependency { id }.into(),
        SetColumns {
            department: department(INFRA),
            over: 0,
            columns: Board::standard(department(INFRA)).columns,
        }
        .into(),
        label(INFRA).into(),
        FileRequest { customer: department(COMPILER), ..filed(96) }.into(),
        GiveKudos {
            id: KudosId(uuid(97)),
            from_department: Some(department(COMPILER)),
            to: Thanked::Person(person(BEN)),
            request: None,
            category: KudosCategory::Help,
            text: "Mine".into(),
        }
        .into(),
    ]
}

/// Each command about a request.
fn of_request(id: RequestId) -> Vec<Command> {
    let me = person(CY);
    vec![
        EditRequest { id, over: 0, title: "Mine".into(), body: None }.into(),
        PrioritiseRequest { id, impact: Level::High, urgency: Level::High }.into(),
        MoveRequest { id, column: column(1), after: None }.into(),
        EndRequest { id, end: End::Closed, reason: String::new(), comment: CommentId(uuid(98)) }.into(),
        ReopenRequest { id }.into(),
        AssignRequest { id, assignee: Some(me) }.into(),
        LabelRequest { id, label: LabelId(uuid(LABEL)), on: true }.into(),
        WatchRequest { id, person: me, on: true }.into(),
        HandOverRequest { id, to: department(ELSEWHERE) }.into(),
        SetHandlers { id, handlers: vec![me] }.into(),
        AddComment { id: CommentId(uuid(99)), request: id, text: "Mine".into() }.into(),
        EditComment { id: CommentId(uuid(COMMENT)), request: id, over: 0, text: "Mine".into() }.into(),
        RateRequest { request: id, side: Side::Customer, scores: scores(), comment: String::new() }.into(),
    ]
}

/// What is their own, with one id in it that is not.
fn mixed() -> Vec<Command> {
    let id = request(OWN);
    let own = DependencyId::between(department(ELSEWHERE), department(INFRA));
    let mut columns = Board::standard(department(ELSEWHERE)).columns;
    columns[0].id = column(0);
    vec![
        MoveRequest { id, column: column(1), after: None }.into(),
        AssignRequest { id, assignee: Some(person(BEN)) }.into(),
        LabelRequest { id, label: LabelId(uuid(LABEL)), on: true }.into(),
        EditComment { id: CommentId(uuid(COMMENT)), request: id, over: 0, text: "Mine".into() }.into(),
        label(ELSEWHERE).into(),
        SetColumns { department: department(ELSEWHERE), over: 0, columns }.into(),
        AmendNeed {
            dependency: own,
            need: NeedId(uuid(NEED)),
            over: 0,
            text: "Mine".into(),
            severity: Severity::Blocking,
        }
        .into(),
        AgreeDependency { id: own }.into(),
        FileRequest {
            customer: department(ELSEWHERE),
            provider: Some(department(ELSEWHERE)),
            service: Some(ServiceId(uuid(SERVICE))),
            ..filed(89)
        }
        .into(),
        FileRequest { customer: department(ELSEWHERE), ..filed(HIDDEN) }.into(),
        AddComment { id: CommentId(uuid(COMMENT)), request: id, text: "Mine".into() }.into(),
        GiveKudos {
            id: KudosId(uuid(88)),
            from_department: None,
            to: Thanked::Person(person(BEN)),
            request: Some(request(HIDDEN)),
            category: KudosCategory::Help,
            text: "Mine".into(),
        }
        .into(),
    ]
}

/// Why a command was refused; nothing: it was done.
async fn asked(browser: &mut Browser, command: Command) -> Option<Refusal> {
    browser.push(command).await;
    browser
        .until(|down| match down {
            Down::Delta { acks, .. } => acks.into_iter().next(),
            _ => None,
        })
        .await
        .refusal
}

fn rows(live: &Live) -> Vec<Row> {
    let world = live.engine.current().world.clone();
    Kind::ALL.iter().flat_map(|kind| world.rows(*kind)).collect()
}

#[tokio::test]
async fn every_command_about_what_is_somebody_else_s_is_refused_and_changes_nothing() {
    let folder = Folder::new();
    let (engine, _) = start(&folder.url()).await;
    organisation(&engine).await;
    let live = Live::start(engine).await;
    let mut cy = live.browser(CY).await;
    let before = rows(&live);
    let all = [directory(), work(), of_request(request(HIDDEN)), mixed()].concat();
    let tried: BTreeSet<&str> = all.iter().map(Command::name).collect();
    assert_eq!(tried, Command::NAMES.iter().copied().collect(), "every command has its line");
    for command in all {
        let name = command.name();
        assert!(asked(&mut cy, command).await.is_some(), "{name} was done");
        assert_eq!(rows(&live), before, "{name} changed something");
    }
}

#[tokio::test]
async fn a_hidden_request_is_refused_as_one_that_is_not_there() {
    let folder = Folder::new();
    let (engine, _) = start(&folder.url()).await;
    organisation(&engine).await;
    let live = Live::start(engine).await;
    let mut cy = live.browser(CY).await;
    for (hidden, missing) in of_request(request(HIDDEN)).into_iter().zip(of_request(request(MISSING))) {
        let name = hidden.name();
        let why = asked(&mut cy, hidden).await;
        assert_eq!(why, Some(Refusal::NotFound { kind: Kind::Request }), "{name}");
        assert_eq!(asked(&mut cy, missing).await, why, "{name}");
    }
}
