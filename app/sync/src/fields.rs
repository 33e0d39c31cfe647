//! Where every field of every row may be, who may see it, and what becomes of it when a person is erased: the
//! one table. What a browser may hold and store follows from it ([`sight`](crate::sight)); `FIELDS.md` is made
//! of it; a test compares it with the rows themselves, with [`audience`](mod@weft_domain::audience) and with
//! [`erasure`](weft_domain::erasure).

use core::fmt::Write as _;

use weft_domain::Kind;

/// Where a row's values may be besides the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// In browsers, and on their disks.
    Replicated,
    /// As its request: on disks too, except where it is confidential.
    AsRequest,
    /// In browsers while they are connected, never on their disks.
    OnlineOnly,
    /// Nowhere else.
    ServerOnly,
}

/// Who may see a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Everybody who is signed in.
    ByEveryone,
    /// The person themselves, and stewards.
    ByThePerson,
    /// Who may see the request: requester, watchers, both departments and those that held it, stewards,
    /// auditors; without the customer's members where it is private; requester and handlers only where it is
    /// confidential.
    WithTheRequest,
    /// Both departments, leadership, stewards, auditors; of a rating also the rater.
    AsScores,
    /// Both departments, auditors.
    ByBothDepartments,
    /// Nobody.
    ByNobody,
}

/// What becomes of a value that is of an erased person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// It says nothing of a person, or is what they did or wrote: it stays, and leads to nobody.
    Stays,
    /// It goes, in its row and in the feed.
    Goes,
}

/// One field of a kind of row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, as in the row.
    pub name: &'static str,
    /// Where it differs from its row: who may see it.
    pub seen: Option<Seen>,
    /// What becomes of it when the person is erased whom it is of.
    pub erased: Erased,
}

const fn stays(name: &'static str) -> Field {
    Field { name, seen: None, erased: Erased::Stays }
}

const fn goes(name: &'static str) -> Field {
    Field { name, seen: None, erased: Erased::Goes }
}

/// Where rows of a kind may be.
pub const fn class(kind: Kind) -> Class {
    match kind {
        Kind::Organisation
        | Kind::Department
        | Kind::Person
        | Kind::Contact
        | Kind::Membership
        | Kind::Service
        | Kind::Handlers
        | Kind::Dependency
        | Kind::Deliverable
        | Kind::Board
        | Kind::Label
        | Kind::MapPlace
        | Kind::Traffic
        | Kind::Scores => Class::Replicated,
        Kind::Request | Kind::RequestText | Kind::Comment => Class::AsRequest,
        Kind::Rating | Kind::RatingComment | Kind::Kudos => Class::OnlineOnly,
        Kind::Numbering => Class::ServerOnly,
    }
}

/// Who may see rows of a kind.
pub const fn seen(kind: Kind) -> Seen {
    match kind {
        Kind::Contact => Seen::ByThePerson,
        Kind::Request | Kind::RequestText | Kind::Comment => Seen::WithTheRequest,
        Kind::Rating | Kind::Scores => Seen::AsScores,
        Kind::RatingComment => Seen::ByBothDepartments,
        Kind::Numbering => Seen::ByNobody,
        Kind::Organisation
        | Kind::Department
        | Kind::Person
        | Kind::Membership
        | Kind::Service
        | Kind::Handlers
        | Kind::Dependency
        | Kind::Deliverable
        | Kind::Board
        | Kind::Label
        | Kind::Kudos
        | Kind::Traffic
        | Kind::MapPlace => Seen::ByEveryone,
    }
}

const fn with_request(name: &'static str) -> Field {
    Field { name, seen: Some(Seen::WithTheRequest), erased: Erased::Stays }
}

macro_rules! table {
    ($($kind:ident: $($how:ident $name:ident),*;)*) => {
        /// The fields of a kind, in the order of the row.
        pub const fn fields(kind: Kind) -> &'static [Field] {
            match kind {
                $(Kind::$kind => const { &[$($how(stringify!($name))),*] },)*
            }
        }
    };
}

table! {
    Organisation: stays name, stays locale, stays time_zone, stays rev;
    Department: stays id, stays name, stays purpose, stays kind, stays kind_name, stays parent,
        stays key, stays former_keys, stays channel, stays state, stays rev;
    Person: stays id, goes name, goes locale, goes roles, stays is_retired, stays rev;
    Contact: goes person, goes email;
    Membership: goes id, goes person, goes department, goes role, goes title;
    Service: stays id, stays name, stays description, stays providers, stays state,
        stays is_confidential, stays rev;
    Dependency: stays id, stays customer, stays provider, stays state, stays mode, stays tier,
        stays grade, stays needs, stays services, stays channel, stays origin, stays proposed_by,
        stays agreed, stays dispute, stays observed, stays changed_at, stays rev;
    Board: stays department, stays columns, stays rev;
    Label: stays id, stays department, stays name, stays is_retired;
    Request: stays id, stays number, stays title, stays kind, stays kind_name, stays impact,
        stays urgency, stays customer, stays provider, stays requester, stays service, stays sight,
        stays state, stays column, stays rank, stays assignee, stays labels, stays watchers,
        stays held_by, stays comments, stays filed_at, stays moved_at, stays resolved_at, stays ended_at,
        stays rev;
    RequestText: stays request, stays body;
    Comment: stays id, stays request, stays author, stays at, stays text, stays edited_at, stays rev;
    Rating: stays id, stays request, stays side, stays rater, stays customer, stays provider,
        stays scores, stays at;
    RatingComment: stays rating, stays customer, stays provider, stays text;
    Kudos: stays id, stays from, stays from_department, stays to, with_request request, stays category,
        goes text, stays at;
    Traffic: stays id, stays customer, stays provider, stays day, stays filed, stays resolved,
        stays dropped, stays resolve_minutes;
    Scores: stays id, stays customer, stays provider, stays day, stays ratings, stays sums;
    MapPlace: stays department, stays x, stays y;
    Numbering: stays department, stays last;
    Handlers: stays service, stays people;
    Deliverable: stays dependency, stays text, stays rev;
}

/// The table as `FIELDS.md` has it.
pub fn markdown() -> String {
    let mut text = String::from(HEAD);
    for kind in Kind::ALL {
        for field in fields(*kind) {
            let seen = words_of_seen(field.seen.unwrap_or(seen(*kind)));
            let erased = match field.erased {
                Erased::Stays => "stays",
                Erased::Goes => "goes",
            };
            // Writing into a text cannot fail.
            let _ = writeln!(
                text,
                "| `{}.{}` | {} | {seen} | {erased} |",
                kind.name(),
                field.name,
                words_of_class(class(*kind))
            );
        }
    }
    text
}

fn words_of_class(class: Class) -> &'static str {
    match class {
        Class::Replicated => "replicated",
        Class::AsRequest => "replicated; of a confidential request: online only",
        Class::OnlineOnly => "online only",
        Class::ServerOnly => "server only",
    }
}

fn words_of_seen(seen: Seen) -> &'static str {
    match seen {
        Seen::ByEveryone => "everyone",
        Seen::ByThePerson => "the person, stewards",
        Seen::WithTheRequest => "as the request",
        Seen::AsScores => "both departments, leadership, stewards, auditors",
        Seen::ByBothDepartments => "both departments, auditors",
        Seen::ByNobody => "nobody",
    }
}

const HEAD: &str = "\
# Every field: where it may be, who may see it, what an erasure leaves

Made from `app/sync/src/fields.rs` by `cargo run -p weft-sync --example fields > app/sync/FIELDS.md`; a test
fails when the two differ, or when a row has other fields.

- *replicated*: in the replica of a browser whose person may see it, and on its disk.
- *online only*: in a browser while it is connected, never on its disk.
- *server only*: never sent.
- *as the request*: requester, watchers, members of the customer, of the provider and of those that held it,
  stewards, auditors. A private one: without the customer's other members. A confidential one: requester and
  named handlers only.

The last column says what becomes of a value when the person is erased whom it is of. What goes is gone in its
row and in the feed, in one transaction. What they did and wrote stays, since it is their departments' record
of work, under an id that leads to nobody. Accounts, sessions, links and the ids by which a source knows a
person are no rows: they are server only, and go. The journal holds ids and closed words, and stays.

| field | where | who may see it | when a person is erased |
| --- | --- | --- | --- |
";
