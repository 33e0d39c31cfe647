//! What sources' words mean: tables, looked up word by word, in the order in which they stand.
//!
//! A guess is always reported, so that a person can correct it in the source.

use weft_domain::{DepartmentKind, MembershipRole, StateCategory};

mod own;
mod request;

pub(super) use own::*;
pub(super) use request::{Part, kind_of_request, part, priority};

/// The state of a person who was erased.
pub(super) const ERASED: &str = "erased";

/// A word's meaning, and whether the source used exactly our own word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning<T> {
    pub(super) is: T,
    pub(super) is_own_word: bool,
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
    table.iter().find(|(_, beginnings)| beginnings.iter().any(has)).map(|(is, _)| *is)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests;
