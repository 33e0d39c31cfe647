//! Weft's sync, sans-IO: bytes and time come in, bytes and effects go out.
//!
//! [`message`] is the wire. [`client`] keeps a replica: confirmed rows ⊕ pending commands, with
//! rebase; [`tabs`] is what a person's tabs tell each other, of which one leads. [`server`] plans
//! batches for the one writer and turns committed batches into what each viewer may see. None knows a
//! socket, a database, a clock or a source of randomness.

pub mod message;

mod wide;

pub mod fault;

pub mod fields;

pub mod sight;

pub mod client;

pub mod tabs;

pub mod server;

#[cfg(feature = "sim")]
pub mod sim;

use weft_domain::{Actor, Command, Context, Decision, Stop, World};

/// The rules, as both engines call them: [`weft_domain::decide()`] in every build, something that
/// breaks on purpose in some tests. The instant in the context is the server's, or the browser's
/// guess of it.
pub type Decide = fn(&World, &Actor, &Command, &Context) -> Result<Decision, Stop>;
