use super::*;
use weft_domain::{Change, KudosCategory, RequestId, ScoreSet, Side, testing};

fn score(value: u8) -> Score {
    Score::try_from(value).expect("1 to 5")
}

fn rating(n: u64, at: i64, customer: u64, provider: u64, efficiency: u8) -> Rating {
    Rating {
        id: RatingId(testing::uuid(5, n)),
        request: RequestId(testing::uuid(6, n)),
        side: Side::Customer,
        rater: testing::person(customer),
        customer: testing::department(customer),
        provider: testing::department(provider),
        scores: ScoreSet {
            quality: score(5),
            attitude: score(4),
            efficiency: score(efficiency),
            result: score(3),
        },
        at: Timestamp(at),
    }
}

fn kudos(n: u64, at: i64, from: u64, to: Thanked) -> Kudos {
    Kudos {
        id: KudosId(testing::uuid(7, n)),
        from: testing::person(from),
        from_department: None,
        to,
        request: None,
        category: KudosCategory::Help,
        text: "Thank you".into(),
        at: Timestamp(at),
    }
}

fn world() -> World {
    let mut world = World::replica();
    for row in [rating(1, 10, 0, 1, 4), rating(2, 30, 2, 3, 1), rating(3, 50, 1, 2, 5)] {
        world.apply(&Change::from(row));
    }
    world.apply(&Change::from(kudos(1, 20, 5, Thanked::Department(testing::department(1)))));
    world.apply(&Change::from(kudos(2, 40, 5, Thanked::Person(testing::person(6)))));
    world
}

fn instants(filter: &Filter, horizon: Option<i64>) -> Vec<i64> {
    gather(&world(), filter, None, horizon.map(Timestamp)).iter().map(|entry| entry.at.0).collect()
}

#[test]
fn the_newest_stands_first_and_nothing_beyond_the_horizon() {
    let all = Filter::default();
    assert_eq!(instants(&all, None), [50, 40, 30, 20, 10]);
    assert_eq!(instants(&all, Some(30)), [50, 40, 30]);
}

#[test]
fn filters_let_through_what_they_say() {
    let of = |show| Filter { show, mine: None };
    assert_eq!(instants(&of(Show::Thanks), None), [40, 20]);
    assert_eq!(instants(&of(Show::Ratings), None), [50, 30, 10]);
    assert_eq!(instants(&of(Show::Low), None), [30]);
    let mine = |department, person| Filter {
        show: Show::All,
        mine: Some(([testing::department(department)].into(), Some(testing::person(person)))),
    };
    assert_eq!(instants(&mine(1, 9), None), [50, 20, 10]);
    assert_eq!(instants(&mine(9, 6), None), [40]);
    assert_eq!(instants(&mine(9, 5), None), [40, 20]);
}

#[test]
fn an_answer_reaches_as_far_back_as_the_kind_that_ends_first() {
    let answer = |rows: Vec<Row>| Answer { rows, ..Answer::default() };
    let to = Thanked::Person(testing::person(6));
    let both = vec![rating(1, 10, 0, 1, 4).into(), kudos(1, 25, 5, to).into(), kudos(2, 40, 5, to).into()];
    assert_eq!(horizon_of(&answer(both)), Some(Timestamp(25)));
    assert_eq!(horizon_of(&answer(vec![rating(1, 10, 0, 1, 4).into()])), Some(Timestamp(10)));
    assert_eq!(horizon_of(&answer(Vec::new())), None);
}

#[test]
fn a_word_in_the_address_leads_back() {
    for show in Show::ALL {
        assert_eq!(Show::of(show.word()), show);
    }
    assert_eq!(Show::of(Some("nonsense")), Show::All);
}
