//! The program cut into parts, and the script that fetches them.
//!
//! `frontend/src/parts.rs` marks where to cut. What only one mark reaches becomes that mark's module,
//! what several reach a shared one; the main module keeps the rest. The library that cuts also
//! writes a script of loaders. It and wasm-bindgen's glue want to import each other by name, which
//! names made from content do not allow: so both become one script.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wasm_split_cli_support::{Options, transform};

use crate::{Failure, read};

/// The name under which the main module imports the loaders.
const LOADER: &str = "./loader.js";
/// The name under which the loaders import the glue.
const GLUE: &str = "./weft.js";

/// A part, as it is fetched.
#[derive(Debug)]
pub(crate) struct Part {
    /// How the script names it.
    pub(crate) file_name: String,
    /// The module.
    pub(crate) bytes: Vec<u8>,
    /// The marks that need it.
    pub(crate) marks: Vec<String>,
}

/// A part, as it was cut.
#[derive(Debug)]
pub(crate) struct Cut {
    /// Where it lies.
    pub(crate) path: PathBuf,
    file_name: String,
    marks: Vec<String>,
}

impl Cut {
    /// Reads it, without the names of its functions.
    pub(crate) fn load(self) -> Result<Part, Failure> {
        let bytes =
            bare(&read(&self.path)?).ok_or_else(|| format!("{} is no WASM module", self.file_name))?;
        Ok(Part { bytes, file_name: self.file_name, marks: self.marks })
    }
}

/// What came out of cutting.
#[derive(Debug)]
pub(crate) struct Pieces {
    /// Where the main module lies, not yet bound.
    pub(crate) main: PathBuf,
    /// The script of loaders.
    pub(crate) loader: String,
    /// All other modules.
    pub(crate) parts: Vec<Cut>,
}

/// Cuts a module that was linked with `--emit-relocs`; what comes out lies in `folder`.
pub(crate) fn cut(module: &[u8], folder: &Path) -> Result<Pieces, Failure> {
    let main = folder.join("main.wasm");
    let mut options = Options::new(module);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = LOADER;
    options.main_module = GLUE;
    let split =
        transform(options).map_err(|error| format!("cannot cut the program into parts: {error:#}"))?;
    let mut marks = BTreeMap::<String, Vec<String>>::new();
    for (mark, stems) in split.prefetch_map {
        for stem in stems {
            marks.entry(format!("{stem}.wasm")).or_default().push(mark.clone());
        }
    }
    let mut parts = Vec::new();
    for path in split.split_modules {
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // A module that nobody needs is empty.
        if let Some(mut marks) = marks.remove(&file_name) {
            marks.sort();
            parts.push(Cut { path, file_name, marks });
        }
    }
    let loader = String::from_utf8(read(&folder.join(LOADER))?).map_err(|_| "the loader is not UTF-8")?;
    Ok(Pieces { main, loader, parts })
}

/// A module without its custom sections: for a part they only name what is in it.
fn bare(module: &[u8]) -> Option<Vec<u8>> {
    const HEAD_BYTES: usize = 8;
    const CUSTOM: u8 = 0;
    let mut rest = module.get(HEAD_BYTES..)?;
    let mut whole = module[..HEAD_BYTES].to_vec();
    while let Some((kind, body)) = rest.split_first() {
        let (length, digits) = number(body)?;
        let section = rest.get(..1 + digits + length)?;
        if *kind != CUSTOM {
            whole.extend_from_slice(section);
        }
        rest = &rest[section.len()..];
    }
    Some(whole)
}

/// A number as WASM writes it, in groups of seven bits, and how many bytes that took.
fn number(bytes: &[u8]) -> Option<(usize, usize)> {
    const GROUPS_MAX: usize = 5;
    let mut value = 0;
    for (at, byte) in bytes.iter().take(GROUPS_MAX).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}

/// One script of wasm-bindgen's glue and the loaders.
pub(crate) fn join(glue: &str, loader: &str) -> Result<String, Failure> {
    let import = format!(" from \"{LOADER}\"");
    let mut script = String::with_capacity(glue.len() + loader.len());
    // One name for each loader that is imported, and every name stands for all of them.
    let mut names = Vec::new();
    for line in glue.lines() {
        match line
            .strip_prefix("import * as ")
            .and_then(|rest| rest.trim_end_matches(';').strip_suffix(&import))
        {
            Some(name) => names.push(name),
            None => script.extend([line, "\n"]),
        }
    }
    // A program without a mark has no loaders.
    if names.is_empty() {
        return Ok(script);
    }
    let mut exported = Vec::new();
    for line in loader.lines() {
        if line.starts_with("import ") {
            continue;
        }
        let line = match line.strip_prefix("export const ") {
            Some(rest) => {
                let (export, _) =
                    rest.split_once(' ').ok_or("the loader exports something without a name")?;
                exported.push(export);
                format!("const {rest}")
            }
            None => line.to_owned(),
        };
        script.extend([&line, "\n"]);
    }
    let loaders = format!("{{ {} }}", exported.join(", "));
    for name in names {
        script.push_str(&format!("const {name} = {loaders};\n"));
    }
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glue_and_loaders_become_one_script_without_imports() {
        let glue = "import * as import1 from \"./loader.js\"\nimport * as import2 from \"./loader.js\"\nimport * as other from \"./other.js\"\nuse(import1);\n";
        let loader = "import { initSync } from \"./weft.js\";\n\nconst a = 1;\nexport const load_map = wrap(a);\nexport const load_board = wrap(\n2);\n";
        assert_eq!(
            join(glue, loader).unwrap(),
            "import * as other from \"./other.js\"\nuse(import1);\n\nconst a = 1;\nconst load_map = wrap(a);\n\
             const load_board = wrap(\n2);\nconst import1 = { load_map, load_board };\nconst import2 = { load_map, load_board };\n"
        );
    }

    #[test]
    fn a_part_loses_its_names_and_nothing_else() {
        let long = [&[1, 0x80, 0x01][..], &[7; 128]].concat();
        let module = [&b"\0asm\x01\0\0\0"[..], &[0, 2, 1, b'n'], &long, &[0, 0], &[3, 1, 9]].concat();
        assert_eq!(bare(&module).unwrap(), [&b"\0asm\x01\0\0\0"[..], &long, &[3, 1, 9]].concat());
        assert_eq!(bare(b"\0asm\x01\0\0\0\x01\x05"), None);
    }

    #[test]
    fn a_program_of_one_part_keeps_its_glue() {
        assert_eq!(join("let a;\n", "const b = 1;\n").unwrap(), "let a;\n");
    }
}
