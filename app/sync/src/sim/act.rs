//! What a plan's actions do.

use weft_domain::{
    Command, CommandId, DepartmentId, EndMembership, MembershipId, MembershipRole, OrganisationRole,
    PersonId, RequestId, SetMembership, SetRole, Viewer, World, testing, testing::Gen,
};

use super::{
    Sim, Turn,
    browser::Browser,
    mix,
    node::Node,
    plan::{Action, Timed},
    version::Version,
};
use crate::message::{Envelope, Gesture, Place, Presence, Scope};

/// How often somebody thinks of another command when the one they thought of is refused at once.
const THOUGHTS: u64 = 4;

impl Sim {
    /// Makes an action happen.
    pub(super) fn act(&mut self, timed: &Timed) -> Result<(), String> {
        match &timed.action {
            Action::Command { browser, dice } => return self.command((*browser).into(), *dice, timed.n),
            Action::Give { browser, envelope } => {
                return self.give((*browser).into(), envelope.clone()).map(|_| ());
            }
            Action::Rights { dice } => self.rights(*dice, timed.n),
            action => self.happen(action),
        }
        match timed.action.browser() {
            Some(browser) => self.settle(browser.into()),
            None => Ok(()),
        }
    }

    fn happen(&mut self, action: &Action) {
        let Self { browsers, node, network, told, report, now, .. } = self;
        let mut turn = Turn { network, now: *now, told, report };
        if let Some(place) = action.browser().map(usize::from) {
            if let Some(browser) = browsers.get_mut(place) {
                at_a_desk(browser, place, node, action, &mut turn);
            }
            return;
        }
        match action {
            Action::Restart { moment, graceful } => node.restart(*moment, *graceful, &mut turn),
            Action::Backup => node.back_up(),
            Action::Restore => node.restore(&mut turn),
            _ => {}
        }
    }

    /// Somebody makes a command: at this browser, or, where it takes none, at the next.
    fn command(&mut self, first: usize, dice: u64, n: u64) -> Result<(), String> {
        for thought in 0..u64::from(self.count) * THOUGHTS {
            let turns = usize::try_from(thought / THOUGHTS).unwrap_or(0);
            let place = (first + turns) % self.browsers.len();
            let Some(browser) = self.browsers.get(place) else { continue };
            let Some(page) = &browser.page else { continue };
            if page.client.cursor().is_none() {
                continue;
            }
            let mut next_id = 1_000 + n;
            let mut chance = Gen::new(mix(dice, thought));
            let command = chance.command(page.client.view(), browser.person, &mut next_id);
            if self.ends_a_story(&command) {
                continue;
            }
            let envelope = Envelope { id: CommandId(testing::uuid(9, n)), command };
            if self.give(place, envelope.clone())? {
                let browser = u8::try_from(place).unwrap_or(0);
                self.given.push((n, Action::Give { browser, envelope }));
                break;
            }
        }
        Ok(())
    }

    fn give(&mut self, place: usize, envelope: Envelope) -> Result<bool, String> {
        let Self { browsers, network, told, report, now, .. } = self;
        let Some(browser) = browsers.get_mut(place) else { return Ok(false) };
        let is_taken = browser.give(envelope, &mut Turn { network, now: *now, told, report });
        self.settle(place)?;
        Ok(is_taken)
    }

    /// One who is retired or erased is signed out: that story ends there, and a test of its own tells it.
    fn ends_a_story(&self, command: &Command) -> bool {
        let gone = match command {
            Command::RetirePerson(retire) => retire.id,
            Command::ErasePerson(erase) => erase.id,
            _ => return false,
        };
        self.browsers.iter().any(|browser| browser.person == gone)
    }

    /// The system changes what somebody with a browser may see.
    fn rights(&mut self, dice: u64, n: u64) {
        let mut chance = Gen::new(dice);
        let people: Vec<PersonId> = self.browsers.iter().map(|browser| browser.person).collect();
        let world = self.node.store.world.clone();
        let person = chance.pick(&people).unwrap_or(testing::person(0));
        let command = change_of_rights(&world, person, &mut chance, n);
        let Self { node, network, told, report, now, .. } = self;
        let envelope = Envelope { id: CommandId(testing::uuid(9, n)), command };
        node.direct(envelope, &mut Turn { network, now: *now, told, report });
        let after = &self.node.store.world;
        self.report.rights += u64::from(Viewer::of(&world, person) != Viewer::of(after, person));
    }
}

fn at_a_desk(browser: &mut Browser, place: usize, node: &mut Node, action: &Action, turn: &mut Turn<'_>) {
    let connection = browser.page.as_ref().and_then(|page| page.connection);
    match action {
        Action::Look { dice, .. } => {
            let mut chance = Gen::new(*dice);
            let scope = random_scope(&node.store.world, &mut chance);
            browser.look(scope, &mut chance);
        }
        Action::Point { dice, .. } => {
            let mut chance = Gen::new(*dice);
            if let Some(page) = &mut browser.page {
                let presence = random_presence(page.client.view(), &mut chance);
                page.client.set_presence(presence);
            }
        }
        Action::Crash { moment, .. } => browser.end(*moment, turn),
        Action::Offline { on, .. } => browser.is_offline = *on,
        Action::Cut { .. } => {
            if let Some(id) = connection {
                turn.report.breaks += 1;
                turn.network.break_off(id, turn.now);
            }
        }
        Action::Clog { on, .. } => {
            turn.report.clogs += u64::from(*on);
            turn.network.clog(place, *on);
        }
        Action::Slow { .. } => {
            if let Some(id) = connection {
                node.lose_queue(id, turn.network);
            }
        }
        Action::Clock { hours, .. } => browser.set_clock(*hours),
        Action::Full { on, .. } => browser.disk.is_full = *on,
        Action::Version { protocol, schema, .. } => {
            browser.load(Version { protocol: *protocol, schema: *schema }, turn);
        }
        _ => {}
    }
}

fn random_scope(world: &World, chance: &mut Gen) -> Scope {
    let requests: Vec<RequestId> = world.requests().map(|request| request.id).collect();
    match chance.pick(&requests) {
        Some(request) if chance.chance(60) => Scope::Request(request),
        _ if chance.chance(15) => Scope::Board(None),
        _ => Scope::Board(Some(testing::department(chance.below(4)))),
    }
}

fn random_presence(view: &World, chance: &mut Gen) -> Presence {
    let requests: Vec<RequestId> = view.requests().map(|request| request.id).collect();
    let place = Place::Board(testing::department(chance.below(4)));
    let gesture = chance.pick(&requests).filter(|_| chance.chance(80));
    let gesture = gesture.map(|id| Gesture::MovingRequest { id, over: None, after: None });
    Presence { place, pointer: None, gesture }
}

/// A command that surely changes what `person` may see: joins, leaves, gets or loses a role.
fn change_of_rights(world: &World, person: PersonId, chance: &mut Gen, n: u64) -> Command {
    let roles = [OrganisationRole::Steward, OrganisationRole::Auditor, OrganisationRole::Leadership];
    let role = chance.pick(&roles).unwrap_or(OrganisationRole::Steward);
    let has = world.person(person).present().is_some_and(|row| row.roles.has(role));
    let toggle = SetRole { person, role, granted: !has }.into();
    let here: Vec<DepartmentId> = world.memberships_of(person).map(|row| row.department).collect();
    let elsewhere = world.departments().filter(|row| row.is_active() && !here.contains(&row.id));
    let elsewhere: Vec<DepartmentId> = elsewhere.map(|row| row.id).collect();
    match chance.below(5) {
        0 | 1 => chance.pick(&here).map_or(toggle, |department| EndMembership { person, department }.into()),
        2 | 3 => chance.pick(&elsewhere).map_or(toggle, |department| {
            let (id, role) = (MembershipId(testing::uuid(4 | 0x60, n)), MembershipRole::Agent);
            SetMembership { id, person, department, role, title: String::new() }.into()
        }),
        _ => toggle,
    }
}
