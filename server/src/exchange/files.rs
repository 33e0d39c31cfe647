//! The files of the exchange format and their columns.
//!
//! Those that the format itself does not name are Weft's own: `weft export` writes them so that a round trip
//! loses nothing; other sources need not have them.

/// A file of the format. The order is the reading order: what others refer to comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum File {
    Source,
    Organisation,
    Departments,
    Boards,
    Labels,
    MapPlaces,
    People,
    Services,
    Dependencies,
    Needs,
    States,
    Requests,
    RequestPeople,
    RequestEvents,
    Comments,
    Ratings,
    Kudos,
    Reporting,
    RequestTypes,
    RequestSla,
    RequestExtra,
    KbArticles,
}

use File::{
    Boards, Comments, Departments, Dependencies, KbArticles, Kudos, Labels, MapPlaces, Needs, Organisation,
    People, Ratings, Reporting, RequestEvents, RequestExtra, RequestPeople, RequestSla, RequestTypes,
    Requests, Services, Source, States,
};

const DEPARTMENTS: &[&str] = &[
    "id",
    "name",
    "parent_id",
    "purpose",
    "kind",
    "unit",
    "key",
    "former_keys",
    "channel",
    "state",
    "merged_into",
    "name_zh_hans",
    "name_zh_hant",
    "name_en",
];
const DEPENDENCIES: &[&str] = &[
    "customer_department_id",
    "provider_department_id",
    "count",
    "first_seen",
    "last_seen",
    "mode",
    "tier",
    "grade",
    "channel",
    "deliverable",
    "services",
    "state",
    "origin",
    "proposed_by",
    "agreed_by",
    "agreed_at",
    "disputed_by",
    "disputed_at",
    "dispute_reason",
    "changed_at",
];
const REQUESTS: &[&str] = &[
    "id",
    "title",
    "kind",
    "priority",
    "from_department_id",
    "to_department_id",
    "created_at",
    "closed_at",
    "number",
    "body",
    "impact",
    "urgency",
    "service_id",
    "sight",
    "labels",
    "column_id",
    "rank",
];
const RATINGS: &[&str] = &[
    "request_id",
    "from_department_id",
    "to_department_id",
    "score",
    "of",
    "at",
    "comment",
    "person_id",
    "quality",
    "attitude",
    "efficiency",
    "result",
];
const KUDOS: &[&str] = &[
    "id",
    "from_person_id",
    "from_department_id",
    "to_department_id",
    "to_person_id",
    "request_id",
    "category",
    "text",
    "at",
];
const BOARDS: &[&str] =
    &["department_id", "id", "category", "name", "limit", "name_zh_hans", "name_zh_hant", "name_en"];

impl File {
    /// Every file, in reading order.
    pub(super) const ALL: &[Self] = &[
        Source,
        Organisation,
        Departments,
        Boards,
        Labels,
        MapPlaces,
        People,
        Services,
        Dependencies,
        Needs,
        States,
        Requests,
        RequestPeople,
        RequestEvents,
        Comments,
        Ratings,
        Kudos,
        Reporting,
        RequestTypes,
        RequestSla,
        RequestExtra,
        KbArticles,
    ];

    /// Its name in the folder.
    pub(super) fn name(self) -> &'static str {
        match self {
            Source => "source.csv",
            Organisation => "organisation.csv",
            Boards => "boards.csv",
            Labels => "labels.csv",
            MapPlaces => "map_places.csv",
            Comments => "comments.csv",
            Kudos => "kudos.csv",
            Departments => "departments.csv",
            People => "people.csv",
            Services => "services.csv",
            Dependencies => "dependencies.csv",
            Needs => "needs.csv",
            States => "states.csv",
            Requests => "requests.csv",
            RequestPeople => "request_people.csv",
            RequestEvents => "request_events.csv",
            Ratings => "ratings.csv",
            Reporting => "reporting.csv",
            RequestTypes => "request_types.csv",
            RequestSla => "request_sla.csv",
            RequestExtra => "request_extra.csv",
            KbArticles => "kb_articles.csv",
        }
    }

    /// The columns Weft reads; empty: it does not keep this file's contents yet.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Source => &["source"],
            Organisation => &["name", "locale", "time_zone"],
            Departments => DEPARTMENTS,
            Boards => BOARDS,
            Labels => &["id", "department_id", "name", "state"],
            MapPlaces => &["department_id", "x", "y"],
            Comments => &["id", "request_id", "person_id", "at", "text", "edited_at"],
            Ratings => RATINGS,
            Kudos => KUDOS,
            People => &["id", "name", "email", "department_id", "role", "title", "state", "locale"],
            Services => &["id", "name", "department_id", "description", "state", "confidential", "handlers"],
            Dependencies => DEPENDENCIES,
            Needs => &[
                "id",
                "customer_department_id",
                "provider_department_id",
                "text",
                "severity",
                "person_id",
                "at",
            ],
            States => &["state", "category"],
            Requests => REQUESTS,
            RequestPeople => &["request_id", "person_id", "role"],
            RequestEvents => {
                &["request_id", "at", "actor_id", "from_department_id", "to_department_id", "state"]
            }
            Reporting | RequestTypes | RequestSla | RequestExtra | KbArticles => &[],
        }
    }

    /// The columns it cannot do without.
    pub(super) fn required(self) -> &'static [&'static str] {
        match self {
            Departments | People | Services | Requests => &["id"],
            Dependencies => &["customer_department_id", "provider_department_id"],
            Needs => &["id", "customer_department_id", "provider_department_id"],
            States => &["state", "category"],
            RequestPeople => &["request_id", "person_id"],
            RequestEvents => &["request_id", "at"],
            Source => &["source"],
            Organisation => &["name"],
            Boards => &["department_id", "id", "category"],
            Labels => &["id", "department_id", "name"],
            MapPlaces => &["department_id", "x", "y"],
            Comments => &["id", "request_id", "at", "text"],
            Kudos => &["id", "from_person_id", "at", "text"],
            Ratings | Reporting | RequestTypes | RequestSla | RequestExtra | KbArticles => &[],
        }
    }

    /// The file a path in a folder or archive names, whatever the case of its letters.
    pub(super) fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        Self::ALL.iter().copied().find(|file| file.name().eq_ignore_ascii_case(name))
    }
}
