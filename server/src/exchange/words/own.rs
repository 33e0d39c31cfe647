//! Weft's own words for closed lists, the same on the way out and on the way in.

use weft_domain::{
    DepartmentKind, DependencyState, Grade, KudosCategory, Level, MembershipRole, Mode, RequestKind,
    ServiceState, Severity, Sight, StateCategory, Tier,
};

/// Names that the way out and the way in share.
macro_rules! own_words {
    ($($name:ident: $type:ty { $($value:pat => $word:literal = $build:expr),* $(,)? })*) => {$(
        /// The word for it in the exchange format, and back.
        pub(in crate::exchange) mod $name {
            use super::*;
            pub(in crate::exchange) fn write(value: $type) -> &'static str {
                match value { $($value => $word),* }
            }
            pub(in crate::exchange) fn read(word: &str) -> Option<$type> {
                let word = word.to_lowercase().replace([' ', '-'], "_");
                match word.as_str() { $($word => Some($build),)* _ => None }
            }
        }
    )*};
}

own_words! {
    category: StateCategory {
        StateCategory::New => "new" = StateCategory::New,
        StateCategory::Accepted => "accepted" = StateCategory::Accepted,
        StateCategory::InProgress => "in_progress" = StateCategory::InProgress,
        StateCategory::Waiting => "waiting" = StateCategory::Waiting,
        StateCategory::Resolved => "resolved" = StateCategory::Resolved,
        StateCategory::Closed => "closed" = StateCategory::Closed,
        StateCategory::Declined => "declined" = StateCategory::Declined,
        StateCategory::Cancelled => "cancelled" = StateCategory::Cancelled,
    }
    unit: DepartmentKind {
        DepartmentKind::Division => "division" = DepartmentKind::Division,
        DepartmentKind::Department => "department" = DepartmentKind::Department,
        DepartmentKind::Team => "team" = DepartmentKind::Team,
        DepartmentKind::Committee => "committee" = DepartmentKind::Committee,
        DepartmentKind::WorkingGroup => "working_group" = DepartmentKind::WorkingGroup,
        DepartmentKind::Subsidiary => "subsidiary" = DepartmentKind::Subsidiary,
        DepartmentKind::Affiliate => "affiliate" = DepartmentKind::Affiliate,
        DepartmentKind::Partner => "partner" = DepartmentKind::Partner,
        DepartmentKind::Supplier => "supplier" = DepartmentKind::Supplier,
        DepartmentKind::Other => "other" = DepartmentKind::Other,
    }
    role: MembershipRole {
        MembershipRole::Member => "member" = MembershipRole::Member,
        MembershipRole::Agent => "agent" = MembershipRole::Agent,
        MembershipRole::Lead => "lead" = MembershipRole::Lead,
    }
    request_kind: RequestKind {
        RequestKind::Service => "service" = RequestKind::Service,
        RequestKind::Question => "question" = RequestKind::Question,
        RequestKind::Problem => "problem" = RequestKind::Problem,
        RequestKind::Complaint => "complaint" = RequestKind::Complaint,
        RequestKind::Suggestion => "suggestion" = RequestKind::Suggestion,
    }
    level: Level {
        Level::High => "high" = Level::High,
        Level::Medium => "medium" = Level::Medium,
        Level::Low => "low" = Level::Low,
    }
    mode: Mode {
        Mode::Collaboration => "collaboration" = Mode::Collaboration,
        Mode::AsAService => "as_a_service" = Mode::AsAService,
        Mode::Facilitating => "facilitating" = Mode::Facilitating,
    }
    tier: Tier {
        Tier::One => "1" = Tier::One,
        Tier::Two => "2" = Tier::Two,
        Tier::Three => "3" = Tier::Three,
    }
    grade: Grade {
        Grade::A => "a" = Grade::A,
        Grade::B => "b" = Grade::B,
        Grade::C => "c" = Grade::C,
    }
    agreement: DependencyState {
        DependencyState::Proposed => "proposed" = DependencyState::Proposed,
        DependencyState::Agreed => "agreed" = DependencyState::Agreed,
        DependencyState::Disputed => "disputed" = DependencyState::Disputed,
        DependencyState::Retired => "retired" = DependencyState::Retired,
    }
    severity: Severity {
        Severity::Ok => "ok" = Severity::Ok,
        Severity::Slowing => "slowing" = Severity::Slowing,
        Severity::Blocking => "blocking" = Severity::Blocking,
    }
    service_state: ServiceState {
        ServiceState::Draft => "draft" = ServiceState::Draft,
        ServiceState::Active => "active" = ServiceState::Active,
        ServiceState::Retired => "retired" = ServiceState::Retired,
    }
    thanks: KudosCategory {
        KudosCategory::Help => "help" = KudosCategory::Help,
        KudosCategory::Teamwork => "teamwork" = KudosCategory::Teamwork,
        KudosCategory::Innovation => "innovation" = KudosCategory::Innovation,
        KudosCategory::Craft => "craft" = KudosCategory::Craft,
    }
    open_sight: Sight {
        Sight::Departments => "departments" = Sight::Departments,
        Sight::Private => "private" = Sight::Private,
        Sight::Confidential { .. } => "confidential" = Sight::Confidential { handlers: Vec::new() },
    }
}
