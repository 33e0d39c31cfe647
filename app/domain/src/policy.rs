//! May they do it? The only place that knows, for every command; the table is `product.md`'s.
//!
//! * The system itself may do everything; a person who is retired or unknown may do nothing.
//! * Who acts on a request must see it: a hidden one is not found.
//! * Stewards keep the directory: whatever a lead may do to a department, they may too.
//! * `admin` runs the system, and gains neither sight nor hands by it.
//! * Nobody grants more than they hold: a role is granted by a steward (or, for `admin`, an admin)
//!   who holds it. So the first account of an organisation holds them all.

use crate::{
    Actor, Command, DeclareDependency, DepartmentId, Dependency, End, EndRequest, GiveKudos, HandOverRequest,
    MembershipRole, OrganisationRole, PersonId, ProvideService, RateRequest, Refusal, Request, RequestId,
    ServiceId, SetRole, Side, Sight, Stop, WatchRequest, World,
    look::{active_person, found, seen_request},
};

/// Whether `actor` may do `command`.
///
/// # Errors
/// [`Stop::Refused`] with the reason, or [`Stop::Need`] with rows to be loaded first.
pub fn may(world: &World, actor: &Actor, command: &Command) -> Result<(), Stop> {
    let Some(person) = actor.person else { return Ok(()) };
    active_person(world, person)?;
    let hands = Hands { world, actor, person };
    match command {
        Command::SetOrganisation(_) => hands.holds(OrganisationRole::Admin),
        Command::CreateDepartment(_)
        | Command::MoveDepartment(_)
        | Command::MergeDepartment(_)
        | Command::SplitDepartment(_)
        | Command::RetireDepartment(_)
        | Command::RestoreDepartment(_)
        | Command::AddPerson(_) => hands.holds(OrganisationRole::Steward),
        Command::RenameDepartment(c) => hands.leads(c.id),
        Command::DescribeDepartment(c) => hands.leads(c.id),
        Command::SetDepartmentKey(c) => hands.leads(c.id),
        Command::PlaceDepartment(c) => hands.leads(c.id),
        Command::RenamePerson(c) => hands.is_or_keeps(c.id),
        Command::SetContact(c) => hands.is_or_keeps(c.person),
        Command::ChooseLocale(c) => hands.is(c.person),
        Command::RetirePerson(c) => hands.retires(c.id),
        Command::RestorePerson(c) => hands.restores(c.id),
        Command::ErasePerson(c) => hands.erases(c.id),
        Command::SetRole(c) => hands.sets_role(c),
        Command::SetMembership(c) => hands.leads(c.department),
        Command::EndMembership(c) if c.person == person => Ok(()),
        Command::EndMembership(c) => hands.leads(c.department),
        Command::CreateService(c) => c.providers.iter().try_for_each(|provider| hands.leads(*provider)),
        Command::DescribeService(c) => hands.runs_service(c.id),
        Command::SetServiceState(c) => hands.runs_service(c.id),
        Command::ProvideService(c) => hands.provides(c),
        Command::SetServiceSight(c) => hands.runs_service(c.id),
        Command::DeclareDependency(DeclareDependency { customer, .. }) => hands.is_member(*customer),
        Command::AmendNeed(c) => hands.is_member(hands.dependency(c.dependency)?.customer),
        Command::DropNeed(c) => hands.is_member(hands.dependency(c.dependency)?.customer),
        Command::AgreeDependency(c) => hands.is_agent(hands.dependency(c.id)?.provider),
        Command::DisputeDependency(c) => hands.is_agent(hands.dependency(c.id)?.provider),
        Command::AmendDependency(c) => hands.works_dependency(hands.dependency(c.id)?),
        Command::SetDeliverable(c) => hands.works_dependency(hands.dependency(c.id)?),
        Command::RetireDependency(c) => hands.ends_dependency(hands.dependency(c.id)?),
        Command::SetColumns(c) => hands.leads(c.department),
        Command::SetLabel(c) => hands.keeps_labels(c.department),
        Command::FileRequest(c) => hands.is_member(c.customer),
        Command::EditRequest(c) => hands.asked(hands.request(c.id)?),
        Command::PrioritiseRequest(c) => hands.asked_or_works(hands.request(c.id)?),
        Command::MoveRequest(c) => hands.works(hands.request(c.id)?),
        Command::EndRequest(c) => hands.ends(c),
        Command::ReopenRequest(c) => hands.asked_or_works(hands.request(c.id)?),
        Command::AssignRequest(c) => hands.works(hands.request(c.id)?),
        Command::SetHandlers(c) => hands.handles(hands.request(c.id)?),
        Command::LabelRequest(c) => hands.works(hands.request(c.id)?),
        Command::WatchRequest(c) => hands.watches(c),
        Command::HandOverRequest(c) => hands.hands_over(c),
        Command::AddComment(c) => hands.request(c.request).map(|_| ()),
        Command::EditComment(c) => hands.wrote(c.request, c.id),
        Command::RateRequest(c) => hands.rates(c),
        Command::GiveKudos(c) => hands.thanks(c),
    }
}

/// One person's hands.
struct Hands<'a> {
    world: &'a World,
    actor: &'a Actor,
    person: PersonId,
}

type Answer = Result<(), Stop>;

fn yes_or(allowed: bool, refusal: Refusal) -> Answer {
    if allowed { Ok(()) } else { Err(refusal.into()) }
}

/// People and departments.
impl Hands<'_> {
    fn holds(&self, role: OrganisationRole) -> Answer {
        yes_or(self.actor.has(role), Refusal::NeedsRole { role })
    }

    fn is_steward(&self) -> bool {
        self.actor.has(OrganisationRole::Steward)
    }

    fn is(&self, person: PersonId) -> Answer {
        yes_or(person == self.person, Refusal::OnlyOneself)
    }

    /// Oneself, or a steward.
    fn is_or_keeps(&self, person: PersonId) -> Answer {
        yes_or(person == self.person || self.is_steward(), Refusal::OnlyOneself)
    }

    fn is_member(&self, department: DepartmentId) -> Answer {
        let is_one = self.actor.is_at_least(MembershipRole::Member, department);
        yes_or(is_one, Refusal::NotAMember { department })
    }

    fn is_agent(&self, department: DepartmentId) -> Answer {
        let is_one = self.actor.is_at_least(MembershipRole::Agent, department);
        yes_or(is_one, Refusal::NotAnAgent { department })
    }

    /// A lead of the department, or a steward.
    fn leads(&self, department: DepartmentId) -> Answer {
        let is_one = self.actor.is_at_least(MembershipRole::Lead, department) || self.is_steward();
        yes_or(is_one, Refusal::NotALead { department })
    }

    /// Stewards retire people; one who runs the system is retired by one who runs it too.
    fn retires(&self, person: PersonId) -> Answer {
        self.holds(OrganisationRole::Steward)?;
        let row = found(self.world.person(person), person.0)?;
        let is_admin = row.roles.has(OrganisationRole::Admin) && !row.is_retired;
        if is_admin { self.holds(OrganisationRole::Admin) } else { Ok(()) }
    }

    /// Stewards keep the directory, and so answer to those who want to be out of it. What cannot be taken
    /// back is never done to oneself; one who runs the system is erased by one who runs it too.
    fn erases(&self, person: PersonId) -> Answer {
        self.holds(OrganisationRole::Steward)?;
        yes_or(person != self.person, Refusal::NotToOneself)?;
        let row = found(self.world.person(person), person.0)?;
        if row.roles.has(OrganisationRole::Admin) { self.holds(OrganisationRole::Admin) } else { Ok(()) }
    }

    /// Who comes back has the roles they had, so only who holds those brings them back.
    fn restores(&self, person: PersonId) -> Answer {
        self.holds(OrganisationRole::Steward)?;
        let roles = found(self.world.person(person), person.0)?.roles;
        yes_or(roles.minus(self.actor.roles).is_empty(), Refusal::GrantsMoreThanHeld)
    }

    /// `admin` is granted and taken by admins, the others by stewards; one may grant only what one
    /// holds, and may lay down any role of one's own.
    fn sets_role(&self, command: &SetRole) -> Answer {
        if !command.granted && command.person == self.person {
            return Ok(());
        }
        self.holds(match command.role {
            OrganisationRole::Admin => OrganisationRole::Admin,
            OrganisationRole::Steward | OrganisationRole::Leadership | OrganisationRole::Auditor => {
                OrganisationRole::Steward
            }
        })?;
        yes_or(!command.granted || self.actor.has(command.role), Refusal::GrantsMoreThanHeld)
    }

    /// A lead of any department that offers it, or a steward.
    fn runs_service(&self, id: ServiceId) -> Answer {
        let service = found(self.world.service(id), id.0)?;
        if service.providers.iter().any(|provider| self.leads(*provider).is_ok()) {
            return Ok(());
        }
        let role = OrganisationRole::Steward;
        let department = service.providers.first().copied();
        Err(department
            .map_or(Refusal::NeedsRole { role }, |department| Refusal::NotALead { department })
            .into())
    }

    /// Whoever runs the service takes departments off, and adds those that they lead; a lead also takes
    /// their own department off. Nobody offers a service in another department's name.
    fn provides(&self, command: &ProvideService) -> Answer {
        if command.on {
            self.runs_service(command.id)?;
            return self.leads(command.department);
        }
        self.leads(command.department).or_else(|_| self.runs_service(command.id))
    }

    /// An agent of the department, or a steward.
    fn keeps_labels(&self, department: DepartmentId) -> Answer {
        if self.is_steward() { Ok(()) } else { self.is_agent(department) }
    }
}

/// Dependencies.
impl Hands<'_> {
    fn dependency(&self, id: crate::DependencyId) -> Result<&Dependency, Stop> {
        found(self.world.dependency(id), id.0)
    }

    /// An agent of either side, or a steward.
    fn works_dependency(&self, row: &Dependency) -> Answer {
        let is_one = [row.customer, row.provider].into_iter().any(|side| self.is_agent(side).is_ok());
        yes_or(is_one || self.is_steward(), Refusal::NotAnAgent { department: row.customer })
    }

    /// A member of the customer, who said that it is needed; or a steward.
    fn ends_dependency(&self, row: &Dependency) -> Answer {
        if self.is_steward() { Ok(()) } else { self.is_member(row.customer) }
    }
}

/// Requests.
impl Hands<'_> {
    fn request(&self, id: RequestId) -> Result<&Request, Stop> {
        seen_request(self.world, self.actor, id)
    }

    /// The person who asked, or a member of the department they asked for.
    fn asked(&self, row: &Request) -> Answer {
        if row.requester == Some(self.person) {
            return Ok(());
        }
        row.customer.map_or(Err(Refusal::OnlyOneself.into()), |customer| self.is_member(customer))
    }

    /// An agent of its holder or a named handler; for an unrouted one a steward.
    fn works(&self, row: &Request) -> Answer {
        if let Sight::Confidential { handlers } = &row.sight
            && handlers.contains(&self.person)
        {
            return Ok(());
        }
        match row.provider {
            Some(holder) => self.is_agent(holder),
            None => self.holds(OrganisationRole::Steward),
        }
    }

    /// Only who handles a confidential request lets others see it.
    fn handles(&self, row: &Request) -> Answer {
        match &row.sight {
            Sight::Confidential { handlers } if handlers.contains(&self.person) => Ok(()),
            _ => Err(Refusal::NotAHandler.into()),
        }
    }

    fn asked_or_works(&self, row: &Request) -> Answer {
        self.asked(row).or_else(|_| self.works(row))
    }

    /// Who asked closes or cancels; who works on it closes or declines.
    fn ends(&self, command: &EndRequest) -> Answer {
        let row = self.request(command.id)?;
        match command.end {
            End::Closed => self.asked_or_works(row),
            End::Declined => self.works(row),
            End::Cancelled => self.asked(row),
        }
    }

    /// Oneself; others are added and taken off by who asked or works on it, since following opens
    /// the request to them.
    fn watches(&self, command: &WatchRequest) -> Answer {
        let row = self.request(command.id)?;
        if command.person == self.person { Ok(()) } else { self.asked_or_works(row) }
    }

    /// Who works on it passes it on; an unrouted one may also be taken by an agent who sees it, for
    /// their own department.
    fn hands_over(&self, command: &HandOverRequest) -> Answer {
        let row = self.request(command.id)?;
        let takes = row.provider.is_none() && self.is_agent(command.to).is_ok();
        if takes { Ok(()) } else { self.works(row) }
    }

    fn wrote(&self, request: RequestId, id: crate::CommentId) -> Answer {
        self.request(request)?;
        let comment = found(self.world.comment(id), id.0)?;
        if comment.request != request {
            return Err(Refusal::NotFound { kind: crate::Kind::Comment }.into());
        }
        yes_or(comment.author == Some(self.person), Refusal::OnlyOneself)
    }

    /// A member of the department that rates.
    fn rates(&self, command: &RateRequest) -> Answer {
        let row = self.request(command.request)?;
        let side = match command.side {
            Side::Customer => row.customer,
            Side::Provider => row.provider,
        };
        let department = side.ok_or(Refusal::NotFound { kind: crate::Kind::Department })?;
        self.is_member(department)
    }

    /// For a department one is in, and for a request one sees.
    fn thanks(&self, command: &GiveKudos) -> Answer {
        command.from_department.map_or(Ok(()), |department| self.is_member(department))?;
        command.request.map_or(Ok(()), |request| self.request(request).map(|_| ()))
    }
}
