//! The web assets, embedded: one program is all there is to install.
//!
//! Builds with debug assertions read `target/site` from disk at every request, so that a change to
//! a screen shows without building the server again. This is in the program, not in the library,
//! so that new assets compile one small crate.

use rust_embed::RustEmbed;
use weft_server::http::Assets;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The assets of this program.
pub(crate) fn assets() -> Assets {
    Assets::new(|path| Site::get(path).map(|file| file.data))
}
