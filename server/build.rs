//! Makes sure there is a manifest to embed before anything has been bundled. The program embeds
//! it, so cargo notices when `weft-bundle` writes the real one.

use std::path::Path;

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site/manifest.json");
    if manifest.exists() {
        return Ok(());
    }
    if let Some(folder) = manifest.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(manifest, "{}")
}
