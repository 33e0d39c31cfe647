//! Requests that ended so long ago that they are not in the world.

use std::{collections::BTreeSet, time::Duration};

use futures_util::TryStreamExt as _;
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};
use tokio::{sync::SemaphorePermit, time::timeout};
use weft_domain::{AudienceKey, DepartmentId, Kind, RequestId, Row, Timestamp, World};
use weft_sync::server::{ARCHIVED_LOOKED_AT_MAX, Archived, Found, Narrowed, SAID_MAX, Said, Wish};

use super::{
    Store, StoreError,
    cells::{Cells, Columns, Word as _, id_text},
    rows,
};

/// How long a search waits for others before it is given up.
pub const SEARCH_WAIT: Duration = Duration::from_secs(10);
/// Departments of a viewer by which the database itself looks. With more it looks at all that is archived.
const DEPARTMENTS_ASKED_MAX: usize = 100;

impl Store {
    /// The requests that ended before `before` and that a department asked for, holds or held.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn archived_of(
        &self,
        department: DepartmentId,
        before: Timestamp,
    ) -> Result<Vec<Row>, StoreError> {
        let rest =
            "WHERE ended_at < $1 AND (provider = $2 OR customer = $2 OR held_by <> '[]' AND held_by LIKE $3)";
        let id = id_text(department.0);
        let found = sqlx::query(rows::select(Kind::Request, rest))
            .bind(before.0)
            .bind(id.clone())
            .bind(format!("%{id}%"))
            .fetch_all(&self.readers)
            .await?;
        found.iter().map(|row| rows::read(Kind::Request, row)).collect()
    }

    /// The archived requests that are wanted, those that ended last first.
    pub(super) async fn archived(
        &self,
        archived: &Archived,
        world: &World,
        said: Said,
    ) -> Result<Found, StoreError> {
        let Condition { sql, mut values, count } = condition(archived);
        let arguments = values.take_arguments(count)?;
        let rest = format!("WHERE {sql} ORDER BY ended_at DESC LIMIT {ARCHIVED_LOOKED_AT_MAX}");
        let sql = rows::select(Kind::Request, &rest);
        let mut looked_at = sqlx::query_with(sql, arguments).fetch(&self.readers);
        let mut found = Found { said, ..Found::default() };
        while let Some(row) = looked_at.try_next().await? {
            let row = rows::read(Kind::Request, &row)?;
            match &row {
                Row::Request(request) if archived.takes(world, request, &found.said) => {}
                _ => continue,
            }
            if found.rows.len() < archived.kept_max() {
                found.rows.push(row);
            } else {
                found.more = found.more.saturating_add(1);
            }
        }
        Ok(found)
    }
}

impl Store {
    /// Which of some words, in small letters, stand in the bodies of which requests. All of them are looked
    /// for in one go over the bodies.
    pub(super) async fn said(&self, words: &BTreeSet<String>) -> Result<Said, StoreError> {
        let mut said = Said::default();
        if words.is_empty() {
            return Ok(said);
        }
        let (sql, mut values) = bodies_with(words);
        let arguments = values.take_arguments(FORMS * words.len())?;
        let mut found = sqlx::query_with(sql, arguments).fetch(&self.readers);
        while let Some(row) = found.try_next().await? {
            let id = RequestId(Columns::new(&row, "request_text", &["request"]).id()?);
            for (at, word) in words.iter().enumerate() {
                if row.try_get::<i64, _>(at + 1)? > 0 {
                    said.add(id, word);
                }
            }
        }
        Ok(said)
    }

    /// Waits `wait` until one more search may run: searches never take all readers.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where others take too long.
    pub(super) async fn search_turn(&self, wait: Duration) -> Result<SemaphorePermit<'_>, StoreError> {
        match timeout(wait, self.searches.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) | Err(_) => Err(StoreError::Busy),
        }
    }
}

/// Forms in which a word is looked for.
const FORMS: usize = 3;

/// The requests in whose bodies one of `words` stands at least, and of each word whether it does; and the
/// parameters. Only this program's constants and the places of parameters are put together.
fn bodies_with(words: &BTreeSet<String>) -> (AssertSqlSafe<String>, Cells) {
    let mut values = Cells::default();
    let mut tests = Vec::new();
    for (at, word) in words.iter().enumerate() {
        // A database knows the small form of a to z only: of others, words all in capitals and words that
        // begin with one are looked for too.
        values.text(within(word)).text(within(&word.to_uppercase())).text(within(&capitalised(word)));
        let [small, capitals, capital] = [1, 2, 3].map(|form| FORMS * at + form);
        tests.push(format!(
            "(lower(body) LIKE ${small} ESCAPE '\\' OR body LIKE ${capitals} ESCAPE '\\' \
             OR body LIKE ${capital} ESCAPE '\\')"
        ));
    }
    let told: String = tests.iter().map(|test| format!(", CASE WHEN {test} THEN 1 ELSE 0 END")).collect();
    let any = tests.join(" OR ");
    let sql =
        format!("SELECT request{told} FROM request_text WHERE {any} ORDER BY request DESC LIMIT {SAID_MAX}");
    (AssertSqlSafe(sql), values)
}

/// A pattern that is met by every text with this one in it.
fn within(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Whether there is a request that ended before `before`.
pub(super) async fn has_archived(
    connection: &mut AnyConnection,
    before: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM (SELECT id FROM request WHERE ended_at < $1 LIMIT 1) AS one";
    let row = sqlx::query(sql).bind(before.0).fetch_one(connection).await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}

/// What stands behind a `WHERE`, and its parameters. Only this program's constants and the places of
/// parameters are put together: that is why it is safe.
struct Condition {
    sql: String,
    values: Cells,
    count: usize,
}

impl Condition {
    /// A place for one more parameter, which the caller writes.
    fn place(&mut self, value: impl Into<String>) -> String {
        self.values.text(value);
        self.count += 1;
        format!("${}", self.count)
    }

    fn and(&mut self, clause: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(clause);
    }
}

fn condition(archived: &Archived) -> Condition {
    let mut values = Cells::default();
    values.at(archived.before);
    let mut condition = Condition { sql: "ended_at < $1".to_owned(), values, count: 1 };
    if archived.wish == Wish::Mine {
        named(&mut condition, archived);
        return condition;
    }
    let Narrowed { texts, state, is_own } = archived.narrowed();
    for text in texts {
        let part = condition.place(within(&text));
        let whole = condition.place(text);
        condition.and(&format!(
            "(lower(title) LIKE {part} ESCAPE '\\' OR lower(number_key) || '-' || number = {whole} \
             OR id IN (SELECT request FROM request_text WHERE lower(body) LIKE {part} ESCAPE '\\'))"
        ));
    }
    if let Some(state) = state {
        let place = condition.place(state.word());
        condition.and(&format!("state = {place}"));
    }
    if is_own {
        seen(&mut condition, archived);
    }
    condition
}

/// Those that name the viewer. Each part has an index of its own.
fn named(condition: &mut Condition, archived: &Archived) {
    let id = id_text(archived.viewer.person.0);
    let (me, within) = (condition.place(id.clone()), condition.place(format!("%{id}%")));
    condition.and(&format!(
        "id IN (SELECT id FROM request WHERE requester = {me} \
         UNION SELECT id FROM request WHERE assignee = {me} \
         UNION SELECT id FROM request WHERE watchers <> '[]' AND watchers LIKE {within} \
         UNION SELECT id FROM request WHERE handlers IS NOT NULL AND handlers LIKE {within})"
    ));
}

/// Those that a viewer without a role may see, and a few more.
fn seen(condition: &mut Condition, archived: &Archived) {
    let departments = archived.viewer.keys.iter().filter_map(|key| match key {
        AudienceKey::Department(id) => Some(id_text(id.0)),
        _ => None,
    });
    let departments: Vec<String> = departments.collect();
    if departments.len() > DEPARTMENTS_ASKED_MAX {
        return;
    }
    let me = condition.place(id_text(archived.viewer.person.0));
    let places: Vec<String> = departments.into_iter().map(|id| condition.place(id)).collect();
    let sides = if places.is_empty() {
        String::new()
    } else {
        let all = places.join(", ");
        format!(" OR provider IN ({all}) OR customer IN ({all})")
    };
    condition.and(&format!(
        "(requester = {me}{sides} OR watchers <> '[]' OR held_by <> '[]' OR handlers IS NOT NULL)"
    ));
}
