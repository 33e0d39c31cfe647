//! Access tokens: what a program signs in with in a person's stead, at the doors of the sync.

use weft_app::api::{ApiError, TOKEN_DAYS_MAX, TOKEN_NAME_CHARS_MAX, TOKENS_MAX, TokenScope};
use weft_domain::{DAY_MS, PersonId, Timestamp};

use super::{Auth, AuthError, Token, accounts::normal_email, caller::TOUCH_AFTER_MS};
use crate::hub::{Revoked, SessionHash, SessionPerson, SignedInBy};
use crate::store::{AccessTokenRow, Account, StoreError, TokenHash};

/// What every access token starts with, so that a person, or a program that looks for secrets where
/// they should not be, knows one by sight.
pub const ACCESS_TOKEN_PREFIX: &str = "weft_pat_";

/// A token that was just made.
pub struct MadeToken {
    /// It itself: it is shown this once.
    pub text: String,
    /// What is kept of it.
    pub row: AccessTokenRow,
}

impl Auth {
    /// Makes an access token.
    pub(super) async fn make_token(
        &self,
        account: &Account,
        name: &str,
        scope: TokenScope,
        days: u32,
    ) -> Result<MadeToken, AuthError> {
        let name = name.trim();
        let length = name.chars().count();
        let is_named = (1..=TOKEN_NAME_CHARS_MAX).contains(&length) && !name.chars().any(char::is_control);
        if !is_named || !(1..=TOKEN_DAYS_MAX).contains(&days) {
            return Err(ApiError::BadToken.into());
        }
        let _turn = self.turn().await;
        let now = self.now();
        if self.store().access_tokens_of(account.id, now).await?.len() >= TOKENS_MAX {
            return Err(ApiError::TooManyTokens.into());
        }
        let token = Token::draw()?;
        let row = AccessTokenRow {
            token_hash: token.hash(),
            account: account.id,
            person: account.person,
            name: name.to_owned(),
            scope,
            created_at: now,
            expires_at: Timestamp(now.0 + i64::from(days) * DAY_MS),
            last_used: None,
        };
        self.store().add_access_token(&row).await?;
        Ok(MadeToken { text: format!("{ACCESS_TOKEN_PREFIX}{}", token.reveal()), row })
    }

    /// As a person does for themselves, for the account with this address.
    ///
    /// # Errors
    /// [`ApiError::BadEmail`] where no account has it; where name or days are not good.
    pub async fn make_token_of(
        &self,
        email: &str,
        name: &str,
        scope: TokenScope,
        days: u32,
    ) -> Result<MadeToken, AuthError> {
        let account = self.account_with(email).await?;
        self.make_token(&account, name, scope, days).await
    }

    /// The tokens of the account with this address, the newest first.
    ///
    /// # Errors
    /// [`ApiError::BadEmail`] where no account has it.
    pub async fn tokens_of(&self, email: &str) -> Result<Vec<AccessTokenRow>, AuthError> {
        let account = self.account_with(email).await?;
        Ok(self.store().access_tokens_of(account.id, self.now()).await?)
    }

    /// Revokes a token of the account with this address, by its [name for its owner](id_of); what is
    /// connected by it ends at once. Whether there was one.
    ///
    /// # Errors
    /// [`ApiError::BadEmail`] where no account has the address.
    pub async fn revoke_token_of(&self, email: &str, id: &str) -> Result<bool, AuthError> {
        let account = self.account_with(email).await?;
        self.revoke_token(&account, id).await
    }

    /// Revokes a token of an account. Whether there was one.
    pub(super) async fn revoke_token(&self, account: &Account, id: &str) -> Result<bool, AuthError> {
        let tokens = self.store().access_tokens_of(account.id, self.now()).await?;
        let Some(token) = tokens.iter().find(|token| id_of(&token.token_hash) == id) else {
            return Ok(false);
        };
        self.store().end_access_token(token.token_hash).await?;
        self.revoke(Revoked::Session(SessionHash(token.token_hash)));
        Ok(true)
    }

    /// Whose a token is, if it opens anything.
    pub(super) async fn by_token(&self, text: &str) -> Result<Option<SessionPerson>, StoreError> {
        let Some(token) = text.strip_prefix(ACCESS_TOKEN_PREFIX).and_then(Token::read) else {
            return Ok(None);
        };
        let now = self.now();
        let Some(row) = self.store().access_token(token.hash(), now).await? else { return Ok(None) };
        if !self.knows(row.person).await {
            return Ok(None);
        }
        if row.last_used.is_none_or(|used| used.0 + TOUCH_AFTER_MS < now.0)
            && let Err(cause) = self.store().touch_access_token(row.token_hash, now).await
        {
            // A full disk must not keep programs out.
            tracing::warn!(%cause, "a token's last use could not be written");
        }
        Ok(Some(SessionPerson {
            person: row.person,
            session: SessionHash(row.token_hash),
            by: SignedInBy::Token { is_read_only: row.scope == TokenScope::Read },
            expires_at: row.expires_at,
        }))
    }

    /// The account with this address.
    pub(super) async fn account_with(&self, email: &str) -> Result<Account, AuthError> {
        let email = normal_email(email).ok_or(ApiError::BadEmail)?;
        Ok(self.store().account_by_email(&email).await?.ok_or(ApiError::BadEmail)?)
    }

    /// A signed-in person's account.
    pub(super) async fn account_for(&self, person: PersonId) -> Result<Account, AuthError> {
        Ok(self.store().account_of(person).await?.ok_or(ApiError::SignedOut)?)
    }
}

/// Names a session or a token to its owner without opening it: the start of its hash.
pub fn id_of(hash: &TokenHash) -> String {
    hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
