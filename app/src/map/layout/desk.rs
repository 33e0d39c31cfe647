//! Orders for layouts and their answers, as bytes: a layout is worked out in another thread of the
//! same program.

use std::cell::RefCell;

use serde::{Deserialize, Serialize};

use super::{Input, Layout, Output};

/// What is to be laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The departments are those of the last order, in the same order: if nothing but places put by
    /// hand differs, nothing else moves.
    pub is_same: bool,
    /// The departments and dependencies.
    pub input: Input,
}

/// Where layouts are worked out. It remembers the last one.
#[derive(Debug, Default)]
pub struct Desk {
    last: Option<Layout>,
}

impl Desk {
    /// The layout that an order asks for, to be stepped to its end; perhaps it is there already.
    pub fn take(&mut self, order: Order) -> Layout {
        if let Some(mut last) = self.last.take().filter(|_| order.is_same)
            && last.repinned(&order.input).is_some()
        {
            return last;
        }
        Layout::new(order.input)
    }

    /// Remembers a layout that is done.
    pub fn keep(&mut self, layout: Layout) {
        self.last = Some(layout);
    }
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

/// An order as bytes for [`answer`].
pub fn order_bytes(order: &Order) -> Vec<u8> {
    // Writing to memory does not fail; nothing is answered to nothing.
    postcard::to_stdvec(order).unwrap_or_default()
}

/// Does an order and gives the answer's bytes. Empty: the order could not be read.
pub fn answer(order: &[u8]) -> Vec<u8> {
    let Ok(order) = postcard::from_bytes(order) else { return Vec::new() };
    DESK.with_borrow_mut(|desk| {
        let mut layout = desk.take(order);
        while !layout.step() {}
        let bytes = postcard::to_stdvec(layout.output()).unwrap_or_default();
        desk.keep(layout);
        bytes
    })
}

/// Reads what [`answer`] gave. None: it is no answer.
pub fn read_answer(bytes: &[u8]) -> Option<Output> {
    postcard::from_bytes(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::super::{NodeIn, layout};
    use super::*;

    fn order(edges: &[(u32, u32)]) -> Order {
        let input = Input { nodes: vec![NodeIn::default(); 5], edges: edges.to_vec(), keep: None };
        Order { is_same: false, input }
    }

    #[test]
    fn an_answer_is_what_the_layout_says() {
        let order = order(&[(0, 1), (1, 2), (3, 4)]);
        assert_eq!(read_answer(&answer(&order_bytes(&order))), Some(layout(order.input)));
        assert_eq!(answer(&[255, 1, 2]), Vec::<u8>::new());
        assert_eq!(read_answer(&[]), None);
    }

    #[test]
    fn what_is_put_by_hand_moves_nothing_else_and_others_are_laid_out_anew() {
        let first = order(&[(0, 1), (1, 2), (0, 2)]);
        let before = read_answer(&answer(&order_bytes(&first))).expect("an answer");
        let mut moved = Order { is_same: true, ..first };
        moved.input.nodes[1].pinned = Some((900, -40));
        let after = read_answer(&answer(&order_bytes(&moved))).expect("an answer");
        assert_eq!(after.nodes[1].map(|rect| (rect.x, rect.y)), Some((900, -40)));
        assert_eq!((after.nodes[0], after.nodes[2]), (before.nodes[0], before.nodes[2]));
        moved.input.edges.push((3, 0));
        let other = read_answer(&answer(&order_bytes(&moved))).expect("an answer");
        assert!(other.nodes[3].is_some());
    }
}
