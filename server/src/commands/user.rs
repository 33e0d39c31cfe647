//! `weft user add` and `weft user reset-link`.

use serde_json::json;
use weft_app::api::NewAccount;
use weft_domain::Roles;

use super::open::open;
use crate::cli::{CommandError, OrganisationRole, Report, ResetLinkArgs, UserAddArgs};
use crate::config::Settings;

/// Makes an account with this password, for a new person of the directory.
///
/// # Errors
/// [`CommandError::Refused`] when the address has an account, or the password is too weak;
/// [`CommandError::Busy`] while a server runs.
pub async fn user_add(
    settings: &Settings,
    args: UserAddArgs,
    password: String,
) -> Result<Report, CommandError> {
    let running = open(settings).await?;
    let new = NewAccount { name: args.name, email: args.email, password };
    let made = running.auth()?.add_account(None, roles(args.role), &new).await;
    running.stop().await;
    let account = made?;
    Ok(Report {
        text: format!("{} can sign in", account.email),
        json: json!({ "email": account.email, "person": account.person.to_string() }),
    })
}

/// Makes a link by which a person sets a new password.
///
/// # Errors
/// [`CommandError::Refused`] when no account has the address; [`CommandError::Busy`] while a server
/// runs.
pub async fn user_reset_link(settings: &Settings, args: ResetLinkArgs) -> Result<Report, CommandError> {
    let running = open(settings).await?;
    let made = running.auth()?.reset_link_of(&args.email).await;
    running.stop().await;
    let token = made?;
    let public_url = settings.public_url.as_ref().map(|url| url.origin().to_owned());
    let link = format!("{}/reset/{}", public_url.unwrap_or_default(), token.reveal());
    Ok(Report { text: link.clone(), json: json!({ "link": link }) })
}

fn roles(role: OrganisationRole) -> Roles {
    use weft_domain::OrganisationRole as Held;
    match role {
        OrganisationRole::Admin => Roles::NONE.with(Held::Admin),
        OrganisationRole::Steward => Roles::NONE.with(Held::Steward),
        OrganisationRole::Leadership => Roles::NONE.with(Held::Leadership),
        OrganisationRole::Auditor => Roles::NONE.with(Held::Auditor),
        OrganisationRole::Member => Roles::NONE,
    }
}
