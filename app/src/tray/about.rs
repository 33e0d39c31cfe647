//! What a command is about, and what its author wrote in it.

use weft_domain::{Command, DepartmentId, DependencyId, PersonId, RequestId, ServiceId, World};

use crate::i18n::Locale;
use crate::request::words;

/// What a command is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct About {
    /// Its name.
    pub(super) name: String,
    /// Where it is shown, if it is there.
    pub(super) path: Option<String>,
}

/// What a command is about, as far as the replica knows it.
pub(super) fn of(world: &World, locale: Locale, command: &Command) -> Option<About> {
    Finder { world, locale }.directory(command)
}

struct Finder<'a> {
    world: &'a World,
    locale: Locale,
}

impl Finder<'_> {
    /// Organisation, departments, people, services.
    fn directory(&self, command: &Command) -> Option<About> {
        match command {
            Command::CreateDepartment(of) => self.named(of.name.get(self.locale)),
            Command::RenameDepartment(of) => self.department(of.id),
            Command::DescribeDepartment(of) => self.department(of.id),
            Command::SetDepartmentKey(of) => self.department(of.id),
            Command::MoveDepartment(of) => self.department(of.id),
            Command::MergeDepartment(of) => self.department(of.id),
            Command::SplitDepartment(of) => self.department(of.id),
            Command::RetireDepartment(of) => self.department(of.id),
            Command::RestoreDepartment(of) => self.department(of.id),
            Command::PlaceDepartment(of) => self.department(of.id),
            Command::AddPerson(of) => self.named(&of.name),
            Command::RenamePerson(of) => self.person(of.id),
            Command::SetContact(of) => self.person(of.person),
            Command::ChooseLocale(of) => self.person(of.person),
            Command::RetirePerson(of) => self.person(of.id),
            Command::RestorePerson(of) => self.person(of.id),
            Command::ErasePerson(of) => self.person(of.id),
            Command::SetRole(of) => self.person(of.person),
            Command::SetMembership(of) => self.person(of.person),
            Command::EndMembership(of) => self.person(of.person),
            Command::CreateService(of) => self.named(of.name.get(self.locale)),
            Command::DescribeService(of) => self.service(of.id),
            Command::SetServiceState(of) => self.service(of.id),
            Command::ProvideService(of) => self.service(of.id),
            Command::SetServiceSight(of) => self.service(of.id),
            _ => self.work(command),
        }
    }

    /// Dependencies, boards, requests.
    fn work(&self, command: &Command) -> Option<About> {
        match command {
            Command::DeclareDependency(of) => self.named(&self.pair(of.customer, of.provider)),
            Command::AmendNeed(of) => self.dependency(of.dependency),
            Command::DropNeed(of) => self.dependency(of.dependency),
            Command::AgreeDependency(of) => self.dependency(of.id),
            Command::DisputeDependency(of) => self.dependency(of.id),
            Command::AmendDependency(of) => self.dependency(of.id),
            Command::SetDeliverable(of) => self.dependency(of.id),
            Command::RetireDependency(of) => self.dependency(of.id),
            Command::SetColumns(of) => self.department(of.department),
            Command::SetLabel(of) => self.named(&of.name),
            Command::FileRequest(of) => self.named(&of.title),
            Command::EditRequest(of) => self.request(of.id),
            Command::PrioritiseRequest(of) => self.request(of.id),
            Command::MoveRequest(of) => self.request(of.id),
            Command::EndRequest(of) => self.request(of.id),
            Command::ReopenRequest(of) => self.request(of.id),
            Command::AssignRequest(of) => self.request(of.id),
            Command::SetHandlers(of) => self.request(of.id),
            Command::LabelRequest(of) => self.request(of.id),
            Command::WatchRequest(of) => self.request(of.id),
            Command::HandOverRequest(of) => self.request(of.id),
            Command::AddComment(of) => self.request(of.request),
            Command::EditComment(of) => self.request(of.request),
            Command::RateRequest(of) => self.request(of.request),
            _ => None,
        }
    }

    fn request(&self, id: RequestId) -> Option<About> {
        let row = self.world.request(id).present()?;
        Some(About { name: row.title.clone(), path: Some(words::path(row)) })
    }

    fn department(&self, id: DepartmentId) -> Option<About> {
        let row = self.world.department(id).present()?;
        let path = Some(format!("/directory?department={id}"));
        Some(About { name: row.name.get(self.locale).to_owned(), path })
    }

    fn person(&self, id: PersonId) -> Option<About> {
        self.world.person(id).present()?;
        let path = Some(format!("/directory?tab=people&person={id}"));
        Some(About { name: words::person(self.world, self.locale, id), path })
    }

    fn service(&self, id: ServiceId) -> Option<About> {
        let row = self.world.service(id).present()?;
        self.named(row.name.get(self.locale))
    }

    fn dependency(&self, id: DependencyId) -> Option<About> {
        let row = self.world.dependency(id).present()?;
        let name = self.pair(row.customer, row.provider);
        Some(About { name, path: Some(format!("/map?dep={id}")) })
    }

    fn pair(&self, customer: DepartmentId, provider: DepartmentId) -> String {
        let name = |id| words::department(self.world, self.locale, id);
        format!("{} → {}", name(customer), name(provider))
    }

    /// What is not there yet has a name and no place.
    fn named(&self, name: &str) -> Option<About> {
        Some(About { name: name.to_owned(), path: None })
    }
}

/// The words that their author would have to find again.
pub(super) fn written(command: &Command) -> Option<String> {
    let text = match command {
        Command::FileRequest(of) => of.body.clone(),
        Command::EditRequest(of) => [&of.title, of.body.as_deref().unwrap_or_default()].join("\n"),
        Command::EndRequest(of) => of.reason.clone(),
        Command::AddComment(of) => of.text.clone(),
        Command::EditComment(of) => of.text.clone(),
        Command::RateRequest(of) => of.comment.clone(),
        Command::GiveKudos(of) => of.text.clone(),
        Command::DeclareDependency(of) => of.text.clone(),
        Command::AmendNeed(of) => of.text.clone(),
        Command::DisputeDependency(of) => of.reason.clone(),
        Command::SetDeliverable(of) => of.text.clone(),
        Command::RenamePerson(of) => of.name.clone(),
        Command::SetContact(of) => of.email.clone(),
        Command::RenameDepartment(of) => of.name.default.clone(),
        Command::DescribeDepartment(of) => of.purpose.clone(),
        Command::DescribeService(of) => of.description.clone(),
        Command::CreateDepartment(of) => of.purpose.clone(),
        Command::CreateService(of) => of.description.clone(),
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
