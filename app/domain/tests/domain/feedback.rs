//! Ratings and thanks.

use weft_domain::*;

use crate::stage::{CUSTOMER, PROVIDER, REQUEST, Stage, Who, file, id};

/// Four times the same score.
pub(crate) fn scores(value: u8) -> ScoreSet {
    let score = Score::try_from(value).unwrap();
    ScoreSet { quality: score, attitude: score, efficiency: score, result: score }
}

fn rate(side: Side, value: u8) -> RateRequest {
    RateRequest { request: REQUEST, side, scores: scores(value), comment: "Well done".into() }
}

fn resolved() -> Stage {
    let mut stage = Stage::new();
    stage.did(Who::Agent, stage.move_to(REQUEST, StateCategory::Resolved));
    stage
}

#[test]
fn each_side_rates_once_and_only_what_is_resolved() {
    let mut stage = Stage::new();
    assert_eq!(stage.by(Who::Customer, rate(Side::Customer, 4)), Err(Refusal::NotResolved));
    stage.did(Who::Agent, stage.move_to(REQUEST, StateCategory::Resolved));
    stage.did(Who::Customer, rate(Side::Customer, 4));
    assert_eq!(stage.did(Who::Customer, rate(Side::Customer, 4)), Decision::default(), "sent twice");
    assert_eq!(stage.by(Who::Customer, rate(Side::Customer, 1)), Err(Refusal::AlreadyRated));
    assert_eq!(stage.by(Who::CustomerLead, rate(Side::Customer, 4)), Err(Refusal::AlreadyRated));
    stage.did(Who::Provider, rate(Side::Provider, 5));
    let counted: Vec<_> = stage.world.all_scores().map(|row| (row.ratings, row.sums)).collect();
    assert_eq!(counted, [(1, [4; 4])], "only the customer's scores are figures");
    assert_eq!(stage.world.count(Kind::RatingComment), 2);
}

/// The server keeps no ratings at hand, so it asks its store before it lets one be the first.
#[test]
fn the_server_looks_before_it_accepts_a_rating() {
    let stage = resolved();
    let context = Context { command: CommandId(id(9, 1)), now: stage.now };
    let command = rate(Side::Customer, 4).into();
    let stop = decide(&stage.world, &stage.actor(Who::Customer), &command, &context);
    assert_eq!(stop, Err(Stop::Need(vec![RatingId::of(REQUEST, Side::Customer).into()])));
}

#[test]
fn nobody_rates_themselves() {
    let mut stage = resolved();
    let join = |person: Who, department| SetMembership {
        id: MembershipId(id(4, 1)),
        person: person.id(),
        department,
        role: MembershipRole::Member,
        title: String::new(),
    };
    stage.did(Who::Lead, AssignRequest { id: REQUEST, assignee: Some(Who::Agent.id()) });
    stage.did(Who::Steward, join(Who::Agent, CUSTOMER));
    assert_eq!(stage.by(Who::Agent, rate(Side::Customer, 5)), Err(Refusal::NotOfOneself));
    stage.did(Who::Steward, SetMembership { id: MembershipId(id(4, 2)), ..join(Who::Requester, PROVIDER) });
    assert_eq!(stage.by(Who::Requester, rate(Side::Provider, 5)), Err(Refusal::NotOfOneself));
}

/// In both departments, and with no part in the request itself: it is still their own team's work.
#[test]
fn nobody_rates_their_own_team_from_another_one() {
    let mut stage = resolved();
    for (number, person, department) in [(1, Who::Lead, CUSTOMER), (2, Who::CustomerLead, PROVIDER)] {
        stage.did(
            Who::Steward,
            SetMembership {
                id: MembershipId(id(4, number)),
                person: person.id(),
                department,
                role: MembershipRole::Member,
                title: String::new(),
            },
        );
    }
    for side in [Side::Customer, Side::Provider] {
        assert_eq!(stage.by(Who::Lead, rate(side, 5)), Err(Refusal::NotOfOneself), "{side:?}");
        assert_eq!(stage.by(Who::CustomerLead, rate(side, 5)), Err(Refusal::NotOfOneself), "{side:?}");
    }
    stage.did(Who::Customer, rate(Side::Customer, 4));
}

#[test]
fn own_work_and_confidential_work_are_not_rated() {
    let mut stage = Stage::new();
    let (own, secret) = (RequestId(id(10, 1)), RequestId(id(10, 2)));
    stage.did(Who::Agent, FileRequest { customer: PROVIDER, ..file(own, Sight::Departments) });
    let handlers = vec![Who::Agent.id()];
    stage.did(Who::Customer, file(secret, Sight::Confidential { handlers }));
    for request in [own, secret] {
        stage.did(Who::Agent, stage.move_to(request, StateCategory::Resolved));
    }
    let own = RateRequest { request: own, ..rate(Side::Customer, 5) };
    assert_eq!(stage.by(Who::Lead, own), Err(Refusal::OwnWork));
    let secret_rating = RateRequest { request: secret, ..rate(Side::Customer, 5) };
    assert_eq!(stage.by(Who::Customer, secret_rating), Err(Refusal::IsConfidential));
    let thanks = GiveKudos { request: Some(secret), ..thank(Thanked::Department(PROVIDER)) };
    assert_eq!(stage.by(Who::Customer, thanks), Err(Refusal::IsConfidential));
}

fn thank(to: Thanked) -> GiveKudos {
    GiveKudos {
        id: KudosId(id(12, 1)),
        from_department: None,
        to,
        request: None,
        category: KudosCategory::Teamwork,
        text: "Thank you".into(),
    }
}

#[test]
fn thanks_go_to_others_and_say_something() {
    let mut stage = Stage::new();
    let oneself = thank(Thanked::Person(Who::Outsider.id()));
    assert_eq!(stage.by(Who::Outsider, oneself.clone()), Err(Refusal::NotOfOneself));
    let own_team = thank(Thanked::Department(PROVIDER));
    assert_eq!(stage.by(Who::Agent, own_team), Err(Refusal::NotOfOneself));
    stage.did(Who::Customer, oneself.clone());
    assert_eq!(stage.did(Who::Customer, oneself.clone()), Decision::default());
    assert_eq!(stage.by(Who::Agent, oneself), Err(Refusal::AlreadyExists { kind: Kind::Kudos }));
    let silent = GiveKudos { text: " ".into(), ..thank(Thanked::Department(PROVIDER)) };
    assert_eq!(stage.by(Who::Customer, silent), Err(Refusal::Empty { field: Field::Thanks }));
}
