use weft_domain::{DailyId, Day, DepartmentId, Scores, Traffic};

use super::{Cells, Columns, StoreError, Stored};

impl Stored for Traffic {
    const TABLE: &'static str = "traffic";
    const COLUMNS: &'static [&'static str] =
        &["id", "customer", "provider", "day", "filed", "resolved", "dropped", "resolve_minutes"];

    fn write(&self, cells: &mut Cells) {
        cells
            .id(self.id.0)
            .id(self.customer.0)
            .id(self.provider.0)
            .int(self.day.0)
            .int(self.filed)
            .int(self.resolved)
            .int(self.dropped)
            .bits(self.resolve_minutes);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: DailyId(columns.id()?),
            customer: DepartmentId(columns.id()?),
            provider: DepartmentId(columns.id()?),
            day: Day(columns.number()?),
            filed: columns.number()?,
            resolved: columns.number()?,
            dropped: columns.number()?,
            resolve_minutes: columns.bits()?,
        })
    }
}

impl Stored for Scores {
    const TABLE: &'static str = "scores";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer",
        "provider",
        "day",
        "ratings",
        "quality_sum",
        "attitude_sum",
        "efficiency_sum",
        "result_sum",
    ];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.id.0).id(self.customer.0).id(self.provider.0).int(self.day.0).int(self.ratings);
        for sum in self.sums {
            cells.int(sum);
        }
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: DailyId(columns.id()?),
            customer: DepartmentId(columns.id()?),
            provider: DepartmentId(columns.id()?),
            day: Day(columns.number()?),
            ratings: columns.number()?,
            sums: [columns.number()?, columns.number()?, columns.number()?, columns.number()?],
        })
    }
}
