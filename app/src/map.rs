//! The map: who depends on whom, drawn, explored and agreed.

pub mod draw;
pub mod filter;
pub mod graph;
pub mod layout;
pub mod scene;
pub mod style;
pub mod theme;
