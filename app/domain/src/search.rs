//! Search over requests: words and a few operators, the same in browser and server.
//!
//! ```text
//! printer "second floor" is:open to:INFRA label:urgent assignee:me p:1 -state:waiting
//! ```
//!
//! Every term must match. A word matches where it is part of the title, the number or the body, so
//! that two-character Chinese words are found; `-` in front negates; quotes keep spaces together.
//! What is no operator is a word. Who may see what is not asked here but of
//! [`audience`](mod@crate::audience).

use std::collections::BTreeSet;

use crate::{
    DepartmentId, LabelId, PersonId, Priority, Request, RequestKind, RequestNumber, Sight, StateCategory,
    World,
};

/// Characters of a query that are read; the rest is left out.
pub const QUERY_CHARS_MAX: usize = 500;
/// Terms of a query that are read; the rest is left out.
pub const QUERY_TERMS_MAX: usize = 32;

/// What is searched for. All of its terms must match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The terms, as written.
    pub terms: Vec<Term>,
}

/// One term of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// It must not match.
    pub is_negated: bool,
    /// What is looked at.
    pub test: Test,
}

/// What a term looks at. Texts are in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Part of title, number or body.
    Text(String),
    /// `state:new` and so on.
    State(StateCategory),
    /// `is:…`.
    Is(Quality),
    /// `label:` part of a label's name.
    Label(String),
    /// `from:` the customer's key or part of its name.
    From(String),
    /// `to:` the holder's key or part of its name.
    To(String),
    /// `assignee:` who works on it.
    Assignee(Who),
    /// `by:` who asked.
    By(Who),
    /// `p:1` to `p:4`.
    Priority(Priority),
    /// `kind:question` and so on.
    Kind(RequestKind),
}

/// What `is:` asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// It needs somebody's work.
    Open,
    /// It has ended.
    Closed,
    /// The searcher asked for it.
    Mine,
    /// The searcher follows it.
    Watched,
    /// It has no holder.
    Unrouted,
    /// Only requester and handlers see it.
    Confidential,
}

/// A person as a query names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The searcher.
    Me,
    /// Nobody.
    Nobody,
    /// Part of a name.
    Named(String),
}

impl Query {
    /// Reads a query; every text is one, an empty one matches everything.
    pub fn parse(text: &str) -> Self {
        let text: String = text.chars().take(QUERY_CHARS_MAX).collect();
        Self { terms: words(&text).iter().take(QUERY_TERMS_MAX).filter_map(term).collect() }
    }

    /// Whether it matches everything.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The words that are looked for in titles and bodies, also those that must not stand there; in small
    /// letters, each once.
    pub fn texts(&self) -> BTreeSet<&str> {
        let texts = self.terms.iter().filter_map(|term| match &term.test {
            Test::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// Whether `request` is searched for by `searcher`. Its body is looked at where it is at hand.
    pub fn matches(&self, world: &World, searcher: PersonId, request: &Request, body: Option<&str>) -> bool {
        let subject = Subject { world, searcher, request, body };
        self.terms.iter().all(|term| subject.passes(&term.test) != term.is_negated)
    }
}

/// A word with what stood around it.
struct Word {
    is_negated: bool,
    /// It began with a quote, so it is no operator.
    is_quoted: bool,
    text: String,
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let bare = rest.strip_prefix('-').filter(|bare| bare.starts_with(|c: char| !c.is_whitespace()));
        let is_negated = bare.is_some();
        rest = bare.unwrap_or(rest);
        let is_quoted = rest.starts_with(is_quote);
        let mut in_quotes = false;
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            if is_quote(c) {
                in_quotes = !in_quotes;
            } else if c.is_whitespace() && !in_quotes {
                end = at;
                break;
            }
        }
        let text: String = rest[..end].chars().filter(|c| !is_quote(*c)).collect();
        words.push(Word { is_negated, is_quoted, text: text.to_lowercase() });
        rest = rest[end..].trim_start();
    }
    words
}

/// Straight quotes, and the ones that input methods for Chinese write.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '「' | '」')
}

fn term(word: &Word) -> Option<Term> {
    // A full-width colon is what an input method for Chinese writes.
    let operator = word.text.split_once([':', '：']).filter(|_| !word.is_quoted);
    let test = operator.and_then(|(name, value)| operator_test(name, value.trim()));
    let test = match test {
        Some(test) => test,
        None if word.text.trim().is_empty() => return None,
        None => Test::Text(word.text.clone()),
    };
    Some(Term { is_negated: word.is_negated, test })
}

fn operator_test(name: &str, value: &str) -> Option<Test> {
    if value.is_empty() {
        return None;
    }
    let text = value.to_owned();
    Some(match name {
        "state" => Test::State(state(value)?),
        "is" => Test::Is(quality(value)?),
        "label" => Test::Label(text),
        "from" => Test::From(text),
        "to" => Test::To(text),
        "assignee" => Test::Assignee(who(value)),
        "by" => Test::By(who(value)),
        "p" | "priority" => Test::Priority(priority(value)?),
        "kind" => Test::Kind(kind(value)?),
        _ => return None,
    })
}

fn state(value: &str) -> Option<StateCategory> {
    Some(match value {
        "new" => StateCategory::New,
        "accepted" => StateCategory::Accepted,
        "in_progress" | "in-progress" | "progress" => StateCategory::InProgress,
        "waiting" => StateCategory::Waiting,
        "resolved" => StateCategory::Resolved,
        "closed" => StateCategory::Closed,
        "declined" => StateCategory::Declined,
        "cancelled" | "canceled" => StateCategory::Cancelled,
        _ => return None,
    })
}

fn quality(value: &str) -> Option<Quality> {
    Some(match value {
        "open" => Quality::Open,
        "closed" | "ended" => Quality::Closed,
        "mine" => Quality::Mine,
        "watched" => Quality::Watched,
        "unrouted" => Quality::Unrouted,
        "confidential" => Quality::Confidential,
        _ => return None,
    })
}

fn who(value: &str) -> Who {
    match value {
        "me" => Who::Me,
        "none" | "nobody" => Who::Nobody,
        name => Who::Named(name.to_owned()),
    }
}

fn priority(value: &str) -> Option<Priority> {
    Some(match value.trim_start_matches('p') {
        "1" => Priority::P1,
        "2" => Priority::P2,
        "3" => Priority::P3,
        "4" => Priority::P4,
        _ => return None,
    })
}

fn kind(value: &str) -> Option<RequestKind> {
    Some(match value {
        "service" => RequestKind::Service,
        "question" => RequestKind::Question,
        "problem" => RequestKind::Problem,
        "complaint" => RequestKind::Complaint,
        "suggestion" => RequestKind::Suggestion,
        _ => return None,
    })
}

struct Subject<'a> {
    world: &'a World,
    searcher: PersonId,
    request: &'a Request,
    body: Option<&'a str>,
}

impl Subject<'_> {
    fn passes(&self, test: &Test) -> bool {
        let request = self.request;
        match test {
            Test::Text(text) => self.has_text(text),
            Test::State(state) => request.state == *state,
            Test::Is(quality) => self.has_quality(*quality),
            Test::Label(name) => request.labels.iter().any(|label| self.is_label(*label, name)),
            Test::From(name) => request.customer.is_some_and(|id| self.is_department(id, name)),
            Test::To(name) => request.provider.is_some_and(|id| self.is_department(id, name)),
            Test::Assignee(who) => self.is_person(request.assignee, who),
            Test::By(who) => self.is_person(request.requester, who),
            Test::Priority(priority) => request.priority() == *priority,
            Test::Kind(kind) => request.kind == *kind,
        }
    }

    fn has_text(&self, text: &str) -> bool {
        let number = match &self.request.number {
            RequestNumber::Provisional => String::new(),
            RequestNumber::Filed { key, n } => format!("{}-{n}", key.0).to_lowercase(),
        };
        self.request.title.to_lowercase().contains(text)
            || number == text
            || self.body.is_some_and(|body| body.to_lowercase().contains(text))
    }

    fn has_quality(&self, quality: Quality) -> bool {
        let request = self.request;
        match quality {
            Quality::Open => request.is_open(),
            Quality::Closed => request.state.is_end(),
            Quality::Mine => request.requester == Some(self.searcher),
            Quality::Watched => request.watchers.contains(&self.searcher),
            Quality::Unrouted => request.provider.is_none(),
            Quality::Confidential => matches!(request.sight, Sight::Confidential { .. }),
        }
    }

    fn is_label(&self, id: LabelId, name: &str) -> bool {
        self.world.label(id).present().is_some_and(|row| row.name.to_lowercase().contains(name))
    }

    fn is_department(&self, id: DepartmentId, name: &str) -> bool {
        self.world.department(id).present().is_some_and(|row| {
            let mut keys = row.former_keys.iter().chain([&row.key]);
            let mut texts = row.name.by_locale.values().chain([&row.name.default]);
            keys.any(|key| key.0.to_lowercase() == name)
                || texts.any(|text| text.to_lowercase().contains(name))
        })
    }

    fn is_person(&self, id: Option<PersonId>, who: &Who) -> bool {
        match who {
            Who::Me => id == Some(self.searcher),
            Who::Nobody => id.is_none(),
            Who::Named(name) => id
                .and_then(|id| self.world.person(id).present())
                .is_some_and(|row| row.name.to_lowercase().contains(name)),
        }
    }
}
