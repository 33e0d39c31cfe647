//! Bugs planted on purpose, so that a test can prove that the simulator finds them. Without the
//! feature `planted` none of them exists. Each is one line where the bug would be.

use serde::{Deserialize, Serialize};

/// A planted bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// A browser overlooks every seventh answer to its commands.
    LostAck,
    /// A browser does not replay what is pending when a delta comes.
    SkippedRebase,
    /// A change of rights takes nothing away from a replica that is live.
    LeakAfterRevoke,
    /// A replica that was filled under other rights goes on as if nothing had happened.
    LeakAfterAbsence,
    /// A browser sends a command before it is stored.
    SentUnstored,
    /// A browser takes a command off its disk when it is sent, not when it is answered.
    ForgottenOnceSent,
    /// A browser takes a refusal for a success.
    RefusalAsDone,
    /// A browser does not store what was refused.
    UnstoredTray,
    /// A browser moves its cursor past every eleventh number without the rows.
    DroppedDelta,
    /// A late answer replaces rows that a delta brought since.
    StaleAnswer,
    /// The server leaves out a number now and then.
    SequenceGap,
    /// The server does a command again that comes again.
    RepeatedCommand,
    /// The server forgets that it refused.
    ForgottenRefusal,
    /// A browser that was away for longer than the feed reaches goes on from what is left of it.
    FloorIgnored,
    /// A browser goes on in another life of the database.
    EpochIgnored,
    /// A slow browser is filled up with rows, not with answers.
    SilentCatchUp,
    /// Others' drags are shown to those who may not see the request.
    PresenceLeak,
}

impl Fault {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::LostAck,
        Self::SkippedRebase,
        Self::LeakAfterRevoke,
        Self::LeakAfterAbsence,
        Self::SentUnstored,
        Self::ForgottenOnceSent,
        Self::RefusalAsDone,
        Self::UnstoredTray,
        Self::DroppedDelta,
        Self::StaleAnswer,
        Self::SequenceGap,
        Self::RepeatedCommand,
        Self::ForgottenRefusal,
        Self::FloorIgnored,
        Self::EpochIgnored,
        Self::SilentCatchUp,
        Self::PresenceLeak,
    ];
}

#[cfg(feature = "planted")]
thread_local! {
    static PLANTED: core::cell::Cell<Option<Fault>> = const { core::cell::Cell::new(None) };
}

/// Plants a bug in what runs on this thread from now on, or takes it out.
#[cfg(feature = "planted")]
pub fn plant(fault: Option<Fault>) {
    PLANTED.set(fault);
}

#[cfg(feature = "planted")]
pub(crate) fn is(fault: Fault) -> bool {
    PLANTED.get() == Some(fault)
}

#[cfg(not(feature = "planted"))]
pub(crate) const fn is(_: Fault) -> bool {
    false
}
