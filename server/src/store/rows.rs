//! Entities to tables and back. A stored row and a wire row are different things: what is written
//! here outlives every version of the messages.

mod department;
mod dependency;
mod feedback;
mod figures;
mod organisation;
mod person;
mod request;
mod service;

use sqlx::{AssertSqlSafe, any::AnyRow};
use weft_domain::{
    Board, Comment, Contact, Deliverable, Department, Dependency, Entity, Handlers, Key, Kind, Kudos, Label,
    MapPlace, Membership, Numbering, Organisation, Person, Rating, RatingComment, Request, RequestText, Row,
    Scores, Service, Traffic,
};

use super::{
    StoreError,
    cells::{Cells, Columns},
};

/// How an entity is stored.
pub(super) trait Stored: Entity + Sized {
    /// Its table.
    const TABLE: &'static str;
    /// Its columns; the first is the id.
    const COLUMNS: &'static [&'static str];
    /// Writes one value per column.
    fn write(&self, cells: &mut Cells);
    /// Reads one value per column.
    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError>;
}

/// A table's name and columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [&'static str],
}

macro_rules! tables {
    ($($kind:ident),* $(,)?) => {
        /// The table of a kind.
        pub(super) fn table(kind: Kind) -> Table {
            match kind {
                $(Kind::$kind => Table { name: $kind::TABLE, columns: $kind::COLUMNS },)*
            }
        }

        /// Writes a row's values.
        pub(super) fn write(row: &Row, cells: &mut Cells) {
            match row { $(Row::$kind(row) => row.write(cells),)* }
        }

        /// Reads a row that was selected with its table's columns.
        pub(super) fn read(kind: Kind, row: &AnyRow) -> Result<Row, StoreError> {
            match kind {
                $(Kind::$kind => {
                    let mut columns = Columns::new(row, $kind::TABLE, $kind::COLUMNS);
                    $kind::read(&mut columns).map(Row::from)
                })*
            }
        }
    };
}

tables! {
    Organisation, Department, Person, Contact, Membership, Service, Dependency, Board, Label, Request,
    RequestText, Comment, Rating, RatingComment, Kudos, Traffic, Scores, MapPlace, Numbering, Handlers,
    Deliverable,
}

/// A row's id as its table has it.
pub(super) fn stored_id(key: Key) -> String {
    key.id.hyphenated().to_string()
}

/// Selects rows of a kind; `rest` is what follows the table's name. Only this program's constants and the
/// places of parameters are put together: that is why it is safe.
pub(super) fn select(kind: Kind, rest: &str) -> AssertSqlSafe<String> {
    let Table { name, columns } = table(kind);
    AssertSqlSafe(format!("SELECT {} FROM {name} {rest}", columns.join(", ")))
}
