//! Which database a tab works on. A person's tabs in one browser each take a slot of their own: a
//! replica and an outbox that no other tab writes. A slot is held by a lock that ends with the page.

use weft_domain::PersonId;

use crate::web;

/// Tabs of one person in one browser that keep their work across a reload. One more works from
/// memory, and says so.
const SLOTS_MAX: u32 = 8;

/// The name of the database this tab may use; none: memory only.
pub(crate) async fn take(person: PersonId) -> Option<String> {
    for slot in 0..SLOTS_MAX {
        let name = database(person, slot);
        match web::try_lock(&name).await {
            Some(true) => return Some(name),
            Some(false) => {}
            // Without locks two tabs could share a database: only one that is surely alone may have it.
            None => return None,
        }
    }
    None
}

/// The names of all databases a person may have here.
pub(crate) fn all(person: PersonId) -> Vec<String> {
    (0..SLOTS_MAX).map(|slot| database(person, slot)).collect()
}

fn database(person: PersonId, slot: u32) -> String {
    format!("weft-{person}-{slot}")
}
