use serde::{Deserialize, Serialize};

use crate::{DepartmentId, DependencyId, NeedId, PersonId, ServiceId, Timestamp};

/// The relationship everything hangs on: a customer department needs a provider department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependency {
    /// Its id, derived from the pair.
    pub id: DependencyId,
    /// Who needs.
    pub customer: DepartmentId,
    /// Who is needed.
    pub provider: DepartmentId,
    /// How far the two are agreed on it.
    pub state: DependencyState,
    /// How the two work together.
    pub mode: Mode,
    /// Importance, 1 to 3.
    pub tier: Option<Tier>,
    /// Satisfaction × influence.
    pub grade: Option<Grade>,
    /// What is needed and why, line by line, in order of arrival.
    pub needs: Vec<Need>,
    /// The services used, sorted.
    pub services: Vec<ServiceId>,
    /// Where the two talk, in their words.
    pub channel: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Who proposed it first; none for an imported one.
    pub proposed_by: Option<PersonId>,
    /// Who agreed for the provider, and when.
    pub agreed: Option<(PersonId, Timestamp)>,
    /// The open dispute, in state [`DependencyState::Disputed`].
    pub dispute: Option<Dispute>,
    /// What a source saw of it in the past.
    pub observed: Option<Observed>,
    /// When it last changed state.
    pub changed_at: Timestamp,
    /// Counts edits of this row's texts.
    pub rev: u32,
}

impl Dependency {
    /// How badly it is needed: the worst of its needs.
    pub fn severity(&self) -> Severity {
        self.needs.iter().map(|need| need.severity).max().unwrap_or_default()
    }
}

/// What a dependency hands over: the provider's output that becomes the customer's input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliverable {
    /// Of which dependency.
    pub dependency: DependencyId,
    /// What is handed over; empty: it was said once, and taken back.
    pub text: String,
    /// Counts edits of this row's text.
    pub rev: u32,
}

/// How far the two sides are agreed. Append-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DependencyState {
    /// The customer says so; the provider has not answered.
    #[default]
    Proposed,
    /// Both say so.
    Agreed,
    /// The provider says no, or not so.
    Disputed,
    /// It is over; its history stays.
    Retired,
}

/// How badly something is needed, from mild to bad. Append-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Nice to have.
    #[default]
    Ok,
    /// Work is slower without it.
    Slowing,
    /// Work stops without it.
    Blocking,
}

/// How two departments work together. Append-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mode {
    /// They work side by side.
    Collaboration,
    /// One serves the other.
    #[default]
    AsAService,
    /// One helps the other to manage alone.
    Facilitating,
}

/// Importance of a customer to a provider. Append-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tier {
    /// The most important.
    One,
    /// Important.
    Two,
    /// Others.
    Three,
}

/// Satisfaction × influence. Append-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grade {
    /// Satisfied and influential.
    A,
    /// In between.
    B,
    /// The rest.
    C,
}

/// One need: a line in a dependency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Its id.
    pub id: NeedId,
    /// What is needed and why, in the customer's words.
    pub text: String,
    /// How badly.
    pub severity: Severity,
    /// Who said so.
    pub author: PersonId,
    /// When.
    pub at: Timestamp,
}

/// Where a dependency comes from. Append-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// A person drew it.
    #[default]
    Declared,
    /// It came in with an import.
    Imported,
}

/// Why a provider does not agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Who disputes it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Why, in their words.
    pub reason: String,
}

/// What a source saw of a dependency in the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// How often.
    pub count: u32,
    /// First time.
    pub first: Option<Timestamp>,
    /// Last time.
    pub last: Option<Timestamp>,
}
