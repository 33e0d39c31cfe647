//! Dependencies: declared, agreed, disputed, ended.

use weft_domain::*;

use crate::stage::{CUSTOMER, ELSEWHERE, NEED, PROVIDER, SERVICE, Stage, Who, declare, dependency, id};

fn row(stage: &Stage) -> Dependency {
    stage.world.dependency(dependency()).present().unwrap().clone()
}

fn again(n: u64) -> DeclareDependency {
    declare(CUSTOMER, PROVIDER, NeedId(id(6, n)))
}

#[test]
fn two_who_declare_the_same_both_succeed() {
    let mut stage = Stage::new();
    stage.did(Who::Customer, again(1));
    let needs: Vec<_> = row(&stage).needs.iter().map(|need| (need.id, need.author)).collect();
    assert_eq!(needs, [(NEED, Who::Requester.id()), (NeedId(id(6, 1)), Who::Customer.id())]);
    assert_eq!(row(&stage).proposed_by, Some(Who::Requester.id()));
    assert_eq!(stage.did(Who::Customer, again(1)), Decision::default(), "sent twice is one need");
    let stolen = stage.by(Who::CustomerLead, again(1));
    assert_eq!(stolen, Err(Refusal::AlreadyExists { kind: Kind::Dependency }));
    let itself = stage.by(Who::Customer, declare(CUSTOMER, CUSTOMER, NeedId(id(6, 2))));
    assert_eq!(itself, Err(Refusal::Itself));
}

/// Two departments may depend on each other.
#[test]
fn a_cycle_is_a_finding_and_no_error() {
    let mut stage = Stage::new();
    stage.did(Who::Agent, declare(PROVIDER, CUSTOMER, NeedId(id(6, 1))));
    assert_eq!(graph::mutual(&stage.world), [(CUSTOMER, PROVIDER)]);
}

#[test]
fn an_agreement_outlasts_more_needs_and_ends_with_a_dispute() {
    let mut stage = Stage::new();
    stage.did(Who::Agent, AgreeDependency { id: dependency() });
    assert_eq!(row(&stage).agreed, Some((Who::Agent.id(), stage.now)));
    stage.did(Who::Customer, again(1));
    assert_eq!(row(&stage).state, DependencyState::Agreed);
    assert_eq!(stage.did(Who::Lead, AgreeDependency { id: dependency() }), Decision::default());
    let dispute = |reason: &str| DisputeDependency { id: dependency(), reason: reason.into() };
    assert_eq!(stage.by(Who::Agent, dispute("  ")), Err(Refusal::Empty { field: Field::Reason }));
    stage.did(Who::Agent, dispute("Not so many"));
    assert_eq!((row(&stage).state, row(&stage).agreed), (DependencyState::Disputed, None));
    assert_eq!(stage.by(Who::Lead, dispute("Me too")), Err(Refusal::WrongState));
    stage.did(Who::Customer, DropNeed { dependency: dependency(), need: NeedId(id(6, 1)) });
    stage.did(Who::Lead, AgreeDependency { id: dependency() });
    assert_eq!((row(&stage).state, row(&stage).dispute), (DependencyState::Agreed, None));
}

#[test]
fn the_last_need_takes_the_dependency_with_it_and_a_new_one_brings_it_back() {
    let mut stage = Stage::new();
    stage.did(Who::Agent, AgreeDependency { id: dependency() });
    stage.did(Who::Customer, DropNeed { dependency: dependency(), need: NEED });
    assert_eq!(row(&stage).state, DependencyState::Retired);
    assert_eq!(stage.by(Who::Agent, AgreeDependency { id: dependency() }), Err(Refusal::WrongState));
    stage.did(Who::Customer, again(1));
    assert_eq!((row(&stage).state, row(&stage).agreed), (DependencyState::Proposed, None));
    stage.did(Who::Customer, RetireDependency { id: dependency() });
    let need = NeedId(id(6, 1));
    let (over, text, severity) = (0, String::from("T"), Severity::Ok);
    let amend = stage.by(Who::Customer, AmendNeed { dependency: dependency(), need, over, text, severity });
    assert_eq!(amend, Err(Refusal::IsRetired { kind: Kind::Dependency }));
}

#[test]
fn amendments_are_written_over_the_revision_they_were_read_at() {
    let mut stage = Stage::new();
    let amend = |over, services: &[ServiceId]| AmendDependency {
        id: dependency(),
        over,
        mode: Mode::Collaboration,
        tier: Some(Tier::One),
        grade: Some(Grade::A),
        channel: "Room 5".into(),
        services: services.to_vec(),
    };
    stage.did(Who::Agent, amend(0, &[SERVICE, SERVICE]));
    assert_eq!((row(&stage).services.as_slice(), row(&stage).rev), ([SERVICE].as_slice(), 1));
    assert_eq!(stage.by(Who::CustomerLead, amend(0, &[])), Err(Refusal::ChangedMeanwhile));
    let unknown = stage.by(Who::Agent, amend(1, &[ServiceId(id(5, 9))]));
    assert_eq!(unknown, Err(Refusal::NotFound { kind: Kind::Service }));
    let need = |over| AmendNeed {
        dependency: dependency(),
        need: NEED,
        over,
        text: "More".into(),
        severity: Severity::Ok,
    };
    assert_eq!(stage.by(Who::Customer, need(0)), Err(Refusal::ChangedMeanwhile));
    stage.did(Who::Customer, need(1));
    assert_eq!(row(&stage).severity(), Severity::Ok);
}

/// What the provider hands over is the customer's input; who may say how it is worked says it.
#[test]
fn what_is_handed_over_is_written_over_what_was_said_before() {
    let mut stage = Stage::new();
    let id = dependency();
    let says = |over, text: &str| SetDeliverable { id, over, text: text.into() };
    let said = |stage: &Stage| stage.world.deliverable(id).present().map(|row| (row.text.clone(), row.rev));
    assert_eq!(said(&stage), None);
    let decision = stage.did(Who::Agent, says(0, "Signed builds\r\nevery night "));
    assert_eq!(decision.facts, [Fact { subject: id.into(), what: What::Edited }]);
    assert_eq!(said(&stage), Some(("Signed builds\nevery night".into(), 1)));
    assert_eq!(stage.by(Who::CustomerLead, says(0, "Mine")), Err(Refusal::ChangedMeanwhile));
    let (field, max) = (Field::Deliverable, u32::try_from(limits::PROSE_CHARS_MAX).unwrap());
    let long = "x".repeat(limits::PROSE_CHARS_MAX + 1);
    assert_eq!(stage.by(Who::CustomerLead, says(1, &long)), Err(Refusal::TooLong { field, max }));

    // Taken back, it goes on from its revision; undone, it says what it said.
    let before = stage.world.clone();
    stage.did(Who::CustomerLead, says(1, ""));
    assert_eq!(said(&stage), Some((String::new(), 2)));
    let undo = undo::inverse(&before, &says(1, "").into()).unwrap();
    stage.did(Who::CustomerLead, undo);
    assert_eq!(said(&stage), Some(("Signed builds\nevery night".into(), 3)));

    stage.did(Who::Customer, RetireDependency { id });
    assert_eq!(stage.by(Who::Agent, says(3, "More")), Err(Refusal::IsRetired { kind: Kind::Dependency }));
}

/// A merge keeps what is said; of two, what the dependency that stays says.
#[test]
fn a_merge_takes_along_what_is_handed_over() {
    let kept = DependencyId::between(CUSTOMER, ELSEWHERE);
    let merged = |own: Option<&str>| {
        let mut stage = Stage::new();
        stage.did(Who::Agent, SetDeliverable { id: dependency(), over: 0, text: "Signed builds".into() });
        if let Some(own) = own {
            stage.did(Who::CustomerLead, declare(CUSTOMER, ELSEWHERE, NeedId(id(6, 1))));
            stage.did(Who::CustomerLead, SetDeliverable { id: kept, over: 0, text: own.into() });
        }
        stage.did(Who::Steward, MergeDepartment { id: PROVIDER, into: ELSEWHERE });
        let row = stage.world.deliverable(kept).present().unwrap();
        (row.text.clone(), row.rev)
    };
    assert_eq!(merged(None), ("Signed builds".into(), 1));
    assert_eq!(merged(Some("")), ("Signed builds".into(), 2));
    assert_eq!(merged(Some("Rooms")), ("Rooms".into(), 1));
}

#[test]
fn needs_have_a_limit() {
    let mut stage = Stage::new();
    for n in 1..u64::try_from(limits::NEEDS_MAX).unwrap() {
        stage.did(Who::Customer, again(n));
    }
    let max = u32::try_from(limits::NEEDS_MAX).unwrap();
    let refused = stage.by(Who::Customer, again(900));
    assert_eq!(refused, Err(Refusal::TooMany { field: Field::Need, max }));
}
