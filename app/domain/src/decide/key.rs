//! Request keys proposed from names.

use crate::{Field, LocalText, Refusal, RequestKey, World, limits::KEY_CHARS_MAX};

/// Letters taken of a single word.
const WORD_CHARS: usize = 4;
/// The highest number tried after a `D`: with it the key has [`KEY_CHARS_MAX`] characters.
const PLAIN_MAX: u32 = 99_999;

/// A free key for a department called `name`: its initials or the start of its only word, more of
/// its letters where that is taken, a number behind it where that is taken too; `D` and a number
/// where the name has no Latin letters.
pub(super) fn propose(world: &World, name: &LocalText) -> Result<RequestKey, Refusal> {
    let words = latin_words(name);
    let initials: String = words.iter().filter_map(|word| word.chars().next()).take(KEY_CHARS_MAX).collect();
    let letters: String = words.concat();
    let short = if words.len() > 1 { initials } else { letters.chars().take(WORD_CHARS).collect() };
    let longer = (2..=KEY_CHARS_MAX.min(letters.len())).map(|count| letters[..count].to_owned());
    let stem: String = short.chars().take(WORD_CHARS).collect();
    let has_stem = !stem.is_empty();
    let numbered = (2..=99u32).filter(|_| has_stem).map(|n| format!("{stem}{n}"));
    let plain = (1..=PLAIN_MAX).map(|n| format!("D{n}"));
    std::iter::once(short.clone())
        .chain(longer)
        .chain(numbered)
        .chain(plain)
        .filter(|key| key.len() >= crate::limits::KEY_CHARS_MIN)
        .map(RequestKey)
        .find(|key| world.department_by_key(key).is_none())
        .ok_or(Refusal::Taken { field: Field::Key })
}

/// The words of Latin letters in the name, in capitals: of the first of its texts that has any.
fn latin_words(name: &LocalText) -> Vec<String> {
    std::iter::once(&name.default)
        .chain(name.by_locale.values())
        .map(|text| {
            text.split(|c: char| !c.is_ascii_alphabetic())
                .filter(|word| !word.is_empty())
                .map(str::to_ascii_uppercase)
                .collect::<Vec<String>>()
        })
        .find(|words| words.iter().map(String::len).sum::<usize>() >= 2)
        .unwrap_or_default()
}
