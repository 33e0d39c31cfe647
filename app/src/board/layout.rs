//! Where each card lies on the cloth, in pixels below the column heads. Cards are of one height, so
//! every place is known without measuring, for ten cards and for ten thousand.

use weft_domain::{ColumnId, Priority, RequestId};

/// Height of a card. `board.css` draws it so.
pub(super) const CARD_PX: i32 = 104;
/// From the top of a card to the top of the next.
pub(super) const PITCH_PX: i32 = CARD_PX + 8;
/// Height of a lane's head.
pub(super) const LANE_PX: i32 = 32;
/// Empty cloth above a lane's first card.
const ABOVE_PX: i32 = 10;
/// Empty cloth below a lane's last card: room for the button that adds one.
const BELOW_PX: i32 = 48;
/// A lane is at least this high without its head.
const LANE_PX_MIN: i32 = 84;
/// Cards mounted above and below the window.
const OVERSCAN_CARDS: i32 = 3;

/// How many lanes there are at most.
pub(super) const LANES: usize = 2;

/// The lane of a priority: the rapid one first.
pub(super) fn lane_of(priority: Priority, lanes: bool) -> usize {
    usize::from(lanes && priority >= Priority::P3)
}

/// One column's cards, lane by lane, from the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pile {
    /// The column.
    pub(super) column: Option<ColumnId>,
    /// The cards that are shown.
    pub(super) cards: [Vec<RequestId>; LANES],
    /// How many there are, shown or not.
    pub(super) total: usize,
}

impl Pile {
    /// How many cards are shown.
    pub(super) fn shown(&self) -> usize {
        self.cards.iter().map(Vec::len).sum()
    }
}

/// A card's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Which column, from the left.
    pub(super) column: usize,
    /// Which lane, from the top.
    pub(super) lane: usize,
    /// Which card of the lane, from the top.
    pub(super) index: usize,
    /// Pixels below the column heads.
    pub(super) y: i32,
}

/// Where a dragged card would go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Landing {
    /// Which column, from the left.
    pub(super) column: usize,
    /// Right after which card; none: at the top.
    pub(super) after: Option<RequestId>,
    /// Where the insertion line lies.
    pub(super) y: i32,
}

/// The whole board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// The columns from left to right.
    pub(super) piles: Vec<Pile>,
    lanes: bool,
}

impl Layout {
    /// A board of these columns, with or without lanes.
    pub(super) fn new(piles: Vec<Pile>, lanes: bool) -> Self {
        Self { piles, lanes }
    }

    /// How many lanes there are: one where they have no heads.
    pub(super) fn lane_count(&self) -> usize {
        if self.lanes { LANES } else { 1 }
    }

    /// The top of a lane, its head included.
    pub(super) fn lane_top(&self, lane: usize) -> i32 {
        (0..lane).map(|above| self.lane_height(above)).sum()
    }

    fn head(&self) -> i32 {
        if self.lanes { LANE_PX } else { 0 }
    }

    fn lane_height(&self, lane: usize) -> i32 {
        let most = self.piles.iter().map(|pile| pile.cards[lane].len()).max().unwrap_or(0);
        self.head() + (ABOVE_PX + px(most) + BELOW_PX).max(LANE_PX_MIN)
    }

    /// The height of the cloth.
    pub(super) fn height(&self) -> i32 {
        self.lane_top(self.lane_count())
    }

    /// The top of the `index`-th card of a lane.
    pub(super) fn top(&self, lane: usize, index: usize) -> i32 {
        self.lane_top(lane) + self.head() + ABOVE_PX + px(index)
    }

    /// Where a card lies, if it is shown.
    pub(super) fn find(&self, id: RequestId) -> Option<Spot> {
        for (column, pile) in self.piles.iter().enumerate() {
            for (lane, cards) in pile.cards.iter().enumerate() {
                if let Some(index) = cards.iter().position(|card| *card == id) {
                    return Some(Spot { column, lane, index, y: self.top(lane, index) });
                }
            }
        }
        None
    }

    /// The cards that reach into the window, with a margin, by id: in an order that moves none of
    /// them in the document when it moves on the board.
    pub(super) fn mounted(&self, top: i32, height: i32) -> Vec<(RequestId, Spot)> {
        let (from_px, to_px) = (top - OVERSCAN_CARDS * PITCH_PX, top + height + OVERSCAN_CARDS * PITCH_PX);
        let mut mounted = Vec::new();
        for lane in 0..self.lane_count() {
            let first = self.top(lane, 0);
            let from = usize::try_from((from_px - first) / PITCH_PX).unwrap_or(0);
            let to = usize::try_from((to_px - first).max(0) / PITCH_PX + 1).unwrap_or(0);
            for (column, pile) in self.piles.iter().enumerate() {
                let cards = &pile.cards[lane];
                let range = from.min(cards.len())..to.min(cards.len()).max(from.min(cards.len()));
                mounted.extend(
                    range.map(|index| (cards[index], Spot { column, lane, index, y: first + px(index) })),
                );
            }
        }
        mounted.sort_unstable_by_key(|(id, _)| *id);
        mounted
    }

    /// Where a card lands whose upper edge is held at `y` over a column. It stays in its lane.
    pub(super) fn landing(&self, id: RequestId, column: usize, y: i32) -> Option<Landing> {
        let lane = self.find(id).map_or(0, |spot| spot.lane);
        let column = column.min(self.piles.len().checked_sub(1)?);
        let cards = &self.piles[column].cards[lane];
        let past = (y - self.top(lane, 0) + PITCH_PX / 2).div_euclid(PITCH_PX);
        let index = usize::try_from(past).unwrap_or(0).min(cards.len());
        let after = cards[..index].iter().rev().find(|card| **card != id).copied();
        Some(Landing { column, after, y: self.top(lane, index) - 4 })
    }

    /// The card an arrow key leads to from another.
    pub(super) fn neighbour(&self, id: RequestId, key: &str) -> Option<RequestId> {
        let spot = self.find(id)?;
        let flat = |column: usize| self.piles[column].cards.iter().flatten().copied().collect::<Vec<_>>();
        let own = flat(spot.column);
        let at = own.iter().position(|card| *card == id)?;
        match key {
            "ArrowDown" => own.get(at + 1).copied(),
            "ArrowUp" => own.get(at.checked_sub(1)?).copied(),
            "Home" => own.first().copied(),
            "End" => own.last().copied(),
            "ArrowRight" => (spot.column + 1..self.piles.len()).find_map(|column| self.beside(column, spot)),
            "ArrowLeft" => (0..spot.column).rev().find_map(|column| self.beside(column, spot)),
            _ => None,
        }
    }

    fn beside(&self, column: usize, spot: Spot) -> Option<RequestId> {
        let pile = &self.piles[column];
        let same = &pile.cards[spot.lane];
        let near = same.get(spot.index).or_else(|| same.last());
        near.or_else(|| pile.cards.iter().flatten().next()).copied()
    }

    /// Where an arrow key with Ctrl puts a card: the column, and after which card.
    pub(super) fn step(&self, id: RequestId, key: &str) -> Option<(usize, Option<RequestId>)> {
        let spot = self.find(id)?;
        let own = &self.piles[spot.column].cards[spot.lane];
        let before = |cards: &[RequestId], index: usize| cards[..index.min(cards.len())].last().copied();
        match key {
            "ArrowUp" if spot.index > 0 => Some((spot.column, before(own, spot.index - 1))),
            "ArrowDown" if spot.index + 1 < own.len() => Some((spot.column, Some(own[spot.index + 1]))),
            "ArrowRight" if spot.column + 1 < self.piles.len() => {
                let cards = &self.piles[spot.column + 1].cards[spot.lane];
                Some((spot.column + 1, before(cards, spot.index)))
            }
            "ArrowLeft" if spot.column > 0 => {
                let cards = &self.piles[spot.column - 1].cards[spot.lane];
                Some((spot.column - 1, before(cards, spot.index)))
            }
            _ => None,
        }
    }

    /// All cards, in reading order: column by column.
    pub(super) fn in_order(&self) -> Vec<RequestId> {
        self.piles.iter().flat_map(|pile| pile.cards.iter().flatten().copied()).collect()
    }

    /// The first card of the board, in reading order.
    pub(super) fn first(&self) -> Option<RequestId> {
        self.piles.iter().find_map(|pile| pile.cards.iter().flatten().next().copied())
    }
}

fn px(cards: usize) -> i32 {
    i32::try_from(cards).unwrap_or(i32::MAX / PITCH_PX).saturating_mul(PITCH_PX)
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
