//! What the tests of import and export share.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use weft_domain::{Timestamp, World};
use weft_server::exchange::{self, ImportPlan, Options, Refs};
use weft_server::meter::Meter;

/// When imports in tests run: 2026-11-22.
pub(crate) const NOW: Timestamp = Timestamp(1_795_305_600_000);

/// Files of an import.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A database in memory: its rows, and what it remembers of one source.
#[derive(Default)]
pub(crate) struct Database {
    pub(crate) world: World,
    pub(crate) refs: Refs,
}

impl Database {
    pub(crate) fn new() -> Self {
        Self { world: World::complete(), refs: Refs::default() }
    }

    /// Plans an import and changes nothing.
    pub(crate) fn preview(&self, files: &Files) -> ImportPlan {
        let options =
            Options { source: "test".into(), now: NOW, zone: Some(TimeZone::UTC), meter: Meter::default() };
        let records = exchange::read(files).unwrap();
        exchange::plan(records, &self.world, &self.refs, &options)
    }

    /// Imports, and checks what must hold of every import.
    pub(crate) fn import(&mut self, files: &Files) -> ImportPlan {
        let plan = self.preview(files);
        for report in &plan.report.files {
            let counted = report.created + report.changed + report.unchanged + report.used + report.not_kept;
            assert_eq!(
                report.rows,
                counted + report.skipped,
                "every line of {} is accounted for",
                report.file
            );
        }
        let before = self.world.clone();
        self.world.apply_all(&plan.changes);
        weft_domain::invariants::check_step(&before, &self.world).unwrap();
        for change in &plan.refs {
            match &change.known {
                Some(known) => self.refs.insert(change.kind, change.external.clone(), known.clone()),
                None => self.refs.remove(change.kind, &change.external),
            }
        }
        weft_domain::invariants::check(&self.world).unwrap();
        plan
    }
}
