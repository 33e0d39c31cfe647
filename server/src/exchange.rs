//! Import and export of the neutral exchange format: a folder of CSV files.
//!
//! An import goes three steps: [`read`](read()) turns bytes into records, [`plan`](plan()) turns
//! records into rows, journal entries and a [`Report`], and the engine applies a plan whole or not
//! at all. A preview stops before the last step. [`import`](import()) goes all three. Reading, planning and
//! writing are pure; files, archives and the database are at the edges. In reading order:

mod limits;

mod files;

mod table;

mod clean;

mod instant;

mod words;

mod records;

mod read;

mod report;

mod refs;

mod keys;

mod plan;

mod run;

mod export;

mod folder;

pub use export::{Exported, export_all};
pub use folder::{FolderError, new_folder, read_path, unzip, write_folder, zip};
pub(crate) use instant::write as instant_text;
pub use limits::*;
pub use plan::{ImportPlan, ImportedEntry, Options, plan, wanted};
pub use read::read;
pub use records::Records;
pub use refs::{Ref, RefChange, RefKind, Refs};
pub use report::{FileReport, Outcome, Reason, Refused, Report, Skip, Warned, Warning};
pub use run::{Import, ImportError, Step, import, may_exchange};
