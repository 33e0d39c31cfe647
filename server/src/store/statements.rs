//! Statements that are made from a table's columns, for many rows at a time.

use std::{collections::HashMap, sync::Arc};

use sqlx::{AnyConnection, AssertSqlSafe};

use super::{StoreError, cells::Cells, rows::Table};

/// Parameters in one statement. More would not be faster: SQLite looks up each by its name.
const PARAMETERS_MAX: usize = 512;

/// What is done to a table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Verb {
    /// Adds rows that cannot be there.
    Insert,
    /// Adds rows, or replaces those with the same first `n` columns.
    Upsert(usize),
    /// Takes rows out by their first column.
    Delete,
    /// Selects rows by their first column.
    Select,
    /// Selects all rows.
    SelectAll,
    /// Counts all rows.
    Count,
}

/// Generated statements, kept because the same ones come again and again.
#[derive(Debug, Default)]
pub(super) struct Statements(HashMap<(Verb, &'static str, usize), Arc<str>>);

impl Statements {
    /// The statement for `count` rows of a table. Names come from this program's own constants
    /// only, values are parameters: that is why it is safe.
    pub(super) fn get(&mut self, verb: Verb, table: Table, count: usize) -> AssertSqlSafe<Arc<str>> {
        let sql = self.0.entry((verb, table.name, count)).or_insert_with(|| build(verb, table, count).into());
        AssertSqlSafe(sql.clone())
    }

    /// Runs a writing statement over all rows in `cells`, as few times as possible.
    pub(super) async fn run(
        &mut self,
        connection: &mut AnyConnection,
        verb: Verb,
        table: Table,
        mut cells: Cells,
    ) -> Result<(), StoreError> {
        let width = width(verb, table);
        for count in chunks(cells.len() / width, width) {
            let sql = self.get(verb, table, count);
            let arguments = cells.take_arguments(count * width)?;
            sqlx::query_with(sql, arguments).execute(&mut *connection).await?;
        }
        Ok(())
    }
}

fn width(verb: Verb, table: Table) -> usize {
    match verb {
        Verb::Insert | Verb::Upsert(_) => table.columns.len(),
        Verb::Delete | Verb::Select | Verb::SelectAll | Verb::Count => 1,
    }
}

/// Splits `rows` into powers of two, so that there are few different statements.
pub(super) fn chunks(rows: usize, width: usize) -> impl Iterator<Item = usize> {
    let most = floor_to_power_of_two((PARAMETERS_MAX / width.max(1)).max(1));
    let mut left = rows;
    std::iter::from_fn(move || {
        let count = floor_to_power_of_two(left).min(most);
        left -= count;
        (count > 0).then_some(count)
    })
}

fn floor_to_power_of_two(number: usize) -> usize {
    number.checked_ilog2().map_or(0, |log| 1 << log)
}

fn build(verb: Verb, table: Table, count: usize) -> String {
    let Table { name, columns } = table;
    let first = columns.first().copied().unwrap_or_default();
    let listed = columns.join(", ");
    match verb {
        Verb::Insert => format!("INSERT INTO {name} ({listed}) VALUES {}", tuples(count, columns.len())),
        Verb::Upsert(keys) => {
            let (keys, rest) = columns.split_at(keys.min(columns.len()));
            let sets: Vec<String> =
                rest.iter().map(|column| format!("{column} = excluded.{column}")).collect();
            format!(
                "INSERT INTO {name} ({listed}) VALUES {} ON CONFLICT ({}) DO UPDATE SET {}",
                tuples(count, columns.len()),
                keys.join(", "),
                sets.join(", ")
            )
        }
        Verb::Delete => format!("DELETE FROM {name} WHERE {first} IN {}", tuple(1, count)),
        Verb::Select => format!("SELECT {listed} FROM {name} WHERE {first} IN {}", tuple(1, count)),
        Verb::SelectAll => format!("SELECT {listed} FROM {name}"),
        Verb::Count => format!("SELECT count(*) FROM {name}"),
    }
}

fn tuples(count: usize, width: usize) -> String {
    let all: Vec<String> = (0..count).map(|row| tuple(row * width + 1, width)).collect();
    all.join(", ")
}

fn tuple(from: usize, width: usize) -> String {
    let all: Vec<String> = (from..from + width).map(|number| format!("${number}")).collect();
    format!("({})", all.join(", "))
}
