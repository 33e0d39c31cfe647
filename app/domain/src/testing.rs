//! Worlds and commands by chance, from a seed: the same seed gives the same ones everywhere. For
//! tests of the rules and for the simulator; behind the feature `testing`.

mod commands;

use uuid::Uuid;

use crate::{
    Actor, Change, Command, CommandId, Context, Department, DepartmentId, DepartmentKind, Membership,
    MembershipId, MembershipRole, OrganisationRole, Person, PersonId, RequestKey, Roles, Timestamp, World,
    decide::decide,
};

/// People in a small world, besides the first, who holds every role.
const PEOPLE: u64 = 6;
/// Departments in a small world.
const DEPARTMENTS: u64 = 4;

/// When a generated world begins: 2026-01-01T00:00:00Z.
pub const EPOCH: Timestamp = Timestamp(1_767_225_600_000);

/// A source of worlds and commands.
#[derive(Clone, Debug)]
pub struct Gen {
    state: u64,
}

impl Gen {
    /// The source that `seed` stands for.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number of the sequence (SplitMix64).
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 where that is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next_u64().checked_rem(bound).unwrap_or(0)
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of `items`.
    pub fn pick<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        let at = self.below(u64::try_from(items.len()).unwrap_or(0));
        items.get(usize::try_from(at).unwrap_or(0)).cloned()
    }

    /// A small organisation: a tree of four departments, seven people of all roles, no work yet.
    /// The first person holds every role. Its ids are the same for every seed.
    pub fn world(&mut self) -> World {
        let mut world = World::complete();
        for n in 0..=PEOPLE {
            let roles = match n {
                0 => OrganisationRole::ALL.iter().copied().collect(),
                1 => Roles::NONE.with(OrganisationRole::Leadership),
                2 => Roles::NONE.with(OrganisationRole::Auditor),
                _ => Roles::NONE,
            };
            let name = format!("Person {n}");
            let row = Person { id: person(n), name, locale: None, roles, is_retired: false, rev: 0 };
            world.apply(&Change::from(row));
        }
        for n in 0..DEPARTMENTS {
            world.apply(&Change::from(a_department(n)));
        }
        let mut memberships = 0;
        for n in 1..=PEOPLE {
            for at in 0..DEPARTMENTS {
                let roles = [MembershipRole::Lead, MembershipRole::Agent, MembershipRole::Member];
                // Everybody is somewhere, most are in one or two.
                if n % DEPARTMENTS == at || self.chance(30) {
                    memberships += 1;
                    let role = self.pick(&roles).unwrap_or_default();
                    let id = MembershipId(uuid(4, memberships));
                    let (person, department) = (person(n), department(at));
                    world.apply(&Change::from(Membership {
                        id,
                        person,
                        department,
                        role,
                        title: String::new(),
                    }));
                }
            }
        }
        world
    }

    /// One of the people of `world`, often the first, who may do most.
    pub fn person(&mut self, world: &World) -> PersonId {
        if self.chance(20) {
            return person(0);
        }
        let people: Vec<PersonId> = world.people().map(|row| row.id).collect();
        self.pick(&people).unwrap_or(person(0))
    }

    /// A command that `person` might give: mostly one that makes sense, at times one that does not.
    /// `next_id` counts the ids that have been made; keep it, so that no id is made twice.
    pub fn command(&mut self, world: &World, person: PersonId, next_id: &mut u64) -> Command {
        commands::Maker { chance: self, world, person, next_id }.command()
    }

    /// A world in which `steps` commands by people by chance have been decided.
    pub fn busy_world(&mut self, steps: u64, next_id: &mut u64) -> World {
        let mut world = self.world();
        for step in 0..steps {
            let person = self.person(&world);
            let actor = Actor::of(&world, person);
            let command = self.command(&world, person, next_id);
            let at = i64::try_from(step).unwrap_or(0) * 3_600_000;
            let context = Context { command: CommandId(uuid(9, *next_id)), now: Timestamp(EPOCH.0 + at) };
            *next_id += 1;
            if let Ok(decision) = settle(&mut world, &actor, &command, &context) {
                world.apply_all(&decision.changes);
            }
        }
        world
    }
}

/// Decides, telling the world that what it asks for is not there: in tests nothing is archived, so
/// what a complete world does not hold does not exist.
///
/// # Errors
/// The refusal.
pub fn settle(
    world: &mut World,
    actor: &Actor,
    command: &Command,
    context: &Context,
) -> Result<crate::Decision, crate::Refusal> {
    loop {
        match decide(world, actor, command, context) {
            Ok(decision) => return Ok(decision),
            Err(crate::Stop::Refused(refusal)) => return Err(refusal),
            Err(crate::Stop::Need(keys)) => {
                // Asking again for what is known to be absent would never end.
                if keys.iter().all(|key| matches!(world.row(*key), crate::Lookup::Absent)) {
                    return Err(crate::Refusal::Internal);
                }
                keys.into_iter().for_each(|key| world.note_absent(key));
            }
            Err(crate::Stop::Gather(gather)) => world.note_gathered(gather),
        }
    }
}

/// The `n`-th person of a generated world.
pub fn person(n: u64) -> PersonId {
    PersonId(uuid(1, n))
}

/// The `n`-th department of a generated world.
pub fn department(n: u64) -> DepartmentId {
    DepartmentId(uuid(2, n))
}

/// The `n`-th id of a sort, in order of `n`.
pub fn uuid(sort: u8, n: u64) -> Uuid {
    Uuid::from_u128(u128::from(sort) << 120 | u128::from(n) << 16 | 0x7000)
}

fn a_department(n: u64) -> Department {
    Department {
        id: department(n),
        name: format!("Department {n}").as_str().into(),
        purpose: String::new(),
        kind: DepartmentKind::Team,
        kind_name: None,
        parent: (n > 1).then(|| department(1)),
        key: RequestKey(format!("T{n}")),
        former_keys: Vec::new(),
        channel: String::new(),
        state: crate::DepartmentState::Active,
        rev: 0,
    }
}
