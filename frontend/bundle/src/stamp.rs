//! Tells whether anything has changed since the last bundle.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::css::Sheet;
use crate::{Arguments, Failure, names};

/// A digest of all that goes into a bundle.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stamp(String);

impl Stamp {
    /// The stamp of these inputs, under these options, by this program.
    pub(crate) fn of(
        arguments: &Arguments,
        module: &[u8],
        style: &Sheet,
        workers: [Option<&str>; 2],
    ) -> Result<Self, Failure> {
        let mut hasher = Sha256::new();
        let mut add = |part: &[u8]| {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        };
        add(&this_program()?);
        add(&[u8::from(arguments.release)]);
        add(&workers.map(|worker| u8::from(worker.is_some())));
        add(module);
        // Fonts are in it by the hashed names that the text refers to.
        add(style.text.as_bytes());
        workers.iter().for_each(|worker| add(worker.unwrap_or_default().as_bytes()));
        Ok(Self(names::digest(&hasher.finalize())))
    }

    /// Whether `site` was bundled from exactly this, and still has its manifest.
    pub(crate) fn is_current(&self, site: &Path) -> bool {
        site.join("pkg").is_dir()
            && site.join("manifest.json").is_file()
            && std::fs::read_to_string(path(site)).is_ok_and(|text| text == self.0)
    }

    /// Remembers that `site` was bundled from this.
    pub(crate) fn write(&self, site: &Path) -> Result<(), Failure> {
        std::fs::write(path(site), &self.0).map_err(|error| format!("{}: {error}", path(site).display()))
    }
}

/// Beside the site, not in it: what is in it is served.
fn path(site: &Path) -> PathBuf {
    site.with_extension("stamp")
}

/// Which build of this program runs: its size and its time of change are enough, and quick.
fn this_program() -> Result<Vec<u8>, Failure> {
    let about = std::env::current_exe()
        .and_then(std::fs::metadata)
        .map_err(|error| format!("cannot find this program: {error}"))?;
    Ok(format!("{} {:?}", about.len(), about.modified().ok()).into_bytes())
}
