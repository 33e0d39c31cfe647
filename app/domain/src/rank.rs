//! Where in the list? A rank is a string over 0–9, A–Z, a–z, compared bytewise; between any two
//! there is another. The server computes ranks, so two people never get the same one.

use serde::{Deserialize, Serialize};

/// The digits in bytewise order.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Characters beyond which a column is ranked anew.
pub const RANK_CHARS_MAX: usize = 32;

/// A place in a list. Never ends in the lowest digit, so that there is always room before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rank(pub String);

impl Rank {
    /// A rank between two neighbours; `None` is the start or the end of the list. Where the two are
    /// not in order, the upper one is taken as the end.
    pub fn between(before: Option<&Rank>, after: Option<&Rank>) -> Rank {
        let low = before.map_or(&[][..], |rank| rank.0.as_bytes());
        let high = after.map(|rank| rank.0.as_bytes()).filter(|high| low < *high);
        let digits: String = midpoint(low, high).into_iter().map(char::from).collect();
        Rank(digits)
    }

    /// `count` ranks in order, evenly apart and as short as they can be.
    pub fn spread(count: usize) -> Vec<Rank> {
        let mut width = 1;
        let mut room = DIGITS.len() - 1;
        while room < count {
            width += 1;
            room = room.saturating_mul(DIGITS.len());
        }
        let step = room / (count + 1).max(1);
        (1..=count).map(|place| fixed(place * step.max(1), width)).collect()
    }
}

fn digit(byte: u8) -> usize {
    DIGITS.iter().position(|digit| *digit == byte).unwrap_or(0)
}

fn midpoint(low: &[u8], high: Option<&[u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut high = high;
    let mut place = 0;
    loop {
        let floor = low.get(place).map_or(0, |byte| digit(*byte));
        let ceiling = match high {
            Some(digits) => digits.get(place).map_or(0, |byte| digit(*byte)),
            None => DIGITS.len(),
        };
        if ceiling > floor + 1 {
            // At the end of a list a small step up keeps appended ranks short.
            let step = if high.is_none() { 1 } else { (ceiling - floor) / 2 };
            out.push(DIGITS[floor + step]);
            return out;
        }
        out.push(DIGITS[floor]);
        if ceiling > floor {
            high = None;
        }
        place += 1;
    }
}

fn fixed(mut value: usize, width: usize) -> Rank {
    let mut digits = vec![0u8; width];
    for slot in digits.iter_mut().rev() {
        *slot = DIGITS[value % DIGITS.len()];
        value /= DIGITS.len();
    }
    // A trailing lowest digit would leave no room before the rank.
    if digits.last() == Some(&DIGITS[0]) {
        digits.push(DIGITS[DIGITS.len() / 2]);
    }
    Rank(digits.into_iter().map(char::from).collect())
}
