//! People, roles, memberships.

use weft_domain::*;

use crate::stage::{PROVIDER, REQUEST, Stage, Who, id};

fn role(person: Who, role: OrganisationRole, granted: bool) -> SetRole {
    SetRole { person: person.id(), role, granted }
}

#[test]
fn somebody_always_runs_the_system() {
    let mut stage = Stage::bare();
    let last = role(Who::Admin, OrganisationRole::Admin, false);
    assert_eq!(stage.by(Who::Admin, last.clone()), Err(Refusal::LastAdmin));
    stage.did(Who::Admin, role(Who::Outsider, OrganisationRole::Admin, true));
    stage.did(Who::Admin, last);
    stage.did(Who::Outsider, role(Who::Steward, OrganisationRole::Admin, true));
    stage.did(Who::Steward, RetirePerson { id: Who::Outsider.id() });
    assert_eq!(stage.by(Who::Steward, RetirePerson { id: Who::Steward.id() }), Err(Refusal::LastAdmin));
}

#[test]
fn nobody_grants_more_than_they_hold() {
    let mut stage = Stage::bare();
    let auditor = role(Who::Outsider, OrganisationRole::Auditor, true);
    assert_eq!(stage.by(Who::Steward, auditor.clone()), Err(Refusal::GrantsMoreThanHeld));
    let needs = Refusal::NeedsRole { role: OrganisationRole::Steward };
    assert_eq!(stage.by(Who::Auditor, auditor.clone()), Err(needs));
    stage.system(role(Who::Steward, OrganisationRole::Auditor, true));
    stage.did(Who::Steward, auditor);
    stage.did(Who::Steward, RetirePerson { id: Who::Leadership.id() });
    let back = stage.by(Who::Steward, RestorePerson { id: Who::Leadership.id() });
    assert_eq!(back, Err(Refusal::GrantsMoreThanHeld), "who comes back has their roles back");
}

/// A person who retires leaves their work, and comes back to their places.
#[test]
fn retiring_hands_work_back_and_keeps_places() {
    let mut stage = Stage::new();
    stage.did(Who::Lead, AssignRequest { id: REQUEST, assignee: Some(Who::Agent.id()) });
    stage.did(Who::Steward, RetirePerson { id: Who::Agent.id() });
    assert_eq!(stage.request(REQUEST).assignee, None);
    assert!(stage.actor(Who::Agent).memberships.is_empty());
    stage.did(Who::Steward, RestorePerson { id: Who::Agent.id() });
    assert_eq!(stage.world.role_in(Who::Agent.id(), PROVIDER), Some(MembershipRole::Agent));
}

#[test]
fn a_person_is_in_a_department_once() {
    let mut stage = Stage::bare();
    let join = |n, role| SetMembership {
        id: MembershipId(id(4, n)),
        person: Who::Outsider.id(),
        department: PROVIDER,
        role,
        title: " Analyst ".into(),
    };
    stage.did(Who::Steward, join(1, MembershipRole::Member));
    stage.did(Who::Lead, join(2, MembershipRole::Agent));
    let row = stage.world.membership_in(Who::Outsider.id(), PROVIDER).unwrap();
    assert_eq!(
        (row.id, row.role, row.title.as_str()),
        (MembershipId(id(4, 1)), MembershipRole::Agent, "Analyst")
    );
    let taken = SetMembership {
        id: MembershipId(id(4, 1)),
        person: Who::Watcher.id(),
        ..join(1, MembershipRole::Member)
    };
    assert_eq!(stage.by(Who::Steward, taken), Err(Refusal::AlreadyExists { kind: Kind::Membership }));
}

#[test]
fn addresses_look_like_addresses() {
    let mut stage = Stage::bare();
    let set = |email: &str| SetContact { person: Who::Outsider.id(), email: email.into() };
    for bad in ["a", "@", "a@", "@b", "a b@c", "a@b@c", "a@b\u{0}"] {
        assert_eq!(
            stage.by(Who::Outsider, set(bad)),
            Err(Refusal::Malformed { field: Field::Email }),
            "{bad}"
        );
    }
    stage.did(Who::Outsider, set(" 王@例子.中国 "));
    let email =
        |stage: &Stage| stage.world.contact(Who::Outsider.id()).present().map(|row| row.email.clone());
    assert_eq!(email(&stage).as_deref(), Some("王@例子.中国"));
    stage.did(Who::Steward, set(""));
    assert_eq!(email(&stage), None);
}

#[test]
fn the_organisation_is_written_over_its_revision() {
    let mut stage = Stage::bare();
    let set = |over, time_zone: &str| SetOrganisation {
        over,
        name: "Cloth & Co".into(),
        locale: Locale::ZhHant,
        time_zone: time_zone.into(),
    };
    stage.did(Who::Admin, set(0, "Asia/Taipei"));
    assert_eq!(stage.by(Who::Admin, set(0, "UTC")), Err(Refusal::ChangedMeanwhile));
    assert_eq!(stage.by(Who::Admin, set(1, "a b")), Err(Refusal::Malformed { field: Field::TimeZone }));
    stage.did(Who::Admin, set(1, "Etc/GMT+8"));
}

fn thanks(n: u64, to: Who) -> GiveKudos {
    GiveKudos {
        id: KudosId(id(12, n)),
        from_department: None,
        to: Thanked::Person(to.id()),
        request: None,
        category: KudosCategory::Help,
        text: "Thank you, Agent Smith".into(),
    }
}

/// What is said of a person goes; what they did stays, and leads to nobody.
#[test]
fn erasing_takes_out_what_is_said_of_a_person() {
    let mut stage = Stage::new();
    let agent = Who::Agent.id();
    stage.did(Who::Agent, SetContact { person: agent, email: "smith@example.org".into() });
    stage.did(Who::Agent, ChooseLocale { person: agent, locale: Some(Locale::ZhHans) });
    stage.system(role(Who::Agent, OrganisationRole::Leadership, true));
    stage.did(Who::Lead, AssignRequest { id: REQUEST, assignee: Some(agent) });
    let said = AddComment { id: CommentId(id(11, 5)), request: REQUEST, text: "Looking".into() };
    stage.did(Who::Agent, said.clone());
    stage.did(Who::Customer, thanks(1, Who::Agent));
    stage.did(Who::Customer, thanks(2, Who::Lead));
    stage.did(Who::Agent, thanks(3, Who::Customer));

    let decision = stage.did(Who::Steward, ErasePerson { id: agent });
    let erased = |fact: &Fact| *fact == Fact { subject: agent.into(), what: What::Erased };
    assert!(decision.facts.iter().any(erased), "{decision:?}");
    let row = stage.world.person(agent).present().unwrap().clone();
    assert!(row.is_erased() && row.is_retired, "{row:?}");
    assert_eq!((row.locale, row.roles), (None, Roles::NONE));
    assert_eq!(stage.world.contact(agent), Lookup::Absent);
    assert_eq!(stage.world.memberships_of(agent).count(), 0);
    assert_eq!(stage.request(REQUEST).assignee, None);
    let comment = stage.world.comment(said.id).present().unwrap();
    assert_eq!((comment.author, comment.text.as_str()), (Some(agent), "Looking"));
    let text = |n| stage.world.kudos(KudosId(id(12, n))).present().unwrap().text.clone();
    assert_eq!([text(1), text(2), text(3)].map(|text| text.is_empty()), [true, false, false]);

    // Nothing of it can be taken back or done to them any more.
    let again = stage.by(Who::Steward, ErasePerson { id: agent }).unwrap();
    assert_eq!(again, Decision::default());
    assert_eq!(stage.by(Who::Steward, RestorePerson { id: agent }), Err(Refusal::IsErased));
    let retired = Err(Refusal::IsRetired { kind: Kind::Person });
    assert_eq!(stage.by(Who::Steward, RenamePerson { id: agent, over: 2, name: "S".into() }), retired);
    assert_eq!(stage.by(Who::Steward, SetContact { person: agent, email: "s@x.org".into() }), retired);
    assert_eq!(stage.by(Who::Customer, thanks(4, Who::Agent)), retired);
    assert!(undo::inverse(&stage.world, &ErasePerson { id: agent }.into()).is_none());
}

#[test]
fn the_last_who_runs_the_system_is_not_erased() {
    let mut stage = Stage::bare();
    stage.system(role(Who::Steward, OrganisationRole::Admin, true));
    stage.did(Who::Steward, ErasePerson { id: Who::Admin.id() });
    assert_eq!(stage.by(Who::Steward, ErasePerson { id: Who::Steward.id() }), Err(Refusal::NotToOneself));
    stage.system(role(Who::Outsider, OrganisationRole::Steward, true));
    let needs = Err(Refusal::NeedsRole { role: OrganisationRole::Admin });
    assert_eq!(stage.by(Who::Outsider, ErasePerson { id: Who::Steward.id() }), needs);
    // After a restore the system itself does it again, whoever they were then.
    stage.world.apply_all(&settled(&stage, ErasePerson { id: Who::Steward.id() }));
    assert!(stage.world.person(Who::Steward.id()).present().unwrap().is_erased());
}

fn settled(stage: &Stage, command: ErasePerson) -> Vec<Change> {
    let context = Context { command: CommandId(id(9, 77)), now: stage.now };
    let command = command.into();
    testing::settle(&mut stage.world.clone(), &Actor::system(), &command, &context).unwrap().changes
}
