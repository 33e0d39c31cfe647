//! What a session is told and what it answers.

use weft_domain::audience::Seen;

use crate::{
    message::{Ask, Bye, ClientId, Cursor, Envelope, Presence, Seq},
    server::Frame,
};

/// What an incoming message asks the server to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionEffect {
    /// The browser greets. Look up the client's record, load the feed as [`Session::wants`](super::Session::wants) says,
    /// and call [`Session::start`](super::Session::start). A browser may greet again on the same connection.
    Start(Greeting),
    /// Give these to the writer (with the session's person), or, if its queue is full, end the
    /// connection with [`Bye::GoingAway`].
    Submit {
        /// Whose outbox.
        client: ClientId,
        /// The number of the first.
        first: u64,
        /// In order.
        envelopes: Vec<Envelope>,
    },
    /// Answer this: [`Session::answer`](super::Session::answer), then [`Session::finish`](super::Session::finish).
    Answer {
        /// Names the answer.
        id: u32,
        /// The question.
        ask: Ask,
    },
    /// Pass to the [`PresenceHub`](crate::server::PresenceHub).
    Presence(Presence),
}

/// What a browser said of itself when it greeted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Greeting {
    /// Whose outbox.
    pub client: ClientId,
    /// How far its replica has come.
    pub cursor: Option<Cursor>,
    /// Under which rights it was filled.
    pub rights: u64,
}

/// One accepted command as the feed keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEntry {
    /// Its place in the sequence.
    pub seq: Seq,
    /// Its rows.
    pub changes: Vec<Seen>,
}

/// Whether and from where the feed must be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatchUp {
    /// Every entry after this number, up to the head that is passed with them.
    After(Seq),
    /// Nothing: the replica starts anew.
    Reset,
}

/// What a batch comes to for one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// Nothing to send: nothing of it is visible, or it was sent already.
    Nothing,
    /// Send this.
    Send(Frame),
    /// This session cannot go on from here alone: it missed something, or what changes for it is too
    /// much for one message. Read the feed after this number and call [`Session::catch_up`](super::Session::catch_up); until
    /// then it takes no batch. A slow client whose queue is dropped is caught up in the same way:
    /// see [`Session::rewind`](super::Session::rewind).
    Behind(Seq),
    /// Send [`Down::Bye`](crate::message::Down::Bye) with this and end the connection.
    End(Bye),
}
