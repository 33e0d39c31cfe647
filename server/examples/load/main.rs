//! The load of Weft's figures: many sockets on one thread, which check what they measure. Every receiver
//! must get every change exactly once, and every command must be done. It reads a plan as JSON from
//! standard input and prints what it found as JSON; `end2end/figures/sync.mjs` writes the plans, starts
//! what is measured on one core, and runs this on the other:
//!
//!   cargo build --release --locked -p weft --example load

mod beside;
mod board;
mod moves;
mod resume;
mod socket;
mod tally;
mod viewer;

use std::io::{Read as _, Write as _};

use serde::Deserialize;
use tokio::task::LocalSet;

/// What is carried out, or the first surprise.
type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// What is to be done.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Plan {
    /// Cards are moved, and come to viewers.
    Moves(moves::Plan),
    /// Changes go through another server than Weft, recorded by whoever knows its language.
    Beside(beside::Plan),
    /// A replica that missed something comes back.
    Resume(resume::Plan),
}

fn main() -> Fallible<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let plan: Plan = serde_json::from_str(&text)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let found = LocalSet::new().block_on(&runtime, async {
        match plan {
            Plan::Moves(plan) => moves::run(plan).await,
            Plan::Beside(plan) => beside::run(plan).await,
            Plan::Resume(plan) => resume::run(plan).await,
        }
    })?;
    writeln!(std::io::stdout(), "{found}")?;
    Ok(())
}
