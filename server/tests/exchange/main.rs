//! Import and export: dirt, real sets, there and back, and their doors.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod dirt;
mod doors;
mod memory;
mod real_set;
mod round_trip;
mod sets;
#[path = "../support/mod.rs"]
mod support;
