//! The map: who depends on whom, drawn, explored and agreed.

pub mod layout;
