//! The web assets, embedded: one program is all there is to install.
//!
//! Builds with debug assertions read `target/site` from disk at every request, so that a change to
//! a screen shows without building the server again. This is in the program, not in the library,
//! so that new assets compile one small crate.

use std::borrow::Cow;

use rust_embed::RustEmbed;
use weft_server::http::Assets;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// What `cargo leptos watch` writes: always the same names, and no manifest.
const OF_CARGO_LEPTOS: &[u8] =
    br#"{"js":"/pkg/weft.js","wasm":"/pkg/weft.wasm","css":"/pkg/weft.css","version":"watch"}"#;

/// The assets of this program.
pub(crate) fn assets() -> Assets {
    Assets::new(|path| {
        if path == "manifest.json" && is_watched() {
            return Some(Cow::Borrowed(OF_CARGO_LEPTOS));
        }
        Site::get(path).map(|file| file.data)
    })
}

/// Whether `cargo leptos watch` runs this program: it says so in the environment. What ships does not ask.
fn is_watched() -> bool {
    cfg!(debug_assertions) && std::env::var_os("LEPTOS_WATCH").is_some()
}
