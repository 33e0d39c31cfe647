//! Languages: which one a reader gets, the texts, and how numbers and times are written.
//!
//! A text is a function that takes the [`Locale`], made by the `texts!` macro, one module per
//! feature in this folder. A missing language does not compile. To add a module, create
//! `i18n/board.rs`, name it below, and write:
//!
//! ```ignore
//! super::texts! {
//!     title: "Board", "看板", "看板";
//!     moved(card: &str, column: &str):
//!         "{card} moved to {column}", "{card} 已移到{column}", "{card} 已移到{column}";
//!     open_requests(n: u32): plural n { "{n} open request" | "{n} open requests" },
//!         "{n} 个未完成请求", "{n} 個未完成請求";
//! }
//! ```
//!
//! In a view, say `use crate::i18n::{board as text, t};` and then `{t(text::title)}`, or with
//! arguments `{t(move |locale| text::open_requests(locale, count.get()))}`: both follow the
//! reader's language and every signal they read. Whole numbers in a text are grouped as the
//! language does it; pass a public number or a year as text.

mod format;
mod texts;
mod zone;

pub mod access;
pub mod board;
pub mod common;
pub mod directory;
pub mod exchange;
pub mod feedback;
pub mod gallery;
pub mod history;
pub mod map;
pub mod mine;
pub mod pulse;
pub mod refusal;
pub mod request;
pub mod search;
pub mod settings;
pub mod shell;

pub use format::{DateStyle, amid, date, date_in, decimal, duration, listed, number, percent, relative};
pub use texts::Written;
pub(crate) use texts::texts;
pub use weft_domain::Locale;
pub use zone::own_zone;

use leptos::prelude::*;

/// What a person is called. One who was erased has no name any more.
pub fn person_name(locale: Locale, row: &weft_domain::Person) -> String {
    if row.is_erased() { common::erased_person(locale).to_owned() } else { row.name.clone() }
}

/// The reader's language, in context.
#[derive(Clone, Copy)]
struct LocaleSignal(RwSignal<Locale>);

/// Puts the reader's language into context and returns the signal that changes it. Call it once,
/// at the root.
pub fn provide_locale(locale: Locale) -> RwSignal<Locale> {
    let signal = RwSignal::new(locale);
    provide_context(LocaleSignal(signal));
    // Fonts, line height and a screen reader's voice follow the document's language.
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // A plain attribute of a plain element: the document accepts it.
            let _ = root.set_attribute("lang", signal.get().tag());
        }
    });
    signal
}

/// The reader's language. English where nobody has called [`provide_locale`].
pub fn use_locale() -> RwSignal<Locale> {
    use_context::<LocaleSignal>().map_or_else(|| RwSignal::new(Locale::En), |found| found.0)
}

/// A text that follows the reader's language: for children, attributes and text properties.
pub fn t<F, S>(text: F) -> impl Fn() -> S + Clone + Send + Sync + 'static
where
    F: Fn(Locale) -> S + Clone + Send + Sync + 'static,
    S: 'static,
{
    let locale = use_locale();
    move || text(locale.get())
}
