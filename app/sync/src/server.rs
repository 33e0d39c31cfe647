//! The server's engine: plans batches for the one writer, and turns committed batches into what
//! each viewer may see. Sans-IO and pure.
//!
//! - The writer collects [`Submission`]s, calls [`plan`] (loading what it [lacks](Plan::is_short) into
//!   its world and calling again while it lacks any), commits [`Plan`] in one transaction, then publishes the
//!   [`Batch`] to every session and the acknowledgements with it.
//! - A connection is a [`Session`]: messages up become [`SessionEffect`]s, batches become frames.
//! - [`bootstrap`] and [`answer`] read a [`World`](weft_domain::World); what is not in it is described by a
//!   [`StoreQuery`], run by the server, and filtered by [`Question::finish`].
//! - [`PresenceHub`] is the lossy lane.

mod answer;
mod archive;
mod batch;
mod difference;
mod plan;
mod presence;
mod search;
mod session;
mod standing;

pub use answer::{
    ANSWER_ROWS_MAX, FEED_ROWS_MAX, Found, Question, SAID_MAX, Said, StoreQuery, TIMELINE_ENTRIES_MAX, answer,
};
pub use archive::{ARCHIVED_LOOKED_AT_MAX, Archived, Narrowed, Wish};
pub use batch::{Batch, Frame, SharedBytes};
pub use plan::{ClientRecord, Committed, Origin, Outcome, Panicked, Plan, Submission, plan};
pub use presence::{PRESENCE_PEOPLE_MAX, PresenceFrame, PresenceHub, SessionId};
pub use session::{CatchUp, FeedEntry, Greeting, Published, Session, SessionEffect};
pub use standing::{Common, bootstrap};
