use weft_domain::{Level, RequestKind};

use super::*;

#[test]
fn states_are_guessed_from_their_words() {
    for (state, category) in [
        ("Unmatched/Unmatched", StateCategory::InProgress),
        ("Proposed as RFC #3657", StateCategory::New),
        ("Not accepted", StateCategory::Declined),
        ("not resolved", StateCategory::InProgress),
        ("Won't do, cancelled", StateCategory::Cancelled),
        ("T06 Determine necessity of stop advice", StateCategory::InProgress),
        ("Accepted/Wait - User", StateCategory::Waiting),
        ("已解决", StateCategory::Resolved),
        ("处理中", StateCategory::InProgress),
        ("unresolved", StateCategory::InProgress),
    ] {
        assert_eq!(guess_state(state), category, "{state}");
    }
}

#[test]
fn roles_give_no_more_than_their_words_say() {
    let role = |word: &str| membership_role(word).map(|meaning| meaning.is);
    assert_eq!(role(""), Some(MembershipRole::Member));
    assert_eq!(role("Team Lead"), Some(MembershipRole::Lead));
    assert_eq!(role("Leadership council representative"), Some(MembershipRole::Member));
    assert_eq!(role("部门经理"), Some(MembershipRole::Lead));
    assert_eq!(role("Maintainer"), Some(MembershipRole::Agent));
    assert_eq!(role("alumni"), None);
    assert_eq!(role("former lead"), None);
}

#[test]
fn priorities_are_words_or_digits() {
    assert_eq!(priority("Major"), Some((Level::High, Level::High)));
    assert_eq!(priority("2 - high"), Some((Level::High, Level::Medium)));
    assert_eq!(priority("12"), None);
    assert_eq!(priority("P4"), Some((Level::Medium, Level::Low)));
    assert_eq!(priority("紧急"), Some((Level::High, Level::High)));
}

#[test]
fn kinds_keep_what_ours_cannot_say() {
    assert_eq!(department_kind("archived team").is, DepartmentKind::Team);
    assert!(says_retired("archived team") && !department_kind("archived team").is_own_word);
    assert_eq!(
        department_kind("Working Group"),
        Meaning { is: DepartmentKind::WorkingGroup, is_own_word: true }
    );
    assert_eq!(department_kind("供应商").is, DepartmentKind::Supplier);
    assert_eq!(kind_of_request("incident").is, RequestKind::Problem);
}
