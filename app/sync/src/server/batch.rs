//! A committed batch, as it is shown to every session.

use weft_domain::{Change, World, audience::Seen};

use crate::{
    message::{Ack, ClientId, Down, Seq, encode},
    server::Plan,
};

/// What was committed at once. Share it (`Arc`) among all sessions: its rows are encoded once.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The head before.
    pub prev: Seq,
    /// The head afterwards; equal to `prev` where only refusals were committed.
    pub to: Seq,
    /// The world before.
    pub before: World,
    /// The world afterwards.
    pub world: World,
    /// Each row at most once: who could see it before the batch, what it is after it.
    pub(super) items: Vec<Item>,
    /// Answers to clients, in order.
    pub acks: Vec<(ClientId, Ack)>,
}

#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) seen: Seen,
    /// The change in the compact form.
    pub(super) bytes: Vec<u8>,
}

impl Batch {
    /// What is published of a plan once it is committed.
    pub fn of(plan: &Plan) -> Self {
        Self {
            prev: plan.prev,
            to: plan.to,
            before: plan.before.clone(),
            world: plan.world.clone(),
            items: Vec::new(),
            acks: plan.acks.clone(),
        }
    }

    /// The rows that changed, each at most once.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.items.iter().map(|item| &item.seen.change)
    }
}

/// A message to one browser, put together from parts that are encoded already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    message: Down,
}

impl Frame {
    /// The compact form, for `weft.v1`.
    pub fn compact(&self) -> Vec<u8> {
        encode(&self.message)
    }

    /// The message itself, for `weft.v1.json` and tests.
    pub fn message(&self) -> Down {
        self.message.clone()
    }
}

impl From<Down> for Frame {
    fn from(message: Down) -> Self {
        Self { message }
    }
}
