//! One request: its panel beside a list or board, its own page, and the dialog that files a new
//! one.
//!
//! A screen that opens requests beside itself passes [`panel_of`] to its
//! [`Page`](crate::shell::Page) and links to `?request=<id>`. [`RequestPage`] is at
//! `/request/:key`, where the key is a public number such as `IT-497`, or an id.

pub mod address;
pub mod ending;
pub mod pick;
pub mod row;
pub mod trail;
pub mod words;

mod draft;
mod facts;
mod feedback;
mod head;
mod history;
mod new;
mod page;
mod panel;
mod prose;
mod talk;
mod thanks;

pub use draft::forget_drafts;
pub use new::NewRequest;
pub use page::RequestPage;
pub use panel::{PANEL_PX, RequestPanel, panel_of};
