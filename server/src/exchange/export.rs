//! The way out: everything a viewer may see, in the format that [`read`](super::read()) reads.
//!
//! Columns of Weft's own stand behind the format's, so that a round trip loses nothing of what is
//! exported. Ids are the main source's where it knows them, else Weft's.

mod boards;
mod directory;
mod requests;
mod sheet;
mod talk;

use std::collections::BTreeMap;

use uuid::Uuid;
use weft_domain::{Change, Kind, PersonId, RequestId, Row, Viewer, World, audience};

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
    /// Comments, ratings with their comments, and thanks, in any order.
    pub(super) said: &'a [Row],
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
    let mut said = Vec::new();
    for kind in [Kind::Comment, Kind::Rating, Kind::RatingComment, Kind::Kudos] {
        said.extend(store.rows_of(kind).await?);
    }
    let world = whole(engine).await?;
    let viewer = person.map(|person| Viewer::of(&world, person));
    let (refs, texts, journal) = (&refs, &texts, &journal);
    let input = Input { world: &world, viewer, source, refs, texts, journal, said: &said };
    Ok(export(&input))
}

/// The world, with what is archived.
async fn whole(engine: &Engine) -> Result<World, StoreError> {
    let mut world = engine.current().world.clone();
    if world.kept_since().is_some() {
        for row in engine.store().rows_of(Kind::Request).await? {
            // What is in the world is as new as the rest of it.
            if !world.has(row.key()) {
                world.apply(&Change::Put(row));
            }
        }
    }
    Ok(world)
}

/// Exports what there is to see. Pure.
pub(super) fn export(input: &Input<'_>) -> Exported {
    let ids = Ids::of(input);
    let mut exported = Exported::default();
    let mut source = Sheet::new(File::Source);
    source.line(&[("source", input.source.clone())]);
    let (requests, hidden) = requests::sheets(input, &ids);
    exported.hidden = hidden;
    let sheets = std::iter::once(source).chain(boards::sheets(input, &ids));
    let sheets = sheets.chain(directory::sheets(input, &ids)).chain(requests);
    for sheet in sheets.chain(talk::sheets(input, &ids)) {
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

    /// What is shown of a row that [may be](Self::shows).
    fn shown(&self, row: &Row) -> Row {
        let less = self.viewer.as_ref().and_then(|viewer| audience::less(self.world, viewer, row));
        less.unwrap_or_else(|| row.clone())
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
