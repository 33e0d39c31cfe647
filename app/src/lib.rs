//! Weft's screens: one module per feature, over the primitives in [`ui`], in the frame of
//! [`shell`], in the languages of [`i18n`]. They read a [`Replica`](replica::Replica) handle of
//! signals and send commands to a [`Dispatch`](dispatch::Dispatch) handle; they know no socket and
//! no database.
#![expect(unreachable_pub, reason = "#[component] makes helpers as public as the component they serve")]

pub mod root;

pub mod screens;

pub mod replica;

pub mod dispatch;

pub mod hands;

pub mod api;

pub mod i18n;

pub mod ui;

pub mod shell;

pub mod gallery;

pub mod board;

pub mod request;

pub mod mine;

pub mod search;

pub mod feedback;

pub mod pulse;

pub mod map;

pub mod access;
mod anywhere;
mod here;

pub mod settings;

pub mod directory;

mod history;
/// Changes that wait to be sent, and those that were not accepted.
mod tray;

pub mod first_run;
