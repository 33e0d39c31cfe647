//! What this browser keeps of whom, and for how long: one database a person, which only the leading
//! tab opens.

use weft_domain::PersonId;
use weft_sync::{client::Saved, tabs::TabId};

use crate::{
    idb,
    locks::{self, Held},
    storage::Database,
};

/// Databases a person had in versions in which each tab had its own. The first one stayed.
const OLD_SLOTS: std::ops::Range<u32> = 1..8;

/// The lock of whoever leads.
pub(crate) fn leader_lock(person: PersonId) -> String {
    format!("weft-{person}")
}

/// The lock that a tab holds as long as it lives.
pub(crate) fn tab_lock(person: PersonId, tab: TabId) -> String {
    format!("weft-{person}/{}", tab.0)
}

/// The tabs that there are, by their locks.
pub(crate) async fn living(person: PersonId) -> Vec<TabId> {
    let prefix = format!("weft-{person}/");
    let names = locks::names().await;
    names.iter().filter_map(|name| name.strip_prefix(&prefix)?.parse().ok().map(TabId)).collect()
}

fn slot(person: PersonId, slot: u32) -> String {
    format!("weft-{person}-{slot}")
}

/// What a leading tab finds.
pub(crate) struct Found {
    pub(crate) database: Database,
    /// What was stored. What waits in databases of older versions comes with it, at the end of the
    /// outbox.
    pub(crate) saved: Saved,
    /// Their names, to be deleted once that is stored.
    pub(crate) taken: Vec<String>,
    /// The lock under which a tab of an older version works on the database.
    pub(crate) held: Held,
}

/// Opens a person's database; `None`: nothing can be stored.
pub(crate) async fn open(person: PersonId) -> Option<Found> {
    let name = slot(person, 0);
    // A tab of an older version cannot be asked to step aside: until it goes, this tab works from memory.
    let held = locks::try_take(&name).await.ok()??;
    let Ok((database, mut saved)) = Database::open(&name).await else {
        held.give_back();
        return None;
    };
    let mut taken = Vec::new();
    let there = idb::names().await;
    for old in OLD_SLOTS.map(|number| slot(person, number)).filter(|old| there.contains(old)) {
        let Ok(Some(held)) = locks::try_take(&old).await else { continue };
        if let Ok((database, left)) = Database::open(&old).await {
            database.close();
            let last = saved.outbox.iter().map(|(number, _)| *number).max().unwrap_or(0);
            let texts = left.outbox.into_iter().map(|(_, text)| text);
            saved.outbox.extend((last.max(saved.last_number) + 1..).zip(texts));
            taken.push(old);
        }
        held.give_back();
    }
    Some(Found { database, saved, taken, held })
}

/// Closes what was opened in vain. One that was only made by opening it goes again.
pub(crate) async fn close(person: PersonId, found: Found) {
    let Found { database, saved, held, .. } = found;
    database.close();
    if saved.client.is_none() && !saved.holds_work() {
        idb::delete(&slot(person, 0)).await;
    }
    held.give_back();
}

/// Forgets what is kept of a person. Their unsent and refused commands, which are their own words, stay for when
/// they sign in again, where `with_outbox` does not say otherwise.
pub(crate) async fn forget(person: PersonId, with_outbox: bool) {
    let name = slot(person, 0);
    let is_left = match Database::open(&name).await {
        Ok((mut database, saved)) => {
            let is_left = !with_outbox && saved.holds_work() && database.forget_rows().await.is_ok();
            database.close();
            is_left
        }
        Err(_) => false,
    };
    if !is_left {
        idb::delete(&name).await;
    }
}

/// Forgets the rows of everybody else who used this browser and is not using it now.
pub(crate) async fn forget_others(person: PersonId) {
    for name in idb::names().await {
        let other = name.strip_prefix("weft-").and_then(|rest| rest.rsplit_once('-'));
        let other = other.and_then(|(id, number)| Some((id.parse().ok()?, number == "0")));
        let Some((other, true)) = other.map(|(id, is_first)| (PersonId(id), is_first)) else { continue };
        if other == person {
            continue;
        }
        if let Ok(Some(held)) = locks::try_take(&leader_lock(other)).await {
            forget(other, false).await;
            held.give_back();
        }
    }
}
