//! Departments: keys, tree, merge, split, retire.

use weft_domain::*;

use crate::stage::{
    CUSTOMER, ELSEWHERE, LABEL, NEED, PROVIDER, REQUEST, SERVICE, Stage, Who, declare, dependency, file, id,
};

fn create(n: u64, name: &str, parent: Option<DepartmentId>) -> CreateDepartment {
    let (purpose, kind) = (String::new(), DepartmentKind::Team);
    CreateDepartment { id: DepartmentId(id(2, n)), name: name.into(), purpose, kind, parent, key: None }
}

fn key_of(stage: &Stage, id: DepartmentId) -> String {
    stage.world.department(id).present().unwrap().key.0.clone()
}

#[test]
fn keys_are_proposed_from_latin_letters() {
    let mut stage = Stage::bare();
    let mut key = |n, name: &str| {
        stage.did(Who::Steward, create(n, name, None));
        key_of(&stage, DepartmentId(id(2, n)))
    };
    assert_eq!(key(1, "Internal Customer Relations"), "ICR");
    assert_eq!(key(2, "compiler"), "COMP");
    assert_eq!(key(3, "Compiler"), "CO", "another prefix where the first is taken");
    assert_eq!(key(4, "人力资源部"), "D1");
    assert_eq!(key(5, "财务部"), "D2");
    assert_eq!(key(6, "X"), "D3");
    assert_eq!(key(7, "信息 IT"), "IT");
    assert_eq!(key(8, "it"), "IT2");
    assert_eq!(key(9, "a b c d e f g h"), "ABCDEF");
}

#[test]
fn a_key_is_unique_among_those_in_use_and_those_before() {
    let mut stage = Stage::bare();
    let set = |id, key: &str| SetDepartmentKey { id, key: RequestKey(key.into()) };
    stage.did(Who::Lead, set(PROVIDER, "ab1"));
    let taken = Err(Refusal::Taken { field: Field::Key });
    assert_eq!(stage.by(Who::CustomerLead, set(CUSTOMER, "AB1")), taken);
    assert_eq!(stage.by(Who::CustomerLead, set(CUSTOMER, "prov")), taken, "it still leads to the provider");
    stage.did(Who::Lead, set(PROVIDER, "PROV"));
    assert_eq!(key_of(&stage, PROVIDER), "PROV");
    for bad in ["A", "TOOLONG", "1AB", "A-B", "Ä1", ""] {
        let refused = stage.by(Who::Lead, set(PROVIDER, bad));
        assert_eq!(refused, Err(Refusal::Malformed { field: Field::Key }), "{bad}");
    }
}

#[test]
fn the_tree_has_no_cycle_and_an_end() {
    let mut stage = Stage::bare();
    let below = |id, parent| MoveDepartment { id, parent: Some(parent) };
    stage.did(Who::Steward, below(PROVIDER, CUSTOMER));
    stage.did(Who::Steward, below(ELSEWHERE, PROVIDER));
    assert_eq!(stage.by(Who::Steward, below(CUSTOMER, ELSEWHERE)), Err(Refusal::WouldBeACycle));
    assert_eq!(stage.by(Who::Steward, below(CUSTOMER, CUSTOMER)), Err(Refusal::WouldBeACycle));
    let mut parent = ELSEWHERE;
    for n in 4..=u64::try_from(limits::TREE_DEPTH_MAX).unwrap() {
        stage.did(Who::Steward, create(n, "Deep", Some(parent)));
        parent = DepartmentId(id(2, n));
    }
    let max = u32::try_from(limits::TREE_DEPTH_MAX).unwrap();
    assert_eq!(stage.by(Who::Steward, create(900, "Deeper", Some(parent))), Err(Refusal::TooDeep { max }));
    stage.did(Who::Steward, create(901, "Top", None));
    let under = below(CUSTOMER, DepartmentId(id(2, 901)));
    assert_eq!(stage.by(Who::Steward, under), Err(Refusal::TooDeep { max }), "what is below counts");
}

/// The provider becomes part of a third department, and takes everything along.
#[test]
fn a_merge_takes_everything_along() {
    let mut stage = Stage::new();
    stage.did(Who::Agent, stage.move_to(REQUEST, StateCategory::InProgress));
    stage.did(Who::Agent, LabelRequest { id: REQUEST, label: LABEL, on: true });
    stage.did(Who::Steward, create(1, "Child", Some(PROVIDER)));
    let secret = RequestId(id(10, 1));
    stage.did(Who::Customer, file(secret, Sight::Confidential { handlers: vec![Who::Agent.id()] }));
    stage.did(Who::Agent, HandOverRequest { id: secret, to: CUSTOMER });
    let twin = LabelId(id(7, 1));
    stage.system(SetLabel { id: twin, department: ELSEWHERE, name: "Urgent".into(), is_retired: false });
    stage.did(
        Who::Steward,
        SetMembership {
            id: MembershipId(id(4, 1)),
            person: Who::Agent.id(),
            department: ELSEWHERE,
            role: MembershipRole::Member,
            title: String::new(),
        },
    );
    let before = pulse::all_figures(&stage.world, pulse::Period { from: Day(i32::MIN), to: Day(i32::MAX) });

    stage.did(Who::Steward, MergeDepartment { id: PROVIDER, into: ELSEWHERE });

    let world = &stage.world;
    assert_eq!(
        world.department(PROVIDER).present().unwrap().state,
        DepartmentState::Merged { into: ELSEWHERE }
    );
    assert_eq!(world.members_of(PROVIDER).count(), 0);
    assert_eq!(world.role_in(Who::Agent.id(), ELSEWHERE), Some(MembershipRole::Agent), "the stronger role");
    assert_eq!(world.role_in(Who::Lead.id(), ELSEWHERE), Some(MembershipRole::Lead));
    assert_eq!(world.service(SERVICE).present().unwrap().providers, [ELSEWHERE]);
    assert_eq!(world.children(Some(ELSEWHERE)).count(), 1);
    let row = stage.request(REQUEST);
    assert_eq!((row.provider, row.state), (Some(ELSEWHERE), StateCategory::InProgress));
    assert_eq!(row.labels, [twin], "one label of two with the same name");
    assert_eq!(stage.request(secret).held_by, [ELSEWHERE], "hidden ones too");
    let old = world.dependency(dependency()).present().unwrap();
    let new = world.dependency(DependencyId::between(CUSTOMER, ELSEWHERE)).present().unwrap();
    assert_eq!((old.state, new.state), (DependencyState::Retired, DependencyState::Proposed));
    assert_eq!(new.needs, old.needs);
    let after = pulse::all_figures(world, pulse::Period { from: Day(i32::MIN), to: Day(i32::MAX) });
    assert_eq!(after.get(&(CUSTOMER, ELSEWHERE)), before.get(&(CUSTOMER, PROVIDER)), "with their figures");
    assert_eq!(world.department_by_key(&RequestKey("PROV".into())), Some(PROVIDER), "old numbers lead on");
    assert_eq!(
        stage.did(Who::Steward, MergeDepartment { id: PROVIDER, into: ELSEWHERE }),
        Decision::default()
    );
    let late = stage.by(Who::Customer, declare(CUSTOMER, PROVIDER, NeedId(id(6, 1))));
    assert_eq!(late, Err(Refusal::IsRetired { kind: Kind::Department }));
}

#[test]
fn what_two_merged_departments_needed_of_each_other_ends() {
    let mut stage = Stage::new();
    stage.did(Who::CustomerLead, declare(CUSTOMER, ELSEWHERE, NeedId(id(6, 1))));
    stage.did(Who::Outsider, AgreeDependency { id: DependencyId::between(CUSTOMER, ELSEWHERE) });
    stage.did(Who::Steward, MergeDepartment { id: PROVIDER, into: ELSEWHERE });
    let kept = stage.world.dependency(DependencyId::between(CUSTOMER, ELSEWHERE)).present().unwrap().clone();
    assert_eq!(
        (kept.state, kept.needs.len()),
        (DependencyState::Agreed, 2),
        "needs fold into the one that stays"
    );
    stage.did(Who::Steward, MergeDepartment { id: CUSTOMER, into: ELSEWHERE });
    let alive = stage.world.dependencies().filter(|row| row.state != DependencyState::Retired).count();
    assert_eq!(alive, 0);
    assert!(stage.request(REQUEST).is_own_work());
}

#[test]
fn a_department_can_merge_into_one_below_it() {
    let mut stage = Stage::bare();
    stage.did(Who::Steward, MoveDepartment { id: PROVIDER, parent: Some(CUSTOMER) });
    stage.did(Who::Steward, MoveDepartment { id: ELSEWHERE, parent: Some(PROVIDER) });
    stage.did(Who::Steward, MergeDepartment { id: CUSTOMER, into: ELSEWHERE });
    assert_eq!(stage.world.ancestors(PROVIDER), [ELSEWHERE]);
    let itself = stage.by(Who::Steward, MergeDepartment { id: ELSEWHERE, into: ELSEWHERE });
    assert_eq!(itself, Err(Refusal::Itself));
}

#[test]
fn a_split_takes_people_and_services_out() {
    let mut stage = Stage::new();
    stage.did(Who::Agent, AssignRequest { id: REQUEST, assignee: Some(Who::Agent.id()) });
    let part = |n, people: &[Who], services: &[ServiceId]| SplitPart {
        id: DepartmentId(id(2, n)),
        name: "Part".into(),
        people: people.iter().map(|who| who.id()).collect(),
        services: services.to_vec(),
    };
    let split = |parts| SplitDepartment { id: PROVIDER, parts };
    stage.did(Who::Steward, split(vec![part(1, &[Who::Agent], &[SERVICE]), part(2, &[Who::Lead], &[])]));
    assert_eq!(stage.world.role_in(Who::Agent.id(), DepartmentId(id(2, 1))), Some(MembershipRole::Agent));
    assert_eq!(stage.world.members_of(PROVIDER).count(), 1);
    assert_eq!(stage.world.service(SERVICE).present().unwrap().providers, [DepartmentId(id(2, 1))]);
    assert_eq!(stage.request(REQUEST).assignee, None);
    assert_eq!(stage.request(REQUEST).provider, Some(PROVIDER));
    let empty = stage.by(Who::Steward, split(vec![]));
    assert_eq!(empty, Err(Refusal::Empty { field: Field::Parts }));
    let twice =
        stage.by(Who::Steward, split(vec![part(3, &[Who::Provider], &[]), part(4, &[Who::Provider], &[])]));
    assert_eq!(twice, Err(Refusal::Malformed { field: Field::Parts }));
    let stranger = stage.by(Who::Steward, split(vec![part(5, &[Who::Outsider], &[])]));
    assert_eq!(stranger, Err(Refusal::NotFound { kind: Kind::Membership }));
}

#[test]
fn nothing_is_left_hanging_by_retiring() {
    let mut stage = Stage::new();
    stage.did(Who::Steward, create(1, "Child", Some(PROVIDER)));
    let retire = |id| RetireDepartment { id };
    let in_use = |kind| Err(Refusal::StillInUse { kind });
    assert_eq!(stage.by(Who::Steward, retire(PROVIDER)), in_use(Kind::Department));
    stage.did(Who::Steward, retire(DepartmentId(id(2, 1))));
    assert_eq!(stage.by(Who::Steward, retire(PROVIDER)), in_use(Kind::Request));
    stage.did(Who::Agent, stage.move_to(REQUEST, StateCategory::Resolved));
    stage.did(Who::Steward, retire(PROVIDER));
    let is_retired = Err(Refusal::IsRetired { kind: Kind::Department });
    assert_eq!(stage.by(Who::Customer, file(RequestId(id(10, 1)), Sight::Departments)), is_retired);
    assert_eq!(stage.by(Who::Customer, ReopenRequest { id: REQUEST }), is_retired);
    assert_eq!(stage.by(Who::Customer, declare(CUSTOMER, PROVIDER, NeedId(id(6, 1)))), is_retired);
    stage.did(Who::Steward, RestoreDepartment { id: PROVIDER });
    assert!(stage.world.dependency(dependency()).present().unwrap().needs.iter().any(|need| need.id == NEED));
    stage.did(Who::Customer, ReopenRequest { id: REQUEST });
}

#[test]
fn what_a_department_was_called_stays_in_its_history() {
    let mut stage = Stage::new();
    let before = stage.world.department(PROVIDER).present().unwrap().clone();
    let rename = RenameDepartment { id: PROVIDER, over: before.rev, name: "Another name".into() };
    let renamed = What::Renamed { from: before.name };
    assert_eq!(stage.did(Who::Lead, rename).facts, [Fact { subject: PROVIDER.into(), what: renamed }]);
}

#[test]
fn a_service_gets_and_loses_providers_but_never_the_last_one() {
    let mut stage = Stage::new();
    let provide = |department, on| ProvideService { id: SERVICE, department, on };
    stage.did(Who::Steward, provide(CUSTOMER, true));
    assert_eq!(stage.did(Who::Steward, provide(CUSTOMER, true)), Decision::default(), "added twice");
    stage.did(Who::Lead, provide(PROVIDER, false));
    let providers = stage.world.service(SERVICE).present().unwrap().providers.clone();
    assert_eq!(providers, [CUSTOMER]);
    let last = stage.by(Who::CustomerLead, provide(CUSTOMER, false));
    assert_eq!(last, Err(Refusal::Empty { field: Field::Providers }));
}
