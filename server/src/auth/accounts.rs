//! Making accounts, signing in and out.

use uuid::Uuid;
use weft_app::api::{ApiError, NewAccount, NewOrganisation};
use weft_domain::{
    AddPerson, Command, OrganisationRole, PersonId, Refusal, RenamePerson, Roles, SetContact,
    SetOrganisation, SetRole,
};

use super::{Auth, AuthError, SESSION_MS, Token, throttle};
use crate::hub::{Revoked, SessionHash};
use crate::store::{Account, LinkKind, SessionRow, TokenHash};

/// Characters in an e-mail address (RFC 5321's path limit).
const EMAIL_CHARS_MAX: usize = 254;
/// The namespace under which the people are numbered who come by a link. The name within it is the
/// hash of a secret, so that nobody can tell from an id by which link somebody came.
const BY_LINK: Uuid = Uuid::from_u128(0x6ba7_0c5e_11d1_4e7a_9c0b_7765_6674_0003);
/// Characters kept of a browser's own words for itself.
const USER_AGENT_CHARS_MAX: usize = 300;

/// Where somebody comes from, for the session list and the throttle.
#[derive(Clone, Debug, Default)]
pub struct CameFrom {
    /// The browser's own words for itself.
    pub user_agent: String,
    /// The network address.
    pub address: String,
}

impl Auth {
    /// Signs in.
    pub(super) async fn sign_in(
        &self,
        email: &str,
        password: &str,
        from: &CameFrom,
    ) -> Result<Token, AuthError> {
        let email = normal_email(email).unwrap_or_default();
        let subjects = [throttle::account(&email), throttle::network(&from.address)];
        let account = self.throttled(&subjects, self.recognise(&email, password)).await?;
        self.throttle.forgive(&subjects[0]);
        self.open_session(&account, from).await
    }

    /// Lets `subjects` try, and counts it where and when the password is wrong.
    pub(super) async fn throttled<T>(
        &self,
        subjects: &[String],
        tried: impl Future<Output = Result<T, AuthError>>,
    ) -> Result<T, AuthError> {
        let begun = self.throttle.begin(subjects, self.now());
        let begun = begun.map_err(|seconds| ApiError::Throttled { seconds })?;
        let tried = tried.await;
        if matches!(tried, Err(AuthError::Told(ApiError::BadCredentials))) {
            begun.failed(self.now());
        }
        tried
    }

    /// The account that an address and a password open.
    async fn recognise(&self, email: &str, password: &str) -> Result<Account, AuthError> {
        let account = self.store().account_by_email(email).await?.filter(|account| !account.is_disabled);
        let hash = account.as_ref().map(|account| account.password_hash.as_str());
        let is_right = self.hasher.check(password, hash).await?;
        match account {
            Some(account) if is_right && self.knows(account.person).await => Ok(account),
            Some(_) | None => Err(ApiError::BadCredentials.into()),
        }
    }

    /// Opens a session of an account.
    pub(super) async fn open_session(&self, account: &Account, from: &CameFrom) -> Result<Token, AuthError> {
        let (token, now) = (Token::draw()?, self.now());
        let session = SessionRow {
            token_hash: token.hash(),
            account: account.id,
            person: account.person,
            created_at: now,
            last_seen: now,
            expires_at: weft_domain::Timestamp(now.0 + SESSION_MS),
            user_agent: from.user_agent.chars().take(USER_AGENT_CHARS_MAX).collect(),
            address: from.address.clone(),
        };
        self.store().add_session(&session).await?;
        Ok(token)
    }

    /// Ends a session, at once everywhere.
    pub(super) async fn end_session(&self, session: SessionHash) -> Result<(), AuthError> {
        self.store().end_session(session.0).await?;
        self.revoke(Revoked::Session(session));
        Ok(())
    }

    /// Makes the first account, with every role.
    pub(super) async fn set_up(
        &self,
        link: TokenHash,
        organisation: &NewOrganisation,
        new: &NewAccount,
    ) -> Result<Account, AuthError> {
        let _turn = self.turn().await;
        if self.store().has_accounts().await? || !self.store().is_setup_link(link, self.now()).await? {
            return Err(ApiError::LinkInvalid.into());
        }
        let over = self.engine.current().world.organisation().map_or(0, |row| row.rev);
        let settings = SetOrganisation {
            over,
            name: organisation.name.clone(),
            locale: organisation.locale,
            time_zone: known_zone(&organisation.time_zone),
        };
        self.command(None, settings).await?;
        let roles = OrganisationRole::ALL.iter().copied().collect();
        self.make_account(None, roles, new, Some((LinkKind::Setup, link))).await
    }

    /// Makes an account for a person of the directory, or for a new one. The first one that runs the
    /// system holds every role, as after set-up: nobody could give the others to anybody else.
    ///
    /// # Errors
    /// Where address or password are not good, or address or person have an account.
    pub async fn add_account(
        &self,
        person: Option<PersonId>,
        roles: Roles,
        new: &NewAccount,
    ) -> Result<Account, AuthError> {
        let _turn = self.turn().await;
        let is_first = roles.has(OrganisationRole::Admin) && !self.store().has_accounts().await?;
        let roles = if is_first { OrganisationRole::ALL.iter().copied().collect() } else { roles };
        self.make_account(person, roles, new, None).await
    }

    /// Makes an account, in [its turn](Auth::turn), and uses up the link it is made by.
    pub(super) async fn make_account(
        &self,
        person: Option<PersonId>,
        roles: Roles,
        new: &NewAccount,
        link: Option<(LinkKind, TokenHash)>,
    ) -> Result<Account, AuthError> {
        let email = normal_email(&new.email).ok_or(ApiError::BadEmail)?;
        let password_hash = self.hasher.hash(&new.password).await?;
        if self.store().account_by_email(&email).await?.is_some() {
            return Err(ApiError::AccountExists.into());
        }
        // Whoever opened the link before may have got an account in another way since.
        let by_link = link.map(|(_, hash)| PersonId(Uuid::new_v5(&BY_LINK, &hash)));
        if let Some(person) = person.or(by_link)
            && self.store().account_of(person).await?.is_some()
        {
            return Err(ApiError::AccountExists.into());
        }
        let id = self.new_id()?.0;
        let person = match person {
            Some(person) => person,
            None => self.add_person(&new.name, &email, by_link).await?,
        };
        for role in roles.iter() {
            self.command(None, SetRole { person, role, granted: true }).await?;
        }
        let account = Account { id, person, email, password_hash, is_disabled: false };
        self.store().add_account(&account, link, self.now()).await?;
        Ok(account)
    }

    /// Does a command for a person (none: the system itself).
    pub(super) async fn command(
        &self,
        person: Option<PersonId>,
        command: impl Into<Command>,
    ) -> Result<(), AuthError> {
        let done = self.engine.run(person, self.new_id()?, command.into()).await?;
        done.map_err(|refusal: Refusal| ApiError::Refused(refusal).into())
    }

    /// Adds the person an account is for. By a link it is always the same one: whoever comes back
    /// after the server ended between person and account becomes that person, not a second one.
    async fn add_person(
        &self,
        name: &str,
        email: &str,
        by_link: Option<PersonId>,
    ) -> Result<PersonId, AuthError> {
        let (name, email) = (name.to_owned(), email.to_owned());
        let id = match by_link {
            Some(id) => id,
            None => PersonId(self.new_id()?.0),
        };
        let known = self.engine.current().world.person(id).present().map(|row| row.rev);
        match known {
            None => self.command(None, AddPerson { id, name, email: Some(email) }).await?,
            Some(over) => {
                self.command(None, RenamePerson { id, over, name }).await?;
                self.command(None, SetContact { person: id, email }).await?;
            }
        }
        Ok(id)
    }

    /// Whether somebody is in the directory, where they may have come by another server just now.
    pub(super) async fn knows(&self, person: PersonId) -> bool {
        if self.is_in_directory(person) {
            return true;
        }
        // One who cannot be looked for is not known.
        self.engine.look().await.is_ok() && self.is_in_directory(person)
    }

    fn is_in_directory(&self, person: PersonId) -> bool {
        let snapshot = self.engine.current();
        snapshot.world.person(person).present().is_some_and(|row| !row.is_retired)
    }
}

/// The zone, if there is one of this name.
fn known_zone(name: &str) -> String {
    let is_known = jiff::tz::TimeZone::get(name).is_ok();
    if is_known { name.to_owned() } else { "UTC".to_owned() }
}

/// An address in the form it is kept and looked up in; `None` where it has no usable form. Whether
/// it exists is shown by nobody but its holder.
pub(super) fn normal_email(email: &str) -> Option<String> {
    let email = email.trim().to_lowercase();
    let (local, domain) = email.rsplit_once('@')?;
    let is_usable = !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && email.chars().count() <= EMAIL_CHARS_MAX
        && !email.chars().any(|char| char.is_whitespace() || char.is_control());
    is_usable.then_some(email)
}
