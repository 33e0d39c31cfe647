//! What sources' words mean: tables, looked up word by word, in the order in which they stand.
//!
//! A guess is always reported, so that a person can correct it in the source.

use weft_domain::{
    DepartmentKind, DependencyState, Grade, Level, MembershipRole, Mode, RequestKind, ServiceState, Severity,
    Sight, StateCategory, Tier,
};

/// A word's meaning, and whether the source used exactly our own word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning<T> {
    pub(super) is: T,
    pub(super) is_own_word: bool,
}

/// Names that the way out and the way in share.
macro_rules! own_words {
    ($($name:ident: $type:ty { $($value:pat => $word:literal = $build:expr),* $(,)? })*) => {$(
        /// The word for it in the exchange format, and back.
        pub(super) mod $name {
            use super::*;
            pub(in super::super) fn write(value: $type) -> &'static str {
                match value { $($value => $word),* }
            }
            pub(in super::super) fn read(word: &str) -> Option<$type> {
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
    open_sight: Sight {
        Sight::Departments => "departments" = Sight::Departments,
        Sight::Private => "private" = Sight::Private,
        Sight::Confidential { .. } => "confidential" = Sight::Confidential { handlers: Vec::new() },
    }
}

/// A meaning and the beginnings of the words that have it. Latin ones are matched at the start of
/// a word, others anywhere.
type Words<T> = [(T, &'static [&'static str])];

const STATES: &Words<StateCategory> = &[
    (
        StateCategory::Cancelled,
        &["cancel", "withdraw", "remov", "abandon", "obsolete", "取消", "撤回", "撤销", "撤銷", "作废"],
    ),
    (
        StateCategory::Declined,
        &[
            "declin",
            "reject",
            "refus",
            "denied",
            "wontfix",
            "invalid",
            "拒绝",
            "拒絕",
            "驳回",
            "駁回",
            "不受理",
        ],
    ),
    (StateCategory::Closed, &["close", "archiv", "关闭", "關閉", "结案", "結案", "归档", "歸檔"]),
    (
        StateCategory::Resolved,
        &[
            "resolv",
            "complet",
            "done",
            "fixed",
            "finish",
            "solved",
            "deliver",
            "已解决",
            "已解決",
            "完成",
            "办结",
            "辦結",
        ],
    ),
    (
        StateCategory::Waiting,
        &[
            "wait",
            "pending",
            "hold",
            "held",
            "block",
            "suspend",
            "paus",
            "orphan",
            "postpon",
            "等待",
            "挂起",
            "掛起",
            "暂停",
            "暫停",
            "待反馈",
        ],
    ),
    (
        StateCategory::New,
        &[
            "new",
            "open",
            "propos",
            "submit",
            "creat",
            "receiv",
            "receipt",
            "invit",
            "requested",
            "draft",
            "新建",
            "新",
            "待受理",
            "提交",
            "待处理",
            "待處理",
        ],
    ),
    (
        StateCategory::Accepted,
        &[
            "accept",
            "assign",
            "queue",
            "acknowledg",
            "triag",
            "approv",
            "schedul",
            "plan",
            "受理",
            "接受",
            "已分派",
            "已分配",
            "排队",
        ],
    ),
    (
        StateCategory::InProgress,
        &[
            "progress", "wip", "work", "activ", "doing", "review", "start", "reopen", "处理", "處理", "进行",
            "進行", "办理",
        ],
    ),
];

/// What a state that `states.csv` does not list most likely is.
pub(super) fn guess_state(state: &str) -> StateCategory {
    let is_negated = words(state).any(|word| matches!(word.as_str(), "not" | "never" | "no"));
    let found = look_up(STATES, state);
    match found {
        Some(StateCategory::Accepted | StateCategory::New) if is_negated => StateCategory::Declined,
        Some(StateCategory::Resolved | StateCategory::Closed) if is_negated => StateCategory::InProgress,
        Some(category) => category,
        // The name of a step: it is being worked on.
        None => StateCategory::InProgress,
    }
}

const UNITS: &Words<DepartmentKind> = &[
    (
        DepartmentKind::WorkingGroup,
        &["working", "workgroup", "project", "task", "工作组", "工作組", "项目组", "項目組", "专项组"],
    ),
    (
        DepartmentKind::Committee,
        &["committee", "council", "board", "commission", "委员会", "委員會", "理事会"],
    ),
    (DepartmentKind::Subsidiary, &["subsidiar", "子公司"]),
    (DepartmentKind::Affiliate, &["affiliat", "关联", "關聯", "联营", "参股"]),
    (DepartmentKind::Partner, &["partner", "合作"]),
    (DepartmentKind::Supplier, &["supplier", "vendor", "供应商", "供應商", "外包"]),
    (DepartmentKind::Division, &["division", "branch", "事业部", "事業部", "中心", "分公司"]),
    (DepartmentKind::Team, &["team", "squad", "crew", "group", "小组", "小組", "班组", "团队", "團隊", "组"]),
    (
        DepartmentKind::Department,
        &["department", "dept", "office", "unit", "部门", "部門", "部", "处", "科", "室"],
    ),
];

const RETIRED: &Words<()> = &[(
    (),
    &[
        "archiv",
        "retired",
        "former",
        "inactive",
        "disband",
        "dissolv",
        "alumni",
        "defunct",
        "已归档",
        "已撤销",
        "停用",
        "已解散",
    ],
)];

/// What sort of unit a kind in the source's words is.
pub(super) fn department_kind(word: &str) -> Meaning<DepartmentKind> {
    match unit::read(word) {
        Some(is) => Meaning { is, is_own_word: true },
        None => Meaning { is: look_up(UNITS, word).unwrap_or(DepartmentKind::Other), is_own_word: false },
    }
}

/// Whether a kind's or a unit's words say that it no longer takes part.
pub(super) fn says_retired(word: &str) -> bool {
    look_up(RETIRED, word).is_some()
}

const ROLES: &Words<MembershipRole> = &[
    (
        MembershipRole::Lead,
        &[
            "lead",
            "manager",
            "head",
            "chair",
            "director",
            "supervisor",
            "负责人",
            "負責人",
            "主管",
            "经理",
            "經理",
            "组长",
            "組長",
            "部长",
            "部長",
            "主任",
            "领导",
            "總監",
            "总监",
        ],
    ),
    (
        MembershipRole::Agent,
        &[
            "agent",
            "maintain",
            "handler",
            "operator",
            "dispatcher",
            "support",
            "point",
            "坐席",
            "客服",
            "处理人",
            "處理人",
            "经办",
            "經辦",
            "专员",
            "專員",
        ],
    ),
];

/// What a role in the source's words lets a person do; none: a former member.
pub(super) fn membership_role(word: &str) -> Option<Meaning<MembershipRole>> {
    if word.is_empty() {
        return Some(Meaning { is: MembershipRole::Member, is_own_word: true });
    }
    if let Some(is) = role::read(word) {
        return Some(Meaning { is, is_own_word: true });
    }
    if says_retired(word)
        || words(word).any(|word| matches!(word.as_str(), "emeritus" | "ex" | "past"))
        || word.contains("离职")
    {
        return None;
    }
    // "Team lead", but not "leadership council member" nor "Dev tools team".
    let is = words(word)
        .find_map(|word| matches!(word.as_str(), "lead" | "leader" | "leads").then_some(MembershipRole::Lead))
        .or_else(|| {
            look_up(ROLES, word)
                .filter(|role| *role == MembershipRole::Agent || !word.to_lowercase().contains("leadership"))
        })
        .unwrap_or(MembershipRole::Member);
    Some(Meaning { is, is_own_word: false })
}

const REQUEST_KINDS: &Words<RequestKind> = &[
    (RequestKind::Complaint, &["complain", "grievance", "投诉", "投訴"]),
    (RequestKind::Suggestion, &["suggest", "idea", "improve", "feature", "wish", "建议", "建議", "改进"]),
    (
        RequestKind::Problem,
        &[
            "incident", "problem", "bug", "fault", "defect", "outage", "error", "故障", "问题", "問題",
            "事件", "缺陷", "报修",
        ],
    ),
    (
        RequestKind::Question,
        &[
            "question",
            "ask",
            "consult",
            "inquir",
            "enquir",
            "query",
            "discussion",
            "咨询",
            "諮詢",
            "提问",
            "疑问",
        ],
    ),
];

/// What sort of request a kind in the source's words is.
pub(super) fn kind_of_request(word: &str) -> Meaning<RequestKind> {
    if word.is_empty() {
        return Meaning { is: RequestKind::Service, is_own_word: true };
    }
    match request_kind::read(word) {
        Some(is) => Meaning { is, is_own_word: true },
        None => {
            Meaning { is: look_up(REQUEST_KINDS, word).unwrap_or(RequestKind::Service), is_own_word: false }
        }
    }
}

const PRIORITIES: &Words<(Level, Level)> = &[
    (
        (Level::High, Level::High),
        &[
            "critical",
            "blocker",
            "major",
            "urgent",
            "emergency",
            "highest",
            "immediate",
            "p1",
            "1",
            "紧急",
            "緊急",
            "特急",
            "最高",
            "严重",
        ],
    ),
    ((Level::Low, Level::Low), &["lowest", "trivial", "p5", "5", "最低"]),
    ((Level::High, Level::Medium), &["high", "important", "p2", "2", "高", "重要"]),
    (
        (Level::Medium, Level::Medium),
        &["medium", "normal", "moderate", "standard", "p3", "3", "中", "普通", "一般"],
    ),
    ((Level::Medium, Level::Low), &["low", "minor", "p4", "4", "低"]),
];

/// Impact and urgency of a priority in the source's words or digits, 1 being the most pressing.
pub(super) fn priority(word: &str) -> Option<(Level, Level)> {
    look_up(PRIORITIES, word)
}

/// What a person is to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Requester,
    Assignee,
    Handler,
    Watcher,
}

const PARTS: &Words<Part> = &[
    (
        Part::Requester,
        &[
            "request",
            "report",
            "submit",
            "customer",
            "caller",
            "applicant",
            "author",
            "owner of the ask",
            "point",
            "申请",
            "申請",
            "提出",
            "报修",
            "提交",
        ],
    ),
    (Part::Assignee, &["assign", "owner", "处理", "處理", "经办", "經辦"]),
    (Part::Handler, &["handler"]),
    (Part::Watcher, &["watch", "follow", "cc", "observ", "抄送", "关注", "關注"]),
];

/// What a role in a request's people is. Whoever has another part follows the request.
pub(super) fn part(word: &str) -> Meaning<Part> {
    let lower = word.to_lowercase();
    let is_own_word = matches!(lower.as_str(), "requester" | "assignee" | "handler" | "watcher");
    Meaning { is: look_up(PARTS, word).unwrap_or(Part::Watcher), is_own_word }
}

fn look_up<T: Copy>(table: &Words<T>, text: &str) -> Option<T> {
    let words: Vec<String> = words(text).collect();
    let lower = text.to_lowercase();
    let has = |beginning: &&str| {
        if beginning.is_ascii() {
            // A digit stands for itself, not for every number that begins with it.
            let is_digit = beginning.chars().all(|c| c.is_ascii_digit());
            words.iter().any(|word| if is_digit { word == beginning } else { word.starts_with(*beginning) })
        } else {
            lower.contains(*beginning)
        }
    };
    table.iter().find(|(_, beginnings)| beginnings.iter().any(|beginning| has(beginning))).map(|(is, _)| *is)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
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
}
