//! `weft user add` and `weft user reset-link`.

use weft_domain::Roles;

use super::open::perform;
use super::task::{Files, Task};
use crate::cli::{CommandError, OrganisationRole, Report, ResetLinkArgs, UserAddArgs};
use crate::config::Settings;

/// Makes an account with this password, for a new person of the directory.
///
/// # Errors
/// [`CommandError::Refused`] when the address has an account, or the password is too weak.
pub async fn user_add(
    settings: &Settings,
    args: UserAddArgs,
    password: String,
) -> Result<Report, CommandError> {
    let task = Task::AddUser { name: args.name, email: args.email, password, roles: roles(args.role) };
    Ok(perform(settings, task, Files::new(), |_| {}).await?.report)
}

/// Makes a link by which a person sets a new password.
///
/// # Errors
/// [`CommandError::Refused`] when no account has the address.
pub async fn user_reset_link(settings: &Settings, args: ResetLinkArgs) -> Result<Report, CommandError> {
    let task = Task::ResetLink { email: args.email };
    Ok(perform(settings, task, Files::new(), |_| {}).await?.report)
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
