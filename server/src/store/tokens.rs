//! Access tokens: what a program signs in with in a person's stead.

use sqlx::any::AnyRow;
use uuid::Uuid;
use weft_app::api::TokenScope;
use weft_domain::{PersonId, Timestamp};

use super::{
    Store, StoreError,
    accounts::{TokenHash, hash},
    cells::{Columns, id_text},
};

/// A token that opens something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessTokenRow {
    /// The hash of it.
    pub token_hash: TokenHash,
    /// Of which account.
    pub account: Uuid,
    /// Whose.
    pub person: PersonId,
    /// What its holder calls it.
    pub name: String,
    /// What it opens.
    pub scope: TokenScope,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was last used; none: never.
    pub last_used: Option<Timestamp>,
}

const TOKEN: &[&str] =
    &["token_hash", "account", "person", "name", "scope", "created_at", "expires_at", "last_used"];

impl Store {
    /// Keeps a token.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_access_token(&self, token: &AccessTokenRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO access_token (token_hash, account, name, scope, created_at, expires_at) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let insert = sqlx::query(sql)
            .bind(token.token_hash.to_vec())
            .bind(id_text(token.account))
            .bind(token.name.clone())
            .bind(token.scope.name())
            .bind(token.created_at.0)
            .bind(token.expires_at.0);
        // Tokens that ran out go when others come.
        let sweep = sqlx::query("DELETE FROM access_token WHERE expires_at < $1").bind(token.created_at.0);
        self.write_accounts(vec![(sweep, false), (insert, false)]).await
    }

    /// The token with this hash that has not run out, of an account that is open.
    ///
    /// # Errors
    /// What the database says.
    pub async fn access_token(
        &self,
        hash: TokenHash,
        now: Timestamp,
    ) -> Result<Option<AccessTokenRow>, StoreError> {
        let sql = "SELECT t.token_hash, t.account, a.person, t.name, t.scope, t.created_at, t.expires_at, \
                   t.last_used FROM access_token t JOIN account a ON a.id = t.account \
                   WHERE t.token_hash = $1 AND t.expires_at > $2 AND a.disabled_at IS NULL";
        let row = sqlx::query(sql).bind(hash.to_vec()).bind(now.0).fetch_optional(&self.readers).await?;
        row.as_ref().map(token).transpose()
    }

    /// The tokens of an account that have not run out, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn access_tokens_of(
        &self,
        account: Uuid,
        now: Timestamp,
    ) -> Result<Vec<AccessTokenRow>, StoreError> {
        let sql = "SELECT t.token_hash, t.account, a.person, t.name, t.scope, t.created_at, t.expires_at, \
                   t.last_used FROM access_token t JOIN account a ON a.id = t.account \
                   WHERE t.account = $1 AND t.expires_at > $2 ORDER BY t.created_at DESC";
        let found = sqlx::query(sql).bind(id_text(account)).bind(now.0).fetch_all(&self.readers).await?;
        found.iter().map(token).collect()
    }

    /// Says that a token was used.
    ///
    /// # Errors
    /// What the database says.
    pub async fn touch_access_token(&self, hash: TokenHash, now: Timestamp) -> Result<(), StoreError> {
        let touch = sqlx::query("UPDATE access_token SET last_used = $1 WHERE token_hash = $2")
            .bind(now.0)
            .bind(hash.to_vec());
        self.write_accounts(vec![(touch, false)]).await
    }

    /// Drops a token.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_access_token(&self, hash: TokenHash) -> Result<(), StoreError> {
        let end = sqlx::query("DELETE FROM access_token WHERE token_hash = $1").bind(hash.to_vec());
        self.end_accounts(vec![(end, false)]).await
    }
}

fn token(row: &AnyRow) -> Result<AccessTokenRow, StoreError> {
    let mut columns = Columns::new(row, "access_token", TOKEN);
    Ok(AccessTokenRow {
        token_hash: hash(&mut columns)?,
        account: columns.id()?,
        person: PersonId(columns.id()?),
        name: columns.text()?,
        scope: columns.text().and_then(|word| TokenScope::named(&word).ok_or_else(|| columns.bad()))?,
        created_at: columns.at()?,
        expires_at: columns.at()?,
        last_used: columns.at_or()?,
    })
}
