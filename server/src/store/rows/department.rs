use weft_domain::{
    Board, Department, DepartmentId, DepartmentState, Label, LabelId, LocalText, MapPlace, Numbering,
    RequestKey,
};

use super::{Cells, Columns, StoreError, Stored};

impl Stored for Department {
    const TABLE: &'static str = "department";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "name_by_locale",
        "purpose",
        "kind",
        "kind_name",
        "parent",
        "key",
        "former_keys",
        "channel",
        "state",
        "merged_into",
        "rev",
    ];

    fn write(&self, cells: &mut Cells) {
        let (state, into) = match self.state {
            DepartmentState::Active => ("active", None),
            DepartmentState::Retired => ("retired", None),
            DepartmentState::Merged { into } => ("merged", Some(into.0)),
        };
        cells
            .id(self.id.0)
            .text(&self.name.default)
            .json(&self.name.by_locale)
            .text(&self.purpose)
            .word(self.kind)
            .text_or(self.kind_name.clone())
            .id_or(self.parent.map(|parent| parent.0))
            .text(&self.key.0)
            .json(&self.former_keys)
            .text(&self.channel)
            .text(state)
            .id_or(into)
            .int(self.rev);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: DepartmentId(columns.id()?),
            name: LocalText { default: columns.text()?, by_locale: columns.json()? },
            purpose: columns.text()?,
            kind: columns.word()?,
            kind_name: columns.text_or()?,
            parent: columns.id_or()?.map(DepartmentId),
            key: RequestKey(columns.text()?),
            former_keys: columns.json()?,
            channel: columns.text()?,
            state: read_state(columns)?,
            rev: columns.number()?,
        })
    }
}

fn read_state(columns: &mut Columns<'_>) -> Result<DepartmentState, StoreError> {
    let state = columns.text()?;
    let into = columns.id_or()?.map(DepartmentId);
    match (state.as_str(), into) {
        ("active", None) => Ok(DepartmentState::Active),
        ("retired", None) => Ok(DepartmentState::Retired),
        ("merged", Some(into)) => Ok(DepartmentState::Merged { into }),
        _ => Err(columns.bad()),
    }
}

impl Stored for Board {
    const TABLE: &'static str = "board";
    const COLUMNS: &'static [&'static str] = &["department", "columns", "rev"];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.department.0).json(&self.columns).int(self.rev);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { department: DepartmentId(columns.id()?), columns: columns.json()?, rev: columns.number()? })
    }
}

impl Stored for Label {
    const TABLE: &'static str = "label";
    const COLUMNS: &'static [&'static str] = &["id", "department", "name", "is_retired"];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.id.0).id(self.department.0).text(&self.name).flag(self.is_retired);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: LabelId(columns.id()?),
            department: DepartmentId(columns.id()?),
            name: columns.text()?,
            is_retired: columns.flag()?,
        })
    }
}

impl Stored for MapPlace {
    const TABLE: &'static str = "map_place";
    const COLUMNS: &'static [&'static str] = &["department", "x", "y"];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.department.0).int(self.x).int(self.y);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { department: DepartmentId(columns.id()?), x: columns.number()?, y: columns.number()? })
    }
}

impl Stored for Numbering {
    const TABLE: &'static str = "numbering";
    const COLUMNS: &'static [&'static str] = &["department", "last"];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.department.0).int(self.last);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { department: DepartmentId(columns.id()?), last: columns.number()? })
    }
}
