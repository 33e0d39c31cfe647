//! Finding departments, people and services by a few words, for fields and the palette.

use weft_domain::{Department, Locale, PersonId, World};

use super::names;
use crate::ui::{ComboItem, ItemMark};

/// Matches of a sort that the palette is given.
pub(crate) const SHOWN_MAX: usize = 8;

/// Departments that take part and match; those whose name begins with the words come first.
pub(crate) fn departments(world: &World, locale: Locale, words: &str) -> Vec<ComboItem> {
    let words = words.trim().to_lowercase();
    let rows = world.departments().filter(|row| row.is_active() && department_matches(row, &words));
    sorted(&words, rows.map(|row| department_item(world, locale, row)).collect())
}

/// A department as a field shows it.
pub(super) fn department_item(world: &World, locale: Locale, row: &Department) -> ComboItem {
    let above = row.parent.map(|parent| names::department(world, locale, parent));
    ComboItem {
        id: row.id.to_string(),
        title: row.name.get(locale).to_owned(),
        hint: above.unwrap_or_else(|| row.key.0.clone()),
        mark: ItemMark::Department(row.id.0.into_bytes()),
    }
}

/// People who take part and whose name holds the words.
pub(crate) fn people(world: &World, words: &str) -> Vec<ComboItem> {
    let words = words.trim().to_lowercase();
    let rows = world.people().filter(|row| !row.is_retired && row.name.to_lowercase().contains(&words));
    let item = |row: &weft_domain::Person| ComboItem {
        id: row.id.to_string(),
        title: row.name.clone(),
        hint: String::new(),
        mark: ItemMark::Person(row.id.0.into_bytes()),
    };
    let mut found = sorted(&words, rows.map(item).collect());
    // People of the same name are told apart by where they are; only those shown are looked up.
    for item in found.iter_mut().take(HINTED_MAX) {
        let first = item.id.parse::<PersonId>().ok().and_then(|id| world.memberships_of(id).next());
        item.hint =
            first.map(|row| names::department(world, Locale::default(), row.department)).unwrap_or_default();
    }
    found
}

/// Matches that say where a person is; a field shows no more.
const HINTED_MAX: usize = 50;

/// Whether a department's name in any language or its key holds the words, which are in small
/// letters.
pub(super) fn department_matches(row: &Department, words: &str) -> bool {
    words.is_empty()
        || row.name.default.to_lowercase().contains(words)
        || row.key.0.to_lowercase().contains(words)
        || row.name.by_locale.values().any(|name| name.to_lowercase().contains(words))
}

fn sorted(words: &str, mut items: Vec<ComboItem>) -> Vec<ComboItem> {
    items.sort_by_cached_key(|item| {
        let title = item.title.to_lowercase();
        (!title.starts_with(words), title)
    });
    items
}
