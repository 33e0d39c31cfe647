use weft_domain::{
    Contact, DepartmentId, Membership, MembershipId, OrganisationRole, Person, PersonId, Roles,
};

use super::{Cells, Columns, StoreError, Stored};

/// The roles in the order of their columns.
const ROLES: [OrganisationRole; 4] = [
    OrganisationRole::Admin,
    OrganisationRole::Steward,
    OrganisationRole::Leadership,
    OrganisationRole::Auditor,
];

impl Stored for Person {
    const TABLE: &'static str = "person";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "locale",
        "is_admin",
        "is_steward",
        "is_leadership",
        "is_auditor",
        "is_retired",
        "rev",
    ];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.id.0).text(&self.name).word_or(self.locale);
        for role in ROLES {
            cells.flag(self.roles.has(role));
        }
        cells.flag(self.is_retired).int(self.rev);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: PersonId(columns.id()?),
            name: columns.text()?,
            locale: columns.word_or()?,
            roles: read_roles(columns)?,
            is_retired: columns.flag()?,
            rev: columns.number()?,
        })
    }
}

fn read_roles(columns: &mut Columns<'_>) -> Result<Roles, StoreError> {
    let mut roles = Roles::NONE;
    for role in ROLES {
        if columns.flag()? {
            roles = roles.with(role);
        }
    }
    Ok(roles)
}

impl Stored for Contact {
    const TABLE: &'static str = "contact";
    const COLUMNS: &'static [&'static str] = &["person", "email"];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.person.0).text(&self.email);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { person: PersonId(columns.id()?), email: columns.text()? })
    }
}

impl Stored for Membership {
    const TABLE: &'static str = "membership";
    const COLUMNS: &'static [&'static str] = &["id", "person", "department", "role", "title"];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.id.0).id(self.person.0).id(self.department.0).word(self.role).text(&self.title);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: MembershipId(columns.id()?),
            person: PersonId(columns.id()?),
            department: DepartmentId(columns.id()?),
            role: columns.word()?,
            title: columns.text()?,
        })
    }
}
