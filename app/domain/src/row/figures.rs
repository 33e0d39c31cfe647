use serde::{Deserialize, Serialize};

use crate::{DailyId, Day, DepartmentId};

/// Requests between two departments on one UTC day. Seen by everyone; confidential requests are
/// not counted. It exists for pairs without a declared dependency too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// Its id, derived from pair and day.
    pub id: DailyId,
    /// Who asks.
    pub customer: DepartmentId,
    /// Who is asked.
    pub provider: DepartmentId,
    /// Which day.
    pub day: Day,
    /// Requests filed, or handed over to the provider.
    pub filed: u32,
    /// Requests resolved.
    pub resolved: u32,
    /// Requests declined or cancelled.
    pub dropped: u32,
    /// Sum of the minutes from filing to resolving, of those resolved.
    pub resolve_minutes: u64,
}

/// Customers' scores between two departments on one UTC day. Seen by those who may see the scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// Its id, derived from pair and day.
    pub id: DailyId,
    /// Who rates.
    pub customer: DepartmentId,
    /// Who is rated.
    pub provider: DepartmentId,
    /// Which day.
    pub day: Day,
    /// How many ratings.
    pub ratings: u32,
    /// Sums of quality, attitude, efficiency and result.
    pub sums: [u32; 4],
}
