//! Statements that are made from a table's columns, for many rows at a time.
//!
//! The tables and the order of what is done to them are the same for both databases; how many values
//! are handed over with one statement is not. SQLite takes them one by one, as `?, ?, …`; PostgreSQL
//! takes each column as one array, so that a table's rows are one round trip however many they are.

use std::{collections::HashMap, sync::Arc, time::Duration};

use sqlx::{AnyConnection, AssertSqlSafe, any::AnyArguments};

use super::{StoreError, address::Dialect, cells::Cells, commit::within, rows::Table};

/// Parameters in one statement. They have no names where there are many: SQLite looks for each among all.
const PARAMETERS_MAX: usize = 2_048;
/// Rows in one statement of PostgreSQL: an array is one text, which both sides hold whole.
pub(super) const ROWS_MAX: usize = 5_000;

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

/// What is written to one table, in one go.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) verb: Verb,
    pub(super) table: Table,
    pub(super) cells: Cells,
}

impl Step {
    /// Rows that it writes.
    pub(super) fn rows(&self) -> usize {
        self.cells.len() / width(self.verb, self.table)
    }

    /// The statement for PostgreSQL, whose parameters begin after `before` others and are added to
    /// `arguments`; `rest` is what must be true as well.
    pub(super) fn unnested(
        &mut self,
        count: usize,
        rest: &str,
        arguments: &mut AnyArguments,
    ) -> Result<String, StoreError> {
        let Self { verb, table, cells } = self;
        let arrays = cells.take_columns(count, width(*verb, *table), arguments)?;
        Ok(build_unnested(*verb, *table, &arrays, rest))
    }
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

    /// Runs a writing step over all its rows, as few times as possible; each time may take as long as `wait`
    /// says.
    pub(super) async fn run(
        &mut self,
        connection: &mut AnyConnection,
        dialect: Dialect,
        wait: Option<Duration>,
        step: Step,
    ) -> Result<(), StoreError> {
        match dialect {
            Dialect::Sqlite => self.run_listed(connection, step).await,
            Dialect::Postgres => run_unnested(connection, wait, step).await,
        }
    }

    async fn run_listed(&mut self, connection: &mut AnyConnection, step: Step) -> Result<(), StoreError> {
        let Step { verb, table, mut cells } = step;
        let width = width(verb, table);
        for count in chunks(cells.len() / width, width) {
            let sql = self.get(verb, table, count);
            let arguments = cells.take_arguments(count * width)?;
            sqlx::query_with(sql, arguments).execute(&mut *connection).await?;
            crate::meter::wrote(count);
        }
        Ok(())
    }
}

async fn run_unnested(
    connection: &mut AnyConnection,
    wait: Option<Duration>,
    mut step: Step,
) -> Result<(), StoreError> {
    while step.rows() > 0 {
        let mut arguments = AnyArguments::default();
        let count = step.rows().min(ROWS_MAX);
        let sql = step.unnested(count, "true", &mut arguments)?;
        within(wait, sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut *connection)).await?;
        crate::meter::wrote(count);
    }
    Ok(())
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
        Verb::Insert | Verb::Upsert(_) => format!(
            "INSERT INTO {name} ({listed}) VALUES {}{}",
            vec![format!("({})", vec!["?"; columns.len()].join(", ")); count].join(", "),
            on_conflict(verb, columns)
        ),
        Verb::Delete => format!("DELETE FROM {name} WHERE {first} IN {}", tuple(1, count)),
        Verb::Select => format!("SELECT {listed} FROM {name} WHERE {first} IN {}", tuple(1, count)),
        Verb::SelectAll => format!("SELECT {listed} FROM {name}"),
        Verb::Count => format!("SELECT count(*) FROM {name}"),
    }
}

/// The same for PostgreSQL: `arrays` are expressions, one for each column.
fn build_unnested(verb: Verb, table: Table, arrays: &[String], rest: &str) -> String {
    let Table { name, columns } = table;
    let arrays = arrays.join(", ");
    match verb {
        Verb::Insert | Verb::Upsert(_) => format!(
            "INSERT INTO {name} ({}) SELECT * FROM unnest({arrays}) WHERE {rest}{}",
            columns.join(", "),
            on_conflict(verb, columns)
        ),
        _ => {
            let first = columns.first().copied().unwrap_or_default();
            format!("DELETE FROM {name} WHERE {first} = ANY({arrays}) AND {rest}")
        }
    }
}

fn on_conflict(verb: Verb, columns: &[&str]) -> String {
    let Verb::Upsert(keys) = verb else { return String::new() };
    let (keys, others) = columns.split_at(keys.min(columns.len()));
    let sets: Vec<String> = others.iter().map(|column| format!("{column} = excluded.{column}")).collect();
    format!(" ON CONFLICT ({}) DO UPDATE SET {}", keys.join(", "), sets.join(", "))
}

fn tuple(from: usize, width: usize) -> String {
    let all: Vec<String> = (from..from + width).map(|number| format!("${number}")).collect();
    format!("({})", all.join(", "))
}
