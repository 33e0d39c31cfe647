//! Stories on a real store, on each database there is: one program, for each costs a link and a disk full of it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod archive;
#[cfg(unix)]
mod commands;
#[cfg(target_os = "linux")]
mod disk;
mod engine;
mod erasure;
#[cfg(unix)]
mod kill;
#[cfg(unix)]
mod migrate;
#[cfg(unix)]
mod nodes;
#[path = "../support/mod.rs"]
mod support;
