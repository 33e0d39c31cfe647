use super::*;

fn graph(count: usize, edges: &[(u32, u32)]) -> Input {
    Input { nodes: vec![NodeIn::default(); count], edges: edges.to_vec(), keep: None }
}

fn overlaps(output: &Output) -> Vec<(usize, usize)> {
    let rects: Vec<(usize, Rect)> =
        output.nodes.iter().enumerate().filter_map(|(node, rect)| Some((node, (*rect)?))).collect();
    let mut found = Vec::new();
    for (at, (a, first)) in rects.iter().enumerate() {
        for (b, second) in &rects[at + 1..] {
            if first.meets(second) {
                found.push((*a, *b));
            }
        }
    }
    found
}

/// An organisation like a real one: groups of uneven size, some hubs, cycles, loners.
fn large(nodes: u32, edges: u32) -> Input {
    let mut state = 7_u64;
    let mut random = |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(below)).unwrap_or(0)
    };
    let groups = (0..nodes).map(|node| (node % 11 != 0).then(|| random(nodes / 14 + 1).min(random(50))));
    let nodes_in = groups.map(|group| NodeIn { group, ..NodeIn::default() }).collect();
    let edges = (0..edges)
        .map(|_| {
            let hub = random(nodes).min(random(nodes)).min(random(nodes));
            if random(2) == 0 { (random(nodes), hub) } else { (hub, random(nodes)) }
        })
        .collect();
    Input { nodes: nodes_in, edges, keep: None }
}

#[test]
fn a_customer_stands_left_of_its_provider() {
    let output = layout(graph(3, &[(0, 1), (1, 2)]));
    let x: Vec<i32> = output.nodes.iter().map(|rect| rect.map_or(-1, |rect| rect.x)).collect();
    assert_eq!(x, [0, COLUMN_PITCH, 2 * COLUMN_PITCH]);
}

#[test]
fn a_department_without_a_dependency_goes_to_the_tray() {
    let output = layout(graph(4, &[(0, 1), (2, 2), (0, 9)]));
    assert!(output.nodes[0].is_some() && output.nodes[1].is_some());
    assert_eq!(&output.nodes[2..], [None, None]);
    assert_eq!(output.routes.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, false]);
}

#[test]
fn a_cycle_is_drawn_with_one_edge_back() {
    let output = layout(graph(3, &[(0, 1), (1, 2), (2, 0)]));
    let back = output.routes.iter().flatten().filter(|route| route.course == Course::Backward).count();
    assert_eq!(back, 1);
    assert_eq!(overlaps(&output), []);
}

#[test]
fn a_mutual_pair_has_two_edges_on_opposite_ways() {
    let output = layout(graph(2, &[(0, 1), (1, 0)]));
    let courses: Vec<Course> = output.routes.iter().flatten().map(|route| route.course).collect();
    assert_eq!(courses, [Course::Forward, Course::Backward]);
    let ends: Vec<i32> =
        output.routes.iter().flatten().flat_map(|r| r.runs.iter().map(|run| run.y)).collect();
    assert_ne!(ends[0], ends[3], "the two ends on one rim are apart");
}

#[test]
fn a_long_edge_runs_beside_what_it_passes() {
    let output = layout(graph(3, &[(0, 1), (1, 2), (0, 2)]));
    let route = output.routes[2].as_ref().expect("drawn");
    let passed = output.nodes[1].expect("placed");
    let lane = route.runs[1];
    assert!(lane.x0 < passed.x && lane.x1 > passed.x + passed.w, "{route:?}");
    assert!(lane.y < passed.y || lane.y > passed.y + passed.h, "{route:?} {passed:?}");
}

#[test]
fn a_group_shares_a_plate_and_strangers_stay_out() {
    let mut input = graph(5, &[(0, 2), (1, 2), (0, 3), (1, 4)]);
    input.nodes[0].group = Some(7);
    input.nodes[1].group = Some(7);
    let output = layout(input);
    let plate = output.plates.iter().find(|plate| plate.group == Some(7)).expect("a plate");
    assert_eq!(plate.members, [0, 1]);
    for (node, rect) in output.nodes.iter().enumerate() {
        assert_eq!(plate.rect.meets(&rect.expect("placed")), node < 2, "{node}");
    }
}

#[test]
fn a_pinned_department_stays_where_it_was_put() {
    let mut input = graph(4, &[(0, 1), (1, 2), (2, 3)]);
    let free = layout(input.clone());
    input.nodes[1].pinned = Some((-300, 411));
    let output = layout(input);
    assert_eq!(output.nodes[1].map(|rect| (rect.x, rect.y)), Some((-300, 411)));
    assert_eq!(output.nodes[3], free.nodes[3], "the others do not jump");
    let route = output.routes[0].as_ref().expect("drawn");
    assert_eq!(route.course, Course::Backward, "it was put left of its customer");
    assert_eq!(route.runs.len(), 2);
}

#[test]
fn a_kept_arrangement_takes_a_new_dependency_without_a_jump() {
    let input = large(60, 90);
    let before = layout(input.clone());
    let mut edges = input.edges.clone();
    let linked: Vec<u32> =
        (0..60).filter(|node| before.nodes[usize::try_from(*node).unwrap_or(0)].is_some()).collect();
    edges.push((linked[2], linked[9]));
    let after = layout(Input { edges, keep: Some(before.arrangement.clone()), ..input });
    for (was, is) in before.nodes.iter().zip(&after.nodes) {
        let (Some(was), Some(is)) = (was, is) else { continue };
        assert_eq!(was.x, is.x);
        // Room for one more lane or end, not another place.
        assert!((was.y - is.y).abs() <= 40, "{was:?} {is:?}");
    }
    assert_eq!(overlaps(&after), []);
}

#[test]
fn a_kept_arrangement_lets_newcomers_in_and_gaps_close() {
    let before = layout(graph(5, &[(0, 1), (1, 2)]));
    let input = Input { keep: Some(before.arrangement), ..graph(5, &[(0, 1), (3, 1), (0, 4)]) };
    let after = layout(input);
    assert!(after.nodes[2].is_none() && after.nodes[3].is_some() && after.nodes[4].is_some());
    assert_eq!(overlaps(&after), []);
}

#[test]
fn nothing_overlaps_and_nothing_is_lost_in_a_large_organisation() {
    let input = large(403, 428);
    let output = layout(input.clone());
    assert_eq!(overlaps(&output), []);
    let drawn = output.routes.iter().flatten().count();
    let proper = input.edges.iter().filter(|(from, to)| from != to).count();
    assert_eq!(drawn, proper);
    for (from, to) in input.edges.iter().filter(|(from, to)| from != to) {
        let placed = |node: u32| output.nodes[usize::try_from(node).unwrap_or(0)].is_some();
        assert!(placed(*from) && placed(*to));
    }
}

#[test]
fn every_end_lies_on_the_rim_it_belongs_to() {
    let input = large(200, 500);
    let output = layout(input.clone());
    for ((from, to), route) in input.edges.iter().zip(&output.routes) {
        let Some(route) = route else { continue };
        let rect = |node: u32| output.nodes[usize::try_from(node).unwrap_or(0)].expect("placed");
        let (start, end) = (route.runs[0], route.runs[route.runs.len() - 1]);
        for (x, y, rect, right) in [
            (start.x0, start.y, rect(*from), route.course != Course::Backward),
            (end.x1, end.y, rect(*to), route.course != Course::Forward),
        ] {
            assert_eq!(x, if right { rect.x + rect.w } else { rect.x }, "{route:?}");
            assert!(rect.holds(x, y), "{route:?} {rect:?}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_map() {
    assert_eq!(layout(large(150, 300)), layout(large(150, 300)));
}

#[test]
fn seven_hundred_departments_are_laid_out_in_time() {
    let start = std::time::Instant::now();
    let output = layout(large(706, 2_463));
    // Ten times the target, because a test machine is shared and this is not optimised.
    assert!(start.elapsed().as_millis() < 3_000, "{:?}", start.elapsed());
    assert_eq!(overlaps(&output), []);
}
