//! What must be true after every step, and what must be true in the end. What a step did not change is
//! not looked at again; now and then, and in the end, everything is.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{Key, Kind, RequestId, Row, Viewer, World, audience};

use super::{
    Sim,
    browser::{Browser, Page, rows},
    cold,
    node::Node,
};
use crate::{
    client::Client,
    message::Cursor,
    sight::{Scopes, is_storable, stands},
    tabs::Trayed,
};

/// Steps between two close looks at everything in one browser; they take turns.
const WHOLE_EVERY: u64 = 50;
/// Commands up to which a view is made anew after every step; with more of them it waits for a close
/// look.
const ANEW_MAX: usize = 2;
/// The kinds whose rows a replica may hold or not, as questions were asked.
const ASKED_KINDS: &[Kind] = &[Kind::Rating, Kind::RatingComment, Kind::Kudos];

/// What was seen of a page when it was last looked at.
#[derive(Default)]
pub(super) struct Eye {
    confirmed: World,
    view: World,
    /// Where the replica stood, in which world, and with which rights there.
    stood: Option<(Cursor, World, Viewer)>,
}

impl Sim {
    /// After every step.
    pub(super) fn check(&mut self) -> Result<(), String> {
        if let Some(broken) = self.node.broken.take() {
            return Err(broken);
        }
        let turn = self.step.is_multiple_of(WHOLE_EVERY).then_some(self.step / WHOLE_EVERY);
        for (place, browser) in self.browsers.iter_mut().enumerate() {
            let Some(page) = &mut browser.page else { continue };
            let is_whole = turn.is_some_and(|turn| turn % u64::from(self.count) == place as u64);
            look(&self.node, page, is_whole).map_err(|what| format!("browser {place}: {what}"))?;
        }
        Ok(())
    }

    /// Once everything is quiet.
    pub(super) fn check_healed(&mut self) -> Result<(), String> {
        self.node.store.check().map_err(|broken| broken.to_string())?;
        let store = &self.node.store;
        self.told.check(|id| store.done.contains_key(&id), &store.refused)?;
        let pages = self.browsers.iter().filter_map(|browser| browser.page.as_ref());
        self.told.check_trays(&pages.flat_map(|page| page.client.tray()).filter_map(Trayed::id).collect())?;
        for (place, browser) in self.browsers.iter_mut().enumerate() {
            let converged = match &mut browser.page {
                Some(page) => look(&self.node, page, true),
                None => Err("is not up".to_owned()),
            };
            converged
                .and_then(|()| check_converged(&self.node, browser, self.now))
                .map_err(|what| format!("browser {place}: {what}"))?;
        }
        Ok(())
    }

    /// Forgets worlds in which no replica stands any more.
    pub(super) fn forget_history(&mut self) {
        let pages = self.browsers.iter().filter_map(|browser| browser.page.as_ref());
        let here = pages.filter_map(|page| page.client.cursor());
        let stored = self.browsers.iter().filter_map(|browser| browser.disk.cursor);
        let asked = self.browsers.iter().filter_map(Browser::fetched);
        let all = here.chain(stored).chain(asked).chain([self.node.store.head()]);
        if let Some(oldest) = all.min_by_key(|cursor| (cursor.epoch, cursor.seq)) {
            self.node.history.forget_before(oldest);
        }
    }
}

/// Looks at what changed in a page since the last time, or at everything.
fn look(node: &Node, page: &mut Page, is_whole: bool) -> Result<(), String> {
    let Page { client, screen, eye, .. } = page;
    let (confirmed, view) = (client.confirmed(), client.view());
    let shown = view.changed_since(&eye.view);
    let changed = confirmed.changed_since(&eye.confirmed);
    let has_moved = client.cursor() != eye.stood.as_ref().map(|(cursor, _, _)| *cursor);
    if shown.is_empty() && changed.is_empty() && !has_moved && !is_whole {
        return Ok(());
    }
    if let Some(key) = shown.iter().find(|key| screen.get(key) != view.row(**key).present().as_ref()) {
        return Err(format!("the screen was not told of {key:?}"));
    }
    if is_whole {
        same("the screen was not told of the view", screen, &rows(view))?;
    }
    check_view(client, is_whole)?;
    check_replica(node, client, eye, &changed, is_whole)?;
    eye.confirmed = confirmed.clone();
    eye.view = view.clone();
    Ok(())
}

/// The view is confirmed ⊕ pending.
fn check_view(client: &Client, is_whole: bool) -> Result<(), String> {
    let (confirmed, view) = (client.confirmed(), client.view());
    let differs = |key: &Key, other: &World| other.row(*key).present() != view.row(*key).present();
    let guessed = view.changed_since(confirmed);
    if let Some(key) = guessed.iter().find(|key| !client.is_pending(**key) && differs(key, confirmed)) {
        return Err(format!("{key:?} is shown as nobody said and nobody made it"));
    }
    if is_whole || client.pending().count() <= ANEW_MAX {
        let anew = client.view_anew();
        if let Some(key) = view.changed_since(&anew).iter().find(|key| differs(key, &anew)) {
            return Err(format!("the view is not confirmed ⊕ pending: {key:?}"));
        }
    }
    Ok(())
}

/// The replica holds what its person may see where it stands, as it is there or newer, and no more.
fn check_replica(
    node: &Node,
    client: &Client,
    eye: &mut Eye,
    changed: &[Key],
    is_whole: bool,
) -> Result<(), String> {
    let Some(cursor) = client.cursor() else {
        eye.stood = None;
        return Ok(());
    };
    let Some(world) = node.history.at(cursor) else {
        return Err(format!("the cursor {cursor:?} is between two batches"));
    };
    let viewer = Viewer::of(world, client.person());
    let mut keys: BTreeSet<Key> = changed.iter().copied().collect();
    match &eye.stood {
        Some((_, before, held)) if *held == viewer && !is_whole => keys.extend(world.changed_since(before)),
        _ => {
            for kind in Kind::ALL {
                keys.extend(world.keys(*kind));
                keys.extend(client.confirmed().keys(*kind));
            }
        }
    }
    for key in &keys {
        check_row(node, client, cursor, world, &viewer, *key)?;
        if key.kind == Kind::Request {
            // What hangs on a request is seen by those who see it.
            let id = RequestId(key.id);
            let comments = client.confirmed().comments_on(id).into_iter().map(|row| Key::from(row.id));
            for key in comments.chain([Key { kind: Kind::RequestText, id: key.id }]) {
                check_row(node, client, cursor, world, &viewer, key)?;
            }
        }
    }
    eye.stood = Some((cursor, world.clone(), viewer));
    Ok(())
}

fn check_row(
    node: &Node,
    client: &Client,
    cursor: Cursor,
    world: &World,
    viewer: &Viewer,
    key: Key,
) -> Result<(), String> {
    let here = client.confirmed().row(key).present();
    let there = world.row(key).present();
    if key.kind.is_replicated_whole() {
        let is_same = here == there;
        return is_same
            .then_some(())
            .ok_or_else(|| format!("{key:?} is not as it was at {cursor:?}: {here:?} instead of {there:?}"));
    }
    let Some(here) = here else {
        // What no disk holds is asked for after a start, and looked for in the end.
        let is_due = |row: &Row| is_storable(world, row) && stands(viewer, &audience::audience(world, row));
        let is_missing = there.is_some_and(|row| is_due(&row));
        return if is_missing { Err(format!("{key:?} is missing at {cursor:?}")) } else { Ok(()) };
    };
    // Answers may be ahead of the cursor.
    let is_seen = audience::may_see(world, viewer, &here)
        || node
            .history
            .from(cursor)
            .any(|world| audience::may_see(world, &Viewer::of(world, client.person()), &here));
    if !is_seen {
        return Err(format!("{key:?} is in the replica of one who may not see it"));
    }
    let is_now = there.as_ref() == Some(&here) || is_coming(client, world, viewer, &here);
    if key.kind.is_resident() && !is_now && !node.history.has_shown(cursor, &here, client.person()) {
        return Err(format!("{key:?} is older than {cursor:?}: {here:?} instead of {there:?}"));
    }
    Ok(())
}

/// Whether only a scope that is not loaded yet holds a row. One that is opened right after it was closed
/// may show what was on its way before the server heard of either: until its answer comes, the screen
/// says that it is being loaded.
fn is_coming(client: &Client, world: &World, viewer: &Viewer, row: &Row) -> bool {
    let Row::Request(request) = row else { return false };
    let mut loaded = Scopes::default();
    client.open_scopes().filter(|scope| client.is_loaded(*scope)).for_each(|scope| {
        loaded.open(scope);
    });
    !stands(viewer, &audience::audience(world, row)) && !loaded.hold(request)
}

fn check_converged(node: &Node, browser: &Browser, now: weft_domain::Timestamp) -> Result<(), String> {
    let Some(page) = &browser.page else { return Ok(()) };
    let client = &page.client;
    let head = node.store.head();
    // What is not visible moves no cursor.
    if client.cursor().is_none_or(|at| at.epoch != head.epoch || at.seq > head.seq) {
        return Err(format!("the replica stands at {:?}, the server at {head:?}", client.cursor()));
    }
    let scopes: Vec<_> = client.open_scopes().collect();
    let other = cold(node, client.person(), &scopes, now);
    let (ours, theirs) = (lasting(client), lasting(&other));
    if checksum(&ours) != checksum(&theirs) {
        let loaded: Vec<_> = scopes.iter().filter(|scope| client.is_loaded(**scope)).collect();
        same("the replica is not that of a cold start", &ours, &theirs)
            .map_err(|what| format!("{what}; open: {scopes:?}; of these loaded: {loaded:?}"))?;
        return Err("two checksums differ, and no row does".to_owned());
    }
    if page.is_memory_only {
        return Ok(());
    }
    let storable: BTreeMap<Key, Row> = rows(client.confirmed())
        .into_iter()
        .filter(|(_, row)| is_storable(client.confirmed(), row))
        .collect();
    same("the disk is not the replica", &browser.disk.rows, &storable)?;
    if browser.disk.cursor != client.cursor() {
        return Err("the disk stands elsewhere than the replica".to_owned());
    }
    Ok(())
}

/// What a replica holds whatever was asked.
fn lasting(client: &Client) -> BTreeMap<Key, Row> {
    let mut rows = rows(client.confirmed());
    rows.retain(|key, _| !ASKED_KINDS.contains(&key.kind));
    rows
}

/// FNV-1a over the compact form of the rows, in the order of their names.
fn checksum(rows: &BTreeMap<Key, Row>) -> u64 {
    let bytes = rows.values().flat_map(crate::message::encode);
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn same(what: &str, left: &BTreeMap<Key, Row>, right: &BTreeMap<Key, Row>) -> Result<(), String> {
    let keys: BTreeSet<&Key> = left.keys().chain(right.keys()).collect();
    match keys.into_iter().find(|key| left.get(key) != right.get(key)) {
        None => Ok(()),
        Some(key) => Err(format!("{what}: {key:?} is {:?} instead of {:?}", left.get(key), right.get(key))),
    }
}
