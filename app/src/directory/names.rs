//! What rows and their kinds are called here.

use weft_domain::{
    Department, DepartmentId, DepartmentKind, DepartmentState, Locale, MembershipRole, OrganisationRole,
    ServiceState, World,
};

use crate::i18n::directory as text;

/// The name of a sort of department.
pub const fn department_kind(locale: Locale, kind: DepartmentKind) -> &'static str {
    match kind {
        DepartmentKind::Division => text::kind_division(locale),
        DepartmentKind::Department => text::kind_department(locale),
        DepartmentKind::Team => text::kind_team(locale),
        DepartmentKind::Committee => text::kind_committee(locale),
        DepartmentKind::WorkingGroup => text::kind_working_group(locale),
        DepartmentKind::Subsidiary => text::kind_subsidiary(locale),
        DepartmentKind::Affiliate => text::kind_affiliate(locale),
        DepartmentKind::Partner => text::kind_partner(locale),
        DepartmentKind::Supplier => text::kind_supplier(locale),
        DepartmentKind::Other => text::kind_other(locale),
    }
}

/// Every sort of department, in the order of a choice, with its name in an address or a form.
pub(super) const KINDS: [(DepartmentKind, &str); 10] = [
    (DepartmentKind::Division, "division"),
    (DepartmentKind::Department, "department"),
    (DepartmentKind::Team, "team"),
    (DepartmentKind::Committee, "committee"),
    (DepartmentKind::WorkingGroup, "working_group"),
    (DepartmentKind::Subsidiary, "subsidiary"),
    (DepartmentKind::Affiliate, "affiliate"),
    (DepartmentKind::Partner, "partner"),
    (DepartmentKind::Supplier, "supplier"),
    (DepartmentKind::Other, "other"),
];

/// The name of what somebody is in a department.
pub const fn membership_role(locale: Locale, role: MembershipRole) -> &'static str {
    match role {
        MembershipRole::Lead => text::role_lead(locale),
        MembershipRole::Agent => text::role_agent(locale),
        MembershipRole::Member => text::role_member(locale),
    }
}

/// Every role in a department, the greatest first, with its name in a form.
pub(super) const MEMBERSHIP_ROLES: [(MembershipRole, &str); 3] =
    [(MembershipRole::Lead, "lead"), (MembershipRole::Agent, "agent"), (MembershipRole::Member, "member")];

/// The name of a role across the organisation.
pub const fn organisation_role(locale: Locale, role: OrganisationRole) -> &'static str {
    match role {
        OrganisationRole::Admin => text::role_admin(locale),
        OrganisationRole::Steward => text::role_steward(locale),
        OrganisationRole::Leadership => text::role_leadership(locale),
        OrganisationRole::Auditor => text::role_auditor(locale),
    }
}

/// The name of where a service is in its life.
pub(crate) const fn service_state(locale: Locale, state: ServiceState) -> &'static str {
    match state {
        ServiceState::Draft => text::state_draft(locale),
        ServiceState::Active => text::state_active(locale),
        ServiceState::Retired => text::state_retired(locale),
    }
}

/// A department's name for the reader; a dash for one that is not here.
pub(crate) fn department(world: &World, locale: Locale, id: DepartmentId) -> String {
    let row = world.department(id).present();
    row.map_or_else(|| "–".to_owned(), |row| row.name.get(locale).to_owned())
}

/// What a department that takes no part any more says of itself; nothing for one that does.
pub(super) fn ended(world: &World, locale: Locale, row: &Department) -> Option<String> {
    match row.state {
        DepartmentState::Active => None,
        DepartmentState::Retired => Some(text::state_retired(locale).to_owned()),
        DepartmentState::Merged { into } => Some(text::merged_into(locale, &department(world, locale, into))),
    }
}

/// A department's own word for its kind, or the usual one.
pub(super) fn kind_of(locale: Locale, row: &Department) -> String {
    row.kind_name.clone().unwrap_or_else(|| department_kind(locale, row.kind).to_owned())
}
