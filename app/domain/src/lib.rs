//! Weft's rules, shared by browser and server.
//!
//! Everything here is pure and deterministic: time, ids and limits come in as arguments; there is
//! no clock, no randomness, no I/O, no floating point and no hash-map order. The way of one change:
//! a [`Command`] goes through [`policy`] and [`decide`](mod@decide), which answer with [`Change`]s
//! (whole rows) and [`Fact`]s (for the journal); [`World::apply`] makes them true.
//!
//! One place for each question: *may they do it?* [`policy`]; *who may see it?* [`audience`];
//! *what follows?* [`decide`](mod@decide); *where in the list?* [`rank`].

mod id;
mod locale;
mod time;

pub mod limits;

pub mod row;

mod world;

mod actor;

mod command;

mod change;

mod fact;

mod refusal;

pub mod erasure;

pub mod audience;

pub mod rank;

mod look;

mod text;

pub mod policy;

pub mod decide;

pub mod undo;

pub mod pulse;

pub mod graph;

pub mod search;

pub mod invariants;

#[cfg(feature = "testing")]
pub mod testing;

pub use actor::{Actor, Viewer};
pub use audience::{Audience, AudienceKey};
pub use change::{Change, Decision, Gather, Stop};
pub use command::*;
pub use decide::{Context, decide};
pub use fact::{Fact, What};
pub use id::*;
pub use locale::{LocalText, Locale};
pub use rank::Rank;
pub use refusal::{Field, Refusal};
pub use row::*;
pub use text::turns_what_follows;
pub use time::{DAY_MS, Day, Timestamp};
pub use uuid::Uuid;
pub use world::{Lookup, World};
