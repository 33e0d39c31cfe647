//! A world without what ended long ago decides as one that holds everything.

use proptest::prelude::*;
use weft_domain::{
    Actor, Change, Command, CommandId, Context, Decision, DepartmentId, EndRequest, Gather, Key, Kind, Kudos,
    Lookup, Refusal, Request, Stop, Thanked, Timestamp, World, decide,
    testing::{EPOCH, Gen, settle, uuid},
};

/// Commands of one sequence.
const STEPS: u64 = 250;
/// Requests that ended longer ago than this are archived.
const KEPT_MS: i64 = 12 * 3_600_000;

fn is_of(request: &Request, department: DepartmentId) -> bool {
    request.provider == Some(department)
        || request.customer == Some(department)
        || request.held_by.contains(&department)
}

/// Decides on `world`, loading from `store` what the rules ask for, as the engine does. Says how much
/// had to be loaded of what is archived.
fn load_and_decide(
    world: &mut World,
    store: &World,
    (actor, command, context): (&Actor, &Command, &Context),
    loaded: &mut usize,
) -> Result<Decision, Refusal> {
    for _ in 0..20 {
        match decide(world, actor, command, context) {
            Ok(decision) => return Ok(decision),
            Err(Stop::Refused(refusal)) => return Err(refusal),
            Err(Stop::Need(keys)) => {
                for key in keys {
                    match store.row(key) {
                        Lookup::Present(row) => {
                            *loaded += usize::from(key.kind == Kind::Request);
                            world.apply(&Change::Put(row));
                        }
                        Lookup::Absent | Lookup::Unknown => world.note_absent(key),
                    }
                }
            }
            Err(Stop::Gather(gather)) => {
                let rows: Vec<Change> = match gather {
                    Gather::ArchivedOf(department) => {
                        let since = world.kept_since().unwrap();
                        let is_archived = |row: &&Request| row.ended_at.is_some_and(|ended| ended < since);
                        let rows = store.requests().filter(is_archived).filter(|row| is_of(row, department));
                        rows.cloned().map(Change::from).collect()
                    }
                    Gather::KudosTo(person) => {
                        let is_meant = |row: &&Kudos| row.to == Thanked::Person(person);
                        store.all_kudos().filter(is_meant).cloned().map(Change::from).collect()
                    }
                };
                *loaded += rows.len();
                world.apply_all(&rows);
                world.note_gathered(gather);
            }
        }
    }
    panic!("asks without end: {command:?}");
}

fn archived(world: &World, now: Timestamp) -> World {
    let mut world = world.clone();
    world.archive(Timestamp(now.0 - KEPT_MS));
    world
}

/// What a decision does to the rows that are at hand: a body is put again where it is not known that it is
/// the same.
fn resident(decided: &Result<Decision, Refusal>) -> Result<Vec<&Change>, &Refusal> {
    let decision = decided.as_ref()?;
    Ok(decision.changes.iter().filter(|change| change.key().kind.is_resident()).collect())
}

/// How much was loaded of what is archived.
fn walk(seed: u64) -> usize {
    let mut chance = Gen::new(seed);
    let mut whole = chance.world();
    let mut kept = whole.clone();
    let (mut next_id, mut loaded) = (1, 0);
    for step in 0..STEPS {
        let person = chance.person(&whole);
        let actor = Actor::of(&whole, person);
        let command = chance.command(&whole, person, &mut next_id);
        let now = Timestamp(EPOCH.0 + i64::try_from(step).unwrap() * 5_400_000);
        let context = Context { command: CommandId(uuid(9, step)), now };
        let truth = settle(&mut whole.clone(), &actor, &command, &context);
        let decided = load_and_decide(&mut kept, &whole, (&actor, &command, &context), &mut loaded);
        assert_eq!(resident(&decided), resident(&truth), "seed {seed}: {command:?}");
        if let Ok(decision) = decided {
            whole.apply_all(&decision.changes);
            kept.apply_all(&decision.changes);
        }
        kept.forget_loaded();
        kept.archive(Timestamp(now.0 - KEPT_MS));
        let mut rest = archived(&whole, now);
        rest.forget_loaded();
        for kind in Kind::ALL.iter().filter(|kind| kind.is_resident()) {
            assert_eq!(kept.rows(*kind), rest.rows(*kind), "seed {seed}: {command:?}");
        }
    }
    loaded
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_archived_changes_no_decision(seed: u64) {
        walk(seed);
    }
}

#[test]
fn random_walks_come_back_to_what_is_archived() {
    let loaded: usize = (0..40).map(walk).sum();
    assert!(loaded > 100, "{loaded}");
}

#[test]
fn what_ended_long_ago_is_forgotten_and_asked_for() {
    let mut chance = Gen::new(4);
    let mut whole = chance.busy_world(300, &mut 1);
    let last = whole.requests().map(|row| row.moved_at).max().unwrap();
    let later = Timestamp(last.0 + 1);
    let is_ended = |row: &&Request| row.ended_at.is_some();
    let ended: Vec<Key> = whole.requests().filter(is_ended).map(|row| row.id.into()).collect();
    let open = whole.requests().count() - ended.len();
    assert!(!ended.is_empty() && open > 0);
    assert_eq!(whole.archive(Timestamp(0)), 0);
    assert_eq!(whole.kept_since(), None, "nothing is archived, so what is missing is proven absent");
    assert_eq!(whole.archive(later), ended.len());
    assert_eq!(whole.requests().count(), open);
    assert!(ended.iter().all(|key| whole.row(*key) == Lookup::Unknown));
    let id = weft_domain::RequestId(ended[0].id);
    let end = EndRequest {
        id,
        end: weft_domain::End::Closed,
        reason: String::new(),
        comment: weft_domain::CommentId(uuid(8, 1)),
    };
    let context = Context { command: CommandId(uuid(9, 1)), now: later };
    let stop = decide(&whole, &Actor::system(), &end.into(), &context);
    assert_eq!(stop, Err(Stop::Need(vec![id.into()])));
}
