//! Daily figures, and what pulse and graph make of them.

use weft_domain::{
    pulse::{Figures, Health, Load, Period, Strand},
    *,
};

use crate::stage::{CUSTOMER, ELSEWHERE, PROVIDER, REQUEST, Stage, Who, declare, dependency, file, id};

fn period(stage: &Stage) -> Period {
    Period::last(30, stage.now.day())
}

fn figures(stage: &Stage, customer: DepartmentId, provider: DepartmentId) -> Figures {
    pulse::all_figures(&stage.world, period(stage)).get(&(customer, provider)).copied().unwrap_or_default()
}

#[test]
fn figures_follow_the_requests() {
    let mut stage = Stage::new();
    stage.wait_minutes(90);
    stage.did(Who::Agent, stage.move_to(REQUEST, StateCategory::Resolved));
    let done = figures(&stage, CUSTOMER, PROVIDER);
    assert_eq!((done.filed, done.resolved, done.mean_resolve_minutes), (1, 1, Some(90)));
    stage.wait_minutes(3 * 24 * 60);
    stage.did(Who::Agent, stage.move_to(REQUEST, StateCategory::InProgress));
    let back = figures(&stage, CUSTOMER, PROVIDER);
    assert_eq!(
        (back.filed, back.resolved, back.mean_resolve_minutes),
        (1, 0, None),
        "taken back from its day"
    );
    let (comment, reason) = (CommentId(id(11, 1)), "Not ours".to_owned());
    stage.did(Who::Agent, EndRequest { id: REQUEST, end: End::Declined, reason, comment });
    assert_eq!(figures(&stage, CUSTOMER, PROVIDER).dropped, 1);
    stage.did(Who::Customer, ReopenRequest { id: REQUEST });
    assert_eq!(figures(&stage, CUSTOMER, PROVIDER).dropped, 0);
    stage.did(Who::Agent, HandOverRequest { id: REQUEST, to: ELSEWHERE });
    assert_eq!(figures(&stage, CUSTOMER, ELSEWHERE).filed, 1);
    assert_eq!(graph::undeclared(&stage.world), [(CUSTOMER, ELSEWHERE)]);
}

#[test]
fn a_period_includes_both_ends() {
    let week = Period::last(7, Day(10));
    assert_eq!(
        (week.has(Day(3)), week.has(Day(4)), week.has(Day(10)), week.has(Day(11))),
        (false, true, true, false)
    );
    assert_eq!(Period::last(0, Day(10)), Period { from: Day(10), to: Day(10) });
}

#[test]
fn health_has_thresholds() {
    let none = Figures::default();
    let dropped = |dropped, resolved| Figures { filed: 1, dropped, resolved, ..none };
    assert_eq!(none.health(), Health::Quiet);
    for (sum, health) in
        [(996, Health::Broken), (1_000, Health::Strained), (1_396, Health::Strained), (1_400, Health::Good)]
    {
        let mean = sum / 4;
        assert_eq!(rated(100, sum).health(), health, "{mean}");
        assert_eq!(rated(100, sum).mean_score_hundredths, Some(mean));
    }
    assert_eq!(dropped(3, 2).health(), Health::Broken);
    assert_eq!(dropped(3, 3).health(), Health::Strained);
    assert_eq!(dropped(2, 0).health(), Health::Good, "two tell nothing");
    assert_eq!(Figures { filed: 5, resolved: 2, ..none }.health(), Health::Strained, "it piles up");
    assert_eq!(Figures { filed: 4, ..none }.health(), Health::Good);
}

/// The figures of a pair whose customers gave `ratings` ratings of four scores, `sum` in all.
fn rated(ratings: u32, sum: u32) -> Figures {
    let mut world = World::complete();
    world.apply(&Change::Put(scores_of(PROVIDER, ratings, sum).into()));
    pulse::all_figures(&world, Period { from: Day(1), to: Day(1) })[&(CUSTOMER, PROVIDER)]
}

fn scores_of(provider: DepartmentId, ratings: u32, sum: u32) -> Scores {
    let id = DailyId::of(CUSTOMER, provider, Day(1));
    let quarter = sum / 4;
    Scores {
        id,
        customer: CUSTOMER,
        provider,
        day: Day(1),
        ratings,
        sums: [sum - 3 * quarter, quarter, quarter, quarter],
    }
}

/// Whatever few people said: no number tells it, and neither does the order, only the three steps of
/// health.
#[test]
fn what_few_said_is_told_by_no_figure() {
    for ratings in 1..pulse::RATINGS_MIN {
        let (least, most) = (ratings * 4, ratings * 20);
        let all: Vec<Figures> = (least..=most).map(|sum| rated(ratings, sum)).collect();
        assert!(all.iter().all(|figures| figures.mean_score_hundredths.is_none()));
        for one in &all {
            let alike = all.iter().filter(|other| other.scored == one.scored);
            assert!(alike.clone().all(|other| other == one), "the same step, the same figures");
            assert!(alike.count() > 1, "a step leaves more than one answer");
        }
        let order = |first: u32, second: u32| {
            let mut world = World::complete();
            for (provider, sum) in [(PROVIDER, first), (ELSEWHERE, second)] {
                world.apply(&Change::Put(scores_of(provider, ratings, sum).into()));
            }
            let strands = pulse::strands(&world, Period { from: Day(1), to: Day(1) });
            strands.iter().map(|strand| strand.provider).collect::<Vec<_>>()
        };
        assert_eq!(order(least, least + 1), order(least + 1, least), "the order tells no score");
    }
    assert!(rated(pulse::RATINGS_MIN, 40).mean_score_hundredths.is_some());
}

#[test]
fn the_worst_strand_comes_first() {
    let mut stage = Stage::new();
    stage.did(Who::CustomerLead, declare(CUSTOMER, ELSEWHERE, NeedId(id(6, 1))));
    stage.did(Who::Agent, stage.move_to(REQUEST, StateCategory::Resolved));
    let scores = crate::feedback::scores(1);
    stage.did(
        Who::Customer,
        RateRequest { request: REQUEST, side: Side::Customer, scores, comment: String::new() },
    );
    stage.did(
        Who::Agent,
        FileRequest { customer: PROVIDER, ..file(RequestId(id(10, 1)), Sight::Departments) },
    );
    let strands = pulse::strands(&stage.world, period(&stage));
    let seen: Vec<_> =
        strands.iter().map(|strand| (strand.provider, strand.dependency, strand.health)).collect();
    let quiet = DependencyId::between(CUSTOMER, ELSEWHERE);
    assert_eq!(
        seen,
        [(PROVIDER, Some(dependency()), Health::Broken), (ELSEWHERE, Some(quiet), Health::Quiet)],
        "a team's own work is no strand"
    );
    let Strand { figures, .. } = strands[0];
    assert_eq!(
        (figures.ratings, figures.mean_score_hundredths),
        (1, None),
        "one rating colours and tells no mean"
    );
}

#[test]
fn load_is_open_work_per_agent() {
    let mut stage = Stage::new();
    let handlers = vec![Who::Agent.id()];
    stage.did(Who::Customer, file(RequestId(id(10, 1)), Sight::Confidential { handlers }));
    let load = pulse::load(&stage.world, PROVIDER);
    assert_eq!(load, Load { open: 1, agents: 2 });
    assert_eq!(load.per_agent_hundredths(), Some(50));
    assert_eq!(Load { open: 1, agents: 0 }.per_agent_hundredths(), None);
}

#[test]
fn findings_on_a_ring() {
    let mut stage = Stage::bare();
    stage.did(Who::Customer, declare(CUSTOMER, PROVIDER, NeedId(id(6, 1))));
    stage.did(Who::Agent, declare(PROVIDER, ELSEWHERE, NeedId(id(6, 2))));
    assert_eq!(graph::cycles(&stage.world), Vec::<Vec<_>>::new());
    assert_eq!(
        graph::dependents(&stage.world, ELSEWHERE).into_iter().collect::<Vec<_>>(),
        [CUSTOMER, PROVIDER]
    );
    assert_eq!(
        graph::providers(&stage.world, CUSTOMER).into_iter().collect::<Vec<_>>(),
        [PROVIDER, ELSEWHERE]
    );
    stage.did(Who::Outsider, declare(ELSEWHERE, CUSTOMER, NeedId(id(6, 3))));
    assert_eq!(graph::cycles(&stage.world), [[CUSTOMER, PROVIDER, ELSEWHERE]]);
    assert_eq!(graph::mutual(&stage.world), []);
    assert_eq!(graph::unconnected(&stage.world), []);
    stage.did(Who::Steward, RetireDepartment { id: ELSEWHERE });
    assert_eq!(graph::cycles(&stage.world), Vec::<Vec<_>>::new(), "who is retired is in no cycle");
}
