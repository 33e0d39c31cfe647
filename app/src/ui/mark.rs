//! Who is who: departments are woven squares, people are round.

use leptos::prelude::*;

/// How large a mark is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkSize {
    /// 16 px, avatars 20 px.
    Small,
    /// 20 px, avatars 24 px.
    #[default]
    Normal,
    /// 40 px, avatars 32 px.
    Large,
}

impl MarkSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => " s",
            Self::Normal => "",
            Self::Large => " l",
        }
    }
}

/// Threads each way in a weave mark.
const THREADS: usize = 4;
/// The dyes there are for people.
const DYES: u32 = 6;

/// A department's weave draft from its id: four rows of four bits, row by row from the top, the
/// highest bit left. A set bit means that the warp lies over. No row and no column is all alike,
/// so every draft is a cloth that holds together.
pub fn weave_of(id: &[u8; 16]) -> [u8; THREADS] {
    let mut hash = hash_of(id);
    // Four in five draws are thrown away; the sixty-fourth in a row is beyond any real id, and
    // plain weave is then as good a mark as any.
    for _ in 0..64 {
        let rows = [0, 4, 8, 12].map(|shift| (hash >> shift) as u8 & 0b1111);
        if holds_together(rows) {
            return rows;
        }
        hash = mixed(hash.wrapping_add(0x9E37_79B9));
    }
    [0b1010, 0b0101, 0b1010, 0b0101]
}

fn holds_together(rows: [u8; THREADS]) -> bool {
    let all = rows.iter().fold(0b1111, |all, row| all & row);
    let any = rows.iter().fold(0, |any, row| any | row);
    rows.iter().all(|row| *row != 0 && *row != 0b1111) && all == 0 && any == 0b1111
}

/// The dye that a person's avatar and cursor wear, 1–6, from their id.
pub fn dye_of(id: &[u8; 16]) -> u32 {
    hash_of(id) % DYES + 1
}

// The bytes of a UUIDv7 begin with the time, so neighbours differ in few bits: mix well.
fn hash_of(id: &[u8; 16]) -> u32 {
    mixed(id.iter().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)))
}

const fn mixed(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85EB_CA6B);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xC2B2_AE35);
    hash ^ (hash >> 16)
}

/// What stands in a person's avatar: the family name's character in Chinese, else the first
/// letters of the first and the last word.
pub fn initials_of(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let Some(first) = words.next() else {
        return "·".to_owned();
    };
    if ('\u{2E80}'..='\u{9FFF}').contains(&first) || ('\u{AC00}'..='\u{D7AF}').contains(&first) {
        return first.to_string();
    }
    let last = words.next_back();
    first.to_uppercase().chain(last.into_iter().flat_map(char::to_uppercase)).collect()
}

/// A person: initials on their dye. The name stands beside it; where it does not, set `named`.
#[component]
pub fn Avatar(
    /// The person's name.
    #[prop(into)]
    name: Signal<String>,
    /// The person's id, which chooses the dye.
    id: [u8; 16],
    /// How large.
    #[prop(optional)]
    size: MarkSize,
    /// Whether it must say the name itself, as a tooltip and to screen readers.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let own_name = move || named.then(|| name.get());
    view! {
        <span
            class=format!("av{}", size.class())
            style=format!("--d:var(--dye-{})", dye_of(&id))
            role=named.then_some("img")
            aria-label=own_name
            aria-hidden=(!named).then_some("true")
            data-tip=own_name
        >
            {move || name.with(|name| initials_of(name))}
        </span>
    }
}

/// A department: its weave draft. The name stands beside it.
#[component]
pub fn WeaveMark(
    /// The department's id.
    id: [u8; 16],
    /// How large.
    #[prop(optional)]
    size: MarkSize,
) -> impl IntoView {
    let (over, under) = weave_paths(weave_of(&id));
    view! {
        <svg class=format!("mark{}", size.class()) viewBox="0 0 20 20" aria-hidden="true">
            <path class="u" d=under />
            <path d=over />
        </svg>
    }
}

/// The upright bars (warp over) and the lying ones (weft over) on a 20-unit grid.
fn weave_paths(rows: [u8; THREADS]) -> (String, String) {
    let (mut over, mut under) = (String::new(), String::new());
    for (row, bits) in rows.into_iter().enumerate() {
        for column in 0..THREADS {
            let (x, y) = (column * 5, row * 5);
            if bits & (0b1000 >> column) != 0 {
                over.push_str(&format!("M{x}.8 {y}h3.4v5h-3.4z"));
            } else {
                under.push_str(&format!("M{x} {y}.8h5v3.4h-5z"));
            }
        }
    }
    (over, under)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u32) -> [u8; 16] {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&n.to_be_bytes());
        id[12..].copy_from_slice(&n.wrapping_mul(2_654_435_761).to_le_bytes());
        id
    }

    #[test]
    fn no_row_and_no_column_is_empty_or_full() {
        for n in 0..20_000 {
            let rows = weave_of(&id(n));
            assert!(holds_together(rows), "{n}: {rows:?}");
        }
        assert!(holds_together(weave_of(&[0; 16])));
        assert!(holds_together(weave_of(&[0xFF; 16])));
    }

    #[test]
    fn marks_tell_many_departments_apart() {
        let marks: std::collections::HashSet<_> = (0..400).map(|n| weave_of(&id(n))).collect();
        assert!(marks.len() > 300, "{} marks for 400 departments", marks.len());
    }

    #[test]
    fn every_dye_is_worn() {
        let dyes: std::collections::BTreeSet<_> = (0..200).map(|n| dye_of(&id(n))).collect();
        assert_eq!(dyes.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn initials_come_from_any_name() {
        for (name, want) in [
            ("Chen Siyuan", "CS"),
            ("Maria del Mar García", "MG"),
            ("pietro", "P"),
            ("陈思远", "陈"),
            ("陳 思遠", "陳"),
            ("김민수", "김"),
            ("  ", "·"),
            ("(bot) x", "BX"),
            ("🦀", "·"),
            ("ß", "SS"),
        ] {
            assert_eq!(initials_of(name), want, "{name}");
        }
    }
}
