//! What an answer wants of the requests that ended so long ago that they are not in the world.

use weft_domain::{
    AudienceKey, OrganisationRole, Request, StateCategory, Timestamp, Viewer, World, audience,
    search::{Query, Test},
};

use crate::server::{ANSWER_ROWS_MAX, Said};

/// Archived requests that are looked at for one answer, those that ended last first. What is beyond is
/// neither found nor counted.
pub const ARCHIVED_LOOKED_AT_MAX: usize = 1_000_000;

/// Which archived requests an answer wants. The store looks at those that can be meant
/// ([`Archived::narrowed`]) and takes those that [are](Archived::takes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    /// Those that ended before this; the others are in the world.
    pub before: Timestamp,
    /// Who asks.
    pub viewer: Viewer,
    /// What is wanted.
    pub wish: Wish,
}

/// What is wanted of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// What the viewer asked for, worked on, handled or followed.
    Mine,
    /// What matches a query.
    Matching(Query),
}

/// What every wanted request has in common, as far as a database can tell quickly. It leaves none out
/// that is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Parts of the title or the body, or the whole number; in small letters.
    pub texts: Vec<String>,
    /// Its state.
    pub state: Option<StateCategory>,
    /// Whether only those count that name the viewer or a department of theirs.
    pub is_own: bool,
}

impl Archived {
    /// What `wish` comes to in `world`; none where nothing is archived.
    pub(super) fn of(world: &World, viewer: &Viewer, wish: Wish) -> Option<Self> {
        Some(Self { before: world.kept_since()?, viewer: viewer.clone(), wish })
    }

    /// Whether this one is wanted, and may be seen.
    pub fn takes(&self, world: &World, request: &Request, said: &Said) -> bool {
        let keys = audience::of_request(request);
        let me = self.viewer.person;
        let is_wanted = match &self.wish {
            Wish::Mine => {
                let holds = |id| self.viewer.keys.contains(&AudienceKey::Department(id));
                keys.contains(&AudienceKey::Person(me))
                    || (request.assignee == Some(me) && request.provider.is_some_and(holds))
            }
            Wish::Matching(query) => query.matches(world, me, request, Some(said.of(request.id))),
        };
        is_wanted && audience::meets(&keys, &self.viewer)
    }

    /// What can be asked of a database first.
    pub fn narrowed(&self) -> Narrowed {
        let mut narrowed = Narrowed { is_own: !self.sees_all(), ..Narrowed::default() };
        let Wish::Matching(query) = &self.wish else { return narrowed };
        for term in query.terms.iter().filter(|term| !term.is_negated) {
            match &term.test {
                Test::Text(text) if text.chars().all(is_plain) => narrowed.texts.push(text.clone()),
                Test::State(state) => narrowed.state = Some(*state),
                _ => {}
            }
        }
        narrowed
    }

    /// Rows that are kept of an answer; the others are counted.
    pub fn kept_max(&self) -> usize {
        ANSWER_ROWS_MAX
    }

    fn sees_all(&self) -> bool {
        [OrganisationRole::Steward, OrganisationRole::Auditor]
            .into_iter()
            .any(|role| self.viewer.keys.contains(&AudienceKey::Role(role)))
    }
}

/// Whether every database agrees with us on the character's small form.
fn is_plain(c: char) -> bool {
    c.is_ascii() || (c.to_lowercase().eq([c]) && c.to_uppercase().eq([c]))
}
