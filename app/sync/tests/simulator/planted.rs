//! The simulator finds what is planted; else its silence would say nothing.

use weft_sync::fault::{self, Fault};

use crate::{many, stories};

/// Seeds within which each planted bug must be found. Always the same ones.
const SEEDS: u64 = 200;
/// Bugs whose shortest stories are kept as examples. `WEFT_SIM_STORIES=write` tells them anew, for
/// when rules or engines changed so that an old one does not show its bug any more.
const TOLD: &[Fault] = &[Fault::LostAck, Fault::RepeatedCommand, Fault::ForgottenOnceSent];

#[test]
fn every_planted_bug_is_found() {
    let mut missed = Vec::new();
    for planted in Fault::ALL {
        match many::run(1..SEEDS + 1, Some(*planted)) {
            Err(found) => println!("{planted:?}: found by {} seeds: {}", found.seed, found.violation),
            Ok(_) => missed.push(planted),
        }
    }
    assert!(missed.is_empty(), "not found within {SEEDS} seeds: {missed:?}");
}

#[test]
fn what_is_found_is_cut_down_to_a_few_actions() {
    let is_writing = std::env::var("WEFT_SIM_STORIES").is_ok_and(|value| value == "write");
    for planted in if is_writing { TOLD } else { &TOLD[..1] } {
        let Err(found) = many::run(1..SEEDS + 1, Some(*planted)) else { panic!("{planted:?} is not found") };
        fault::plant(Some(*planted));
        let (plan, violation) = many::smallest(&found.plan);
        fault::plant(None);
        println!("{planted:?}: {} actions: {violation}", plan.actions.len());
        assert!(plan.actions.len() < found.plan.actions.len() / 20, "{} actions", plan.actions.len());
        if is_writing {
            stories::save(&format!("{planted:?}"), Some(*planted), &plan);
        }
    }
}
