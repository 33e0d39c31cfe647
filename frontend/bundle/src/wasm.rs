//! The WASM module and its JavaScript glue.

use std::path::Path;
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::{Failure, read};

/// What rustc's own WASM target uses, and every browser of the last years has. No more than that:
/// a feature that is allowed may be put to use.
const FEATURES: [&str; 6] = [
    "bulk-memory",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];

/// A module bound for the browser.
#[derive(Debug)]
pub(crate) struct Bound {
    /// The glue: an ES module whose default export takes the module's address.
    pub(crate) script: Vec<u8>,
    /// The module itself.
    pub(crate) module: Vec<u8>,
}

/// Runs wasm-bindgen for the `web` target, then `wasm-opt -Oz` when given.
pub(crate) fn bind(module: Vec<u8>, wasm_opt: Option<&Path>) -> Result<Bound, Failure> {
    let scratch = Scratch::new()?;
    let mut output = Bindgen::new()
        .input_bytes("weft", module)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .typescript(false)
                // The page tells the glue where the module is, as only the page knows its hash.
                .omit_default_module_path(true)
                .remove_name_section(true)
                .remove_producers_section(true)
                .generate_output()
        })
        .map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    let snippets = output.snippets().iter().filter(|(_, list)| !list.is_empty());
    let foreign = snippets.map(|(name, _)| name).chain(output.local_modules().keys());
    if let Some(name) = foreign.into_iter().next() {
        return Err(format!(
            "{name} brings JavaScript of its own, whose address would not carry a hash; \
             call the browser through web-sys in place of inline_js or module ="
        ));
    }
    output.emit(&scratch.path).map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    let compiled = scratch.path.join("weft_bg.wasm");
    if let Some(program) = wasm_opt {
        shrink(program, &compiled)?;
    }
    Ok(Bound { script: read(&scratch.path.join("weft.js"))?, module: read(&compiled)? })
}

fn shrink(program: &Path, module: &Path) -> Result<(), Failure> {
    let status = Command::new(program)
        .args(["-Oz", "--converge"])
        .args(FEATURES.map(|feature| format!("--enable-{feature}")))
        .arg(module)
        .arg("-o")
        .arg(module)
        .status()
        .map_err(|error| format!("cannot start {}: {error}", program.display()))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{} failed ({status})", program.display())),
    }
}

/// A folder of this process that goes when it goes out of scope.
struct Scratch {
    path: std::path::PathBuf,
}

impl Scratch {
    fn new() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("weft-bundle-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing depends on it being gone: the system clears its temporary folder.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
