//! Dependencies.

use serde::{Deserialize, Serialize};

use crate::{DepartmentId, DependencyId, Grade, Mode, NeedId, ServiceId, Severity, Tier};

payloads! {
    /// Declares that a department needs another, or adds a need to what is declared already.
    DeclareDependency {
        /// Who needs.
        customer: DepartmentId,
        /// Who is needed.
        provider: DepartmentId,
        /// The id of the need.
        need: NeedId,
        /// What is needed and why.
        text: String,
        /// How badly.
        severity: Severity,
        /// How the two work together.
        mode: Mode,
    }
    /// Changes one need.
    AmendNeed {
        /// Of which dependency.
        dependency: DependencyId,
        /// Which need.
        need: NeedId,
        /// The dependency's revision it was written over.
        over: u32,
        /// What is needed and why.
        text: String,
        /// How badly.
        severity: Severity,
    }
    /// Takes one need away. The last one takes the dependency with it.
    DropNeed {
        /// Of which dependency.
        dependency: DependencyId,
        /// Which need.
        need: NeedId,
    }
    /// Agrees to a dependency for the provider.
    AgreeDependency {
        /// Which.
        id: DependencyId,
    }
    /// Disputes a dependency for the provider.
    DisputeDependency {
        /// Which.
        id: DependencyId,
        /// Why.
        reason: String,
    }
    /// Changes how a dependency is worked.
    AmendDependency {
        /// Which.
        id: DependencyId,
        /// The revision it was written over.
        over: u32,
        /// How the two work together.
        mode: Mode,
        /// Importance.
        tier: Option<Tier>,
        /// Satisfaction × influence.
        grade: Option<Grade>,
        /// Where the two talk.
        channel: String,
        /// The services used.
        services: Vec<ServiceId>,
    }
    /// Says what a dependency hands over: the provider's output that becomes the customer's input.
    SetDeliverable {
        /// Of which dependency.
        id: DependencyId,
        /// The deliverable's revision it was written over; 0 where there is none.
        over: u32,
        /// What is handed over; empty: nothing is said of it.
        text: String,
    }
    /// Ends a dependency; its history stays.
    RetireDependency {
        /// Which.
        id: DependencyId,
    }
}
