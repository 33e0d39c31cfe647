//! The rules, from the outside.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what it did not expect")]

mod archive;
mod audience;
mod confidential;
mod departments;
mod dependencies;
mod feedback;
mod figures;
mod people;
mod policy;
mod random;
mod rank;
mod requests;
mod search;
mod stage;
mod undo;
