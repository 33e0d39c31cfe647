//! The policy as a table: every command, and who may.

use std::collections::BTreeSet;

use weft_domain::*;

use crate::stage::{
    COMMENT, CUSTOMER, ELSEWHERE, LABEL, NEED, PROVIDER, REQUEST, SERVICE, Stage, Who, declare, dependency,
    file, id,
};

/// Everybody who sees the request of the stage.
const SEES: &str = "SUcCpaPrw";
const EVERYBODY: &str = "ASLUcCpaPrwo";

fn department_commands() -> Vec<(Command, &'static str)> {
    let (name, purpose, kind): (LocalText, _, _) = ("Name".into(), String::new(), DepartmentKind::Team);
    let new = DepartmentId(id(2, 1));
    let parts = vec![SplitPart { id: new, name: name.clone(), people: vec![], services: vec![] }];
    let channel = String::new();
    let create = CreateDepartment {
        id: new,
        name: name.clone(),
        purpose: purpose.clone(),
        kind,
        parent: Some(PROVIDER),
        key: None,
    };
    vec![
        (
            SetOrganisation { over: 0, name: "O".into(), locale: Locale::En, time_zone: "UTC".into() }.into(),
            "A",
        ),
        (create.into(), "S"),
        (RenameDepartment { id: PROVIDER, over: 0, name }.into(), "SP"),
        (DescribeDepartment { id: PROVIDER, over: 0, purpose, kind, channel }.into(), "SP"),
        (SetDepartmentKey { id: PROVIDER, key: RequestKey("PP".into()) }.into(), "SP"),
        (MoveDepartment { id: PROVIDER, parent: None }.into(), "S"),
        (MergeDepartment { id: ELSEWHERE, into: PROVIDER }.into(), "S"),
        (SplitDepartment { id: PROVIDER, parts }.into(), "S"),
        (RetireDepartment { id: PROVIDER }.into(), "S"),
        (RestoreDepartment { id: PROVIDER }.into(), "S"),
        (PlaceDepartment { id: PROVIDER, at: None }.into(), "SP"),
    ]
}

fn people_commands() -> Vec<(Command, &'static str)> {
    let (outsider, member) = (Who::Outsider.id(), Who::Provider.id());
    let role = |person: Who, role, granted| SetRole { person: person.id(), role, granted }.into();
    let (membership, title) = (MembershipId(id(4, 1)), String::new());
    vec![
        (AddPerson { id: PersonId(id(1, 1)), name: "N".into(), email: None }.into(), "S"),
        (RenamePerson { id: outsider, over: 0, name: "N".into() }.into(), "So"),
        (SetContact { person: outsider, email: String::new() }.into(), "So"),
        (ChooseLocale { person: outsider, locale: None }.into(), "o"),
        (RetirePerson { id: outsider }.into(), "S"),
        // Nobody here holds both roles that it takes.
        (RetirePerson { id: Who::Admin.id() }.into(), ""),
        (RestorePerson { id: outsider }.into(), "S"),
        (RestorePerson { id: Who::Leadership.id() }.into(), ""),
        (ErasePerson { id: outsider }.into(), "S"),
        // Nobody here holds both roles that it takes, and nobody does it to themselves.
        (ErasePerson { id: Who::Admin.id() }.into(), ""),
        (ErasePerson { id: Who::Steward.id() }.into(), ""),
        (role(Who::Outsider, OrganisationRole::Admin, true), "A"),
        (role(Who::Outsider, OrganisationRole::Steward, true), "S"),
        (role(Who::Outsider, OrganisationRole::Leadership, true), ""),
        (role(Who::Outsider, OrganisationRole::Auditor, true), ""),
        (role(Who::Leadership, OrganisationRole::Leadership, true), ""),
        (role(Who::Leadership, OrganisationRole::Leadership, false), "SL"),
        (role(Who::Auditor, OrganisationRole::Auditor, false), "SU"),
        (role(Who::Admin, OrganisationRole::Admin, false), "A"),
        (role(Who::Steward, OrganisationRole::Steward, false), "S"),
        (
            SetMembership {
                id: membership,
                person: outsider,
                department: PROVIDER,
                role: MembershipRole::Lead,
                title,
            }
            .into(),
            "SP",
        ),
        (EndMembership { person: member, department: PROVIDER }.into(), "SpP"),
    ]
}

fn service_and_dependency_commands() -> Vec<(Command, &'static str)> {
    let new = ServiceId(id(5, 1));
    let create = |providers| {
        let (name, description) = ("N".into(), String::new());
        CreateService { id: new, name, description, providers, is_confidential: false }.into()
    };
    let (text, severity, mode) = (String::from("T"), Severity::Ok, Mode::AsAService);
    let amend = AmendDependency {
        id: dependency(),
        over: 0,
        mode,
        tier: None,
        grade: None,
        channel: String::new(),
        services: vec![],
    };
    vec![
        (create(vec![PROVIDER]), "SP"),
        (create(vec![PROVIDER, CUSTOMER]), "S"),
        (DescribeService { id: SERVICE, over: 0, name: "N".into(), description: text.clone() }.into(), "SP"),
        (SetServiceState { id: SERVICE, state: ServiceState::Draft }.into(), "SP"),
        (ProvideService { id: SERVICE, department: CUSTOMER, on: true }.into(), "S"),
        (ProvideService { id: SERVICE, department: PROVIDER, on: false }.into(), "SP"),
        (ProvideService { id: SERVICE, department: CUSTOMER, on: false }.into(), "SCP"),
        (SetServiceSight { id: SERVICE, is_confidential: true, handlers: vec![] }.into(), "SP"),
        (declare(CUSTOMER, PROVIDER, NeedId(id(6, 1))).into(), "cC"),
        (AmendNeed { dependency: dependency(), need: NEED, over: 0, text, severity }.into(), "cC"),
        (DropNeed { dependency: dependency(), need: NEED }.into(), "cC"),
        (AgreeDependency { id: dependency() }.into(), "aP"),
        (DisputeDependency { id: dependency(), reason: "No".into() }.into(), "aP"),
        (amend.into(), "SCaP"),
        (SetDeliverable { id: dependency(), over: 0, text: "D".into() }.into(), "SCaP"),
        (RetireDependency { id: dependency() }.into(), "ScC"),
    ]
}

fn request_commands() -> Vec<(Command, &'static str)> {
    let at = REQUEST;
    let end = |end| EndRequest { id: at, end, reason: "R".into(), comment: CommentId(id(11, 1)) }.into();
    let column = ColumnId::standard(PROVIDER, 1);
    let watch = |who: Who| WatchRequest { id: at, person: who.id(), on: true }.into();
    let (impact, urgency) = (Level::Low, Level::Low);
    vec![
        (SetColumns { department: PROVIDER, over: 0, columns: vec![] }.into(), "SP"),
        (SetLabel { id: LABEL, department: PROVIDER, name: "N".into(), is_retired: false }.into(), "SaP"),
        (file(RequestId(id(10, 1)), Sight::Departments).into(), "cC"),
        (EditRequest { id: at, over: 0, title: "T".into(), body: None }.into(), "cCr"),
        (PrioritiseRequest { id: at, impact, urgency }.into(), "cCaPr"),
        (MoveRequest { id: at, column, after: None }.into(), "aP"),
        (end(End::Closed), "cCaPr"),
        (end(End::Declined), "aP"),
        (end(End::Cancelled), "cCr"),
        (ReopenRequest { id: at }.into(), "cCaPr"),
        (AssignRequest { id: at, assignee: None }.into(), "aP"),
        (LabelRequest { id: at, label: LABEL, on: true }.into(), "aP"),
        // It is not confidential, so nobody handles it.
        (SetHandlers { id: at, handlers: vec![Who::Agent.id()] }.into(), ""),
        (watch(Who::Outsider), "cCaPr"),
        (watch(Who::Auditor), "UcCaPr"),
        (watch(Who::Provider), "cCpaPr"),
        (HandOverRequest { id: at, to: ELSEWHERE }.into(), "aP"),
        (AddComment { id: CommentId(id(11, 1)), request: at, text: "T".into() }.into(), SEES),
        (EditComment { id: COMMENT, request: at, over: 0, text: "T".into() }.into(), "r"),
    ]
}

fn feedback_commands() -> Vec<(Command, &'static str)> {
    let rate = |side| {
        RateRequest { request: REQUEST, side, scores: crate::feedback::scores(5), comment: String::new() }
            .into()
    };
    let thank = |from_department, request| {
        let (to, category) = (Thanked::Department(PROVIDER), KudosCategory::Help);
        let (id, text) = (KudosId(id(12, 1)), "Thanks".into());
        GiveKudos { id, from_department, to, request, category, text }.into()
    };
    vec![
        (rate(Side::Customer), "cC"),
        (rate(Side::Provider), "paP"),
        (thank(None, None), EVERYBODY),
        (thank(None, Some(REQUEST)), SEES),
        (thank(Some(CUSTOMER), None), "cC"),
    ]
}

fn table() -> Vec<(Command, &'static str)> {
    [
        department_commands(),
        people_commands(),
        service_and_dependency_commands(),
        request_commands(),
        feedback_commands(),
    ]
    .concat()
}

fn who_may(stage: &Stage, command: &Command) -> String {
    let may = |who: Who| policy::may(&stage.world, &stage.actor(who), command).is_ok();
    Who::ALL.iter().filter(|(_, who)| may(*who)).map(|(letter, _)| *letter).collect()
}

#[test]
fn every_command_is_in_the_table() {
    let listed: BTreeSet<&str> = table().iter().map(|(command, _)| command.name()).collect();
    let missing: Vec<_> = Command::NAMES.iter().filter(|name| !listed.contains(**name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn only_those_in_the_table_may() {
    let stage = Stage::new();
    let wrong: Vec<String> = table()
        .iter()
        .filter(|(command, expected)| who_may(&stage, command) != *expected)
        .map(|(command, expected)| format!("{command:?}: {} may, not {expected}", who_may(&stage, command)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_system_may_everything_and_the_retired_and_unknown_nothing() {
    let mut stage = Stage::new();
    stage.system(RetirePerson { id: Who::Steward.id() });
    let retired = Actor::of(&stage.world, Who::Steward.id());
    let unknown = Actor::of(&stage.world, PersonId(id(1, 9)));
    for (command, _) in table() {
        assert_eq!(policy::may(&stage.world, &Actor::system(), &command), Ok(()), "{command:?}");
        assert!(policy::may(&stage.world, &retired, &command).is_err(), "{command:?}");
        assert!(policy::may(&stage.world, &unknown, &command).is_err(), "{command:?}");
    }
}

/// Only its requester and its handlers may act on a confidential request; to all others it does
/// not exist.
#[test]
fn a_confidential_request_is_not_there_for_others() {
    let mut stage = Stage::new();
    let handlers = vec![Who::Outsider.id()];
    let secret = RequestId(id(10, 5));
    stage.did(Who::Customer, file(secret, Sight::Confidential { handlers }));
    let comment: Command = AddComment { id: CommentId(id(11, 3)), request: secret, text: "T".into() }.into();
    assert_eq!(who_may(&stage, &comment), "co");
    let column = ColumnId::standard(PROVIDER, 1);
    let relocate: Command = MoveRequest { id: secret, column, after: None }.into();
    assert_eq!(who_may(&stage, &relocate), "o", "the handler works on it");
    let missing: Command =
        AddComment { id: CommentId(id(11, 3)), request: RequestId(id(10, 6)), text: "T".into() }.into();
    for (_, who) in Who::ALL.iter().filter(|(letter, _)| !"co".contains(*letter)) {
        let actor = stage.actor(*who);
        let hidden = policy::may(&stage.world, &actor, &comment);
        assert_eq!(hidden, policy::may(&stage.world, &actor, &missing), "refused like a missing one");
    }
}

/// What nobody holds yet a steward routes; who sees it as an agent may take it.
#[test]
fn the_intake_is_routed_by_stewards() {
    let mut stage = Stage::new();
    let unrouted = RequestId(id(10, 5));
    stage.did(Who::Customer, FileRequest { provider: None, ..file(unrouted, Sight::Departments) });
    let to = |to| Command::from(HandOverRequest { id: unrouted, to });
    assert_eq!(who_may(&stage, &to(PROVIDER)), "S");
    assert_eq!(who_may(&stage, &to(CUSTOMER)), "SC");
}
