//! What a batch, or a stretch of the feed, changes in one viewer's replica.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use weft_domain::{
    Audience, AudienceKey, Change, Key, Kind, Row, Viewer, World,
    audience::{Seen, audience, less, meets},
};

use crate::{
    fault::{self, Fault},
    message::{DELTA_CHANGES_MAX, Scope},
    server::{
        Batch, FeedEntry,
        batch::{Item, collapse},
    },
    sight::{Scopes, belongs, is_recent, stands},
};

/// What a batch changes for a viewer whose rights go from `before` to `after` with it; none where it
/// is too much for one message.
pub(super) fn of_batch(
    batch: &Batch,
    before: &Viewer,
    after: &Viewer,
    scopes: &Scopes,
) -> Option<Vec<Arc<Item>>> {
    let mut items = Vec::new();
    for item in batch.items_for(before, after) {
        let was_there = || was_there(&batch.before, before, scopes, &item.seen);
        items.extend(of_item((&batch.world, &batch.archived), after, scopes, item, was_there));
    }
    if before.keys != after.keys && !fault::is(Fault::LeakAfterRevoke) {
        let touched: BTreeSet<Key> = batch.items.iter().map(|item| item.seen.key()).collect();
        let mut changes = of_rights(batch, before, after, scopes)?;
        changes.retain(|change| !touched.contains(&change.key()));
        items.extend(changes.into_iter().map(Item::of));
    }
    (items.len() <= DELTA_CHANGES_MAX).then_some(items)
}

/// What a stretch of the feed changes for a viewer with the same rights at both its ends; `world` is
/// the one at its end. None where it is too much for one message.
pub(super) fn of_feed(
    world: &World,
    viewer: &Viewer,
    scopes: &Scopes,
    feed: &[FeedEntry],
) -> Option<Vec<Arc<Item>>> {
    let mut items = Vec::new();
    let missed = collapse(feed.iter().flat_map(|entry| &entry.changes));
    let archived = archived(missed.iter(), world);
    for seen in missed {
        // The world at its start is gone, so whoever could see a row may have had it: a removal of
        // what is not there is harmless.
        let was_there = meets(&seen.before, viewer);
        let item = Arc::new(Item::new(seen));
        items.extend(of_item((world, &archived), viewer, scopes, &item, || was_there));
        if items.len() > DELTA_CHANGES_MAX {
            return None;
        }
    }
    Some(items)
}

/// Who sees archived requests, which are not in the world, after their last change in a stretch.
pub(super) type Archived = BTreeMap<Key, Audience>;

/// The archived requests among what changed.
pub(super) fn archived<'a>(changes: impl Iterator<Item = &'a Seen>, world: &World) -> Archived {
    let is_archived = |seen: &&Seen| seen.key().kind == Kind::Request && !world.has(seen.key());
    changes.filter(is_archived).map(|seen| (seen.key(), seen.after.clone())).collect()
}

fn of_item(
    (world, archived): (&World, &Archived),
    viewer: &Viewer,
    scopes: &Scopes,
    item: &Arc<Item>,
    was_there: impl Fn() -> bool,
) -> Option<Arc<Item>> {
    match &item.seen.change {
        Change::Put(row) if belongs(viewer, scopes, row, &audience_now(world, archived, row, &item.seen)) => {
            Some(
                less(world, viewer, row).map_or_else(|| Arc::clone(item), |less| Item::of(Change::Put(less))),
            )
        }
        // These leave together with their request, or when its scope is closed.
        Change::Put(Row::RequestText(_) | Row::Comment(_)) => None,
        Change::Put(row) => was_there().then(|| Item::of(Change::Remove(row.key()))),
        Change::Remove(_) => was_there().then(|| Arc::clone(item)),
    }
}

/// A body or comment is seen by those who see its request **now**: what was noted with its own last
/// change may be older than the request's.
pub(super) fn audience_now(world: &World, archived: &Archived, row: &Row, seen: &Seen) -> Audience {
    let request = match row {
        Row::RequestText(text) => text.request,
        Row::Comment(comment) => comment.request,
        _ => return seen.after.clone(),
    };
    if world.has(request.into()) {
        return audience(world, row);
    }
    archived.get(&request.into()).unwrap_or(&seen.after).clone()
}

fn was_there(world: &World, viewer: &Viewer, scopes: &Scopes, seen: &Seen) -> bool {
    let key = seen.key();
    match (key.kind, world.row(key).present()) {
        (Kind::Request, Some(row)) => belongs(viewer, scopes, &row, &seen.before),
        _ => meets(&seen.before, viewer),
    }
}

/// What enters and leaves because the viewer's own rights change, of the rows that do not change
/// themselves.
fn of_rights(batch: &Batch, before: &Viewer, after: &Viewer, scopes: &Scopes) -> Option<Vec<Change>> {
    let world = &batch.world;
    let mut changes = Vec::new();
    let mut seen = BTreeSet::new();
    let changed: Vec<AudienceKey> = before.keys.symmetric_difference(&after.keys).copied().collect();
    if changed.contains(&AudienceKey::Everyone) {
        return None;
    }
    let by_role = changed.iter().any(|key| matches!(key, AudienceKey::Role(_)));
    let scoped: Vec<Key> =
        if by_role { scopes.requests(world).map(|request| request.id.into()).collect() } else { Vec::new() };
    let by_key = changed.iter().flat_map(|changed| {
        let is_role = matches!(changed, AudienceKey::Role(_));
        // A role opens requests only within scopes: they are looked through above.
        world.opened_by(*changed).filter(move |key| !(is_role && key.kind == Kind::Request))
    });
    for key in by_key.chain(scoped) {
        if !seen.insert(key) {
            continue;
        }
        let Some(row) = world.row(key).present() else { continue };
        let audience = audience(world, &row);
        let had = belongs(before, scopes, &row, &audience);
        let has = belongs(after, scopes, &row, &audience);
        // What a scope held alone may be gone already: the browser closes one before we hear of it.
        let held_for_good = stands(before, &audience) || (had && key.kind != Kind::Request);
        if has && !held_for_good && (is_recent(&row, batch.at) || scoped_in(scopes, &row)) {
            changes.push(Change::Put(row));
        } else if had && !has {
            changes.push(Change::Remove(key));
        }
        if changes.len() > DELTA_CHANGES_MAX {
            return None;
        }
    }
    Some(changes)
}

fn scoped_in(scopes: &Scopes, row: &Row) -> bool {
    matches!(row, Row::Request(request) if scopes.has(Scope::Request(request.id)))
}

#[cfg(test)]
mod tests {
    use weft_domain::{PersonId, testing::Gen};

    use super::*;
    use crate::message::Seq;

    /// What happened between two worlds.
    fn batch_of(before: &World, world: &World) -> Batch {
        let seen_in = |world: &World, key: Key| {
            world.row(key).present().map_or_else(Audience::new, |row| audience(world, &row))
        };
        let changes = world.changed_since(before).into_iter().map(|key| Seen {
            change: world.row(key).present().map_or(Change::Remove(key), Change::Put),
            before: seen_in(before, key),
            after: seen_in(world, key),
        });
        let feed = [FeedEntry { seq: Seq(2), changes: changes.collect() }];
        Batch::of_feed((Seq(1), before), (Seq(2), world), &feed, weft_domain::testing::EPOCH)
    }

    /// Some open scopes.
    fn scopes(world: &World, chance: &mut Gen) -> Scopes {
        let mut scopes = Scopes::default();
        for request in world.requests().filter(|_| chance.chance(20)) {
            scopes.open(Scope::Request(request.id));
        }
        for department in world.departments().filter(|_| chance.chance(30)) {
            scopes.open(Scope::Board(Some(department.id)));
        }
        scopes
    }

    #[test]
    fn of_a_large_batch_each_sees_the_same_as_were_all_of_it_looked_at() {
        let (mut looked_at, mut all) = (0, 0);
        for seed in 0..30 {
            let mut chance = Gen::new(seed);
            let mut next_id = 1;
            let before = chance.busy_world(300, &mut next_id);
            let mut other = Gen::new(seed);
            let world = other.busy_world(700, &mut 1);
            let indexed = batch_of(&before, &world);
            assert!(indexed.opened_by.is_some(), "seed {seed}: it is large");
            let plain = Batch { opened_by: None, ..indexed.clone() };
            let people: Vec<PersonId> = world.people().map(|row| row.id).collect();
            for person in people {
                let (old, new) = (Viewer::of(&before, person), Viewer::of(&world, person));
                let scopes = scopes(&world, &mut chance);
                let shown = of_batch(&indexed, &old, &new, &scopes);
                assert_eq!(shown, of_batch(&plain, &old, &new, &scopes), "seed {seed}, {person}");
                looked_at += indexed.items_for(&old, &new).len();
                all += indexed.items.len();
            }
        }
        assert!(looked_at < all, "{looked_at} of {all}");
    }
}
