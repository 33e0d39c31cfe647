use weft_domain::{Handlers, LocalText, PersonId, Service, ServiceId};

use super::{Cells, Columns, StoreError, Stored};

impl Stored for Service {
    const TABLE: &'static str = "service";
    const COLUMNS: &'static [&'static str] =
        &["id", "name", "name_by_locale", "description", "providers", "state", "is_confidential", "rev"];

    fn write(&self, cells: &mut Cells) {
        cells
            .id(self.id.0)
            .text(&self.name.default)
            .json(&self.name.by_locale)
            .text(&self.description)
            .json(&self.providers)
            .word(self.state)
            .flag(self.is_confidential)
            .int(self.rev);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: ServiceId(columns.id()?),
            name: LocalText { default: columns.text()?, by_locale: columns.json()? },
            description: columns.text()?,
            providers: columns.json()?,
            state: columns.word()?,
            is_confidential: columns.flag()?,
            rev: columns.number()?,
        })
    }
}

impl Stored for Handlers {
    const TABLE: &'static str = "service_handlers";
    const COLUMNS: &'static [&'static str] = &["service", "people"];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.service.0).json(&self.people);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        let service = ServiceId(columns.id()?);
        let people: Vec<PersonId> = columns.json()?;
        Ok(Self { service, people })
    }
}
