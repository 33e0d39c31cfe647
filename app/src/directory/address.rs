//! What the directory shows, as it stands in the address.

use leptos::prelude::*;
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;
use weft_domain::{DepartmentId, MembershipRole, OrganisationRole, PersonId, ServiceId};

use super::use_desk;
use crate::i18n::{directory as text, t};
use crate::ui::FilterChip;

/// Which list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    #[default]
    Departments,
    People,
    Services,
    Exchange,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Departments, Self::People, Self::Services, Self::Exchange];

    /// The name in the address.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Departments => "departments",
            Self::People => "people",
            Self::Services => "services",
            Self::Exchange => "exchange",
        }
    }

    /// The tab with this name; departments for any other.
    pub(super) fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.name() == name).unwrap_or_default()
    }
}

/// What is open in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    Department(DepartmentId),
    Person(PersonId),
    Service(ServiceId),
}

/// A role that people are filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RoleFilter {
    InDepartment(MembershipRole),
    Across(OrganisationRole),
}

impl RoleFilter {
    /// All, in the order of a choice.
    pub(super) const ALL: [Self; 6] = [
        Self::InDepartment(MembershipRole::Lead),
        Self::InDepartment(MembershipRole::Agent),
        Self::Across(OrganisationRole::Admin),
        Self::Across(OrganisationRole::Steward),
        Self::Across(OrganisationRole::Leadership),
        Self::Across(OrganisationRole::Auditor),
    ];

    /// The name in the address.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::InDepartment(MembershipRole::Lead) => "lead",
            Self::InDepartment(MembershipRole::Agent) => "agent",
            Self::InDepartment(MembershipRole::Member) => "member",
            Self::Across(OrganisationRole::Admin) => "admin",
            Self::Across(OrganisationRole::Steward) => "steward",
            Self::Across(OrganisationRole::Leadership) => "leadership",
            Self::Across(OrganisationRole::Auditor) => "auditor",
        }
    }

    /// The filter with this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// Everything that the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) tab: Tab,
    pub(super) open: Option<Open>,
    /// What is searched for.
    pub(super) words: String,
    /// Only people of this department and those below.
    pub(super) within: Option<DepartmentId>,
    pub(super) role: Option<RoleFilter>,
    pub(super) with_retired: bool,
}

impl Address {
    /// A tab as it is at first.
    pub(super) fn of(tab: Tab) -> Self {
        Self { tab, ..Self::default() }
    }

    /// Reads the query; what makes no sense is left out.
    pub(super) fn read(query: &ParamsMap) -> Self {
        let open = |name: &str| query.get(name);
        let department = open("department").and_then(|id| id.parse().ok()).map(Open::Department);
        let person = open("person").and_then(|id| id.parse().ok()).map(Open::Person);
        let service = open("service").and_then(|id| id.parse().ok()).map(Open::Service);
        Self {
            tab: query.get("tab").map(|tab| Tab::named(&tab)).unwrap_or_default(),
            open: department.or(person).or(service),
            words: query.get("q").unwrap_or_default(),
            within: query.get("in").and_then(|id| id.parse().ok()),
            role: query.get("role").and_then(|role| RoleFilter::named(&role)),
            with_retired: query.get("retired").is_some(),
        }
    }

    /// Opens something beside the list that is shown.
    pub(super) fn show(&mut self, open: Open) {
        self.open = Some(open);
    }

    /// The path that shows it.
    pub(super) fn path(&self) -> String {
        let mut parts = Vec::new();
        let mut add = |name: &str, value: &str| parts.push(format!("{name}={}", Url::escape(value)));
        if self.tab != Tab::default() {
            add("tab", self.tab.name());
        }
        match self.open {
            Some(Open::Department(id)) => add("department", &id.to_string()),
            Some(Open::Person(id)) => add("person", &id.to_string()),
            Some(Open::Service(id)) => add("service", &id.to_string()),
            None => {}
        }
        if !self.words.is_empty() {
            add("q", &self.words);
        }
        if let Some(id) = self.within {
            add("in", &id.to_string());
        }
        if let Some(role) = self.role {
            add("role", role.name());
        }
        if self.with_retired {
            add("retired", "1");
        }
        if parts.is_empty() { "/directory".to_owned() } else { format!("/directory?{}", parts.join("&")) }
    }
}

/// Shows what is retired too.
#[component]
pub(super) fn RetiredFilter() -> impl IntoView {
    let desk = use_desk();
    let on = Signal::derive(move || desk.address.with(|address| address.with_retired));
    view! {
        <FilterChip on=on on_press=move || desk.go(|address| address.with_retired = !address.with_retired)>
            {t(text::with_retired)}
        </FilterChip>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> Address {
        let query = path.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Address::read(&pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
    }

    #[test]
    fn a_link_shows_a_colleague_the_same() {
        let id = "0192f0a1-0000-7000-8000-000000000001";
        let shown = Address {
            tab: Tab::People,
            open: Some(Open::Person(id.parse().unwrap())),
            words: "陈 & co".to_owned(),
            within: id.parse().ok(),
            role: Some(RoleFilter::Across(OrganisationRole::Steward)),
            with_retired: true,
        };
        assert_eq!(read(&shown.path()), shown);
        assert_eq!(Address::default().path(), "/directory");
    }

    #[test]
    fn nonsense_in_the_address_does_no_harm() {
        assert_eq!(read("/directory?tab=x&person=1&role=king&in=%20"), Address::default());
    }
}
