//! Accounts. Neither they nor their sessions and links are rows of the rules: nothing of them is
//! replicated, and the feed and the journal never name them. Only hashes of tokens are stored.

use sqlx::{Any, AnyConnection, Connection as _, any::AnyArguments, any::AnyRow, query::Query};
use uuid::Uuid;
use weft_domain::{PersonId, Timestamp};

use super::{
    Store, StoreError,
    address::Dialect,
    cells::{Columns, id_text},
    connect,
    links::{LinkKind, use_link},
    listen::{ACCOUNTS, CHANNEL},
};

/// The SHA-256 of a token. The token itself is known to its holder only.
pub type TokenHash = [u8; 32];

/// An account: what signs in. It belongs to one person of the directory.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub person: PersonId,
    /// The address to sign in with, lower case.
    pub email: String,
    /// The password's hash, with its parameters.
    pub password_hash: String,
    /// It cannot be signed in to.
    pub is_disabled: bool,
}

const ACCOUNT: &[&str] = &["id", "person", "email", "password_hash", "disabled_at"];

pub(super) type Statement<'q> = Query<'q, Any, AnyArguments>;

impl Store {
    /// Whether there is any account.
    ///
    /// # Errors
    /// What the database says.
    pub async fn has_accounts(&self) -> Result<bool, StoreError> {
        let found = sqlx::query("SELECT id FROM account LIMIT 1").fetch_optional(&self.readers).await?;
        Ok(found.is_some())
    }

    /// The account with this address, in lower case.
    ///
    /// # Errors
    /// What the database says.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT id, person, email, password_hash, disabled_at FROM account WHERE email = $1";
        let row = sqlx::query(sql).bind(email.to_owned()).fetch_optional(&self.readers).await?;
        row.as_ref().map(account).transpose()
    }

    /// A person's account.
    ///
    /// # Errors
    /// What the database says.
    pub async fn account_of(&self, person: PersonId) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT id, person, email, password_hash, disabled_at FROM account WHERE person = $1";
        let row = sqlx::query(sql).bind(id_text(person.0)).fetch_optional(&self.readers).await?;
        row.as_ref().map(account).transpose()
    }

    /// Every account, by address.
    ///
    /// # Errors
    /// What the database says.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let sql = "SELECT id, person, email, password_hash, disabled_at FROM account ORDER BY email";
        sqlx::query(sql).fetch_all(&self.readers).await?.iter().map(account).collect()
    }

    /// Makes an account, and in the same transaction uses up the link it is made by.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] where address or person have an account; [`StoreError::LinkUsed`]
    /// where somebody else used the link first.
    pub async fn add_account(
        &self,
        account: &Account,
        link: Option<(LinkKind, TokenHash)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut statements = Vec::new();
        if let Some((kind, hash)) = link {
            statements.push((use_link(kind, hash, now), true));
        }
        let sql =
            "INSERT INTO account (id, person, email, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)";
        let insert = sqlx::query(sql)
            .bind(id_text(account.id))
            .bind(id_text(account.person.0))
            .bind(account.email.clone())
            .bind(account.password_hash.clone())
            .bind(now.0);
        statements.push((insert, false));
        self.write_accounts(statements).await
    }

    /// Sets another password and ends all sessions but `keep`; uses up the link it is done by. By a link
    /// the account's tokens end too: whoever needs one may not know what others got hold of.
    ///
    /// # Errors
    /// [`StoreError::LinkUsed`] where somebody else used the link first.
    pub async fn set_password(
        &self,
        account: Uuid,
        password_hash: &str,
        keep: Option<TokenHash>,
        link: Option<TokenHash>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut statements = Vec::new();
        if let Some(hash) = link {
            statements.push((use_link(LinkKind::Reset, hash, now), true));
            statements.push((end_tokens(account), false));
        }
        let set = sqlx::query("UPDATE account SET password_hash = $1 WHERE id = $2")
            .bind(password_hash.to_owned())
            .bind(id_text(account));
        statements.push((set, false));
        let end = sqlx::query("DELETE FROM session WHERE account = $1 AND token_hash <> $2")
            .bind(id_text(account))
            .bind(keep.unwrap_or_default().to_vec());
        statements.push((end, false));
        self.end_accounts(statements).await
    }

    /// Closes an account, ending its sessions and tokens, or opens it again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_disabled(&self, account: Uuid, at: Option<Timestamp>) -> Result<(), StoreError> {
        let set = sqlx::query("UPDATE account SET disabled_at = $1 WHERE id = $2")
            .bind(at.map(|at| at.0))
            .bind(id_text(account));
        let mut statements = vec![(set, false)];
        if at.is_some() {
            let end = sqlx::query("DELETE FROM session WHERE account = $1").bind(id_text(account));
            statements.push((end, false));
            statements.push((end_tokens(account), false));
        }
        self.end_accounts(statements).await
    }

    /// Runs statements in one transaction of the writing connection. Those marked must change a row.
    pub(super) async fn write_accounts(
        &self,
        statements: Vec<(Statement<'_>, bool)>,
    ) -> Result<(), StoreError> {
        let mut writer = self.writer.lock().await;
        let (mut connection, kept) = writer.take(&self.address).await?;
        let dialect = self.address.dialect();
        // Asked first, so that nobody is told of a connection that was lost while nothing happened.
        if dialect == Dialect::Postgres && connection.ping().await.is_err() {
            connection = connect(&self.address).await?;
        }
        run(&mut connection, dialect, statements).await?;
        writer.put_back(connection, kept);
        Ok(())
    }

    /// As [`Store::write_accounts`], where something ends: other servers are told to look who still may.
    pub(super) async fn end_accounts(
        &self,
        mut statements: Vec<(Statement<'_>, bool)>,
    ) -> Result<(), StoreError> {
        if self.is_shared() {
            let tell = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(ACCOUNTS);
            statements.push((tell, false));
        }
        self.write_accounts(statements).await
    }
}

fn end_tokens<'q>(account: Uuid) -> Statement<'q> {
    sqlx::query("DELETE FROM access_token WHERE account = $1").bind(id_text(account))
}

async fn run(
    connection: &mut AnyConnection,
    dialect: Dialect,
    statements: Vec<(Statement<'_>, bool)>,
) -> Result<(), StoreError> {
    let mut transaction = connection.begin_with(dialect.begin()).await?;
    for (statement, must_change) in statements {
        let done = statement.execute(&mut *transaction).await?;
        if must_change && done.rows_affected() == 0 {
            transaction.rollback().await?;
            return Err(StoreError::LinkUsed);
        }
    }
    transaction.commit().await?;
    Ok(())
}

pub(super) fn account(row: &AnyRow) -> Result<Account, StoreError> {
    let mut columns = Columns::new(row, "account", ACCOUNT);
    Ok(Account {
        id: columns.id()?,
        person: PersonId(columns.id()?),
        email: columns.text()?,
        password_hash: columns.text()?,
        is_disabled: columns.at_or()?.is_some(),
    })
}

/// A column that holds a token's hash.
pub(super) fn hash(columns: &mut Columns<'_>) -> Result<TokenHash, StoreError> {
    let bytes = columns.blob()?;
    TokenHash::try_from(bytes.as_slice()).map_err(|_| columns.bad())
}
