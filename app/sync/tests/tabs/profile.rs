//! Several tabs of one person in one browser, its disk, its channel between the tabs, and a server:
//! everything that happens follows from one seed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use weft_domain::{Command, CommandId, Key, Kind, Row, Timestamp, testing, testing::Gen};
use weft_sync::{
    client::{Client, Effect, SaveBatch, Saved, Stored, Tab, TabEffect, TrayReason},
    message::{Ask, Bye, ClientId, Envelope, Scope},
    server::{Origin, Session, Submission},
    tabs::{Condition, TabId},
};

use crate::{check::rows, disk::Disk, server::Server};

/// Tabs at once.
const TABS_MAX: usize = 4;
/// Turns after which everything must be quiet.
const HEAL_TURNS_MAX: usize = 3_000;

pub(crate) struct Seat {
    pub(crate) tab: Tab,
    /// What the screen shows, as it was told.
    pub(crate) screen: BTreeMap<Key, Row>,
    pub(crate) channel: VecDeque<Vec<u8>>,
    pub(crate) saves: VecDeque<SaveBatch>,
    pub(crate) must_replay: bool,
}

pub(crate) struct Profile {
    pub(crate) chance: Gen,
    pub(crate) now: Timestamp,
    /// Whether the browser stores anything.
    pub(crate) keeps: bool,
    pub(crate) disk: Disk,
    pub(crate) seats: BTreeMap<TabId, Seat>,
    pub(crate) leader: Option<TabId>,
    pub(crate) server: Server,
    pub(crate) ids: u64,
    pub(crate) next_id: u64,
    /// Commands of which the end must be known.
    pub(crate) owed: BTreeSet<CommandId>,
    /// How commands ended, as their author was told; none: nobody can tell.
    pub(crate) told: BTreeMap<CommandId, Option<bool>>,
    pub(crate) hand_overs: u32,
}

impl Profile {
    pub(crate) fn new(seed: u64, keeps: bool) -> Self {
        let mut chance = Gen::new(seed);
        let server = Server::new(chance.world());
        Self {
            chance,
            now: testing::EPOCH,
            keeps,
            disk: Disk::default(),
            seats: BTreeMap::new(),
            leader: None,
            server,
            ids: 0,
            next_id: 1,
            owed: BTreeSet::new(),
            told: BTreeMap::new(),
            hand_overs: 0,
        }
    }

    /// One thing happens.
    pub(crate) fn step(&mut self) {
        self.now = Timestamp(self.now.0 + 20);
        match self.chance.below(100) {
            0..3 => self.open(),
            3..5 => self.crash(),
            5..8 => self.cut(),
            8..30 => self.command(),
            30..36 => self.ask(),
            36..42 => self.colleague(),
            _ => self.carry(),
        }
        self.settle();
    }

    /// Nothing goes wrong any more, until everything is quiet.
    pub(crate) fn heal(&mut self) {
        if self.seats.is_empty() {
            self.open();
        }
        for turn in 0..HEAL_TURNS_MAX {
            self.now = Timestamp(self.now.0 + 200);
            for _ in 0..8 {
                self.carry();
                self.settle();
            }
            if turn > 20 && self.is_quiet() {
                return;
            }
        }
        panic!(
            "not quiet in the end: {:?}",
            self.seats.values().map(|seat| seat.tab.client().status()).collect::<Vec<_>>()
        );
    }

    fn is_quiet(&self) -> bool {
        let calm = |seat: &Seat| {
            let status = seat.tab.client().status();
            seat.channel.is_empty()
                && seat.saves.is_empty()
                && !seat.tab.wants_poll()
                && status.is_live
                && status.has_caught_up
                && status.pending == 0
        };
        self.server.up.is_empty() && self.server.down.is_empty() && self.seats.values().all(calm)
    }

    fn pick(&mut self) -> Option<TabId> {
        let ids: Vec<TabId> = self.seats.keys().copied().collect();
        self.chance.pick(&ids)
    }

    fn open(&mut self) {
        if self.seats.len() >= TABS_MAX {
            return;
        }
        self.ids += 1;
        let id = TabId(testing::uuid(8, self.ids));
        let client =
            Client::new(ClientId(testing::uuid(7, self.ids)), testing::person(0), weft_domain::decide);
        let mut tab = Tab::new(id, client);
        tab.join();
        let (screen, channel, saves) = (BTreeMap::new(), VecDeque::new(), VecDeque::new());
        self.seats.insert(id, Seat { tab, screen, channel, saves, must_replay: false });
        self.promote();
    }

    /// A tab ends at once, with what it had not said or stored yet.
    fn crash(&mut self) {
        let Some(id) = self.pick() else { return };
        let Some(mut seat) = self.seats.remove(&id) else { return };
        if self.leader == Some(id) {
            self.leader = None;
            self.server.hang_up();
            for _ in 0..self.chance.below(seat.saves.len() as u64 + 1) {
                if let Some(batch) = seat.saves.pop_front() {
                    self.keep(&batch);
                }
            }
        }
        // What nobody else has seen may be lost; all else is owed.
        for pending in seat.tab.client().pending() {
            let id = pending.envelope.id;
            let is_stored =
                self.disk.outbox.values().any(|text| Stored::from_json(text).unwrap().envelope.id == id);
            let knows = |seat: &Seat| seat.tab.client().pending().any(|held| held.envelope.id == id);
            if !is_stored && !self.seats.values().any(knows) && self.leader != Some(seat.tab.id()) {
                self.owed.remove(&id);
            }
        }
        if self.keeps {
            // A page that ends may take the last it said with it.
            for other in self.seats.values_mut() {
                let lost = self.chance.below(other.channel.len() as u64 + 1).min(2) as usize;
                let lost = if self.leader.is_none() { lost } else { 0 };
                other.channel.truncate(other.channel.len() - lost);
            }
        }
        if let Some(leader) = self.leader {
            self.seats.get_mut(&leader).unwrap().tab.gone(id);
        }
        self.promote();
    }

    /// The lock goes to somebody.
    fn promote(&mut self) {
        if self.leader.is_some() {
            return;
        }
        // Where nothing is stored, a tab hears what was said before it leads, and one that holds nothing
        // leaves the lead to one that does.
        for seat in self.seats.values_mut().filter(|_| !self.keeps) {
            seat.channel.drain(..).for_each(|bytes| seat.tab.hear(&bytes));
            seat.tab.poll(self.now);
        }
        let holds = |seat: &Seat| self.keeps || seat.tab.client().cursor().is_some();
        let mut fit: Vec<TabId> =
            self.seats.iter().filter(|(_, seat)| holds(seat)).map(|(id, _)| *id).collect();
        if fit.is_empty() {
            fit = self.seats.keys().copied().collect();
        }
        let Some(id) = self.chance.pick(&fit) else { return };
        let living: Vec<TabId> = self.seats.keys().copied().collect();
        let mut saved = Saved::default();
        if self.keeps {
            saved = self.disk.read();
        }
        self.hand_overs += 1;
        self.leader = Some(id);
        let seat = self.seats.get_mut(&id).unwrap();
        seat.tab.lead(saved, living);
        seat.tab.set_condition(Condition { is_trying: false, is_kept: self.keeps });
        seat.must_replay = true;
    }

    fn cut(&mut self) {
        let Some(leader) = self.leader else { return };
        let client = self.seats.get_mut(&leader).unwrap().tab.leader().unwrap();
        if self.server.hang_up() {
            client.disconnected();
        }
    }

    fn command(&mut self) {
        let Some(id) = self.pick() else { return };
        let seat = self.seats.get_mut(&id).unwrap();
        if seat.tab.client().cursor().is_none() {
            return;
        }
        let command = self.chance.command(seat.tab.client().view(), testing::person(0), &mut self.next_id);
        if matches!(command, Command::RetirePerson(_)) {
            return;
        }
        self.ids += 1;
        let id = CommandId(testing::uuid(9, self.ids));
        if seat.tab.dispatch(Envelope { id, command }, self.now).is_ok() {
            self.owed.insert(id);
        }
    }

    fn ask(&mut self) {
        let Some(id) = self.pick() else { return };
        let seat = self.seats.get_mut(&id).unwrap();
        let requests = seat.tab.client().view().rows(Kind::Request);
        let Some(Row::Request(request)) = self.chance.pick(&requests) else { return };
        let scope = Scope::Request(request.id);
        if self.chance.chance(70) {
            seat.tab.ask(Ask::Open(scope));
        } else {
            seat.tab.close(scope);
        }
    }

    /// Somebody elsewhere changes something.
    fn colleague(&mut self) {
        let person = self.chance.person(&self.server.world);
        let command = self.chance.command(&self.server.world, person, &mut self.next_id);
        if matches!(command, Command::RetirePerson(_)) || person == testing::person(0) {
            return;
        }
        self.ids += 1;
        let envelopes = vec![Envelope { id: CommandId(testing::uuid(9, self.ids)), command }];
        let submission = Submission { origin: Origin::Direct { person: Some(person) }, envelopes };
        if !self.server.submit(submission, self.now) {
            self.cut();
        }
    }

    /// Something on its way arrives.
    fn carry(&mut self) {
        let Some(id) = self.pick() else { return };
        let seat = self.seats.get_mut(&id).unwrap();
        match self.chance.below(4) {
            0 => {
                if let Some(bytes) = seat.channel.pop_front() {
                    seat.tab.hear(&bytes);
                }
            }
            1 => seat.tab.poll(self.now),
            2 => {
                if let Some(batch) = seat.saves.pop_front() {
                    self.keep(&batch);
                    if let Some(client) = self.seats.get_mut(&id).unwrap().tab.leader() {
                        client.saved(batch.ticket);
                    }
                } else if std::mem::take(&mut seat.must_replay) {
                    seat.tab.leader().unwrap().replay();
                }
            }
            _ => self.reach(),
        }
    }

    fn reach(&mut self) {
        let Some(leader) = self.leader else { return };
        if self.server.session.is_none() {
            self.server.answer_the_phone();
            self.seats.get_mut(&leader).unwrap().tab.leader().unwrap().connected();
        } else if self.chance.chance(50) {
            if let Some(bytes) = self.server.up.pop_front()
                && !self.server.serve(&bytes, self.now)
            {
                self.cut();
            }
        } else if let Some(bytes) = self.server.down.pop_front() {
            self.seats.get_mut(&leader).unwrap().tab.leader().unwrap().receive(&bytes);
        }
    }

    fn keep(&mut self, batch: &SaveBatch) {
        if self.keeps {
            self.disk.store(batch);
        }
    }

    /// Everybody does what their engine wants done.
    fn settle(&mut self) {
        loop {
            let ids: Vec<TabId> = self.seats.keys().copied().collect();
            let mut is_over = true;
            for id in ids {
                for effect in self.seats.get_mut(&id).unwrap().tab.effects() {
                    is_over = false;
                    self.carry_out(id, effect);
                }
            }
            if is_over {
                return;
            }
        }
    }

    fn carry_out(&mut self, id: TabId, effect: TabEffect) {
        let is_leader = self.leader == Some(id);
        match effect {
            TabEffect::Tell(bytes) => {
                let others = self.seats.iter_mut().filter(|(other, _)| **other != id);
                others.for_each(|(_, seat)| seat.channel.push_back(bytes.clone()));
            }
            TabEffect::Watch(_) | TabEffect::Retry => {}
            TabEffect::Aside | TabEffect::Left => panic!("nobody said so"),
            TabEffect::Client(effect) => match effect {
                Effect::Send(bytes) => {
                    assert!(is_leader && self.server.session.is_some(), "only the leader has a socket");
                    self.server.up.push_back(bytes);
                }
                Effect::Save(batch) => {
                    assert!(is_leader, "only the leader stores");
                    self.seats.get_mut(&id).unwrap().saves.push_back(*batch);
                }
                Effect::Fetch => {
                    let head = self.server.head();
                    let standing = Session::bootstrap(testing::person(0), &self.server.world, head, self.now);
                    self.seats.get_mut(&id).unwrap().tab.leader().unwrap().bootstrap(standing);
                }
                Effect::Changed(touched) => {
                    let screen = &mut self.seats.get_mut(&id).unwrap().screen;
                    for row in touched {
                        let before = match row.after {
                            Some(after) => screen.insert(row.key, after),
                            None => screen.remove(&row.key),
                        };
                        assert_eq!(before, row.before, "the screen was told of another before");
                    }
                }
                Effect::Replaced => {
                    let seat = self.seats.get_mut(&id).unwrap();
                    seat.screen = rows(seat.tab.client().view());
                }
                Effect::Tray { envelope, reason } => {
                    let is_sure = matches!(reason, TrayReason::Refused(_));
                    let told = self.told.insert(envelope.unwrap().id, is_sure.then_some(false));
                    assert!(!is_sure || told != Some(Some(true)), "refused after it was done");
                }
                Effect::Done(envelope) => {
                    let told = self.told.insert(envelope.id, Some(true));
                    assert_ne!(told, Some(Some(false)), "done after it was refused");
                }
                Effect::Bye(Bye::Forked) => self.cut(),
                Effect::Renumber => {
                    assert!(!self.keeps, "what is stored never falls back");
                    self.ids += 1;
                    let client = ClientId(testing::uuid(7, self.ids));
                    self.seats.get_mut(&id).unwrap().tab.leader().unwrap().renumber(client);
                }
                other => assert!(!matches!(other, Effect::Bye(_) | Effect::Stranger(_)), "{other:?}"),
            },
        }
    }
}
