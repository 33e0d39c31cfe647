//! The socket file beside the database, by which `weft` commands reach a server that runs.
//!
//! Only the process that holds the database's lock may write to it, so a command that finds a server
//! gives it the [`Task`](crate::commands::Task) and prints what comes back: the same report, the same
//! exit status. Whom the system lets open the file (its owner) is believed; nobody else is heard.
//!
//! One connection is one task: an ask with its files goes in, steps and then one answer with its files
//! come out (`wire`). In reading order:

mod place;

mod wire;

mod door;

mod guest;

pub use door::Door;
pub use guest::ask;
