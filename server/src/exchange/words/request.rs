//! What sources' words about requests mean.

use weft_domain::{Level, RequestKind};

use super::{Meaning, Words, look_up, request_kind};

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
pub(in crate::exchange) fn kind_of_request(word: &str) -> Meaning<RequestKind> {
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
pub(in crate::exchange) fn priority(word: &str) -> Option<(Level, Level)> {
    look_up(PRIORITIES, word)
}

/// What a person is to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::exchange) enum Part {
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
pub(in crate::exchange) fn part(word: &str) -> Meaning<Part> {
    let lower = word.to_lowercase();
    let is_own_word = matches!(lower.as_str(), "requester" | "assignee" | "handler" | "watcher");
    Meaning { is: look_up(PARTS, word).unwrap_or(Part::Watcher), is_own_word }
}
