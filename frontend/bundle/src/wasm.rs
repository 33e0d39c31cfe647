//! The WASM modules and their JavaScript glue.

use wasm_bindgen_cli_support::Bindgen;

use crate::parts::{self, Part};
use crate::{Failure, read};

/// A program bound for the browser.
#[derive(Debug)]
pub(crate) struct Bound {
    /// The glue: an ES module whose default export takes the main module's address.
    pub(crate) script: String,
    /// What is loaded at the start.
    pub(crate) module: Vec<u8>,
    /// What is loaded when it is needed. The script names them `"./NAME"`.
    pub(crate) parts: Vec<Part>,
}

/// Cuts the program into its parts and runs wasm-bindgen for the `web` target on what is left.
///
/// `wasm-opt` is left out on purpose: it takes 14 % off the bytes, but what it leaves compresses worse,
/// so that 7 % more would travel.
pub(crate) fn bind(module: &[u8]) -> Result<Bound, Failure> {
    let scratch = Scratch::new()?;
    let cut = parts::cut(module, &scratch.path)?;
    let mut output = Bindgen::new()
        .input_bytes("weft", read(&cut.main)?)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .typescript(false)
                // The parts find by these what they share with the main module.
                .keep_lld_exports(true)
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
    let glue =
        String::from_utf8(read(&scratch.path.join("weft.js"))?).map_err(|_| "the glue is not UTF-8")?;
    Ok(Bound {
        script: parts::join(&glue, &cut.loader)?,
        module: read(&scratch.path.join("weft_bg.wasm"))?,
        parts: cut.parts.into_iter().map(parts::Cut::load).collect::<Result<_, _>>()?,
    })
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
