//! Random commands by random people: whatever they do, the invariants hold.

use std::collections::BTreeMap;

use proptest::prelude::*;
use weft_domain::{
    Actor, Board, Change, Command, CommandId, Context, Decision, Department, DepartmentState, Key, Kind,
    Refusal, Sight, StateCategory, Timestamp, World, decide,
    invariants::{check, check_changed, check_step},
    policy,
    testing::{EPOCH, Gen, settle, uuid},
};

/// Commands of one sequence.
pub(crate) const STEPS: u64 = 120;

/// One step of a random walk.
pub(crate) struct Step {
    pub(crate) actor: Actor,
    pub(crate) command: Command,
    pub(crate) context: Context,
    pub(crate) before: World,
    pub(crate) after: World,
    pub(crate) decided: Result<Decision, Refusal>,
}

/// Lets random people do random things, and shows each step.
pub(crate) fn walk(seed: u64, steps: u64, mut each: impl FnMut(&Step)) -> World {
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
