use weft_domain::{Entity as _, Organisation};

use super::{Cells, Columns, StoreError, Stored};

impl Stored for Organisation {
    const TABLE: &'static str = "organisation";
    const COLUMNS: &'static [&'static str] = &["id", "name", "locale", "time_zone", "rev"];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.key_id()).text(&self.name).word(self.locale).text(&self.time_zone).int(self.rev);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        columns.id()?;
        Ok(Self {
            name: columns.text()?,
            locale: columns.word()?,
            time_zone: columns.text()?,
            rev: columns.number()?,
        })
    }
}
