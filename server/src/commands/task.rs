//! What the commands do that need the database, wherever it is done: in the command's own process,
//! or in the server that has the database.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;
use weft_app::api::{NewAccount, TokenScope};
use weft_domain::Roles;

use super::token;
use crate::auth::Auth;
use crate::cli::{CommandError, Report};
use crate::exchange::{self, Import, Step};
use crate::meter::Meter;

/// Files by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What is to be done.
#[derive(Serialize, Deserialize)]
pub enum Task {
    /// Bring files in, or say what would come in.
    Import {
        /// The source's name as somebody gave it; none: the files' own, else `folder`.
        source: Option<String>,
        /// The name of the folder.
        folder: String,
        /// Only say what would happen.
        is_preview: bool,
    },
    /// Give everything out.
    Export,
    /// Make an account for a new person.
    AddUser {
        /// What the person is called.
        name: String,
        /// The address to sign in with.
        email: String,
        /// The password.
        password: String,
        /// What they may do in the whole organisation.
        roles: Roles,
    },
    /// Make a link by which a person sets a new password.
    ResetLink {
        /// The address of the account.
        email: String,
    },
    /// Make an access token.
    CreateToken {
        /// The address of the account it stands in for.
        email: String,
        /// What to call it.
        name: String,
        /// What it opens.
        scope: TokenScope,
        /// Days until it ends by itself.
        days: u32,
    },
    /// List access tokens.
    ListTokens {
        /// The address of the account.
        email: String,
    },
    /// Revoke an access token.
    RevokeToken {
        /// The address of the account.
        email: String,
        /// Which, by its name for its owner.
        id: String,
    },
}

impl Task {
    /// A word for the log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Import { .. } => "import",
            Self::Export => "export",
            Self::AddUser { .. } => "user add",
            Self::ResetLink { .. } => "user reset-link",
            Self::CreateToken { .. } => "token create",
            Self::ListTokens { .. } => "token list",
            Self::RevokeToken { .. } => "token revoke",
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Done {
    /// What to tell.
    pub report: Report,
    /// What to write.
    pub files: Files,
}

/// What tasks are done with: a running engine with its accounts.
pub struct Hands {
    /// Who is who, over the engine.
    pub auth: Auth,
    /// The address that links start with, without a slash at its end.
    pub public_url: String,
}

impl Hands {
    /// Does a task. `on_step` is told how far an import is.
    ///
    /// # Errors
    /// [`CommandError::Refused`] where nothing was wrong but what was asked.
    pub async fn carry_out(
        &self,
        task: Task,
        files: Files,
        on_step: impl Fn(Step) + Send + Sync,
    ) -> Result<Done, CommandError> {
        match task {
            Task::Import { source, folder, is_preview } => {
                let import =
                    Import { files, source, folder, person: None, is_preview, meter: Meter::default() };
                let report = exchange::import(self.auth.engine(), import, on_step).await?;
                let json = json!({ "preview": is_preview, "report": report });
                Ok(done(report.to_string(), json))
            }
            Task::Export => self.export().await,
            Task::AddUser { name, email, password, roles } => {
                let new = NewAccount { name, email, password };
                let account = self.auth.add_account(None, roles, &new).await?;
                let json = json!({ "email": account.email, "person": account.person.to_string() });
                Ok(done(format!("{} can sign in", account.email), json))
            }
            Task::ResetLink { email } => {
                let token = self.auth.reset_link_of(&email).await?;
                let link = format!("{}/reset/{}", self.public_url, token.reveal());
                Ok(done(link.clone(), json!({ "link": link })))
            }
            Task::CreateToken { email, name, scope, days } => {
                let made = self.auth.make_token_of(&email, &name, scope, days).await?;
                let mut json = token::told(&made.row);
                json["token"] = made.text.clone().into();
                Ok(done(made.text, json))
            }
            Task::ListTokens { email } => {
                let rows = self.auth.tokens_of(&email).await?;
                let lines: Vec<String> = rows.iter().map(token::line).collect();
                let tokens: Vec<_> = rows.iter().map(token::told).collect();
                Ok(done(lines.join("\n"), json!({ "tokens": tokens })))
            }
            Task::RevokeToken { email, id } => {
                if !self.auth.revoke_token_of(&email, &id).await? {
                    let text = format!("the account has no token {id}; `weft token list` names them");
                    return Err(CommandError::Refused(text));
                }
                Ok(done(format!("{id} opens nothing any more"), json!({ "id": id })))
            }
        }
    }

    async fn export(&self) -> Result<Done, CommandError> {
        let exported = exchange::export_all(self.auth.engine(), None).await?;
        let lines = exported.lines.iter().map(|(file, lines)| format!("{file}: {lines} lines"));
        let text = lines.collect::<Vec<_>>().join("\n");
        let report = Report { text, json: json!({ "files": exported.lines }) };
        Ok(Done { report, files: exported.files })
    }
}

fn done(text: String, json: serde_json::Value) -> Done {
    Done { report: Report { text, json }, files: Files::new() }
}
