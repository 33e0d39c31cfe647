//! Weft's server as a library: what the `weft` program does, without its command line's edge.
//!
//! Belongs here: settings, HTTP, the engine and its store, import and export. Does not: rules
//! (`weft-domain`), the wire (`weft-sync`), screens (`weft-app`). In reading order:

pub mod auth;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
#[cfg(unix)]
pub mod control;
pub mod engine;
pub mod exchange;
pub mod http;
pub mod hub;
pub mod meter;
pub mod store;
pub mod tls;
