//! Links: invitations and new passwords. A link is good once and for a time.

use weft_app::api::{ApiError, InvitationView, NewAccount};
use weft_domain::{OrganisationRole, PersonId, Roles, Timestamp};

use super::{Auth, AuthError, INVITATION_MS, RESET_MS, SETUP_MS, Token, accounts::normal_email, throttle};
use crate::hub::{Revoked, SessionHash};
use crate::store::{Account, Invitation, LinkKind, TokenHash};

impl Auth {
    /// A set-up link for an empty database; none where somebody has an account.
    ///
    /// # Errors
    /// What the store says.
    pub async fn setup_link(&self) -> Result<Option<Token>, AuthError> {
        if self.store().has_accounts().await? {
            return Ok(None);
        }
        let (token, now) = (Token::draw()?, self.now());
        self.store().add_setup_link(token.hash(), now, Timestamp(now.0 + SETUP_MS)).await?;
        Ok(Some(token))
    }

    /// Makes an invitation. Stewards and those who run the system invite; nobody grants more than
    /// they hold.
    pub(super) async fn invite(
        &self,
        by: PersonId,
        person: Option<PersonId>,
        email: Option<&str>,
        roles: Roles,
    ) -> Result<Token, AuthError> {
        let snapshot = self.engine.current();
        let held = snapshot.world.person(by).present().map(|row| row.roles).unwrap_or_default();
        let may = held.has(OrganisationRole::Admin) || held.has(OrganisationRole::Steward);
        if !may || !roles.minus(held).is_empty() {
            return Err(ApiError::Forbidden.into());
        }
        let email = match email.map(str::trim).filter(|email| !email.is_empty()) {
            Some(email) => Some(normal_email(email).ok_or(ApiError::BadEmail)?),
            None => None,
        };
        if let Some(person) = person {
            self.must_be_invitable(person).await?;
        }
        let (token, now) = (Token::draw()?, self.now());
        let invitation = Invitation {
            token_hash: token.hash(),
            person,
            email,
            roles,
            created_by: Some(by),
            expires_at: Timestamp(now.0 + INVITATION_MS),
        };
        self.store().add_invitation(&invitation, now).await?;
        Ok(token)
    }

    /// What an invitation says to whoever holds its link.
    pub(super) async fn see_invitation(&self, link: TokenHash) -> Result<InvitationView, AuthError> {
        let invitation = self.store().invitation(link, self.now()).await?.ok_or(ApiError::LinkInvalid)?;
        let snapshot = self.engine.current();
        let person = invitation.person.and_then(|id| snapshot.world.person(id).present());
        Ok(InvitationView {
            organisation: snapshot.world.organisation().map(|row| row.name.clone()).unwrap_or_default(),
            person: person.map(|row| row.name.clone()),
            email: invitation.email,
        })
    }

    /// Makes the account an invitation stands for.
    pub(super) async fn accept_invitation(
        &self,
        link: TokenHash,
        new: &NewAccount,
    ) -> Result<Account, AuthError> {
        let _turn = self.turn().await;
        let invitation = self.store().invitation(link, self.now()).await?.ok_or(ApiError::LinkInvalid)?;
        if let Some(person) = invitation.person {
            self.must_be_invitable(person).await?;
        }
        // What its maker has lost since is not granted any more.
        let snapshot = self.engine.current();
        let maker = invitation.created_by.and_then(|id| snapshot.world.person(id).present());
        let held = maker.filter(|row| !row.is_retired).map(|row| row.roles).unwrap_or_default();
        let roles = if invitation.created_by.is_none() {
            invitation.roles
        } else {
            invitation.roles.iter().filter(|role| held.has(*role)).collect()
        };
        self.make_account(invitation.person, roles, new, Some((LinkKind::Invitation, link))).await
    }

    /// Makes a link for another password. Earlier ones of the account are no longer good.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`] where the person has no account.
    pub async fn reset_link(&self, person: PersonId) -> Result<Token, AuthError> {
        let account = self.store().account_of(person).await?.ok_or(ApiError::Forbidden)?;
        let (token, now) = (Token::draw()?, self.now());
        self.store().add_reset_link(token.hash(), account.id, now, Timestamp(now.0 + RESET_MS)).await?;
        Ok(token)
    }

    /// As [`Auth::reset_link`], for the account with this address.
    ///
    /// # Errors
    /// [`ApiError::BadEmail`] where no account has it.
    pub async fn reset_link_of(&self, email: &str) -> Result<Token, AuthError> {
        let account = self.account_with(email).await?;
        self.reset_link(account.person).await
    }

    /// Sets another password by a link; every session of the account ends.
    pub(super) async fn reset_password(&self, link: TokenHash, password: &str) -> Result<(), AuthError> {
        let account = self.store().reset_link(link, self.now()).await?.ok_or(ApiError::LinkInvalid)?;
        let hash = self.hasher.hash(password).await?;
        self.store().set_password(account.id, &hash, None, Some(link), self.now()).await?;
        // Whoever had forgotten the old one need not wait for what they tried.
        self.throttle.forgive(&throttle::account(&account.email));
        self.revoke(Revoked::Person(account.person));
        Ok(())
    }

    /// Sets another password for oneself; every other session ends.
    pub(super) async fn change_password(
        &self,
        person: PersonId,
        session: SessionHash,
        old: &str,
        new: &str,
    ) -> Result<(), AuthError> {
        let account = self.store().account_of(person).await?.ok_or(ApiError::SignedOut)?;
        let is_right = async {
            let is_right = self.hasher.check(old, Some(&account.password_hash)).await?;
            if is_right { Ok(()) } else { Err(ApiError::BadCredentials.into()) }
        };
        self.throttled(&[throttle::account(&account.email)], is_right).await?;
        let hash = self.hasher.hash(new).await?;
        self.store().set_password(account.id, &hash, Some(session.0), None, self.now()).await?;
        // The session that goes on connects again by itself.
        self.revoke(Revoked::Person(person));
        Ok(())
    }

    async fn must_be_invitable(&self, person: PersonId) -> Result<(), AuthError> {
        let snapshot = self.engine.current();
        let is_active = snapshot.world.person(person).present().is_some_and(|row| !row.is_retired);
        if !is_active {
            return Err(ApiError::LinkInvalid.into());
        }
        match self.store().account_of(person).await? {
            Some(_) => Err(ApiError::AccountExists.into()),
            None => Ok(()),
        }
    }
}
