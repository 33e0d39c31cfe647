//! What must be true in the end.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{CommandId, Key, Kind, Row, World};

use weft_sync::tabs::Trayed;

use crate::profile::Profile;

impl Profile {
    /// What must be true once everything is quiet.
    pub(crate) fn check(&self) {
        let once: BTreeSet<&CommandId> = self.server.journal.iter().collect();
        assert_eq!(once.len(), self.server.journal.len(), "a command was done twice");
        let leader = &self.seats[&self.leader.unwrap()].tab;
        let trayed: BTreeSet<CommandId> = leader.client().tray().filter_map(Trayed::id).collect();
        for id in &self.owed {
            let is_done = once.contains(id);
            match self.told.get(id) {
                Some(Some(true)) => assert!(is_done, "{id:?} was told to be done and is not"),
                Some(Some(false)) => assert!(!is_done, "{id:?} was told to be refused and was done"),
                Some(None) => {}
                // The tab that made it may be gone: then the tray says so.
                None => assert!(is_done || trayed.contains(id), "{id:?} was lost without a word"),
            }
        }
        for seat in self.seats.values() {
            let client = seat.tab.client();
            assert_eq!(rows(client.view()), rows(leader.client().view()), "a tab shows something else");
            assert_eq!(seat.screen, rows(client.view()), "a screen was not told of its view");
            assert_eq!(client.cursor(), leader.client().cursor());
            assert_eq!(client.pending().count(), 0);
            let refused = if self.keeps || self.seats.len() > 1 { 0 } else { client.tray().count() };
            assert_eq!(seat.tab.at_risk() as usize, refused);
            assert!(client.tray().eq(leader.client().tray()), "a tab shows another tray");
        }
        for kind in Kind::ALL.iter().filter(|kind| kind.is_replicated_whole()) {
            assert_eq!(leader.client().confirmed().rows(*kind), self.server.world.rows(*kind), "{kind:?}");
        }
        if self.keeps {
            let refused = self.owed.iter().filter(|id| matches!(self.told.get(id), Some(Some(false) | None)));
            for id in refused {
                assert!(trayed.contains(id), "{id:?} was refused and is in no tray");
            }
            let numbers = leader.client().tray().map(|entry| &entry.number);
            assert!(self.disk.tray.keys().eq(numbers), "the disk holds another tray");
            assert_eq!(self.disk.saved.cursor, leader.client().cursor());
            let kept = rows(leader.client().confirmed());
            for (key, row) in &self.disk.rows {
                assert_eq!(kept.get(key), Some(row), "the disk holds another {key:?}");
            }
            let lacks =
                kept.keys().find(|key| key.kind == Kind::Department && !self.disk.rows.contains_key(key));
            assert_eq!(lacks, None, "the disk lacks a row");
            assert!(self.disk.outbox.is_empty());
        }
    }
}

/// Every row of a world.
pub(crate) fn rows(world: &World) -> BTreeMap<Key, Row> {
    Kind::ALL.iter().flat_map(|kind| world.rows(*kind)).map(|row| (row.key(), row)).collect()
}
