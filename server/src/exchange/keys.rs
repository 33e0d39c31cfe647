//! Request keys for many departments at once.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::limits::{KEY_CHARS_MAX, KEY_CHARS_MIN};
use weft_domain::{RequestKey, World};

/// Characters of a single word that make a key.
const WORD_CHARS: usize = 4;
/// The key of a department whose name has no Latin letters, before its number.
const PLAIN: &str = "D";
/// The highest number behind a key: with one letter before it the key is as long as it may be.
const NUMBER_MAX: u32 = 99_999;

/// Gives out keys that nobody has.
#[derive(Debug, Default)]
pub(super) struct Keys {
    taken: BTreeSet<String>,
    /// The last number tried behind a stem, so that many alike names cost no search each.
    last: BTreeMap<String, u32>,
}

impl Keys {
    pub(super) fn of(world: &World) -> Self {
        let taken = world
            .departments()
            .flat_map(|row| std::iter::once(&row.key).chain(&row.former_keys))
            .map(|key| key.0.clone());
        Self { taken: taken.collect(), last: BTreeMap::new() }
    }

    /// Takes a key as it is, if it is well formed and free.
    pub(super) fn claim(&mut self, key: &str) -> Option<RequestKey> {
        let key = key.trim().to_ascii_uppercase();
        let is_key = (KEY_CHARS_MIN..=KEY_CHARS_MAX).contains(&key.len())
            && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            && key.starts_with(|c: char| c.is_ascii_uppercase());
        (is_key && self.taken.insert(key.clone())).then_some(RequestKey(key))
    }

    /// A free key for a name: its initials or the start of its only word, a number behind it where
    /// that is taken; `D` and a number where the name has no Latin letters. None: all are taken.
    pub(super) fn propose(&mut self, name: &str) -> Option<RequestKey> {
        let words: Vec<String> = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_uppercase)
            .collect();
        let letters: String = words.concat().chars().skip_while(char::is_ascii_digit).collect();
        let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
        let is_short = (KEY_CHARS_MIN..=WORD_CHARS).contains(&letters.len());
        let wanted = match () {
            () if is_short || words.len() < 2 => letters.chars().take(WORD_CHARS).collect(),
            () => initials.chars().take(KEY_CHARS_MAX).collect::<String>(),
        };
        if let Some(key) = self.claim(&wanted) {
            return Some(key);
        }
        let stem: String = wanted.chars().take(WORD_CHARS).collect();
        let stem = if stem.starts_with(|c: char| c.is_ascii_uppercase()) { stem } else { PLAIN.to_owned() };
        // Only when a hundred thousand departments share a first letter does another one stand in.
        std::iter::once(stem).chain(('A'..='Z').map(String::from)).find_map(|stem| self.numbered(stem))
    }

    /// The stem with the first free number behind it, the stem giving way as the number grows.
    fn numbered(&mut self, stem: String) -> Option<RequestKey> {
        let first = if stem == PLAIN { 1 } else { 2 };
        let from = self.last.get(&stem).map_or(first, |last| last + 1);
        for n in from..=NUMBER_MAX {
            let digits = n.to_string();
            let kept: String = stem.chars().take(KEY_CHARS_MAX - digits.len()).collect();
            if let Some(key) = self.claim(&format!("{kept}{digits}")) {
                self.last.insert(stem, n);
                return Some(key);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_short_unique_and_start_with_a_letter() {
        let mut keys = Keys::default();
        let made: Vec<String> =
            ["infra", "Infra", "Rust Style Team", "V3_2", "V3_2", "财务部", "人事部", "3D", "G97", ""]
                .into_iter()
                .filter_map(|name| keys.propose(name).map(|key| key.0))
                .collect();
        assert_eq!(made, ["INFR", "INFR2", "RST", "V32", "V322", "D1", "D2", "D3", "G97", "D4"]);
    }

    #[test]
    fn ten_thousand_departments_of_one_name_all_get_keys() {
        let mut keys = Keys::default();
        let made: BTreeSet<RequestKey> = (0..10_000).filter_map(|_| keys.propose("Support")).collect();
        assert_eq!(made.len(), 10_000);
        assert!(made.iter().all(|key| key.0.len() <= KEY_CHARS_MAX));
    }
}
