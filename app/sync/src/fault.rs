//! Bugs planted on purpose, so that a test can prove that the simulator finds them. Without the
//! feature `planted` none of them exists.

/// A planted bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A browser overlooks every seventh answer to its commands.
    LostAck,
    /// A browser does not replay what is pending when a delta comes.
    SkippedRebase,
    /// A change of rights takes nothing away from a replica that is live.
    LeakAfterRevoke,
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
