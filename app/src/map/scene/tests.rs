use super::*;
use crate::map::layout::{Input, NodeIn, layout};
use weft_domain::DepartmentId;

fn id(n: usize) -> DepartmentId {
    DepartmentId::new_v7(i64::try_from(n).unwrap_or(0), [7; 16])
}

fn scene(count: usize, edges: &[(u32, u32)]) -> Scene {
    let output = layout(Input { nodes: vec![NodeIn::default(); count], edges: edges.to_vec(), keep: None });
    let content = Content {
        nodes: (0..count).map(|n| (id(n), format!("Team {n}"), NodeStyle::default())).collect(),
        edges: edges
            .iter()
            .map(|(from, to)| {
                let (from, to) = (usize::try_from(*from).unwrap_or(0), usize::try_from(*to).unwrap_or(0));
                (DependencyId::between(id(from), id(to)), from, to, EdgeStyle::default(), String::new())
            })
            .collect(),
        groups: Vec::new(),
    };
    Scene::new(content, &output)
}

fn near() -> View {
    View { x: -100.0, y: -300.0, zoom: 1.0, width: 1200.0, height: 800.0 }
}

#[test]
fn a_pointer_finds_departments_rims_lines_and_nothing() {
    let scene = scene(2, &[(0, 1)]);
    let view = near();
    let rect = scene.nodes[0].rect.expect("placed");
    let hit = |x: i32, y: i32| {
        let (px, py) = view.to_window(f64::from(x), f64::from(y));
        scene.hit(&view, px, py, false).kind
    };
    let middle = rect.y + rect.h / 2;
    assert_eq!(hit(rect.x + 20, middle), Some(HitKind::Node(0)));
    assert_eq!(hit(rect.x + rect.w, middle), Some(HitKind::Rim(0)));
    assert_eq!(hit(rect.x + rect.w + 40, middle), Some(HitKind::Edge(0)));
    assert_eq!(hit(rect.x - 50, rect.y - 100), None);
}

#[test]
fn from_afar_plates_are_found_instead() {
    let scene = scene(2, &[(0, 1)]);
    let mut view = near();
    view.fit(&Rect { x: -4_000, y: -4_000, w: 9_000, h: 8_000 });
    let rect = scene.nodes[1].rect.expect("placed");
    let (px, py) = view.to_window(f64::from(rect.x + 5), f64::from(rect.y + 5));
    assert_eq!(scene.hit(&view, px, py, false).kind, Some(HitKind::Plate(1)));
}

#[test]
fn the_place_under_the_pointer_stays_there_when_zooming() {
    let mut view = near();
    let before = view.to_scene(333.0, 222.0);
    view.zoom_at(1.7, 333.0, 222.0);
    let after = view.to_scene(333.0, 222.0);
    assert!((before.0 - after.0).abs() < 1e-9 && (before.1 - after.1).abs() < 1e-9);
    view.zoom_at(1e9, 0.0, 0.0);
    assert!(view.zoom <= 3.0);
    view.zoom_at(1e-12, 0.0, 0.0);
    assert!(view.zoom > 0.0);
}

#[test]
fn fitting_shows_everything() {
    let scene = scene(30, &[(0, 1), (1, 2), (5, 9), (2, 20), (8, 29)]);
    let mut view = near();
    view.fit(&scene.bounds);
    for rect in scene.nodes.iter().filter_map(|node| node.rect) {
        let (left, top) = view.to_window(f64::from(rect.x), f64::from(rect.y));
        assert!(left >= 0.0 && top >= 0.0 && left < view.width && top < view.height);
    }
}

#[test]
fn a_line_leaves_the_customer_and_its_head_touches_the_provider() {
    let scene = scene(2, &[(0, 1)]);
    let path = scene.edges[0].path.as_ref().expect("drawn");
    let (from, to) = (scene.nodes[0].rect.expect("placed"), scene.nodes[1].rect.expect("placed"));
    assert_eq!(path.start.x, f64::from(from.x + from.w));
    assert_eq!(path.tip.x, f64::from(to.x));
    assert!(path.points_right);
    assert_eq!(path.curves.last().map(|curve| curve.end().x), Some(f64::from(to.x) - 9.0));
    assert!(path.distance(path.at(0.3).x, path.at(0.3).y) < 0.5);
    assert!(path.distance(path.start.x, path.start.y - 50.0) > 40.0);
}

#[test]
fn the_arrows_walk_along_dependencies_and_beside_them() {
    let scene = scene(4, &[(0, 1), (2, 1), (1, 3)]);
    assert_eq!(scene.neighbour(0, "ArrowRight"), Some(1));
    assert_eq!(scene.neighbour(1, "ArrowRight"), Some(3));
    assert_eq!(scene.neighbour(3, "ArrowLeft"), Some(1));
    let up_down = [scene.neighbour(0, "ArrowDown"), scene.neighbour(0, "ArrowUp")];
    assert!(up_down.contains(&Some(2)), "{up_down:?}");
    assert_eq!(scene.neighbour(0, "x"), None);
}

#[test]
fn a_held_department_takes_its_lines_along() {
    let scene = scene(2, &[(0, 1)]);
    let rect = scene.nodes[1].rect.expect("placed");
    let path = scene.path_while_held(0, 1, (rect.x + 300, rect.y + 200)).expect("drawn");
    assert_eq!(path.tip.x, f64::from(rect.x + 300));
    assert!(path.tip.y >= f64::from(rect.y + 200));
    let behind = scene.path_while_held(0, 1, (rect.x - 2_000, rect.y)).expect("drawn");
    assert!(!behind.points_right);
}

#[test]
fn a_bundle_counts_its_edges_and_shows_the_worst() {
    let edges = [(0, 2), (1, 2), (0, 3), (1, 3)];
    let mut input = Input { nodes: vec![NodeIn::default(); 4], edges: edges.to_vec(), keep: None };
    for node in 0..4 {
        input.nodes[node].group = Some(u32::from(node > 1));
    }
    let mut content = Content {
        nodes: (0..4).map(|n| (id(n), String::new(), NodeStyle::default())).collect(),
        edges: Vec::new(),
        groups: vec![("Left".into(), 5), ("Right".into(), 2)],
    };
    for (from, to) in [(0, 2), (1, 2), (0, 3), (1, 3)] {
        let dye = if to == 3 { crate::map::style::Dye::Strained } else { Default::default() };
        let style = EdgeStyle { dye, ..EdgeStyle::default() };
        content.edges.push((DependencyId::between(id(from), id(to)), from, to, style, String::new()));
    }
    let scene = Scene::new(content, &layout(input));
    assert_eq!(scene.bundles.len(), 1);
    assert_eq!(scene.bundles[0].count, 4);
    assert_eq!(scene.bundles[0].style.dye, crate::map::style::Dye::Strained);
    let left = scene.plates.iter().find(|plate| plate.name == "Left").expect("a plate");
    assert_eq!((left.members.len(), left.total), (2, 5));
}

#[test]
fn names_wrap_at_words_and_say_when_they_are_cut() {
    assert_eq!(wrap("Cargo team"), ["Cargo team"]);
    assert_eq!(wrap("Ergonomic ref-counting"), ["Ergonomic ref-", "counting"]);
    assert_eq!(wrap("Verifiable mirroring"), ["Verifiable", "mirroring"]);
    assert_eq!(
        wrap("Stabilize public/private dependencies and much more"),
        ["Stabilize public/", "private dependen…"]
    );
    assert_eq!(wrap("信息技术与数字化转型服务部"), ["信息技术与数字化", "转型服务部"]);
    assert_eq!(wrap("rustc_codegen_cranelift"), ["rustc_codegen_cr…"]);
    assert_eq!(wrap(""), [""]);
    assert_eq!(fit("abcdef", 4), "abc…");
}
