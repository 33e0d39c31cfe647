//! What each `weft` command does. The command line's edge (`cli`) only parses and prints.

mod backup;
mod exchange;
mod open;
mod serve;
mod task;
mod token;
mod user;

pub use backup::{backup, migrate, restore};
pub use exchange::{export, import};
pub use serve::serve;
pub use task::{Done, Files, Hands, Task};
pub use token::{token_create, token_list, token_revoke};
pub use user::{user_add, user_reset_link};
