//! The way out: everything a viewer may see, in the format that [`read`](super::read()) reads.
//!
//! Columns of Weft's own stand behind the format's, so that a round trip loses nothing of what is
//! exported. Ids are the main source's where it knows them, else Weft's.

mod directory;
mod requests;
mod sheet;

use std::collections::BTreeMap;

use uuid::Uuid;
use weft_domain::{Kind, PersonId, RequestId, Row, Viewer, World, audience};

use super::files::File;
use super::refs::RefKind;
use crate::engine::Engine;
use crate::store::{RequestEntry, SourceRef, StoreError};
use sheet::Sheet;

/// An export.
#[derive(Debug, Default)]
pub struct Exported {
    /// The files, by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// How many lines of data each has.
    pub lines: BTreeMap<String, u32>,
    /// Requests that are left out because the viewer may not see them.
    pub hidden: u32,
}

/// What is exported.
pub(super) struct Input<'a> {
    pub(super) world: &'a World,
    /// Who it is for; none: the command line, which has the whole database anyway.
    pub(super) viewer: Option<Viewer>,
    pub(super) source: String,
    pub(super) refs: &'a [SourceRef],
    pub(super) texts: &'a BTreeMap<RequestId, String>,
    pub(super) journal: &'a [RequestEntry],
}

/// Exports what `person` may see; none: everything.
///
/// # Errors
/// What the database says.
pub async fn export_all(engine: &Engine, person: Option<PersonId>) -> Result<Exported, StoreError> {
    let store = engine.store();
    let source = store.main_source().await?.unwrap_or_else(|| "weft".to_owned());
    let refs = store.source_refs(&source).await?;
    let texts = store.rows_of(Kind::RequestText).await?.into_iter().filter_map(|row| match row {
        Row::RequestText(text) => Some((text.request, text.body)),
        _ => None,
    });
    let texts: BTreeMap<RequestId, String> = texts.collect();
    let journal = store.request_journal().await?;
    let snapshot = engine.current();
    let viewer = person.map(|person| Viewer::of(&snapshot.world, person));
    let input =
        Input { world: &snapshot.world, viewer, source, refs: &refs, texts: &texts, journal: &journal };
    Ok(export(&input))
}

/// Exports what there is to see. Pure.
pub(super) fn export(input: &Input<'_>) -> Exported {
    let ids = Ids::of(input);
    let mut exported = Exported::default();
    let mut source = Sheet::new(File::Source);
    source.line(&[("source", input.source.clone())]);
    let (requests, hidden) = requests::sheets(input, &ids);
    exported.hidden = hidden;
    for sheet in std::iter::once(source).chain(directory::sheets(input, &ids)).chain(requests) {
        let name = sheet.file().name().to_owned();
        exported.lines.insert(name.clone(), sheet.lines());
        exported.files.insert(name, sheet.into_bytes());
    }
    exported
}

impl Input<'_> {
    /// Whether a row may be shown.
    fn shows(&self, row: impl Into<Row>) -> bool {
        self.viewer.as_ref().is_none_or(|viewer| audience::may_see(self.world, viewer, &row.into()))
    }
}

/// Under which ids rows go out.
struct Ids(BTreeMap<(RefKind, Uuid), String>);

impl Ids {
    fn of(input: &Input<'_>) -> Self {
        let known = input.refs.iter().filter_map(|known| {
            Some(((RefKind::of_name(&known.kind)?, known.id), known.external_id.clone()))
        });
        Self(known.collect())
    }

    fn get(&self, kind: RefKind, id: Uuid) -> String {
        self.0.get(&(kind, id)).cloned().unwrap_or_else(|| id.hyphenated().to_string())
    }

    fn department(&self, id: Option<weft_domain::DepartmentId>) -> String {
        id.map(|id| self.get(RefKind::Department, id.0)).unwrap_or_default()
    }

    fn person(&self, id: Option<PersonId>) -> String {
        id.map(|id| self.get(RefKind::Person, id.0)).unwrap_or_default()
    }

    fn service(&self, id: Option<weft_domain::ServiceId>) -> String {
        id.map(|id| self.get(RefKind::Service, id.0)).unwrap_or_default()
    }

    fn request(&self, id: RequestId) -> String {
        self.get(RefKind::Request, id.0)
    }
}
