use super::*;
use crate::map::filter::Trace;
use weft_domain::{
    Change, DepartmentKind, DepartmentState, LocalText, MapPlace, Membership, MembershipId, MembershipRole,
    Mode, Origin, RequestKey, Row, Timestamp,
};

fn id(n: u8) -> DepartmentId {
    DepartmentId::new_v7(i64::from(n), [n; 16])
}

fn department(n: u8, parent: Option<u8>) -> Department {
    Department {
        id: id(n),
        name: LocalText::new(format!("D{n}")),
        purpose: String::new(),
        kind: DepartmentKind::Team,
        kind_name: None,
        parent: parent.map(id),
        key: RequestKey(format!("D{n}")),
        former_keys: Vec::new(),
        channel: String::new(),
        state: DepartmentState::Active,
        rev: 0,
    }
}

fn dependency(from: u8, to: u8, state: DependencyState) -> Dependency {
    Dependency {
        id: DependencyId::between(id(from), id(to)),
        customer: id(from),
        provider: id(to),
        state,
        mode: Mode::AsAService,
        tier: None,
        grade: None,
        needs: Vec::new(),
        services: Vec::new(),
        channel: String::new(),
        origin: Origin::Declared,
        proposed_by: None,
        agreed: None,
        dispute: None,
        observed: None,
        changed_at: Timestamp(0),
        rev: 0,
    }
}

fn world(rows: impl IntoIterator<Item = Row>) -> World {
    let mut world = World::complete();
    let changes: Vec<Change> = rows.into_iter().map(Change::Put).collect();
    world.apply_all(&changes);
    world
}

fn sample() -> World {
    let me = PersonId::new_v7(0, [9; 16]);
    let mut retired = department(5, None);
    retired.state = DepartmentState::Retired;
    let mut goal = department(6, None);
    (goal.kind, goal.kind_name) = (DepartmentKind::WorkingGroup, Some("project goal".into()));
    let membership = Membership {
        id: MembershipId::new_v7(0, [1; 16]),
        person: me,
        department: id(3),
        role: MembershipRole::Member,
        title: String::new(),
    };
    world([
        department(1, None).into(),
        department(2, Some(1)).into(),
        department(3, Some(1)).into(),
        department(4, None).into(),
        retired.into(),
        goal.into(),
        dependency(2, 3, DependencyState::Agreed).into(),
        dependency(3, 2, DependencyState::Proposed).into(),
        dependency(4, 2, DependencyState::Agreed).into(),
        dependency(4, 1, DependencyState::Retired).into(),
        dependency(5, 1, DependencyState::Agreed).into(),
        MapPlace { department: id(4), x: 5, y: -6 }.into(),
        membership.into(),
    ])
}

fn seen(filter: &Filter) -> Graph {
    Graph::of(&sample(), filter, Some(PersonId::new_v7(0, [9; 16])), Locale::En, &Troubles::new())
}

#[test]
fn what_is_drawn_what_waits_in_the_tray_and_what_is_hidden_add_up() {
    let graph = seen(&Filter::default());
    let counts = graph.counts;
    assert_eq!((counts.departments, counts.drawn, counts.in_tray), (5, 3, 2));
    assert_eq!((counts.dependencies, counts.edges), (3, 3));
    assert_eq!(counts.hidden, 0, "no filter is set");
    assert_eq!(counts.retired, 1 + 2, "a department, its dependency and a retired one");
    let tray: Vec<&str> = graph.tray().into_iter().map(|node| node.name.as_str()).collect();
    assert_eq!(tray, ["D1", "D6"]);
}

#[test]
fn without_filters_nothing_is_hidden() {
    let graph = seen(&Filter::everything());
    assert_eq!((graph.counts.hidden, graph.counts.retired), (0, 0));
    assert_eq!(graph.counts.edges, 5);
}

#[test]
fn only_mine_shows_my_departments_and_what_they_are_joined_with() {
    let graph = seen(&Filter { mine: true, ..Filter::default() });
    let names: Vec<&str> = graph.nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["D2", "D3"]);
    assert_eq!(graph.edges.len(), 2);
}

#[test]
fn states_and_kinds_narrow() {
    let states = Filter { states: ["retired".to_owned()].into(), ..Filter::default() };
    assert_eq!(seen(&states).edges.len(), 1);
    let Counts { dependencies, hidden, retired, .. } = seen(&states).counts;
    assert_eq!((dependencies, hidden, retired), (4, 3, 2), "a retired one that is shown counts");
    let kinds = Filter { kinds: ["project goal".to_owned()].into(), ..Filter::default() };
    assert_eq!(seen(&kinds).nodes.len(), 1);
}

#[test]
fn departments_are_grouped_with_those_above_them_or_by_the_sources_kind() {
    let graph = seen(&Filter::default());
    let group = |name: &str| {
        let node = graph.nodes.iter().find(|node| node.name == name).expect("shown");
        node.group.and_then(|group| graph.groups.get(usize::try_from(group).ok()?)).cloned()
    };
    assert_eq!(group("D1"), Some(("D1".into(), 3)));
    assert_eq!(group("D3"), Some(("D1".into(), 3)));
    assert_eq!(group("D4"), None);
    assert_eq!(group("D6"), Some(("project goal".into(), 1)));
}

#[test]
fn a_department_stands_where_somebody_put_it() {
    let graph = seen(&Filter::default());
    assert_eq!(graph.nodes.iter().find(|node| node.name == "D4").and_then(|node| node.pinned), Some((5, -6)));
}

#[test]
fn a_trace_shows_what_one_department_is_joined_with_and_nothing_else() {
    let traced = |trace| {
        let graph = seen(&Filter { trace: Some(trace), ..Filter::default() });
        let names: Vec<String> = graph.nodes.iter().map(|node| node.name.clone()).collect();
        (names.join(" "), graph.edges.len())
    };
    assert_eq!(traced(Trace::Upstream(id(4))), ("D2 D3 D4".to_owned(), 3));
    assert_eq!(traced(Trace::Downstream(id(3))), ("D2 D3 D4".to_owned(), 3));
    assert_eq!(traced(Trace::Downstream(id(4))), ("D4".to_owned(), 0));
}

/// Goals of one kind that each need one of two departments.
fn crowded(goals: u8) -> World {
    let goal = |n: u8| {
        let mut goal = department(n, None);
        goal.kind_name = Some("project goal".into());
        goal
    };
    let numbers = || 10..10 + goals;
    let rows = numbers().map(|n| Row::from(goal(n)));
    let needs = numbers().map(|n| Row::from(dependency(n, 1 + n % 2, DependencyState::Agreed)));
    let between = [department(1, None).into(), department(2, None).into(), department(3, None).into()];
    let other = dependency(1, 3, DependencyState::Agreed).into();
    world(between.into_iter().chain([other]).chain(rows).chain(needs))
}

fn graph_of(world: &World) -> Graph {
    Graph::of(world, &Filter::default(), None, Locale::En, &Troubles::new())
}

#[test]
fn many_customers_that_nobody_needs_become_a_number_at_those_they_need() {
    let whole = graph_of(&crowded(80));
    let foldable = whole.foldable();
    assert_eq!(foldable.len(), 80);
    let folded = whole.folded(&foldable, &BTreeSet::new());
    let names =
        |nodes: &[GraphNode]| nodes.iter().map(|node| (node.name.clone(), node.folded)).collect::<Vec<_>>();
    assert_eq!(names(&folded.nodes), [("D1".into(), 40), ("D2".into(), 40), ("D3".into(), 0)]);
    assert_eq!((folded.counts.drawn, folded.counts.edges, folded.folds.len()), (3, 1, 80));
    assert!(folded.tray().is_empty(), "whom only folded ones need is drawn too");
    let input = folded.input();
    assert!(crate::map::layout::layout(input).nodes.iter().all(Option::is_some));
}

#[test]
fn a_department_that_is_asked_for_is_drawn_with_what_it_needs() {
    let whole = graph_of(&crowded(80));
    let folded = whole.folded(&whole.foldable(), &[id(11)].into());
    let edges: Vec<(&str, &str)> = folded
        .edges
        .iter()
        .map(|edge| {
            let name = |at: u32| folded.nodes[usize::try_from(at).unwrap_or_default()].name.as_str();
            (name(edge.from), name(edge.to))
        })
        .collect();
    assert_eq!(edges, [("D1", "D3"), ("D11", "D2")]);
    assert_eq!((folded.counts.drawn, folded.folds.len()), (4, 79));
}

#[test]
fn few_customers_are_all_drawn_and_so_is_trouble() {
    assert!(graph_of(&crowded(50)).foldable().is_empty());
    let world = crowded(80);
    let troubles: Troubles = [((id(12), id(1)), Health::Broken)].into();
    let graph = Graph::of(&world, &Filter::default(), None, Locale::En, &troubles);
    assert!(!graph.foldable().contains(&id(12)));
}
