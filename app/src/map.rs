//! The map: who depends on whom, drawn, explored and agreed.

pub mod draw;
pub mod filter;
mod fold;
pub mod graph;
pub mod layout;
pub mod scene;
mod screen;
pub mod stage;
pub mod style;
pub mod theme;

pub use screen::MapPage;
pub(crate) use screen::legend::samples as legend_samples;
