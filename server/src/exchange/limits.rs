//! Every limit of an import, by name and unit. What goes beyond one is reported, never dropped
//! in silence.

/// Bytes of all files of one import together. More is refused before anything is read.
pub const IMPORT_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Files of one import. More is refused.
pub const IMPORT_FILES_MAX: usize = 100;
/// Bytes of one field. A longer one is cut there, with a warning.
pub const FIELD_BYTES_MAX: usize = 1024 * 1024;
/// Lines of data of one import, over all files. Those beyond are skipped, each file saying how many.
pub const ROWS_MAX: u32 = 2_000_000;
/// Columns of one file. Lines with more cells than the header are skipped in any case.
pub const COLUMNS_MAX: usize = 1_000;
/// Characters of a source's id. A line with a longer one is skipped.
pub const ID_CHARS_MAX: usize = 300;
/// Characters of a source's name.
pub const SOURCE_CHARS_MAX: usize = 100;
/// Lines with broken quotes after which the rest of a file is given up: each costs a look at
/// everything behind it.
pub const BROKEN_LINES_MAX: u32 = 100;
/// Skipped lines of one file that are listed one by one; those beyond are counted by reason.
pub const SKIPS_LISTED_MAX: usize = 10_000;
/// Different warnings of one file that are listed; those beyond are counted without their value.
pub const WARNINGS_LISTED_MAX: usize = 500;
/// Lines named in one warning.
pub const WARNING_LINES_MAX: usize = 10;
/// Characters of a source's value that a report repeats.
pub const VALUE_CHARS_MAX: usize = 80;
