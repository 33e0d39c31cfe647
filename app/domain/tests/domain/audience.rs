//! Sight as a table: every kind of row, and who may see it.

use std::collections::BTreeSet;

use weft_domain::{audience::may_see, *};

use crate::stage::{COMMENT, CUSTOMER, LABEL, PROVIDER, REQUEST, SERVICE, Stage, Who, dependency, file, id};

const EVERYBODY: &str = "ASLUcCpaPrwo";
const REQUEST_OPEN: &str = "SUcCpaPrw";
const REQUEST_PRIVATE: &str = "SUpaPrw";
const SCORES: &str = "SLUcCpaP";

fn who_sees(stage: &Stage, row: &Row) -> String {
    let sees = |who: Who| may_see(&stage.world, &Viewer::of(&stage.world, who.id()), row);
    Who::ALL.iter().filter(|(_, who)| sees(*who)).map(|(letter, _)| *letter).collect()
}

fn row(stage: &Stage, key: impl Into<Key>) -> Row {
    stage.world.row(key.into()).present().expect("the row is there")
}

fn key(kind: Kind, id: Uuid) -> Key {
    Key { kind, id }
}

fn directory(stage: &Stage) -> Vec<(Row, &'static str)> {
    let outsider = Who::Outsider.id();
    let organisation = Organisation { name: "O".into(), locale: Locale::En, time_zone: "UTC".into(), rev: 0 };
    vec![
        (organisation.into(), EVERYBODY),
        (row(stage, CUSTOMER), EVERYBODY),
        (row(stage, outsider), EVERYBODY),
        (Contact { person: outsider, email: "a@b".into() }.into(), "So"),
        (row(stage, key(Kind::Membership, outsider.0)), EVERYBODY),
        (row(stage, SERVICE), EVERYBODY),
        (row(stage, dependency()), EVERYBODY),
        (Board::standard(PROVIDER).into(), EVERYBODY),
        (row(stage, LABEL), EVERYBODY),
        (MapPlace { department: PROVIDER, x: 0, y: 0 }.into(), EVERYBODY),
        (Numbering { department: PROVIDER, last: 1 }.into(), ""),
    ]
}

fn work(stage: &Stage) -> Vec<(Row, &'static str)> {
    let request = stage.request(REQUEST);
    let private = Request { sight: Sight::Private, ..request.clone() };
    let handlers = vec![Who::Outsider.id()];
    let confidential = Request { sight: Sight::Confidential { handlers }, ..request.clone() };
    let handed_over = Request { provider: None, held_by: vec![PROVIDER], ..request.clone() };
    let unrouted = Request { provider: None, ..request };
    vec![
        (row(stage, REQUEST), REQUEST_OPEN),
        (private.into(), REQUEST_PRIVATE),
        (confidential.into(), "ro"),
        (handed_over.into(), REQUEST_OPEN),
        (unrouted.into(), "SUcCrw"),
        (row(stage, key(Kind::RequestText, REQUEST.0)), REQUEST_OPEN),
        (row(stage, COMMENT), REQUEST_OPEN),
    ]
}

fn feedback() -> Vec<(Row, &'static str)> {
    let (customer, provider, day) = (CUSTOMER, PROVIDER, Day(1));
    let rating = RatingId::of(REQUEST, Side::Customer);
    let (scores, at, rater) = (crate::feedback::scores(5), Timestamp(0), Who::Customer.id());
    let kudos = Kudos {
        id: KudosId(id(12, 1)),
        from: Who::Outsider.id(),
        from_department: None,
        to: Thanked::Department(PROVIDER),
        request: None,
        category: KudosCategory::Help,
        text: "Thanks".into(),
        at,
    };
    let id = DailyId::of(customer, provider, day);
    let side = Side::Customer;
    vec![
        (Rating { id: rating, request: REQUEST, side, rater, customer, provider, scores, at }.into(), SCORES),
        (RatingComment { rating, customer, provider, text: "T".into() }.into(), "UcCpaP"),
        (kudos.into(), EVERYBODY),
        (Handlers { service: SERVICE, people: vec![Who::Agent.id()] }.into(), EVERYBODY),
        (Deliverable { dependency: dependency(), text: "Signed builds".into(), rev: 1 }.into(), EVERYBODY),
        (
            Traffic { id, customer, provider, day, filed: 1, resolved: 0, dropped: 0, resolve_minutes: 0 }
                .into(),
            EVERYBODY,
        ),
        (Scores { id, customer, provider, day, ratings: 1, sums: [5; 4] }.into(), SCORES),
    ]
}

#[test]
fn every_kind_is_in_the_table_and_seen_as_it_says() {
    let stage = Stage::new();
    let table = [directory(&stage), work(&stage), feedback()].concat();
    let kinds: BTreeSet<Kind> = table.iter().map(|(row, _)| row.kind()).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), Kind::ALL);
    for (row, expected) in table {
        assert_eq!(who_sees(&stage, &row), expected, "{row:?}");
    }
}

/// What hangs on a request is seen as the request is.
#[test]
fn text_and_comments_follow_their_request() {
    let mut stage = Stage::new();
    let secret = RequestId(id(10, 1));
    stage.did(Who::Customer, file(secret, Sight::Confidential { handlers: vec![Who::Outsider.id()] }));
    assert_eq!(who_sees(&stage, &row(&stage, key(Kind::RequestText, secret.0))), "co");
    let orphan = RequestText { request: RequestId(id(10, 2)), body: String::new() };
    assert_eq!(who_sees(&stage, &orphan.into()), "", "whose request is not at hand");
}

#[test]
fn who_retires_sees_nothing() {
    let mut stage = Stage::new();
    stage.system(RetirePerson { id: Who::Steward.id() });
    assert!(!who_sees(&stage, &row(&stage, CUSTOMER)).contains('S'));
}

/// Thanks reach everybody; the request they are for is named to those only who may see it.
#[test]
fn thanks_name_their_request_to_those_only_who_may_see_it() {
    let stage = Stage::new();
    let thanks = |request| Kudos {
        id: KudosId(id(12, 1)),
        from: Who::Customer.id(),
        from_department: None,
        to: Thanked::Department(PROVIDER),
        request,
        category: KudosCategory::Help,
        text: "Thanks".into(),
        at: Timestamp(0),
    };
    let row = Row::from(thanks(Some(REQUEST)));
    for (_, who) in Who::ALL {
        let viewer = Viewer::of(&stage.world, who.id());
        let less = audience::less(&stage.world, &viewer, &row);
        let sees_it = may_see(&stage.world, &viewer, &stage.request(REQUEST).into());
        assert_eq!(less, (!sees_it).then(|| thanks(None).into()), "{who:?}");
        assert_eq!(audience::less(&stage.world, &viewer, &thanks(None).into()), None);
    }
}
