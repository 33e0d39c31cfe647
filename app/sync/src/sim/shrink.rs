//! Cuts a failing plan down to what matters.

use std::collections::BTreeMap;

use super::{
    Report, Violation,
    plan::{Action, Plan, Timed},
    play, run,
};

/// Runs that shrinking may take.
const RUNS_MAX: u32 = 250;

/// A smaller plan that fails as well: fewer steps, browsers, sorts of mischief and actions. The plan
/// itself where it does not fail.
pub fn shrink(plan: &Plan) -> Plan {
    let mut shrinker = Shrinker { best: Plan { commands: 0, ..plan.clone() }, runs: 0 };
    if !shrinker.holds(&shrinker.best.clone()) {
        // It takes the commands that are made up for in the end.
        shrinker.best = plan.clone();
        if !shrinker.holds(plan) {
            return plan.clone();
        }
    }
    shrinker.cut_the_end();
    shrinker.cut_browsers();
    shrinker.cut_kinds();
    shrinker.cut_pieces();
    shrinker.cut_kinds();
    shrinker.best
}

/// The same plan with its commands told exactly, so that it stays the same when commands by chance are
/// drawn otherwise. None where it does not fail then.
pub fn exact(plan: &Plan) -> Option<Plan> {
    let (outcome, given) = play(plan);
    outcome.err()?;
    let given: BTreeMap<u64, Action> = given.into_iter().collect();
    let mut actions: Vec<Timed> = Vec::new();
    for timed in &plan.actions {
        let action = match &timed.action {
            Action::Command { .. } => match given.get(&timed.n) {
                Some(action) => action.clone(),
                None => continue,
            },
            action => action.clone(),
        };
        actions.push(Timed { action, ..timed.clone() });
    }
    let told = Plan { actions, ..plan.clone() };
    run(&told).is_err().then_some(told)
}

struct Shrinker {
    best: Plan,
    runs: u32,
}

impl Shrinker {
    fn outcome(&mut self, plan: &Plan) -> Result<Report, Violation> {
        self.runs += 1;
        run(plan)
    }

    fn holds(&mut self, plan: &Plan) -> bool {
        self.runs < RUNS_MAX && self.outcome(plan).is_err()
    }

    /// Keeps the actions that `keep` says, if what is left still fails.
    fn try_to_keep(&mut self, keep: impl Fn(usize, &Timed) -> bool) -> bool {
        let kept = self.best.actions.iter().enumerate().filter(|(place, timed)| keep(*place, timed));
        let actions: Vec<Timed> = kept.map(|(_, timed)| timed.clone()).collect();
        if actions.len() == self.best.actions.len() {
            return false;
        }
        let plan = Plan { actions, ..self.best.clone() };
        let holds = self.holds(&plan);
        if holds {
            self.best = plan;
        }
        holds
    }

    /// What is planned for later than the failure has no part in it.
    fn cut_the_end(&mut self) {
        let plan = self.best.clone();
        if let Err(violation) = self.outcome(&plan) {
            self.try_to_keep(|_, timed| timed.at <= violation.at);
        }
    }

    fn cut_browsers(&mut self) {
        for browser in 0..self.best.browsers {
            self.try_to_keep(|_, timed| timed.action.browser() != Some(browser));
        }
        // Those at the end have nothing to do any more, and need not be there.
        while self.best.browsers > 1 {
            let plan = Plan { browsers: self.best.browsers - 1, ..self.best.clone() };
            if !plan.is_sound() || !self.holds(&plan) {
                break;
            }
            self.best = plan;
        }
    }

    fn cut_kinds(&mut self) {
        let mut kinds: Vec<_> = self.best.actions.iter().map(|timed| timed.action.kind()).collect();
        while let Some(kind) = kinds.pop() {
            kinds.retain(|other| *other != kind);
            self.try_to_keep(|_, timed| timed.action.kind() != kind);
        }
    }

    /// Halves, quarters and so on, down to single actions.
    fn cut_pieces(&mut self) {
        let mut size = self.best.actions.len() / 2;
        while size > 0 && self.runs < RUNS_MAX {
            let mut start = 0;
            let mut was_cut = false;
            while start < self.best.actions.len() && self.runs < RUNS_MAX {
                let cut = self.try_to_keep(|place, _| !(start..start + size).contains(&place));
                was_cut |= cut;
                start += if cut { 0 } else { size };
            }
            size = if size == 1 && was_cut { 1 } else { size / 2 };
        }
    }
}
