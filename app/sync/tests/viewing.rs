//! What a connection, a bootstrap, an answer and the presence lane show to whom.

use std::collections::BTreeSet;

use weft_domain::{
    AudienceKey, Change, Contact, DepartmentId, Key, Kind, Kudos, KudosCategory, KudosId, Label, LabelId,
    Membership, MembershipId, MembershipRole, OrganisationRole, Person, PersonId, RatingId, Request,
    RequestId, RequestKind, RequestNumber, Row, Sight, StateCategory, Thanked, Timestamp, Viewer, What,
    World, audience, audience::Seen, testing,
};
use weft_sync::{
    message::{
        Answer, Ask, Bootstrap, Bye, ClientId, Cursor, DELTA_CHANGES_MAX, Down, Epoch, Gesture, PROTOCOL,
        Place, Presence, SCHEMA, Scope, Seq, Start, TimelineEntry, UP_BYTES_MAX, Up, decode, encode, rights,
    },
    server::{
        Batch, CatchUp, Common, FeedEntry, Found, Greeting, PresenceHub, Published, Session, SessionId,
        StoreQuery, TIMELINE_ENTRIES_MAX, answer, bootstrap,
    },
    sight::{Scopes, belongs, is_recent},
};

const NOW: Timestamp = testing::EPOCH;
const DAY_MS: i64 = weft_domain::DAY_MS;

/// Nobody is in a department but whom a test puts there.
fn world() -> World {
    let full = testing::Gen::new(1).world();
    let mut world = full.clone();
    for row in full.rows(weft_domain::Kind::Membership) {
        world.apply(&Change::Remove(row.key()));
    }
    world
}

fn request(n: u64, requester: PersonId, sight: Sight) -> Request {
    Request {
        id: RequestId(testing::uuid(3, n)),
        number: RequestNumber::Provisional,
        title: "Printer".to_owned(),
        kind: RequestKind::Service,
        kind_name: None,
        impact: weft_domain::Level::Medium,
        urgency: weft_domain::Level::Medium,
        customer: Some(testing::department(0)),
        provider: Some(testing::department(1)),
        requester: Some(requester),
        service: None,
        sight,
        state: StateCategory::New,
        column: None,
        rank: weft_domain::Rank::default(),
        assignee: None,
        labels: Vec::new(),
        watchers: Vec::new(),
        held_by: Vec::new(),
        comments: 0,
        filed_at: NOW,
        moved_at: NOW,
        resolved_at: None,
        ended_at: None,
        rev: 0,
    }
}

fn join(world: &mut World, person: PersonId, department: u64) {
    world.apply(&Change::from(Membership {
        id: MembershipId(testing::uuid(4, 900 + department)),
        person,
        department: testing::department(department),
        role: MembershipRole::Member,
        title: String::new(),
    }));
}

fn bootstrapped(world: &World, person: PersonId) -> Vec<Row> {
    let cursor = Cursor { epoch: Epoch(1), seq: Seq(0) };
    bootstrap(world, &Viewer::of(world, person), cursor, NOW).rows
}

fn answered(world: &World, person: PersonId, ask: Ask) -> (Vec<Row>, u32, Option<StoreQuery>) {
    let viewer = Viewer::of(world, person);
    let question = answer(world, &viewer, Seq(0), ask, NOW);
    let query = question.query.clone();
    let Down::Answer { answer, .. } = question.finish(1, Found::default(), world, &viewer).message() else {
        panic!("not an answer");
    };
    (answer.rows, answer.hidden, query)
}

#[test]
fn the_standing_part_is_what_person_and_membership_open_and_is_young() {
    let (steward, member, stranger) = (testing::person(0), testing::person(3), testing::person(4));
    let mut world = world();
    join(&mut world, member, 1);
    let mut old = request(2, stranger, Sight::Departments);
    old.state = StateCategory::Closed;
    old.ended_at = Some(Timestamp(NOW.0 - 15 * DAY_MS));
    world.apply(&Change::from(request(1, stranger, Sight::Departments)));
    world.apply(&Change::from(old));
    world.apply(&Change::from(Contact { person: stranger, email: "s@example.org".to_owned() }));

    let requests = |person| {
        let rows = bootstrapped(&world, person);
        rows.into_iter().filter(|row| matches!(row, Row::Request(_))).count()
    };
    assert_eq!(requests(member), 1);
    assert_eq!(requests(stranger), 1);
    // The role alone opens requests only within a scope.
    assert_eq!(requests(steward), 0);
    let has_contact = |person| bootstrapped(&world, person).iter().any(|row| matches!(row, Row::Contact(_)));
    assert!(has_contact(stranger) && has_contact(steward) && !has_contact(member));
    assert!(!bootstrapped(&world, steward).iter().any(|row| matches!(row, Row::Numbering(_))));
}

#[test]
fn an_answer_tells_how_much_is_out_of_sight_but_not_of_confidential_requests() {
    let (asker, other) = (testing::person(3), testing::person(4));
    let mut world = world();
    world.apply(&Change::from(request(1, asker, Sight::Departments)));
    world.apply(&Change::from(request(2, other, Sight::Departments)));
    world.apply(&Change::from(request(3, other, Sight::Confidential { handlers: vec![other] })));
    let board = Ask::Open(Scope::Board(Some(testing::department(1))));
    let (rows, hidden, _) = answered(&world, asker, board);
    assert_eq!((rows.len(), hidden), (1, 1));

    let (found, hidden, _) = answered(&world, asker, Ask::Search { query: "print".to_owned() });
    assert_eq!((found.len(), hidden), (1, 0));
    assert_eq!(answered(&world, asker, Ask::Mine).0.len(), 1);
    assert_eq!(answered(&world, other, Ask::Unstored).0.len(), 1);
}

/// One that may not be seen is answered as one that is not there: the same is read for both, and nothing told.
#[test]
fn a_hidden_request_takes_as_long_to_answer_as_one_that_is_not_there() {
    let (asker, other) = (testing::person(0), testing::person(4));
    let mut world = world();
    let hidden = request(3, other, Sight::Confidential { handlers: vec![other] });
    world.apply(&Change::from(hidden.clone()));
    let viewer = Viewer::of(&world, asker);
    for (id, rows) in [(hidden.id, vec![Row::from(hidden)]), (RequestId(testing::uuid(3, 9)), vec![])] {
        let whole = StoreQuery::Request(id);
        let timeline = StoreQuery::Timeline { request: id, limit: TIMELINE_ENTRIES_MAX };
        for (ask, query) in [(Ask::Open(Scope::Request(id)), whole), (Ask::Timeline(id), timeline)] {
            let question = answer(&world, &viewer, Seq(0), ask, NOW);
            assert_eq!(question.query, Some(query));
            let entry = TimelineEntry { at: NOW, actor: None, is_imported: false, what: What::Edited };
            let found = Found { rows: rows.clone(), timeline: vec![entry], ..Found::default() };
            let Down::Answer { answer, .. } = question.finish(1, found, &world, &viewer).message() else {
                panic!("not an answer");
            };
            assert_eq!(answer, Answer::default());
        }
    }
}

#[test]
fn an_answer_is_filtered_by_the_rights_at_its_end() {
    let asker = testing::person(3);
    let mut world = world();
    join(&mut world, asker, 1);
    let held = request(1, testing::person(4), Sight::Departments);
    world.apply(&Change::from(held.clone()));
    let viewer = Viewer::of(&world, asker);
    let question = answer(&world, &viewer, Seq(0), Ask::Timeline(held.id), NOW);
    assert!(matches!(question.query, Some(StoreQuery::Timeline { .. })));
    let entry = weft_sync::message::TimelineEntry {
        at: NOW,
        actor: None,
        is_imported: false,
        what: weft_domain::What::Created,
    };
    let found = Found { rows: vec![held.into()], timeline: vec![entry], ..Found::default() };
    world.apply(&Change::Remove(MembershipId(testing::uuid(4, 901)).into()));
    let viewer = Viewer::of(&world, asker);
    let Down::Answer { answer, .. } = question.finish(1, found, &world, &viewer).message() else { panic!() };
    assert!(answer.rows.is_empty() && answer.timeline.is_empty());
}

#[test]
fn a_connection_ends_on_what_is_not_the_protocol() {
    let world = world();
    let mut session = Session::new(testing::person(1), &world);
    let push = encode(&Up::Push { first: 1, commands: Vec::new() });
    assert_eq!(session.up(&push, false), Err(Bye::BadMessage));
    assert_eq!(session.up(&[255; 9], false), Err(Bye::BadMessage));
    assert_eq!(session.up(&vec![0; UP_BYTES_MAX + 1], false), Err(Bye::BadMessage));
    let hello = |protocol| Up::Hello {
        protocol,
        schema: weft_sync::message::SCHEMA,
        client: weft_sync::message::ClientId(testing::uuid(7, 7)),
        cursor: None,
        rights: 0,
        open: Vec::new(),
    };
    assert_eq!(session.up(&encode(&hello(0)), false), Err(Bye::ClientTooOld));
    assert_eq!(session.up(&encode(&hello(u16::MAX)), false), Err(Bye::ServerTooOld));
    let text = serde_json::to_vec(&hello(weft_sync::message::PROTOCOL)).unwrap();
    assert!(session.up(&text, true).is_ok());
}

#[test]
fn one_who_is_retired_sees_nothing_any_more() {
    let mut world = world();
    let id = testing::person(1);
    let row: Person = world.person(id).present().unwrap().clone();
    world.apply(&Change::from(Person { is_retired: true, ..row }));
    assert!(bootstrapped(&world, id).is_empty());
    let mut session = Session::new(id, &world);
    let greeting = weft_sync::server::Greeting {
        client: weft_sync::message::ClientId(testing::uuid(7, 7)),
        cursor: None,
        rights: 0,
    };
    let head = Cursor { epoch: Epoch(1), seq: Seq(0) };
    assert_eq!(session.start(&greeting, None, &world, head, None, NOW), Err(Bye::SignedOut));
}

fn moving(n: u64) -> Presence {
    let gesture = Gesture::MovingRequest { id: RequestId(testing::uuid(3, n)), over: None, after: None };
    Presence { place: Place::Board(testing::department(1)), pointer: None, gesture: Some(gesture) }
}

#[test]
fn presence_is_the_latest_and_names_a_request_only_to_those_who_may_see_it() {
    let (mover, member, stranger) = (testing::person(5), testing::person(3), testing::person(4));
    let mut world = world();
    join(&mut world, member, 1);
    world.apply(&Change::from(request(1, mover, Sight::Departments)));
    assert!(
        !Viewer::of(&world, stranger)
            .keys
            .contains(&weft_domain::AudienceKey::Role(OrganisationRole::Steward))
    );

    let mut hub = PresenceHub::default();
    for (n, person) in [(1, mover), (2, member), (3, stranger)] {
        hub.join(SessionId(n), person);
    }
    hub.set(SessionId(1), Presence { place: Place::Map, pointer: Some((1, 1)), gesture: None });
    hub.set(SessionId(1), moving(1));
    let shown: Vec<(u64, Option<Presence>)> = hub
        .tick(&world)
        .into_iter()
        .map(|sent| match sent.frame.message() {
            Down::Presence(people) => (sent.session.0, people[0].1.clone()),
            other => panic!("{other:?}"),
        })
        .collect();
    let still = Presence { gesture: None, ..moving(1) };
    assert_eq!(shown, [(1, Some(moving(1))), (2, Some(moving(1))), (3, Some(still))]);
    assert!(!hub.is_dirty() && hub.tick(&world).is_empty());
    hub.leave(SessionId(1));
    let gone = hub.tick(&world);
    assert_eq!(gone.len(), 2);
    assert_eq!(gone[0].frame.message(), Down::Presence(vec![(mover, None)]));
}

/// What is too much for one message is not read from the feed to find that out.
#[test]
fn a_session_for_which_too_much_changed_starts_anew_without_the_feed() {
    let (before, person) = (world(), testing::person(0));
    let mut session = Session::new(person, &before);
    let client = ClientId(testing::uuid(40, 1));
    let hello =
        Up::Hello { protocol: PROTOCOL, schema: SCHEMA, client, cursor: None, rights: 0, open: vec![] };
    let at = |seq| Cursor { epoch: Epoch(1), seq: Seq(seq) };
    session.up(&encode(&hello), false).unwrap();
    assert_eq!(session.wants_again(&before), None, "it has not begun");
    let rights = rights(session.viewer());
    let greeting = Greeting { client, cursor: Some(at(1)), rights };
    session.start(&greeting, None, &before, at(1), Some(&[]), NOW).unwrap();
    assert_eq!(session.wants_again(&before), Some(CatchUp::After(Seq(1))));

    let mut after = before.clone();
    for n in 0..=DELTA_CHANGES_MAX as u64 {
        let (id, department) = (testing::uuid(7, n), testing::department(1));
        let label = Label { id: LabelId(id), department, name: n.to_string(), is_retired: false };
        after.apply(&Change::from(label));
    }
    let change = |key| Seen {
        change: Change::Put(after.row(key).present().unwrap()),
        before: vec![],
        after: vec![AudienceKey::Everyone],
    };
    let changes = after.changed_since(&before).into_iter().map(change).collect();
    let feed = [FeedEntry { seq: Seq(2), changes }];
    let batch = Batch::of_feed((Seq(1), &before), (Seq(2), &after), &feed, NOW);
    assert_eq!(session.batch(&batch), Published::Behind(Seq(1)));
    assert_eq!(session.wants_again(&after), Some(CatchUp::Reset));
    let frames = session.catch_up(&after, at(2), &[], None, NOW).unwrap();
    assert!(matches!(frames[0].message(), Down::Welcome { start: Start::Reset, .. }));
}

/// Thanks reach everybody; for which private request they are is told to those only who may see it.
#[test]
fn thanks_name_a_request_to_those_only_who_may_see_it() {
    let (mut world, asker, other) = (world(), testing::person(0), testing::person(1));
    let private = request(1, asker, Sight::Private);
    world.apply(&Change::from(private.clone()));
    let thanks = Row::from(Kudos {
        id: KudosId(testing::uuid(12, 1)),
        from: asker,
        from_department: None,
        to: Thanked::Department(testing::department(1)),
        request: Some(private.id),
        category: KudosCategory::Help,
        text: "Thanks".to_owned(),
        at: NOW,
    });
    let shown_to = |person| {
        let viewer = Viewer::of(&world, person);
        let question = answer(&world, &viewer, Seq(0), Ask::Feed { before: None }, NOW);
        let found = Found { rows: vec![thanks.clone()], ..Found::default() };
        match question.finish(1, found, &world, &viewer).message() {
            Down::Answer { answer, .. } => match answer.rows.as_slice() {
                [Row::Kudos(kudos)] => kudos.request,
                rows => panic!("{rows:?}"),
            },
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(shown_to(asker), Some(private.id));
    assert_eq!(shown_to(other), None);
}

#[test]
fn what_happened_to_the_directory_is_told_to_whoever_sees_it_and_nothing_else_is() {
    let mut world = world();
    let asker = testing::person(3);
    let held = request(1, testing::person(4), Sight::Departments);
    world.apply(&Change::from(held.clone()));
    let viewer = Viewer::of(&world, asker);
    let ask = |key: Key| answer(&world, &viewer, Seq(0), Ask::History(key), NOW).query;
    for key in [Key::from(testing::department(1)), asker.into()] {
        assert!(matches!(ask(key), Some(StoreQuery::History { subject, .. }) if subject == key), "{key:?}");
    }
    // A request has a history of its own; of a rating the journal would say who is talked about.
    let rating = RatingId::of(held.id, weft_domain::Side::Customer);
    for key in [Key::from(held.id), rating.into(), DepartmentId(testing::uuid(1, 999)).into()] {
        assert_eq!(ask(key), None, "{key:?}");
    }
}

/// The common part is made once for all; with somebody's own it is the bootstrap made for them alone.
#[test]
fn a_shared_bootstrap_says_the_same_as_one_made_alone() {
    for seed in 0..20 {
        let mut chance = testing::Gen::new(seed);
        let world = chance.busy_world(60, &mut 1);
        let cursor = Cursor { epoch: Epoch(1), seq: Seq(seed) };
        let common = Common::new(&world, cursor, NOW);
        let everybody: Vec<PersonId> =
            world.rows(Kind::Person).iter().map(|row| PersonId(row.key().id)).collect();
        for person in everybody.into_iter().chain([testing::person(999)]) {
            let alone = bootstrap(&world, &Viewer::of(&world, person), cursor, NOW);
            let shared: Bootstrap = decode(&common.bootstrap(person, NOW)).unwrap();
            assert_eq!(shared, alone, "seed {seed}, {person}");
            // Row by row, without an index: nothing is lost and nothing too much.
            let viewer = Viewer::of(&world, person);
            let belongs = |row: &Row| {
                is_recent(row, NOW)
                    && belongs(&viewer, &Scopes::default(), row, &audience::audience(&world, row))
            };
            let resident = Kind::ALL.iter().filter(|kind| kind.is_resident());
            let expected: BTreeSet<Key> =
                resident.flat_map(|kind| world.rows(*kind)).filter(belongs).map(|row| row.key()).collect();
            let found: Vec<Key> = alone.rows.iter().map(Row::key).collect();
            assert_eq!(found.len(), expected.len(), "each row once: seed {seed}, {person}");
            assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected, "seed {seed}, {person}");
        }
    }
}
