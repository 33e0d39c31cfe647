//! Random commands by random people: whatever they do, the invariants hold.

use std::collections::BTreeMap;

use proptest::prelude::*;
use weft_domain::{
    Actor, Board, Change, Command, CommandId, Context, Decision, Department, DepartmentState, Key, Kind,
    Lookup, Refusal, Sight, StateCategory, Timestamp, World, decide,
    invariants::{check, check_changed, check_step},
    policy,
    testing::{EPOCH, Gen, settle, uuid},
    undo,
};

/// Commands of one sequence.
const STEPS: u64 = 120;

/// One step of a random walk.
struct Step {
    actor: Actor,
    command: Command,
    context: Context,
    before: World,
    after: World,
    decided: Result<Decision, Refusal>,
}

fn walk(seed: u64, steps: u64, mut each: impl FnMut(&Step)) -> World {
    let mut chance = Gen::new(seed);
    let mut world = chance.world();
    let mut next_id = 1;
    for step in 0..steps {
        let person = chance.person(&world);
        let actor = Actor::of(&world, person);
        let command = chance.command(&world, person, &mut next_id);
        let now = Timestamp(EPOCH.0 + i64::try_from(step).unwrap() * 5_400_000);
        let context = Context { command: CommandId(uuid(9, step)), now };
        let before = world.clone();
        let decided = settle(&mut world, &actor, &command, &context);
        if let Ok(decision) = &decided {
            world.apply_all(&decision.changes);
        }
        each(&Step { actor, command, context, before, after: world.clone(), decided });
    }
    world
}

/// Whether two worlds hold the same rows.
fn same(one: &World, other: &World) -> bool {
    weft_domain::Kind::ALL.iter().all(|kind| one.rows(*kind) == other.rows(*kind))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn invariants_hold_after_every_command(seed: u64) {
        walk(seed, STEPS, |step| {
            let context = || format!("seed {seed}: {:?} by {:?}: {:?}", step.command, step.actor.person, step.decided);
            check(&step.after).unwrap_or_else(|broken| panic!("{broken} after {}", context()));
            check_step(&step.before, &step.after).unwrap_or_else(|broken| panic!("{broken} after {}", context()));
            assert_ne!(step.decided.as_ref().err(), Some(&Refusal::Internal), "{}", context());
            let changed = step.after.changed_since(&step.before);
            check_changed(&step.before, &step.after, &changed)
                .unwrap_or_else(|broken| panic!("{broken} after {}", context()));
            let decided = step.decided.iter().flat_map(|decision| &decision.changes);
            for key in decided.map(weft_domain::Change::key) {
                let is_same = step.before.row(key).present() == step.after.row(key).present();
                assert!(is_same || changed.contains(&key), "{key:?} changed: {}", context());
            }
        });
    }

    /// What the whole check finds broken, the check of what changed finds broken too.
    #[test]
    fn what_changed_is_checked_as_closely_as_everything(seed: u64) {
        let before = walk(seed, STEPS, |_| {});
        let mut chance = Gen::new(seed);
        for _ in 0..40 {
            let mut after = before.clone();
            damage(&mut after, &mut chance);
            let changed = after.changed_since(&before);
            let whole = check(&after).and_then(|()| check_step(&before, &after));
            let part = check_changed(&before, &after, &changed);
            assert_eq!(whole.is_err(), part.is_err(), "{changed:?}: {whole:?} {part:?}");
        }
    }

    #[test]
    fn deciding_twice_is_the_same_and_applying_twice_is_harmless(seed: u64) {
        walk(seed, STEPS / 2, |step| {
            let Ok(decision) = &step.decided else { return };
            let mut world = step.before.clone();
            assert_eq!(&settle(&mut world, &step.actor, &step.command, &step.context), &step.decided);
            let mut twice = step.after.clone();
            twice.apply_all(&decision.changes);
            assert!(same(&twice, &step.after), "{:?}", step.command);
            let mut keys: Vec<_> = decision.changes.iter().map(weft_domain::Change::key).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), decision.changes.len(), "each row at most once: {:?}", step.command);
        });
    }

    /// The daily figures say what the requests say, however often they went to and fro.
    #[test]
    fn figures_add_up(seed: u64) {
        let world = walk(seed, STEPS, |_| {});
        let mut counted: BTreeMap<_, (u32, u32)> = BTreeMap::new();
        let open = world.requests().filter(|row| !matches!(row.sight, Sight::Confidential { .. }));
        for (row, pair) in open.filter_map(|row| Some((row, row.customer.zip(row.provider)?))) {
            let of_pair = counted.entry(pair).or_default();
            of_pair.0 += u32::from(row.resolved_at.is_some());
            of_pair.1 += u32::from(matches!(row.state, StateCategory::Declined | StateCategory::Cancelled));
        }
        for row in world.all_traffic() {
            let of_pair = counted.entry((row.customer, row.provider)).or_default();
            of_pair.0 = of_pair.0.wrapping_sub(row.resolved);
            of_pair.1 = of_pair.1.wrapping_sub(row.dropped);
        }
        prop_assert!(counted.values().all(|left| *left == (0, 0)), "{counted:?}");
    }

    #[test]
    fn whoever_may_not_is_refused_and_nothing_changes(seed: u64) {
        walk(seed, STEPS / 2, |step| {
            if let Err(stop) = policy::may(&step.before, &step.actor, &step.command) {
                assert_eq!(decide(&step.before, &step.actor, &step.command, &step.context), Err(stop));
            }
        });
    }
}

/// Breaks something, mostly.
fn damage(world: &mut World, chance: &mut Gen) {
    let departments: Vec<_> = world.departments().cloned().collect();
    let requests: Vec<_> = world.requests().cloned().collect();
    let one = chance.pick(&departments).unwrap();
    let Some((mut card, other)) = chance.pick(&requests).zip(chance.pick(&requests)) else { return };
    let change: Change = match chance.below(12) {
        0 => Change::Remove(one.id.into()),
        1 => Department { parent: chance.pick(&departments).map(|row| row.id), ..one }.into(),
        2 => Department { key: chance.pick(&departments).unwrap().key, ..one }.into(),
        3 => Department { state: DepartmentState::Retired, ..one }.into(),
        4 => Board { columns: Vec::new(), ..world.board(one.id) }.into(),
        5 => Change::Remove(Key { kind: Kind::Board, id: one.id.0 }),
        6 => Change::Remove(card.id.into()),
        7 => {
            card.column = None;
            card.into()
        }
        8 => {
            (card.column, card.rank) = (other.column, other.rank);
            card.into()
        }
        9 => {
            card.number = other.number;
            card.into()
        }
        10 => {
            (card.comments, card.provider) = (0, Some(one.id));
            card.into()
        }
        _ => Change::Remove(Key { kind: Kind::Numbering, id: one.id.0 }),
    };
    world.apply(&change);
}

/// Every sort of command comes through in some walk, so that the properties above say something.
#[test]
fn random_walks_reach_every_command() {
    let mut reached = std::collections::BTreeSet::new();
    for seed in 0..60 {
        walk(seed, STEPS, |step| {
            if step.decided.as_ref().is_ok_and(|decision| !decision.changes.is_empty()) {
                reached.insert(step.command.name());
            }
        });
    }
    let missed: Vec<_> = Command::NAMES.iter().filter(|name| !reached.contains(**name)).collect();
    assert!(missed.is_empty(), "never accepted: {missed:?}");
}

/// Undo brings back the rows, apart from what counts edits and moments.
#[test]
fn undo_restores() {
    let mut undone = std::collections::BTreeSet::new();
    for seed in 0..40 {
        walk(seed, STEPS, |step| {
            let is_done = step.decided.as_ref().is_ok_and(|decision| !decision.changes.is_empty());
            let Some(inverse) = undo::inverse(&step.before, &step.command).filter(|_| is_done) else {
                return;
            };
            if !restores_exactly(&step.command) {
                return;
            }
            let mut world = step.after.clone();
            match settle(&mut world, &Actor::system(), &inverse, &step.context) {
                Ok(decision) => world.apply_all(&decision.changes),
                Err(refusal) => panic!("{:?} by {inverse:?}: {refusal:?}", step.command),
            }
            check(&world).unwrap();
            for key in
                step.decided.iter().flat_map(|decision| &decision.changes).map(weft_domain::Change::key)
            {
                assert_eq!(
                    essence(&world, key),
                    essence(&step.before, key),
                    "{:?} by {inverse:?}",
                    step.command
                );
            }
            undone.insert(step.command.name());
        });
    }
    assert!(undone.len() > 12, "{undone:?}");
}

/// Commands whose inverse brings back every row. Others come close: a created department is retired,
/// a filed request cancelled, a card opened again is at the top.
fn restores_exactly(command: &Command) -> bool {
    matches!(
        command,
        Command::RenameDepartment(_)
            | Command::DescribeDepartment(_)
            | Command::MoveDepartment(_)
            | Command::RetireDepartment(_)
            | Command::PlaceDepartment(_)
            | Command::RenamePerson(_)
            | Command::SetContact(_)
            | Command::ChooseLocale(_)
            | Command::SetRole(_)
            | Command::SetMembership(_)
            | Command::DescribeService(_)
            | Command::SetServiceState(_)
            | Command::ProvideService(_)
            | Command::AmendNeed(_)
            | Command::EditRequest(_)
            | Command::PrioritiseRequest(_)
            | Command::AssignRequest(_)
            | Command::WatchRequest(_)
            | Command::EditComment(_)
    )
}

/// A row without what a change and its undo both leave behind.
fn essence(world: &World, key: weft_domain::Key) -> Option<weft_domain::Row> {
    use weft_domain::Row;
    let mut row = match world.row(key) {
        Lookup::Present(row) => row,
        Lookup::Absent | Lookup::Unknown => return None,
    };
    match &mut row {
        Row::Department(row) => row.rev = 0,
        Row::Person(row) => row.rev = 0,
        Row::Service(row) => row.rev = 0,
        Row::Dependency(row) => row.rev = 0,
        Row::Request(row) => row.rev = 0,
        Row::Comment(row) => (row.rev, row.edited_at) = (0, None),
        _ => {}
    }
    Some(row)
}
