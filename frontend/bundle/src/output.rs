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
    /// Paths of what the front door loads.
    first_load: BTreeSet<String>,
    /// Paths of what a start on the map loads: the front door's, and what is inside.
    map_load: BTreeSet<String>,
}

/// The mark of the front door, where everybody's first load ends.
const FIRST_MARK: &str = "outside";
/// The mark of the frame and the map, where most days begin.
const MAP_MARK: &str = "inside";

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
        let mut script = bound.script;
        let mut marks = BTreeMap::<String, Vec<String>>::new();
        for part in bound.parts {
            let path = add(&part.file_name, part.bytes);
            let name = path.trim_start_matches("pkg/");
            script = script.replace(&format!("\"./{}\"", part.file_name), &format!("\"./{name}\""));
            for mark in part.marks {
                marks.entry(mark).or_default().push(path.clone());
            }
        }
        let script = add("weft.js", script.into_bytes());
        let css = add("weft.css", style.text.into_bytes());
        let glue = script.replace("pkg/", "./");
        let layout = layout.map(|text| add("layout.js", text.replace(GLUE, &glue).into_bytes()));
        let layout = layout.map(|path| format!("\"layout\":\"/{path}\",")).unwrap_or_default();
        let fonts: Vec<_> =
            style.fonts.into_iter().map(|(name, bytes)| (format!("pkg/fonts/{name}"), bytes)).collect();
        let font_list = list(fonts.iter().map(|(path, _)| path));
        files.extend(fonts);
        let load_of = |mark: &str| -> BTreeSet<String> {
            [&wasm, &script, &css].into_iter().chain(marks.get(mark).into_iter().flatten()).cloned().collect()
        };
        let (first_load, map_load) = (load_of(FIRST_MARK), load_of(MAP_MARK));
        let parts = marks.iter().map(|(mark, paths)| format!("\"{mark}\":[{}]", list(paths)));
        let parts = parts.collect::<Vec<_>>().join(",");
        // The script names the parts, so its own name changes with any of them.
        let version =
            names::digest(format!("{wasm} {script} {css} {layout} {font_list} {worker:?}").as_bytes());
        let manifest = format!(
            "{{\"js\":\"/{script}\",\"wasm\":\"/{wasm}\",\"css\":\"/{css}\",{layout}\"parts\":{{{parts}}},\"fonts\":[{font_list}],\"version\":\"{version}\"}}"
        );
        if let Some(worker) = worker {
            let worker = format!("const WEFT_BUILD = {manifest};\n{worker}");
            files.insert("sw.js".to_owned(), worker.into_bytes());
        }
        Self { files, manifest, first_load, map_load }
    }

    /// Writes files first and the manifest last, then removes what an earlier bundle left, so that
    /// a server reading along finds at every moment all that the manifest names.
    pub(crate) fn write(&self, site: &Path, release: bool) -> Result<String, Failure> {
        let quality = if release { QUALITY_RELEASE } else { QUALITY_QUICK };
        let mut kept = BTreeSet::new();
        let (mut first_load, mut map_load, mut whole) = (0, 0, 0);
        for (path, bytes) in &self.files {
            write(&site.join(path), bytes)?;
            kept.insert(path.clone());
            if !PRESSED.iter().any(|extension| path.ends_with(extension)) {
                let pressed = compress(bytes, quality)?;
                if path.starts_with("pkg/") {
                    whole += pressed.len();
                }
                if self.first_load.contains(path) {
                    first_load += pressed.len();
                }
                if self.map_load.contains(path) {
                    map_load += pressed.len();
                }
                write(&site.join(format!("{path}.br")), &pressed)?;
                kept.insert(format!("{path}.br"));
            }
        }
        write(&site.join("manifest.json"), self.manifest.as_bytes())?;
        kept.insert("manifest.json".to_owned());
        sweep(site, site, &kept)?;
        Ok(format!(
            "{}: {} KB for a first load (the front door), {} KB for a start on the map, {} KB in all \
             (WASM, JS, CSS; brotli {quality})",
            site.display(),
            first_load / 1000,
            map_load / 1000,
            whole / 1000,
        ))
    }
}

/// Paths as JSON strings, from the root of the host.
fn list<'a>(paths: impl IntoIterator<Item = &'a String>) -> String {
    paths.into_iter().map(|path| format!("\"/{path}\"")).collect::<Vec<_>>().join(",")
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
    use crate::parts::Part;

    fn bundle(script: &str) -> Site {
        Site::assemble(
            Bound {
                script: format!("{script} fetch(\"./split_map.wasm\")"),
                module: b"\0asm".to_vec(),
                parts: vec![Part {
                    file_name: "split_map.wasm".into(),
                    bytes: b"\0part".to_vec(),
                    marks: vec!["map".into()],
                }],
            },
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

        let part = names::hashed("split_map.wasm", b"\0part");
        assert!(second.contains(&format!("\"parts\":{{\"map\":[\"/pkg/{part}\"]}}")), "{second}");
        let text = |start: &str| format!("{start} fetch(\"./{part}\")");
        let script = format!("pkg/{}", names::hashed("weft.js", text("two").as_bytes()));
        assert!(second.contains(&format!("\"js\":\"/{script}\"")), "{second}");
        assert!(second.contains("\"fonts\":[\"/pkg/fonts/x-1.woff2\"]"), "{second}");
        let layout = second.split("\"layout\":\"/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let layout = std::fs::read_to_string(folder.join(layout)).unwrap();
        assert_eq!(layout, format!("import start from \"./{}\";", script.trim_start_matches("pkg/")));
        let worker = std::fs::read_to_string(folder.join("sw.js")).unwrap();
        assert_eq!(worker, format!("const WEFT_BUILD = {second};\nself.x = 1;"));
        let old = format!("pkg/{}", names::hashed("weft.js", text("one").as_bytes()));
        assert!(folder.join(&script).exists() && !folder.join(old).exists());
        assert!(folder.join("pkg/fonts/x-1.woff2").exists());

        let mut unpacked = Vec::new();
        let packed = std::fs::read(folder.join(format!("{script}.br"))).unwrap();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, text("two").as_bytes());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
