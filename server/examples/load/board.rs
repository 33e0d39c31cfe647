//! What is measured on: boards whose cards are moved, when which one was, and where it must lie then.

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, VecDeque},
    rc::Rc,
    time::Instant,
};

use axum::body::Bytes;
use weft_domain::{Change, ColumnId, DepartmentId, RequestId, Row};
use weft_sync::message::{Down, decode};

use crate::{Fallible, tally::Tally};

/// Messages that are remembered: the same one comes to many.
const READ_BEFORE_MAX: usize = 64;

/// Chance that is the same every time (xorshift).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: usize) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ (seed as u64).wrapping_add(1))
    }

    /// Any one of them; none where there are none.
    pub(crate) fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let place = usize::try_from(self.0 % all.len().max(1) as u64).ok()?;
        all.get(place)
    }
}

/// One card and its story.
pub(crate) struct Card {
    pub(crate) id: RequestId,
    /// Which board it lies on.
    pub(crate) board: usize,
    /// The columns it is moved to in turn.
    pub(crate) columns: [ColumnId; 2],
    /// When each of its moves was made.
    moves: RefCell<Vec<Instant>>,
}

impl Card {
    /// Where it lies after so many moves.
    fn column_after(&self, moves: usize) -> Option<ColumnId> {
        let last = moves.checked_sub(1)?;
        self.columns.get(last % 2).copied()
    }
}

/// What a message says, as far as it matters here.
pub(crate) struct Read {
    /// Cards and where they lie.
    pub(crate) cards: Vec<(usize, ColumnId)>,
    /// Numbers of commands that are done.
    pub(crate) done: Vec<u64>,
}

/// What senders and viewers share.
#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) cards: Vec<Card>,
    by_id: HashMap<RequestId, usize>,
    read_before: RefCell<VecDeque<(Bytes, Rc<Read>)>>,
    /// What is sent from now on counts.
    pub(crate) counts_from: Cell<Option<Instant>>,
    /// How often a card of each board was moved.
    pub(crate) moved: RefCell<Vec<u64>>,
    /// How long moves took to come to viewers, and to be acknowledged.
    pub(crate) seen: RefCell<Tally>,
    pub(crate) done: RefCell<Tally>,
    /// Senders that are not through yet.
    pub(crate) sending: Cell<usize>,
}

impl Shared {
    /// Adds the open requests that a department holds as the next board.
    pub(crate) fn add_board<'a>(
        &mut self,
        department: DepartmentId,
        rows: impl Iterator<Item = &'a Row>,
    ) -> Fallible<usize> {
        let board = self.moved.borrow().len();
        let columns = [1, 2].map(|ordinal| ColumnId::standard(department, ordinal));
        let before = self.cards.len();
        for row in rows {
            let Row::Request(request) = row else { continue };
            if request.provider == Some(department) && request.column.is_some() {
                self.by_id.insert(request.id, self.cards.len());
                // The first move takes it elsewhere than where it lies.
                let [one, other] = columns;
                let columns = if request.column == Some(one) { [other, one] } else { columns };
                self.cards.push(Card { id: request.id, board, columns, moves: RefCell::default() });
            }
        }
        if self.cards.len() == before {
            return Err(format!("{department:?} holds nothing that its agent sees").into());
        }
        self.moved.borrow_mut().push(0);
        Ok(board)
    }

    /// Notes a move, made at an instant, and says where the card goes.
    pub(crate) fn note_move(&self, card: &Card, at: Instant) -> ColumnId {
        let mut moves = card.moves.borrow_mut();
        let [even, odd] = card.columns;
        let column = if moves.len().is_multiple_of(2) { even } else { odd };
        moves.push(at);
        if let Some(moved) = self.moved.borrow_mut().get_mut(card.board) {
            *moved += 1;
        }
        column
    }

    /// Notes that a viewer who saw `seen` moves of a card before sees it there.
    pub(crate) fn note_seen(&self, card: usize, column: ColumnId, seen: usize, now: Instant) -> Fallible<()> {
        let card = self.cards.get(card).ok_or("no such card")?;
        if card.column_after(seen + 1) != Some(column) {
            return Err(format!("{:?} came again, or one of its moves did not", card.id).into());
        }
        let moves = card.moves.borrow();
        let made = moves.get(seen).ok_or("a card was moved by somebody else")?;
        if self.counts_from.get().is_some_and(|from| *made >= from) {
            self.seen.borrow_mut().note(now.duration_since(*made));
        }
        Ok(())
    }

    /// Reads a message; one that came to somebody else before is not read again.
    pub(crate) fn read(&self, bytes: Bytes) -> Fallible<Rc<Read>> {
        let mut before = self.read_before.borrow_mut();
        if let Some((_, read)) = before.iter().rev().find(|(known, _)| *known == bytes) {
            return Ok(Rc::clone(read));
        }
        let read = Rc::new(self.read_anew(&bytes)?);
        if before.len() >= READ_BEFORE_MAX {
            before.pop_front();
        }
        before.push_back((bytes, Rc::clone(&read)));
        Ok(read)
    }

    fn read_anew(&self, bytes: &[u8]) -> Fallible<Read> {
        let mut read = Read { cards: Vec::new(), done: Vec::new() };
        match decode(bytes)? {
            Down::Delta { changes, acks, .. } => {
                for change in changes {
                    let Change::Put(Row::Request(row)) = &change else {
                        return Err(format!("not a request: {change:?}").into());
                    };
                    let card = self.by_id.get(&row.id).ok_or("a request of another board")?;
                    read.cards.push((*card, row.column.ok_or("a card is on no board")?));
                }
                for ack in acks {
                    if let Some(refusal) = ack.refusal {
                        return Err(format!("command {} was refused: {refusal:?}", ack.number).into());
                    }
                    read.done.push(ack.number);
                }
            }
            Down::Presence(_) => {}
            other => return Err(format!("not expected: {other:?}").into()),
        }
        Ok(read)
    }
}
