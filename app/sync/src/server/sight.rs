//! What a session's replica may hold: the standing part and the open scopes.

use std::collections::VecDeque;

use crate::message::Scope;

/// The scopes a session has open, the one opened first in front.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    open: VecDeque<Scope>,
}

impl Scopes {
    /// Whether a scope is open.
    pub fn has(&self, scope: Scope) -> bool {
        self.open.contains(&scope)
    }
}
