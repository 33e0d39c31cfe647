//! Figures of days that the replica does not hold: asked for in pieces, each small enough for one
//! answer.

use leptos::prelude::*;
use weft_domain::Day;
use weft_domain::pulse::Period;
use weft_sync::message::Ask;

use super::place::days_of;
use crate::hands::Hands;
use crate::replica::Connection;

/// Days up to today whose figures every replica holds.
const STANDING_DAYS: i32 = 35;
/// Pieces asked for at most for one period; what is beyond is said to be missing.
const PIECES_MAX: u32 = 400;

/// How the asking stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Pieces on their way.
    pub(super) open: u32,
    /// Something did not fit.
    pub(super) is_cut: bool,
    pieces: u32,
    /// Counts periods, so that a late answer for another one is not counted.
    round: u32,
}

/// Asks for what of `period` is older than what stands here, whenever it changes and whenever the
/// connection comes up.
pub(super) fn ask(hands: Hands, period: Memo<Period>) -> RwSignal<Asked> {
    let asked = RwSignal::new(Asked::default());
    let connection = hands.replica().connection();
    Effect::new(move |_| {
        let period = period.get();
        if connection.get() != Connection::Live {
            return;
        }
        let round = asked.with_untracked(|asked| asked.round.wrapping_add(1));
        asked.set(Asked { round, ..Asked::default() });
        let last = hands.now().day().0.saturating_sub(STANDING_DAYS);
        let older = Period { from: period.from, to: period.to.min(Day(last)) };
        if older.from <= older.to {
            piece(hands, asked, round, older);
        }
    });
    asked
}

fn piece(hands: Hands, asked: RwSignal<Asked>, round: u32, period: Period) {
    asked.update(|asked| {
        asked.open += 1;
        asked.pieces += 1;
    });
    hands.dispatch().ask(Ask::Pulse { from: period.from, to: period.to }, move |answer| {
        // The page may be gone, or show another period, when the answer comes.
        if asked.try_with_untracked(|asked| asked.round) != Some(round) {
            return;
        }
        let is_whole = usize::try_from(answer.total).unwrap_or(usize::MAX) <= answer.rows.len();
        let has_room = asked.with_untracked(|asked| asked.pieces < PIECES_MAX);
        if !is_whole && has_room && period.from < period.to {
            let (early, late) = halves(period);
            piece(hands, asked, round, early);
            piece(hands, asked, round, late);
        }
        asked.update(|asked| {
            asked.open = asked.open.saturating_sub(1);
            asked.is_cut |= !is_whole && (!has_room || period.from == period.to);
        });
    });
}

fn halves(period: Period) -> (Period, Period) {
    let half = i32::try_from(days_of(period) / 2).unwrap_or(1).max(1);
    let middle = Day(period.from.0 + half);
    (Period { from: period.from, to: Day(middle.0 - 1) }, Period { from: middle, to: period.to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_halves_are_the_whole() {
        for days in 2..50 {
            let whole = Period { from: Day(7), to: Day(7 + days - 1) };
            let (early, late) = halves(whole);
            assert_eq!((early.from, late.to, late.from.0), (whole.from, whole.to, early.to.0 + 1));
            assert!(early.from <= early.to && late.from <= late.to);
        }
    }
}
