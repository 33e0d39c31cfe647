//! What import and export ask of the database.

use futures_util::TryStreamExt as _;
use weft_domain::{Kind, PersonId, RequestId, Row, Timestamp, What};

use super::{
    SourceRef, Store, StoreError,
    cells::Columns,
    rows,
    statements::{Statements, Verb},
};

/// One entry of a request's journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestEntry {
    /// Which request.
    pub request: RequestId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it; none: the system, or an import without a person.
    pub actor: Option<PersonId>,
    /// It came in with an import: who really did it is not known.
    pub is_imported: bool,
    /// What happened.
    pub what: What,
}

impl Store {
    /// All that is known of one source's rows.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn source_refs(&self, source: &str) -> Result<Vec<SourceRef>, StoreError> {
        const COLUMNS: &[&str] = &["kind", "external_id", "id", "mark"];
        let sql = "SELECT kind, external_id, id, mark FROM source_ref WHERE source = $1 AND mark <> ''";
        let mut found = sqlx::query(sql).bind(source).fetch(&self.readers);
        let mut refs = Vec::new();
        while let Some(row) = found.try_next().await? {
            let mut columns = Columns::new(&row, "source_ref", COLUMNS);
            refs.push(SourceRef {
                source: source.to_owned(),
                kind: columns.text()?,
                external_id: columns.text()?,
                id: columns.id()?,
                mark: columns.text()?,
            });
        }
        Ok(refs)
    }

    /// The source most rows came from; none where nothing was imported.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn main_source(&self) -> Result<Option<String>, StoreError> {
        let sql = "SELECT source FROM source_ref WHERE mark <> '' GROUP BY source
                   ORDER BY count(*) DESC, source LIMIT 1";
        let found = sqlx::query(sql).fetch_optional(&self.readers).await?;
        found.map(|row| Columns::new(&row, "source_ref", &["source"]).text()).transpose()
    }

    /// Every row of a kind.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn rows_of(&self, kind: Kind) -> Result<Vec<Row>, StoreError> {
        let sql = Statements::default().get(Verb::SelectAll, rows::table(kind), 0);
        let mut found = sqlx::query(sql).fetch(&self.readers);
        let mut all = Vec::new();
        while let Some(row) = found.try_next().await? {
            all.push(rows::read(kind, &row)?);
        }
        Ok(all)
    }

    /// The journal of all requests, request by request, oldest entry first.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn request_journal(&self) -> Result<Vec<RequestEntry>, StoreError> {
        const COLUMNS: &[&str] = &["subject_id", "occurred_at", "actor", "is_imported", "what"];
        let sql = "SELECT subject_id, occurred_at, actor, is_imported, what FROM journal
                   WHERE subject_kind = 'Request' ORDER BY subject_id, occurred_at, seq, ordinal";
        let mut found = sqlx::query(sql).fetch(&self.readers);
        let mut entries = Vec::new();
        while let Some(row) = found.try_next().await? {
            let mut columns = Columns::new(&row, "journal", COLUMNS);
            entries.push(RequestEntry {
                request: RequestId(columns.id()?),
                at: columns.at()?,
                actor: columns.id_or()?.map(PersonId),
                is_imported: columns.flag()?,
                what: columns.json()?,
            });
        }
        Ok(entries)
    }
}
