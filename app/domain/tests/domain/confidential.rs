//! Confidential services: who handles what is asked of them, and who sees it.

use weft_domain::{
    testing::{EPOCH, Gen, department, settle, uuid},
    *,
};

use crate::stage::{ELSEWHERE, PROVIDER, REQUEST, SERVICE, Stage, Who, file, id};

/// The people who handle a confidential service's requests are named with the service, and see what is filed
/// from then on; nobody else does, whoever asks or leads.
#[test]
fn a_confidential_service_names_who_sees_its_requests() {
    let mut stage = Stage::new();
    let handled_by = |people: &[Who]| SetServiceSight {
        id: SERVICE,
        is_confidential: true,
        handlers: people.iter().map(|who| who.id()).collect(),
    };
    let ask = |n| FileRequest { service: Some(SERVICE), ..file(RequestId(id(10, n)), Sight::Departments) };
    let seen_by = |stage: &Stage, n| {
        let row = stage.request(RequestId(id(10, n)));
        let sees = |who: &Who| {
            let viewer = Viewer::of(&stage.world, who.id());
            audience::meets(&audience::of_request(&row), &viewer)
        };
        Who::ALL.iter().filter(|(_, who)| sees(who)).map(|(letter, _)| *letter).collect::<String>()
    };
    stage.did(Who::Lead, handled_by(&[Who::Agent, Who::Outsider, Who::Agent]));
    stage.did(Who::Customer, ask(1));
    assert_eq!(seen_by(&stage, 1), "cao");
    let secret = RequestId(id(10, 1));
    stage.did(Who::Agent, AssignRequest { id: secret, assignee: Some(Who::Agent.id()) });
    stage.did(Who::Agent, WatchRequest { id: secret, person: Who::Agent.id(), on: true });

    // Another team from now on; what was filed before stays with who handles it, until they say otherwise.
    stage.did(Who::Steward, handled_by(&[Who::Outsider]));
    assert_eq!(seen_by(&stage, 1), "cao");
    let told = |people: &[Who]| {
        let handlers = people.iter().map(|who| who.id()).collect();
        FileRequest { sight: Sight::Confidential { handlers }, ..ask(2) }
    };
    // Written while others handled it: whoever asks is not surprised by who reads it.
    assert_eq!(stage.by(Who::Customer, told(&[Who::Lead])), Err(Refusal::ChangedMeanwhile));
    stage.did(Who::Customer, told(&[Who::Outsider, Who::Lead]));
    assert_eq!(seen_by(&stage, 2), "co", "who asks does not choose here");
    let to =
        |people: &[Who]| SetHandlers { id: secret, handlers: people.iter().map(|who| who.id()).collect() };
    assert_eq!(stage.by(Who::Customer, to(&[Who::Customer])), Err(Refusal::NotAHandler));
    let hidden = Err(Refusal::NotFound { kind: Kind::Request });
    assert_eq!(stage.by(Who::Steward, to(&[Who::Steward])), hidden);
    assert_eq!(stage.by(Who::Lead, to(&[Who::Lead])), hidden);
    assert_eq!(stage.by(Who::Agent, to(&[])), Err(Refusal::Empty { field: Field::Handlers }));
    stage.did(Who::Agent, to(&[Who::Outsider]));
    assert_eq!(seen_by(&stage, 1), "co");
    let row = stage.request(secret);
    assert_eq!((row.assignee, row.watchers), (None, vec![]), "whoever handles it no more is out of it");

    // Whoever is open to all has no handlers.
    assert_eq!(
        stage.by(Who::Agent, SetHandlers { id: REQUEST, handlers: vec![Who::Agent.id()] }),
        Err(Refusal::NotAHandler)
    );
    stage.did(Who::Lead, SetServiceSight { id: SERVICE, is_confidential: false, handlers: vec![] });
    assert_eq!(stage.world.handlers(SERVICE), Lookup::Absent);
    stage.did(Who::Customer, ask(3));
    assert!(seen_by(&stage, 3).len() > 3);
    assert_eq!(seen_by(&stage, 2), "co", "what was filed in confidence stays so");
}

/// What nobody handles any more goes to those who would handle it were it filed today.
#[test]
fn a_confidential_request_outlives_who_handles_it() {
    let mut stage = Stage::new();
    let handlers = vec![Who::Outsider.id()];
    stage.did(Who::Lead, SetServiceSight { id: SERVICE, is_confidential: true, handlers });
    let secret = RequestId(id(10, 1));
    stage.did(Who::Customer, FileRequest { service: Some(SERVICE), ..file(secret, Sight::Departments) });
    stage.did(Who::Steward, RetirePerson { id: Who::Outsider.id() });
    let handled = |stage: &Stage| stage.request(secret).sight;
    assert_eq!(handled(&stage), Sight::Confidential { handlers: vec![Who::Lead.id()] }, "the leads");
    stage.did(Who::Lead, SetHandlers { id: secret, handlers: vec![Who::Lead.id(), Who::Agent.id()] });
    stage.did(Who::Steward, ErasePerson { id: Who::Agent.id() });
    let both = Sight::Confidential { handlers: vec![Who::Agent.id(), Who::Lead.id()] };
    assert_eq!(handled(&stage), both, "somebody is still there");
}

fn sight(handlers: &[Who]) -> SetServiceSight {
    SetServiceSight {
        id: SERVICE,
        is_confidential: true,
        handlers: handlers.iter().map(|who| who.id()).collect(),
    }
}

/// What takes the last one away, opens it again, or brings somebody who would handle it.
#[test]
fn an_open_confidential_request_is_taken_on_as_soon_as_somebody_would() {
    let secret = RequestId(id(10, 1));
    let join = |who: Who, role| -> Command {
        let (id, title) = (MembershipId(id(4, 1)), String::new());
        SetMembership { id, person: who.id(), department: PROVIDER, role, title }.into()
    };
    let retire = |who: Who| -> Command { RetirePerson { id: who.id() }.into() };
    let end = || -> Command {
        let (end, reason) = (End::Cancelled, String::new());
        EndRequest { id: secret, end, reason, comment: CommentId(id(11, 1)) }.into()
    };
    let column = Board::standard(PROVIDER).first_of(StateCategory::Accepted).unwrap().id;
    let no_lead = join(Who::Lead, MembershipRole::Agent);
    let gone = retire(Who::Outsider);
    let ways: [(&str, Vec<Command>, Who); 8] = [
        ("whoever handled it retires", vec![gone.clone()], Who::Lead),
        ("they are erased", vec![ErasePerson { id: Who::Outsider.id() }.into()], Who::Lead),
        ("it is reopened", vec![end(), gone.clone(), ReopenRequest { id: secret }.into()], Who::Lead),
        (
            "it is moved out of its end",
            vec![end(), gone.clone(), MoveRequest { id: secret, column, after: None }.into()],
            Who::Lead,
        ),
        (
            "a lead comes where there was none",
            vec![no_lead.clone(), gone.clone(), join(Who::Agent, MembershipRole::Lead)],
            Who::Agent,
        ),
        (
            "the only lead comes back",
            vec![retire(Who::Lead), gone.clone(), RestorePerson { id: Who::Lead.id() }.into()],
            Who::Lead,
        ),
        (
            "somebody is named with the service",
            vec![no_lead.clone(), gone.clone(), sight(&[Who::Watcher]).into()],
            Who::Watcher,
        ),
        (
            "a department that has a lead takes the other in",
            vec![no_lead, gone, MergeDepartment { id: PROVIDER, into: ELSEWHERE }.into()],
            Who::Agent,
        ),
    ];
    for (way, commands, now) in ways {
        let mut stage = Stage::new();
        stage.did(Who::Lead, sight(&[Who::Outsider]));
        // Elsewhere the lead is another one than who handles it.
        let (id, title) = (MembershipId(id(4, 9)), String::new());
        let (person, role) = (Who::Agent.id(), MembershipRole::Lead);
        stage.system(SetMembership { id, person, department: ELSEWHERE, role, title });
        stage.did(Who::Customer, FileRequest { service: Some(SERVICE), ..file(secret, Sight::Departments) });
        for command in commands {
            stage.system(command);
        }
        assert_eq!(stage.request(secret).sight, Sight::Confidential { handlers: vec![now.id()] }, "{way}");
    }
}

/// Whatever happens in whatever order, none that is open is with nobody while somebody would handle it.
#[test]
fn no_open_confidential_request_is_forgotten() {
    let is_handed = |fact: &&Fact| fact.subject.kind == Kind::Request && fact.what == What::Handlers;
    let mut taken_on = 0;
    for seed in 0..60 {
        let (mut chance, mut next_id) = (Gen::new(seed), 1);
        let mut world = chance.world();
        let service = ServiceId(uuid(5, 1));
        for step in 0..150 {
            let who = chance.person(&world);
            let provider = department(chance.below(4));
            let command = match chance.below(6) {
                0 if step > 0 => FileRequest {
                    customer: department(chance.below(4)),
                    provider: Some(provider),
                    service: chance.chance(50).then_some(service),
                    sight: Sight::Confidential { handlers: vec![chance.person(&world)] },
                    ..file(RequestId(uuid(10, 5_000 + step)), Sight::Departments)
                }
                .into(),
                _ if step == 0 => CreateService {
                    id: service,
                    name: "Vault".into(),
                    description: String::new(),
                    providers: (0..4).map(department).collect(),
                    is_confidential: true,
                }
                .into(),
                1 => RetirePerson { id: chance.person(&world) }.into(),
                2 => RestorePerson { id: chance.person(&world) }.into(),
                _ => chance.command(&world, who, &mut next_id),
            };
            let context = Context { command: CommandId(uuid(9, step)), now: EPOCH };
            let Ok(decision) = settle(&mut world, &Actor::system(), &command, &context) else { continue };
            taken_on += decision.facts.iter().filter(is_handed).count();
            world.apply_all(&decision.changes);
            let forgotten = world.requests().find(|row| audience::successors(&world, row).is_some());
            assert_eq!(forgotten, None, "seed {seed}, step {step}: {command:?}");
        }
    }
    assert!(taken_on > 100, "{taken_on}");
}
