//! Both engines on one thread, on virtual time, over a bad network; everything that happens follows
//! from one seed. Behind the feature `sim`.
//!
//! Browsers crash before or after what they store is stored, connections break with the loss of what
//! was under way and are noticed late, the server crashes before or after a commit, slow clients lose
//! their queue, rights come and go, clocks are hours off. After every step [`check`] asks what must
//! always be true, and after [healing](Sim::heal) what must be true in the end.

mod browser;
mod check;
mod network;
mod node;

use std::collections::BTreeMap;

use weft_domain::{
    CommandId, PersonId, Timestamp,
    testing::{self, Gen},
};

use crate::{
    message::{ClientId, Scope},
    server::Session,
};
use browser::Browser;
use network::Network;
use node::Node;

/// Browsers in one simulation. Two of them belong to the same person.
const BROWSERS: u64 = 6;
/// Virtual milliseconds within which everything must be well once faults have stopped.
const HEALING_MS: i64 = 120_000;
/// Milliseconds in an hour.
const HOUR_MS: i64 = 3_600_000;

/// What went wrong, and when.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("seed {seed}, step {step}: {what}")]
pub struct Violation {
    /// The seed that shows it.
    pub seed: u64,
    /// At which step.
    pub step: u64,
    /// What.
    pub what: String,
}

/// What a simulation went through, to see that it is not idle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Commands committed.
    pub committed: u64,
    /// Commands refused by the server.
    pub refused: u64,
    /// Connections broken.
    pub breaks: u64,
    /// Crashes of browsers and server.
    pub crashes: u64,
    /// Replicas thrown away on the server's word.
    pub resets: u64,
    /// Commands in trays for other reasons than a refusal.
    pub unsure: u64,
}

/// One simulation.
pub struct Sim {
    seed: u64,
    step: u64,
    chance: Gen,
    now: Timestamp,
    next_id: u64,
    node: Node,
    network: Network,
    browsers: Vec<Browser>,
    /// Every command that a browser took, with what its person was told.
    made: BTreeMap<CommandId, Told>,
    faults: bool,
    report: Report,
}

/// What there is around whoever's turn it is.
struct Turn<'a> {
    network: &'a mut Network,
    chance: &'a mut Gen,
    now: Timestamp,
    /// Things may go wrong.
    faults: bool,
    made: &'a mut BTreeMap<CommandId, Told>,
    report: &'a mut Report,
}

/// What a person knows of a command of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// The screen shows it, the disk does not have it yet.
    Made,
    /// It is stored.
    Stored,
    /// The server has done it.
    Done,
    /// The server refused it.
    Refused,
    /// It is in the tray, and nobody knows.
    Unsure,
    /// The browser crashed before it was stored.
    Lost,
}

/// Runs `steps` steps with faults, then heals and checks.
///
/// # Errors
/// The first violation.
pub fn run(seed: u64, steps: u64) -> Result<Report, Violation> {
    let mut sim = Sim::new(seed);
    for _ in 0..steps {
        sim.step()?;
    }
    sim.heal()?;
    Ok(sim.report)
}

impl Sim {
    fn new(seed: u64) -> Self {
        let mut chance = Gen::new(seed);
        let node = Node::new(chance.world());
        let browsers = (0..BROWSERS)
            .map(|n| {
                let person = testing::person(n % (BROWSERS - 1));
                let skew = i64::try_from(chance.below(13)).unwrap_or(0) - 6;
                Browser::new(ClientId(testing::uuid(40, n + 1)), person, skew * HOUR_MS)
            })
            .collect();
        Self {
            seed,
            step: 0,
            chance,
            now: testing::EPOCH,
            next_id: 1_000,
            node,
            network: Network::default(),
            browsers,
            made: BTreeMap::new(),
            faults: true,
            report: Report::default(),
        }
    }

    fn step(&mut self) -> Result<(), Violation> {
        self.step += 1;
        self.now.0 += 1 + i64::try_from(self.chance.below(20)).unwrap_or(0);
        if self.faults {
            self.mischief();
            for _ in 0..self.chance.below(4) {
                self.gesture()?;
            }
        }
        self.serve();
        for place in 0..self.browsers.len() {
            self.attend(place)?;
        }
        self.check().map_err(|what| self.violation(what))
    }

    /// Stops all faults and waits until every browser is up, connected and has nothing left to say.
    fn heal(&mut self) -> Result<(), Violation> {
        self.faults = false;
        let end = self.now.0 + HEALING_MS;
        while !(self.network.is_quiet()
            && self.node.is_quiet()
            && self.browsers.iter().all(Browser::is_quiet))
        {
            if self.now.0 > end {
                let restless = self.browsers.iter().position(|browser| !browser.is_quiet());
                return Err(self.violation(format!("not healed in time; first restless: {restless:?}")));
            }
            self.step()?;
        }
        self.check_healed().map_err(|what| self.violation(what))
    }

    /// Things go wrong.
    fn mischief(&mut self) {
        if self.chance.chance(2)
            && let Some(connection) = self.chance.pick(&self.network.open())
        {
            self.report.breaks += 1;
            self.network.break_off(connection, &mut self.chance);
        }
        if self.chance.below(300) == 0 {
            self.report.crashes += 1;
            self.node.crash();
            self.network.break_all(&mut self.chance);
        }
        if self.chance.chance(2) {
            self.node.lose_queue(&mut self.network, &mut self.chance);
        }
        let Self { browsers, network, chance, now, faults, made, report, .. } = self;
        let mut turn = Turn { network, chance, now: *now, faults: *faults, made, report };
        for browser in browsers {
            if turn.chance.below(400) == 0 {
                turn.report.crashes += 1;
                browser.crash(&mut turn);
            }
            if turn.chance.chance(1) {
                browser.is_offline = !browser.is_offline;
            }
        }
    }

    /// Somebody does something.
    fn gesture(&mut self) -> Result<(), Violation> {
        let place = usize::try_from(self.chance.below(BROWSERS)).unwrap_or(0);
        let id = CommandId(testing::uuid(9, self.next_id));
        self.next_id += 1;
        let kind = self.chance.below(10);
        let scope = random_scope(&self.node, &mut self.chance);
        let Self { browsers, network, chance, now, faults, made, report, next_id, .. } = self;
        let Some(browser) = browsers.get_mut(place) else { return Ok(()) };
        match kind {
            0 => browser.open(scope, chance),
            1 => browser.close(chance),
            _ => {
                let mut turn = Turn { network, chance, now: *now, faults: *faults, made, report };
                browser.command(id, next_id, &mut turn);
            }
        }
        self.settle(place)
    }

    /// The server's turn.
    fn serve(&mut self) {
        let Self { node, network, chance, now, faults, made, report, .. } = self;
        let arrivals = network.for_server(*now);
        let mut turn = Turn { network, chance, now: *now, faults: *faults, made, report };
        for (connection, arrival) in arrivals {
            node.receive(connection, arrival, &mut turn);
        }
        node.work(&mut turn);
    }

    /// A browser's turn.
    fn attend(&mut self, place: usize) -> Result<(), Violation> {
        let Self { browsers, node, network, chance, now, faults, made, report, .. } = self;
        let Some(browser) = browsers.get_mut(place) else { return Ok(()) };
        browser.is_offline &= *faults;
        browser.attend(node, &mut Turn { network, chance, now: *now, faults: *faults, made, report });
        self.settle(place)
    }

    /// Carries out what a browser wants done.
    fn settle(&mut self, place: usize) -> Result<(), Violation> {
        let Self { browsers, network, chance, now, faults, made, report, .. } = self;
        let Some(browser) = browsers.get_mut(place) else { return Ok(()) };
        let settled = browser.settle(&mut Turn { network, chance, now: *now, faults: *faults, made, report });
        settled.map_err(|what| self.violation(format!("browser {place}: {what}")))
    }

    fn violation(&self, what: String) -> Violation {
        Violation { seed: self.seed, step: self.step, what }
    }
}

fn random_scope(node: &Node, chance: &mut Gen) -> Scope {
    let requests: Vec<_> = node.world.requests().map(|request| request.id).collect();
    match chance.pick(&requests) {
        Some(request) if chance.chance(60) => Scope::Request(request),
        _ if chance.chance(15) => Scope::Board(None),
        _ => Scope::Board(Some(testing::department(chance.below(4)))),
    }
}

/// What a new browser of `person` would hold at the head, with these scopes open: through the same
/// doors, without a network.
fn cold(node: &Node, person: PersonId, scopes: &[Scope], now: Timestamp) -> crate::client::Client {
    let head = node.head();
    let mut client = crate::client::Client::new(ClientId(testing::uuid(41, 1)), person, weft_domain::decide);
    client.restore(crate::client::Saved::default());
    client.replay();
    client.bootstrap(Session::bootstrap(person, &node.world, head, now));
    client.connected();
    let mut session = Session::new(person, &node.world);
    let mut open: Vec<Scope> = scopes.to_vec();
    for _ in 0..4 {
        open.drain(..).for_each(|scope| {
            client.ask(crate::message::Ask::Open(scope));
        });
        for effect in client.effects() {
            if let crate::client::Effect::Send(bytes) = effect {
                for frame in node.speak(&mut session, &bytes, now) {
                    client.receive(&frame.compact());
                }
            }
        }
        client.poll(now);
    }
    client
}
