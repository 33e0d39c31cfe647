//! Whether a control is offered. The one policy is asked; the rules decide again when it is used.

use weft_domain::{Actor, Command, Stop, World, policy};

/// Whether `actor` may do `command`, as far as this replica knows; what it does not know is
/// offered, and the server says.
pub(super) fn may(world: &World, actor: &Actor, command: &Command) -> bool {
    !matches!(policy::may(world, actor, command), Err(Stop::Refused(_)))
}
