//! The way of an import and an export over the network: files out of the browser, one by one, and
//! what the server says of them. Nothing else of the directory talks to the server but by commands.

use std::collections::BTreeMap;

use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry, RequestInit, Response,
};
use weft_domain::Uuid;

/// Where the export is downloaded from.
pub(super) const EXPORT_PATH: &str = "/exchange/export.zip";
/// Milliseconds between two questions about how far an import is.
const PROGRESS_EVERY_MS: i32 = 500;
/// Questions in a row that may stay without an answer before the page says so.
const SILENCES_MAX: u32 = 20;
/// Folders within folders that a drop is searched through.
const DEPTH_MAX: u32 = 3;

/// Files somebody chose.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    /// The folder or archive they came in.
    pub(super) folder: String,
    /// Those that may be of the format.
    pub(super) files: Vec<File>,
    /// Names of the others, which stay where they are.
    pub(super) others: Vec<String>,
}

/// Why the server did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UploadError {
    /// No answer, or none that could be read.
    Unreachable,
    /// Nobody is signed in any more.
    SignedOut,
    /// The reader's roles do not include this.
    Forbidden,
    /// The files are larger than an import may be.
    TooLarge,
    /// Too much at once.
    Busy,
    /// The upload was left alone for too long.
    Forgotten,
    /// The server cannot do it right now.
    Unavailable,
}

/// What an import did or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Report {
    /// Under which name the source's ids are kept.
    pub(super) source: String,
    /// Why nothing can come in as it stands.
    pub(super) refused: Option<String>,
    /// What becomes of each file.
    pub(super) files: Vec<FileReport>,
    /// Names of files that are none of the format's.
    pub(super) unknown_files: Vec<String>,
    /// How many rows are written in all.
    pub(super) changes: u32,
}

/// What becomes of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct FileReport {
    pub(super) file: String,
    pub(super) rows: u32,
    pub(super) created: u32,
    pub(super) changed: u32,
    pub(super) unchanged: u32,
    pub(super) used: u32,
    pub(super) not_kept: u32,
    pub(super) skipped: u32,
    pub(super) skips: Vec<Skip>,
    pub(super) skips_unlisted: BTreeMap<String, u32>,
    pub(super) warnings: Vec<Warned>,
}

/// One line left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Skip {
    pub(super) line: u32,
    pub(super) reason: String,
    pub(super) value: String,
}

/// Something that looks wrong or was guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Warned {
    pub(super) warning: String,
    pub(super) value: String,
    pub(super) became: String,
    pub(super) count: u32,
    pub(super) lines: Vec<u32>,
}

/// How far an import is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Progress {
    /// `reading`, `planning`, `applying` or `done`.
    pub(super) step: Option<String>,
    pub(super) percent: u8,
    pub(super) report: Option<Report>,
}

/// One import, from its first file on.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub(super) id: Uuid,
    pub(super) folder: String,
}

impl Upload {
    /// Sends one file.
    ///
    /// # Errors
    /// What the server said, or that it said nothing.
    pub(super) async fn put(&self, file: &File) -> Result<(), UploadError> {
        let name = String::from(js_sys::encode_uri_component(&file.name()));
        call("PUT", &format!("{}/file/{name}", self.path()), Some(file)).await.map(|_| ())
    }

    /// Asks what would happen.
    ///
    /// # Errors
    /// As [`Upload::put`].
    pub(super) async fn preview(&self, source: &str) -> Result<Report, UploadError> {
        read(call("POST", &format!("{}/preview{}", self.path(), self.named(source)), None).await?).await
    }

    /// Starts it; the server finishes it even if the page is closed.
    ///
    /// # Errors
    /// As [`Upload::put`].
    pub(super) async fn apply(&self, source: &str) -> Result<(), UploadError> {
        call("POST", &format!("{}/apply{}", self.path(), self.named(source)), None).await.map(|_| ())
    }

    /// Waits for the end, telling how far it is.
    ///
    /// # Errors
    /// As [`Upload::put`]; short silences are borne.
    pub(super) async fn wait(&self, on_progress: impl Fn(Progress)) -> Result<Report, UploadError> {
        let mut silences = 0;
        loop {
            match self.progress().await {
                Ok(progress) => {
                    silences = 0;
                    if let Some(report) = progress.report {
                        return Ok(report);
                    }
                    on_progress(progress);
                }
                Err(UploadError::Unreachable) if silences < SILENCES_MAX => silences += 1,
                Err(error) => return Err(error),
            }
            pause(PROGRESS_EVERY_MS).await;
        }
    }

    /// Tells the server that the files are no longer wanted. No answer is as good.
    pub(super) async fn forget(&self) {
        let _ = call("DELETE", &self.path(), None).await;
    }

    async fn progress(&self) -> Result<Progress, UploadError> {
        read(call("GET", &format!("{}/progress", self.path()), None).await?).await
    }

    fn path(&self) -> String {
        format!("/exchange/upload/{}", self.id)
    }

    fn named(&self, source: &str) -> String {
        let part =
            |name: &str, value: &str| format!("{name}={}", String::from(js_sys::encode_uri_component(value)));
        format!("?{}&{}", part("folder", &self.folder), part("source", source))
    }
}

async fn call(method: &str, path: &str, body: Option<&File>) -> Result<Response, UploadError> {
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        init.set_body(body);
    }
    let answer = JsFuture::from(window().fetch_with_str_and_init(path, &init)).await;
    let response: Response = answer.and_then(JsCast::dyn_into).map_err(|_| UploadError::Unreachable)?;
    match response.status() {
        200..=299 => Ok(response),
        401 => Err(UploadError::SignedOut),
        403 => Err(UploadError::Forbidden),
        404 => Err(UploadError::Forgotten),
        413 => Err(UploadError::TooLarge),
        429 => Err(UploadError::Busy),
        _ => Err(UploadError::Unavailable),
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, UploadError> {
    let text = response.text().map_err(|_| UploadError::Unreachable)?;
    let text = JsFuture::from(text).await.map_err(|_| UploadError::Unreachable)?;
    let text = text.as_string().unwrap_or_default();
    serde_json::from_str(&text).map_err(|_| UploadError::Unreachable)
}

async fn pause(millis: i32) {
    let waited = Promise::new(&mut |resolve, _| {
        // A page that cannot wait asks again at once.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    let _ = JsFuture::from(waited).await;
}

/// The files of an `<input type=file>`.
pub(super) fn chosen(list: &FileList) -> Chosen {
    let files = (0..list.length()).filter_map(|at| list.get(at));
    let mut chosen = Chosen::default();
    for file in files {
        // `webkitRelativePath` begins with the folder's name; it is empty for single files.
        let path = Reflect::get(&file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
        if let Some((folder, _)) = path.as_deref().and_then(|path| path.split_once('/')) {
            folder.clone_into(&mut chosen.folder);
        }
        chosen.add(file);
    }
    chosen.named()
}

/// What was dropped: must be called while the event is handled, or the browser forgets it.
pub(super) fn dropped(transfer: &DataTransfer) -> Vec<FileSystemEntry> {
    let items = transfer.items();
    (0..items.length()).filter_map(|at| items.get(at)?.webkit_get_as_entry().ok()?).collect()
}

/// The files in what was dropped, folders searched through.
pub(super) async fn files_of(entries: Vec<FileSystemEntry>) -> Chosen {
    let mut chosen = Chosen::default();
    let mut ahead: Vec<(FileSystemEntry, u32)> = entries.into_iter().map(|entry| (entry, 0)).collect();
    while let Some((entry, depth)) = ahead.pop() {
        if entry.is_directory() {
            if chosen.folder.is_empty() {
                chosen.folder = entry.name();
            }
            if depth < DEPTH_MAX {
                let folder: FileSystemDirectoryEntry = entry.unchecked_into();
                ahead.extend(
                    children(&folder.create_reader()).await.into_iter().map(|child| (child, depth + 1)),
                );
            }
            continue;
        }
        let entry: FileSystemFileEntry = entry.unchecked_into();
        let asked = promise(|done, failed| entry.file_with_callback_and_callback(done, failed));
        if let Ok(file) = asked.await {
            chosen.add(file.unchecked_into());
        }
    }
    chosen.named()
}

/// Everything in a folder: the browser hands it out in batches, an empty one last.
async fn children(reader: &FileSystemDirectoryReader) -> Vec<FileSystemEntry> {
    let mut all = Vec::new();
    loop {
        let batch = promise(|done, failed| {
            // A reader that cannot be read has nothing in it.
            let _ = reader.read_entries_with_callback_and_callback(done, failed);
        });
        let batch: Array = batch.await.unwrap_or_default().dyn_into().unwrap_or_default();
        if batch.length() == 0 {
            return all;
        }
        all.extend(batch.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

async fn promise(ask: impl Fn(&Function, &Function)) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::new(&mut |done, failed| ask(&done, &failed))).await
}

impl Chosen {
    fn add(&mut self, file: File) {
        let name = file.name();
        if is_of_the_format(&name) { self.files.push(file) } else { self.others.push(name) }
    }

    /// A single file without a folder gives the name, without its ending; several give none, and
    /// the server's own stands in.
    fn named(mut self) -> Self {
        self.files.sort_by_key(File::name);
        if let (true, [only]) = (self.folder.is_empty(), self.files.as_slice()) {
            only.name().split('.').next().unwrap_or_default().clone_into(&mut self.folder);
        }
        self
    }
}

fn is_of_the_format(name: &str) -> bool {
    let name = name.to_lowercase();
    name.ends_with(".csv") || name.ends_with(".zip")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_is_read_as_the_server_writes_it() {
        let json = r#"{"source":"x","refused":null,"files":[{"file":"people.csv","rows":3,"created":1,"changed":0,
            "unchanged":1,"used":0,"not_kept":0,"skipped":1,"skips":[{"line":4,"reason":"missing_id","value":""}],
            "skips_unlisted":{"duplicate":2},"warnings":[{"warning":"role_guessed","value":"boss","became":"lead",
            "count":2,"lines":[2,3]}]}],"unknown_files":["a.csv"],"changes":7,"journal":1}"#;
        let report: Report = serde_json::from_str(json).unwrap();
        assert_eq!(report.files[0].skips[0].reason, "missing_id");
        assert_eq!(report.files[0].skips_unlisted["duplicate"], 2);
        assert_eq!(report.files[0].warnings[0].became, "lead");
        let progress: Progress =
            serde_json::from_str(r#"{"step":"applying","percent":55,"report":null}"#).unwrap();
        assert_eq!((progress.step.as_deref(), progress.percent), (Some("applying"), 55));
    }

    #[test]
    fn only_tables_and_archives_are_sent() {
        assert!(is_of_the_format("people.csv") && is_of_the_format("ALL.ZIP"));
        assert!(!is_of_the_format("readme.md") && !is_of_the_format("csv"));
    }
}
