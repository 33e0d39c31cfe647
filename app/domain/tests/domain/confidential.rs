//! Confidential services: who handles what is asked of them, and who sees it.

use weft_domain::*;

use crate::stage::{REQUEST, SERVICE, Stage, Who, file, id};

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
    stage.did(
        Who::Customer,
        FileRequest { sight: Sight::Confidential { handlers: vec![Who::Lead.id()] }, ..ask(2) },
    );
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
