use serde::{Deserialize, Serialize};

use crate::{DepartmentId, LocalText, PersonId, ServiceId};

/// What departments offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// Its name.
    pub name: LocalText,
    /// What it covers.
    pub description: String,
    /// Who offers it, sorted.
    pub providers: Vec<DepartmentId>,
    /// Where it is in its life.
    pub state: ServiceState,
    /// Requests for it are seen by the requester and its named handlers only.
    pub is_confidential: bool,
    /// Counts edits of this row's texts.
    pub rev: u32,
}

/// Who handles the requests for a confidential service. Everybody may know: whoever asks is told who will
/// see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handlers {
    /// Of which service.
    pub service: ServiceId,
    /// Who, sorted.
    pub people: Vec<PersonId>,
}

/// Where a service is in its life. Append-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceState {
    /// Being prepared; cannot be asked for.
    Draft,
    /// Can be asked for.
    #[default]
    Active,
    /// No longer offered; its history stays.
    Retired,
}
