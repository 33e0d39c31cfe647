//! The sync simulator over many seeds. `WEFT_SIM_SEED` replays one (or says where to begin),
//! `WEFT_SIM_SEEDS` says how many, `WEFT_SIM_FRESH` takes fresh ones. For a wide run take `--profile sim`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "simulator/many.rs"]
mod many;
#[path = "simulator/planted.rs"]
mod planted;
#[path = "simulator/stories.rs"]
mod stories;

use weft_sync::sim::{self, COMMANDS_MIN, Plan, Report};

/// Seeds without a setting: few where the compiler did not optimise.
const SEEDS: u64 = if cfg!(debug_assertions) { 4 } else { 300 };

#[test]
fn nothing_is_lost_repeated_leaked_or_left_different() {
    let seeds = many::seeds(SEEDS);
    let count = seeds.end - seeds.start;
    println!("seeds {} to {}", seeds.start, seeds.end - 1);
    match many::run(seeds, None) {
        Ok(report) => println!("{count} seeds: {report:?}"),
        Err(found) => {
            println!("{}\nshrinking it", found.violation);
            let (plan, violation) = many::smallest(&found.plan);
            let story = stories::save(&format!("found-{}", found.seed), None, &plan);
            panic!(
                "{}\nshrunk to {} actions: {violation}\nsaved as {story}\nreplay: WEFT_SIM_SEED={} cargo test \
                 -p weft-sync --profile sim --test simulator",
                found.violation,
                plan.actions.len(),
                found.seed
            );
        }
    }
}

#[test]
fn a_seed_is_a_story_that_does_not_change() {
    let plan = Plan::of(7);
    assert_eq!(plan, Plan::of(7));
    assert_eq!(Plan::from_json(&plan.to_json()), Ok(plan.clone()));
    assert_eq!(sim::run(&plan), sim::run(&plan));
}

/// What every seed must go through, so that its silence says something.
fn is_busy(report: &Report) -> bool {
    report.browsers >= 5 && report.made >= COMMANDS_MIN && report.restarts >= 3 && report.rights >= 1
}
