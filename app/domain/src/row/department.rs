use serde::{Deserialize, Serialize};

use crate::{ColumnId, DepartmentId, LabelId, LocalText, StateCategory};

/// Any unit that gives or receives service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Its id.
    pub id: DepartmentId,
    /// Its name.
    pub name: LocalText,
    /// What it is for, in its own words.
    pub purpose: String,
    /// What sort of unit it is.
    pub kind: DepartmentKind,
    /// The source's or its own word for its kind, where [`DepartmentKind`] has none.
    pub kind_name: Option<String>,
    /// The department above it. The tree has no cycles.
    pub parent: Option<DepartmentId>,
    /// The first part of its requests' public numbers, unique.
    pub key: RequestKey,
    /// Keys it had before; they still lead to it.
    pub former_keys: Vec<RequestKey>,
    /// Where to reach it outside Weft, in its own words.
    pub channel: String,
    /// Whether it still takes part.
    pub state: DepartmentState,
    /// Counts edits of this row's texts.
    pub rev: u32,
}

impl Department {
    /// Whether it still takes part.
    pub fn is_active(&self) -> bool {
        self.state == DepartmentState::Active
    }
}

/// What sort of unit a department is. Append-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DepartmentKind {
    /// A part of the organisation made of teams.
    Division,
    /// A department.
    Department,
    /// People who work together every day.
    #[default]
    Team,
    /// A committee.
    Committee,
    /// A working group, often with an end.
    WorkingGroup,
    /// A subsidiary.
    Subsidiary,
    /// An affiliated company.
    Affiliate,
    /// A partner.
    Partner,
    /// A supplier.
    Supplier,
    /// Something else: see [`Department::kind_name`].
    Other,
}

/// Whether a department still takes part. Nothing with history is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DepartmentState {
    /// It takes part.
    #[default]
    Active,
    /// It stopped; its history stays.
    Retired,
    /// It became part of another.
    Merged {
        /// The department that took it in.
        into: DepartmentId,
    },
}

/// The first part of a request's public number: 2–6 of A–Z and 0–9, starting with a letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestKey(pub String);

/// A department's board: its own names for the states of a request, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Whose board.
    pub department: DepartmentId,
    /// Its columns from left to right; at least one per category of [`StateCategory::ON_BOARD`].
    pub columns: Vec<Column>,
    /// Counts edits.
    pub rev: u32,
}

/// One column of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its id.
    pub id: ColumnId,
    /// The team's name for it; `None`: the category's own name, in the reader's language.
    pub name: Option<LocalText>,
    /// The state its requests are in.
    pub category: StateCategory,
    /// How many requests the team wants in it at most (work in progress). More is shown, not refused.
    pub limit: Option<u16>,
}

impl Board {
    /// The board of a department that has not edited it: one column per category on a board.
    pub fn standard(department: DepartmentId) -> Self {
        let columns = (0u8..)
            .zip(StateCategory::ON_BOARD)
            .map(|(ordinal, category)| Column {
                id: ColumnId::standard(department, ordinal),
                name: None,
                category: *category,
                limit: None,
            })
            .collect();
        Self { department, columns, rev: 0 }
    }

    /// The column with this id.
    pub fn column(&self, id: ColumnId) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    /// The first column of a category.
    pub fn first_of(&self, category: StateCategory) -> Option<&Column> {
        self.columns.iter().find(|column| column.category == category)
    }
}

/// A label a department puts on requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Its id.
    pub id: LabelId,
    /// Whose label.
    pub department: DepartmentId,
    /// Its name.
    pub name: String,
    /// Not offered any more; requests that carry it keep it.
    pub is_retired: bool,
}

/// Where a department was put on the map by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapPlace {
    /// The department.
    pub department: DepartmentId,
    /// Scene units from the origin to the right, to its upper left corner.
    pub x: i32,
    /// Scene units from the origin down, to its upper left corner.
    pub y: i32,
}

/// The last request number a department gave out. Known to the server only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbering {
    /// Whose numbers.
    pub department: DepartmentId,
    /// The last number given out.
    pub last: u32,
}
