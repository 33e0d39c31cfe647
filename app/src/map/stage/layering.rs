//! The layout, in slices between frames, so that the page answers while it runs.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::set_timeout;
use weft_domain::DepartmentId;

use super::now;
use crate::map::graph::Graph;
use crate::map::layout::{Arrangement, Grid, Layout, Output};

/// How long one slice may take; a step that has begun is finished.
const SLICE_MS: f64 = 4.0;

/// The layouts of one map, one after the other: a newer one ends an older one.
#[derive(Clone, Default)]
pub struct LayoutJob {
    current: Rc<Cell<u32>>,
    last: Rc<std::cell::RefCell<Option<Last>>>,
}

struct Last {
    ids: Vec<DepartmentId>,
    layout: Layout,
}

impl LayoutJob {
    /// Lays out a graph and hands over the result; soon, where nothing but words and places put by
    /// hand changed. `anew`: nothing is kept of the last arrangement.
    pub fn start(&self, graph: &Graph, anew: bool, done: impl FnOnce(Output) + 'static) {
        let ids: Vec<DepartmentId> = graph.nodes.iter().map(|node| node.id).collect();
        let mut input = graph.input();
        self.current.set(self.current.get().wrapping_add(1));
        if let Some(last) = self.last.borrow_mut().as_mut().filter(|_| !anew) {
            if last.ids == ids
                && let Some(output) = last.layout.repinned(&input).cloned()
            {
                set_timeout(move || done(output), Duration::ZERO);
                return;
            }
            input.keep = Some(renumbered(&last.layout.output().arrangement, &last.ids, &ids));
        }
        let job = Slices { number: self.current.get(), current: self.current.clone() };
        let last = self.last.clone();
        job.run(Layout::new(input), move |layout| {
            let output = layout.output().clone();
            *last.borrow_mut() = Some(Last { ids, layout });
            done(output);
        });
    }

    /// Ends what runs: the map is left.
    pub fn stop(&self) {
        self.current.set(self.current.get().wrapping_add(1));
    }
}

struct Slices {
    number: u32,
    current: Rc<Cell<u32>>,
}

impl Slices {
    fn run(self, mut layout: Layout, done: impl FnOnce(Layout) + 'static) {
        // A timer, not an animation frame: a tab in the background lays out too.
        set_timeout(
            move || {
                if self.current.get() != self.number {
                    return;
                }
                let start = now();
                while now() - start < SLICE_MS {
                    if layout.step() {
                        done(layout);
                        return;
                    }
                }
                self.run(layout, done);
            },
            Duration::ZERO,
        );
    }
}

/// The arrangement with the numbers that the departments have now.
fn renumbered(arrangement: &Arrangement, before: &[DepartmentId], after: &[DepartmentId]) -> Arrangement {
    let number: BTreeMap<DepartmentId, u32> = after.iter().copied().zip(0..).collect();
    let renumber = |node: &u32| {
        let id = usize::try_from(*node).ok().and_then(|node| before.get(node))?;
        number.get(id).copied()
    };
    let layers = arrangement.layers.iter().map(|layer| {
        let grid = |(top, grid): &(i32, Grid)| {
            let column = |column: &Vec<u32>| column.iter().filter_map(renumber).collect();
            (*top, grid.iter().map(column).collect())
        };
        layer.iter().map(grid).collect()
    });
    Arrangement { layers: layers.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrangement_follows_its_departments_and_forgets_those_gone() {
        let id = |n: i64| DepartmentId::new_v7(n, [0; 16]);
        let arrangement =
            Arrangement { layers: vec![vec![(5, vec![vec![0, 1]])], vec![(-9, vec![vec![2]])]] };
        let after = renumbered(&arrangement, &[id(1), id(2), id(3)], &[id(0), id(1), id(3)]);
        assert_eq!(after.layers, [vec![(5, vec![vec![1]])], vec![(-9, vec![vec![2]])]]);
    }
}
