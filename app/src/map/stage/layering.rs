//! The layout, in a thread of its own, so that the page answers while it runs. Where there is none,
//! in slices between frames.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::set_timeout;
use weft_domain::DepartmentId;

use super::beside::Beside;
use super::now;
use crate::map::graph::Graph;
use crate::map::layout::desk::{Desk, Order};
use crate::map::layout::{Arrangement, Grid, Layout, Output};

/// How long one slice may take; a step that has begun is finished.
const SLICE_MS: f64 = 4.0;

/// The layouts of one map, one after the other: a newer one ends an older one.
#[derive(Clone, Default)]
pub struct LayoutJob {
    inner: Rc<RefCell<Job>>,
}

#[derive(Default)]
struct Job {
    /// The order that is waited for.
    number: u32,
    waiting: Option<Waiting>,
    last: Option<Last>,
    beside: Thread,
    desk: Desk,
}

#[derive(Default)]
enum Thread {
    #[default]
    NotAsked,
    Runs(Beside),
    /// There is none, or it has failed.
    None,
}

struct Waiting {
    ids: Vec<DepartmentId>,
    order: Order,
    done: Box<dyn FnOnce(Output)>,
}

struct Last {
    ids: Vec<DepartmentId>,
    arrangement: Arrangement,
}

impl LayoutJob {
    /// Lays out a graph and hands over the result; soon, where nothing but words and places put by
    /// hand changed. `anew`: nothing is kept of the last arrangement.
    pub fn start(&self, graph: &Graph, anew: bool, done: impl FnOnce(Output) + 'static) {
        let ids: Vec<DepartmentId> = graph.nodes.iter().map(|node| node.id).collect();
        let mut order = Order { is_same: false, input: graph.input() };
        let number = {
            let mut job = self.inner.borrow_mut();
            if let Some(last) = job.last.as_ref().filter(|_| !anew) {
                order.is_same = last.ids == ids;
                order.input.keep = Some(renumbered(&last.arrangement, &last.ids, &ids));
            }
            job.number = job.number.wrapping_add(1);
            if matches!(job.beside, Thread::NotAsked) {
                let heard = self.clone();
                let thread = Beside::new(move |number, output| heard.heard(number, output));
                job.beside = thread.map_or(Thread::None, Thread::Runs);
            }
            job.waiting = Some(Waiting { ids, order, done: Box::new(done) });
            job.number
        };
        let is_sent = match (&self.inner.borrow().beside, &self.inner.borrow().waiting) {
            (Thread::Runs(beside), Some(waiting)) => beside.send(number, &waiting.order),
            _ => false,
        };
        if !is_sent {
            self.here(number);
        }
    }

    /// Ends what runs: the map is left.
    pub fn stop(&self) {
        let mut job = self.inner.borrow_mut();
        job.number = job.number.wrapping_add(1);
        (job.waiting, job.beside) = (None, Thread::None);
    }

    /// The thread has answered an order, or has failed.
    fn heard(&self, number: u32, output: Option<Output>) {
        match output {
            Some(output) if self.inner.borrow().number == number => self.finish(output),
            // The answer to an order that a newer one has overtaken.
            Some(_) => {}
            None => {
                let number = {
                    let mut job = self.inner.borrow_mut();
                    job.beside = Thread::None;
                    job.number
                };
                self.here(number);
            }
        }
    }

    fn finish(&self, output: Output) {
        let waiting = {
            let mut job = self.inner.borrow_mut();
            let Some(waiting) = job.waiting.take() else { return };
            job.last = Some(Last { ids: waiting.ids, arrangement: output.arrangement.clone() });
            waiting.done
        };
        waiting(output);
    }

    /// Lays out in this thread, in slices.
    fn here(&self, number: u32) {
        let layout = {
            let mut job = self.inner.borrow_mut();
            let Some(order) = job.waiting.as_ref().map(|waiting| waiting.order.clone()) else { return };
            job.desk.take(order)
        };
        self.slice(number, layout);
    }

    fn slice(&self, number: u32, mut layout: Layout) {
        let job = self.clone();
        // A timer, not an animation frame: a tab in the background lays out too.
        set_timeout(
            move || {
                if job.inner.borrow().number != number {
                    return;
                }
                let start = now();
                while now() - start < SLICE_MS {
                    if layout.step() {
                        let output = layout.output().clone();
                        job.inner.borrow_mut().desk.keep(layout);
                        job.finish(output);
                        return;
                    }
                }
                job.slice(number, layout);
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
