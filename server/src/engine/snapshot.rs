//! What is true at one number of the sequence, and what tells that it changed.

use std::sync::Arc;

use weft_domain::World;
use weft_sync::{
    message::{ClientId, Cursor, Seq},
    server::{Batch, ClientRecord},
};

use crate::store::{Head, Turn};

/// The world at one number of the sequence. A clone is a pointer copy.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Every resident row; requests that ended long ago are in the store only.
    pub world: World,
    /// Its place in the sequence.
    pub head: Cursor,
    /// The feed holds everything after this number.
    pub floor: Seq,
    /// The commit it is as of.
    pub(super) turn: Turn,
    /// Records of clients that sent something lately; the store has the others.
    pub(super) records: imbl::OrdMap<ClientId, Arc<ClientRecord>>,
}

impl Snapshot {
    /// `world` is the one at `head`.
    pub(super) fn of(world: World, head: &Head) -> Self {
        Self {
            world,
            head: Cursor { epoch: head.epoch, seq: head.seq },
            floor: head.floor,
            turn: head.turn,
            records: imbl::OrdMap::new(),
        }
    }
}

/// Something was committed. Published after [`Snapshot`]s that hold it.
#[derive(Clone, Debug)]
pub enum Event {
    /// Commands, or a change set small enough to be shown row by row.
    Batch(Arc<Batch>),
    /// So much that viewers start anew.
    Anew,
}
