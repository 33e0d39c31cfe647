//! Two servers that tell each other, without a database between them.

use weft_domain::{ColumnId, DepartmentId, RequestId};
use weft_sync::message::{Gesture, Place};

use super::*;

fn uuid(number: u64) -> uuid::Uuid {
    uuid::Uuid::from_u64_pair(0x0190_0000_0000_7000, number)
}

fn person(number: u64) -> PersonId {
    PersonId(uuid(number))
}

fn at(x: i32) -> Presence {
    Presence { place: Place::Map, pointer: Some((x, x)), gesture: None }
}

/// As long as one gets.
fn moving() -> Presence {
    let id = RequestId(uuid(1));
    let over = Some(ColumnId::standard(DepartmentId(uuid(1)), 1));
    let gesture = Some(Gesture::MovingRequest { id, over, after: Some(id) });
    let place = Place::Board(DepartmentId(uuid(1)));
    Presence { place, pointer: Some((i32::MIN, i32::MIN)), gesture }
}

struct Server {
    relay: Relay,
    hub: PresenceHub,
}

impl Server {
    fn new(name: &str) -> Self {
        Self { relay: Relay::new(name), hub: PresenceHub::default() }
    }

    fn set(&mut self, seat: u64, presence: Presence) {
        if self.hub.said(SessionId(seat)).is_none() {
            self.hub.join(SessionId(seat), person(seat));
        }
        self.hub.set(SessionId(seat), presence);
        self.relay.note(SessionId(seat));
    }

    fn leave(&mut self, seat: u64) {
        self.hub.leave(SessionId(seat));
        self.relay.note(SessionId(seat));
    }

    /// What it tells now, as it goes through the database.
    fn tell(&mut self, now: Instant) -> Vec<String> {
        self.relay.forget_silent(now, &mut self.hub);
        let texts = self.relay.due(now, &self.hub);
        let texts: Vec<_> = texts.iter().map(|text| serde_json::to_string(text).unwrap()).collect();
        assert!(texts.iter().all(|text| text.len() <= TOLD_BYTES_MAX));
        texts
    }

    fn hear(&mut self, texts: &[String], now: Instant) {
        for text in texts {
            self.relay.hear(serde_json::from_str(text).unwrap(), now, &mut self.hub);
        }
    }
}

/// Turns in which both tell and hear, their own words too, until nobody has anything to tell.
fn talk(one: &mut Server, other: &mut Server, now: Instant) -> usize {
    let mut told = 0;
    loop {
        let texts = [one.tell(now), other.tell(now)].concat();
        if texts.is_empty() {
            return told;
        }
        told += texts.len();
        one.hear(&texts, now);
        other.hear(&texts, now);
    }
}

fn met(now: Instant) -> (Server, Server) {
    let (mut one, mut other) = (Server::new("one"), Server::new("other"));
    one.set(1, at(1));
    other.set(2, at(2));
    talk(&mut one, &mut other, now);
    (one, other)
}

#[test]
fn servers_that_meet_tell_each_other_who_is_there_and_then_what_changes() {
    let now = Instant::now();
    let (mut one, mut other) = met(now);
    assert_eq!(
        (one.hub.people(), other.hub.people()),
        (vec![person(1), person(2)], vec![person(1), person(2)])
    );
    // However often somebody moves within a turn, it is one text, with the latest.
    (0..3).for_each(|x| one.set(1, at(x)));
    one.set(3, at(3));
    let texts = one.tell(now);
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains("[2,2]") && texts[0].contains("[3,3]") && !texts[0].contains("[1,1]"));
    other.hear(&texts, now);
    assert_eq!(other.hub.people(), [1, 2, 3].map(person));
    one.leave(1);
    other.hear(&one.tell(now), now);
    assert_eq!(other.hub.people(), [2, 3].map(person));
    assert_eq!(talk(&mut one, &mut other, now), 0, "nobody moves");
}

#[test]
fn who_is_alone_tells_nobody_where_people_are() {
    let now = Instant::now();
    let mut one = Server::new("one");
    one.set(1, at(1));
    let hello = r#"{"node":"one","hello":true,"all":null,"seats":[]}"#;
    assert_eq!(one.tell(now), [hello]);
    assert_eq!(one.tell(now), [""; 0]);
    one.hear(&[hello.to_owned()], now);
    assert_eq!(one.tell(now + SIGN_EVERY), [hello], "its own word is nobody's");
    assert!(!one.relay.has_more());
}

#[test]
fn whoever_falls_silent_is_gone_and_whoever_is_still_says_so() {
    let start = Instant::now();
    let (mut one, mut other) = met(start);
    let mut now = start;
    while now < start + 2 * SILENCE_MAX {
        now += SIGN_EVERY;
        talk(&mut one, &mut other, now);
        assert_eq!(other.hub.people().len(), 2, "nobody moves, and everybody is there");
    }
    other.tell(now + SILENCE_MAX - TURN);
    assert_eq!(other.hub.people().len(), 2);
    other.tell(now + SILENCE_MAX);
    assert_eq!(other.hub.people(), [person(2)]);
    // It was only the network: they meet again.
    talk(&mut one, &mut other, now + 2 * SILENCE_MAX);
    assert_eq!((one.hub.people().len(), other.hub.people().len()), (2, 2));
}

#[test]
fn who_stops_says_so() {
    let now = Instant::now();
    let (one, mut other) = met(now);
    other.relay.hear(one.relay.farewell(), now, &mut other.hub);
    assert_eq!(other.hub.people(), [person(2)]);
}

#[test]
fn many_seats_are_told_in_several_texts_and_turns_and_none_is_left_out() {
    const MANY: u64 = 1_000;
    let now = Instant::now();
    let (mut one, mut other) = met(now);
    (10..10 + MANY).for_each(|seat| one.set(seat, moving()));
    let turn = one.tell(now);
    assert!(turn.len() <= 2 * TEXTS_MAX && one.relay.has_more());
    other.hear(&turn, now);
    // Who moves all the time is not told before those who wait.
    let told = other.hub.people().len();
    one.set(10, at(1));
    other.hear(&one.tell(now), now);
    assert!(other.hub.people().len() > told + 100);
    talk(&mut one, &mut other, now);
    assert_eq!(other.hub.people().len() as u64, MANY + 2);
    assert_eq!(other.relay.others["one"].seats.len() as u64, MANY + 1);
}

#[test]
fn what_was_lost_is_told_with_all_seats() {
    let now = Instant::now();
    let (mut one, mut other) = met(now);
    (10..510).for_each(|seat| one.set(seat, moving()));
    talk(&mut one, &mut other, now);
    (10..310).for_each(|seat| one.leave(seat));
    (600..610).for_each(|seat| one.set(seat, at(1)));
    while !one.tell(now).is_empty() {}
    assert_eq!(other.hub.people().len(), 502, "nothing of it was heard");
    let mut late = met(now).1;
    talk(&mut one, &mut other, now + ALL_EVERY);
    assert_eq!(other.hub.people().len(), 212);
    // Whoever missed something is told at once.
    late.relay.missed();
    talk(&mut one, &mut late, now + ALL_EVERY);
    assert_eq!(late.hub.people(), other.hub.people());
}

#[test]
fn what_makes_no_sense_does_no_harm() {
    let now = Instant::now();
    let (_, mut other) = met(now);
    let text = r#"{"node":"one","hello":false,"all":[9,1],"seats":[[7,null]]}"#.to_owned();
    other.hear(&[text], now);
    assert_eq!(other.hub.people().len(), 2);
    let stranger = |name: usize| Text { node: name.to_string(), ..Text::default() };
    (0..2 * SERVERS_MAX).for_each(|name| other.relay.hear(stranger(name), now, &mut other.hub));
    assert_eq!(other.relay.others.len(), SERVERS_MAX);
    let seats = (0..SEATS_MAX as u64 + 9).map(|seat| (seat, Some((person(seat), at(1))))).collect();
    let many = Text { node: "one".to_owned(), seats, ..Text::default() };
    other.relay.hear(many, now, &mut other.hub);
    assert_eq!(other.relay.others["one"].seats.len(), SEATS_MAX);
}
