//! Weft's screens: one module per feature, primitives, translations. They read a
//! [`Replica`](replica::Replica) handle of signals and send commands to a
//! [`Dispatch`](dispatch::Dispatch) handle; they know no socket and no database.

pub mod replica;

pub mod dispatch;
