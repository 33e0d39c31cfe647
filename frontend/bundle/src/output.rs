//! What is written: hashed files with their compressed twins, the worker and the manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use crate::css::Sheet;
use crate::wasm::Bound;
use crate::{Failure, names};

/// Brotli's quality for what ships.
const QUALITY_RELEASE: u32 = 11;
/// Brotli's quality for the development loop: near the release's size in a hundredth of the time.
const QUALITY_QUICK: u32 = 5;
/// Brotli's window, as a power of two, in bytes: 16 MiB, beyond the size of the module.
const WINDOW_LOG2: u32 = 24;
/// Bytes brotli reads at a time.
const BUFFER_BYTES: usize = 64 * 1024;
/// What brotli makes no smaller: formats that are compressed already.
const PRESSED: [&str; 2] = ["woff2", "png"];

/// How the layout's worker names the glue, whose name carries a hash.
const GLUE: &str = "./weft.js";

/// All the files of a bundle, in memory.
#[derive(Debug)]
pub(crate) struct Site {
    /// Path under the site's folder → bytes.
    files: BTreeMap<String, Vec<u8>>,
    manifest: String,
}

impl Site {
    /// Names every file by its content and writes the manifest that finds them again.
    pub(crate) fn assemble(
        bound: Bound,
        style: Sheet,
        worker: Option<String>,
        layout: Option<String>,
    ) -> Self {
        let mut files = BTreeMap::new();
        let mut add = |name: &str, bytes: Vec<u8>| {
            let path = format!("pkg/{}", names::hashed(name, &bytes));
            files.insert(path.clone(), bytes);
            path
        };
        let wasm = add("weft.wasm", bound.module);
        let script = add("weft.js", bound.script);
        let css = add("weft.css", style.text.into_bytes());
        let glue = script.replace("pkg/", "./");
        let layout = layout.map(|text| add("layout.js", text.replace(GLUE, &glue).into_bytes()));
        let layout = layout.map(|path| format!("\"layout\":\"/{path}\",")).unwrap_or_default();
        let fonts: Vec<_> =
            style.fonts.into_iter().map(|(name, bytes)| (format!("pkg/fonts/{name}"), bytes)).collect();
        let font_list = fonts.iter().map(|(path, _)| format!("\"/{path}\"")).collect::<Vec<_>>().join(",");
        files.extend(fonts);
        let version =
            names::digest(format!("{wasm} {script} {css} {layout} {font_list} {worker:?}").as_bytes());
        let manifest = format!(
            "{{\"js\":\"/{script}\",\"wasm\":\"/{wasm}\",\"css\":\"/{css}\",{layout}\"fonts\":[{font_list}],\"version\":\"{version}\"}}"
        );
        if let Some(worker) = worker {
            let worker = format!("const WEFT_BUILD = {manifest};\n{worker}");
            files.insert("sw.js".to_owned(), worker.into_bytes());
        }
        Self { files, manifest }
    }

    /// Writes files first and the manifest last, then removes what an earlier bundle left, so that
    /// a server reading along finds at every moment all that the manifest names.
    pub(crate) fn write(&self, site: &Path, release: bool) -> Result<String, Failure> {
        let quality = if release { QUALITY_RELEASE } else { QUALITY_QUICK };
        let mut kept = BTreeSet::new();
        let mut first_load = 0;
        for (path, bytes) in &self.files {
            write(&site.join(path), bytes)?;
            kept.insert(path.clone());
            if !PRESSED.iter().any(|extension| path.ends_with(extension)) {
                let pressed = compress(bytes, quality)?;
                if path.starts_with("pkg/") {
                    first_load += pressed.len();
                }
                write(&site.join(format!("{path}.br")), &pressed)?;
                kept.insert(format!("{path}.br"));
            }
        }
        write(&site.join("manifest.json"), self.manifest.as_bytes())?;
        kept.insert("manifest.json".to_owned());
        sweep(site, site, &kept)?;
        let kilobytes = first_load as f64 / 1000.0;
        Ok(format!(
            "{}: {kilobytes:.0} KB for a first load (WASM, JS, CSS; brotli {quality})",
            site.display()
        ))
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let said = |error: std::io::Error| format!("cannot write {}: {error}", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(said)?;
    }
    std::fs::write(path, bytes).map_err(said)
}

fn compress(bytes: &[u8], quality: u32) -> Result<Vec<u8>, Failure> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), BUFFER_BYTES, quality, WINDOW_LOG2);
    writer.write_all(bytes).map_err(|error| format!("brotli: {error}"))?;
    Ok(writer.into_inner())
}

fn sweep(root: &Path, folder: &Path, kept: &BTreeSet<String>) -> Result<(), Failure> {
    let said = |error: std::io::Error| format!("cannot tidy {}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        if path.is_dir() {
            sweep(root, &path, kept)?;
            continue;
        }
        let relative = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if !kept.contains(&relative) {
            std::fs::remove_file(&path).map_err(said)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(script: &str) -> Site {
        Site::assemble(
            Bound { script: script.into(), module: b"\0asm".to_vec() },
            Sheet { text: "p{}".into(), fonts: [("x-1.woff2".to_owned(), b"glyphs".to_vec())].into() },
            Some("self.x = 1;".into()),
            Some("import start from \"./weft.js\";".into()),
        )
    }

    #[test]
    fn a_new_bundle_replaces_the_old_one_and_its_worker_knows_the_names() {
        let folder = std::env::temp_dir().join(format!("weft-site-{}", std::process::id()));
        bundle("one").write(&folder, false).unwrap();
        let first = std::fs::read_to_string(folder.join("manifest.json")).unwrap();
        bundle("two").write(&folder, false).unwrap();
        let second = std::fs::read_to_string(folder.join("manifest.json")).unwrap();
        assert_ne!(first, second);

        let script = format!("pkg/{}", names::hashed("weft.js", b"two"));
        assert!(second.contains(&format!("\"js\":\"/{script}\"")), "{second}");
        assert!(second.contains("\"fonts\":[\"/pkg/fonts/x-1.woff2\"]"), "{second}");
        let layout = second.split("\"layout\":\"/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let layout = std::fs::read_to_string(folder.join(layout)).unwrap();
        assert_eq!(layout, format!("import start from \"./{}\";", names::hashed("weft.js", b"two")));
        let worker = std::fs::read_to_string(folder.join("sw.js")).unwrap();
        assert_eq!(worker, format!("const WEFT_BUILD = {second};\nself.x = 1;"));
        let old = format!("pkg/{}", names::hashed("weft.js", b"one"));
        assert!(folder.join(&script).exists() && !folder.join(old).exists());
        assert!(folder.join("pkg/fonts/x-1.woff2").exists());

        let mut unpacked = Vec::new();
        let packed = std::fs::read(folder.join(format!("{script}.br"))).unwrap();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, b"two");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
