//! The one table of fields says of every row what is true of it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use weft_domain::{
    AudienceKey, Change, Kind, Kudos, OrganisationRole, PersonId, Row, Sight, Thanked, Viewer, World,
    audience::audience, erasure, testing::Gen,
};
use weft_sync::{
    fields::{Class, Erased, Seen, class, fields, markdown, seen},
    sight::{Scopes, belongs, is_storable},
};

/// Rows of every kind, each with the world it is in.
fn rows() -> BTreeMap<Kind, Vec<(World, Row)>> {
    let mut rows: BTreeMap<Kind, Vec<(World, Row)>> = BTreeMap::new();
    for seed in 0..60 {
        let world = Gen::new(seed).busy_world(150, &mut 1);
        for row in Kind::ALL.iter().flat_map(|kind| world.rows(*kind)) {
            rows.entry(row.kind()).or_default().push((world.clone(), row));
        }
    }
    rows
}

fn inner(row: &Row) -> serde_json::Map<String, Value> {
    let Value::Object(outer) = serde_json::to_value(row).unwrap() else { panic!("an enum") };
    match outer.into_iter().next().unwrap().1 {
        Value::Object(inner) => inner,
        other => panic!("{other}"),
    }
}

#[test]
fn every_field_of_every_row_is_in_the_table() {
    let rows = rows();
    for kind in Kind::ALL {
        let (_, row) = rows.get(kind).and_then(|rows| rows.first()).unwrap_or_else(|| panic!("{kind:?}"));
        let there: BTreeSet<String> = inner(row).into_iter().map(|(name, _)| name).collect();
        let listed: BTreeSet<String> = fields(*kind).iter().map(|field| field.name.to_owned()).collect();
        assert_eq!(there, listed, "{kind:?}");
    }
}

#[test]
fn the_page_is_made_from_the_table() {
    let page = include_str!("../FIELDS.md");
    assert!(page == markdown(), "run `cargo run -p weft-sync --example fields > app/sync/FIELDS.md`");
}

#[test]
fn what_a_browser_stores_is_what_the_table_says() {
    let (mut open, mut secret) = (0, 0);
    for (world, row) in rows().into_values().flatten() {
        let request = match &row {
            Row::Request(row) => Some(row.id),
            Row::RequestText(row) => Some(row.request),
            Row::Comment(row) => Some(row.request),
            _ => None,
        };
        let request = request.and_then(|id| world.request(id).present());
        let is_secret = request.is_some_and(|row| matches!(row.sight, Sight::Confidential { .. }));
        let expected = match class(row.kind()) {
            Class::Replicated => true,
            Class::AsRequest => !is_secret,
            Class::OnlineOnly | Class::ServerOnly => false,
        };
        assert_eq!(is_storable(&world, &row), expected, "{row:?}");
        (open, secret) = (open + u32::from(!is_secret), secret + u32::from(is_secret));
        if class(row.kind()) == Class::ServerOnly {
            let mut viewer = Viewer::of(&world, PersonId(row.key().id));
            viewer.keys.extend(audience(&world, &row));
            viewer.keys.insert(AudienceKey::Everyone);
            assert!(!belongs(&viewer, &Scopes::default(), &row, &audience(&world, &row)), "{row:?}");
        }
    }
    assert!(open > 1_000 && secret > 20, "{open} {secret}");
}

#[test]
fn who_may_see_a_row_is_who_the_table_says() {
    let role = |role| AudienceKey::Role(role);
    let is_role = |key: &AudienceKey| matches!(key, AudienceKey::Role(_));
    for (world, row) in rows().into_values().flatten() {
        let keys = audience(&world, &row);
        let roles: Vec<AudienceKey> = keys.iter().copied().filter(is_role).collect();
        let departments = keys.iter().filter(|key| matches!(key, AudienceKey::Department(_))).count();
        let is_as_said = match seen(row.kind()) {
            Seen::ByEveryone => keys == [AudienceKey::Everyone],
            Seen::ByNobody => keys.is_empty(),
            Seen::ByThePerson => roles == [role(OrganisationRole::Steward)] && keys.len() == 2,
            Seen::AsScores => roles.len() == 3 && departments == 2,
            Seen::ByBothDepartments => roles == [role(OrganisationRole::Auditor)] && departments == 2,
            Seen::WithTheRequest => {
                let of_request = [role(OrganisationRole::Steward), role(OrganisationRole::Auditor)];
                !keys.contains(&AudienceKey::Everyone) && (roles.is_empty() || roles == of_request)
            }
        };
        assert!(is_as_said, "{row:?}: {keys:?}");
    }
}

#[test]
fn an_erasure_leaves_what_the_table_says() {
    for (_, row) in rows().into_values().flatten() {
        let person = match &row {
            Row::Person(row) => row.id,
            Row::Contact(row) => row.person,
            Row::Membership(row) => row.person,
            Row::Kudos(Kudos { to: Thanked::Person(person), .. }) => *person,
            _ => continue,
        };
        let goes = |name: &str| {
            fields(row.kind()).iter().any(|field| field.name == name && field.erased == Erased::Goes)
        };
        match erasure::redacted(&row, person).unwrap() {
            Change::Remove(_) => assert!(inner(&row).keys().all(|name| goes(name)), "{row:?}"),
            Change::Put(left) => {
                let left = inner(&left);
                for (name, value) in inner(&row) {
                    let is_left = left.get(&name) == Some(&value);
                    // Who is erased has left; that much is still said of them.
                    assert!(is_left || goes(&name) || name == "is_retired", "{name} of {row:?}");
                    let is_nothing = |value: &Value| matches!(value.as_str(), Some("")) || value.is_null();
                    let says_nothing = left.get(&name).is_some_and(|left| is_nothing(left) || *left == 0);
                    assert!(!goes(&name) || says_nothing, "{name} of {row:?}");
                }
            }
        }
    }
}
