//! Both databases have the same tables, columns, constraints, indexes and views.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Row as _};

use super::{super::*, Folder, server};

/// The files of each database, for what neither can be asked: the text of a check.
const FILES: [(&str, &str); 2] = [
    ("sqlite", concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations/sqlite")),
    ("postgres", concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations/postgres")),
];

async fn told(store: &Store, sql: String) -> BTreeSet<String> {
    let found = sqlx::query(AssertSqlSafe(sql)).fetch_all(&store.readers).await.unwrap();
    found.iter().map(|row| row.get::<String, _>(0)).collect()
}

/// Each column as `table.column type null`, with its place among the columns.
const COLUMNS_SQLITE: &str = "SELECT t.name || '.' || c.cid || ' ' || c.name || ' ' || lower(c.type) || \
     CASE WHEN t.type = 'view' THEN '' ELSE CASE c.\"notnull\" WHEN 0 THEN ' null' ELSE '' END END \
     FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
     WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'schema_migration'";
const COLUMNS_POSTGRES: &str = "SELECT c.table_name || '.' || (c.ordinal_position - 1) || ' ' || c.column_name || \
     ' ' || CASE c.data_type WHEN 'bigint' THEN 'integer' WHEN 'bytea' THEN 'blob' ELSE c.data_type END || \
     CASE WHEN c.is_nullable = 'YES' AND t.table_type = 'BASE TABLE' THEN ' null' ELSE '' END \
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) \
     WHERE c.table_schema = 'public' AND c.table_name <> 'schema_migration'";

const INDEXES_SQLITE: &str = "SELECT i.name || ' ' || i.tbl_name || ' ' || \
     (SELECT group_concat(c.name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) c) \
     FROM sqlite_schema i WHERE i.type = 'index' AND i.sql IS NOT NULL";
const INDEXES_POSTGRES: &str = "SELECT i.relname || ' ' || t.relname || ' ' || \
     (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(x.indkey) WITH ORDINALITY k (number, place) \
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number) \
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid \
     WHERE t.relnamespace = 'public'::regnamespace \
     AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)";

const CONSTRAINTS_POSTGRES: &str = "SELECT conname::text FROM pg_constraint \
     WHERE connamespace = 'public'::regnamespace AND conrelid <> 'schema_migration'::regclass";
const WORDS_POSTGRES: &str = "SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c \
     JOIN information_schema.tables t USING (table_schema, table_name) \
     WHERE c.table_schema = 'public' AND c.data_type = 'text' AND t.table_type = 'BASE TABLE' \
     AND c.table_name <> 'schema_migration' AND c.collation_name IS DISTINCT FROM 'C'";
const VIEWS: &str = "SELECT name FROM sqlite_schema WHERE type = 'view'";

#[tokio::test]
async fn both_databases_have_the_same_tables_columns_indexes_and_constraints() {
    let Some(url) = server::new_database() else { return };
    let folder = Folder::new("schema");
    let sqlite = Store::open(&folder.url()).await.unwrap();
    let postgres = Store::open(&url).await.unwrap();
    let tables = |columns: BTreeSet<String>| -> BTreeSet<String> {
        // A view's column has no type in SQLite.
        columns.into_iter().map(|column| strip_of_view(&column)).collect()
    };
    let columns = tables(told(&sqlite, COLUMNS_SQLITE.to_owned()).await);
    assert!(columns.len() > 200, "{columns:?}");
    assert_eq!(columns, tables(told(&postgres, COLUMNS_POSTGRES.to_owned()).await));
    let indexes = told(&sqlite, INDEXES_SQLITE.to_owned()).await;
    assert!(indexes.len() > 15, "{indexes:?}");
    assert_eq!(indexes, told(&postgres, INDEXES_POSTGRES.to_owned()).await);
    assert_eq!(named_in_files(FILES[1].1), told(&postgres, CONSTRAINTS_POSTGRES.to_owned()).await);
    let unordered = told(&postgres, WORDS_POSTGRES.to_owned()).await;
    assert_eq!(unordered, BTreeSet::new(), "texts are compared bytewise, as SQLite does");
}

fn strip_of_view(column: &str) -> String {
    let is_view = column.split('.').next().is_some_and(|table| table.ends_with("_view"));
    let words = column.split(' ').take(if is_view { 2 } else { usize::MAX });
    words.collect::<Vec<_>>().join(" ")
}

/// What stands in the files, without comments, line breaks and what has other words in each database.
fn text_of(folder: &str) -> String {
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let texts = names.iter().map(|path| std::fs::read_to_string(path).unwrap());
    let lines = texts.flat_map(|text| {
        text.lines().map(|line| line.split("--").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    });
    let words: Vec<String> =
        lines.flat_map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
    words.join(" ")
}

fn named_in_files(folder: &str) -> BTreeSet<String> {
    let text = text_of(folder);
    let after = text.split("CONSTRAINT ").skip(1);
    after.filter_map(|rest| rest.split(' ').next().map(str::to_owned)).collect()
}

#[test]
fn both_databases_check_the_same() {
    let tables = |folder: &str| -> Vec<String> {
        let text = text_of(folder).replace(" STRICT, WITHOUT ROWID;", ";").replace(" STRICT;", ";");
        let text =
            text.replace(" COLLATE \"C\"", "").replace(" BIGINT", " INTEGER").replace(" BYTEA", " BLOB");
        let statements = text.split(';').map(|statement| statement.trim().to_owned());
        let same = |statement: &String| {
            !statement.is_empty()
                && !statement.starts_with("CREATE VIEW")
                && !statement.starts_with("CREATE FUNCTION")
        };
        statements.filter(same).collect()
    };
    let (sqlite, postgres) = (tables(FILES[0].1), tables(FILES[1].1));
    assert!(sqlite.len() > 40);
    for (one, other) in sqlite.iter().zip(&postgres) {
        assert_eq!(one, other);
    }
    assert_eq!(sqlite.len(), postgres.len());
}

#[tokio::test]
async fn every_view_can_be_read_on_both() {
    let folder = Folder::new("views");
    let sqlite = Store::open(&folder.url()).await.unwrap();
    let views = told(&sqlite, VIEWS.to_owned()).await;
    assert!(views.len() >= 10);
    let mut stores = vec![sqlite];
    if let Some(url) = server::new_database() {
        stores.push(Store::open(&url).await.unwrap());
    }
    for store in &stores {
        for view in &views {
            let sql = AssertSqlSafe(format!("SELECT * FROM {view}"));
            sqlx::query(sql).fetch_all(&store.readers).await.unwrap();
        }
    }
}
