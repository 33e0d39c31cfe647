//! One style sheet out of many: `@import`s inlined in order, fonts named by content, blanks removed.

mod minify;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::{Failure, names, read};

/// How deep imports may nest before we call it a loop.
const IMPORT_DEPTH_MAX: usize = 8;

/// The whole style of Weft.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// The minified text; its `url()`s point at the hashed names in `fonts/`.
    pub(crate) text: String,
    /// Hashed file name → bytes of every font the text refers to.
    pub(crate) fonts: BTreeMap<String, Vec<u8>>,
}

impl Sheet {
    /// Loads a style sheet with everything it imports and refers to.
    pub(crate) fn load(main: &Path) -> Result<Self, Failure> {
        let root = main.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        let mut loader = Loader { root, fonts: BTreeMap::new() };
        let text = loader.inline(main, 0)?;
        Ok(Self { text: minify::minify(&text), fonts: loader.fonts })
    }
}

/// How the style may name a file of its own from any folder: as the browser would without hashes.
const SITE_PREFIX: &str = "/pkg/";

struct Loader {
    /// The folder of the main sheet; what lies in it is served under [`SITE_PREFIX`].
    root: PathBuf,
    fonts: BTreeMap<String, Vec<u8>>,
}

impl Loader {
    fn inline(&mut self, path: &Path, depth: usize) -> Result<String, Failure> {
        if depth > IMPORT_DEPTH_MAX {
            return Err(format!("{} is imported in a circle", path.display()));
        }
        let text = String::from_utf8(read(path)?).map_err(|_| format!("{} is not UTF-8", path.display()))?;
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        let text = minify::without_comments(&text);
        let mut whole = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find("@import") {
            let (before, import) = rest.split_at(at);
            let end = import
                .find(';')
                .ok_or_else(|| format!("{}: an @import does not end with ;", path.display()))?;
            whole.push_str(&self.with_fonts(before, &folder)?);
            let (file, layer) = parse_import(&import["@import".len()..end])
                .ok_or_else(|| format!("{}: cannot follow {}", path.display(), &import[..=end]))?;
            let inner = self.inline(&folder.join(file), depth + 1)?;
            match layer {
                Some(layer) => whole.push_str(&format!("@layer {layer}{{{inner}}}")),
                None => whole.push_str(&inner),
            }
            whole.push('\n');
            rest = &import[end + 1..];
        }
        whole.push_str(&self.with_fonts(rest, &folder)?);
        Ok(whole)
    }

    /// Points every `url()` of a file at `fonts/<hashed name>` and remembers the file.
    fn with_fonts(&mut self, text: &str, folder: &Path) -> Result<String, Failure> {
        let mut whole = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("url(") {
            let (before, after) = rest.split_at(at + "url(".len());
            let end = after.find(')').ok_or("a url( in the style does not end with )")?;
            let target = after[..end].trim().trim_matches(['"', '\'']);
            whole.push_str(before);
            if target.starts_with("data:") || target.starts_with('#') {
                whole.push_str(&after[..end]);
            } else {
                let source = match target.strip_prefix(SITE_PREFIX) {
                    Some(path) => self.root.join(path),
                    None => folder.join(target),
                };
                let name = source.file_name().and_then(|name| name.to_str()).unwrap_or("font");
                let bytes = read(&source)?;
                let name = names::hashed(name, &bytes);
                whole.push_str(&format!("fonts/{name}"));
                self.fonts.insert(name, bytes);
            }
            rest = &after[end..];
        }
        whole.push_str(rest);
        Ok(whole)
    }
}

/// The file and the layer of what stands between `@import` and `;`.
fn parse_import(rule: &str) -> Option<(&str, Option<&str>)> {
    let rule = rule.trim();
    let rule = rule.strip_prefix("url(").map_or(rule, str::trim_start);
    let quote = rule.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let (file, tail) = rule[1..].split_once(quote)?;
    let tail = tail.trim_start_matches([' ', ')']).trim();
    if tail.is_empty() {
        return Some((file, None));
    }
    let layer = tail.strip_prefix("layer(")?.strip_suffix(')')?;
    Some((file, Some(layer.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("weft-css-{name}-{}", std::process::id()));
        for (file, text) in files {
            let path = folder.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn imports_come_in_order_with_their_layers_and_fonts() {
        let folder = folder(
            "whole",
            &[
                (
                    "main.css",
                    "@layer a, b;\n/* @import \"none.css\"; */\n@import \"a.css\";\n@import url('sub/b.css') layer(b);\np { color: red }",
                ),
                ("a.css", "@font-face { src: url(\"fonts/x.woff2\") format(\"woff2\") }"),
                (
                    "sub/b.css",
                    "b { background: url(data:image/png;base64,//8=); src: url('/pkg/fonts/x.woff2') }",
                ),
                ("fonts/x.woff2", "glyphs"),
            ],
        );
        let sheet = Sheet::load(&folder.join("main.css")).unwrap();
        let font = names::hashed("x.woff2", b"glyphs");
        assert_eq!(
            sheet.text,
            format!(
                "@layer a,b;@font-face{{src:url(fonts/{font}) format(\"woff2\")}}\
                 @layer b{{b{{background:url(data:image/png;base64,//8=);\
                 src:url(fonts/{font})}}}}p{{color:red}}"
            )
        );
        assert_eq!(sheet.fonts.keys().collect::<Vec<_>>(), [&font]);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_circle_and_a_missing_file_are_said_by_name() {
        let folder = folder("broken", &[("a.css", "@import \"a.css\";"), ("b.css", "@import \"gone.css\";")]);
        assert!(Sheet::load(&folder.join("a.css")).unwrap_err().contains("circle"));
        assert!(Sheet::load(&folder.join("b.css")).unwrap_err().contains("gone.css"));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
