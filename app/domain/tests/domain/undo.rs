//! Taking back: what one did oneself, and only as long as nobody went on from it.

use weft_domain::{
    Actor, Command, CommandId, Context, Kind, Lookup, PlaceDepartment, Refusal, RenameDepartment,
    StateCategory, World,
    invariants::check,
    testing::{EPOCH, Gen, settle, uuid},
    undo,
};

use crate::{
    random::{STEPS, walk},
    stage::{PROVIDER, REQUEST, Stage, Who},
};

/// Gestures of one person that are taken back one after the other.
const GESTURES: usize = 25;

/// A command that was done, what it left, and what takes it back as it was found before.
struct Gesture {
    done: Command,
    left: Option<Command>,
    inverse: Command,
}

impl Gesture {
    fn take_back(&self, now: &World) -> Result<Command, Refusal> {
        undo::take_back(now, &self.done, self.left.as_ref(), &self.inverse)
    }
}

fn did(stage: &mut Stage, who: Who, command: impl Into<Command>) -> Gesture {
    let done = command.into();
    let inverse = undo::inverse(&stage.world, &done).unwrap();
    stage.did(who, done.clone());
    let left = undo::left_by(&stage.world, &done);
    Gesture { done, left, inverse }
}

fn rename(over: u32, name: &str) -> RenameDepartment {
    RenameDepartment { id: PROVIDER, over, name: name.into() }
}

#[test]
fn two_edits_of_one_text_are_taken_back_one_after_the_other() {
    let mut stage = Stage::new();
    let over = stage.world.department(PROVIDER).present().unwrap().rev;
    let first = did(&mut stage, Who::Lead, rename(over, "First"));
    let second = did(&mut stage, Who::Lead, rename(over + 1, "Second"));
    for gesture in [second, first] {
        let back = gesture.take_back(&stage.world).unwrap();
        stage.did(Who::Lead, back);
    }
    assert_eq!(stage.world.department(PROVIDER).present().unwrap().name.default, "Provider");
}

#[test]
fn what_somebody_did_since_is_not_overwritten() {
    let mut stage = Stage::new();
    let to = stage.move_to(REQUEST, StateCategory::InProgress);
    let moved = did(&mut stage, Who::Agent, to);
    let placed = did(&mut stage, Who::Steward, PlaceDepartment { id: PROVIDER, at: Some((1, 2)) });
    assert!(moved.take_back(&stage.world).is_ok());
    let on = stage.move_to(REQUEST, StateCategory::Resolved);
    stage.did(Who::Lead, on);
    stage.did(Who::Lead, PlaceDepartment { id: PROVIDER, at: Some((3, 4)) });
    for gesture in [moved, placed] {
        assert_eq!(gesture.take_back(&stage.world), Err(Refusal::ChangedMeanwhile));
    }
}

/// One's gestures are a stack: taken back from the last, each is still as it was left. Only what could not
/// be done by hand either, such as going back under a department that has ended, ends it with a reason.
#[test]
fn a_stack_of_gestures_is_taken_back_whole() {
    let (mut kinds, mut whole) = (std::collections::BTreeSet::new(), 0);
    for seed in 0..40 {
        let mut chance = Gen::new(seed);
        let mut world = walk(seed, STEPS, |_| {});
        let start = world.clone();
        let (mut next_id, mut stack) = (10_000, Vec::new());
        let person = chance.person(&world);
        while stack.len() < GESTURES {
            let command = chance.command(&world, person, &mut next_id);
            let Some(inverse) = undo::inverse(&world, &command).filter(|_| restores_exactly(&command)) else {
                continue;
            };
            let context = Context { command: CommandId(uuid(9, next_id)), now: EPOCH };
            if let Ok(decision) = settle(&mut world, &Actor::system(), &command, &context) {
                world.apply_all(&decision.changes);
                kinds.insert(command.name());
                let left = undo::left_by(&world, &command);
                stack.push(Gesture { done: command, left, inverse });
            }
        }
        while let Some(gesture) = stack.pop() {
            let back = gesture.take_back(&world).unwrap_or_else(|_| panic!("{seed}: {:?}", gesture.done));
            let context = Context { command: CommandId(uuid(9, 0)), now: EPOCH };
            match settle(&mut world, &Actor::system(), &back, &context) {
                Ok(decision) => world.apply_all(&decision.changes),
                Err(refusal) => {
                    assert_eq!(refusal, Refusal::IsRetired { kind: Kind::Department }, "{:?}", gesture.done);
                    break;
                }
            }
        }
        if !stack.is_empty() {
            continue;
        }
        whole += 1;
        for key in world.changed_since(&start) {
            if matches!(key.kind, Kind::Traffic) {
                continue;
            }
            assert_eq!(essence(&world, key), essence(&start, key), "seed {seed}");
        }
    }
    assert!(kinds.len() > 12 && whole > 30, "{whole}, {kinds:?}");
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
