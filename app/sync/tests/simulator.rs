//! The sync simulator over many seeds. `WEFT_SIM_SEEDS` widens it, `WEFT_SIM_SEED` replays one
//! (or says where to begin).

use weft_sync::{
    fault::{self, Fault},
    sim::{self, Report, Violation},
};

/// Seeds by default: some ten seconds without optimisation. For a wide run take `--profile quick`.
const SEEDS: u64 = 40;
/// Steps of one simulation, of some 10 virtual milliseconds each.
const STEPS: u64 = 300;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn seeds() -> std::ops::Range<u64> {
    match setting("WEFT_SIM_SEED") {
        Some(seed) => seed..seed + setting("WEFT_SIM_SEEDS").unwrap_or(1),
        None => 0..setting("WEFT_SIM_SEEDS").unwrap_or(SEEDS),
    }
}

fn run_all(seeds: std::ops::Range<u64>) -> Result<Report, Violation> {
    let mut sum = Report::default();
    for seed in seeds {
        let report = sim::run(seed, STEPS)?;
        sum.committed += report.committed;
        sum.refused += report.refused;
        sum.breaks += report.breaks;
        sum.crashes += report.crashes;
        sum.resets += report.resets;
        sum.unsure += report.unsure;
    }
    Ok(sum)
}

#[test]
fn nothing_is_lost_repeated_leaked_or_left_different() {
    match run_all(seeds()) {
        Ok(report) => {
            println!("{report:?}");
            let count = seeds().end - seeds().start;
            assert!(report.committed > 20 * count, "the simulator is idle: {report:?}");
        }
        Err(violation) => {
            panic!("{violation}\nreplay: WEFT_SIM_SEED={} cargo test -p weft-sync", violation.seed)
        }
    }
}

fn finds(planted: Fault) {
    fault::plant(Some(planted));
    let found = run_all(0..SEEDS);
    fault::plant(None);
    assert!(found.is_err(), "{planted:?} was not found");
}

#[test]
fn finds_a_lost_acknowledgement() {
    finds(Fault::LostAck);
}

#[test]
fn finds_a_skipped_rebase() {
    finds(Fault::SkippedRebase);
}

#[test]
fn finds_a_leak_after_a_revocation() {
    finds(Fault::LeakAfterRevoke);
}
