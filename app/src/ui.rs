//! Primitives: what every screen is built from, on native elements, in the language of `style/`.
//!
//! Texts are [`TextProp`](leptos::prelude::TextProp)s: a `&'static str`, a `String`, a signal or a
//! closure such as [`crate::i18n::t`] returns. Every control has an accessible name, works by
//! keyboard and touch, and takes further attributes (`attr:id`, `class:wide`, `on:…`).

mod button;
mod chip;
mod choice;
mod combobox;
mod dialog;
mod dom;
mod empty;
mod field;
mod figure;
mod mark;
mod menu;
mod rating;
mod state;
mod tip;
mod toast;
mod virtual_list;
mod window;

pub mod icon;

pub use button::{Button, ButtonKind, IconButton, LinkButton};
pub use chip::{Chip, Count, FilterChip, Kbd, Tag};
pub use choice::{Choice, RadioGroup, Segmented, Tabs};
pub use combobox::{ComboItem, Combobox, ItemMark};
pub use dialog::{Confirm, Dialog};
pub use dom::{fresh_id, typing_into};
pub use empty::{EmptyState, LoadingBars};
pub use field::{Checkbox, Field, Select, TextArea, TextField};
pub use figure::{Ledger, LedgerPart, Meter, PartKind, Progress, Spark, Stat};
pub use icon::{IconPath, icon, icon_large, icon_small};
pub use mark::{Avatar, MarkSize, WeaveMark, dye_of, initials_of, weave_of};
pub use menu::{Menu, MenuItem, MenuRule, Popover, close_float};
pub use rating::{Picks, RatingInput};
pub use state::{ClockMark, ClockState, Health, HealthGlyph, HealthMark, Priority, PriorityMark};
pub use tip::TipHost;
pub use toast::{Toast, ToastHost, Toasts, provide_toasts, use_toasts};
pub use virtual_list::VirtualList;
pub use window::{NARROW, PHONE, use_media};

/// Pieces that the shell shares with the primitives and screens need not know.
pub(crate) mod internal {
    pub(crate) use super::dialog::ModalFrame;
    pub(crate) use super::dom::{all, by_id, copy, focus, focused, roving, save_as};
}
