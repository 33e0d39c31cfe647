//! Both engines on one thread, on virtual time, over a bad network; everything that happens follows
//! from one [`Plan`], and a plan from one seed. Behind the feature `sim`.
//!
//! Browsers end between any two calls of their store, run out of disk, are loaded in older and newer
//! versions, and have clocks that are hours off; connections break with the loss of what was under way
//! and are noticed late, or nothing gets through for a while; the server stops before or after a
//! commit, drops what waits for slow browsers, is restored from a copy; rights come and go. After
//! every step `check` asks what must always be true, and after healing what must be true in the end.
//!
//! A plan that fails is [shrunk](shrink()) and saved.

mod act;
mod browser;
mod check;
mod disk;
mod effects;
mod network;
mod node;
mod plan;
mod shrink;
mod store;
mod told;
mod version;

use std::panic::{AssertUnwindSafe, catch_unwind};

use weft_domain::{PersonId, Timestamp, testing, testing::Gen};

use crate::{
    client::{Client, Effect, Saved},
    message::{Ask, ClientId, Scope},
    server::Session,
};
use browser::Browser;
use network::Network;
use node::Node;
use told::Ledger;

pub use plan::{Action, BROWSERS_MIN, BadPlan, COMMANDS_MIN, Moment, Plan, Timed};
pub use shrink::{exact, shrink};

/// Virtual milliseconds of one step.
const STEP_MS: i64 = 50;
/// Virtual milliseconds within which everything must be well once faults have stopped.
const HEALING_MS: i64 = 60_000;
/// Steps after which worlds in which nobody stands are forgotten.
const FORGET_EVERY: u64 = 40;

/// What went wrong, and when.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("seed {seed}, step {step}, {at} ms: {what}")]
pub struct Violation {
    /// The seed of the plan that shows it.
    pub seed: u64,
    /// At which step.
    pub step: u64,
    /// At which virtual millisecond.
    pub at: u64,
    /// What.
    pub what: String,
}

/// What a simulation went through, to see that it is not idle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Browsers.
    pub browsers: u64,
    /// Commands that browsers took from their people.
    pub made: u64,
    /// Commands committed.
    pub committed: u64,
    /// Commands refused by the server, as often as it said so.
    pub refused: u64,
    /// Connections broken.
    pub breaks: u64,
    /// Times that nothing got through to a browser.
    pub clogs: u64,
    /// Programs that ended in a browser.
    pub crashes: u64,
    /// Starts of the server.
    pub restarts: u64,
    /// Copies of the database put back.
    pub restores: u64,
    /// Changes of the rights of somebody with a browser.
    pub rights: u64,
    /// Replicas thrown away on the server's word.
    pub resets: u64,
    /// Commands in trays for other reasons than a refusal.
    pub unsure: u64,
    /// Transactions that a full disk refused.
    pub full: u64,
    /// Programs of other versions that were turned away.
    pub turned_away: u64,
    /// Frames of the lossy lane.
    pub presences: u64,
}

/// One simulation.
struct Sim {
    seed: u64,
    count: u8,
    step: u64,
    now: Timestamp,
    node: Node,
    network: Network,
    browsers: Vec<Browser>,
    told: Ledger,
    report: Report,
    /// What was made by chance, to be told exactly: which action, where, what.
    given: Vec<(u64, Action)>,
}

/// What there is around whoever's turn it is.
struct Turn<'a> {
    network: &'a mut Network,
    now: Timestamp,
    told: &'a mut Ledger,
    report: &'a mut Report,
}

/// Runs a plan, heals and checks.
///
/// # Errors
/// The first violation.
pub fn run(plan: &Plan) -> Result<Report, Violation> {
    play(plan).0
}

/// The same, with the commands that were made by chance as exact ones.
fn play(plan: &Plan) -> (Result<Report, Violation>, Vec<(u64, Action)>) {
    let mut sim = Sim::new(plan);
    // An engine that breaks is a finding like any other: it has a seed and is shrunk.
    let outcome = match catch_unwind(AssertUnwindSafe(|| sim.whole(plan))) {
        Ok(outcome) => outcome,
        Err(_) => Err("the program broke".to_owned()),
    };
    let report = Report { unsure: sim.told.unsure, ..sim.report };
    let outcome = outcome.map(|()| report).map_err(|what| sim.violation(what));
    (outcome, sim.given)
}

impl Sim {
    fn new(plan: &Plan) -> Self {
        let mut chance = Gen::new(plan.seed);
        let world = chance.world();
        let node = Node::new(world, Gen::new(mix(plan.seed, 0)));
        let people = u64::from(plan.browsers.saturating_sub(1).max(1));
        let places = 0..usize::from(plan.browsers);
        let browsers =
            places.map(|place| Browser::new(place, testing::person(place as u64 % people), plan.seed));
        Self {
            seed: plan.seed,
            count: plan.browsers,
            step: 0,
            now: testing::EPOCH,
            node,
            network: Network::default(),
            browsers: browsers.collect(),
            told: Ledger::default(),
            report: Report { browsers: plan.browsers.into(), ..Report::default() },
            given: Vec::new(),
        }
    }

    fn whole(&mut self, plan: &Plan) -> Result<(), String> {
        let mut actions = plan.actions.iter().peekable();
        while actions.peek().is_some() {
            self.now.0 += STEP_MS;
            let at = self.at();
            while let Some(timed) = actions.next_if(|timed| timed.at <= at) {
                self.act(timed)?;
            }
            self.turn()?;
        }
        self.heal(plan)
    }

    /// Stops all faults, makes up for the commands that nobody could take, and waits until every
    /// browser is up, connected and has nothing left to say.
    fn heal(&mut self, plan: &Plan) -> Result<(), String> {
        let Self { browsers, node, network, told, report, now, .. } = self;
        let mut turn = Turn { network, now: *now, told, report };
        node.disarm(&mut turn);
        for (place, browser) in browsers.iter_mut().enumerate() {
            turn.network.clog(place, false);
            browser.heal(&mut turn);
        }
        let mut next = plan.actions.iter().map(|timed| timed.n + 1).max().unwrap_or(0);
        let end = self.now.0 + HEALING_MS;
        loop {
            let is_quiet = self.network.is_quiet()
                && self.node.is_quiet()
                && self.browsers.iter().all(Browser::is_quiet);
            if self.report.made >= plan.commands && is_quiet {
                return self.check_healed();
            }
            if self.now.0 > end {
                let restless = self.browsers.iter().position(|browser| !browser.is_quiet());
                return Err(format!("not healed in time; first restless: {restless:?}"));
            }
            self.now.0 += STEP_MS;
            if self.report.made < plan.commands {
                let browser = u8::try_from(next % u64::from(plan.browsers)).unwrap_or(0);
                let action = Action::Command { browser, dice: mix(plan.seed, next) };
                self.act(&Timed { at: self.at(), n: next, action })?;
                next += 1;
            }
            self.turn()?;
        }
    }

    /// Everybody's turn.
    fn turn(&mut self) -> Result<(), String> {
        self.step += 1;
        self.serve();
        for place in 0..self.browsers.len() {
            let Self { browsers, node, network, told, report, now, .. } = self;
            let Some(browser) = browsers.get_mut(place) else { continue };
            browser.attend(node, &mut Turn { network, now: *now, told, report });
            self.settle(place)?;
        }
        if self.step.is_multiple_of(FORGET_EVERY) {
            self.forget_history();
        }
        self.check()
    }

    fn serve(&mut self) {
        let Self { node, network, told, report, now, .. } = self;
        let arrivals = network.for_server(*now);
        let mut turn = Turn { network, now: *now, told, report };
        for (connection, arrival) in arrivals {
            node.receive(connection, arrival, &mut turn);
        }
        node.work(&mut turn);
    }

    /// Carries out what a browser wants done.
    fn settle(&mut self, place: usize) -> Result<(), String> {
        let Self { browsers, network, told, report, now, .. } = self;
        let Some(browser) = browsers.get_mut(place) else { return Ok(()) };
        let settled = browser.settle(&mut Turn { network, now: *now, told, report });
        settled.map_err(|what| format!("browser {place}: {what}"))
    }

    /// Virtual milliseconds from the start.
    fn at(&self) -> u64 {
        u64::try_from(self.now.0 - testing::EPOCH.0).unwrap_or(0)
    }

    fn violation(&self, what: String) -> Violation {
        Violation { seed: self.seed, step: self.step, at: self.at(), what }
    }
}

/// What a new browser of `person` would hold at the head, with these scopes open: through the same
/// doors, without a network.
fn cold(node: &Node, person: PersonId, scopes: &[Scope], now: Timestamp) -> Client {
    let mut client = Client::new(ClientId(testing::uuid(41, 1)), person, weft_domain::decide);
    client.restore(Saved::default());
    client.replay();
    client.bootstrap(Session::bootstrap(person, &node.store.world, node.store.head(), now));
    client.connected();
    let mut session = Session::new(person, &node.store.world);
    let mut open: Vec<Scope> = scopes.to_vec();
    for _ in 0..4 {
        open.drain(..).for_each(|scope| {
            client.ask(Ask::Open(scope));
        });
        for effect in client.effects() {
            if let Effect::Send(bytes) = effect {
                for frame in node.speak(&mut session, &bytes, now) {
                    client.receive(&frame.compact());
                }
            }
        }
        client.poll(now);
    }
    client
}

/// A number drawn from two.
fn mix(seed: u64, n: u64) -> u64 {
    Gen::new(seed ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).next_u64()
}
