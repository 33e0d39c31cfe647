//! Ratings and thanks.

use serde::{Deserialize, Serialize};

use crate::{DepartmentId, KudosCategory, KudosId, RequestId, ScoreSet, Side, Thanked};

payloads! {
    /// Rates how a request went.
    RateRequest {
        /// Which.
        request: RequestId,
        /// For which side.
        side: Side,
        /// The scores.
        scores: ScoreSet,
        /// A comment; may be empty.
        comment: String,
    }
    /// Thanks a department or a person.
    GiveKudos {
        /// Its id.
        id: KudosId,
        /// For which department of one's own.
        from_department: Option<DepartmentId>,
        /// Who is thanked.
        to: Thanked,
        /// For which request.
        request: Option<RequestId>,
        /// For what.
        category: KudosCategory,
        /// In one's own words.
        text: String,
    }
}
