//! A picture in steps, so that what takes longer than a frame is painted over several of them.

use super::{Brush, is_in};
use crate::map::scene::{Detail, Path, Scene};
use crate::map::style::{EdgeStyle, Head};

/// Lines within reach of a window's rim still show their rim and head in it, in scene units.
const REACH: f64 = 12.0;
/// The greatest cost of one step, so that a step never fills a frame by itself. Costs are counted in
/// thousands of pixels of a line two pixels wide.
const STEP_COST_MAX: f64 = 12.0;
/// Lines in one step. One stroke of very many is slower: where lines cross, each pays for all.
const STEP_LINES_MAX: usize = 40;
/// What a line costs however short it is, and a department with mark and name.
const LINE_COST: f64 = 0.04;
const NODE_COST: f64 = 1.2;
/// A hairline costs this share of a wide line, dashes cost so many times a plain line.
const HAIRLINE_SHARE: f64 = 0.4;
const DASHED: f64 = 2.5;

/// What is left to paint of a picture.
#[derive(Debug, Default)]
pub struct Plan {
    /// The next step is the last one here.
    steps: Vec<(f64, Step)>,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    /// The ground's colour and its hairlines.
    Ground,
    /// Frames with their names.
    Frames,
    /// The gaps that lines of one style cut into those below.
    Casings(Vec<usize>),
    /// Lines of one style with their heads.
    Lines(Vec<usize>),
    /// Signs of trouble.
    Badges(Vec<usize>),
    /// Departments.
    Boxes(Vec<usize>),
    /// Summed edges, from afar.
    Bundles(std::ops::Range<usize>),
    /// Plates and their names, from afar.
    Plates,
}

impl Plan {
    /// Whether everything is painted.
    pub fn is_done(&self) -> bool {
        self.steps.is_empty()
    }

    fn of(mut steps: Vec<(f64, Step)>) -> Self {
        steps.reverse();
        Self { steps }
    }
}

impl Brush<'_> {
    /// How the cloth is painted: ground, plates, threads, departments. A department that is `held`
    /// and its dependencies are left out.
    pub fn plan(&self, scene: &Scene, held: Option<usize>) -> Plan {
        let mut steps = vec![(1.0, Step::Ground)];
        if self.view.detail() == Detail::Plates {
            self.plan_from_afar(scene, &mut steps);
        } else {
            steps.push((1.0, Step::Frames));
            let hides = |edge: usize| {
                let edge = &scene.edges[edge];
                held.is_some_and(|node| edge.from == node || edge.to == node)
            };
            let edges = scene.order().iter().copied().filter(|edge| !hides(*edge));
            // From far a crossing is smaller than a casing.
            self.plan_threads(scene, edges, self.view.detail() > Detail::Marks, &mut steps);
            let nodes = (0..scene.nodes.len()).filter(|node| held != Some(*node));
            self.plan_departments(scene, nodes, &mut steps);
        }
        Plan::of(steps)
    }

    /// How what is meant is painted over the faint cloth.
    pub fn plan_lit(&self, scene: &Scene, lit: &super::Lit) -> Plan {
        let mut steps = Vec::new();
        if self.view.detail() > Detail::Plates {
            let edges = scene.order().iter().copied().filter(|edge| lit.edges.contains(edge));
            self.plan_threads(scene, edges, true, &mut steps);
            self.plan_departments(scene, lit.nodes.iter().copied(), &mut steps);
        }
        Plan::of(steps)
    }

    /// Paints steps until they have cost as much as may be, at least one.
    pub fn proceed(&self, scene: &Scene, plan: &mut Plan, budget: f64) {
        let mut spent = 0.0;
        self.ctx.save();
        self.in_scene();
        while let Some((cost, step)) = plan.steps.pop() {
            self.step(scene, &step);
            spent += cost;
            if plan.steps.last().is_some_and(|(next, _)| spent + next > budget) {
                break;
            }
        }
        self.ctx.restore();
    }

    fn step(&self, scene: &Scene, step: &Step) {
        let paths = |edges: &[usize]| -> Vec<&Path> {
            edges.iter().filter_map(|edge| scene.edges.get(*edge)?.path.as_ref()).collect()
        };
        let style = |edges: &[usize]| -> EdgeStyle {
            edges.first().and_then(|edge| scene.edges.get(*edge)).map(|edge| edge.style).unwrap_or_default()
        };
        match step {
            Step::Ground => self.ground(scene),
            Step::Frames => self.frames(scene),
            Step::Casings(edges) => self.casing(&paths(edges), &style(edges)),
            Step::Lines(edges) => {
                let style = style(edges);
                self.lines(&paths(edges), &style, self.theme.line_of(style.dye), 0.0);
            }
            Step::Badges(edges) => {
                for edge in edges.iter().filter_map(|edge| scene.edges.get(*edge)) {
                    self.badge(&edge.style, edge.path.as_ref());
                }
            }
            Step::Boxes(nodes) => {
                let nodes: Vec<_> = nodes.iter().filter_map(|node| scene.nodes.get(*node)).collect();
                self.boxes(&nodes);
            }
            Step::Bundles(range) => self.bundles(scene, range.clone()),
            Step::Plates => self.plates(scene),
        }
    }

    /// Good below quiet below troubled, and among each those that lie over above those that lie
    /// under: of each level first all casings, then all lines by style.
    fn plan_threads(
        &self,
        scene: &Scene,
        edges: impl Iterator<Item = usize>,
        cased: bool,
        steps: &mut Vec<(f64, Step)>,
    ) {
        let near = grown(self.view.window(), REACH);
        let meets = |edge: &usize| scene.edges[*edge].path.as_ref().is_some_and(|path| path.meets(near));
        let visible: Vec<usize> = edges.filter(meets).collect();
        let style = |edge: usize| scene.edges[edge].style;
        let level = |edge: usize| (style(edge).dye, scene.edges[edge].is_over);
        for layer in visible.chunk_by(|a, b| level(*a) == level(*b)) {
            let groups = || layer.chunk_by(|a, b| style(*a) == style(*b));
            if cased {
                groups().for_each(|group| self.in_steps(scene, group, Step::Casings, steps));
            }
            groups().for_each(|group| self.in_steps(scene, group, Step::Lines, steps));
        }
        let troubled: Vec<usize> = visible.into_iter().filter(|edge| style(*edge).dye.is_trouble()).collect();
        for few in troubled.chunks(STEP_LINES_MAX) {
            steps.push((few.len() as f64 * LINE_COST, Step::Badges(few.to_vec())));
        }
    }

    fn in_steps(
        &self,
        scene: &Scene,
        group: &[usize],
        step: fn(Vec<usize>) -> Step,
        steps: &mut Vec<(f64, Step)>,
    ) {
        let (mut few, mut cost) = (Vec::new(), 0.0);
        for edge in group {
            let path = scene.edges[*edge].path.as_ref();
            let style = scene.edges[*edge].style;
            let dashes = if style.head == Head::Hollow { DASHED } else { 1.0 };
            cost += path.map_or(0.0, |path| self.cost(path, style.line())) * dashes;
            few.push(*edge);
            if cost >= STEP_COST_MAX || few.len() == STEP_LINES_MAX {
                steps.push((std::mem::take(&mut cost), step(std::mem::take(&mut few))));
            }
        }
        if !few.is_empty() {
            steps.push((cost, step(few)));
        }
    }

    /// What a line costs: about its length in the window.
    fn cost(&self, path: &Path, width: f64) -> f64 {
        let (left, top, right, bottom) = self.view.window();
        let across = (path.bounds.2.min(right) - path.bounds.0.max(left)).max(0.0);
        let down = (path.bounds.3.min(bottom) - path.bounds.1.max(top)).max(0.0);
        let scale = self.view.zoom * self.ratio;
        let share = if width * scale <= 1.0 { HAIRLINE_SHARE } else { 1.0 };
        LINE_COST + (across + down) * scale / 1_000.0 * share
    }

    fn plan_departments(
        &self,
        scene: &Scene,
        nodes: impl Iterator<Item = usize>,
        steps: &mut Vec<(f64, Step)>,
    ) {
        let window = self.view.window();
        let visible = nodes.filter(|node| {
            let rect = scene.nodes.get(*node).and_then(|node| node.rect);
            rect.is_some_and(|rect| is_in(&rect, window, 6.0))
        });
        let (by_hand, placed): (Vec<usize>, Vec<usize>) =
            visible.partition(|node| scene.nodes[*node].style.is_pinned);
        for few in placed.chunks((STEP_COST_MAX / NODE_COST) as usize) {
            steps.push((few.len() as f64 * NODE_COST, Step::Boxes(few.to_vec())));
        }
        // What was put by hand may lie over others, so each is drawn whole.
        steps.extend(by_hand.into_iter().map(|node| (NODE_COST, Step::Boxes(vec![node]))));
    }

    fn plan_from_afar(&self, scene: &Scene, steps: &mut Vec<(f64, Step)>) {
        let (mut first, mut cost) = (0, 0.0);
        let near = grown(self.view.window(), REACH / self.view.zoom);
        for (at, bundle) in scene.bundles.iter().enumerate() {
            if bundle.path.meets(near) {
                cost += self.cost(&bundle.path, bundle.style.line() / self.view.zoom);
            }
            if cost >= STEP_COST_MAX {
                steps.push((std::mem::take(&mut cost), Step::Bundles(first..at + 1)));
                first = at + 1;
            }
        }
        steps.push((cost, Step::Bundles(first..scene.bundles.len())));
        steps.push((STEP_COST_MAX, Step::Plates));
    }
}

fn grown(window: (f64, f64, f64, f64), by: f64) -> (f64, f64, f64, f64) {
    (window.0 - by, window.1 - by, window.2 + by, window.3 + by)
}
