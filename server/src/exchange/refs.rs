//! Under which ids a source's rows are known here.
//!
//! A ref keeps the source's id, ours, and a mark of what the source said. As long as the mark stays
//! the same, an import leaves the row alone, whatever people have made of it in Weft since.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The namespace under which ids of imported rows are derived. Never change it: ids would move.
const IMPORTED: Uuid = Uuid::from_u128(0x6ba7_0c5e_11d1_4e7a_9c0b_7765_6674_0002);

/// Parts the two ids of a pair.
const BETWEEN: char = '\u{1f}';

/// What a ref is to. Their names are in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefKind {
    /// A department.
    Department,
    /// A person.
    Person,
    /// A membership: person and department.
    Membership,
    /// A service.
    Service,
    /// A dependency: customer and provider.
    Dependency,
    /// A request with its events and people.
    Request,
}

impl RefKind {
    /// Every kind.
    pub const ALL: &[Self] =
        &[Self::Department, Self::Person, Self::Membership, Self::Service, Self::Dependency, Self::Request];

    /// Its name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Person => "person",
            Self::Membership => "membership",
            Self::Service => "service",
            Self::Dependency => "dependency",
            Self::Request => "request",
        }
    }

    /// The kind of a name from the database.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// What is known of one row of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    /// Our id.
    pub id: Uuid,
    /// A mark of what the source said last.
    pub mark: String,
}

/// Ends the mark of a request that was here before the source named it.
pub(super) const FOUND: &str = ".here";

impl Ref {
    /// Whether it is to a request that this source did not bring: it was here when the source first
    /// named it.
    pub(super) fn is_found(&self) -> bool {
        self.mark.ends_with(FOUND)
    }
}

/// All refs of one source.
#[derive(Clone, Debug, Default)]
pub struct Refs(BTreeMap<(RefKind, String), Ref>);

impl Refs {
    /// What is known of a source's row.
    pub fn get(&self, kind: RefKind, external: &str) -> Option<&Ref> {
        self.0.get(&(kind, external.to_owned()))
    }

    /// Notes a row.
    pub fn insert(&mut self, kind: RefKind, external: String, known: Ref) {
        self.0.insert((kind, external), known);
    }

    /// Forgets a row.
    pub fn remove(&mut self, kind: RefKind, external: &str) {
        self.0.remove(&(kind, external.to_owned()));
    }

    /// Every ref, by kind and the source's id.
    pub fn iter(&self) -> impl Iterator<Item = (RefKind, &str, &Ref)> {
        self.0.iter().map(|((kind, external), known)| (*kind, external.as_str(), known))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Extend<(RefKind, String, Ref)> for Refs {
    fn extend<T: IntoIterator<Item = (RefKind, String, Ref)>>(&mut self, refs: T) {
        self.0.extend(refs.into_iter().map(|(kind, external, known)| ((kind, external), known)));
    }
}

/// A change to the refs of a source: a new or newer one, or its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefChange {
    /// What it is to.
    pub kind: RefKind,
    /// The source's id.
    pub external: String,
    /// What is known from now on; none: nothing.
    pub known: Option<Ref>,
}

/// The source's id of a pair.
pub(super) fn pair(one: &str, other: &str) -> String {
    format!("{one}{BETWEEN}{other}")
}

/// The first half of a pair's id.
pub(super) fn first_of_pair(pair: &str) -> &str {
    pair.split(BETWEEN).next().unwrap_or(pair)
}

/// The id of a new row: the source's own where it is one of ours (an export gives those out), else
/// derived, so that the same source gives the same ids in every database.
pub(super) fn new_id(source: &str, kind: RefKind, external: &str) -> Uuid {
    own_id(external).unwrap_or_else(|| {
        let name = format!("{source}\0{}\0{external}", kind.name());
        Uuid::new_v5(&IMPORTED, name.as_bytes())
    })
}

/// The id of a row that hangs on another and has no ref of its own, such as a comment.
pub(super) fn said_id(source: &str, what: &str, external: &str) -> Uuid {
    own_id(external)
        .unwrap_or_else(|| Uuid::new_v5(&IMPORTED, format!("{source}\0{what}\0{external}").as_bytes()))
}

/// The id an external id is, where it has the form of ours.
pub(super) fn own_id(external: &str) -> Option<Uuid> {
    if external.len() != uuid::fmt::Hyphenated::LENGTH {
        return None;
    }
    Uuid::try_parse(external).ok().filter(|id| !id.is_nil())
}

/// A mark of texts: equal texts, equal marks.
pub(super) fn mark<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
