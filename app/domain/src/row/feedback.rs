use serde::{Deserialize, Serialize};

use crate::{DepartmentId, KudosId, PersonId, RatingId, RequestId, Timestamp};

/// One side's rating of how a request went: its scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// Its id, derived from request and side.
    pub id: RatingId,
    /// The request it is of.
    pub request: RequestId,
    /// Who rates whom.
    pub side: Side,
    /// The person who rates.
    pub rater: PersonId,
    /// Who asked.
    pub customer: DepartmentId,
    /// Who held it when it was rated.
    pub provider: DepartmentId,
    /// The scores.
    pub scores: ScoreSet,
    /// When.
    pub at: Timestamp,
}

/// Who rates. Append-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// The customer rates the provider.
    Customer,
    /// The provider rates the customer.
    Provider,
}

/// Four scores: three of the process, one of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreSet {
    /// How well it was done.
    pub quality: Score,
    /// How people were treated.
    pub attitude: Score,
    /// How quickly and smoothly it went.
    pub efficiency: Score,
    /// Whether what came out is what was needed.
    pub result: Score,
}

/// One score, 1 to 5, five best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

/// A score outside 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a score is 1 to 5")]
pub struct NotAScore;

impl TryFrom<u8> for Score {
    type Error = NotAScore;
    fn try_from(value: u8) -> Result<Self, NotAScore> {
        if (1..=5).contains(&value) { Ok(Self(value)) } else { Err(NotAScore) }
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> u8 {
        score.0
    }
}

/// A rating's comment, seen by fewer than its scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingComment {
    /// Of which rating.
    pub rating: RatingId,
    /// Who asked.
    pub customer: DepartmentId,
    /// Who held it.
    pub provider: DepartmentId,
    /// What the rater says.
    pub text: String,
}

/// Thanks from a person to a department or a person, seen by everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kudos {
    /// Its id.
    pub id: KudosId,
    /// Who thanks.
    pub from: PersonId,
    /// For which department of theirs.
    pub from_department: Option<DepartmentId>,
    /// Who is thanked.
    pub to: Thanked,
    /// For which request. Named only to those who may see it.
    pub request: Option<RequestId>,
    /// For what.
    pub category: KudosCategory,
    /// In their words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// Who is thanked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Thanked {
    /// A department.
    Department(DepartmentId),
    /// A person.
    Person(PersonId),
}

/// What thanks are for. Append-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum KudosCategory {
    /// Help.
    #[default]
    Help,
    /// Teamwork.
    Teamwork,
    /// A new idea.
    Innovation,
    /// Craft.
    Craft,
}
