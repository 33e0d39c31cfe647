//! Sessions: what a browser's cookie stands for.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, any::AnyRow};
use uuid::Uuid;
use weft_domain::{PersonId, Timestamp};

use super::{
    Store, StoreError,
    accounts::{TokenHash, hash},
    cells::{Columns, id_text},
};

/// An open session.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// The hash of its token.
    pub token_hash: TokenHash,
    /// Of which account.
    pub account: Uuid,
    /// Whose.
    pub person: PersonId,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last seen.
    pub last_seen: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// The browser's own words for itself.
    pub user_agent: String,
    /// From where it was last seen.
    pub address: String,
}

const SESSION: &[&str] =
    &["token_hash", "account", "person", "created_at", "last_seen", "expires_at", "user_agent", "address"];

impl Store {
    /// Opens a session.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_session(&self, session: &SessionRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO session (token_hash, account, created_at, last_seen, expires_at, user_agent, \
                   address) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let insert = sqlx::query(sql)
            .bind(session.token_hash.to_vec())
            .bind(id_text(session.account))
            .bind(session.created_at.0)
            .bind(session.last_seen.0)
            .bind(session.expires_at.0)
            .bind(session.user_agent.clone())
            .bind(session.address.clone());
        // Sessions that ran out go when others come.
        let sweep = sqlx::query("DELETE FROM session WHERE expires_at < $1").bind(session.created_at.0);
        self.write_accounts(vec![(sweep, false), (insert, false)]).await
    }

    /// The session with this token that has not run out, of an account that is open.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session(&self, hash: TokenHash, now: Timestamp) -> Result<Option<SessionRow>, StoreError> {
        let sql = "SELECT s.token_hash, s.account, a.person, s.created_at, s.last_seen, s.expires_at, \
                   s.user_agent, s.address FROM session s JOIN account a ON a.id = s.account \
                   WHERE s.token_hash = $1 AND s.expires_at > $2 AND a.disabled_at IS NULL";
        let row = sqlx::query(sql).bind(hash.to_vec()).bind(now.0).fetch_optional(&self.readers).await?;
        row.as_ref().map(session).transpose()
    }

    /// Those of some sessions and access tokens that still open something.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live_among(
        &self,
        hashes: &[TokenHash],
        now: Timestamp,
    ) -> Result<BTreeSet<TokenHash>, StoreError> {
        let places: Vec<String> = (2..hashes.len() + 2).map(|place| format!("${place}")).collect();
        let from = |table: &str| {
            format!(
                "SELECT t.token_hash FROM {table} t JOIN account a ON a.id = t.account \
                 WHERE t.expires_at > $1 AND a.disabled_at IS NULL AND t.token_hash IN ({})",
                places.join(", ")
            )
        };
        // Names are this program's own, values are parameters.
        let sql = AssertSqlSafe(format!("{} UNION ALL {}", from("session"), from("access_token")));
        let mut query = sqlx::query(sql).bind(now.0);
        for one in hashes {
            query = query.bind(one.to_vec());
        }
        let found = query.fetch_all(&self.readers).await?;
        found.iter().map(|row| hash(&mut Columns::new(row, "session", &["token_hash"]))).collect()
    }

    /// The open sessions of an account, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sessions_of(&self, account: Uuid, now: Timestamp) -> Result<Vec<SessionRow>, StoreError> {
        let sql = "SELECT s.token_hash, s.account, a.person, s.created_at, s.last_seen, s.expires_at, \
                   s.user_agent, s.address FROM session s JOIN account a ON a.id = s.account \
                   WHERE s.account = $1 AND s.expires_at > $2 ORDER BY s.created_at DESC";
        let found = sqlx::query(sql).bind(id_text(account)).bind(now.0).fetch_all(&self.readers).await?;
        found.iter().map(session).collect()
    }

    /// Says that a session was seen.
    ///
    /// # Errors
    /// What the database says.
    pub async fn touch_session(
        &self,
        hash: TokenHash,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let touch = sqlx::query("UPDATE session SET last_seen = $1, expires_at = $2 WHERE token_hash = $3")
            .bind(now.0)
            .bind(expires_at.0)
            .bind(hash.to_vec());
        self.write_accounts(vec![(touch, false)]).await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_session(&self, hash: TokenHash) -> Result<(), StoreError> {
        let end = sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(hash.to_vec());
        self.end_accounts(vec![(end, false)]).await
    }
}

fn session(row: &AnyRow) -> Result<SessionRow, StoreError> {
    let mut columns = Columns::new(row, "session", SESSION);
    Ok(SessionRow {
        token_hash: hash(&mut columns)?,
        account: columns.id()?,
        person: PersonId(columns.id()?),
        created_at: columns.at()?,
        last_seen: columns.at()?,
        expires_at: columns.at()?,
        user_agent: columns.text()?,
        address: columns.text()?,
    })
}
