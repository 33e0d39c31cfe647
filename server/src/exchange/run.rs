//! Running an import against an engine: read, check, plan, apply. All or nothing.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use tracing::error;
use uuid::Uuid;
use weft_domain::{Actor, Change, CommandId, Key, Kind, OrganisationRole, PersonId, Timestamp, World};

use super::limits::SOURCE_CHARS_MAX;
use super::{ImportPlan, Options, Records, Ref, RefKind, Refs, Refused, Report, plan, read, unzip, wanted};
use crate::engine::{Engine, NotSaved, Snapshot};
use crate::meter::Meter;
use crate::store::{Bulk, JournalEntry, SourceRef, StoreError};

/// How often an import is planned anew because somebody else changed something meanwhile. Beyond
/// it, it fails and can be started again.
const PLANS_MAX: usize = 5;

/// What is to be imported.
#[derive(Debug)]
pub struct Import {
    /// The files, by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The source's name as somebody gave it; none: the files' own, else `folder`.
    pub source: Option<String>,
    /// The name of the folder or archive.
    pub folder: String,
    /// Who imports; none: the command line.
    pub person: Option<PersonId>,
    /// Only say what would happen.
    pub is_preview: bool,
    /// Measures how much of the step it is at is done.
    pub meter: Meter,
}

/// How far an import is. Append-only: it is sent to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The files are being read.
    Reading,
    /// What they bring is being worked out.
    Planning,
    /// It is being written.
    Applying,
    /// It is done.
    Done,
}

impl Step {
    /// How far an import is, in percent, of which this step has done so much. Where steps begin was
    /// measured on a large import.
    pub fn percent(self, done: u8) -> u8 {
        let (from, to) = match self {
            Self::Reading => (0, 15),
            Self::Planning => (15, 55),
            Self::Applying => (55, 100),
            Self::Done => (100, 100),
        };
        let share: u16 = (to - from) * u16::from(done.min(100)) / 100;
        u8::try_from(from + share).unwrap_or(100)
    }
}

/// Why an import was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot come in as it stands.
    #[error("{}", .0.english())]
    Refused(Refused),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It was not saved.
    #[error(transparent)]
    NotSaved(#[from] NotSaved),
    /// Reading or planning broke an assumption of the program.
    #[error("the import failed; the log says why")]
    Broken,
}

/// Whether somebody may import and export: who keeps the directory. An import makes leads and agents,
/// an export holds what stewards see, so whoever only runs the system does neither: that role gains
/// no sight by it. The command line and its socket file are for whoever holds the database itself.
pub fn may_exchange(actor: &Actor) -> bool {
    actor.has(OrganisationRole::Steward)
}

/// Imports, or says what would happen. `on_step` is told how far it is.
///
/// # Errors
/// See [`ImportError`]; nothing was changed then.
pub async fn import(
    engine: &Engine,
    import: Import,
    on_step: impl Fn(Step) + Send + Sync,
) -> Result<Report, ImportError> {
    let Import { files, source, folder, person, is_preview, meter } = import;
    // What is counted next belongs to the step that is told.
    let on_step = |step| {
        if step != Step::Done {
            meter.begin(0);
        }
        on_step(step);
    };
    on_step(Step::Reading);
    let records = work(move || unpacked(files).and_then(|files| read(&files))).await?;
    let records = records.map_err(ImportError::Refused)?;
    let source = source.or_else(|| records.source().map(str::to_owned)).unwrap_or(folder);
    if source.trim().is_empty() || source.chars().count() > SOURCE_CHARS_MAX {
        return Err(ImportError::Refused(Refused::BadSourceName));
    }
    let mut records = Some(records);
    for left in (0..PLANS_MAX).rev() {
        on_step(Step::Planning);
        // Only a second try needs them again.
        let taken = if left == 0 || is_preview { records.take() } else { records.clone() };
        let Some(taken) = taken else { break };
        let snapshot = engine.current();
        let plan = plan_over(engine, &snapshot, taken, &source, &meter).await?;
        if is_preview || (plan.changes.is_empty() && plan.refs.is_empty()) {
            on_step(Step::Done);
            return Ok(plan.report);
        }
        on_step(Step::Applying);
        let report = plan.report.clone();
        meter.begin(plan.changes.len() + plan.journal.len() + plan.refs.len());
        let mut bulk = bulk(plan, &source, person, engine.clock().now()).map_err(|_| ImportError::Broken)?;
        bulk.meter = meter.clone();
        match engine.import(bulk, snapshot.head.seq).await {
            Ok(_) => {
                on_step(Step::Done);
                return Ok(report);
            }
            Err(NotSaved::Stale) if left > 0 => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(NotSaved::Stale.into())
}

/// Files with the archives among them unpacked.
fn unpacked(files: BTreeMap<String, Vec<u8>>) -> Result<BTreeMap<String, Vec<u8>>, Refused> {
    let mut all = BTreeMap::new();
    for (name, bytes) in files {
        if name.to_lowercase().ends_with(".zip") {
            all.extend(unzip(&bytes)?);
        } else {
            all.insert(name, bytes);
        }
    }
    Ok(all)
}

async fn plan_over(
    engine: &Engine,
    snapshot: &Snapshot,
    records: Records,
    source: &str,
    meter: &Meter,
) -> Result<ImportPlan, ImportError> {
    let store = engine.store();
    let mut refs = Refs::default();
    for known in store.source_refs(source).await? {
        if let Some(kind) = RefKind::of_name(&known.kind) {
            refs.insert(kind, known.external_id, Ref { id: known.id, mark: known.mark });
        }
    }
    let mut world = snapshot.world.clone();
    let mut missing = wanted(&records, &refs, source);
    // Where nothing is archived, a request that is not in the world is nowhere.
    let may_be_stored = |key: &Key| key.kind != Kind::Request || world.kept_since().is_some();
    missing.retain(|key| !world.has(*key) && may_be_stored(key));
    for row in store.rows_by_keys(&missing).await? {
        world.apply(&Change::Put(row));
    }
    let options = Options {
        source: source.to_owned(),
        now: engine.clock().now(),
        zone: zone(&world),
        meter: meter.clone(),
    };
    work(move || plan(records, &world, &refs, &options)).await
}

/// The organisation's time zone, where this machine knows it.
fn zone(world: &World) -> Option<TimeZone> {
    TimeZone::get(world.organisation().map_or("UTC", |row| row.time_zone.as_str())).ok()
}

fn bulk(
    plan: ImportPlan,
    source: &str,
    person: Option<PersonId>,
    now: Timestamp,
) -> Result<Bulk, getrandom::Error> {
    let mut random = [0; 16];
    getrandom::fill(&mut random)?;
    let journal = plan.journal.into_iter().map(|entry| JournalEntry {
        occurred_at: entry.occurred_at,
        actor: person,
        fact: entry.fact,
        is_imported: true,
    });
    let refs = plan.refs.into_iter().map(|change| SourceRef {
        source: source.to_owned(),
        kind: change.kind.name().to_owned(),
        external_id: change.external,
        id: change.known.as_ref().map_or(Uuid::nil(), |known| known.id),
        mark: change.known.map(|known| known.mark).unwrap_or_default(),
    });
    Ok(Bulk {
        id: CommandId::new_v7(now.0, random),
        name: "Import".into(),
        changes: plan.changes,
        journal: journal.collect(),
        refs: refs.collect(),
        meter: Meter::default(),
    })
}

/// Does heavy work off the threads that answer.
async fn work<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ImportError> {
    tokio::task::spawn_blocking(work).await.map_err(|cause| {
        error!(%cause, "an import broke");
        ImportError::Broken
    })
}
