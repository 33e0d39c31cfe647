//! Every door × everybody. That no log holds a secret is `secrets.rs`: a log belongs to a whole process.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod confidential;
mod doors;
mod input;
mod page;
#[path = "../support/mod.rs"]
mod support;
mod swaps;
mod tokens;
