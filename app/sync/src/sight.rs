//! What a replica may hold: its standing part and the open scopes. Both sides ask here, so that the
//! server sends what the browser keeps and the browser keeps nothing else.

use std::collections::VecDeque;

use weft_domain::{AudienceKey, DAY_MS, Request, Row, Sight, Timestamp, Viewer, World, audience};

use crate::{
    fields::{self, Class},
    message::{SCOPES_MAX, Scope},
};

/// Days for which ended requests are in the standing part.
pub const ENDED_DAYS: i64 = 14;
/// Days for which daily traffic and scores are in the standing part.
pub const FIGURES_DAYS: i32 = 35;

/// Milliseconds for which a replica may be looked at without a word from the server. Then it is
/// forgotten, even offline.
pub const LEASE_MS: i64 = 14 * DAY_MS;

/// Whether what the server was last heard of at `contact` may still be looked at. A clock that was set
/// back by as much counts as gone on.
pub fn is_leased(contact: Timestamp, now: Timestamp) -> bool {
    now.0.saturating_sub(contact.0).saturating_abs() <= LEASE_MS
}

/// The open scopes, the one opened first in front; at most [`SCOPES_MAX`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    open: VecDeque<Scope>,
}

impl Scopes {
    /// Whether a scope is open.
    pub fn has(&self, scope: Scope) -> bool {
        self.open.contains(&scope)
    }

    /// Opens a scope, or marks it as opened last. What must be closed for it is returned.
    pub fn open(&mut self, scope: Scope) -> Option<Scope> {
        self.close(scope);
        self.open.push_back(scope);
        if self.open.len() > SCOPES_MAX { self.open.pop_front() } else { None }
    }

    /// Closes a scope. Whether it was open.
    pub fn close(&mut self, scope: Scope) -> bool {
        let before = self.open.len();
        self.open.retain(|open| *open != scope);
        self.open.len() < before
    }

    /// The open scopes, the one opened first in front.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.open.iter().copied()
    }

    /// Whether an open scope holds this request.
    pub fn hold(&self, request: &Request) -> bool {
        self.has(Scope::Board(request.provider)) || self.has(Scope::Request(request.id))
    }

    /// The requests of the open scopes that are in `world`.
    pub fn requests<'a>(&'a self, world: &'a World) -> impl Iterator<Item = &'a Request> {
        self.iter().flat_map(|scope| -> Vec<&Request> {
            match scope {
                Scope::Board(provider) => world.requests_held_by(provider).collect(),
                Scope::Request(id) => world.request(id).present().into_iter().collect(),
            }
        })
    }
}

/// Whether `row`, opened by `audience`, belongs into the replica of `viewer`. A role across the
/// organisation opens requests only while a scope shows them; bodies and comments are there only
/// while their request is open.
pub fn belongs(viewer: &Viewer, scopes: &Scopes, row: &Row, audience: &[AudienceKey]) -> bool {
    match row {
        _ if fields::class(row.kind()) == Class::ServerOnly => false,
        Row::Request(request) => {
            stands(viewer, audience) || (audience::meets(audience, viewer) && scopes.hold(request))
        }
        Row::RequestText(text) => {
            scopes.has(Scope::Request(text.request)) && audience::meets(audience, viewer)
        }
        Row::Comment(comment) => {
            scopes.has(Scope::Request(comment.request)) && audience::meets(audience, viewer)
        }
        _ => audience::meets(audience, viewer),
    }
}

/// Whether one of `audience` that stands by itself (everyone, a person, a department) is held.
pub fn stands(viewer: &Viewer, audience: &[AudienceKey]) -> bool {
    audience.iter().any(|key| !matches!(key, AudienceKey::Role(_)) && viewer.keys.contains(key))
}

/// Whether a row is young enough for the standing part.
pub fn is_recent(row: &Row, now: Timestamp) -> bool {
    let oldest_day = now.day().0.saturating_sub(FIGURES_DAYS);
    match row {
        Row::Request(request) => {
            request.ended_at.is_none_or(|ended| ended.0 > now.0.saturating_sub(ENDED_DAYS * DAY_MS))
        }
        Row::Traffic(traffic) => traffic.day.0 > oldest_day,
        Row::Scores(scores) => scores.day.0 > oldest_day,
        _ => true,
    }
}

/// Whether a browser may keep the row on its disk: nothing confidential, no private feedback, and
/// nothing that is asked for anew anyway.
pub fn is_storable(world: &World, row: &Row) -> bool {
    let is_open_sight = |id| {
        let request: Option<&Request> = world.request(id).present();
        request.is_some_and(|request| !matches!(request.sight, Sight::Confidential { .. }))
    };
    match (fields::class(row.kind()), row) {
        (Class::Replicated, _) => true,
        (Class::AsRequest, Row::Request(request)) => !matches!(request.sight, Sight::Confidential { .. }),
        (Class::AsRequest, Row::RequestText(text)) => is_open_sight(text.request),
        (Class::AsRequest, Row::Comment(comment)) => is_open_sight(comment.request),
        (Class::AsRequest | Class::OnlineOnly | Class::ServerOnly, _) => false,
    }
}
