//! Weft's sync, sans-IO: bytes and time come in, bytes and effects go out.
//!
//! [`message`] is the wire. [`client`] keeps a replica: confirmed rows ⊕ pending commands, with
//! rebase. [`server`] plans batches for the one writer and turns committed batches into what each
//! viewer may see. Neither knows a socket, a database, a clock or a source of randomness.

pub mod message;
