//! The lossy lane: one frame per receiver and tick, to those only whom it concerns.

use std::collections::BTreeMap;

use weft_domain::{DepartmentId, PersonId, RequestId, World, testing};
use weft_sync::{
    message::{Down, Gesture, Place, Presence, Selected},
    server::{PRESENCE_PEOPLE_MAX, PresenceHub, SessionId},
};

const PEOPLE: u64 = 50;

fn at(place: Place, x: i32) -> Presence {
    Presence { place, pointer: Some((x, x)), gesture: None }
}

fn board() -> Place {
    Place::Board(DepartmentId(testing::uuid(1, 1)))
}

/// Everybody of `people` in `place`, and caught up.
fn hub(people: u64, place: Place) -> PresenceHub {
    let mut hub = PresenceHub::default();
    for n in 0..people {
        hub.join(SessionId(n), testing::person(n));
        hub.set(SessionId(n), at(place, 0));
    }
    settle(&mut hub);
    hub
}

fn settle(hub: &mut PresenceHub) {
    while hub.is_dirty() {
        hub.tick(&World::default());
    }
}

/// What one tick shows to whom; a session that gets two frames fails the test.
fn tick(hub: &mut PresenceHub) -> BTreeMap<u64, Vec<(PersonId, Option<Presence>)>> {
    let mut shown = BTreeMap::new();
    for sent in hub.tick(&World::default()) {
        let Down::Presence(people) = sent.frame.message() else { panic!("{:?}", sent.frame) };
        assert_eq!(shown.insert(sent.session.0, people), None, "one frame per receiver and tick");
    }
    shown
}

#[test]
fn fifty_people_in_one_place_cost_one_frame_each_a_tick_and_one_encoding_in_all() {
    let mut hub = hub(PEOPLE, Place::Map);
    for step in 1..=30 {
        // More often than once a tick: the latest wins.
        for x in [step, step + 1_000] {
            (0..PEOPLE).for_each(|n| hub.set(SessionId(n), at(Place::Map, x)));
        }
        let frames = hub.tick(&World::default());
        assert_eq!(frames.len() as u64, PEOPLE);
        let shared = frames[0].frame.shared().unwrap();
        for sent in &frames {
            assert!(std::ptr::eq(shared.as_ref(), sent.frame.shared().unwrap().as_ref()), "the same bytes");
        }
        let Down::Presence(people) = frames[0].frame.message() else { panic!("{:?}", frames[0]) };
        let latest = at(Place::Map, step + 1_000);
        assert_eq!(people.len() as u64, PEOPLE);
        assert!(people.iter().all(|(_, presence)| *presence == Some(latest.clone())));
        assert!(!hub.is_dirty() && hub.tick(&World::default()).is_empty());
    }
}

#[test]
fn who_is_elsewhere_is_told_where_somebody_is_and_not_what_they_do_there() {
    let mut hub = hub(3, Place::Map);
    hub.set(SessionId(1), at(board(), 0));
    hub.join(SessionId(9), testing::person(9));
    settle(&mut hub);
    hub.set(SessionId(0), at(Place::Map, 5));
    let shown = tick(&mut hub);
    assert_eq!(shown.keys().copied().collect::<Vec<_>>(), [0, 2], "the map's own");
    // Somebody comes: everybody is told, and who came is shown all who are here.
    hub.set(SessionId(0), at(board(), 7));
    let shown = tick(&mut hub);
    assert_eq!(shown.keys().copied().collect::<Vec<_>>(), [0, 1, 2, 9]);
    assert_eq!(shown[&9], [(testing::person(0), Some(at(board(), 7)))]);
    assert_eq!(shown[&0].len(), 2, "where the others are they know");
    hub.leave(SessionId(0));
    let shown = tick(&mut hub);
    assert_eq!(shown.keys().copied().collect::<Vec<_>>(), [1, 2, 9]);
    assert!(shown.values().all(|people| *people == [(testing::person(0), None)]));
}

#[test]
fn of_two_tabs_the_one_that_moved_last_is_shown_and_the_other_when_it_goes() {
    let mut hub = hub(1, Place::Map);
    hub.join(SessionId(7), testing::person(0));
    hub.set(SessionId(7), at(board(), 3));
    assert_eq!(tick(&mut hub)[&0], [(testing::person(0), Some(at(board(), 3)))]);
    hub.leave(SessionId(7));
    assert_eq!(tick(&mut hub)[&0], [(testing::person(0), Some(at(Place::Map, 0)))]);
    assert_eq!(hub.people(), [testing::person(0)]);
}

#[test]
fn who_does_not_fit_into_a_frame_comes_with_the_next() {
    let many = PRESENCE_PEOPLE_MAX as u64 + 10;
    let mut hub = hub(many, Place::Map);
    (0..many).for_each(|n| hub.set(SessionId(n), at(Place::Map, 1)));
    assert_eq!(tick(&mut hub)[&0].len(), PRESENCE_PEOPLE_MAX);
    assert_eq!(tick(&mut hub)[&0].len(), 10);
    assert!(!hub.is_dirty());
}

/// What a browser makes of all that it was ever shown.
fn seen(hub: &mut PresenceHub, session: u64, mut each: impl FnMut(&mut PresenceHub, usize)) -> Vec<usize> {
    let (mut seen, mut counts) = (BTreeMap::new(), Vec::new());
    while hub.is_dirty() {
        each(hub, counts.len());
        for (person, presence) in tick(hub).remove(&session).unwrap_or_default() {
            match presence {
                Some(presence) => seen.insert(person, presence),
                None => seen.remove(&person),
            };
        }
        counts.push(seen.len());
        assert!(counts.len() < 100, "it comes to an end");
    }
    assert_eq!(seen.into_keys().collect::<Vec<_>>(), hub.people());
    counts
}

#[test]
fn who_comes_when_many_are_there_sees_all_of_them_those_of_their_place_first() {
    let many = 3 * PRESENCE_PEOPLE_MAX as u64;
    let mut hub = hub(many, Place::Map);
    // The last five are on the board, to which somebody comes.
    (many - 5..many).for_each(|n| hub.set(SessionId(n), at(board(), 1)));
    settle(&mut hub);
    hub.join(SessionId(9_999), testing::person(9_999));
    hub.set(SessionId(9_999), at(board(), 0));
    let mut first = hub.clone();
    let shown = tick(&mut first).remove(&9_999).unwrap();
    let is_here = |n| shown.iter().any(|(person, _)| *person == testing::person(n));
    assert!((many - 5..many).all(is_here), "those of the place are in the first frame");
    let counts = seen(&mut hub, 9_999, |hub, step| match step {
        // Meanwhile some go whom they have seen, and some whom they have not.
        1 => [0, many - 10].into_iter().for_each(|n| hub.leave(SessionId(n))),
        // And one comes.
        2 => {
            hub.join(SessionId(10_000), testing::person(0));
            hub.set(SessionId(10_000), at(Place::Map, 9));
        }
        _ => {}
    });
    assert!(counts[0] <= PRESENCE_PEOPLE_MAX && counts[3..].iter().all(|count| *count == 600), "{counts:?}");
    // Whoever goes to another place knows all of them, and is shown those who are there.
    hub.set(SessionId(9_999), at(Place::Map, 0));
    assert_eq!(tick(&mut hub)[&9_999].len(), PRESENCE_PEOPLE_MAX + 1);
}

#[test]
fn a_selected_request_is_named_to_nobody_who_may_not_see_it() {
    let mut hub = hub(2, board());
    let selected = |what| Presence { gesture: Some(Gesture::Selected(what)), ..at(board(), 0) };
    hub.set(SessionId(0), selected(Selected::Request(RequestId(testing::uuid(3, 1)))));
    assert_eq!(tick(&mut hub)[&1], [(testing::person(0), Some(at(board(), 0)))]);
    let open = selected(Selected::Department(DepartmentId(testing::uuid(1, 1))));
    hub.set(SessionId(0), open.clone());
    assert_eq!(tick(&mut hub)[&1], [(testing::person(0), Some(open))]);
}

/// Where somebody is who is connected to another server.
fn mirrored(n: u64) -> SessionId {
    SessionId(1_000_000 + n)
}

#[test]
fn who_is_connected_elsewhere_is_shown_and_is_shown_nothing() {
    let mut hub = hub(2, board());
    let person = testing::person(5);
    hub.mirror(mirrored(5), person, at(board(), 1));
    let shown = tick(&mut hub);
    assert_eq!(shown.keys().copied().collect::<Vec<_>>(), [0, 1], "those here");
    assert!(shown.values().all(|people| *people == [(person, Some(at(board(), 1)))]));
    assert_eq!(hub.people(), [0, 1, 5].map(testing::person));
    assert!(!hub.is_dirty(), "it waits for nothing");
    // Who comes is shown them as well, whatever those here do they are not shown.
    hub.join(SessionId(9), testing::person(9));
    assert_eq!(tick(&mut hub)[&9].len(), 3);
    hub.set(SessionId(0), at(board(), 7));
    assert_eq!(tick(&mut hub).into_keys().collect::<Vec<_>>(), [0, 1]);
    // Other servers are told of those here only, and of those who said something.
    let told =
        |hub: &PresenceHub, first| hub.said_from(SessionId(first)).map(|(session, ..)| session.0).collect();
    assert_eq!((told(&hub, 0), told(&hub, 1)), (vec![0, 1], vec![1]));
    assert_eq!((hub.said(SessionId(9)), hub.said(mirrored(5))), (None, None));
    assert_eq!(hub.said(SessionId(0)), Some((testing::person(0), &at(board(), 7))));
    hub.leave(mirrored(5));
    assert!(tick(&mut hub).values().all(|people| *people == [(person, None)]));
}

#[test]
fn what_another_server_tells_again_is_no_news_and_not_the_latest() {
    let mut hub = hub(1, Place::Map);
    let person = testing::person(0);
    hub.mirror(mirrored(0), person, at(board(), 1));
    assert_eq!(tick(&mut hub)[&0], [(person, Some(at(board(), 1)))], "their other tab moved last");
    hub.set(SessionId(0), at(Place::Map, 2));
    assert_eq!(tick(&mut hub)[&0], [(person, Some(at(Place::Map, 2)))]);
    hub.mirror(mirrored(0), person, at(board(), 1));
    assert!(!hub.is_dirty());
    hub.mirror(mirrored(0), person, at(board(), 3));
    assert_eq!(tick(&mut hub)[&0], [(person, Some(at(board(), 3)))]);
    hub.leave(mirrored(0));
    assert_eq!(tick(&mut hub)[&0], [(person, Some(at(Place::Map, 2)))]);
}

#[test]
fn a_request_that_is_selected_elsewhere_is_named_to_nobody_who_may_not_see_it() {
    let mut hub = hub(1, board());
    let selected = Gesture::Selected(Selected::Request(RequestId(testing::uuid(3, 1))));
    hub.mirror(mirrored(1), testing::person(1), Presence { gesture: Some(selected), ..at(board(), 0) });
    assert_eq!(tick(&mut hub)[&0], [(testing::person(1), Some(at(board(), 0)))]);
}
