//! A small organisation that every test begins with: who asks (`CUSTOMER`), who is asked
//! (`PROVIDER`), who has nothing to do with it (`ELSEWHERE`), and a request between the first two.

use weft_domain::{
    Actor, Change, Command, CommandId, CommentId, Context, Decision, DepartmentId, DependencyId, FileRequest,
    LabelId, Level, Membership, MembershipId, MembershipRole, NeedId, OrganisationRole, Person, PersonId,
    Refusal, Request, RequestId, RequestKind, Roles, ServiceId, Sight, StateCategory, Timestamp, World,
    invariants::{check, check_step},
    testing::{EPOCH, settle, uuid},
};
use weft_domain::{
    AddComment, CreateDepartment, CreateService, DeclareDependency, DepartmentKind, Mode, MoveRequest,
    SetLabel, Severity, WatchRequest,
};

pub(crate) const CUSTOMER: DepartmentId = DepartmentId(uuid_of(2, 1));
pub(crate) const PROVIDER: DepartmentId = DepartmentId(uuid_of(2, 2));
pub(crate) const ELSEWHERE: DepartmentId = DepartmentId(uuid_of(2, 3));
pub(crate) const REQUEST: RequestId = RequestId(uuid_of(10, 1));
pub(crate) const COMMENT: CommentId = CommentId(uuid_of(11, 1));
pub(crate) const SERVICE: ServiceId = ServiceId(uuid_of(5, 1));
pub(crate) const LABEL: LabelId = LabelId(uuid_of(7, 1));
pub(crate) const NEED: NeedId = NeedId(uuid_of(6, 1));

/// Everybody, by what they are. One letter each in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Admin,
    Steward,
    Leadership,
    Auditor,
    /// A member of the customer.
    Customer,
    CustomerLead,
    /// A member of the provider.
    Provider,
    Agent,
    Lead,
    /// Asked, and is in no department (any more).
    Requester,
    Watcher,
    /// A lead of a department that has nothing to do with it.
    Outsider,
}

impl Who {
    pub(crate) const ALL: &[(char, Who)] = &[
        ('A', Who::Admin),
        ('S', Who::Steward),
        ('L', Who::Leadership),
        ('U', Who::Auditor),
        ('c', Who::Customer),
        ('C', Who::CustomerLead),
        ('p', Who::Provider),
        ('a', Who::Agent),
        ('P', Who::Lead),
        ('r', Who::Requester),
        ('w', Who::Watcher),
        ('o', Who::Outsider),
    ];

    pub(crate) fn id(self) -> PersonId {
        PersonId(uuid(1, self as u64 + 1))
    }

    fn role(self) -> Option<OrganisationRole> {
        match self {
            Who::Admin => Some(OrganisationRole::Admin),
            Who::Steward => Some(OrganisationRole::Steward),
            Who::Leadership => Some(OrganisationRole::Leadership),
            Who::Auditor => Some(OrganisationRole::Auditor),
            _ => None,
        }
    }

    fn place(self) -> Option<(DepartmentId, MembershipRole)> {
        match self {
            Who::Customer => Some((CUSTOMER, MembershipRole::Member)),
            Who::CustomerLead => Some((CUSTOMER, MembershipRole::Lead)),
            Who::Provider => Some((PROVIDER, MembershipRole::Member)),
            Who::Agent => Some((PROVIDER, MembershipRole::Agent)),
            Who::Lead => Some((PROVIDER, MembershipRole::Lead)),
            Who::Outsider => Some((ELSEWHERE, MembershipRole::Lead)),
            _ => None,
        }
    }
}

const fn uuid_of(sort: u8, n: u64) -> weft_domain::Uuid {
    weft_domain::Uuid::from_u128((sort as u128) << 120 | (n as u128) << 16 | 0x7000)
}

/// The organisation, and the clock.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) now: Timestamp,
    next: u64,
}

impl Stage {
    /// People and three departments.
    pub(crate) fn bare() -> Self {
        let mut stage = Self { world: World::complete(), now: EPOCH, next: 100 };
        for (letter, who) in Who::ALL {
            let (id, roles) = (who.id(), who.role().into_iter().collect::<Roles>());
            let name = format!("Person {letter}");
            stage.put(Person { id, name, locale: None, roles, is_retired: false, rev: 0 });
        }
        for (id, name) in [(CUSTOMER, "Customer"), (PROVIDER, "Provider"), (ELSEWHERE, "Elsewhere")] {
            stage.system(CreateDepartment {
                id,
                name: name.into(),
                purpose: String::new(),
                kind: DepartmentKind::Team,
                parent: None,
                key: None,
            });
        }
        for (_, who) in Who::ALL {
            if let Some((department, role)) = who.place() {
                let (id, person, title) = (MembershipId(who.id().0), who.id(), String::new());
                stage.put(Membership { id, person, department, role, title });
            }
        }
        stage
    }

    /// With a dependency, a service, a label, and a request with a comment and a watcher.
    pub(crate) fn new() -> Self {
        let mut stage = Self::bare();
        let join = |role| Membership {
            id: MembershipId(uuid(4, 1)),
            person: Who::Requester.id(),
            department: CUSTOMER,
            role,
            title: String::new(),
        };
        stage.put(join(MembershipRole::Member));
        stage.system(CreateService {
            id: SERVICE,
            name: "Service".into(),
            description: String::new(),
            providers: vec![PROVIDER],
            is_confidential: false,
        });
        stage.system(SetLabel { id: LABEL, department: PROVIDER, name: "urgent".into(), is_retired: false });
        stage.did(Who::Requester, declare(CUSTOMER, PROVIDER, NEED));
        stage.did(Who::Requester, file(REQUEST, Sight::Departments));
        stage.did(Who::Requester, AddComment { id: COMMENT, request: REQUEST, text: "Hello".into() });
        stage.did(Who::Requester, WatchRequest { id: REQUEST, person: Who::Watcher.id(), on: true });
        stage.system(weft_domain::EndMembership { person: Who::Requester.id(), department: CUSTOMER });
        stage
    }

    pub(crate) fn put(&mut self, row: impl Into<weft_domain::Row>) {
        self.world.apply(&Change::Put(row.into()));
    }

    pub(crate) fn actor(&self, who: Who) -> Actor {
        Actor::of(&self.world, who.id())
    }

    /// A command by somebody; what it does is done.
    pub(crate) fn by(&mut self, who: Who, command: impl Into<Command>) -> Result<Decision, Refusal> {
        let actor = self.actor(who);
        self.decided(&actor, &command.into())
    }

    /// A command that must succeed.
    #[track_caller]
    pub(crate) fn did(&mut self, who: Who, command: impl Into<Command>) -> Decision {
        let command = command.into();
        self.by(who, command.clone()).unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"))
    }

    /// A command by the system that must succeed.
    #[track_caller]
    pub(crate) fn system(&mut self, command: impl Into<Command>) -> Decision {
        let command = command.into();
        self.decided(&Actor::system(), &command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"))
    }

    #[track_caller]
    fn decided(&mut self, actor: &Actor, command: &Command) -> Result<Decision, Refusal> {
        let context = self.context();
        let before = self.world.clone();
        let decision = settle(&mut self.world, actor, command, &context)?;
        self.world.apply_all(&decision.changes);
        check(&self.world).unwrap_or_else(|broken| panic!("{broken} after {command:?}"));
        check_step(&before, &self.world).unwrap_or_else(|broken| panic!("{broken} after {command:?}"));
        Ok(decision)
    }

    pub(crate) fn context(&mut self) -> Context {
        self.next += 1;
        Context { command: CommandId(uuid(9, self.next)), now: self.now }
    }

    pub(crate) fn wait_minutes(&mut self, minutes: i64) {
        self.now = Timestamp(self.now.0 + minutes * 60_000);
    }

    pub(crate) fn request(&self, id: RequestId) -> Request {
        self.world.request(id).present().expect("the request is there").clone()
    }

    /// The titles in the holder's first column of a state, from the top.
    pub(crate) fn titles(&self, department: DepartmentId, state: StateCategory) -> Vec<String> {
        let board = self.world.board(department);
        let column = board.first_of(state).expect("a column of every state").id;
        self.world.column(column).map(|row| row.title.clone()).collect()
    }

    /// Moves a request to the top of its holder's first column of a state.
    pub(crate) fn move_to(&self, id: RequestId, state: StateCategory) -> MoveRequest {
        let holder = self.request(id).provider.expect("it has a holder");
        let column = self.world.board(holder).first_of(state).expect("a column of every state").id;
        MoveRequest { id, column, after: None }
    }
}

pub(crate) fn declare(customer: DepartmentId, provider: DepartmentId, need: NeedId) -> DeclareDependency {
    let (text, severity, mode) = ("Builds".into(), Severity::Blocking, Mode::AsAService);
    DeclareDependency { customer, provider, need, text, severity, mode }
}

pub(crate) fn dependency() -> DependencyId {
    DependencyId::between(CUSTOMER, PROVIDER)
}

pub(crate) fn file(id: RequestId, sight: Sight) -> FileRequest {
    FileRequest {
        id,
        title: "Please help".into(),
        body: "In full".into(),
        kind: RequestKind::Service,
        impact: Level::Medium,
        urgency: Level::Medium,
        customer: CUSTOMER,
        provider: Some(PROVIDER),
        service: None,
        sight,
        labels: Vec::new(),
    }
}

/// The `n`-th further id of a sort.
pub(crate) fn id(sort: u8, n: u64) -> weft_domain::Uuid {
    uuid(sort, 1_000 + n)
}
