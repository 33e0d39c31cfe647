//! What the server functions take and give.

use serde::{Deserialize, Serialize};
use weft_domain::{Locale, PersonId, Timestamp};

/// What an invitation link says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// The organisation's name.
    pub organisation: String,
    /// The person of the directory the account will belong to; none: a new one.
    pub person: Option<String>,
    /// The address it was written for.
    pub email: Option<String>,
}

/// What an organisation begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOrganisation {
    /// What it calls itself.
    pub name: String,
    /// The language of those who have chosen none.
    pub locale: Locale,
    /// IANA name of its time zone; one that the server does not know becomes UTC.
    pub time_zone: String,
}

/// What an account is to be made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAccount {
    /// What the person is called. Ignored where an invitation names a person.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// The password.
    pub password: String,
}

/// One of my sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Names it, but does not open it.
    pub id: String,
    /// It is the one that asks.
    pub is_this: bool,
    /// The browser's own words for itself.
    pub user_agent: String,
    /// From where it was last seen.
    pub address: String,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last seen.
    pub last_seen: Timestamp,
}

/// What an access token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenScope {
    /// Everything its person may see.
    Read,
    /// That, and everything its person may do by a command.
    Write,
}

impl TokenScope {
    /// Its name where it is stored, and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// The scope with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Read, Self::Write].into_iter().find(|scope| scope.name() == name)
    }
}

/// One of my access tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenView {
    /// Names it, but does not open anything.
    pub id: String,
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

/// One account, as those who run the system see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Whose.
    pub person: PersonId,
    /// The address to sign in with.
    pub email: String,
    /// It cannot be signed in to.
    pub is_disabled: bool,
}
