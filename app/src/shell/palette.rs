//! The command palette's registry: who offers what.

use std::collections::HashSet;
use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::keys::{KeyHint, use_keys};
use super::rail::{OWN_PLACES, PLACES};
use crate::i18n::{Locale, shell as text, t, use_locale};
use crate::settings::preferences::choose_locale;
use crate::ui::ItemMark;

/// Entries shown of one group; more words find the others.
pub(super) const GROUP_SHOWN_MAX: usize = 8;

/// Under which heading an entry stands, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaletteGroup {
    /// Departments to open.
    Departments,
    /// People to open.
    People,
    /// Requests to open.
    Requests,
    /// Things to do here.
    Do,
    /// Screens to go to.
    Go,
    /// Saved views.
    Views,
}

impl PaletteGroup {
    pub(super) const fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::Departments => text::group_departments(locale),
            Self::People => text::group_people(locale),
            Self::Requests => text::group_requests(locale),
            Self::Do => text::group_do(locale),
            Self::Go => text::group_go(locale),
            Self::Views => text::group_views(locale),
        }
    }
}

/// Something the palette can open or do.
#[derive(Clone)]
pub struct PaletteEntry {
    /// Unique among all entries, such as `go:/map`.
    pub id: String,
    /// Its heading.
    pub group: PaletteGroup,
    /// What it opens or does, in the reader's language.
    pub title: String,
    /// A few words that tell it from others.
    pub hint: String,
    /// What stands before it.
    pub mark: ItemMark,
    /// The key that does the same.
    pub key: Option<&'static str>,
    /// Opens or does it. The palette has closed by then.
    pub run: Callback<()>,
}

impl PaletteEntry {
    /// An entry with a title and nothing else.
    pub fn new(
        id: impl Into<String>,
        group: PaletteGroup,
        title: impl Into<String>,
        run: Callback<()>,
    ) -> Self {
        Self {
            id: id.into(),
            group,
            title: title.into(),
            hint: String::new(),
            mark: ItemMark::None,
            key: None,
            run,
        }
    }

    /// The same with words that tell it from others.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same with something before it.
    pub const fn mark(mut self, mark: ItemMark) -> Self {
        self.mark = mark;
        self
    }

    /// The same with the key that does it.
    pub const fn key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }
}

type Find = Arc<dyn Fn(&str, Locale) -> Vec<PaletteEntry> + Send + Sync>;

#[derive(Clone)]
struct Source {
    id: u32,
    find: Find,
    /// Whether `find` has matched the words itself, or the palette must.
    matched: bool,
}

/// The palette: open it, ask what it offers.
#[derive(Clone, Copy)]
pub struct Palette {
    pub(super) shown: RwSignal<bool>,
    sources: RwSignal<Vec<Source>>,
    next: StoredValue<u32>,
}

impl Palette {
    /// Opens it.
    pub fn open(self) {
        self.shown.set(true);
    }

    /// Opens it, or closes it if it is open.
    pub fn toggle(self) {
        self.shown.update(|shown| *shown = !*shown);
    }

    fn add(self, matched: bool, find: Find) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.sources.update(|sources| sources.push(Source { id, find, matched }));
        on_cleanup(move || {
            // At the end of the page the registry may go first.
            let _ = self.sources.try_update(|sources| sources.retain(|source| source.id != id));
        });
    }

    /// What matches the words, by group, and within a group in the order offered; a screen's own
    /// entries come before the shell's, and instead of those with the same id.
    pub(super) fn find(self, words: &str, locale: Locale) -> Vec<PaletteEntry> {
        let words = words.trim().to_lowercase();
        let mut found: Vec<PaletteEntry> = Vec::new();
        let sources = self.sources.get();
        for source in sources.iter().rev() {
            let offered = (source.find)(&words, locale);
            found.extend(offered.into_iter().filter(|entry| source.matched || matches(&words, entry)));
        }
        let mut seen = HashSet::new();
        found.retain(|entry| seen.insert(entry.id.clone()));
        found.sort_by_key(|entry| entry.group);
        let mut of_group = 0;
        let mut last = None;
        found.retain(|entry| {
            of_group = if last == Some(entry.group) { of_group + 1 } else { 0 };
            last = Some(entry.group);
            of_group < GROUP_SHOWN_MAX
        });
        found
    }
}

/// Every word must occur in the title or the hint.
fn matches(words: &str, entry: &PaletteEntry) -> bool {
    let (title, hint) = (entry.title.to_lowercase(), entry.hint.to_lowercase());
    words.split_whitespace().all(|word| title.contains(word) || hint.contains(word))
}

pub(super) fn provide_palette() -> Palette {
    let palette = Palette {
        shown: RwSignal::new(false),
        sources: RwSignal::new(Vec::new()),
        next: StoredValue::new(0),
    };
    provide_context(palette);
    palette
}

/// The page's palette, to open it. Outside a shell, one that nobody sees.
pub fn use_palette_control() -> Palette {
    use_context::<Palette>().unwrap_or_else(provide_palette)
}

/// Offers commands as long as the calling component lives. The palette asks for them while it is
/// open, again whenever a signal that they read changes, and matches the words itself.
pub fn use_palette(entries: impl Fn(Locale) -> Vec<PaletteEntry> + Send + Sync + 'static) {
    use_palette_control().add(false, Arc::new(move |_, locale| entries(locale)));
}

/// Offers what a search of yours finds for the words (lower case, perhaps none), best first; the
/// palette shows the first eight of a group.
pub fn use_palette_search(find: impl Fn(&str, Locale) -> Vec<PaletteEntry> + Send + Sync + 'static) {
    use_palette_control().add(true, Arc::new(find));
}

/// The screens themselves.
pub(super) fn offer_navigation() {
    let navigate = use_navigate();
    let go =
        Callback::new(move |href: &'static str| navigate(href, leptos_router::NavigateOptions::default()));
    use_palette(move |locale| {
        let entry = |place: super::rail::Place| {
            let href = place.href;
            PaletteEntry::new(
                format!("go:{href}"),
                PaletteGroup::Go,
                (place.name)(locale),
                Callback::new(move |()| go.run(href)),
            )
            .mark(ItemMark::Icon(place.icon))
            .key(place.key)
        };
        PLACES.into_iter().chain(OWN_PLACES).map(entry).collect()
    });
    let hint = |place: super::rail::Place| {
        KeyHint::run(place.key, place.name, Callback::new(move |()| go.run(place.href)))
    };
    use_keys(t(text::keys_go), PLACES.into_iter().chain(OWN_PLACES).map(hint).collect());
    let language = use_locale();
    use_palette(move |locale| {
        let entry = |to: Locale| {
            PaletteEntry::new(
                format!("language:{}", to.tag()),
                PaletteGroup::Do,
                to.own_name(),
                Callback::new(move |()| choose_locale(language, to)),
            )
            .hint(text::language_words(locale))
            .mark(ItemMark::Icon(crate::ui::icon::LANGUAGE))
        };
        Locale::ALL.into_iter().filter(|to| *to != language.get()).map(entry).collect()
    });
}
