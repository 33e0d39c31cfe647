//! Real data beside the repository, for tests that need it.

use std::path::{Path, PathBuf};

use crate::memory::Files;

/// One of the real sets in `shared/data` beside the repository or a folder above it. None, with a
/// clear line, where they are not there.
pub(crate) fn real_set(name: &str) -> Option<Files> {
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
