//! Links that are good once: set-up, invitation, another password.

use sqlx::any::AnyRow;
use uuid::Uuid;
use weft_domain::{PersonId, Roles, Timestamp};

use super::{
    Store, StoreError,
    accounts::{Account, Statement, TokenHash, account, hash},
    cells::{Columns, id_text},
};

/// What an invitation link stands for.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The hash of its token.
    pub token_hash: TokenHash,
    /// The person the account will belong to; none: a new one.
    pub person: Option<PersonId>,
    /// The address it was written for.
    pub email: Option<String>,
    /// Roles it grants across the organisation.
    pub roles: Roles,
    /// Who made it; none: the command line.
    pub created_by: Option<PersonId>,
    /// When it runs out.
    pub expires_at: Timestamp,
}

/// Which link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// The one-time link of an empty database.
    Setup,
    /// An invitation.
    Invitation,
    /// A new password.
    Reset,
}

const INVITATION: &[&str] = &["token_hash", "person", "email", "roles", "created_by", "expires_at"];

impl Store {
    /// Keeps an invitation.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_invitation(&self, invitation: &Invitation, now: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO invitation (token_hash, person, email, roles, created_by, created_at, expires_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let insert = sqlx::query(sql)
            .bind(invitation.token_hash.to_vec())
            .bind(invitation.person.map(|person| id_text(person.0)))
            .bind(invitation.email.clone())
            .bind(serde_json::to_string(&invitation.roles).unwrap_or_default())
            .bind(invitation.created_by.map(|person| id_text(person.0)))
            .bind(now.0)
            .bind(invitation.expires_at.0);
        self.write_accounts(vec![(insert, false)]).await
    }

    /// The invitation with this token, unused and not run out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn invitation(
        &self,
        hash: TokenHash,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError> {
        let sql = "SELECT token_hash, person, email, roles, created_by, expires_at FROM invitation \
                   WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";
        let row = sqlx::query(sql).bind(hash.to_vec()).bind(now.0).fetch_optional(&self.readers).await?;
        row.as_ref().map(invitation).transpose()
    }

    /// Keeps a set-up link; earlier ones are no longer good.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_setup_link(
        &self,
        hash: TokenHash,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let insert =
            sqlx::query("INSERT INTO setup_link (token_hash, created_at, expires_at) VALUES ($1, $2, $3)")
                .bind(hash.to_vec())
                .bind(now.0)
                .bind(expires_at.0);
        self.write_accounts(vec![(sqlx::query("DELETE FROM setup_link"), false), (insert, false)]).await
    }

    /// Whether a set-up link is unused and has not run out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn is_setup_link(&self, hash: TokenHash, now: Timestamp) -> Result<bool, StoreError> {
        let sql =
            "SELECT created_at FROM setup_link WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";
        Ok(sqlx::query(sql).bind(hash.to_vec()).bind(now.0).fetch_optional(&self.readers).await?.is_some())
    }

    /// Keeps a link for another password; earlier ones of the account are no longer good.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_reset_link(
        &self,
        hash: TokenHash,
        account: Uuid,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let drop_others = sqlx::query("DELETE FROM reset_link WHERE account = $1").bind(id_text(account));
        let sql =
            "INSERT INTO reset_link (token_hash, account, created_at, expires_at) VALUES ($1, $2, $3, $4)";
        let insert =
            sqlx::query(sql).bind(hash.to_vec()).bind(id_text(account)).bind(now.0).bind(expires_at.0);
        self.write_accounts(vec![(drop_others, false), (insert, false)]).await
    }

    /// The account a link sets another password for, unused and not run out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reset_link(&self, hash: TokenHash, now: Timestamp) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT a.id, a.person, a.email, a.password_hash, a.disabled_at FROM reset_link l \
                   JOIN account a ON a.id = l.account \
                   WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2";
        let row = sqlx::query(sql).bind(hash.to_vec()).bind(now.0).fetch_optional(&self.readers).await?;
        row.as_ref().map(account).transpose()
    }
}

/// Uses a link up; it changes no row where somebody else was faster.
pub(super) fn use_link<'q>(kind: LinkKind, hash: TokenHash, now: Timestamp) -> Statement<'q> {
    let sql = match kind {
        LinkKind::Setup => "UPDATE setup_link SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL",
        LinkKind::Invitation => {
            "UPDATE invitation SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL"
        }
        LinkKind::Reset => "UPDATE reset_link SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL",
    };
    sqlx::query(sql).bind(now.0).bind(hash.to_vec())
}

fn invitation(row: &AnyRow) -> Result<Invitation, StoreError> {
    let mut columns = Columns::new(row, "invitation", INVITATION);
    Ok(Invitation {
        token_hash: hash(&mut columns)?,
        person: columns.id_or()?.map(PersonId),
        email: columns.text_or()?,
        roles: columns.json()?,
        created_by: columns.id_or()?.map(PersonId),
        expires_at: columns.at()?,
    })
}
