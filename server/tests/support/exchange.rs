//! What the tests of import and export share.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use weft_domain::{Timestamp, World};
use weft_server::exchange::{self, ImportPlan, Options, Refs};

/// When imports in tests run: 2026-11-22.
pub const NOW: Timestamp = Timestamp(1_795_305_600_000);

/// Files of an import.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Files written in a test.
pub fn files(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

/// One of the real sets in `shared/data` beside the repository or a folder above it. None, with a
/// clear line, where they are not there.
pub fn real_set(name: &str) -> Option<Files> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = |folder: &Path| folder.parent().map(|above| above.join("shared/data").join(name));
    let found: Option<PathBuf> = here.ancestors().filter_map(beside).find(|folder| folder.is_dir());
    let Some(folder) = found else {
        println!("SKIPPED: ../shared/data/{name} is not here");
        return None;
    };
    let mut files = Files::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        files.insert(name, std::fs::read(path).unwrap());
    }
    Some(files)
}

/// A database in memory: its rows, and what it remembers of one source.
#[derive(Default)]
pub struct Database {
    pub world: World,
    pub refs: Refs,
}

impl Database {
    pub fn new() -> Self {
        Self { world: World::complete(), refs: Refs::default() }
    }

    /// Plans an import and changes nothing.
    pub fn preview(&self, files: &Files) -> ImportPlan {
        let options = Options { source: "test".into(), now: NOW, zone: TimeZone::UTC };
        let records = exchange::read(files).unwrap();
        exchange::plan(records, &self.world, &self.refs, &options)
    }

    /// Imports, and checks what must hold of every import.
    pub fn import(&mut self, files: &Files) -> ImportPlan {
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
        self.world.apply_all(&plan.changes);
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
