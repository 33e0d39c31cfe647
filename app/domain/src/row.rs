//! The entities, as whole rows. A row never knows who may see it ([`audience`](mod@crate::audience)
//! does) nor how it is stored or sent.

mod department;
mod dependency;
mod feedback;
mod figures;
mod organisation;
mod person;
mod request;
mod service;

pub use department::*;
pub use dependency::*;
pub use feedback::*;
pub use figures::*;
pub use organisation::*;
pub use person::*;
pub use request::*;
pub use service::*;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The id of the one [`Organisation`] row.
pub const ORGANISATION: Uuid = Uuid::nil();

macro_rules! rows {
    ($($(#[$doc:meta])* $kind:ident),* $(,)?) => {
        /// What a row is. Append-only: its order is on the wire and in the feed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind { $($(#[$doc])* $kind),* }

        impl Kind {
            /// Every kind, in wire order.
            pub const ALL: &[Kind] = &[$(Kind::$kind),*];

            /// The kind's name, as in the feed, the journal and logs.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$kind => stringify!($kind)),* }
            }
        }

        /// One whole row of any kind. Append-only: its order is on the wire.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Row { $($(#[$doc])* $kind($kind)),* }

        impl Row {
            /// The row's kind.
            pub fn kind(&self) -> Kind {
                match self { $(Row::$kind(_) => Kind::$kind),* }
            }
            /// The row's kind and id.
            pub fn key(&self) -> Key {
                match self { $(Row::$kind(row) => Key { kind: Kind::$kind, id: row.key_id() }),* }
            }
        }

        $(impl From<$kind> for Row {
            fn from(row: $kind) -> Row { Row::$kind(row) }
        })*
    };
}

rows! {
    /// The organisation's own settings, one row.
    Organisation,
    /// A unit that gives or receives service.
    Department,
    /// A person, without their address.
    Person,
    /// A person's e-mail address.
    Contact,
    /// A person's place in a department.
    Membership,
    /// What departments offer.
    Service,
    /// A relationship: customer department → provider department.
    Dependency,
    /// A department's board.
    Board,
    /// A label for requests.
    Label,
    /// A request, without its body.
    Request,
    /// A request's body.
    RequestText,
    /// A comment on a request.
    Comment,
    /// A rating's scores.
    Rating,
    /// A rating's comment.
    RatingComment,
    /// Thanks.
    Kudos,
    /// Requests between two departments on one day.
    Traffic,
    /// Scores between two departments on one day.
    Scores,
    /// Where a department was put on the map by hand.
    MapPlace,
    /// The last request number of a department.
    Numbering,
    /// Who handles the requests for a confidential service.
    Handlers,
    /// What a dependency hands over.
    Deliverable,
}

impl Kind {
    /// Whether rules always have rows of this kind at hand on the server. The others stay in the
    /// store and are asked for by id.
    pub fn is_resident(self) -> bool {
        !matches!(self, Kind::RequestText | Kind::Comment | Kind::Rating | Kind::RatingComment | Kind::Kudos)
    }

    /// Whether a browser that has caught up holds every row of this kind, so that a missing one
    /// is proven absent.
    pub fn is_replicated_whole(self) -> bool {
        matches!(
            self,
            Kind::Organisation
                | Kind::Department
                | Kind::Person
                | Kind::Membership
                | Kind::Service
                | Kind::Dependency
                | Kind::Board
                | Kind::Label
                | Kind::MapPlace
                | Kind::Handlers
                | Kind::Deliverable
        )
    }
}

/// A row's kind and id: its name everywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The row's kind.
    pub kind: Kind,
    /// The row's id within its kind.
    pub id: Uuid,
}

impl core::fmt::Debug for Key {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}({})", self.kind.name(), self.id)
    }
}

/// What has an id of its own among rows of its kind.
pub trait Entity {
    /// The row's kind.
    const KIND: Kind;
    /// The row's id within its kind.
    fn key_id(&self) -> Uuid;
}

macro_rules! entities {
    ($($name:ident, $field:ident);* $(;)?) => {$(
        impl Entity for $name {
            const KIND: Kind = Kind::$name;
            fn key_id(&self) -> Uuid { self.$field.0 }
        }
    )*};
}

entities! {
    Department, id;
    Person, id;
    Contact, person;
    Membership, id;
    Service, id;
    Dependency, id;
    Board, department;
    Label, id;
    Request, id;
    RequestText, request;
    Comment, id;
    Rating, id;
    RatingComment, rating;
    Kudos, id;
    Traffic, id;
    Scores, id;
    MapPlace, department;
    Numbering, department;
    Handlers, service;
    Deliverable, dependency;
}

impl Entity for Organisation {
    const KIND: Kind = Kind::Organisation;
    fn key_id(&self) -> Uuid {
        ORGANISATION
    }
}

macro_rules! key_from_id {
    ($($id:ident => $kind:ident),* $(,)?) => {$(
        impl From<crate::$id> for Key {
            fn from(id: crate::$id) -> Key { Key { kind: Kind::$kind, id: id.0 } }
        }
    )*};
}

key_from_id! {
    DepartmentId => Department, PersonId => Person, MembershipId => Membership, ServiceId => Service,
    DependencyId => Dependency, LabelId => Label, RequestId => Request, CommentId => Comment,
    RatingId => Rating, KudosId => Kudos,
}
