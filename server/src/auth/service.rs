//! What the server functions do, for the one who calls.

use std::sync::Arc;

use axum::http::{HeaderValue, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use weft_app::api::{
    Access, AccountView, ApiError, Done, InvitationView, NewAccount, NewOrganisation, SessionView,
    TokenScope, TokenView,
};
use weft_domain::{OrganisationRole, PersonId};

use super::{Auth, AuthError, SESSION_MS, Token, accounts::CameFrom, id_of};
use crate::hub::{Revoked, SessionHash, SessionPerson};
use crate::store::{Account, SessionRow, TokenHash};

/// Who calls, and by which address links lead back here.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The session, if there is one.
    pub session: Option<SessionPerson>,
    /// Where the call comes from.
    pub from: CameFrom,
    /// The address for links, without a slash at its end.
    pub public_url: String,
    /// The name of the session's cookie.
    pub cookie: &'static str,
}

/// One call's door to [`Auth`].
#[derive(Clone)]
pub struct Door {
    auth: Auth,
    caller: Arc<Caller>,
}

impl Door {
    /// A door for one call.
    pub fn new(auth: Auth, caller: Caller) -> Self {
        Self { auth, caller: Arc::new(caller) }
    }

    fn me(&self) -> Result<SessionPerson, ApiError> {
        self.caller.session.ok_or(ApiError::SignedOut)
    }

    fn must_be(&self, roles: &[OrganisationRole]) -> Result<SessionPerson, ApiError> {
        let me = self.me()?;
        let snapshot = self.auth.engine().current();
        let held = snapshot.world.person(me.person).present().map(|row| row.roles).unwrap_or_default();
        if roles.iter().any(|role| held.has(*role)) { Ok(me) } else { Err(ApiError::Forbidden) }
    }

    fn link(&self, path: &str, token: &Token) -> String {
        format!("{}/{path}/{}", self.caller.public_url, token.reveal())
    }

    fn cookie(&self, token: &str, max_age_s: i64) -> String {
        let secure = if self.caller.cookie.starts_with("__Host-") { "; Secure" } else { "" };
        format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}", self.caller.cookie)
    }

    async fn my_sessions(&self, me: SessionPerson) -> Result<Vec<SessionRow>, AuthError> {
        let account = self.auth.account_for(me.person).await?;
        Ok(self.auth.store().sessions_of(account.id, self.auth.now()).await?)
    }

    async fn signed_in(self, account: Account, response: Option<ResponseOptions>) -> Result<(), AuthError> {
        let token = self.auth.open_session(&account, &self.caller.from).await?;
        set_cookie(response, &self.cookie(token.reveal(), SESSION_MS / 1_000));
        Ok(())
    }
}

/// Must be called while the call's context is at hand: before the first await.
fn response() -> Option<ResponseOptions> {
    use_context::<ResponseOptions>()
}

fn set_cookie(response: Option<ResponseOptions>, cookie: &str) {
    if let (Some(response), Ok(value)) = (response, HeaderValue::from_str(cookie)) {
        response.insert_header(header::SET_COOKIE, value);
    }
}

fn hash_of(link: &str) -> Result<TokenHash, ApiError> {
    Token::read(link).map(|token| token.hash()).ok_or(ApiError::LinkInvalid)
}

impl Access for Door {
    fn set_up(&self, token: String, organisation: NewOrganisation, account: NewAccount) -> Done<()> {
        let (door, response) = (self.clone(), response());
        Box::pin(async move {
            let made = door.auth.set_up(hash_of(&token)?, &organisation, &account).await?;
            Ok(door.signed_in(made, response).await?)
        })
    }

    fn sign_in(&self, email: String, password: String) -> Done<()> {
        let (door, response) = (self.clone(), response());
        Box::pin(async move {
            let token = door.auth.sign_in(&email, &password, &door.caller.from).await?;
            set_cookie(response, &door.cookie(token.reveal(), SESSION_MS / 1_000));
            Ok(())
        })
    }

    fn sign_out(&self) -> Done<()> {
        let (door, response) = (self.clone(), response());
        Box::pin(async move {
            if let Some(me) = door.caller.session {
                door.auth.end_session(me.session).await?;
            }
            set_cookie(response, &door.cookie("", 0));
            Ok(())
        })
    }

    fn see_invitation(&self, token: String) -> Done<InvitationView> {
        let door = self.clone();
        Box::pin(async move { Ok(door.auth.see_invitation(hash_of(&token)?).await?) })
    }

    fn accept_invitation(&self, token: String, account: NewAccount) -> Done<()> {
        let (door, response) = (self.clone(), response());
        Box::pin(async move {
            let made = door.auth.accept_invitation(hash_of(&token)?, &account).await?;
            Ok(door.signed_in(made, response).await?)
        })
    }

    fn invite(
        &self,
        person: Option<PersonId>,
        email: Option<String>,
        roles: Vec<OrganisationRole>,
    ) -> Done<String> {
        let door = self.clone();
        Box::pin(async move {
            let me = door.me()?;
            let roles = roles.into_iter().collect();
            let token = door.auth.invite(me.person, person, email.as_deref(), roles).await?;
            Ok(door.link("invitation", &token))
        })
    }

    fn reset_password(&self, token: String, password: String) -> Done<()> {
        let door = self.clone();
        Box::pin(async move { Ok(door.auth.reset_password(hash_of(&token)?, &password).await?) })
    }

    fn make_reset_link(&self, person: PersonId) -> Done<String> {
        let door = self.clone();
        Box::pin(async move {
            door.must_be(&[OrganisationRole::Admin])?;
            let token = door.auth.reset_link(person).await?;
            Ok(door.link("reset", &token))
        })
    }

    fn change_password(&self, old: String, new: String) -> Done<()> {
        let door = self.clone();
        Box::pin(async move {
            let me = door.me()?;
            Ok(door.auth.change_password(me.person, me.session, &old, &new).await?)
        })
    }

    fn sessions(&self) -> Done<Vec<SessionView>> {
        let door = self.clone();
        Box::pin(async move {
            let me = door.me()?;
            let rows = door.my_sessions(me).await?;
            Ok(rows
                .into_iter()
                .map(|row| SessionView {
                    id: id_of(&row.token_hash),
                    is_this: row.token_hash == me.session.0,
                    user_agent: row.user_agent,
                    address: row.address,
                    created_at: row.created_at,
                    last_seen: row.last_seen,
                })
                .collect())
        })
    }

    fn end_session(&self, id: String) -> Done<()> {
        let door = self.clone();
        Box::pin(async move {
            let me = door.me()?;
            let rows = door.my_sessions(me).await?;
            let mine = rows.iter().find(|row| id_of(&row.token_hash) == id).ok_or(ApiError::Forbidden)?;
            Ok(door.auth.end_session(SessionHash(mine.token_hash)).await?)
        })
    }

    fn tokens(&self) -> Done<Vec<TokenView>> {
        let door = self.clone();
        Box::pin(async move {
            let account = door.auth.account_for(door.me()?.person).await?;
            let rows = door.auth.store().access_tokens_of(account.id, door.auth.now()).await;
            Ok(rows
                .map_err(AuthError::from)?
                .into_iter()
                .map(|row| TokenView {
                    id: id_of(&row.token_hash),
                    name: row.name,
                    scope: row.scope,
                    created_at: row.created_at,
                    expires_at: row.expires_at,
                    last_used: row.last_used,
                })
                .collect())
        })
    }

    fn make_token(&self, name: String, scope: TokenScope, days: u32) -> Done<String> {
        let door = self.clone();
        Box::pin(async move {
            let account = door.auth.account_for(door.me()?.person).await?;
            Ok(door.auth.make_token(&account, &name, scope, days).await?.text)
        })
    }

    fn revoke_token(&self, id: String) -> Done<()> {
        let door = self.clone();
        Box::pin(async move {
            let account = door.auth.account_for(door.me()?.person).await?;
            if door.auth.revoke_token(&account, &id).await? { Ok(()) } else { Err(ApiError::Forbidden) }
        })
    }

    fn accounts(&self) -> Done<Vec<AccountView>> {
        let door = self.clone();
        Box::pin(async move {
            door.must_be(&[OrganisationRole::Admin, OrganisationRole::Steward])?;
            let accounts = door.auth.store().accounts().await.map_err(AuthError::from)?;
            Ok(accounts
                .into_iter()
                .map(|row| AccountView { person: row.person, email: row.email, is_disabled: row.is_disabled })
                .collect())
        })
    }

    fn set_account_disabled(&self, person: PersonId, disabled: bool) -> Done<()> {
        let door = self.clone();
        Box::pin(async move {
            let me = door.must_be(&[OrganisationRole::Admin])?;
            let found = door.auth.store().account_of(person).await.map_err(AuthError::from)?;
            let account = found.filter(|row| row.person != me.person).ok_or(ApiError::Forbidden)?;
            let at = disabled.then(|| door.auth.now());
            door.auth.store().set_disabled(account.id, at).await.map_err(AuthError::from)?;
            if disabled {
                door.auth.revoke(Revoked::Person(person));
            }
            Ok(())
        })
    }
}
