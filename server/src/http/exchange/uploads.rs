//! Uploads between their first file and the end of their import.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use serde::Serialize;
use uuid::Uuid;
use weft_domain::{PersonId, Timestamp};

use crate::exchange::{IMPORT_BYTES_MAX, IMPORT_FILES_MAX, Report, Step};
use crate::http::AppError;
use crate::meter::Meter;

/// Uploads at one time. Beyond it the one left alone longest is dropped.
const UPLOADS_MAX: usize = 8;
/// How long an upload may be left alone, in milliseconds: half an hour.
const UPLOAD_IDLE_MS: i64 = 30 * 60_000;

/// All uploads. Together they are never larger than one import may be.
#[derive(Default)]
pub(super) struct Uploads(Mutex<BTreeMap<Uuid, Arc<Upload>>>);

/// One person's upload.
pub(super) struct Upload {
    owner: PersonId,
    meter: Meter,
    state: Mutex<UploadState>,
}

struct UploadState {
    files: BTreeMap<String, Vec<u8>>,
    touched: Timestamp,
    is_started: bool,
    step: Option<Step>,
    report: Option<Report>,
}

/// How far an import is, as the page is told.
#[derive(Debug, Serialize)]
pub(super) struct Progress {
    /// What it does; none: it was not started.
    pub(super) step: Option<Step>,
    /// How far it is, in percent.
    pub(super) percent: u8,
    /// What it did, once it is over.
    pub(super) report: Option<Report>,
}

impl Uploads {
    /// An upload of this person's, made if it is new. Somebody else's is not found.
    pub(super) fn open(&self, id: Uuid, owner: PersonId, now: Timestamp) -> Result<Arc<Upload>, AppError> {
        if let Ok(found) = self.find(id, owner, now) {
            return Ok(found);
        }
        let mut uploads = self.all();
        if uploads.contains_key(&id) {
            return Err(AppError::NotFound);
        }
        while uploads.len() >= UPLOADS_MAX {
            let idlest = uploads.iter().filter(|(_, upload)| !upload.is_running());
            let Some(idlest) = idlest.min_by_key(|(_, upload)| upload.lock().touched).map(|(id, _)| *id)
            else {
                return Err(AppError::TooMany);
            };
            uploads.remove(&idlest);
        }
        let state =
            UploadState { files: BTreeMap::new(), touched: now, is_started: false, step: None, report: None };
        let upload = Arc::new(Upload { owner, meter: Meter::default(), state: Mutex::new(state) });
        uploads.insert(id, upload.clone());
        Ok(upload)
    }

    /// An upload of this person's. Those left alone for too long are dropped on the way.
    pub(super) fn find(&self, id: Uuid, owner: PersonId, now: Timestamp) -> Result<Arc<Upload>, AppError> {
        let mut uploads = self.all();
        uploads.retain(|_, upload| upload.is_running() || upload.lock().touched.0 + UPLOAD_IDLE_MS > now.0);
        let found = uploads.get(&id).filter(|upload| upload.owner == owner).ok_or(AppError::NotFound)?;
        found.lock().touched = now;
        Ok(found.clone())
    }

    /// Bytes that still fit.
    pub(super) fn room(&self) -> usize {
        let held: usize = self.all().values().map(|upload| upload.bytes()).sum();
        usize::try_from(IMPORT_BYTES_MAX).unwrap_or(usize::MAX).saturating_sub(held)
    }

    /// Adds a file, or replaces one of the same name.
    pub(super) fn put(&self, upload: &Upload, name: String, bytes: Bytes) -> Result<(), AppError> {
        // The room may have been given to others while the body came in.
        if bytes.len() > self.room() {
            return Err(AppError::TooLarge);
        }
        let mut state = upload.lock();
        if state.is_started || state.files.len() >= IMPORT_FILES_MAX {
            return Err(AppError::TooMany);
        }
        state.files.insert(name, bytes.into());
        Ok(())
    }

    /// Drops an upload. An import that runs goes on.
    pub(super) fn forget(&self, id: Uuid) {
        self.all().remove(&id);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Uuid, Arc<Upload>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Upload {
    /// A copy of the files.
    pub(super) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.lock().files.clone()
    }

    /// Notes that the import starts; `false`: it has started already.
    pub(super) fn start(&self) -> bool {
        let mut state = self.lock();
        let is_first = !state.is_started;
        if is_first {
            (state.is_started, state.step, state.report) = (true, None, None);
        }
        is_first
    }

    /// What measures the import.
    pub(super) fn meter(&self) -> Meter {
        self.meter.clone()
    }

    /// Notes how far the import is.
    pub(super) fn step(&self, step: Step) {
        self.lock().step = Some(step);
    }

    /// Notes that the import is over. One that was refused can be started again.
    pub(super) fn finish(&self, report: Report) {
        let mut state = self.lock();
        state.is_started = report.refused.is_none();
        if state.is_started {
            state.files.clear();
        }
        state.step = Some(Step::Done);
        state.report = Some(report);
    }

    /// How far the import is.
    pub(super) fn progress(&self) -> Progress {
        let state = self.lock();
        // The last step is told together with its report only.
        let step = state.step.filter(|step| *step != Step::Done || state.report.is_some());
        let step = step.or(state.step.map(|_| Step::Applying));
        let percent = step.map_or(0, |step| step.percent(self.meter.percent()));
        Progress { step, percent, report: state.report.clone() }
    }

    fn is_running(&self) -> bool {
        let state = self.lock();
        state.is_started && state.report.is_none()
    }

    fn bytes(&self) -> usize {
        self.lock().files.values().map(Vec::len).sum()
    }

    fn lock(&self) -> MutexGuard<'_, UploadState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
