//! Identifiers: one newtype per entity, so that no two can be mixed up.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The namespace under which ids of by-products are derived. Never change it: ids would move.
const DERIVED: Uuid = Uuid::from_u128(0x6ba7_0c5e_11d1_4e7a_9c0b_7765_6674_0001);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        ///
        /// A UUID, version 7 when its author made it, version 5 when it is derived from others.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A version 7 id from UTC milliseconds and 16 random bytes (10 of them are used).
            pub fn new_v7(millis: i64, random: [u8; 16]) -> Self {
                Self(v7(millis, random))
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl core::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// A department: any unit that gives or receives service.
    DepartmentId,
    /// A person. Not an account: see the server's `auth`.
    PersonId,
    /// A person's place in a department.
    MembershipId,
    /// A service that departments offer.
    ServiceId,
    /// A dependency, derived from its ordered pair: see [`DependencyId::between`].
    DependencyId,
    /// One need, a line in a dependency.
    NeedId,
    /// A column of a department's board.
    ColumnId,
    /// A label a department puts on requests.
    LabelId,
    /// A request.
    RequestId,
    /// A comment on a request.
    CommentId,
    /// A rating, derived from its request and side: see [`RatingId::of`].
    RatingId,
    /// Thanks.
    KudosId,
    /// A command, made by its author; by-products derive their ids from it.
    CommandId,
    /// One day of one ordered pair of departments: see [`DailyId::of`].
    DailyId,
}

fn v7(millis: i64, random: [u8; 16]) -> Uuid {
    let mut bytes = random;
    let time = millis.max(0).to_be_bytes();
    bytes[..6].copy_from_slice(&time[2..]);
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    Uuid::from_bytes(bytes)
}

fn derive(tag: u8, parts: &[&[u8]]) -> Uuid {
    let mut name = vec![tag];
    for part in parts {
        name.extend_from_slice(part);
    }
    Uuid::new_v5(&DERIVED, &name)
}

impl CommandId {
    /// The id of this command's `ordinal`-th by-product, the same wherever it is computed.
    pub fn by_product(self, ordinal: u32) -> Uuid {
        derive(0, &[self.0.as_bytes(), &ordinal.to_be_bytes()])
    }
}

impl DependencyId {
    /// The dependency of `customer` on `provider`. There is one per ordered pair, for ever, so two
    /// people who declare the same pair mean the same row.
    pub fn between(customer: DepartmentId, provider: DepartmentId) -> Self {
        Self(derive(1, &[customer.0.as_bytes(), provider.0.as_bytes()]))
    }
}

impl ColumnId {
    /// The `ordinal`-th column of a department's board as it is before anybody edits it.
    pub fn standard(department: DepartmentId, ordinal: u8) -> Self {
        Self(derive(2, &[department.0.as_bytes(), &[ordinal]]))
    }
}

impl RatingId {
    /// The rating of `request` by one side: one per request per side.
    pub fn of(request: RequestId, side: crate::Side) -> Self {
        Self(derive(3, &[request.0.as_bytes(), &[side as u8]]))
    }
}

impl DailyId {
    /// The figures of an ordered pair of departments on one day.
    pub fn of(customer: DepartmentId, provider: DepartmentId, day: crate::Day) -> Self {
        Self(derive(4, &[customer.0.as_bytes(), provider.0.as_bytes(), &day.0.to_be_bytes()]))
    }
}
