//! One command by chance.

mod work;

use uuid::Uuid;

use super::{Gen, uuid};
use crate::{
    AddPerson, ChooseLocale, Command, CreateDepartment, CreateService, DepartmentId, DepartmentKind,
    DepartmentState, DescribeDepartment, DescribeService, EndMembership, ErasePerson, Kind, Locale,
    MembershipId, MembershipRole, MergeDepartment, MoveDepartment, OrganisationRole, PersonId,
    PlaceDepartment, ProvideService, RenameDepartment, RenamePerson, RequestKey, RestoreDepartment,
    RestorePerson, RetireDepartment, RetirePerson, ServiceId, ServiceState, SetContact, SetDepartmentKey,
    SetMembership, SetOrganisation, SetRole, SetServiceSight, SetServiceState, SplitDepartment, SplitPart,
    World,
};

/// Texts as people type them, some of which are refused.
const TEXTS: &[&str] = &[
    "Printer",
    "  spaced  out ",
    "网络 打印机",
    "👩‍👩‍👧 emoji",
    "שלום",
    "<b>bold</b>",
    "",
    "\u{0}\u{200b}",
    "two\nlines",
];
/// A name that is never refused for its form.
const NAMES: &[&str] = &["Compiler", "Internal Customer Relations", "人力资源部", "Q", "Infra 2", "信息 IT"];

/// Makes commands for one person.
pub(super) struct Maker<'a> {
    pub(super) chance: &'a mut Gen,
    pub(super) world: &'a World,
    pub(super) person: PersonId,
    pub(super) next_id: &'a mut u64,
}

impl Maker<'_> {
    pub(super) fn command(&mut self) -> Command {
        match self.chance.below(100) {
            0..12 => self.on_departments(),
            12..22 => self.on_people(),
            22..27 => self.on_services(),
            27..42 => self.on_dependencies(),
            42..48 => self.on_boards(),
            _ => self.on_requests(),
        }
    }

    fn on_departments(&mut self) -> Command {
        let id = self.department();
        let row = self.world.department(id).present();
        let rev = row.map_or(0, |row| row.rev);
        match self.chance.below(17) {
            0..3 => {
                let (name, kind, key) = (self.name().into(), DepartmentKind::Team, None);
                let parent = self.chance.chance(60).then(|| self.department());
                CreateDepartment {
                    id: DepartmentId(self.fresh(2)),
                    name,
                    purpose: self.text(),
                    kind,
                    parent,
                    key,
                }
                .into()
            }
            3 => RenameDepartment { id, over: self.over(rev), name: self.name().into() }.into(),
            4 => {
                let (purpose, channel) = (self.text(), self.text());
                let kind = DepartmentKind::Committee;
                DescribeDepartment { id, over: self.over(rev), purpose, kind, channel }.into()
            }
            5 => SetDepartmentKey { id, key: RequestKey(format!("k{}", self.chance.below(9))) }.into(),
            6 | 7 => MoveDepartment { id, parent: self.chance.chance(80).then(|| self.department()) }.into(),
            8 => MergeDepartment { id, into: self.department() }.into(),
            9 => self.split(id),
            10 | 11 => RetireDepartment { id }.into(),
            12..15 => {
                let all = self.world.departments();
                let retired: Vec<_> =
                    all.filter(|row| row.state == DepartmentState::Retired).map(|row| row.id).collect();
                RestoreDepartment { id: self.chance.pick(&retired).unwrap_or(id) }.into()
            }
            15 => PlaceDepartment { id, at: self.chance.chance(70).then_some((40, -7)) }.into(),
            _ => {
                let over = self.over(self.world.organisation().map_or(0, |row| row.rev));
                let (name, time_zone) = (self.text(), "Asia/Shanghai".to_owned());
                SetOrganisation { over, name, locale: Locale::ZhHans, time_zone }.into()
            }
        }
    }

    fn split(&mut self, id: DepartmentId) -> Command {
        let members: Vec<PersonId> = self.world.members_of(id).map(|row| row.person).collect();
        let services: Vec<ServiceId> = self.world.services_of(id).map(|row| row.id).collect();
        let part = SplitPart {
            id: DepartmentId(self.fresh(2)),
            name: self.name().into(),
            people: self.chance.pick(&members).into_iter().collect(),
            services: self.chance.pick(&services).into_iter().collect(),
        };
        SplitDepartment { id, parts: vec![part] }.into()
    }

    fn on_people(&mut self) -> Command {
        let person = self.somebody();
        let rev = self.world.person(person).present().map_or(0, |row| row.rev);
        match self.chance.below(13) {
            0 => {
                let has_email = self.chance.chance(50);
                let id = PersonId(self.fresh(1));
                // An import gives an address to one person only, so no two have the same.
                let email = has_email.then(|| format!("{}@example.org", id.0.simple()));
                AddPerson { id, name: self.text(), email }.into()
            }
            1 => RenamePerson { id: person, over: self.over(rev), name: self.text() }.into(),
            2 => SetContact { person, email: self.one(&["", "a@b", "broken"]).to_owned() }.into(),
            3 => ChooseLocale { person, locale: Some(Locale::ZhHant) }.into(),
            4 => RetirePerson { id: person }.into(),
            7 => {
                let role = self.chance.pick(OrganisationRole::ALL).unwrap_or(OrganisationRole::Steward);
                SetRole { person, role, granted: self.chance.chance(60) }.into()
            }
            8..11 => {
                let roles = [MembershipRole::Member, MembershipRole::Agent, MembershipRole::Lead];
                let role = self.chance.pick(&roles).unwrap_or_default();
                let (id, department) = (MembershipId(self.fresh(4)), self.department());
                SetMembership { id, person, department, role, title: self.text() }.into()
            }
            11 => EndMembership { person, department: self.department() }.into(),
            // Most stay who they are, or nobody would be left.
            12 if self.chance.chance(25) => ErasePerson { id: person }.into(),
            _ => {
                let left = self.world.people().filter(|row| row.is_retired && !row.is_erased());
                let left: Vec<_> = left.map(|row| row.id).collect();
                RestorePerson { id: self.chance.pick(&left).unwrap_or(person) }.into()
            }
        }
    }

    fn on_services(&mut self) -> Command {
        let ids: Vec<ServiceId> = self.world.services().map(|row| row.id).collect();
        let known = self.chance.pick(&ids);
        match (known, self.chance.below(5)) {
            (Some(id), 0) => {
                let over = self.over(self.world.service(id).present().map_or(0, |row| row.rev));
                DescribeService { id, over, name: self.name().into(), description: self.text() }.into()
            }
            (Some(id), 1) => {
                let states = [ServiceState::Draft, ServiceState::Active, ServiceState::Retired];
                let state = self.chance.pick(&states).unwrap_or_default();
                let row = self.world.service(id).present().filter(|row| row.state == state);
                // Where it is already, something else of it changes: who offers it.
                match row.zip(self.world.departments().next()) {
                    Some((row, first)) => {
                        let (department, on) = (first.id, !row.providers.contains(&first.id));
                        ProvideService { id, department, on }.into()
                    }
                    None => SetServiceState { id, state }.into(),
                }
            }
            (Some(id), 2) => {
                let handlers = vec![self.somebody(), self.somebody()];
                let is_confidential = self.chance.chance(50);
                SetServiceSight { id, is_confidential, handlers }.into()
            }
            _ => {
                let providers = vec![self.department(), self.department()];
                let (id, is_confidential) = (ServiceId(self.fresh(5)), self.chance.chance(20));
                let (name, description) = (self.name().into(), self.text());
                CreateService { id, name, description, providers, is_confidential }.into()
            }
        }
    }

    /// A department, mostly one that the person is in.
    fn department(&mut self) -> DepartmentId {
        let own: Vec<_> = self.world.memberships_of(self.person).map(|row| row.department).collect();
        let all: Vec<_> = self.world.departments().map(|row| row.id).collect();
        let from = if self.chance.chance(40) && !own.is_empty() { own } else { all };
        self.chance.pick(&from).unwrap_or(DepartmentId(Uuid::nil()))
    }

    /// A person, often the actor.
    fn somebody(&mut self) -> PersonId {
        if self.chance.chance(30) { self.person } else { self.chance.person(self.world) }
    }

    /// An id that nothing has yet; now and then one that something has.
    fn fresh(&mut self, sort: u8) -> Uuid {
        if !self.chance.chance(3) {
            *self.next_id += 1;
        }
        uuid(sort | 0x40, *self.next_id)
    }

    /// Mostly the revision that is there.
    fn over(&mut self, rev: u32) -> u32 {
        if self.chance.chance(85) { rev } else { rev.wrapping_add(1) }
    }

    fn text(&mut self) -> String {
        self.one(TEXTS).to_owned()
    }

    fn name(&mut self) -> &'static str {
        self.one(NAMES)
    }

    fn one(&mut self, texts: &[&'static str]) -> &'static str {
        self.chance.pick(texts).unwrap_or_default()
    }

    /// The ids of the rows of a kind.
    fn ids(&self, kind: Kind) -> Vec<Uuid> {
        self.world.keys(kind).into_iter().map(|key| key.id).collect()
    }
}
