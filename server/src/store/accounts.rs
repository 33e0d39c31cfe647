//! Accounts, sessions and links. Not rows of the rules: nothing of them is replicated, and the feed
//! and the journal never name them. Only hashes of tokens are stored.

use sqlx::{Any, AnyConnection, Connection as _, any::AnyArguments, any::AnyRow, query::Query};
use uuid::Uuid;
use weft_domain::{PersonId, Roles, Timestamp};

use super::{
    Store, StoreError,
    cells::{Columns, id_text},
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

const ACCOUNT: &[&str] = &["id", "person", "email", "password_hash", "disabled_at"];
const SESSION: &[&str] =
    &["token_hash", "account", "person", "created_at", "last_seen", "expires_at", "user_agent", "address"];
const INVITATION: &[&str] = &["token_hash", "person", "email", "roles", "created_by", "expires_at"];

type Statement<'q> = Query<'q, Any, AnyArguments>;

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

    /// Sets another password and ends all sessions but `keep`; uses up the link it is done by.
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
        }
        let set = sqlx::query("UPDATE account SET password_hash = $1 WHERE id = $2")
            .bind(password_hash.to_owned())
            .bind(id_text(account));
        statements.push((set, false));
        let end = sqlx::query("DELETE FROM session WHERE account = $1 AND token_hash <> $2")
            .bind(id_text(account))
            .bind(keep.unwrap_or_default().to_vec());
        statements.push((end, false));
        self.write_accounts(statements).await
    }

    /// Closes an account, ending its sessions, or opens it again.
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
        }
        self.write_accounts(statements).await
    }

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
        self.write_accounts(vec![(end, false)]).await
    }

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

    /// Runs statements in one transaction of the writing connection. Those marked must change a row.
    async fn write_accounts(&self, statements: Vec<(Statement<'_>, bool)>) -> Result<(), StoreError> {
        let mut writer = self.writer.lock().await;
        let (mut connection, kept) = writer.take(&self.address).await?;
        run(&mut connection, statements).await?;
        writer.put_back(connection, kept);
        Ok(())
    }
}

async fn run(
    connection: &mut AnyConnection,
    statements: Vec<(Statement<'_>, bool)>,
) -> Result<(), StoreError> {
    let mut transaction = connection.begin().await?;
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

fn use_link<'q>(kind: LinkKind, hash: TokenHash, now: Timestamp) -> Statement<'q> {
    let sql = match kind {
        LinkKind::Setup => "UPDATE setup_link SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL",
        LinkKind::Invitation => {
            "UPDATE invitation SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL"
        }
        LinkKind::Reset => "UPDATE reset_link SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL",
    };
    sqlx::query(sql).bind(now.0).bind(hash.to_vec())
}

fn account(row: &AnyRow) -> Result<Account, StoreError> {
    let mut columns = Columns::new(row, "account", ACCOUNT);
    Ok(Account {
        id: columns.id()?,
        person: PersonId(columns.id()?),
        email: columns.text()?,
        password_hash: columns.text()?,
        is_disabled: columns.at_or()?.is_some(),
    })
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

fn hash(columns: &mut Columns<'_>) -> Result<TokenHash, StoreError> {
    let bytes = columns.blob()?;
    TokenHash::try_from(bytes.as_slice()).map_err(|_| columns.bad())
}
