//! Weft's server as a library: what the `weft` program does, without its command line's edge.
//!
//! Belongs here: settings, HTTP, the engine and its store, import and export. Does not: rules
//! (`weft-domain`), the wire (`weft-sync`), screens (`weft-app`). In reading order:

pub mod cli;
pub mod commands;
pub mod config;
pub mod exchange;
pub mod http;
pub mod store;
pub mod tls;
