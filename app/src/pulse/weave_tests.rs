use super::*;
use weft_domain::pulse::Figures;
use weft_domain::testing::department;
use weft_domain::{Change, DailyId, Day, Scores, Traffic};

const PERIOD: Period = Period { from: Day(90), to: Day(110) };

fn strand(customer: u64, provider: u64) -> Strand {
    let figures = Figures::default();
    let (customer, provider) = (department(customer), department(provider));
    Strand { customer, provider, dependency: None, figures, health: figures.health() }
}

fn world() -> World {
    let mut world = World::replica();
    for (customer, provider, filed, score) in [(1, 2, 40, 5), (2, 3, 10, 2), (1, 3, 90, 4)] {
        let (customer, provider, day) = (department(customer), department(provider), Day(100));
        let id = DailyId::of(customer, provider, day);
        let (resolved, dropped, resolve_minutes) = (filed, 0, 60);
        world.apply(&Change::from(Traffic {
            id,
            customer,
            provider,
            day,
            filed,
            resolved,
            dropped,
            resolve_minutes,
        }));
        world.apply(&Change::from(Scores { id, customer, provider, day, ratings: 6, sums: [6 * score; 4] }));
    }
    world
}

fn providers(filter: Filter, order: Order) -> Vec<(DepartmentId, DepartmentId)> {
    let rows = rows(&world(), PERIOD, filter, order);
    rows.rows.iter().map(|row| (row.customer, row.provider)).collect()
}

#[test]
fn rows_stand_in_the_order_asked_for() {
    let pair = |a, b| (department(a), department(b));
    let (a, b, c) = (pair(1, 2), pair(2, 3), pair(1, 3));
    assert_eq!(providers(Filter::default(), Order::Friction), [b, c, a]);
    assert_eq!(providers(Filter::default(), Order::Traffic), [c, a, b]);
    assert_eq!(providers(Filter::default(), Order::Rating), [b, c, a]);
    let only = Filter { customer: Some(department(1)), ..Filter::default() };
    assert_eq!(providers(only, Order::Friction), [c, a]);
}

#[test]
fn what_a_filter_leaves_out_is_counted() {
    let filter = Filter { provider: Some(department(2)), ..Filter::default() };
    let rows = rows(&world(), PERIOD, filter, Order::Friction);
    assert_eq!((rows.rows.len(), rows.hidden), (1, 2));
}

#[test]
fn what_is_quiet_is_left_out_and_counted() {
    let all =
        [strand(1, 2), *rows(&world(), PERIOD, Filter::default(), Order::Friction).rows.first().unwrap()];
    let filter = Filter { flowing: true, ..Filter::default() };
    let shown = arrange(&all, filter, Order::Friction);
    assert_eq!((shown.rows.len(), shown.quiet, shown.hidden), (1, 1, 0));
    assert_eq!(arrange(&all, Filter::default(), Order::Friction).rows.len(), 2);
}

#[test]
fn each_department_hangs_once_and_customers_tend_to_the_left() {
    let chain: Vec<Strand> = (0..9).map(|at| strand(at, at + 1)).collect();
    let warp = Warp::of(&chain);
    assert_eq!(warp.columns.len(), 10);
    assert!(warp.at(department(0)) < warp.at(department(9)));
    assert_eq!(warp.at(department(77)), None);
    assert!(warp.x(0) > 0 && warp.x(9) < 10_000);
}

#[test]
fn many_columns_name_only_those_with_most_threads() {
    let hub: Vec<Strand> = (1..300).map(|at| strand(at, 0)).collect();
    let warp = Warp::of(&hub);
    let at = warp.at(department(0)).expect("the hub has a column");
    assert!(warp.named(36).contains(&at));
    assert!(warp.named(36).len() < 40, "{} names", warp.named(36).len());
    assert_eq!(Warp::of(&hub[..10]).named(36).len(), 11);
}

#[test]
fn the_order_of_columns_does_not_hang_on_figures() {
    let mut hub: Vec<Strand> = (1..30).map(|at| strand(at, at / 3)).collect();
    let before = Warp::of(&hub).columns;
    hub.reverse();
    assert_eq!(Warp::of(&hub).columns, before);
}

#[test]
fn the_warp_lies_over_every_other_crossing() {
    assert_eq!(crossings(0, 0, 6).collect::<Vec<_>>(), [1, 3, 5]);
    assert_eq!(crossings(1, 6, 0).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(crossings(0, 2, 3).count(), 0);
}
