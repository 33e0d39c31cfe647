//! What must be true after every step, and what must be true in the end.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{CommandId, Key, Kind, Row, Viewer, audience};

use super::{
    Sim, Told,
    browser::{Browser, rows},
    cold,
    node::{ASKED_KINDS, Node},
};
use crate::{client::Client, message::ClientId, sight::is_storable};

/// Steps between two close looks at a browser.
const LOOK_EVERY: u64 = 3;

impl Sim {
    /// After every step; one browser in turn is looked at closely, for that takes longest.
    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(broken) = &self.node.broken {
            return Err(broken.clone());
        }
        if !self.step.is_multiple_of(LOOK_EVERY) {
            return Ok(());
        }
        let place = usize::try_from(self.step / LOOK_EVERY).unwrap_or(0) % self.browsers.len();
        let Some(client) = self.browsers.get(place).and_then(|browser| browser.client.as_ref()) else {
            return Ok(());
        };
        let looked = self.look_at(&self.browsers[place], client);
        looked.map_err(|what| format!("browser {place}: {what}"))
    }

    /// Once everything is quiet.
    pub(super) fn check_healed(&self) -> Result<(), String> {
        self.node.check().map_err(|broken| broken.to_string())?;
        self.check_journal()?;
        for (id, told) in &self.made {
            let is_done = self.node.journal.iter().any(|entry| entry.id == *id);
            match told {
                Told::Done if !is_done => return Err(format!("{id:?}: acknowledged and not in the journal")),
                Told::Refused | Told::Lost if is_done => {
                    return Err(format!("{id:?}: {told:?} and yet done"));
                }
                Told::Made | Told::Stored => return Err(format!("{id:?}: never answered")),
                _ => {}
            }
        }
        for (place, browser) in self.browsers.iter().enumerate() {
            let Some(client) = &browser.client else { return Err(format!("browser {place} is not up")) };
            self.look_at(browser, client)
                .and_then(|()| self.check_converged(browser, client))
                .map_err(|what| format!("browser {place}: {what}"))?;
        }
        Ok(())
    }

    fn look_at(&self, browser: &Browser, client: &Client) -> Result<(), String> {
        same("the view is not confirmed ⊕ pending", &rows(client.view()), &rows(&client.view_anew()))?;
        same("the screen was not told of the view", &browser.screen, &rows(client.view()))?;
        let Some(cursor) = client.cursor() else { return Ok(()) };
        let Some(world) = self.node.history.get(&cursor.seq) else {
            return Err(format!("the cursor {:?} is between two batches", cursor.seq));
        };
        for kind in Kind::ALL.iter().filter(|kind| kind.is_replicated_whole()) {
            if client.confirmed().rows(*kind) != world.rows(*kind) {
                return Err(format!("not every {} is as it was at {:?}", kind.name(), cursor.seq));
            }
        }
        let later: Vec<_> = self.node.history.range(cursor.seq..).map(|(_, world)| world).collect();
        for (key, row) in rows(client.confirmed()) {
            let is_seen = |world: &&&weft_domain::World| {
                audience::may_see(world, &Viewer::of(world, client.person()), &row)
            };
            // Answers may be ahead of the cursor.
            if later.iter().find(is_seen).is_none() {
                return Err(format!("{key:?} is in the replica of one who may not see it"));
            }
        }
        Ok(())
    }

    fn check_journal(&self) -> Result<(), String> {
        let mut seen: BTreeSet<CommandId> = BTreeSet::new();
        let mut numbers: BTreeMap<ClientId, u64> = BTreeMap::new();
        for (expected, entry) in (1u64..).zip(&self.node.journal) {
            if entry.seq.0 != expected {
                return Err(format!("the sequence has {:?} where {expected} should be", entry.seq));
            }
            if !seen.insert(entry.id) {
                return Err(format!("{:?} was done twice", entry.id));
            }
            if let Some((client, number)) = entry.client
                && numbers.insert(client, number).is_some_and(|last| last >= number)
            {
                return Err(format!("{client:?} was not taken in order"));
            }
        }
        Ok(())
    }

    fn check_converged(&self, browser: &Browser, client: &Client) -> Result<(), String> {
        let scopes: Vec<_> = client.open_scopes().collect();
        let other = cold(&self.node, client.person(), &scopes, self.now);
        same("the replica is not that of a cold start", &lasting(client), &lasting(&other))?;
        let storable: BTreeMap<Key, Row> = rows(client.confirmed())
            .into_iter()
            .filter(|(_, row)| is_storable(client.confirmed(), row))
            .collect();
        same("the disk is not the replica", &browser.disk.rows, &storable)?;
        if browser.disk.cursor != client.cursor() {
            return Err("the disk stands elsewhere than the replica".to_owned());
        }
        let newest = |node: &Node| node.head();
        if client.cursor().is_none_or(|cursor| cursor.seq > newest(&self.node).seq) {
            return Err("the replica is ahead of the server".to_owned());
        }
        Ok(())
    }
}

/// What a replica holds whatever was asked.
fn lasting(client: &Client) -> BTreeMap<Key, Row> {
    let mut rows = rows(client.confirmed());
    rows.retain(|key, _| !ASKED_KINDS.contains(&key.kind));
    rows
}

fn same(what: &str, left: &BTreeMap<Key, Row>, right: &BTreeMap<Key, Row>) -> Result<(), String> {
    let keys: BTreeSet<&Key> = left.keys().chain(right.keys()).collect();
    match keys.into_iter().find(|key| left.get(key) != right.get(key)) {
        None => Ok(()),
        Some(key) => Err(format!("{what}: {key:?} is {:?} instead of {:?}", left.get(key), right.get(key))),
    }
}
