use weft_domain::{
    Deliverable, DepartmentId, Dependency, DependencyId, Dispute, Observed, PersonId, Tier, Timestamp,
};

use super::{Cells, Columns, StoreError, Stored};

impl Stored for Dependency {
    const TABLE: &'static str = "dependency";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer",
        "provider",
        "state",
        "mode",
        "tier",
        "grade",
        "needs",
        "services",
        "channel",
        "origin",
        "proposed_by",
        "agreed_by",
        "agreed_at",
        "disputed_by",
        "disputed_at",
        "dispute_reason",
        "observed_count",
        "observed_first",
        "observed_last",
        "changed_at",
        "rev",
    ];

    fn write(&self, cells: &mut Cells) {
        cells
            .id(self.id.0)
            .id(self.customer.0)
            .id(self.provider.0)
            .word(self.state)
            .word(self.mode)
            .int_or(self.tier.map(tier_number))
            .word_or(self.grade)
            .json(&self.needs)
            .json(&self.services)
            .text(&self.channel)
            .word(self.origin)
            .id_or(self.proposed_by.map(|person| person.0))
            .id_or(self.agreed.map(|(person, _)| person.0))
            .at_or(self.agreed.map(|(_, at)| at))
            .id_or(self.dispute.as_ref().map(|dispute| dispute.by.0))
            .at_or(self.dispute.as_ref().map(|dispute| dispute.at))
            .text_or(self.dispute.as_ref().map(|dispute| dispute.reason.clone()))
            .int_or(self.observed.map(|observed| observed.count))
            .at_or(self.observed.and_then(|observed| observed.first))
            .at_or(self.observed.and_then(|observed| observed.last))
            .at(self.changed_at)
            .int(self.rev);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: DependencyId(columns.id()?),
            customer: DepartmentId(columns.id()?),
            provider: DepartmentId(columns.id()?),
            state: columns.word()?,
            mode: columns.word()?,
            tier: read_tier(columns)?,
            grade: columns.word_or()?,
            needs: columns.json()?,
            services: columns.json()?,
            channel: columns.text()?,
            origin: columns.word()?,
            proposed_by: columns.id_or()?.map(PersonId),
            agreed: read_agreed(columns)?,
            dispute: read_dispute(columns)?,
            observed: read_observed(columns)?,
            changed_at: columns.at()?,
            rev: columns.number()?,
        })
    }
}

impl Stored for Deliverable {
    const TABLE: &'static str = "dependency_deliverable";
    const COLUMNS: &'static [&'static str] = &["dependency", "text", "rev"];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.dependency.0).text(&self.text).int(self.rev);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { dependency: DependencyId(columns.id()?), text: columns.text()?, rev: columns.number()? })
    }
}

fn tier_number(tier: Tier) -> i64 {
    match tier {
        Tier::One => 1,
        Tier::Two => 2,
        Tier::Three => 3,
    }
}

fn read_tier(columns: &mut Columns<'_>) -> Result<Option<Tier>, StoreError> {
    match columns.int_or()? {
        None => Ok(None),
        Some(1) => Ok(Some(Tier::One)),
        Some(2) => Ok(Some(Tier::Two)),
        Some(3) => Ok(Some(Tier::Three)),
        Some(_) => Err(columns.bad()),
    }
}

fn read_agreed(columns: &mut Columns<'_>) -> Result<Option<(PersonId, Timestamp)>, StoreError> {
    let (by, at) = (columns.id_or()?, columns.at_or()?);
    Ok(by.map(PersonId).zip(at))
}

fn read_dispute(columns: &mut Columns<'_>) -> Result<Option<Dispute>, StoreError> {
    let (by, at, reason) = (columns.id_or()?, columns.at_or()?, columns.text_or()?);
    Ok(by.map(PersonId).zip(at).zip(reason).map(|((by, at), reason)| Dispute { by, at, reason }))
}

fn read_observed(columns: &mut Columns<'_>) -> Result<Option<Observed>, StoreError> {
    let (count, first, last) = (columns.number_or()?, columns.at_or()?, columns.at_or()?);
    Ok(count.map(|count| Observed { count, first, last }))
}
